import { type Observable, last, takeUntil, takeWhile, timer } from 'rxjs';
import { ErrorKind, factsOf, FormulaError, isTable, type Value } from '../formula/index.ts';
import { typedArguments } from './attempt.ts';
import { bind } from './bind.ts';
import { isRepeatable, isSafe, type Definition } from './definition.ts';
import { jsonSchema, parameterSchema, type JsonSchema } from './json-schema.ts';
import { writeJson } from './json-text.ts';
import type { ConnectorSettings } from './settings.ts';
import type { BoundOperation } from './functions.ts';
import { plainJson } from './value-text.ts';

export { connectText } from './connect-text.ts';
export type { JsonSchema } from './json-schema.ts';

/** An operation of a service as a tool: what an agent needs to know to use it, and how it is used. */
export interface Tool {
  /** As formulas name the operation. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** The arguments by name. */
  readonly parameters: JsonSchema;
  /** What the description says of the answer. */
  readonly result: JsonSchema;
  /** Only reads (RFC 9110 section 9.2.1). */
  readonly safe: boolean;
  /** Twice does what once does (RFC 9110 section 9.2.2). */
  readonly repeatable: boolean;
  /** Calls it. The signal cancels, also at the service. Never rejects. */
  call(values: { readonly [name: string]: unknown }, signal?: AbortSignal): Promise<ToolResult>;
}

export type ToolResult =
  | {
      readonly value: unknown;
      /** The same as JSON text, with the digits of numbers that a double cannot hold. */
      readonly text: string;
      /** Rows that there are beyond the limit, or pages that failed: the value is a part. */
      readonly complete: boolean;
    }
  | { readonly error: ToolError };

export interface ToolError {
  /** `NotFound`, `Conflict`, `QuotaExceeded` … (Power Fx, `ErrorKind`). */
  readonly kind: string;
  readonly message: string;
  /** Of the service's answer, where it gave one. */
  readonly status?: number;
  /** What is wrong, by field. */
  readonly fields?: { readonly [name: string]: string };
}

export interface ToolSettings extends ConnectorSettings {
  /** Operations that only read (default), all, or those named by their operationId or function name. */
  readonly operations?: 'read' | 'all' | readonly string[];
}

/** How long a stream is listened to for its first items. */
const STREAM_MILLISECONDS = 10_000;
const MAX_ROWS = 100;

const kinds: ReadonlyMap<number, string> = new Map(Object.entries(ErrorKind).map(([name, number]) => [number, name]));

/** The operations of a definition as tools. Calls go by the same binder, checks, retries and limits as those of formulas. */
export function toolsOf(definition: Definition, settings: ToolSettings): readonly Tool[] {
  const connector = bind(definition, { pages: 'all', maxRows: MAX_ROWS, live: false, ...settings });
  const wanted = settings.operations ?? 'read';
  const isWanted = ({ name, operation }: BoundOperation): boolean =>
    wanted === 'all' ||
    (wanted === 'read' ? isSafe(operation.method) : wanted.includes(name) || wanted.includes(operation.id ?? ''));
  return [...connector.operations.values()].flatMap((bound): Tool[] => {
    const called = connector.namespace.functions.get(bound.name);
    if (called === undefined || !isWanted(bound)) return [];
    const { operation, signature } = bound;
    const { method, path, summary, description } = operation;
    return [
      {
        name: bound.name,
        title: summary || bound.name,
        description: [...new Set([summary, description])].filter((text) => text !== '').join('. ') || `${method} ${path}`,
        parameters: parameterSchema(signature),
        result: jsonSchema(signature.answer.type),
        safe: isSafe(method),
        repeatable: isRepeatable(method),
        call: async (values, signal) => {
          const given = Object.entries(values).map(([name, value]): [string, Value] => [name, asTyped(value)]);
          const args = typedArguments(signature, new Map(given), settings);
          if (args instanceof FormulaError) return { error: errorOf(args) };
          const calls = connector.start(called, args);
          const value = await newest(signature.answer.stream === undefined ? calls : firstItems(calls), signal);
          return value instanceof FormulaError ? { error: errorOf(value) } : resultOf(value, settings);
        },
      },
    ];
  });
}

/** JSON as a person would type it, which the parameter's own type reads. */
const asTyped = (value: unknown): Value => (value === null || typeof value === 'string' ? value : JSON.stringify(value));

/** The first items of a stream, or what there is after a while. */
const firstItems = (values: Observable<Value>): Observable<Value> =>
  values.pipe(
    takeWhile((value) => isTable(value) && value.length === 0, true),
    takeUntil(timer(STREAM_MILLISECONDS)),
  );

/** The last value; an error once the signal says that nobody waits. */
function newest(values: Observable<Value>, signal: AbortSignal | undefined): Promise<Value> {
  const cancelled = new FormulaError([{ kind: ErrorKind.Custom, message: 'The call was cancelled.' }]);
  if (signal?.aborted === true) return Promise.resolve(cancelled);
  return new Promise((resolve) => {
    const subscription = values.pipe(last(undefined, null)).subscribe((value) => resolve(value));
    signal?.addEventListener('abort', () => {
      subscription.unsubscribe();
      resolve(cancelled);
    });
  });
}

function resultOf(value: Value, { timeZone = 'UTC' }: ConnectorSettings): ToolResult {
  const complete = !isTable(value) || factsOf(value)?.complete !== false;
  const text = writeJson(plainJson(value, { timeZone, booleans: 'true' }) ?? null);
  return { value: JSON.parse(text) as unknown, text, complete };
}

function errorOf({ errors: [first] }: FormulaError): ToolError {
  const { kind = ErrorKind.Unknown, message = '', details } = first ?? {};
  return {
    kind: kinds.get(kind) ?? 'Unknown',
    message,
    ...(details?.httpStatus !== undefined && { status: details.httpStatus }),
    ...(details?.fields !== undefined && { fields: details.fields }),
  };
}
