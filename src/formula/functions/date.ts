import { DAY, inCalendar, inTimes, partsOf, startOfDay, wallOf, type Parts } from '../calendar.ts';
import { startOfWeek } from '../enums.ts';
import { formulaError } from '../error.ts';
import { defineFunction, maybe, optional, param, type Documentation, type FunctionDefinition } from '../function.ts';
import { OptionValue } from '../option-set.ts';
import type { Run } from '../run.ts';
import { boolean, date, dateTime, number, numeric, optionType, time } from '../type.ts';
import { DateTimeValue, DateValue, TimeValue, type Value } from '../value.ts';
import { offsetMinutes, validWall, wallAt } from '../zone.ts';

export const documentation: Documentation = {
  date: {
    Date: {
      summary: 'A date of year, month and day; months and days beyond their range carry over.',
      examples: [
        ['Date(2026, 11, 20)', 'Date(2026,11,20)'],
        ['Date(2026, 1, 0)', 'Date(2025,12,31)'],
      ],
    },
    Time: {
      summary: 'A time of day, of hour, minute, second and millisecond.',
      examples: [['Time(14, 30, 0)', 'Time(14,30,0,0)']],
    },
    DateTime: {
      summary: 'A date and time of day.',
      examples: [['DateTime(2026, 11, 20, 14, 30, 0)', 'DateTime(2026,11,20,14,30,0,0)']],
    },
    Now: {
      summary: 'The date and time now.',
      examples: [['DateDiff(Now(), Today()) = 0', 'true']],
    },
    Today: {
      summary: 'The date today.',
      examples: [['IsToday(Today())', 'true']],
    },
    UTCNow: {
      summary: 'The date and time now in coordinated universal time.',
      examples: [['IsUTCToday(UTCNow())', 'true']],
    },
    UTCToday: {
      summary: 'The date today in coordinated universal time.',
      examples: [['IsUTCToday(UTCToday())', 'true']],
    },
    IsToday: {
      summary: 'Whether a date is today, from midnight to midnight of the time zone.',
      examples: [['IsToday(Date(2012, 1, 1))', 'false']],
    },
    IsUTCToday: {
      summary: 'Whether a date is today in coordinated universal time.',
      examples: [['IsUTCToday(Date(2012, 1, 1))', 'false']],
    },
    Year: {
      summary: 'The year of a date.',
      examples: [['Year(Date(2026, 11, 20))', '2026']],
    },
    Month: {
      summary: 'The month of a date, 1 to 12.',
      examples: [['Month(Date(2026, 11, 20))', '11']],
    },
    Day: {
      summary: 'The day of the month, 1 to 31.',
      examples: [['Day(Date(2026, 11, 20))', '20']],
    },
    Hour: {
      summary: 'The hour of a time, 0 to 23.',
      examples: [['Hour(Time(14, 30, 0))', '14']],
    },
    Minute: {
      summary: 'The minute of a time, 0 to 59.',
      examples: [['Minute(Time(14, 30, 0))', '30']],
    },
    Second: {
      summary: 'The second of a time, 0 to 59.',
      examples: [['Second(Time(14, 30, 15))', '15']],
    },
    Weekday: {
      summary: 'The day of the week: 1 to 7 from the day that the week starts on, Sunday unless given.',
      examples: [
        ['Weekday(Date(2026, 11, 20))', '6'],
        ['Weekday(Date(2026, 11, 20), StartOfWeek.Monday)', '5'],
      ],
    },
    WeekNum: {
      summary: 'The week of the year, from the day that the week starts on, Sunday unless given; January 1st lies in week 1.',
      examples: [['WeekNum(Date(2026, 1, 4))', '2']],
    },
    ISOWeekNum: {
      summary: 'The week of the year by ISO 8601: from Monday on, week 1 has the first Thursday.',
      examples: [['ISOWeekNum(Date(2027, 1, 1))', '53']],
    },
    TimeZoneOffset: {
      summary: 'The minutes to add to a local time, or to the present, to get coordinated universal time.',
      examples: [['TimeZoneOffset(Date(2026, 1, 1))', '0']],
    },
  },
};

// ---- Making dates and times ----------------------------------------------------------------------------------------------------------

const outside = formulaError('InvalidArgument', 'The date is outside the years 1 to 9999.');
const longest = formulaError('InvalidArgument', 'The time is too long.');

/** The wall time of calendar fields, whose fractions are cut off; undefined outside the calendar. */
function wallOfFields(fields: readonly number[]): number | undefined {
  const [year, month, day, ...clock] = fields.map(Math.trunc) as [number, number, number, ...number[]];
  if (year < 1 || year > 9999 || Math.abs(month) > 120_000 || Math.abs(day) > 4_000_000) return undefined;
  const wall = wallOf(year, month, day, ...clock);
  return inCalendar(wall) ? wall : undefined;
}

const dateOf = (fields: readonly number[], run: Run): Value => {
  const wall = wallOfFields(fields);
  return wall === undefined ? outside : new DateValue(validWall(wall, run.timeZone));
};

const dateTimeOf = (fields: readonly number[], run: Run): Value => {
  const wall = wallOfFields(fields);
  return wall === undefined ? outside : new DateTimeValue(validWall(wall, run.timeZone));
};

function timeOf(hour: number, minute: number, second: number, millisecond: number): Value {
  const fields = [hour, minute, second, millisecond].map(Math.trunc) as [number, number, number, number];
  const total = fields[0] * 3_600_000 + fields[1] * 60_000 + fields[2] * 1000 + fields[3];
  return inTimes(total) ? new TimeValue(total) : longest;
}

const nowIn = (run: Run): number => wallAt(run.now(), run.timeZone);

// ---- Parts of dates ------------------------------------------------------------------------------------------------------------------

/** One field of a date; blank dates have the given one (Excel's day zero). */
const part = (name: string, key: keyof Parts, ofBlank: number): FunctionDefinition =>
  defineFunction({
    name,
    parameters: [maybe('date_time', dateTime)],
    result: numeric,
    evaluate: (value) => (value === null ? ofBlank : partsOf(value.wall)[key]),
  });

/** The first day of the week (0 is Sunday) by the codes that Excel knows, and where counting starts; undefined for other codes. */
function weekStart(code: number): { readonly first: number; readonly base: number } | undefined {
  const whole = Math.trunc(code);
  if (whole === 1 || whole === 17) return { first: 0, base: 1 };
  if (whole === 2 || whole === 11) return { first: 1, base: 1 };
  if (whole === 3) return { first: 1, base: 0 };
  return whole >= 12 && whole <= 16 ? { first: whole - 10, base: 1 } : undefined;
}

const noWeekStart = formulaError('InvalidArgument', 'The week cannot start there. Use a member of StartOfWeek.');

/** What the argument for the start of the week says; `undefined` where it is not given, an error where it is blank or unknown. */
function startIn(start: OptionValue | null | undefined): ReturnType<typeof weekStart> {
  if (start === undefined) return weekStart(1);
  return weekStart(start === null ? 0 : (start.value as number));
}

const weekday = (wall: number, start: { readonly first: number; readonly base: number }): number =>
  ((partsOf(wall).weekday - start.first + 7) % 7) + start.base;

/** The week of the year: the one with January 1st is the first. */
function weekOfYear(wall: number, first: number): number {
  const newYear = wallOf(partsOf(wall).year, 1, 1);
  const lead = (partsOf(newYear).weekday - first + 7) % 7;
  return Math.floor(((startOfDay(wall) - newYear) / DAY + lead) / 7) + 1;
}

/** The ISO 8601 week: weeks start on Monday and belong to the year of their Thursday. */
function isoWeek(wall: number): number {
  const thursday = startOfDay(wall) + (3 - ((partsOf(wall).weekday + 6) % 7)) * DAY;
  return Math.floor((thursday - wallOf(partsOf(thursday).year, 1, 1)) / (7 * DAY)) + 1;
}

// ---- The records ---------------------------------------------------------------------------------------------------------------------

export const dates: readonly FunctionDefinition[] = [
  defineFunction({
    name: 'Date',
    parameters: [param('year', number), param('month', number), param('day', number)],
    result: date,
    evaluate: (year, month, day, run) => dateOf([year, month, day], run),
  }),
  defineFunction({
    name: 'Time',
    parameters: [param('hour', number), param('minute', number), param('second', number), optional(param('millisecond', number))],
    result: time,
    evaluate: (hour, minute, second, millisecond) => timeOf(hour, minute, second, millisecond ?? 0),
  }),
  defineFunction({
    name: 'DateTime',
    parameters: [
      param('year', number),
      param('month', number),
      param('day', number),
      param('hour', number),
      param('minute', number),
      param('second', number),
      optional(param('millisecond', number)),
    ],
    result: dateTime,
    evaluate: (year, month, day, hour, minute, second, millisecond, run) =>
      dateTimeOf([year, month, day, hour, minute, second, millisecond ?? 0], run),
  }),
  defineFunction({
    name: 'Now',
    volatile: true,
    parameters: [],
    result: dateTime,
    evaluate: (run) => new DateTimeValue(nowIn(run)),
  }),
  defineFunction({
    name: 'Today',
    volatile: true,
    parameters: [],
    result: date,
    evaluate: (run) => new DateValue(startOfDay(nowIn(run))),
  }),
  defineFunction({
    name: 'UTCNow',
    volatile: true,
    parameters: [],
    result: dateTime,
    evaluate: (run) => new DateTimeValue(run.now()),
  }),
  defineFunction({
    name: 'UTCToday',
    volatile: true,
    parameters: [],
    result: date,
    evaluate: (run) => new DateValue(startOfDay(run.now())),
  }),
  defineFunction({
    name: 'IsToday',
    volatile: true,
    parameters: [maybe('date', dateTime)],
    result: boolean,
    evaluate: (value, run) => value !== null && startOfDay(value.wall) === startOfDay(nowIn(run)),
  }),
  defineFunction({
    name: 'IsUTCToday',
    volatile: true,
    parameters: [maybe('date', dateTime)],
    result: boolean,
    evaluate: (value, run) => value !== null && startOfDay(value.wall) === startOfDay(run.now()),
  }),
  part('Year', 'year', 1900),
  part('Month', 'month', 1),
  part('Day', 'day', 0),
  part('Hour', 'hour', 0),
  part('Minute', 'minute', 0),
  part('Second', 'second', 0),
  defineFunction({
    name: 'Weekday',
    parameters: [param('date', dateTime), optional(maybe('start_of_week', optionType(startOfWeek)))],
    result: numeric,
    evaluate: (value, start) => {
      const from = startIn(start);
      return from === undefined ? noWeekStart : weekday(value.wall, from);
    },
  }),
  defineFunction({
    name: 'WeekNum',
    parameters: [param('date', dateTime), optional(maybe('start_of_week', optionType(startOfWeek)))],
    result: numeric,
    evaluate: (value, start) => {
      if (start instanceof OptionValue && start.value === 21) return isoWeek(value.wall);
      const from = startIn(start);
      return from === undefined ? noWeekStart : weekOfYear(value.wall, from.first);
    },
  }),
  defineFunction({
    name: 'ISOWeekNum',
    parameters: [param('date', dateTime)],
    result: numeric,
    evaluate: (value) => isoWeek(value.wall),
  }),
  defineFunction({
    name: 'TimeZoneOffset',
    volatile: true,
    parameters: [optional(param('date', dateTime))],
    result: numeric,
    evaluate: (value, run) => offsetMinutes(value === undefined ? nowIn(run) : value.wall, run.timeZone),
  }),
];
