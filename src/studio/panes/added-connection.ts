import { bind, connectText, replaying, type Connector, type RecordedExchange } from '../../connectors/index.ts';

/** A connection that the pane shows: of the app from its start, or one that joined it here. */
export interface ShownConnection {
  readonly name: string;
  readonly connector: Connector;
  /** What `connections.json` would say of it; absent for those of the app's start. */
  readonly record?: object;
  /** The file that the record names, where the description was pasted or chosen rather than fetched. */
  readonly file?: { readonly name: string; readonly text: string };
}

const unreadable = 'It is no API description: an OpenAPI or Swagger document, a Postman collection or a cURL command.';

/**
 * Reads a description that somebody pasted, named or chose: an address, or the text of a document, of a Postman collection or of cURL
 * commands. It gets the wanted name, else its title, made one that is not taken. Throws an error whose message says what is wrong.
 */
export async function addedConnection(wanted: string, input: string, taken: ReadonlySet<string>): Promise<ShownConnection> {
  const given = input.trim();
  if (given === '') throw new Error('Paste a description, or give its address.');
  const address = /^https?:\/\/\S+$/i.test(given) ? given : undefined;
  const from = address === undefined ? {} : { documentUrl: address };
  const { definition } = await connectText(address === undefined ? given : await download(address), {
    namespace: 'Added',
    ...from,
  });
  const name = freeName(wanted.trim() === '' ? definition.title : wanted, taken);
  const connector = bind(definition, { namespace: name, ...from });
  if (connector.operations.size === 0) {
    const [first] = connector.diagnostics;
    const place = first?.line === undefined ? '' : `Line ${first.line}, column ${first.column}: `;
    throw new Error(first === undefined ? unreadable : `${place}${first.message}`);
  }
  if (address !== undefined) return { name, connector, record: { [name]: { definition: address } } };
  const ending = definition.format === 'curl' ? 'txt' : given.startsWith('{') ? 'json' : 'yaml';
  const file = { name: `${name.toLowerCase()}.${ending}`, text: given };
  return { name, connector, record: { [name]: { definition: file.name } }, file };
}

async function download(address: string): Promise<string> {
  let response: Response;
  try {
    response = await fetch(address);
  } catch {
    throw new Error(
      `${address} could not be read: there is no network, or it does not let pages of other origins read it. Paste its text.`,
    );
  }
  if (!response.ok) throw new Error(`${address} could not be read: the server answered ${response.status}.`);
  return response.text();
}

/** A name that formulas can call and that is not taken, from what a person wrote or the description's title. */
function freeName(wanted: string, taken: ReadonlySet<string>): string {
  const plain = wanted.replace(/[^\p{L}\p{N}]/gu, '').replace(/^(?=\p{N})/u, '_') || 'Service';
  let name = plain;
  for (let i = 2; taken.has(name); i++) name = `${plain}${i}`;
  return name;
}

/** The same connection, answering from recorded exchanges without the service. */
export function replayed({ name, connector }: ShownConnection, exchanges: readonly RecordedExchange[]): Connector {
  return bind(connector.definition, {
    namespace: name,
    baseUrl: 'https://replayed.invalid',
    transport: replaying(exchanges, connector.definition),
    live: false,
    retries: 0,
  });
}
