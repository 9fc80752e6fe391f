import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The same folder as in `data.ts`, for tests that run in Node: its path, or `undefined` where it is absent. */
export function dataPath(path = ''): string | undefined {
  const named = process.env['FXLOOM_DATA'];
  const places = named === undefined ? ['../shared', '../../shared'] : [named];
  return places.map((place) => join(resolve(place), path)).find((place) => existsSync(place));
}

/** The formulas of real apps; undefined where the data is not there. */
export function givenFormulas(): readonly string[] | undefined {
  const path = dataPath('apps/formulas-given.jsonl');
  if (path === undefined) return undefined;
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { readonly formula: string }).formula);
}
