import {
  connectText,
  openDescribed,
  openOData,
  openPostgrest,
  openTabular,
  withQueries,
  type Connector,
  type ConnectorSettings,
  type Credentials,
  type OfflinePolicy,
  type OfflineSpace,
  type Opened,
  type QueryConnector,
  type TableNaming,
  type TableSettings,
  type TriggerKeeper,
} from '../connectors/index.ts';
import type { AppDiagnostic } from './document.ts';
import { fetchText, problem } from './fetch-file.ts';
import type { PageGateway } from './gateway-connections.ts';
import { Lines } from './places.ts';

/** A connection as a page writes it: `{"Shop": {"definition": "openapi.json"}}`. No secrets: those come from `credentials`, by name. */
interface ConnectionRecord {
  /** The address of an OpenAPI or Swagger document, or the document itself. */
  readonly definition?: unknown;
  /** Where the definition came from, where it stands here itself: relative servers count from there. */
  readonly documentUrl?: unknown;
  /** Tables whose lists have parameters that choose, order or cut are asked by them. */
  readonly queries?: unknown;
  /** Instead of a definition the address of an OData 4 service, whose tables formulas then name, or of one table, which is called like the connection. */
  readonly odata?: unknown;
  /** Or that of a tabular connector: datasets, tables and items. `dataset` names one of several, `tables` (a list) those that are wanted. */
  readonly tabular?: unknown;
  readonly dataset?: unknown;
  /** Or the root of a service like PostgREST. */
  readonly postgrest?: unknown;
  /** The address that the service's paths are appended to; by default the definition's own server. */
  readonly baseUrl?: unknown;
  /** The name of the credentials that the page gives. With a gateway they are the person's for the gateway: a token. */
  readonly auth?: unknown;
  /** The address of a gateway that keeps the credentials and makes the calls; it knows the connection by its name. */
  readonly gateway?: unknown;
  /** The connector's `apiProperties.json`, or its address: policies that change requests and answers. */
  readonly apiProperties?: unknown;
  /** Values that the policies name: `{"region": "eu"}`. */
  readonly parameters?: unknown;
  /** What the app calls tables of the service: `{"Contacts": {"table": "Customers", "columns": {"fullname": "name"}}}`. */
  readonly tables?: unknown;
  /** Formulas that are run for the events of triggers, by operation: `{"NewOrders": "Handled(Event)"}`. */
  readonly triggers?: unknown;
  /** Milliseconds until a trigger is asked again where its service does not say when. */
  readonly pollMilliseconds?: unknown;
  readonly pages?: unknown;
  readonly maxRows?: unknown;
  readonly timeoutMilliseconds?: unknown;
  /** What is kept on the device: `{"reads": "stale", "writes": "queue", "conflicts": "ask"}`. */
  readonly offline?: unknown;
}

export interface LoadedConnections {
  readonly connectors: readonly (Connector | QueryConnector)[];
  /** The connections as they are written, and those of the page's gateway. */
  readonly records: { readonly [name: string]: unknown };
  readonly diagnostics: readonly AppDiagnostic[];
}

export interface ConnectionSurroundings {
  /** What relative addresses count from. */
  readonly base: string;
  readonly timeZone: string;
  readonly credentials: { readonly [name: string]: Credentials };
  /** The gateway of the page, whose connections need not be written. */
  readonly gateway?: PageGateway | undefined;
  /** What keeps answers and changes on the device; asked for where a connection wants that. */
  readonly offline?: () => Promise<OfflineSpace>;
  /** What keeps the events of triggers; with it they are functions, also where a connection says nothing of them. */
  readonly keeper?: TriggerKeeper;
}

/** Connections from JSON text: reads each definition and binds it. What cannot be read is reported, and the others are there. */
export async function loadConnections(
  text: string,
  file: string,
  surroundings: ConnectionSurroundings,
): Promise<LoadedConnections> {
  const diagnostics: AppDiagnostic[] = [];
  const written = readRecords(text, file, diagnostics);
  const { gateway, base } = surroundings;
  const records =
    gateway === undefined
      ? written
      : await (await import('./gateway-connections.ts')).withGateway(written, gateway, base, diagnostics);
  const loaded = await Promise.all(
    Object.entries(records).map(([name, record]) => loadConnection(name, record, file, surroundings, diagnostics)),
  );
  return { connectors: loaded.filter((connector) => connector !== undefined), records, diagnostics };
}

function readRecords(text: string, file: string, diagnostics: AppDiagnostic[]): { readonly [name: string]: ConnectionRecord } {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed))
      return parsed as { [name: string]: ConnectionRecord };
    diagnostics.push(
      problem(
        file,
        'ConnectionsShape',
        'Connections are a JSON object: {"Name": {"definition": "address of its OpenAPI document"}}.',
      ),
    );
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const at = Number(/position (\d+)/.exec(message)?.[1] ?? text.length);
    const { line, column } = new Lines({ name: file, text }).place(at);
    diagnostics.push({ ...problem(file, 'ConnectionsSyntax', `The connections are not JSON: ${message}`), line, column });
  }
  return {};
}

async function loadConnection(
  name: string,
  record: ConnectionRecord,
  file: string,
  { base, timeZone, credentials, offline, keeper }: ConnectionSurroundings,
  diagnostics: AppDiagnostic[],
): Promise<Connector | QueryConnector | undefined> {
  const secrets = credentialsOf(name, record, file, credentials, diagnostics);
  const gateway = typeof record?.gateway === 'string' ? await gatewayOf(record.gateway, name, base, secrets) : undefined;
  const settings = {
    namespace: name,
    timeZone,
    ...(gateway?.settings ?? (secrets !== undefined && { credentials: secrets })),
    ...(typeof record?.maxRows === 'number' && { maxRows: record.maxRows }),
    ...(typeof record?.timeoutMilliseconds === 'number' && { timeoutMilliseconds: record.timeoutMilliseconds }),
  };
  const policy = offlinePolicy(record?.offline);
  if (policy === 'unknown')
    diagnostics.push(
      problem(
        file,
        'ConnectionOffline',
        `The connection ${name} has an unknown "offline": it may have reads (none, offline, stale), writes (refuse, queue) and conflicts (ask, mine, theirs).`,
      ),
    );
  const kept = typeof policy === 'object' && offline !== undefined ? { policy, space: await offline() } : undefined;
  const tableSettings = { ...settings, ...(kept !== undefined && { offline: kept }) };
  // Behind a gateway it is the gateway's description that says what there is.
  const opening = gateway === undefined ? openTables(record, base, tableSettings) : undefined;
  if (opening !== undefined) {
    const opened = await opening;
    if ('connector' in opened) return opened.connector;
    diagnostics.push(problem(file, 'ConnectionTables', opened.problem));
    return undefined;
  }
  const own = typeof record?.definition === 'string' ? new URL(record.definition, base).href : undefined;
  const given =
    typeof record?.definition === 'object' && record.definition !== null ? JSON.stringify(record.definition) : undefined;
  // A gateway has the definition as well.
  const address = own ?? (given === undefined ? gateway?.definition : undefined);
  if (address === undefined && given === undefined) {
    diagnostics.push(
      problem(
        file,
        'ConnectionDefinition',
        `The connection ${name} needs "definition", the address of its OpenAPI document, or "odata", "tabular" or "postgrest", that of a service of tables.`,
      ),
    );
    return undefined;
  }
  const unread: AppDiagnostic[] = [];
  const fetched =
    given ?? (await fetchText(address!, `the definition of ${name}`, unread, own === undefined ? await gateway?.init() : {}));
  const text = kept === undefined || address === undefined ? fetched : await kept.space.text(address, fetched);
  // What is known from last time does.
  if (text === undefined) diagnostics.push(...unread);
  if (text === undefined) return undefined;
  const tables = gateway === undefined ? undefined : await openDescribed(text, tableSettings);
  if (tables !== undefined) {
    if ('connector' in tables) return tables.connector;
    diagnostics.push(problem(file, 'ConnectionTables', tables.problem));
    return undefined;
  }
  // Policies are the gateway's: they need what only it knows.
  const properties = gateway === undefined ? await propertiesOf(record.apiProperties, name, base, diagnostics) : undefined;
  const connector = await connectText(text, {
    ...settings,
    ...documentUrl(address ?? record.documentUrl, base),
    ...(typeof record.baseUrl === 'string' && { baseUrl: new URL(record.baseUrl, base).href }),
    ...(properties !== undefined && { apiProperties: properties }),
    connectionParameters: textsOf(record.parameters),
    ...(kept !== undefined && { offline: kept }),
    tables: namesOf(record.tables),
    ...(record.pages === 'all' && { pages: 'all' as const }),
    ...(record.triggers !== undefined && { triggers: true }),
    ...(keeper !== undefined && { keeper }),
    ...(typeof record.pollMilliseconds === 'number' && { pollMilliseconds: record.pollMilliseconds }),
  });
  for (const { severity, code, message, line = 1, column = 1 } of connector.diagnostics) {
    if (severity === 'info') continue;
    diagnostics.push({ file: address ?? file, line, column, severity, stage: 'syntax', code, message });
  }
  return record.queries === true ? withQueries(connector, settings) : connector;
}

/** Tables of a service that describes them itself; undefined where a connection names no such service. */
function openTables(record: ConnectionRecord | null, base: string, settings: TableSettings): Promise<Opened> | undefined {
  const { odata, tabular, postgrest, dataset, tables } = record ?? {};
  const href = (address: string): string => new URL(address, base).href;
  if (typeof odata === 'string') return openOData(href(odata), settings);
  if (typeof postgrest === 'string') return openPostgrest(href(postgrest), settings);
  if (typeof tabular !== 'string') return undefined;
  const only = Array.isArray(tables) ? tables.filter((name) => typeof name === 'string') : undefined;
  return openTabular(href(tabular), { ...settings, ...(typeof dataset === 'string' && { dataset }), ...(only && { only }) });
}

/** The credentials that a connection names; reports where the page has not given them. */
function credentialsOf(
  name: string,
  record: ConnectionRecord | null,
  file: string,
  credentials: ConnectionSurroundings['credentials'],
  diagnostics: AppDiagnostic[],
): Credentials | undefined {
  if (record?.auth === undefined) return undefined;
  const { auth } = record;
  const secrets = typeof auth === 'string' && Object.hasOwn(credentials, auth) ? credentials[auth] : undefined;
  if (secrets === undefined)
    diagnostics.push(
      problem(
        file,
        'ConnectionCredentials',
        `The connection ${name} asks for credentials "${String(auth)}", which the page has not given.`,
      ),
    );
  return secrets;
}

/** How a connection's calls go through a gateway, and where its definition is there. */
async function gatewayOf(
  address: string,
  name: string,
  base: string,
  secrets: Credentials | undefined,
): Promise<{
  readonly settings: Pick<ConnectorSettings, 'transport' | 'gateway'>;
  readonly definition: string;
  readonly init: () => Promise<RequestInit>;
}> {
  const { GATEWAY_HEADER, gatewayTransport } = await import('../connectors/gateway.ts');
  const url = new URL(address, base).href.replace(/\/+$/, '');
  const credentials = 'include';
  const headers = async (): Promise<readonly (readonly [string, string])[]> => {
    const { origin } = new URL(url);
    const token = await secrets?.get({ name: 'gateway', scheme: { kind: 'bearer' }, scopes: [], origin });
    return token?.kind === 'bearer' ? [['Authorization', `Bearer ${token.token}`]] : [];
  };
  return {
    settings: { transport: gatewayTransport({ url, connection: name, credentials, headers }), gateway: true },
    definition: `${url}/connections/${encodeURIComponent(name)}/definition`,
    init: async () => ({ credentials, headers: Object.fromEntries([...(await headers()), [GATEWAY_HEADER, '1']]) }),
  };
}

const documentUrl = (address: unknown, base: string): { readonly documentUrl?: string } =>
  typeof address === 'string' ? { documentUrl: new URL(address, base).href } : {};

/** A connector's properties: as they stand, or from their address. */
async function propertiesOf(given: unknown, name: string, base: string, diagnostics: AppDiagnostic[]): Promise<unknown> {
  if (typeof given !== 'string') return given;
  const address = new URL(given, base).href;
  const text = await fetchText(address, `the properties of ${name}`, diagnostics);
  try {
    return text === undefined ? undefined : (JSON.parse(text.replace(/^\uFEFF/, '')) as unknown);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    diagnostics.push(problem(address, 'ConnectionProperties', `The properties of ${name} are not JSON: ${message}`));
    return undefined;
  }
}

const offlineChoices: { readonly [name: string]: readonly string[] } = {
  reads: ['none', 'offline', 'stale'],
  writes: ['refuse', 'queue'],
  conflicts: ['ask', 'mine', 'theirs'],
};

/** What a connection says of the time when its service is not there; undefined where it says nothing. */
function offlinePolicy(given: unknown): OfflinePolicy | 'unknown' | undefined {
  if (given === undefined || given === null) return undefined;
  const fits =
    typeof given === 'object' &&
    Object.entries(given).every(
      ([name, value]) => Object.hasOwn(offlineChoices, name) && offlineChoices[name]!.includes(String(value)),
    );
  return fits ? given : 'unknown';
}

const textsOf = (record: unknown): { readonly [name: string]: string } =>
  typeof record === 'object' && record !== null
    ? Object.fromEntries(Object.entries(record).filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
    : {};

/** The namings in a connection that have the right shape. */
function namesOf(tables: unknown): { readonly [name: string]: TableNaming } {
  const entries = typeof tables === 'object' && tables !== null ? Object.entries(tables) : [];
  return Object.fromEntries(
    entries.flatMap(([name, naming]: [string, unknown]): [string, TableNaming][] => {
      if (typeof naming === 'string') return [[name, naming]];
      const { table, columns } = (naming ?? {}) as { readonly table?: unknown; readonly columns?: unknown };
      return typeof table === 'string' ? [[name, { table, columns: textsOf(columns) }]] : [];
    }),
  );
}
