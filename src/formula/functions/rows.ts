import { FormulaError } from '../error.ts';
import { takeRows, takeWhere } from '../columns.ts';
import type { CallShape } from '../function.ts';
import { candidatesFor, testsFor, type RowFormula } from '../row-formula.ts';
import * as types from '../type.ts';
import { emptyTable, type Aggregate, type Fields, type RecordType, type TableType } from '../type.ts';
import { row, field, setField, type Row, type Table, type TableRow, type Value } from '../value.ts';

/*
 * What functions over tables have in common: the types of their first argument, and rows that are blank or errors (SEMANTICS 5.4, 5.5).
 */

/** The type of a call's table; without columns where it has none. */
export function tableType(call: CallShape, index = 0): TableType {
  const type = call.types[index];
  return type?.kind === 'table' ? type : emptyTable;
}

/** The type of the rows of a call's table. */
export const rowTypeOf = (call: CallShape): RecordType => types.rowType(tableType(call));

/** The table or record that a call works on. */
export function aggregateOf(call: CallShape): Aggregate {
  const type = call.types[0];
  return type !== undefined && types.isAggregate(type) ? type : emptyTable;
}

/** A table or record type like another, with other columns; display names go with the columns that stay. */
export function withColumns(type: Aggregate, fields: Fields): Aggregate {
  const displayNames = new Map([...(type.displayNames ?? [])].filter(([name]) => fields.has(name)));
  return displayNames.size === 0 ? { kind: type.kind, fields } : { kind: type.kind, fields, displayNames };
}

/** The first error among values. */
export function firstError(values: Iterable<Value>): FormulaError | undefined {
  for (const value of values) if (value instanceof FormulaError) return value;
  return undefined;
}

/** Applies a change to a record, or to each row of a table; blank rows and error rows stay as they are. */
export const eachRow = (value: Value, change: (row: Row) => Row): Value =>
  Array.isArray(value)
    ? (value as Table).map((item) => (item === null || item instanceof FormulaError ? item : change(item)))
    : change(value as Row);

/** The rows for which the condition holds; an error of the condition takes the row's place. */
export function filter(rows: Table, condition: RowFormula): Table {
  const verdicts = testsFor(condition, rows);
  if (verdicts !== undefined) return takeWhere(rows, verdicts);
  const found: TableRow[] = [];
  const candidates = candidatesFor(condition, rows);
  if (candidates?.decided === true) return takeRows(rows, Uint32Array.from(candidates.rows));
  const keep = (item: TableRow): void => {
    const verdict = condition(item);
    if (verdict === true) found.push(item);
    else if (verdict instanceof FormulaError) found.push(verdict);
  };
  if (candidates === undefined) for (const item of rows) keep(item);
  else for (const index of candidates.rows) keep(rows[index]!);
  return found;
}

/** A field of a row; of an error row its error, of a blank row blank. */
export const cellOf = (item: TableRow, name: string): Value =>
  item === null || item instanceof FormulaError ? item : field(item, name);

/** A record with only these fields of another. */
export const pick = (item: Row, names: readonly string[]): Row => row(names.map((name) => [name, field(item, name)]));

/** A row with one column. */
export const single = (name: string, value: Value): Row => {
  const record: { [field: string]: Value } = {};
  setField(record, name, value);
  return record;
};

/** The name of the column that functions give plain results in (SEMANTICS 5.5). */
export const resultColumn = (features: CallShape['features']): string =>
  features.ConsistentOneColumnTableResult ? types.VALUE : 'Result';
