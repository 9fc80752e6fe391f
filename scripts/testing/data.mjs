import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';

/**
 * The folder of test data that is too large, or not ours, to be kept with the project: `FXLOOM_DATA`, or a folder `shared` beside
 * the project or one level further up.
 *
 * @param {string} root the project's folder
 * @returns {string | undefined}
 */
export function dataFolder(root) {
  const named = process.env.FXLOOM_DATA;
  const places = named === undefined ? [resolve(root, '../shared'), resolve(root, '../../shared')] : [resolve(named)];
  return places.find((place) => existsSync(place));
}

/**
 * Serves that folder to test pages under `/data/`: a file as it is, a folder as the JSON list of the files below it.
 *
 * @param {string} root the project's folder
 * @returns {import('@web/test-runner').TestRunnerPlugin}
 */
export function dataPlugin(root) {
  const folder = dataFolder(root);
  return {
    name: 'data',
    async serve({ path }) {
      if (!path.startsWith('/data/')) return undefined;
      const file = folder && join(folder, decodeURIComponent(path.slice('/data/'.length)));
      if (!file || !existsSync(file) || !inside(folder, file))
        return { body: 'null', type: 'json', headers: { 'x-absent': '1' } };
      if (!statSync(file).isDirectory()) return { body: await readFile(file, 'utf8'), type: 'text' };
      const files = readdirSync(file, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
      return {
        body: JSON.stringify(files.map((entry) => join(entry.parentPath, entry.name).slice(file.length + 1))),
        type: 'json',
      };
    },
  };
}

const inside = (folder, file) => realpathSync(file).startsWith(realpathSync(folder) + sep);
