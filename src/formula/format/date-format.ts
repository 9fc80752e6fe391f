import { partsOf, type Parts } from '../calendar.ts';
import { dateFormat, dayName, halfDayName, monthName } from './date-names.ts';
import type { DatePart, DateSection } from './date-pattern.ts';

/*
 * Dates and times by a pattern, or by one of the named formats of `DateTimeFormat`.
 */

const padded = (value: number, length: number): string => String(value).padStart(length, '0');

/** Fractions of a second have seven digits at most, as .NET counts them. */
const FRACTION_DIGITS = 7;

/** A wall time by a section of a pattern; undefined where it asks for more digits of a second than there are. */
export function formatDate(wall: number, section: DateSection, culture: string): string | undefined {
  const moment = partsOf(wall);
  let text = '';
  for (const part of section.parts) {
    if (part.kind === 'fraction' && part.length > FRACTION_DIGITS) return undefined;
    text += partText(part, { wall, moment, culture, halves: section.halves });
  }
  return text;
}

interface Clock {
  readonly wall: number;
  readonly moment: Parts;
  readonly culture: string;
  readonly halves: boolean;
}

function partText(part: DatePart, { wall, moment, culture, halves }: Clock): string {
  switch (part.kind) {
    case 'literal':
      return part.text;
    case 'halfDay':
      return part.short ? halfDayName(culture, wall).slice(0, 1) : halfDayName(culture, wall);
    case 'year':
      return part.length > 2 ? padded(moment.year, 4) : padded(moment.year % 100, 2);
    case 'month':
      if (part.length > 2) return monthName(culture, part.length > 3 ? 'long' : 'short', wall);
      return padded(moment.month, part.length);
    case 'day':
      if (part.length > 2) return dayName(culture, part.length > 3 ? 'long' : 'short', wall);
      return padded(moment.day, part.length);
    case 'hour':
      return padded(halves ? moment.hour % 12 || 12 : moment.hour, Math.min(part.length, 2));
    case 'minute':
      return padded(moment.minute, Math.min(part.length, 2));
    case 'second':
      return padded(moment.second, Math.min(part.length, 2));
    case 'fraction':
      return padded(moment.millisecond, 3).padEnd(FRACTION_DIGITS, '0').slice(0, part.length);
  }
}

// ---- Named formats --------------------------------------------------------------------------------------------------------------------

const shortDate: Intl.DateTimeFormatOptions = { year: 'numeric', month: 'numeric', day: 'numeric' };
const longDate: Intl.DateTimeFormatOptions = { dateStyle: 'full' };
const shortTime: Intl.DateTimeFormatOptions = { timeStyle: 'short' };
const longTime: Intl.DateTimeFormatOptions = { timeStyle: 'medium' };

/** By the values of `DateTimeFormat`: what is shown, side by side. The clock of a format that ends in 24 counts hours from 0 to 23. */
const named: ReadonlyMap<string, readonly Intl.DateTimeFormatOptions[]> = new Map([
  ["'shortdate'", [shortDate]],
  ["'shorttime'", [shortTime]],
  ["'shortdatetime'", [shortDate, shortTime]],
  ["'longdate'", [longDate]],
  ["'longtime'", [longTime]],
  ["'longdatetime'", [longDate, longTime]],
]);

/** Narrow and unbreakable blanks, which `Intl` puts before AM and PM, as plain ones. */
const plainBlanks = (text: string): string => text.replace(/[\u202f\u00a0]/g, ' ');

/** A wall time by a named format (`'longdate'`); undefined where there is none of that name. */
export function formatNamed(wall: number, name: string, culture: string): string | undefined {
  const day = name.endsWith("24'");
  const options = named.get(day ? name.replace("24'", "'") : name);
  return options?.map((option) => (day && 'timeStyle' in option ? dayClock : plain)(wall, option, culture)).join(' ');
}

const plain = (wall: number, options: Intl.DateTimeFormatOptions, culture: string): string =>
  plainBlanks(dateFormat(culture, options).format(wall));

/** The culture's form of a time without halves of a day; hours have as many digits as in that form. */
function dayClock(wall: number, options: Intl.DateTimeFormatOptions, culture: string): string {
  const width = dateFormat(culture, options)
    .formatToParts(3_600_000)
    .find(({ type }) => type === 'hour')!.value.length;
  const text = dateFormat(culture, options)
    .formatToParts(wall)
    .map(({ type, value }) => (type === 'hour' ? padded(partsOf(wall).hour, width) : type === 'dayPeriod' ? '' : value))
    .join('');
  return plainBlanks(text).trim();
}

/** The instant of a wall time in ISO 8601, `2026-05-31T12:30:00.000Z`. */
export const formatInstant = (instant: number): string => new Date(Math.floor(instant)).toISOString();
