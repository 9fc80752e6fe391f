import { html, nothing, type TemplateResult } from 'lit';
import {
  FormulaError,
  Pending,
  factsOf,
  field,
  isRow,
  isTable,
  plainText,
  printType,
  printValue,
  type Row,
  type Type,
  type Value,
} from '../formula/index.ts';

/*
 * A value shown to the one who types the formula: short texts in a line, records and tables as a small grid, errors with their sentence,
 * tables with a word on whether they are complete.
 */

const ROWS = 5;
const COLUMNS = 8;

const place = { culture: 'en-US', timeZone: 'UTC' };

type Shown = TemplateResult | typeof nothing;
type Item = Row | null | FormulaError;

/** A cell's text, short. */
function cellText(value: Value): string {
  if (value === null) return '';
  if (isTable(value)) return `${value.length} ${value.length === 1 ? 'row' : 'rows'}`;
  if (value instanceof FormulaError) return value.message;
  const text = plainText(rounded(value), place) ?? (isRow(value) ? '{…}' : printValue(value));
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** The value with its type, for the line below the formula bar. */
export function valueView(value: Value | undefined, type: Type | undefined): Shown {
  if (value === undefined || type === undefined) return nothing;
  if (value instanceof Pending) return html`<span class="pending">Waiting for the service…</span>`;
  if (value instanceof FormulaError) return html`<span class="error">${value.message}</span>`;
  if (isTable(value)) return tableView(value, type);
  const name = html`<span class="type">${printType(type, 0)}</span>`;
  if (isRow(value)) return html`${name}${grid([value], columnsOf(type))}`;
  return html`${name}<span class="value">${value === null ? 'Blank' : shownText(value)}</span>`;
}

const shownText = (value: Value): string =>
  typeof value === 'string' ? printValue(value) : (plainText(rounded(value), place) ?? printValue(value));

/** A number to the 15 digits that a double is sure of: 0.1 + 0.2 is shown as 0.3. */
const rounded = (value: Value): Value => (typeof value === 'number' ? Number(value.toPrecision(15)) : value);

const columnsOf = (type: Type): string[] =>
  type.kind === 'table' || type.kind === 'record' ? [...type.fields.keys()].slice(0, COLUMNS) : [];

function tableView(rows: readonly Item[], type: Type): TemplateResult {
  const complete = factsOf(rows)?.complete;
  const count = `${rows.length.toLocaleString('en-US')} ${rows.length === 1 ? 'row' : 'rows'}`;
  const badge =
    complete === undefined
      ? nothing
      : html`<span class=${complete ? 'badge' : 'badge partial'}>${complete ? 'complete' : 'more to come'}</span>`;
  return html`<span class="type">Table</span
    ><span class="value">${count}</span>${badge}${grid(rows.slice(0, ROWS), columnsOf(type))}`;
}

function grid(rows: readonly Item[], columns: readonly string[]): Shown {
  if (columns.length === 0 || rows.length === 0) return nothing;
  const cell = (row: Item, name: string): string =>
    row === null || row instanceof FormulaError ? '' : cellText(field(row, name));
  return html`<table>
    <thead>
      <tr>
        ${columns.map((name) => html`<th scope="col">${name}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (row) =>
          html`<tr>
            ${columns.map((name) => html`<td>${cell(row, name)}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;
}
