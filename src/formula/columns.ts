import { FormulaError } from './error.ts';
import { isInheritedName, type Table, type Value } from './value.ts';

/*
 * Tables by column. A table is never changed in place, so what has been read from its rows holds for as long as the table lives: columns of
 * numbers, and for look-ups the rows by the value of a field. Both cost one walk over the rows, and are made when a table is met again.
 */

interface Columns {
  readonly numbers: Map<string, Float64Array | null>;
  readonly rowsBy: Map<string, ReadonlyMap<Value, readonly number[]> | null>;
}

const known = new WeakMap<Table, Columns | 'met'>();

/** Tables with fewer rows are walked as fast as anything can be looked up. */
export const WORTHWHILE = 32;

/** The table that was asked for last, by far the most likely to be asked for next. */
let last: { readonly rows: Table; readonly columns: Columns } | undefined;

/** The columns of a table; undefined when it is met for the first time. */
function columnsOf(rows: Table): Columns | undefined {
  if (last?.rows === rows) return last.columns;
  const found = known.get(rows);
  if (typeof found === 'object') {
    last = { rows, columns: found };
    return found;
  }
  const made = found === undefined ? 'met' : { numbers: new Map(), rowsBy: new Map() };
  known.set(rows, made);
  return made === 'met' ? undefined : made;
}

/** What `make` gives, kept under a name; undefined where it gave null. */
function kept<T>(cache: Map<string, T | null>, name: string, make: () => T | null): T | undefined {
  let found = cache.get(name);
  if (found === undefined) cache.set(name, (found = make()));
  return found ?? undefined;
}

/** A field of each row, for rows that are records; undefined at the first that is none. */
function* cells(rows: Table, name: string): Generator<Value | undefined> {
  for (const item of rows) yield item === null || item instanceof FormulaError ? undefined : (item[name] ?? null);
}

/** A column that holds a number in every row; undefined for any other, and where reading it does not pay yet. */
export function numbersOf(rows: Table, name: string): Float64Array | undefined {
  const columns = columnsOf(rows);
  return columns && kept(columns.numbers, name, () => readNumbers(rows, name));
}

function readNumbers(rows: Table, name: string): Float64Array | null {
  if (isInheritedName(name)) return null;
  const numbers = new Float64Array(rows.length);
  let i = 0;
  for (const cell of cells(rows, name)) {
    if (typeof cell !== 'number') return null;
    numbers[i++] = cell;
  }
  return numbers;
}

const none: readonly number[] = [];

/**
 * The numbers of the rows, counted from 0, of which a field equals a plain value or is blank with it; undefined for columns of other than
 * numbers, texts, truth values and blanks, and where looking up does not pay yet.
 */
export function rowsWith(rows: Table, name: string, value: Value): readonly number[] | undefined {
  if (typeof value === 'object' && value !== null) return undefined;
  const columns = columnsOf(rows);
  const index = columns && kept(columns.rowsBy, name, () => readRows(rows, name));
  return index && (index.get(value) ?? none);
}

function readRows(rows: Table, name: string): ReadonlyMap<Value, readonly number[]> | null {
  if (isInheritedName(name)) return null;
  const found = new Map<Value, number[]>();
  let i = 0;
  for (const cell of cells(rows, name)) {
    if (cell === undefined || (typeof cell === 'object' && cell !== null)) return null;
    const same = found.get(cell);
    if (same === undefined) found.set(cell, [i]);
    else same.push(i);
    i++;
  }
  return found;
}
