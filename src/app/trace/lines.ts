import type { TracedAnswer } from '../../connectors/traced-exchanges.ts';
import { createScope, evaluate, isRow, isTable, printValue, row, type TableRow, type Value } from '../../formula/index.ts';
import { HIDDEN, isSecretName } from '../redact.ts';
import type { SourceFile } from '../places.ts';

/** Rows of galleries around a control, outermost first: `['Gallery1', 2]`. */
export type RowPath = readonly (readonly [gallery: string, index: number])[];

/** The first line of a trace, and of each later part of a long one: the app as it was then. */
export interface TraceStart {
  readonly trace: 1;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number;
  readonly timeZone: string;
  readonly culture: string;
  readonly files: readonly SourceFile[];
  readonly connections: readonly { readonly name: string; readonly definition: unknown; readonly baseUrl?: string }[];
  /** Undefined where the app had not been started. */
  readonly screen?: string;
  /** Values as formulas, by name; of screens by `Screen.name`. */
  readonly variables: { readonly [name: string]: string };
  /** What the user had chosen: by control and property. */
  readonly choices: readonly (readonly [control: string, property: string, value: string])[];
  /** Answers that were shown already. */
  readonly held: readonly { readonly call: string; readonly args: string; readonly value: string }[];
}

/** A line of a trace; `t`: milliseconds since the part began. Values are written as formulas. */
export type TraceLine = { readonly t: number } & (
  | { readonly chosen: string; readonly property: string; readonly value: string; readonly row?: RowPath }
  | { readonly event: string; readonly of: string; readonly row?: RowPath }
  | { readonly set: string; readonly value: string }
  | { readonly request: number; readonly method: string; readonly url: string; readonly body?: string }
  | ({ readonly answer: number } & TracedAnswer)
  | { readonly now: number }
  | { readonly random: number }
  | { readonly shown: { readonly [path: string]: string } }
);

/** A value as a formula, with nothing in it that is called like a secret. */
export const written = (value: Value): string => printValue(open(value));

function open(value: Value): Value {
  if (isTable(value)) return value.map((item) => open(item) as TableRow);
  if (!isRow(value)) return value;
  const entries = Object.entries<Value>(value);
  return row(entries.map(([name, part]) => [name, isSecretName(name) && typeof part === 'string' ? HIDDEN : open(part)]));
}

const scope = createScope();

/** The value that a formula of a trace writes. */
export const readValue = (text: string): Value => evaluate(text, scope).value;

/** JSON text without the values of what is called like a secret. */
export const openJson = (text: string): string =>
  text.replaceAll(/"([^"\\]{1,60})"(\s*:\s*)"(?:[^"\\]|\\.)*"/g, (whole, name: string, colon: string) =>
    isSecretName(name) ? `"${name}"${colon}"${HIDDEN}"` : whole,
  );
