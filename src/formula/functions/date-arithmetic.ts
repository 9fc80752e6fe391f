import { DAY, EPOCH, addMonths, daysInMonth, inCalendar, partsOf, startOfDay, wallOf } from '../calendar.ts';
import { timeUnit } from '../enums.ts';
import { formulaError, type FormulaError } from '../error.ts';
import { defineFunction, maybe, optional, overload, param, type Documentation, type FunctionDefinition } from '../function.ts';
import type { OptionValue } from '../option-set.ts';
import type { Run } from '../run.ts';
import { date, dateTime, number, numeric, optionType, time, type Type } from '../type.ts';
import { DateTimeValue, DateValue, TimeValue, type Value } from '../value.ts';
import { instantOf, offsetMinutes, validWall, wallAt } from '../zone.ts';

export const documentation: Documentation = {
  date: {
    DateAdd: {
      summary: 'The date or time so many units later (days unless given), or earlier where the number is negative.',
      examples: [
        ['DateAdd(Date(2026, 11, 20), 3)', 'Date(2026,11,23)'],
        ['DateAdd(Date(2026, 1, 31), 1, TimeUnit.Months)', 'Date(2026,2,28)'],
      ],
    },
    DateDiff: {
      forms: [
        'start_date, end_date',
        'start_date, end_date, unit',
        'start_date_column, end_date_column',
        'start_date_column, end_date_column, unit',
      ],
      summary: 'How many units (days unless given) lie between two dates; both are cut to the unit first.',
      examples: [
        ['DateDiff(Date(2026, 11, 20), Date(2026, 12, 24))', '34'],
        ['DateDiff(Date(2025, 12, 31), Date(2026, 1, 1), TimeUnit.Years)', '1'],
      ],
    },
    EDate: {
      summary: 'The same day so many months later; the last day of the month where it has no such day.',
      examples: [['EDate(Date(2026, 1, 31), 1)', 'Date(2026,2,28)']],
    },
    EOMonth: {
      summary: 'The last day of the month so many months later.',
      examples: [['EOMonth(Date(2026, 1, 15), 1)', 'Date(2026,2,28)']],
    },
  },
};

/** More months than the calendar has. */
const MOST_MONTHS = 120_000;

/** More milliseconds than the calendar has. */
const LONGEST = 1e15;

const outside = formulaError('InvalidArgument', 'The date is outside the years 1 to 9999.');
const noUnit = formulaError('InvalidArgument', 'There is no such unit of time. Use a member of TimeUnit.');
const tooMany = formulaError('InvalidArgument', 'The number of units is too large.');

/** The unit that an argument names, days where it is left out or blank. */
const unitOf = (unit: OptionValue | null | undefined): string =>
  unit === null || unit === undefined ? 'days' : String(unit.value).toLowerCase();

/** Units that pass on every clock alike, in milliseconds. Longer ones keep the wall clock. */
const spans: ReadonlyMap<string, number> = new Map([
  ['hours', 3_600_000],
  ['minutes', 60_000],
  ['seconds', 1000],
  ['milliseconds', 1],
]);
const months: ReadonlyMap<string, number> = new Map([
  ['years', 12],
  ['quarters', 3],
  ['months', 1],
]);

/** A wall time so many units later; of months and years whole ones count. Hours and shorter units pass through UTC, so that they are right across a change of clocks. */
function later(wall: number, amount: number, unit: string, zone: string): number | FormulaError {
  const span = spans.get(unit);
  const count = months.get(unit);
  if (span === undefined && count === undefined && unit !== 'days') return noUnit;
  if (count !== undefined && Math.abs(amount * count) > MOST_MONTHS) return outside;
  const moved = count === undefined ? wall + Math.round(amount * (span ?? DAY)) : addMonths(wall, Math.trunc(amount) * count);
  if (!inCalendar(moved)) return outside;
  return span === undefined ? validWall(moved, zone) : wallAt(instantOf(wall, zone) + Math.round(amount * span), zone);
}

function add(value: DateValue | DateTimeValue, amount: number, unit: OptionValue | null | undefined, run: Run): Value {
  if (!(Math.abs(amount) < LONGEST)) return tooMany;
  const wall = later(value.wall, amount, unitOf(unit), run.timeZone);
  if (typeof wall !== 'number') return wall;
  return value instanceof DateValue ? new DateValue(wall) : new DateTimeValue(wall);
}

/** How many unit borders lie between two wall times. */
function difference(from: number, to: number, unit: string, zone: string): Value {
  const a = partsOf(from);
  const b = partsOf(to);
  switch (unit) {
    case 'years':
      return b.year - a.year;
    case 'quarters':
      return (b.year - a.year) * 4 + Math.floor((b.month - 1) / 3) - Math.floor((a.month - 1) / 3);
    case 'months':
      return (b.year - a.year) * 12 + b.month - a.month;
    case 'days':
      return Math.round((startOfDay(to) - startOfDay(from)) / DAY);
  }
  const span = spans.get(unit);
  if (span === undefined) return noUnit;
  const border = (wall: number): number => Math.floor(wall / span) * span;
  // The end as a clock shows it that has not been changed since the start.
  const shift = (offsetMinutes(to, zone) - offsetMinutes(from, zone)) * 60_000;
  return Math.round((border(to + shift) - border(from)) / span);
}

/** The date so many months later, without its time of day. */
const monthsLater = (wall: number, amount: number): number | undefined => {
  const moved = Math.abs(amount) > MOST_MONTHS ? Number.NaN : addMonths(startOfDay(wall), Math.trunc(amount));
  return inCalendar(moved) ? moved : undefined;
};

/** The kind of an argument, or of the first column of a table. */
const elementKind = (type: Type | undefined): string | undefined =>
  type?.kind === 'table' ? [...type.fields.values()][0]?.kind : type?.kind;

const unit = optional(maybe('unit', optionType(timeUnit)));

export const dateArithmetic: readonly FunctionDefinition[] = [
  {
    name: 'DateAdd',
    overloads: [
      overload({
        parameters: [param('date', dateTime), param('number_of_units', number), unit],
        rowByRow: true,
        result: dateTime,
        accepts: ([type]) => elementKind(type) !== 'date' && elementKind(type) !== 'time',
        evaluate: add,
      }),
      overload({
        parameters: [param('date', time), param('number_of_units', number), unit],
        rowByRow: true,
        result: time,
        accepts: ([type]) => elementKind(type) === 'time',
        evaluate: ({ milliseconds }, amount, units, run) => {
          const moved = add(new DateTimeValue(EPOCH + milliseconds), amount, units, run);
          return moved instanceof DateTimeValue ? new TimeValue(moved.wall - EPOCH) : moved;
        },
      }),
      overload({
        parameters: [param('date', date), param('number_of_units', number), unit],
        rowByRow: true,
        result: date,
        evaluate: add,
      }),
    ],
  },
  defineFunction({
    name: 'DateDiff',
    parameters: [param('start_date', dateTime), param('end_date', dateTime), unit],
    rowByRow: true,
    result: numeric,
    evaluate: (start, end, units, run) => difference(start.wall, end.wall, unitOf(units), run.timeZone),
  }),
  defineFunction({
    name: 'EDate',
    parameters: [param('date', dateTime), param('months', number)],
    result: date,
    evaluate: ({ wall }, amount, run) => {
      const found = monthsLater(wall, amount);
      return found === undefined ? outside : new DateValue(validWall(found, run.timeZone));
    },
  }),
  defineFunction({
    name: 'EOMonth',
    parameters: [param('date', dateTime), param('months', number)],
    result: date,
    evaluate: ({ wall }, amount, run) => {
      const found = monthsLater(wall, amount);
      if (found === undefined) return outside;
      const { year, month } = partsOf(found);
      return new DateValue(validWall(wallOf(year, month, daysInMonth(year, month)), run.timeZone));
    },
  }),
];
