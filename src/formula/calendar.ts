import { DateTimeValue, DateValue, TimeValue } from './value.ts';

/*
 * Arithmetic of wall clocks: days and milliseconds, without a zone. The zone comes in with `zone.ts`.
 */

export const DAY = 86_400_000;

/** Serial day zero (1899-12-30) on the wall clock, in milliseconds from 1970-01-01. */
export const EPOCH = Date.UTC(1899, 11, 30);

/** Milliseconds of the wall clock; months and days beyond their range carry over, years are literal (80 is the year 80). */
export function wallOf(year: number, month: number, day: number, hour = 0, minute = 0, second = 0, millisecond = 0): number {
  const carry = Math.floor((month - 1) / 12);
  const clock = new Date(0);
  clock.setUTCFullYear(year + carry, month - 1 - carry * 12, 1);
  return clock.getTime() + (day - 1) * DAY + hour * 3_600_000 + minute * 60_000 + second * 1000 + millisecond;
}

export interface Parts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
  /** 0 is Sunday. */
  readonly weekday: number;
}

export function partsOf(wall: number): Parts {
  const clock = new Date(Math.floor(wall));
  return {
    year: clock.getUTCFullYear(),
    month: clock.getUTCMonth() + 1,
    day: clock.getUTCDate(),
    hour: clock.getUTCHours(),
    minute: clock.getUTCMinutes(),
    second: clock.getUTCSeconds(),
    millisecond: clock.getUTCMilliseconds(),
    weekday: clock.getUTCDay(),
  };
}

/** The last day of a month, 28 to 31. */
export const daysInMonth = (year: number, month: number): number => partsOf(wallOf(year, month + 1, 1) - DAY).day;

/** The same day and time so many months later; the last day of the month where it has no such day. */
export function addMonths(wall: number, months: number): number {
  const { year, month, day } = partsOf(wall);
  const first = partsOf(wallOf(year, month + months, 1));
  return wallOf(first.year, first.month, Math.min(day, daysInMonth(first.year, first.month))) + timeOfDay(wall);
}

const FIRST = wallOf(1, 1, 1);
const LAST = wallOf(10_000, 1, 1);
/** Whether a wall time lies in the years 1 to 9999. */
export const inCalendar = (wall: number): boolean => wall >= FIRST && wall < LAST;

/** The longest time: what 64 bits of tenths of a microsecond hold, as in .NET. */
const LONGEST = 922_337_203_685_477;
export const inTimes = (milliseconds: number): boolean => Math.abs(milliseconds) <= LONGEST;

export const startOfDay = (wall: number): number => Math.floor(wall / DAY) * DAY;
export const timeOfDay = (wall: number): number => wall - startOfDay(wall);

/** Days since 1899-12-30, with the time of day as a fraction. */
export const serialOf = (value: DateValue | DateTimeValue | TimeValue): number =>
  value instanceof TimeValue ? value.milliseconds / DAY : (value.wall - EPOCH) / DAY;

/** Rounds away what binary fractions of a day add: whole milliseconds. */
const milliseconds = (days: number): number => Math.round(days * DAY);

export const dateTimeFromSerial = (serial: number): DateTimeValue => new DateTimeValue(EPOCH + milliseconds(serial));
export const dateFromSerial = (serial: number): DateValue => new DateValue(startOfDay(EPOCH + milliseconds(serial)));
export const timeFromSerial = (serial: number): TimeValue => new TimeValue(milliseconds(serial));
