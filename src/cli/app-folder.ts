import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readSource } from '../connectors/index.ts';
import { mediaNames, RESOURCES } from '../app/package/index.ts';
import {
  AppDocument,
  loadConnections,
  type AppDiagnostic,
  type ConnectionSurroundings,
  type LoadedConnections,
  type MediaAddresses,
  type SourceFile,
} from '../app/index.ts';
import { isObject } from './without-secrets.ts';

/** An app on disk: a folder with `.pa.yaml` files anywhere below it, and perhaps `connections.json`; or a single file. */
export interface AppFolder {
  readonly document: AppDocument;
  readonly connectors: LoadedConnections['connectors'];
  readonly problems: readonly AppDiagnostic[];
  /** The file that says what its services are. */
  readonly connections: string | undefined;
  /** Files of pictures, sounds and films, by the names that formulas call them. */
  readonly media: ReadonlyMap<string, string>;
  /** The other YAML files: test plans among them. */
  readonly others: readonly SourceFile[];
}

/** Folders that hold no source of an app. */
const passedOver = /^(?:node_modules|dist|\..*)$/;

/** Reads an app from disk. A text that says what is wrong, for what is no app. */
export async function readAppFolder(
  path: string,
  more: Partial<Pick<ConnectionSurroundings, 'keeper'>> = {},
): Promise<AppFolder | string> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return `There is no ${path}. Give the folder of an app, or a .pa.yaml file.`;
  const names = found.isDirectory() ? await filesBelow(path) : [path, ...(await connectionsBeside(path))];
  const read = async (name: string): Promise<SourceFile> => ({
    name: relative('.', name) || name,
    text: await readFile(name, 'utf8'),
  });
  const sources = await Promise.all(names.filter((name) => /\.ya?ml$/.test(name)).map(read));
  const app = sources.filter(({ name }) => name.endsWith('.pa.yaml') || name.endsWith('.pa.yml') || !found.isDirectory());
  if (app.length === 0) return `There is no .pa.yaml file in ${path}.`;
  const connections = names.find(
    (name) => basename(name) === 'connections.json' && dirname(name) === (found.isDirectory() ? join(path) : dirname(path)),
  );
  const loaded = connections === undefined ? { connectors: [], diagnostics: [] } : await connect(connections, more);
  return {
    document: new AppDocument(app),
    connectors: loaded.connectors,
    connections,
    problems: loaded.diagnostics,
    media: found.isDirectory() ? await mediaIn(path, names) : new Map(),
    others: sources.filter((source) => !app.includes(source)),
  };
}

/** The connections of an app that is a single file stand beside it. */
async function connectionsBeside(path: string): Promise<readonly string[]> {
  const file = join(dirname(path), 'connections.json');
  return (await stat(file).catch(() => undefined)) === undefined ? [] : [file];
}

/** The media of an app as addresses. */
export const mediaOf = ({ media }: AppFolder): MediaAddresses =>
  Object.fromEntries([...media].map(([name, path]) => [name, pathToFileURL(resolve(path)).href]));

/** The media files of an app's folder; paths count from where the command runs. */
async function mediaIn(folder: string, names: readonly string[]): Promise<Map<string, string>> {
  const paths = names.map((name) => relative(folder, name).split(sep).join('/'));
  const resources = paths.includes(RESOURCES) ? await readFile(join(folder, RESOURCES), 'utf8') : undefined;
  return new Map([...mediaNames(paths, resources)].map(([path, name]) => [name, join(folder, path)]));
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = (await readdir(folder, { withFileTypes: true })).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const found: string[] = [];
  for (const entry of entries) {
    if (entry.isDirectory() && !passedOver.test(entry.name)) found.push(...(await filesBelow(join(folder, entry.name))));
    else if (entry.isFile()) found.push(join(folder, entry.name));
  }
  return found;
}

/** Connections whose definitions may be files beside them. */
async function connect(file: string, more: Partial<Pick<ConnectionSurroundings, 'keeper'>>): Promise<LoadedConnections> {
  const problems: AppDiagnostic[] = [];
  return load(await withDefinitions(await readFile(file, 'utf8'), file, problems), file, problems, more);
}

async function load(
  text: string,
  file: string,
  problems: readonly AppDiagnostic[],
  more: Partial<Pick<ConnectionSurroundings, 'keeper'>> = {},
): Promise<LoadedConnections> {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const surroundings = { base: pathToFileURL(resolve(file)).href, timeZone, credentials: {}, ...more };
  const loaded = await loadConnections(text, relative('.', file), surroundings);
  return { ...loaded, diagnostics: [...problems, ...loaded.diagnostics] };
}

/** The connections of an app as far as they can be had without a network. */
export interface LocalConnections extends LoadedConnections {
  readonly file: string;
  /** Those whose definition is elsewhere, with where. */
  readonly elsewhere: ReadonlyMap<string, string>;
}

/** The connections in a folder, without asking any server; undefined where the folder has none. */
export async function localConnections(folder: string): Promise<LocalConnections | undefined> {
  const [file] = await connectionsBeside(join(folder, 'connections.json'));
  if (file === undefined) return undefined;
  const problems: AppDiagnostic[] = [];
  const elsewhere = new Map<string, string>();
  const text = await withDefinitions(await readFile(file, 'utf8'), file, problems, elsewhere);
  return { ...(await load(text, file, problems)), file, elsewhere };
}

/**
 * The connections with the text of each definition that is a file in its place. One whose file cannot be read is reported and left out, and the
 * others work; what is no JSON is left to be reported. With `elsewhere` those whose definition is no file here are left out, and put there
 * with where they say that their service is.
 */
async function withDefinitions(
  text: string,
  file: string,
  problems: AppDiagnostic[],
  elsewhere?: Map<string, string>,
): Promise<string> {
  const report = (message: string): void =>
    void problems.push({
      file: relative('.', file),
      line: 1,
      column: 1,
      severity: 'error',
      stage: 'syntax',
      code: 'Definition',
      message,
    });
  let records: { [name: string]: { definition?: unknown } | null };
  try {
    records = JSON.parse(text) as typeof records;
  } catch {
    return text;
  }
  for (const [name, record] of Object.entries(records ?? {})) {
    if (isObject(record?.definition)) continue;
    const definition = record?.definition;
    if (typeof definition !== 'string' || /^https?:/.test(definition)) {
      if (elsewhere === undefined) continue;
      elsewhere.set(name, addressIn(record));
      delete records[name];
      continue;
    }
    const path = relative('.', resolve(file, '..', definition));
    try {
      const { root } = await readSource(await readFile(path, 'utf8'));
      if (isObject(root)) {
        record!.definition = root;
        continue;
      }
      report(`The definition of ${name}, ${path}, is no JSON or YAML document. Describe the service by OpenAPI.`);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const why = code === 'ENOENT' ? 'is not there' : `cannot be read (${code ?? String(error)})`;
      if (code === 'ENOENT' && elsewhere !== undefined) elsewhere.set(name, definition);
      else report(`The definition of ${name}, ${path}, ${why}. Its address counts from the file of the connections.`);
    }
    delete records[name];
  }
  return JSON.stringify(records);
}

/** Where a connection says that its service is. */
const addressIn = (record: object | null | undefined): string =>
  ['definition', 'odata', 'tabular', 'postgrest', 'gateway']
    .map((key) => (record as { readonly [key: string]: unknown } | null | undefined)?.[key])
    .find((value): value is string => typeof value === 'string') ?? 'nowhere';
