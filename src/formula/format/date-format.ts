import { partsOf, type Parts } from '../calendar.ts';
import { plainBlanks, shortDate, shortTime } from '../date-text.ts';
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

const LONG_DATE: Intl.DateTimeFormatOptions = { dateStyle: 'full' };
const SHORT_TIME: Intl.DateTimeFormatOptions = { timeStyle: 'short' };
const LONG_TIME: Intl.DateTimeFormatOptions = { timeStyle: 'medium' };

type Form = (wall: number, culture: string) => string;

const form =
  (options: Intl.DateTimeFormatOptions): Form =>
  (wall, culture) =>
    plainBlanks(dateFormat(culture, options).format(wall));

/** The culture's form of a time with hours from 0 to 23; they have as many digits as in that form. */
const dayClock =
  (options: Intl.DateTimeFormatOptions): Form =>
  (wall, culture) => {
    const format = dateFormat(culture, options);
    const width = format.formatToParts(3_600_000).find(({ type }) => type === 'hour')!.value.length;
    const parts = format
      .formatToParts(wall)
      .map(({ type, value }) => (type === 'hour' ? padded(partsOf(wall).hour, width) : type === 'dayPeriod' ? '' : value));
    return plainBlanks(parts.join('')).trim();
  };

/** By the values of `DateTimeFormat`: forms that stand side by side. */
const named: ReadonlyMap<string, readonly Form[]> = new Map([
  ["'shortdate'", [shortDate]],
  ["'shorttime'", [shortTime]],
  ["'shorttime24'", [dayClock(SHORT_TIME)]],
  ["'shortdatetime'", [shortDate, shortTime]],
  ["'shortdatetime24'", [shortDate, dayClock(SHORT_TIME)]],
  ["'longdate'", [form(LONG_DATE)]],
  ["'longtime'", [form(LONG_TIME)]],
  ["'longtime24'", [dayClock(LONG_TIME)]],
  ["'longdatetime'", [form(LONG_DATE), form(LONG_TIME)]],
  ["'longdatetime24'", [form(LONG_DATE), dayClock(LONG_TIME)]],
]);

/** A wall time by a named format (`'longdate'`); undefined where there is none of that name. */
export const formatNamed = (wall: number, name: string, culture: string): string | undefined =>
  named
    .get(name)
    ?.map((part) => part(wall, culture))
    .join(' ');

/** The instant of a wall time in ISO 8601, `2026-05-31T12:30:00.000Z`. */
export const formatInstant = (instant: number): string => new Date(Math.floor(instant)).toISOString();
