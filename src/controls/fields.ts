import type { DataField } from './data-field.ts';

/** A column that a control shows, as a `DataField` inside it says. */
export interface FieldOfRow {
  readonly name: string;
  readonly heading: string;
}

/** The columns that a control shows by the fields inside it, in their order; none where it has no fields. */
export const fieldsOf = (control: HTMLElement): readonly FieldOfRow[] =>
  [...control.querySelectorAll<DataField>(':scope > fx-data-field')]
    .filter((field) => field.FieldName !== undefined && field.FieldName !== '')
    .toSorted((a, b) => (a.Order ?? 0) - (b.Order ?? 0))
    .map((field) => ({ name: field.FieldName, heading: field.FieldDisplayName || field.FieldName }));
