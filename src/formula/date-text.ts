import { DAY, partsOf, timeOfDay, wallOf } from './calendar.ts';
import { formulaError, type FormulaError } from './error.ts';
import { DateTimeValue, TimeValue, DateValue } from './value.ts';
import { wallAt } from './zone.ts';

/*
 * Dates and times as text and back, where a formula gives no format: the culture's short forms out, what people and services write in.
 */

interface Place {
  readonly culture: string;
  readonly timeZone: string;
}

const formats = new Map<string, Intl.DateTimeFormat>();
const formatter = (culture: string, key: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => {
  const id = `${culture} ${key}`;
  let found = formats.get(id);
  if (found === undefined) {
    try {
      found = new Intl.DateTimeFormat(culture, { ...options, timeZone: 'UTC' });
    } catch {
      found = new Intl.DateTimeFormat('en-US', { ...options, timeZone: 'UTC' });
    }
    formats.set(id, found);
  }
  return found;
};

const day: Intl.DateTimeFormatOptions = { year: 'numeric', month: 'numeric', day: 'numeric' };
const clock: Intl.DateTimeFormatOptions = { hour: 'numeric', minute: '2-digit' };

/** The culture's short date, short date and time, or short time. Narrow spaces become plain ones. */
export function dateText(value: DateValue | DateTimeValue | TimeValue, place: { readonly culture: string }): string {
  const text =
    value instanceof TimeValue
      ? formatter(place.culture, 't', clock).format(((value.milliseconds % DAY) + DAY) % DAY)
      : value instanceof DateValue
        ? formatter(place.culture, 'd', day).format(value.wall)
        : `${formatter(place.culture, 'd', day).format(value.wall)} ${formatter(place.culture, 't', clock).format(value.wall)}`;
  return text.replace(/[\u202f\u00a0]/g, ' ');
}

const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,7}))?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/;
const slashes = /^(\d{1,4})[/.-](\d{1,2})[/.-](\d{1,4})(?:[,T\s]+(.+))?$/;
const time = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,7}))?)?\s*([AaPp]\.?[Mm]\.?)?$/;

const refuse = (text: string, what: string): FormulaError =>
  formulaError(
    'InvalidArgument',
    `"${text.slice(0, 40)}" is not ${what}. Write it like ${what === 'a time' ? '14:30' : '2026-11-20'}.`,
  );

const fraction = (digits: string | undefined): number => (digits === undefined ? 0 : Number(`0.${digits}`) * 1000);

/** Two-digit years as .NET's en-US calendar reads them: up to 49 is 20xx. */
const century = (year: number, digits: number): number => (digits > 2 ? year : year < 50 ? 2000 + year : 1900 + year);

/** Whether the culture writes the day before the month. */
function dayFirst(culture: string): boolean {
  const parts = formatter(culture, 'd', day).formatToParts(0);
  return parts.findIndex((part) => part.type === 'day') < parts.findIndex((part) => part.type === 'month');
}

function checked(year: number, month: number, date: number, clockTime: number): DateTimeValue | undefined {
  if (month < 1 || month > 12 || date < 1 || year < 1 || year > 9999) return undefined;
  const wall = wallOf(year, month, date);
  return partsOf(wall).day === date ? new DateTimeValue(wall + clockTime) : undefined;
}

function clockOf(text: string): number | undefined {
  const match = time.exec(text.trim());
  if (match === null) return undefined;
  let hour = Number(match[1]);
  const minute = Number(match[2]);
  const second = Number(match[3] ?? 0);
  const half = match[5]?.toLowerCase();
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return undefined;
    hour = (hour % 12) + (half.startsWith('p') ? 12 : 0);
  }
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  return hour * 3_600_000 + minute * 60_000 + second * 1000 + fraction(match[4]);
}

/** A date with or without a time; blank for an empty text. Offsets and `Z` are turned into the wall clock of the zone. */
export function parseDate(text: string, place: Place): DateTimeValue | null | FormulaError {
  const value = text.trim();
  if (value === '') return null;
  return readDate(value, place) ?? refuse(text, 'a date');
}

function readDate(value: string, place: Place): DateTimeValue | undefined {
  const stamp = iso.exec(value);
  if (stamp !== null) {
    const [, year, month, date, hour, minute, second, digits, offset] = stamp;
    if (Number(hour ?? 0) > 23 || Number(minute ?? 0) > 59 || Number(second ?? 0) > 59) return undefined;
    const clockTime =
      Number(hour ?? 0) * 3_600_000 + Number(minute ?? 0) * 60_000 + Number(second ?? 0) * 1000 + fraction(digits);
    const found = checked(Number(year), Number(month), Number(date), clockTime);
    if (found === undefined || offset === undefined) return found;
    const minutes = offset === 'Z' ? 0 : Number(`${offset[0]}1`) * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2)));
    return new DateTimeValue(wallAt(found.wall - minutes * 60_000, place.timeZone));
  }
  const parts = slashes.exec(value);
  if (parts === null) return readWords(value);
  const [, a, b, c, rest] = parts as unknown as [string, string, string, string, string | undefined];
  const clockTime = rest === undefined ? 0 : clockOf(rest);
  if (clockTime === undefined) return undefined;
  if (a.length > 2) return checked(Number(a), Number(b), Number(c), clockTime);
  const year = century(Number(c), c.length);
  return dayFirst(place.culture)
    ? checked(year, Number(b), Number(a), clockTime)
    : checked(year, Number(a), Number(b), clockTime);
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** `May 1, 2026`, `1 May 2026 14:30`. */
function readWords(value: string): DateTimeValue | undefined {
  const match =
    /^(?:[A-Za-z]+,\s+)?([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?:[,\s]+(.+))?$/.exec(value) ??
    /^(?:[A-Za-z]+,\s+)?(\d{1,2})[\s-]([A-Za-z]{3,9})\.?,?[\s-](\d{4})(?:[,\s]+(.+))?$/.exec(value);
  if (match === null) return undefined;
  const [, first, second, year, rest] = match as unknown as [string, string, string, string, string | undefined];
  const word = /^\d/.test(first) ? second : first;
  const month = months.indexOf(word.slice(0, 3).toLowerCase()) + 1;
  const clockTime = rest === undefined ? 0 : clockOf(rest);
  if (month === 0 || clockTime === undefined) return undefined;
  return checked(Number(year), month, Number(/^\d/.test(first) ? first : second), clockTime);
}

/** A time of day, alone or at the end of a date. */
export function parseTime(text: string, place: Place): TimeValue | null | FormulaError {
  const value = text.trim();
  if (value === '') return null;
  const alone = clockOf(value);
  if (alone !== undefined) return new TimeValue(alone);
  const found = readDate(value, place);
  return found === undefined ? refuse(text, 'a time') : new TimeValue(timeOfDay(found.wall));
}
