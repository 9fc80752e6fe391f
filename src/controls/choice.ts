import { field, FormulaError, isRow, isTable, type Row, type Table, type TableRow, type Value } from '../formula/index.ts';
import type { ReadProperty } from './definition.ts';
import { displayText, rowLike, rowText } from './display-text.ts';

/** A row that can be chosen from a list: its place, the row, and what people read. Blank rows and error rows cannot be chosen. */
export interface Choice {
  readonly index: number;
  readonly row: Row;
  readonly text: string;
}

/** The rows of a table that can be chosen, in order. */
export function choicesOf(items: Table, column?: string): Choice[] {
  const choices: Choice[] = [];
  items.forEach((row, index) => {
    if (row !== null && !(row instanceof FormulaError)) choices.push({ index, row, text: rowText(row, undefined, column) });
  });
  return choices;
}

/** The row whose text, or any of whose plain columns, is this value: how a `Default` names a row. A record names the row that is like it. */
export function rowNamed(items: Table, wanted: Value): TableRow | undefined {
  if (wanted === null || wanted === '') return undefined;
  if (isRow(wanted)) return rowLike(items, wanted);
  if (isTable(wanted)) return wanted.length === 0 ? undefined : rowLike(items, wanted[0]!);
  const text = displayText(wanted);
  const usable = items.filter((row): row is Row => row !== null && !(row instanceof FormulaError));
  return (
    usable.find((row) => rowText(row) === text) ??
    usable.find((row) => Object.keys(row).some((name) => displayText(field(row, name)) === text))
  );
}

/** The rows of a table that are like those of another, in the other's order: what `DefaultSelectedItems` selects. */
export const rowsLike = (items: Table, wanted: Table): Table =>
  wanted
    .map((row) => rowLike(items, row))
    .filter((row): row is Row => row !== undefined && row !== null && !(row instanceof FormulaError));

/**
 * The row that a list of one choice has selected: what the user chose, as long as the table still has it (the fresh row, where the table
 * has been read again); else what the formulas say; else, unless it may be empty, the first.
 */
export function selectedRow(read: ReadProperty, chosen: Value | undefined): Value {
  const items = read('Items') as Table;
  if (chosen === null) return null;
  const kept = chosen === undefined || !isRow(chosen) ? undefined : rowLike(items, chosen);
  if (kept !== undefined) return kept;
  const defaults = read('DefaultSelectedItems');
  const named = rowNamed(items, read('Default')) ?? (isTable(defaults) ? rowsLike(items, defaults)[0] : undefined);
  if (named !== undefined) return named;
  return read('AllowEmptySelection') === true
    ? null
    : (items.find((row) => row !== null && !(row instanceof FormulaError)) ?? null);
}

/** The selected row as the only one of a table, for `SelectedItems` of a list of one choice. */
export const selectedRows = (read: ReadProperty): Table => {
  const selected = read('Selected');
  return isRow(selected) ? [selected] : [];
};

/** The selected row's text in a record, for `SelectedText`. */
export const selectedText = (read: ReadProperty): Value => {
  const selected = read('Selected');
  return isRow(selected) ? { Value: rowText(selected) } : null;
};
