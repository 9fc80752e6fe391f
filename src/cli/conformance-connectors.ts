/*
 * The connector binder as a process: one JSON request a line on standard input, one reply a line on standard output, in order. It serves a
 * runner of the reference binder's own cases. Requests:
 *
 * - `{id, op: "functions", document, namespace, settings, triggers?}` → `{id, functions}`
 * - `{id, op: "call", document, namespace, connectionId, settings, expression, symbols, responses}` → `{id, requests, result}`
 *
 * The connector is set to the reference's ways where ours differ by default: a wrong type fails the whole answer, every HTTP failure has
 * the kind Network, all pages are fetched at once, nothing is tried again, and no types are asked for.
 */
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { of } from 'rxjs';
import {
  bind,
  bindOperations,
  bindTriggers,
  describeFunction,
  readDefinition,
  readSource,
  type Connector,
  type ConnectorSettings,
  type Definition,
  type HttpRequest,
  type Transport,
} from '../connectors/index.ts';
import {
  BlobValue,
  canvas,
  check,
  compileBehavior,
  createRun,
  createScope,
  DateTimeValue,
  DateValue,
  Decimal,
  defineFunction,
  Dynamic,
  ErrorKind,
  FormulaError,
  given,
  Guid,
  instantOf,
  isTable,
  optional,
  OptionValue,
  rootFrame,
  types,
  type Symbol,
  type Value,
} from '../formula/index.ts';

interface Settings {
  readonly compatibility?: string;
  readonly includeInternalFunctions?: boolean;
  readonly allowUnsupportedFunctions?: boolean;
  readonly includeWebhookFunctions?: boolean;
  readonly exposeInternalParamsWithoutDefaultValue?: boolean;
  readonly supportXMsEnumValues?: boolean;
  readonly returnEnumsAsPrimitive?: boolean;
  readonly useItemDynamicPropertiesSpecialHandling?: boolean;
  readonly returnUnknownRecordFieldsAsUntypedObjects?: boolean;
  readonly maxRows?: number;
  readonly globals?: { readonly [name: string]: string };
  readonly timeZone?: string;
  readonly clockUtc?: string;
}

interface Request {
  readonly id: number;
  readonly op: 'functions' | 'call';
  readonly document: string;
  readonly namespace: string;
  readonly settings?: Settings;
  readonly triggers?: boolean;
  readonly connectionId?: string;
  readonly expression?: string;
  readonly symbols?: { readonly [name: string]: { readonly base64: string } };
  readonly responses?: readonly { readonly status: number; readonly reasonPhrase?: string | null; readonly base64: string }[];
}

const ORIGIN = 'https://service.example';

const compatibilities: ReadonlyMap<string, NonNullable<ConnectorSettings['compatibility']>> = new Map([
  ['SwaggerCompatibility', 'swagger'],
  ['CdpCompatibility', 'tabular'],
]);

function settingsOf({ namespace, settings = {}, connectionId }: Request): ConnectorSettings {
  return {
    namespace,
    compatibility: compatibilities.get(settings.compatibility ?? '') ?? 'powerApps',
    includeInternal: settings.includeInternalFunctions === true,
    includeUnsupported: settings.allowUnsupportedFunctions === true,
    includeWebhooks: settings.includeWebhookFunctions === true,
    exposeInternal: settings.exposeInternalParamsWithoutDefaultValue === true,
    choices: settings.supportXMsEnumValues === true,
    choicesAsText: settings.returnEnumsAsPrimitive === true,
    unwrapDynamicProperties: settings.useItemDynamicPropertiesSpecialHandling === true,
    keepUnknownFields: settings.returnUnknownRecordFieldsAsUntypedObjects === true,
    globals: new Map([
      ...Object.entries(settings.globals ?? {}),
      ...(connectionId === undefined ? [] : [['connectionId', connectionId] as const]),
    ]),
    maxRows: settings.maxRows ?? 1000,
    timeZone: settings.timeZone ?? 'UTC',
    mismatch: 'answer',
    errorKinds: 'network',
    pages: 'all',
    recognizePages: false,
    retries: 0,
    live: false,
  };
}

/** The reference puts a server's path before an operation's only where there is exactly one https server. */
function basePath({ servers }: Definition): string {
  const secure = servers.filter(({ url }) => url.startsWith('https:'));
  return secure.length === 1 ? new URL(secure[0]!.url).pathname.replace(/\/$/, '') : '';
}

function functions(request: Request, definition: Definition): unknown {
  const settings = settingsOf(request);
  const operations = request.triggers === true ? bindTriggers(definition, settings) : bindOperations(definition, settings);
  const base = basePath(definition);
  return operations
    .filter(({ signature }) => settings.includeUnsupported === true || signature.unsupported === undefined)
    .map((operation) => ({ ...describeFunction(operation), path: `${base}${operation.operation.path}` }));
}

/** Answers the n-th request with the n-th response, and the last one from then on; notes the requests. */
function recordedTransport(responses: NonNullable<Request['responses']>, seen: HttpRequest[]): Transport {
  return (request) => {
    const response = responses[Math.min(seen.push(request), responses.length) - 1] ?? { status: 200, base64: '' };
    const bytes = new Uint8Array(Buffer.from(response.base64, 'base64'));
    return of({
      status: response.status,
      reason: response.reasonPhrase ?? '',
      headers: new Map<string, string>(),
      body: of(bytes),
    });
  };
}

async function call(request: Request, definition: Definition): Promise<object> {
  const seen: HttpRequest[] = [];
  const settings = settingsOf(request);
  const connector = bind(definition, {
    ...settings,
    baseUrl: `${ORIGIN}${basePath(definition)}`,
    transport: recordedTransport(request.responses ?? [], seen),
  });
  const value = await evaluate(request, connector, settings.timeZone ?? 'UTC');
  return { requests: seen.map(printRequest), result: printResult(value, settings.timeZone ?? 'UTC') };
}

async function evaluate(request: Request, connector: Connector, timeZone: string): Promise<Value> {
  const symbols = new Map(Object.entries(request.symbols ?? {}).map(([name, { base64 }]) => [name, blobSymbol(name, base64)]));
  const scope = createScope({
    namespaces: new Map([[connector.name, connector.namespace]]),
    functions: new Map([['AsBlob', asBlob]]),
    symbols,
  });
  const result = check(request.expression ?? '', scope, { features: canvas, behavior: true });
  if (!result.valid) throw new Error(result.diagnostics.map(({ code, message }) => `${code}: ${message}`).join(' '));
  const now = Date.parse(request.settings?.clockUtc ?? '') || 0;
  const run = createRun({
    features: canvas,
    timeZone,
    now: () => now,
    calls: {
      read: () => {
        throw new Error('A call was read where it should have been awaited.');
      },
      start: (operation, args) => connector.call(operation, args),
    },
  });
  return compileBehavior(result.formula)(rootFrame(run));
}

const bytesOf = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'));

function blobSymbol(name: string, base64: string): Symbol {
  const value = new BlobValue(bytesOf(base64), '');
  return { name, type: types.blob, read: () => value, source: name };
}

/** A function of the reference's tests. */
const asBlob = defineFunction({
  name: 'AsBlob',
  summary: 'The bytes of a text, or of base64.',
  parameters: [given('text', types.text), optional(given('isBase64', types.boolean))],
  result: types.blob,
  evaluate: (text, isBase64) => new BlobValue(isBase64 === true ? bytesOf(text) : new TextEncoder().encode(text), ''),
});

const printRequest = ({ method, url, headers, body }: HttpRequest): object => ({
  method,
  url: url.slice(ORIGIN.length),
  headers: Object.fromEntries(headers),
  body: typeof body === 'string' || body === undefined ? body : Buffer.from(body).toString('base64'),
});

function printResult(value: Value, timeZone: string): object {
  if (value === null) return { kind: 'blank' };
  if (value instanceof FormulaError) {
    const errorKind = Object.entries(ErrorKind).find(([, number]) => number === value.kind)?.[0];
    return { kind: 'error', errorKind, status: value.errors[0]?.details?.httpStatus, message: value.message };
  }
  if (typeof value === 'string') return { kind: 'string', value };
  if (typeof value === 'number') return { kind: 'decimal', value: String(value) };
  if (typeof value === 'boolean') return { kind: 'boolean', value };
  if (value instanceof Decimal) return { kind: 'decimal', value: value.toString() };
  if (value instanceof Guid) return { kind: 'string', value: value.text };
  if (value instanceof OptionValue) return { kind: 'string', value: String(value.value) };
  if (value instanceof DateTimeValue) return { kind: 'datetime', value: new Date(instantOf(value.wall, timeZone)).toISOString() };
  if (value instanceof DateValue) return { kind: 'date', value: new Date(value.wall).toISOString().slice(0, 10) };
  if (value instanceof BlobValue) return { kind: 'blob', value: Buffer.from(value.bytes).toString('base64') };
  if (value instanceof Dynamic) return { kind: 'untyped' };
  return { kind: isTable(value) ? 'table' : 'record' };
}

async function answer(request: Request): Promise<object> {
  const definition = readDefinition(await readSource(await readFile(request.document, 'utf8')));
  return request.op === 'functions' ? { functions: functions(request, definition) } : call(request, definition);
}

for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim() === '') continue;
  const request = JSON.parse(line) as Request;
  let reply: object;
  try {
    reply = await answer(request);
  } catch (error) {
    reply = { crash: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
  process.stdout.write(`${JSON.stringify({ id: request.id, ...reply })}\n`);
}
