import { DateTimeValue, DateValue, type Table, type TableRow, type Value } from '../formula/index.ts';
import { displayText } from './display-text.ts';

export interface Sorting {
  readonly column: string;
  readonly descending: boolean;
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** The places of a table's rows in the order of what they have in a column; blank comes last. The table itself stays as it is. */
export function sortedOrder(items: Table, valueIn: (row: TableRow) => Value, descending: boolean): readonly number[] {
  const keys = items.map((row) => keyOf(valueIn(row)));
  const sign = descending ? -1 : 1;
  return keys
    .map((_, index) => index)
    .sort((a, b) => {
      const [left, right] = [keys[a]!, keys[b]!];
      if (left === '' || right === '') return Number(left === '') - Number(right === '') || a - b;
      return sign * compare(left, right) || a - b;
    });
}

const compare = (a: number | string, b: number | string): number =>
  typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b));

function keyOf(value: Value): number | string {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return Number(value);
  return value instanceof DateValue || value instanceof DateTimeValue ? value.wall : displayText(value);
}
