import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readSource } from '../connectors/index.ts';
import { isObject, secretParameters, withoutParameters, withoutSecrets } from './without-secrets.ts';

/** Connections as `connections.json` has them, by name. */
export type ConnectionRecords = { readonly [name: string]: { readonly [key: string]: unknown } };

/** What a connection may say; everything else is passed over. */
const KEYS = [
  'definition',
  'odata',
  'tabular',
  'dataset',
  'postgrest',
  'queries',
  'offline',
  'documentUrl',
  'baseUrl',
  'auth',
  'gateway',
  'apiProperties',
  'parameters',
  'tables',
  'pages',
  'maxRows',
  'timeoutMilliseconds',
];

export interface PackedConnections {
  readonly records: ConnectionRecords;
  /** What is left out, and why. */
  readonly notes: readonly string[];
  /** What cannot be had: without it the connections do not work. */
  readonly problems: readonly string[];
}

/**
 * Connections with their definitions in them, so that they work wherever they are put. Secrets are never among them: they are taken out where
 * a definition or a connection holds some, and each is noted.
 *
 * @param text of `connections.json`
 * @param file its path
 * @param base the address that relative addresses count from, where the app is served; without it they are files
 */
export async function packConnections(text: string, file: string, base?: string): Promise<PackedConnections> {
  const notes: string[] = [];
  const problems: string[] = [];
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch (error) {
    problems.push(`${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const records: { [name: string]: { [key: string]: unknown } } = {};
  for (const [name, record] of Object.entries(isObject(given) ? given : {})) {
    if (!isObject(record)) continue;
    const own = Object.fromEntries(Object.entries(record).filter(([key]) => KEYS.includes(key)));
    const unknown = Object.keys(record).filter((key) => !KEYS.includes(key));
    if (unknown.length > 0) notes.push(`${name}: left out ${unknown.join(', ')}, which connections do not have`);
    for (const key of ['definition', 'apiProperties'] as const) {
      const address = own[key];
      if (typeof address !== 'string') continue;
      const found = await documentAt(address, file, base);
      if (found.problem !== undefined) problems.push(`${name}: ${address} cannot be read: ${found.problem}`);
      own[key] = found.root;
      if (key === 'definition' && found.url !== undefined) own['documentUrl'] = found.url;
    }
    const saved = (await readSource(JSON.stringify(own['definition'] ?? null))).reader !== undefined;
    const { value, taken } = withoutSecrets(own, saved);
    if (taken.length > 0) notes.push(`${name}: left out what looks secret: ${taken.join(', ')}`);
    const secret = secretParameters(value);
    if (secret.length > 0) notes.push(`${name}: left out the secret parameters ${secret.join(', ')}`);
    records[name] = withoutParameters(value, secret);
  }
  return { records, notes, problems };
}

interface FoundDocument {
  readonly root?: unknown;
  /** Its address, for documents of the net. */
  readonly url?: string;
  readonly problem?: string;
}

async function documentAt(address: string, file: string, base: string | undefined): Promise<FoundDocument> {
  const remote = /^https?:/i.test(address) ? address : base === undefined ? undefined : new URL(address, base).href;
  try {
    const text = remote === undefined ? await readFile(resolve(file, '..', address), 'utf8') : await textAt(remote);
    const { root } = await readSource(text);
    if (!isObject(root))
      return { problem: 'it is no JSON or YAML document. Describe the service by OpenAPI or a Postman collection.' };
    return { root, ...(remote !== undefined && { url: remote }) };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const hint =
      'For an address of the web server that the app is served by, give --base with the address of connections.json there.';
    return {
      problem:
        code === 'ENOENT' ? `there is no file ${pathToFileURL(resolve(file, '..', address)).pathname}. ${hint}` : String(error),
    };
  }
}

async function textAt(address: string): Promise<string> {
  const response = await fetch(address);
  if (!response.ok) throw new RangeError(`the server answered ${response.status}`);
  return response.text();
}
