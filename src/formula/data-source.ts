import { ErrorKind } from './error.ts';
import { OptionValue } from './option-set.ts';
import type { WritableTable } from './run.ts';
import { equal } from './equality.ts';
import { field, type Row, type Table, type Value } from './value.ts';

/** What a data source says about a column beyond its type. */
export interface ColumnFacts {
  /** The name that people read; the column's own where absent. */
  readonly displayName?: string;
  readonly required?: boolean;
  /** How many characters a text may have. */
  readonly maxLength?: number;
  readonly minValue?: number;
  readonly maxValue?: number;
  /** The values that it may have, where they are a few. */
  readonly choices?: readonly Value[];
  /** What a new row has where nothing is given. */
  readonly default?: Value;
  /** The service sets it: it may be read, not given. */
  readonly readOnly?: boolean;
}

/** What can be done with the rows of a data source; a query planner reads it as well as forms do. */
export interface SourceCapabilities {
  readonly create: boolean;
  readonly update: boolean;
  readonly remove: boolean;
  /** Present where the source answers queries: what a planner moves work to. Only the planner knows what is in it. */
  readonly query?: object;
}

/** Why a change of a row was refused. */
export interface RowProblem {
  /** The row that was to be changed; null for one that was to be added. */
  readonly row: Row | null;
  /** The column that is wrong; empty where it is the row as a whole. */
  readonly column: string;
  /** A number of `ErrorKind`. */
  readonly kind: number;
  readonly message: string;
}

/** A table that lies behind an app: a collection, or the rows of a service. What is not said is as for a collection. */
export interface DataSource extends WritableTable {
  readonly capabilities?: SourceCapabilities;
  /** Whether a record is one of its rows, perhaps from an earlier time; by default one that is equal to a row is. */
  has?(record: Row): boolean;
  /** What is known of a column; undefined where nothing is. */
  column?(name: string): ColumnFacts | undefined;
  /** Why the last changes were refused, newest last. A change that succeeds takes those of its row away. */
  problems?(): readonly RowProblem[];
  /** Forgets the problems of a row, or of all, and gives what the source has now. */
  revert?(row: Row | undefined): Value | Promise<Value>;
}

export const allCapabilities: SourceCapabilities = { create: true, update: true, remove: true };

const isEmpty = (value: Value): boolean => value === null || value === '' || (Array.isArray(value) && value.length === 0);

const plain = (value: Value): Value => (value instanceof OptionValue ? value.value : value);

/** What is wrong with the value of a column, by what the source says about it; undefined where nothing is. */
export function problemOf(value: Value, name: string, facts: ColumnFacts): Omit<RowProblem, 'row'> | undefined {
  const label = facts.displayName ?? name;
  const problem = (kind: keyof typeof ErrorKind, message: string): Omit<RowProblem, 'row'> => ({
    column: name,
    kind: ErrorKind[kind],
    message,
  });
  if (isEmpty(value)) return facts.required === true ? problem('MissingRequired', `${label} is required.`) : undefined;
  const { maxLength, minValue, maxValue, choices } = facts;
  if (maxLength !== undefined && typeof value === 'string' && value.length > maxLength)
    return problem('ConstraintViolated', `${label} can have ${maxLength} characters at most; there are ${value.length}.`);
  if (minValue !== undefined && typeof value === 'number' && value < minValue)
    return problem('ConstraintViolated', `${label} must be ${minValue} or more.`);
  if (maxValue !== undefined && typeof value === 'number' && value > maxValue)
    return problem('ConstraintViolated', `${label} must be ${maxValue} or less.`);
  if (choices !== undefined && !choices.some((choice) => equal(plain(choice), plain(value))))
    return problem('Validation', `${label} must be one of ${choices.map((choice) => String(plain(choice))).join(', ')}.`);
  return undefined;
}

/** What is wrong with the values of a row, column by column. */
export function problemsOf(source: DataSource, values: Row, columns: Iterable<string>): readonly Omit<RowProblem, 'row'>[] {
  return [...columns].flatMap((name) => {
    const facts = source.column?.(name);
    const found = facts && problemOf(field(values, name), name, facts);
    return found === undefined ? [] : [found];
  });
}

/** Where a record is among rows: the very same, or one that is equal in all columns. -1 where there is none. */
export function rowIndex(rows: Table, record: Row): number {
  const same = rows.indexOf(record);
  return same >= 0 ? same : rows.findIndex((item) => item !== null && equal(item, record));
}
