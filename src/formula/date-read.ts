import { EPOCH, partsOf, timeOfDay, wallOf } from './calendar.ts';
import { AM, PM, monthOf, replaceWords, weekdayOf } from './date-words.ts';
import { formulaError, type FormulaError } from './error.ts';
import { dateFormat } from './format/date-names.ts';
import { DateTimeValue, TimeValue } from './value.ts';
import { wallAt } from './zone.ts';

/*
 * Dates and times from texts, as people and services write them (SEMANTICS 5.8):
 *
 * 1. ISO 8601 is read as it stands.
 * 2. Otherwise the culture's words are replaced by characters that stand for them; what is no such word makes the text no date.
 * 3. The time of day is taken out: what has colons, or AM or PM.
 * 4. What is left are numbers and perhaps a month. A number of more than two digits is the year; others follow the culture's own order.
 */

interface Place {
  readonly culture: string;
  readonly timeZone: string;
  /** Milliseconds since 1970-01-01 UTC: a date without a year is one of this year. */
  readonly now: () => number;
}

const HOUR = 3_600_000;
const MINUTE = 60_000;
const SECOND = 1000;

interface Reading {
  /** Undefined for a time alone. */
  readonly date?: number;
  readonly time: number;
}

const refuse = (text: string, what: string): FormulaError =>
  formulaError('InvalidArgument', `"${text.slice(0, 40)}" is not ${what}.`);

/** A date with or without a time; blank for an empty text. Offsets and `Z` are turned into the wall clock of the zone. */
export function parseDate(text: string, place: Place): DateTimeValue | null | FormulaError {
  if (text === '') return null;
  const found = read(text.trim(), place);
  if (found === undefined || found.time >= 24 * HOUR) return refuse(text, 'a date');
  return new DateTimeValue((found.date ?? EPOCH) + found.time);
}

/** A time of day, alone or at the end of a date; hours beyond a day begin anew. */
export function parseTime(text: string, place: Place): TimeValue | null | FormulaError {
  if (text === '') return null;
  const found = read(text.trim(), place);
  return found === undefined ? refuse(text, 'a time') : new TimeValue(timeOfDay(found.time));
}

function read(text: string, place: Place): Reading | undefined {
  const stamp = iso.exec(text);
  if (stamp !== null) return readStamp(stamp, place);
  const words = replaceWords(text, place.culture);
  if (words === undefined) return undefined;
  const clock = readClock(words);
  if (clock === undefined) return undefined;
  const date = readDay(clock.rest, place);
  if (date === undefined) return clock.time !== undefined && clock.rest.trim() === '' ? { time: clock.time } : undefined;
  return atOffset(date, clock.time ?? 0, clock.offset, place);
}

// ---- ISO 8601 -----------------------------------------------------------------------------------------------------------------------

const iso = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i;

function readStamp(stamp: RegExpExecArray, place: Place): Reading | undefined {
  const [, year, month, day, hour, minute, second, fraction, offset] = stamp;
  const date = dayOf(Number(year), Number(month), Number(day));
  const time = timeOf(Number(hour ?? 0), Number(minute ?? 0), Number(second ?? 0), fraction);
  if (date === undefined || time === undefined || time >= 24 * HOUR) return undefined;
  return atOffset(date, time, offset === undefined ? undefined : offsetOf(offset), place);
}

/** Minutes east of Greenwich. */
function offsetOf(text: string): number {
  const match = /^([+-])(\d{1,2}):?(\d{2})?$/.exec(text);
  if (match === null) return 0;
  return Number(`${match[1]}1`) * (Number(match[2]) * 60 + Number(match[3] ?? 0));
}

function atOffset(date: number, time: number, offset: number | undefined, { timeZone }: Place): Reading {
  if (offset === undefined) return { date, time };
  const wall = wallAt(date + time - offset * MINUTE, timeZone);
  return { date: wall - timeOfDay(wall), time: timeOfDay(wall) };
}

// ---- Times --------------------------------------------------------------------------------------------------------------------------

const clockTime = new RegExp(
  `([${AM}${PM}]\\s*)?(?<![\\d.,/-])(\\d{1,2})(?:\\s*:\\s*(\\d{1,2})(?:\\s*:\\s*(\\d{1,2})(?:[.,](\\d+))?)?)?(\\s*[${AM}${PM}])?` +
    '(?:\\s*(z|gmt|utc|[+-]\\d{1,2}:?\\d{2}))?(?=\\s|,|$)',
  'g',
);

interface Clock {
  readonly time: number | undefined;
  readonly offset: number | undefined;
  /** The text without the time. */
  readonly rest: string;
}

/** The one time of day in a text; undefined where it is no time that exists. */
function readClock(text: string): Clock | undefined {
  const plain = text.replace(/(\d)\s*t\s*(\d)/, '$1 $2');
  for (const match of plain.matchAll(clockTime)) {
    const [whole, before, hour, minute, second, fraction, after, offset] = match;
    const half = (before ?? after)?.trim();
    if (minute === undefined && half === undefined) continue;
    const hours = half === undefined ? Number(hour) : hourOf(Number(hour), half === PM);
    const time = hours === undefined ? undefined : timeOf(hours, Number(minute ?? 0), Number(second ?? 0), fraction);
    if (time === undefined) return undefined;
    const rest = `${plain.slice(0, match.index)} ${plain.slice(match.index + whole.length)}`;
    return { time, offset: offset === undefined ? undefined : offsetOf(offset), rest };
  }
  return { time: undefined, offset: undefined, rest: plain };
}

/** Of the clock with halves; 13 to 23 are taken as they are, as in "14:30 PM". */
function hourOf(hour: number, afternoon: boolean): number | undefined {
  if (hour > 12) return afternoon && hour < 24 ? hour : undefined;
  return (hour % 12) + (afternoon ? 12 : 0);
}

function timeOf(hour: number, minute: number, second: number, fraction: string | undefined): number | undefined {
  if (minute > 59 || second > 59) return undefined;
  const milliseconds = fraction === undefined ? 0 : Math.trunc(Number(`0.${fraction}`) * 1000 + 1e-9);
  return hour * HOUR + minute * MINUTE + second * SECOND + milliseconds;
}

// ---- Days ---------------------------------------------------------------------------------------------------------------------------

function dayOf(year: number, month: number, day: number): number | undefined {
  if (month < 1 || month > 12 || day < 1 || year < 1 || year > 9999) return undefined;
  const wall = wallOf(year, month, day);
  return partsOf(wall).day === day ? wall : undefined;
}

/** Two digits are a year of 1950 to 2049, as .NET reads them. */
const fullYear = (text: string): number =>
  text.length > 2 ? Number(text) : Number(text) < 50 ? 2000 + Number(text) : 1900 + Number(text);

type Order = 'mdy' | 'dmy' | 'ymd';
const orders = new Map<string, Order>();

/** In which order a culture writes the parts of a date. */
function orderOf(culture: string): Order {
  let order = orders.get(culture);
  if (order === undefined) {
    const first = dateFormat(culture, { year: 'numeric', month: 'numeric', day: 'numeric' })
      .formatToParts(0)
      .find(({ type }) => type !== 'literal')!.type;
    orders.set(culture, (order = first === 'year' ? 'ymd' : first === 'day' ? 'dmy' : 'mdy'));
  }
  return order;
}

/** The day of numbers, month and weekday that are left when the time has been taken out. */
function readDay(text: string, place: Place): number | undefined {
  const parts = text.match(/\d+|[^\s\d/.,-]/g) ?? [];
  const numbers = parts.filter((part) => /^\d/.test(part));
  const months = parts.map(monthOf).filter((month) => month !== undefined);
  const weekdays = parts.map(weekdayOf).filter((day) => day !== undefined);
  if (numbers.length + months.length + weekdays.length < parts.length || months.length > 1 || weekdays.length > 1)
    return undefined;
  const day = months.length === 0 ? fromNumbers(numbers, place) : withMonth(numbers, months[0]! + 1, place);
  const fits = day !== undefined && (weekdays.length === 0 || partsOf(day).weekday === weekdays[0]);
  return fits ? day : undefined;
}

const thisYear = ({ now, timeZone }: Place): number => partsOf(wallAt(now(), timeZone)).year;

function withMonth(numbers: readonly string[], month: number, place: Place): number | undefined {
  const [a, b, ...more] = numbers;
  if (a === undefined || more.length > 0) return undefined;
  if (b === undefined) return a.length > 2 ? dayOf(Number(a), month, 1) : dayOf(thisYear(place), month, Number(a));
  const yearFirst = a.length > 2 || (b.length <= 2 && orderOf(place.culture) === 'ymd');
  return yearFirst ? dayOf(fullYear(a), month, Number(b)) : dayOf(fullYear(b), month, Number(a));
}

function fromNumbers(numbers: readonly string[], place: Place): number | undefined {
  const [a, b, c, ...more] = numbers;
  if (a === undefined || b === undefined || more.length > 0) return undefined;
  const order = orderOf(place.culture);
  const dayFirst = order === 'dmy';
  if (c === undefined) {
    if (a.length > 2) return dayOf(Number(a), Number(b), 1);
    if (b.length > 2) return dayOf(Number(b), Number(a), 1);
    return dayOf(thisYear(place), Number(dayFirst ? b : a), Number(dayFirst ? a : b));
  }
  if (a.length > 2 || (order === 'ymd' && c.length <= 2)) return dayOf(fullYear(a), Number(b), Number(c));
  return dayFirst ? dayOf(fullYear(c), Number(b), Number(a)) : dayOf(fullYear(c), Number(a), Number(b));
}
