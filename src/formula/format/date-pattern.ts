import type { Sign } from './pattern.ts';

/*
 * One section of a pattern for dates and times. `m` stands for months, or for minutes next to hours and seconds.
 */

export type DatePart =
  | { readonly kind: 'literal'; readonly text: string }
  /** AM/PM, or its first letter (A/P). */
  | { readonly kind: 'halfDay'; readonly short: boolean }
  | { readonly kind: DateField; readonly length: number };

export type DateField = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'fraction';

export interface DateSection {
  readonly empty: boolean;
  readonly parts: readonly DatePart[];
  /** Hours count from 1 to 12. */
  readonly halves: boolean;
}

const fields: ReadonlyMap<string, DateField> = new Map([
  ['y', 'year'],
  ['m', 'month'],
  ['d', 'day'],
  ['h', 'hour'],
  ['s', 'second'],
  ['0', 'fraction'],
]);

/** Each sign as a part of its own. */
function partsOf(signs: readonly Sign[]): DatePart[] {
  const parts: DatePart[] = [];
  for (let i = 0; i < signs.length; i++) {
    const { text, literal } = signs[i]!;
    const field = literal ? undefined : fields.get(text.toLowerCase());
    const halfDay = literal ? undefined : halfDayAt(signs, i);
    if (halfDay !== undefined) {
      parts.push({ kind: 'halfDay', short: halfDay === 3 });
      i += halfDay - 1;
    } else parts.push(field === undefined ? { kind: 'literal', text } : { kind: field, length: 1 });
  }
  return parts;
}

/** The length of AM/PM or A/P at a place. */
function halfDayAt(signs: readonly Sign[], at: number): number | undefined {
  const plain = (count: number): string =>
    signs
      .slice(at, at + count)
      .map((sign) => (sign.literal ? '\0' : sign.text))
      .join('');
  return /^am\/pm$/i.test(plain(5)) ? 5 : /^a\/p$/i.test(plain(3)) ? 3 : undefined;
}

const isDateOrHour = ({ kind }: DatePart): boolean => kind === 'day' || kind === 'year' || kind === 'hour';

/** Whether seconds follow, with something between and neither date nor hour on the way. */
function beforeSeconds(parts: readonly DatePart[], at: number): boolean {
  for (let i = at + 1; i < parts.length && !isDateOrHour(parts[i]!); i++) {
    if (i > at + 1 && parts[i]!.kind === 'second') return true;
  }
  return false;
}

/** Whether hours stand before, with something between and no part of a date on the way. */
function afterHours(parts: readonly DatePart[], at: number): boolean {
  for (let i = at - 1; i >= 0; i--) {
    const { kind } = parts[i]!;
    if (i < at - 1 && kind === 'hour') return true;
    if (kind === 'day' || kind === 'year' || kind === 'month') return false;
  }
  return false;
}

export function readDateSection(signs: readonly Sign[]): DateSection {
  const parts = partsOf(signs);
  for (const rule of [beforeSeconds, afterHours]) {
    for (const [i, part] of parts.entries())
      if (part.kind === 'month' && rule(parts, i)) parts[i] = { kind: 'minute', length: 1 };
  }
  return { empty: signs.length === 0, parts: joined(parts), halves: parts.some(({ kind }) => kind === 'halfDay') };
}

/** Runs of the same field as one part with their length. */
function joined(parts: readonly DatePart[]): DatePart[] {
  const result: DatePart[] = [];
  for (const part of parts) {
    const last = result.at(-1);
    if (last !== undefined && 'length' in last && 'length' in part && last.kind === part.kind) {
      result[result.length - 1] = { kind: last.kind, length: last.length + 1 };
    } else result.push(part);
  }
  return result;
}
