import type { Checked, CheckedOf } from './checked.ts';
import { WORTHWHILE, numbersOf, rowsWith, type Found } from './columns.ts';
import type { Evaluate, Frame } from './evaluate.ts';
import { steps } from './limits.ts';
import { and, arithmetic, comparison, equality, not, or, type Operator } from './operators.ts';
import { recordMaker, type Row, type Table, type TableRow, type Value } from './value.ts';

/*
 * Formulas over the rows of a table. Each can be asked row by row. Some can be asked for all rows at once, which takes a fraction of the
 * time on tables that are met again: those that compute with columns of numbers, and those that compare a field with a value.
 */

/** A formula over rows, as functions get it for a parameter of mode `perRow`. */
export interface RowFormula {
  (row: TableRow): Value;
  /** What can be asked of it beside its value for a row: by the functions below, of tables for which that is worth the while. */
  whole?: () => Whole | undefined;
  frame?: RowFrame;
}

/** What can be asked of a formula for all rows of a table. Each may find that it cannot be asked of these rows: undefined. */
export interface Whole {
  readonly numbers?: Ask<Float64Array> | undefined;
  readonly tests?: Ask<Uint8Array> | undefined;
  readonly records?: Ask<readonly Row[]> | undefined;
  readonly candidates?: Ask<Found> | undefined;
  /** Whether the condition is true for all candidates. */
  readonly decided?: boolean;
}

type Ask<T> = (rows: Table, frame: RowFrame) => T | undefined;
/** The frame of a row formula, in which one row after the other is put. */
export type RowFrame = Frame & { row: Value };
type CompilePart = (node: Checked) => Evaluate;

/** The numbers that a formula gives for all rows; undefined where it must be asked row by row. Not to be changed. */
export const numbersFor = (formula: RowFormula, rows: Table): Float64Array | undefined =>
  atOnce(formula, wholeFor(formula, rows)?.numbers, rows);

/** For each row 1 where a condition is true and 0 where it is false; undefined where it must be asked row by row. */
export const testsFor = (formula: RowFormula, rows: Table): Uint8Array | undefined =>
  atOnce(formula, wholeFor(formula, rows)?.tests, rows);

/** The records that a formula gives for all rows; undefined where it must be asked row by row. */
export const recordsFor = (formula: RowFormula, rows: Table): readonly Row[] | undefined =>
  atOnce(formula, wholeFor(formula, rows)?.records, rows);

/** The only rows for which a condition can be true, in order. Undefined where any row may be. */
export interface Candidates {
  readonly rows: readonly number[];
  /** Whether it is true for all of them; else it must be asked. */
  readonly decided: boolean;
}

export function candidatesFor(formula: RowFormula, rows: Table): Candidates | undefined {
  const whole = wholeFor(formula, rows);
  const found = whole?.candidates?.(rows, formula.frame!);
  return found === undefined
    ? undefined
    : { rows: typeof found === 'number' ? [found] : found, decided: whole!.decided === true };
}

/** The number of the first row for which a condition is true, -1 where there is none; undefined where it must be asked row by row. */
export function firstFor(formula: RowFormula, rows: Table): number | undefined {
  const whole = wholeFor(formula, rows);
  if (whole?.decided !== true) return undefined;
  const found = whole.candidates?.(rows, formula.frame!);
  return typeof found === 'object' ? (found[0] ?? -1) : found;
}

const wholeFor = (formula: RowFormula, rows: Table): Whole | undefined =>
  rows.length < WORTHWHILE ? undefined : formula.whole?.();

function atOnce<T>({ frame }: RowFormula, ask: Ask<T> | undefined, rows: Table): T | undefined {
  const found = ask?.(rows, frame!);
  // A step for each row, as if it had been asked for.
  if (found !== undefined) steps(frame!.run, rows.length);
  return found;
}

/** What can be asked of a formula over rows; undefined where it is nothing. */
export function wholeOf(node: Checked, compilePart: CompilePart): Whole | undefined {
  const found: Whole = {
    numbers: allNumbers(numbers(node, compilePart)),
    tests: allTests(tests(node, compilePart)),
    records: records(node, compilePart),
    candidates: leadingEquality(node, compilePart),
    decided: node.kind === 'operator' && node.operator === equality['='],
  };
  return Object.values(found).some((part) => typeof part === 'function') ? found : undefined;
}

// ---- What does not depend on the row --------------------------------------------------------------------------------------------------

/** Whether a part is the same for all rows, and may be evaluated once for them: no calls, since those may depend on more. */
function isOuter(node: Checked): boolean {
  switch (node.kind) {
    case 'literal':
    case 'symbol':
      return true;
    case 'row':
      return node.depth > 0;
    case 'field':
      return isOuter(node.target);
    case 'coerce':
      return isOuter(node.operand);
    case 'operator':
      return node.operands.every(isOuter);
    default:
      return false;
  }
}

/** The field of the row that a part is. */
const fieldName = (node: Checked): string | undefined =>
  node.kind === 'field' && node.target.kind === 'row' && node.target.depth === 0 ? node.name : undefined;

// ---- Columns, a stretch of rows after the other ---------------------------------------------------------------------------------------

/** Rows that are computed in one go: what comes between the operators then stays in the processor's cache. */
const STRETCH = 1024;

/**
 * Values for rows: `compute(from, to)` gives those of up to `STRETCH` rows, in an array that the next call may use again; undefined where
 * one of them is an error (too large, divided by zero), to be found row by row.
 */
type Stretches<T> = (from: number, to: number) => T | undefined;
/** Prepares to compute for the rows of a table. */
type Prepare<T> = (rows: Table, frame: RowFrame) => Stretches<T> | undefined;
type Numbers = Prepare<Float64Array>;
type Tests = Prepare<Uint8Array>;

/** A part that is the same for all rows, where it is of the wanted kind. */
function same<T extends Float64Array | Uint8Array>(
  node: Checked,
  compilePart: CompilePart,
  fill: (value: Value) => T | undefined,
): Prepare<T> {
  const value = compilePart(node);
  return (_, frame) => {
    const filled = fill(value(frame));
    return filled && (() => filled);
  };
}

function prepared<A, T>(
  left: Prepare<A> | undefined,
  right: Prepare<A> | undefined,
  out: () => T,
  combine: (a: A, b: A, out: T, count: number) => boolean,
): Prepare<T> | undefined {
  if (left === undefined || right === undefined) return undefined;
  const result = out();
  return (rows, frame) => {
    const a = left(rows, frame);
    const b = a && right(rows, frame);
    if (a === undefined || b === undefined) return undefined;
    return (from, to) => {
      const first = a(from, to);
      const second = first && b(from, to);
      return first && second && combine(first, second, result, to - from) ? result : undefined;
    };
  };
}

const newNumbers = (): Float64Array => new Float64Array(STRETCH);
const newTests = (): Uint8Array => new Uint8Array(STRETCH);

/** All values in one array. */
function whole<T extends Float64Array | Uint8Array>(
  make: (length: number) => T,
  prepare: Prepare<T> | undefined,
): Ask<T> | undefined {
  if (prepare === undefined) return undefined;
  return (rows, frame) => {
    const stretches = prepare(rows, frame);
    if (stretches === undefined) return undefined;
    const found = make(rows.length);
    for (let from = 0; from < rows.length; from += STRETCH) {
      const to = Math.min(from + STRETCH, rows.length);
      const values = stretches(from, to);
      if (values === undefined) return undefined;
      found.set(values.length > to - from ? values.subarray(0, to - from) : values, from);
    }
    return found;
  };
}

const allNumbers = (prepare: Numbers | undefined): Whole['numbers'] => whole((length) => new Float64Array(length), prepare);
const allTests = (prepare: Tests | undefined): Whole['tests'] => whole((length) => new Uint8Array(length), prepare);

// ---- Numbers --------------------------------------------------------------------------------------------------------------------------

type Combine<T> = (a: Float64Array, b: Float64Array, out: T, count: number) => boolean;

/** Whether all are numbers: infinite ones, and what is none, come of errors. */
function finite(values: Float64Array, count: number): boolean {
  let rest = 0;
  for (let i = 0; i < count; i++) rest += values[i]! - values[i]!;
  return rest === 0;
}

const arithmeticOf: ReadonlyMap<Operator, Combine<Float64Array>> = new Map<Operator, Combine<Float64Array>>([
  [
    arithmetic.number.add,
    (a, b, out, count) => {
      for (let i = 0; i < count; i++) out[i] = a[i]! + b[i]!;
      return finite(out, count);
    },
  ],
  [
    arithmetic.number.subtract,
    (a, b, out, count) => {
      for (let i = 0; i < count; i++) out[i] = a[i]! - b[i]!;
      return finite(out, count);
    },
  ],
  [
    arithmetic.number.multiply,
    (a, b, out, count) => {
      for (let i = 0; i < count; i++) out[i] = a[i]! * b[i]!;
      return finite(out, count);
    },
  ],
  [
    arithmetic.number.divide,
    (a, b, out, count) => {
      for (let i = 0; i < count; i++) out[i] = a[i]! / b[i]!;
      return finite(out, count);
    },
  ],
]);

function numbers(node: Checked, compilePart: CompilePart): Numbers | undefined {
  if (node.type.kind !== 'number') return undefined;
  const name = fieldName(node);
  if (name !== undefined) {
    return (rows) => {
      const column = numbersOf(rows, name);
      return column && ((from, to) => (to - from === rows.length ? column : column.subarray(from, to)));
    };
  }
  if (isOuter(node))
    return same(node, compilePart, (value) => (typeof value === 'number' ? newNumbers().fill(value) : undefined));
  const combine = node.kind === 'operator' ? arithmeticOf.get(node.operator) : undefined;
  if (combine === undefined) return undefined;
  const [left, right] = (node as CheckedOf<'operator'>).operands.map((part) => numbers(part, compilePart));
  return prepared(left, right, newNumbers, combine);
}

// ---- Tests ----------------------------------------------------------------------------------------------------------------------------

const differences = newNumbers();
const words = new Uint32Array(differences.buffer);
/** Which of the two words of a number has its sign. */
const SIGN = new Uint8Array(Uint16Array.of(1).buffer)[0]!;

/** By the sign of the difference: without a branch, since a processor cannot guess which way it would go. */
const above: Combine<Uint8Array> = (a, b, out, count) => {
  for (let i = 0; i < count; i++) differences[i] = b[i]! - a[i]!;
  for (let i = 0; i < count; i++) out[i] = words[2 * i + SIGN]! >>> 31;
  return true;
};

const equalTo: Combine<Uint8Array> = (a, b, out, count) => {
  for (let i = 0; i < count; i++) out[i] = a[i] === b[i] ? 1 : 0;
  return true;
};

function invert(out: Uint8Array, count: number): boolean {
  for (let i = 0; i < count; i++) out[i] = 1 - out[i]!;
  return true;
}

const comparisons: ReadonlyMap<Operator | undefined, Combine<Uint8Array>> = new Map<Operator | undefined, Combine<Uint8Array>>([
  [comparison['>'], above],
  [comparison['<'], (a, b, out, count) => above(b, a, out, count)],
  [comparison['<='], (a, b, out, count) => above(a, b, out, count) && invert(out, count)],
  [comparison['>='], (a, b, out, count) => above(b, a, out, count) && invert(out, count)],
  [equality['='], equalTo],
  [equality['<>'], (a, b, out, count) => equalTo(a, b, out, count) && invert(out, count)],
]);

function tests(node: Checked, compilePart: CompilePart): Tests | undefined {
  if (node.type.kind !== 'boolean') return undefined;
  if (isOuter(node))
    return same(node, compilePart, (value) => (typeof value === 'boolean' ? newTests().fill(value ? 1 : 0) : undefined));
  if (node.kind !== 'operator') return undefined;
  const { operator, operands } = node;
  if (operator === and || operator === or || operator === not) {
    const [left, right] = operands.map((part) => tests(part, compilePart));
    return prepared(left, operator === not ? left : right, newTests, junctions.get(operator)!);
  }
  const compare = comparisons.get(operator);
  if (compare === undefined) return undefined;
  const [left, right] = operands.map((part) => numbers(part, compilePart));
  return prepared(left, right, newTests, compare);
}

/** None of the parts is an error, so both may be asked of all rows. */
const junctions: ReadonlyMap<Operator, (a: Uint8Array, b: Uint8Array, out: Uint8Array, count: number) => boolean> = new Map([
  [
    and,
    (a, b, out, count) => {
      for (let i = 0; i < count; i++) out[i] = a[i]! & b[i]!;
      return true;
    },
  ],
  [
    or,
    (a, b, out, count) => {
      for (let i = 0; i < count; i++) out[i] = a[i]! | b[i]!;
      return true;
    },
  ],
  [
    not,
    (a, _, out, count) => {
      out.set(a);
      return invert(out, count);
    },
  ],
]);

// ---- Records --------------------------------------------------------------------------------------------------------------------------

/** A record for each row, its numbers by column where they can be. */
function records(node: Checked, compilePart: CompilePart): Whole['records'] {
  if (node.kind !== 'record' || node.fields.some(([name]) => name === '__proto__')) return undefined;
  const columns = node.fields.map(([, value]) => allNumbers(isOuter(value) ? undefined : numbers(value, compilePart)));
  if (columns.every((column) => column === undefined)) return undefined;
  const maker = recordMaker(node.fields.map(([name]) => name));
  const values = node.fields.map(([, value]) => compilePart(value));
  return (rows, frame) => {
    const found = columns.map((column) => column?.(rows, frame));
    if (found.every((column) => column === undefined)) return undefined;
    let i = 0;
    const make = maker<Frame>(found.map((column, k) => (column === undefined ? values[k]! : () => column[i]!)));
    // A copy of the right size, each row then put in the place of its source.
    const made = rows.slice();
    for (; i < made.length; i++) {
      frame.row = made[i]!;
      made[i] = make(frame);
    }
    return made as Row[];
  };
}

// ---- Candidates -----------------------------------------------------------------------------------------------------------------------

const lookedUp: ReadonlySet<string> = new Set(['number', 'text', 'boolean']);

/** `field = value`, alone or first in a run of `&&`, with a value that is the same for all rows. */
function leadingEquality(node: Checked, compilePart: CompilePart): Whole['candidates'] {
  if (node.kind !== 'operator') return undefined;
  if (node.operator === and) return leadingEquality(node.operands[0]!, compilePart);
  if (node.operator !== equality['=']) return undefined;
  const [left, right] = node.operands as readonly [Checked, Checked];
  for (const [field, other] of [
    [left, right],
    [right, left],
  ] as const) {
    const name = fieldName(field);
    if (name === undefined || !isOuter(other) || !lookedUp.has(field.type.kind)) continue;
    const value = compilePart(other);
    return (rows, frame) => rowsWith(rows, name, value(frame));
  }
  return undefined;
}
