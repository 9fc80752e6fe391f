import { serialOf } from './calendar.ts';
import { Decimal } from './decimal.ts';
import { OptionValue } from './option-set.ts';
import { DateTimeValue, DateValue, TimeValue, type Value } from './value.ts';

/*
 * The order in which `Sort` and its kin put values: blanks last in both directions, texts as the culture sorts them (SEMANTICS 5.5).
 */

const collators = new Map<string, Intl.Collator>();
function collator(culture: string): Intl.Collator {
  let found = collators.get(culture);
  if (found === undefined) {
    try {
      found = new Intl.Collator(culture, { caseFirst: 'lower' });
    } catch {
      found = new Intl.Collator('en-US', { caseFirst: 'lower' });
    }
    collators.set(culture, found);
  }
  return found;
}

const rank = (value: Value): number | string | undefined => {
  if (typeof value === 'number' || typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value instanceof DateValue || value instanceof DateTimeValue || value instanceof TimeValue) return serialOf(value);
  if (value instanceof OptionValue)
    return typeof value.value === 'number' || typeof value.value === 'string' ? value.value : value.name;
  return undefined;
};

/** Below zero where `a` comes first. */
export function compareValues(a: Value, b: Value, descending: boolean, culture: string): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  const order = a instanceof Decimal && b instanceof Decimal ? a.compare(b) : compareRanks(rank(a), rank(b), culture);
  return descending ? -order : order;
}

function compareRanks(a: number | string | undefined, b: number | string | undefined, culture: string): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (a === undefined || b === undefined) return 0;
  return collator(culture).compare(String(a), String(b));
}
