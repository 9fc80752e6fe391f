import { DateTimeValue, DateValue, type Value } from '../formula/index.ts';
import type { DataField } from './data-field.ts';
import { displayText } from './display-text.ts';

/** A column that a control shows, as a `DataField` inside it says. */
export interface FieldOfRow {
  readonly name: string;
  readonly heading: string;
  readonly type: string;
}

/** The columns that a control shows by the fields inside it, in their order; none where it has no fields. */
export const fieldsOf = (control: HTMLElement): readonly FieldOfRow[] =>
  [...control.querySelectorAll<DataField>(':scope > fx-data-field')]
    .filter((field) => field.FieldName !== undefined && field.FieldName !== '')
    .toSorted((a, b) => (a.Order ?? 0) - (b.Order ?? 0))
    .map((field) => ({ name: field.FieldName, heading: field.FieldDisplayName || field.FieldName, type: field.FieldType }));

const isoDate = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/;

/** What people read of a value in a column: a service's date is text to a formula, and a date to people. */
export function fieldText(value: Value, type: string): string {
  if (type !== 'd' || typeof value !== 'string' || !isoDate.test(value)) return displayText(value);
  const wall = Date.parse(value.length > 10 && !/(Z|[+-]\d\d:\d\d)$/.test(value) ? `${value}Z` : value);
  return displayText(value.length > 10 ? new DateTimeValue(wall) : new DateValue(wall));
}
