import {
  Dynamic,
  FormulaError,
  isRow,
  isTable,
  printName,
  printValue,
  Void,
  type Row,
  type Table,
  type Type,
  type Value,
} from '../formula/index.ts';

/*
 * Values as a person reads them at a prompt: tables as a grid, cut where they are long or wide; all else as formulas.
 */

const MAX_ROWS = 20;
const MAX_CELL = 32;
const GAP = '  ';

const cut = (text: string, width: number): string => (text.length <= width ? text : `${text.slice(0, width - 1)}…`);

/** A value of a type; nothing for the result of a behavior that has none. `width`: characters of a line. */
export function showValue(value: Value, type: Type, width: number): string {
  if (value instanceof Void) return '';
  if (value instanceof FormulaError) return `error: ${value.message}`;
  if (value instanceof Dynamic) return JSON.stringify(value.json);
  if (isTable(value) && value.length > 0) return grid(value, type, width);
  return printValue(value, type);
}

function grid(rows: Table, type: Type, width: number): string {
  const names = columnsOf(rows, type);
  if (names.length === 0) return printValue(rows, type);
  const shown = rows.slice(0, MAX_ROWS);
  const cells = shown.map((item) => names.map((name, i) => cellOf(item, name, i)));
  const widths = names.map((name, i) =>
    Math.min(MAX_CELL, Math.max(printName(name).length, ...cells.map((line) => line[i]!.length))),
  );
  const fitting = fit(widths, width);
  const line = (texts: readonly string[]): string =>
    texts
      .slice(0, fitting)
      .map((text, i) => cut(text, widths[i]!).padEnd(widths[i]!))
      .join(GAP)
      .trimEnd();
  const notes = [
    ...(rows.length > shown.length ? [`${rows.length - shown.length} more rows`] : []),
    ...(names.length > fitting
      ? [`${names.length - fitting} more columns: ${cut(names.slice(fitting).join(', '), width - 24)}`]
      : []),
  ];
  return [
    line(names.map(printName)),
    line(widths.map((size) => '─'.repeat(size))),
    ...cells.map(line),
    ...(notes.length > 0 ? [`… ${notes.join('; ')}`] : []),
  ].join('\n');
}

/** How many columns fit into a line; one at least. */
function fit(widths: readonly number[], width: number): number {
  let used = 0;
  const beyond = widths.findIndex((size, i) => (used += size + (i > 0 ? GAP.length : 0)) > width);
  return beyond < 0 ? widths.length : Math.max(1, beyond);
}

const columnsOf = (rows: Table, type: Type): readonly string[] =>
  type.kind === 'table' && type.fields.size > 0
    ? [...type.fields.keys()]
    : [...new Set(rows.flatMap((item) => (isRow(item) ? Object.keys(item) : [])))];

function cellOf(item: Row | FormulaError | null, name: string, index: number): string {
  if (!isRow(item)) return index > 0 ? '' : item === null ? 'Blank()' : printValue(item);
  const value = Object.hasOwn(item, name) ? (item[name] ?? null) : null;
  if (value === null) return '';
  return (typeof value === 'string' ? value : printValue(value)).replaceAll(/\s+/g, ' ');
}
