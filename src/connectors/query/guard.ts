import {
  factsOf,
  FormulaError,
  formulaError,
  PENDING,
  withFacts,
  type Overload,
  type Table,
  type TableFacts,
  type Value,
} from '../../formula/core.ts';

/*
 * Functions over tables of which not all rows are there yet. What a function gives of the rows so far is either the beginning of what it will
 * give, or nothing at all until it has what it needs; never a figure that is only half of the truth.
 */

/** What a function makes of the beginning of a table. */
export type Reading =
  /** The beginning of its result: `Filter`, `AddColumns` … */
  | 'rows'
  /** The result, once it has as many rows as its second argument says: `FirstN`. */
  | 'first'
  /** The result, once it is not blank: `LookUp`, `First`. */
  | 'found'
  /** The result, once it is no error: `Index`. */
  | 'numbered'
  /** The result, once it is false: `IsEmpty`. */
  | 'some'
  /** Nothing: it needs all rows. */
  | 'all';

type Implementation = (...args: unknown[]) => Value;

const known = new WeakSet<Overload>();

/** Whether an overload was made to know of rows that are yet to come. */
export const isGuarded = (overload: Overload): boolean => known.has(overload);

/** An overload that knows of rows that are yet to come. */
export function guarded(overload: Overload, reading: Reading): Overload {
  const made = withReading(overload, reading);
  known.add(made);
  return made;
}

function withReading(overload: Overload, reading: Reading): Overload {
  const evaluate = overload.evaluate as unknown as Implementation;
  const { evaluateAsync } = overload;
  const made = { ...overload, evaluate: guard(evaluate, reading) };
  // Behaviors get whole tables; only those that could not be read to their end are to be refused.
  if (evaluateAsync === undefined || reading !== 'all') return made;
  const call = evaluateAsync as unknown as (...args: unknown[]) => Promise<Value>;
  return {
    ...made,
    evaluateAsync: async (...args: unknown[]) => missing(args) ?? (await call(...args)),
  };
}

function guard(evaluate: Implementation, reading: Reading): Implementation {
  switch (reading) {
    case 'rows':
      return (...args) => carried(args[0], evaluate(...args));
    case 'first':
      return (...args) => {
        const value = evaluate(...args);
        const enough = Array.isArray(value) && value.length >= Math.trunc(Number(args[1] ?? 1));
        return enough ? value : carried(args[0], value);
      };
    case 'found':
      return (...args) => {
        const value = evaluate(...args);
        return value === null ? (missing([args[0]]) ?? value) : value;
      };
    case 'numbered':
      return (...args) => {
        const value = evaluate(...args);
        return value instanceof FormulaError ? (missing([args[0]]) ?? value) : value;
      };
    case 'some':
      return (...args) => {
        const value = evaluate(...args);
        return value === true ? (missing([args[0]]) ?? value) : value;
      };
    case 'all':
      return (...args) => missing(args) ?? evaluate(...args);
  }
}

/** What is known of the rows goes with what was made of them. */
function carried(source: unknown, value: Value): Value {
  const known = Array.isArray(source) ? factsOf(source as Table) : undefined;
  const facts = known?.remark === undefined ? incomplete(source) : known;
  return facts === undefined || !Array.isArray(value) || value === source ? value : withFacts(value as Table, facts);
}

function incomplete(value: unknown): TableFacts | undefined {
  const facts = Array.isArray(value) ? factsOf(value as Table) : undefined;
  return facts?.complete === false && facts.live !== true && facts.enough !== true ? facts : undefined;
}

/** Asks for the rows that are missing: pending while they come, an error where they will not; undefined where none are missing. */
export function missing(args: readonly unknown[]): FormulaError | undefined {
  let found: FormulaError | undefined;
  for (const arg of args) {
    const facts = incomplete(arg);
    if (facts === undefined) continue;
    if (facts.problem !== undefined) return facts.problem;
    if (facts.more === undefined && facts.loading !== true) return tooMany(facts.source, (arg as Table).length);
    facts.more?.();
    found = PENDING;
  }
  return found;
}

const tooMany = (source: string, count: number): FormulaError =>
  formulaError(
    'QuotaExceeded',
    `${source} has more than ${count} rows, and this formula needs all of them here. Let the service filter first, or have the connection fetch more: all pages, and a higher maxRows.`,
  );
