import { FormulaError } from './error.ts';
import { isInheritedName, type Table, type TableRow, type Value } from './value.ts';

/*
 * Tables by column. A table is never changed in place, so what has been read from its rows holds for as long as the table lives: columns of
 * numbers, and for look-ups the rows by the value of a field. Both cost one walk over the rows, and are made when a table is met again.
 */

/** The numbers of rows, counted from 0, in order; of one row alone just its number. */
export type Found = number | readonly number[];

/** Finds the rows of a value. */
interface Index {
  get(value: Value): Found | undefined;
}

interface Columns {
  readonly numbers: Map<string, Float64Array | null>;
  readonly rowsBy: Map<string, Index | null>;
  /** For rows that were taken out of another table: it, and which of its rows they are. */
  readonly taken?: { readonly from: WeakRef<Table>; readonly which: () => Uint32Array };
}

const known = new WeakMap<Table, Columns | 'met'>();

/** Tables with fewer rows are walked as fast as anything can be looked up. */
export const WORTHWHILE = 32;

/** The table that was asked for last, by far the most likely to be asked for next. */
let last: Asked | undefined;

interface Asked {
  readonly rows: Table;
  readonly columns: Columns;
  /** The column in which something was looked up last, and how. */
  name: string | undefined;
  index: Index | undefined;
}

/** The columns of a table; undefined when it is met for the first time. */
function columnsOf(rows: Table): Columns | undefined {
  if (last?.rows === rows) return last.columns;
  const found = known.get(rows);
  if (typeof found === 'object') {
    last = { rows, columns: found, name: undefined, index: undefined };
    return found;
  }
  const made = found === undefined ? 'met' : { numbers: new Map(), rowsBy: new Map() };
  known.set(rows, made);
  return made === 'met' ? undefined : made;
}

/** The rows of these numbers, in this order. Their columns are taken from those of the table where it has them. */
export const takeRows = (rows: Table, which: Uint32Array): Table => taken(rows, which, which.length, () => which);

/** The rows that have a one. Their columns are taken from those of the table where it has them. */
export function takeWhere(rows: Table, ones: Uint8Array): Table {
  if (shared.length < ones.length) shared = new Uint32Array(ones.length);
  return taken(rows, shared, findOnes(ones, shared), () => {
    const which = new Uint32Array(ones.length);
    return which.subarray(0, findOnes(ones, which));
  });
}

/** Used again by each call. */
let shared = new Uint32Array(1024);

/** Finds the places of ones, and how many there are. Without a branch: which rows are found is what a processor cannot guess. */
function findOnes(ones: Uint8Array, which: Uint32Array): number {
  let count = 0;
  for (let i = 0; i < ones.length; i++) {
    which[count] = i;
    count += ones[i]!;
  }
  return count;
}

function taken(rows: Table, which: Uint32Array, count: number, again: () => Uint32Array): Table {
  const found: TableRow[] = rows.slice(0, count);
  for (let i = 0; i < count; i++) found[i] = rows[which[i]!]!;
  if (count >= WORTHWHILE && typeof known.get(rows) === 'object')
    known.set(found, { numbers: new Map(), rowsBy: new Map(), taken: { from: new WeakRef(rows), which: again } });
  return found;
}

/** What `make` gives, kept under a name; undefined where it gave null. */
function kept<T>(
  cache: Map<string, T | null>,
  rows: Table,
  name: string,
  make: (rows: Table, name: string) => T | null,
): T | undefined {
  let found = cache.get(name);
  if (found === undefined) cache.set(name, (found = make(rows, name)));
  return found ?? undefined;
}

/** A field of each row, for rows that are records; undefined at the first that is none. */
function* cells(rows: Table, name: string): Generator<Value | undefined> {
  for (const item of rows) yield item === null || item instanceof FormulaError ? undefined : (item[name] ?? null);
}

/** A column that holds a number in every row; undefined for any other, and where reading it does not pay yet. */
export function numbersOf(rows: Table, name: string): Float64Array | undefined {
  const columns = columnsOf(rows);
  return columns && kept(columns.numbers, rows, name, readNumbers);
}

function takeNumbers(rows: Table, name: string): Float64Array | undefined {
  const { taken } = columnsOf(rows)!;
  const from = taken?.from.deref();
  const column = from && numbersOf(from, name);
  if (taken === undefined || column === undefined) return undefined;
  const which = taken.which();
  const numbers = new Float64Array(which.length);
  for (let i = 0; i < which.length; i++) numbers[i] = column[which[i]!]!;
  return numbers;
}

function readNumbers(rows: Table, name: string): Float64Array | null {
  if (isInheritedName(name)) return null;
  const there = takeNumbers(rows, name);
  if (there !== undefined) return there;
  const numbers = new Float64Array(rows.length);
  let i = 0;
  for (const cell of cells(rows, name)) {
    if (typeof cell !== 'number' || Number.isNaN(cell)) return null;
    numbers[i++] = cell;
  }
  return numbers;
}

const none: Found = [];

/**
 * The rows of which a field equals a plain value or is blank with it; undefined for columns of other than
 * numbers, texts, truth values and blanks, and where looking up does not pay yet.
 */
export function rowsWith(rows: Table, name: string, value: Value): Found | undefined {
  if ((typeof value === 'object' && value !== null) || Number.isNaN(value)) return undefined;
  if (last?.rows === rows && last.name === name) return last.index && (last.index.get(value) ?? none);
  const columns = columnsOf(rows);
  const index = columns && kept(columns.rowsBy, rows, name, readRows);
  if (last?.rows === rows) {
    last.name = name;
    last.index = index;
  }
  return index && (index.get(value) ?? none);
}

function readRows(rows: Table, name: string): Index | null {
  if (isInheritedName(name)) return null;
  const found = new Map<Value, number | number[]>();
  let i = 0;
  for (const cell of cells(rows, name)) {
    if (cell === undefined || (typeof cell === 'object' && cell !== null)) return null;
    const same = found.get(cell);
    if (same === undefined) found.set(cell, i);
    else if (typeof same === 'number') found.set(cell, [same, i]);
    else same.push(i);
    i++;
  }
  return places(found, rows.length * 4) ?? found;
}

/** An array instead of a hash where all values are whole numbers from 0 up to, not including, a limit, each of one row. */
function places(found: ReadonlyMap<Value, Found>, limit: number): Index | undefined {
  const rows = new Int32Array(limit).fill(-1);
  for (const [value, row] of found) {
    if (typeof value !== 'number' || typeof row !== 'number' || value < 0 || value >= limit || !Number.isInteger(value))
      return undefined;
    rows[value] = row;
  }
  return {
    get: (value) => {
      if (typeof value !== 'number') return undefined;
      const row = rows[value];
      return row === undefined || row < 0 ? undefined : row;
    },
  };
}
