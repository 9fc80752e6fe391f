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

/**
 * Numbers that have the order of values, NaN for blanks; undefined where there are none that do (decimals, which a double cannot hold).
 * Each text is compared with the others once, however often it is there.
 */
export function ranksOf(values: readonly Value[], culture: string): Float64Array | undefined {
  const ranks = new Float64Array(values.length);
  const texts = new Set<string>();
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    const found = value === null ? NaN : rank(value);
    if (found === undefined) return undefined;
    if (typeof found === 'string') texts.add(found);
    else ranks[i] = found;
  }
  if (texts.size === 0) return ranks;
  const places = placesOf(texts, culture);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    const place = value === null ? NaN : places.get(String(rank(value)));
    if (place === undefined) return undefined;
    ranks[i] = place;
  }
  return ranks;
}

/** The place of each text among all, as the culture sorts them; texts that it takes for equal share one. */
function placesOf(texts: ReadonlySet<string>, culture: string): ReadonlyMap<string, number> {
  const { compare } = collator(culture);
  const places = new Map<string, number>();
  let place = 0;
  let before: string | undefined;
  for (const text of [...texts].sort(compare)) {
    if (before !== undefined && compare(before, text) !== 0) place++;
    places.set(text, place);
    before = text;
  }
  return places;
}

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
