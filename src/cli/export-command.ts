import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join, posix, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadConnections } from '../app/index.ts';
import { writeApp, type StoredApp } from '../app/stored/index.ts';
import { mediaType } from '../app/package/index.ts';
import { readAppFolder, type AppFolder } from './app-folder.ts';
import { packConnections, type PackedConnections } from './connection-files.ts';
import { exportedPage, folderPage, pageStyle, type ExportedApp } from './export-page.ts';
import { isFree, writeFolder, writeWhole, type FileToWrite } from './write-whole.ts';

const usage = 'Usage: fxloom export APP [--out FILE.html | --folder FOLDER] [--title TEXT] [--base ADDRESS] [--source] [--force]';

/** The modules for pages that the package ships. */
const modules = fileURLToPath(new URL('../cdn/', import.meta.url));

/**
 * `fxloom export APP`: writes an app as one HTML file that runs wherever it is opened, a disk included, or with `--folder` as the files of a web
 * site. Definitions of its connections are in it, secrets never. Nothing is left half written. `--base` is the address that relative
 * addresses in `connections.json` count from. Formulas are checked here, and the page runs what was found out; `--source` exports the app's
 * files as they are, and a page that reads them. Exit code 1 where the app cannot be exported, 2 for wrong arguments.
 */
export async function exportCommand(args: readonly string[]): Promise<number> {
  const text = { type: 'string' } as const;
  const options = {
    out: text,
    folder: text,
    title: text,
    base: text,
    source: { type: 'boolean' },
    force: { type: 'boolean' },
  } as const;
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  const [path] = positionals;
  if (path === undefined || positionals.length > 1 || (values.out !== undefined && values.folder !== undefined))
    return complain([usage], 2);
  if (values.base !== undefined && !URL.canParse(values.base))
    return complain(
      [`--base ${values.base} is no address. Give a whole one, such as https://shop.example/app/connections.json.`],
      2,
    );
  const app = await readAppFolder(path);
  if (typeof app === 'string') return complain([app], 2);
  const broken = app.document.diagnostics.filter(({ severity }) => severity === 'error');
  if (broken.length > 0)
    return complain(
      broken.map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`),
      1,
    );
  const { connections: file } = app;
  const packed = file === undefined ? noConnections : await packConnections(await readFile(file, 'utf8'), file, values.base);
  if (packed.problems.length > 0) return complain(packed.problems, 1);
  const notes = [...packed.notes];
  const origins = await originsOf(packed, values.base, notes);
  for (const note of notes) console.error(`Note: ${note}.`);
  const title = values.title ?? titleOf(path);
  const stored = values.source === true ? undefined : await storedApp(app, packed, values.base);
  if (typeof stored === 'string') return complain([stored], 1);
  if (values.folder === undefined) {
    const out = values.out ?? `${titleOf(path)}.html`;
    const program = await readFile(join(modules, stored === undefined ? 'fxloom-app.js' : 'fxloom-exported.js'), 'utf8');
    const page = exportedPage(title, await inOnePiece(app, path, packed, stored), program, origins);
    await writeWhole(out, page);
    console.log(`${out}: ${Math.round(Buffer.byteLength(page) / 1000)} kB, ${calls(origins)}`);
    return 0;
  }
  if (values.force !== true && !(await isFree(values.folder)))
    return complain([`${values.folder} is there already. Name another folder, or give --force to replace it.`], 1);
  const files = await asSite(app, path, packed, title, origins, stored);
  await writeFolder(values.folder, files);
  console.log(`${values.folder}: ${files.length} files, ${calls(origins)}`);
  return 0;
}

const noConnections: PackedConnections = { records: {}, notes: [], problems: [] };

const calls = (origins: readonly string[]): string => (origins.length === 0 ? 'calls no service' : `calls ${origins.join(', ')}`);

const titleOf = (path: string): string => basename(resolve(path)).replace(/(?:\.pa)?\.ya?ml$/, '');

/** Where the app's calls go, for the policy of its page. */
async function originsOf({ records }: PackedConnections, base: string | undefined, notes: string[]): Promise<readonly string[]> {
  const surroundings = { base: base ?? 'file:///', timeZone: 'UTC', credentials: {} };
  const { connectors } = await loadConnections(JSON.stringify(records), 'connections', surroundings);
  const origins = connectors.flatMap(({ name, addresses, definition }) => {
    if (addresses.length === 0)
      notes.push(`${name}: has no address of its service. Give the connection a baseUrl, or the command --base`);
    const signIn = [...definition.securitySchemes.values()].flatMap((scheme) => (scheme.kind === 'oauth2' ? scheme.flows : []));
    return [...addresses, ...signIn.flatMap(({ tokenUrl, refreshUrl }) => [tokenUrl, refreshUrl])].filter(
      (one) => one !== undefined,
    );
  });
  return [...new Set(origins.filter((one) => URL.canParse(one)).map((one) => new URL(one).origin))];
}

/** Everything of an app in one piece of data. */
async function inOnePiece(
  app: AppFolder,
  path: string,
  { records }: PackedConnections,
  stored: StoredApp | undefined,
): Promise<ExportedApp> {
  const media: { [name: string]: string } = {};
  for (const [name, file] of app.media)
    media[name] = `data:${mediaType(file)!};base64,${(await readFile(file)).toString('base64')}`;
  if (stored !== undefined) return { app: stored, connections: records, media };
  return { files: sourcesOf(app, path).map(({ name, data }) => ({ name, text: data as string })), connections: records, media };
}

/** The files of a web site that shows an app. */
async function asSite(
  app: AppFolder,
  path: string,
  { records }: PackedConnections,
  title: string,
  origins: readonly string[],
  stored: StoredApp | undefined,
): Promise<FileToWrite[]> {
  const sources = stored === undefined ? sourcesOf(app, path) : [{ name: 'app.json', data: JSON.stringify(stored) }];
  const files: FileToWrite[] = [...sources, { name: 'page.css', data: pageStyle }];
  const connections: { [name: string]: object } = {};
  for (const [name, { definition, ...rest }] of Object.entries(records)) {
    const place = `definitions/${encodeURIComponent(name)}.json`;
    files.push({ name: place, data: JSON.stringify(definition) });
    connections[name] = { ...rest, definition: encodeURI(place) };
  }
  files.push({ name: 'connections.json', data: `${JSON.stringify(connections, null, 2)}\n` });
  const media: { [name: string]: string } = {};
  for (const [name, file] of app.media) {
    const place = below(path, file);
    media[name] = encodeURI(place);
    files.push({ name: place, data: await readFile(file) });
  }
  const module = stored === undefined ? 'fxloom.js' : 'fxloom-player.js';
  for (const name of await modulesFrom(module)) files.push({ name: `fxloom/${name}`, data: await readFile(join(modules, name)) });
  const attributes = {
    src: sources.map(({ name }) => encodeURI(name)).join(' '),
    connections: 'connections.json',
    ...(app.media.size > 0 && { media: JSON.stringify(media) }),
    history: '',
  };
  files.push({ name: 'index.html', data: folderPage(title, attributes, origins, module) });
  return files;
}

/** A module for pages and all that it imports, now or later. */
async function modulesFrom(module: string): Promise<ReadonlySet<string>> {
  const found = new Set([module]);
  for (const name of found) {
    const code = await readFile(join(modules, name), 'utf8');
    for (const [, address] of code.matchAll(/["'`](\.{1,2}\/[\w./-]+\.js)["'`]/g)) {
      const file = posix.join(posix.dirname(name), address!);
      if (existsSync(join(modules, file))) found.add(file);
    }
  }
  return found;
}

/** The app with its formulas checked; a sentence where it cannot be written so. */
async function storedApp({ document, media }: AppFolder, { records }: PackedConnections, base: string | undefined) {
  const surroundings = { base: base ?? 'file:///', timeZone: 'UTC', credentials: {} };
  const { connectors } = await loadConnections(JSON.stringify(records), 'connections', surroundings);
  const names = Object.fromEntries([...media.keys()].map((name) => [name, '']));
  try {
    return writeApp(document, { connectors, media: names });
  } catch (error) {
    return `A formula of this app cannot be written as data: ${(error as Error).message} Export it with --source.`;
  }
}

const sourcesOf = ({ document }: AppFolder, path: string): FileToWrite[] =>
  document.files.map(({ name, text }) => ({ name: below(path, name), data: text }));

/** Where a file stands in the app's folder; of an app that is one file, its name. */
const below = (path: string, file: string): string => (relative(path, file) || basename(file)).split(sep).join('/');

function complain(messages: readonly string[], code: number): number {
  for (const message of messages) console.error(message);
  return code;
}
