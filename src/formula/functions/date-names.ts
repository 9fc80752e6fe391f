import { DAY, wallOf } from '../calendar.ts';
import { dateFormat, dayName, halfDayName, monthName, type NameWidth } from '../format/date-names.ts';
import { defineFunction, type Documentation, type FunctionDefinition } from '../function.ts';
import { VALUE, boolean, columnOf, text } from '../type.ts';
import type { Table } from '../value.ts';

/*
 * What the user's culture calls months, days and halves of a day, for lists to choose from.
 */

export const documentation: Documentation = {
  date: {
    'Calendar.MonthsLong': {
      summary: 'The full names of the months, January first.',
      examples: [['First(Calendar.MonthsLong()).Value', '"January"']],
    },
    'Calendar.WeekdaysLong': {
      summary: 'The full names of the days of the week, Sunday first.',
      examples: [['First(Calendar.WeekdaysLong()).Value', '"Sunday"']],
    },
    'Calendar.MonthsShort': {
      summary: 'The short names of the months, January first.',
      examples: [['First(Calendar.MonthsShort()).Value', '"Jan"']],
    },
    'Calendar.WeekdaysShort': {
      summary: 'The short names of the days of the week, Sunday first.',
      examples: [['First(Calendar.WeekdaysShort()).Value', '"Sun"']],
    },
    'Clock.AmPm': {
      summary: 'The names of the halves of a day, before and after noon.',
      examples: [['Clock.AmPm()', 'Table({Value:"AM"},{Value:"PM"})']],
    },
    'Clock.AmPmShort': {
      summary: 'The first letters of the halves of a day.',
      examples: [['Clock.AmPmShort()', 'Table({Value:"A"},{Value:"P"})']],
    },
    'Clock.IsClock24': {
      summary: 'Whether hours are counted to 24 where the user lives.',
      examples: [['Clock.IsClock24()', 'false']],
    },
  },
};

const rows = (values: readonly string[]): Table => values.map((value) => ({ [VALUE]: value }));

/** Any Sunday, and the first day of each month of a year. */
const sunday = wallOf(2023, 1, 1);
const months = Array.from({ length: 12 }, (_, i) => wallOf(2023, i + 1, 1));
const days = Array.from({ length: 7 }, (_, i) => sunday + i * DAY);
const halves = [sunday, sunday + DAY / 2];

const names = (name: string, of: (culture: string) => readonly string[]): FunctionDefinition =>
  defineFunction({
    name,
    parameters: [],
    result: columnOf(text),
    evaluate: (run) => rows(of(run.culture)),
  });

const widths: readonly (readonly [suffix: string, width: NameWidth])[] = [
  ['Long', 'long'],
  ['Short', 'short'],
];

export const dateNames: readonly FunctionDefinition[] = [
  ...widths.flatMap(([suffix, width]) => [
    names(`Calendar.Months${suffix}`, (culture) => months.map((wall) => monthName(culture, width, wall))),
    names(`Calendar.Weekdays${suffix}`, (culture) => days.map((wall) => dayName(culture, width, wall))),
  ]),
  names('Clock.AmPm', (culture) => halves.map((wall) => halfDayName(culture, wall))),
  names('Clock.AmPmShort', (culture) => halves.map((wall) => [...halfDayName(culture, wall)][0] ?? '')),
  defineFunction({
    name: 'Clock.IsClock24',
    parameters: [],
    result: boolean,
    evaluate: (run) => dateFormat(run.culture, { hour: 'numeric' }).resolvedOptions().hour12 !== true,
  }),
];
