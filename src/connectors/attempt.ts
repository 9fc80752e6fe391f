import { lastValueFrom, takeUntil, takeWhile, timer, type Observable } from 'rxjs';
import { FormulaError, formulaError, isTable, nearest, row, type Type, type Value } from '../formula/index.ts';
import { bind } from './bind.ts';
import { Decoder } from './decode.ts';
import type { Definition } from './definition.ts';
import { misfits, type Misfit } from './fit.ts';
import { recording, type RecordedExchange } from './fixture.ts';
import { parseJson } from './json-text.ts';
import { isXmlType } from './media.ts';
import type { HttpRequest } from './request.ts';
import { formulaType, type ServiceType } from './service-type.ts';
import type { ConnectorSettings } from './settings.ts';
import type { AnswerPlan } from './answer-plan.ts';
import type { Signature } from './signature.ts';
import type { StreamPlan } from './streams/plan.ts';
import { ownTransport } from './transport.ts';
import { xmlReader } from './xml/xml-json.ts';

/** All there is to know of one call: what was sent (credentials masked), what came, what formulas see of it, and whether it is as described. */
export interface CallReport {
  readonly name: string;
  /** Undefined where the values cannot be sent. */
  readonly request: HttpRequest | undefined;
  /** Where credentials were put, masked: `X-Key: •••`. */
  readonly credentials: readonly string[];
  /** The exchanges on the wire, pages and retries included; without credentials. */
  readonly exchanges: readonly RecordedExchange[];
  readonly milliseconds: number;
  readonly value: Value;
  readonly type: Type;
  /** Where the answer differs from its description; empty where it fits, undefined where there is nothing to compare. */
  readonly misfits: readonly Misfit[] | undefined;
}

/** Values by the names of parameters, as a person types them: text, or JSON for records and lists. Values of formulas are taken as they are. */
export type TypedValues = { readonly [parameter: string]: Value } | ReadonlyMap<string, Value>;

/** Calls one operation once and tells everything. Never rejects for what the service does. Throws a `RangeError` for an unknown operation. */
export async function attempt(
  definition: Definition,
  settings: ConnectorSettings,
  operation: string,
  values: TypedValues,
): Promise<CallReport> {
  const exchanges: RecordedExchange[] = [];
  const connector = bind(definition, {
    ...settings,
    includeInternal: true,
    includeUnsupported: true,
    pages: settings.pages ?? 'onDemand',
    transport: recording(
      ownTransport(settings),
      definition,
      (exchange) => exchanges.push(exchange),
      Object.values(settings.connectionParameters ?? {}).filter((value) => value.length >= 8),
    ),
  });
  const bound = connector.operations.get(operation) ?? connector.operations.get(operation.replace(/[^A-Za-z0-9]/g, ''));
  if (bound === undefined)
    throw new RangeError(`${connector.name} has no operation ${operation}.${meant(operation, connector.operations.keys())}`);
  const { signature, name } = bound;
  const called = connector.namespace.functions.get(name)!;
  const args = typedArguments(signature, values, settings);
  const type = formulaType(signature.answer.type, settings.int64 ?? 'number');
  const request = args instanceof FormulaError ? args : connector.request(called, args);
  const report = { name: `${connector.name}.${name}`, exchanges, type };
  if (request instanceof FormulaError || args instanceof FormulaError)
    return {
      ...report,
      request: undefined,
      credentials: [],
      milliseconds: 0,
      value: args instanceof FormulaError ? args : (request as FormulaError),
      misfits: undefined,
    };
  const start = performance.now();
  const { stream } = signature.answer;
  const value =
    stream === undefined ? await connector.call(called, args) : await seen(connector.start(called, args), stream, settings);
  const milliseconds = performance.now() - start;
  return {
    ...report,
    request,
    credentials: masked(definition, settings, signature.operation.security),
    milliseconds,
    value,
    misfits: compared(exchanges.at(-1), signature.answer, definition),
  };
}

/** Values by name as the arguments of a call; an error value where one is no value of its parameter, unknown or missing. */
export function typedArguments(
  signature: Signature,
  values: TypedValues,
  settings: ConnectorSettings,
): readonly Value[] | FormulaError {
  const given = new Map(values instanceof Map ? (values as ReadonlyMap<string, Value>) : Object.entries(values));
  const decoder = new Decoder({
    timeZone: settings.timeZone ?? 'UTC',
    int64: 'number',
    mismatch: 'answer',
    keepUnknownFields: false,
  });
  return argumentsOf(signature, given, decoder);
}

/** The name that was meant, where one is near. */
function meant(name: string, names: Iterable<string>): string {
  const found = nearest(name.replace(/[^A-Za-z0-9]/g, ''), names) ?? nearest(name, names);
  return found === undefined ? '' : ` Did you mean ${found}?`;
}

/** What a stream has shown: all lines, or what has come once there is an item; after a while what there is. */
export function seen(
  values: Observable<Value>,
  { kind }: StreamPlan,
  { timeoutMilliseconds }: ConnectorSettings,
): Promise<Value> {
  const enough = (value: Value): boolean => kind !== 'lines' && !(isTable(value) && value.length === 0);
  return lastValueFrom(
    values.pipe(
      takeWhile((value) => !enough(value), true),
      takeUntil(timer(timeoutMilliseconds ?? 10_000)),
    ),
    { defaultValue: null },
  );
}

function argumentsOf(
  { required, optional }: { readonly required: readonly Parameter[]; readonly optional: readonly Parameter[] },
  given: ReadonlyMap<string, Value>,
  decoder: Decoder,
): readonly Value[] | FormulaError {
  const known = new Set([...required, ...optional].map(({ name }) => name));
  const unknown = [...given.keys()].find((name) => !known.has(name));
  if (unknown !== undefined)
    return formulaError(
      'InvalidArgument',
      `There is no parameter ${unknown}.${meant(unknown, known)} There are: ${[...known].join(', ') || 'none'}.`,
    );
  const missing = required.filter(({ name }) => given.get(name) === undefined).map(({ name }) => name);
  if (missing.length > 0) return formulaError('MissingRequired', `Give a value for ${missing.join(', ')}.`);
  const read = ({ name, type }: Parameter): Value => readTyped(given.get(name) ?? null, type, decoder);
  const values = required.map(read);
  const options = optional.filter(({ name }) => given.has(name)).map((parameter) => [parameter.name, read(parameter)] as const);
  const wrong = [...values, ...options.map(([, value]) => value)].find((value) => value instanceof FormulaError);
  if (wrong !== undefined) return wrong;
  return options.length === 0 ? values : [...values, row(options)];
}

interface Parameter {
  readonly name: string;
  readonly type: ServiceType;
}

/** What a person typed as a value of a type. */
function readTyped(value: Value, type: ServiceType, decoder: Decoder): Value {
  if (typeof value !== 'string' || type.kind === 'text') return value;
  const asText = type.kind === 'date' || type.kind === 'dateTime' || type.kind === 'option' || type.kind === 'blob';
  const json = asText ? value : (parseJson(value)?.json ?? value);
  const read = decoder.decode(json, type);
  return read instanceof FormulaError
    ? formulaError('InvalidArgument', `"${value.slice(0, 60)}" is no value of this parameter: ${nameOf(type)} is wanted.`)
    : read;
}

const nameOf = (type: ServiceType): string =>
  ({
    number: 'a number',
    boolean: 'true or false',
    date: 'a date such as 2026-03-01',
    dateTime: 'a date and time',
    record: 'a record as JSON',
    table: 'a list as JSON',
    option: 'one of the choices',
  })[type.kind as string] ?? 'another value';

function compared(
  exchange: RecordedExchange | undefined,
  { type, raw, schema }: AnswerPlan,
  { schemas }: Definition,
): readonly Misfit[] | undefined {
  if (exchange?.body === undefined || exchange.status >= 300 || raw || exchange.body.trim() === '') return undefined;
  if (isXmlType(exchange.headers['content-type'] ?? '') && type.kind !== 'text') {
    const json = xmlReader(schemas, schema)(exchange.body);
    return json === undefined ? [{ path: '', message: 'is no XML' }] : misfits(json, type);
  }
  const parsed = parseJson(exchange.body);
  if (parsed === undefined) return type.kind === 'text' ? [] : [{ path: '', message: 'is no JSON' }];
  return misfits(parsed.json, type);
}

function masked(
  { securitySchemes }: Definition,
  { credentials }: ConnectorSettings,
  security: readonly ReadonlyMap<string, unknown>[],
): readonly string[] {
  if (credentials === undefined) return [];
  return [...(security[0]?.keys() ?? [])].map((name) => {
    const scheme = securitySchemes.get(name);
    if (scheme?.kind !== 'apiKey') return 'Authorization: •••';
    return scheme.in === 'query' ? `?${scheme.name}=•••` : `${scheme.name}: •••`;
  });
}
