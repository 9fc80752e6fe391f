import { DAY, wallOf } from '../calendar.ts';
import { dateFormat, dayName, halfDayName, monthName, type NameWidth } from '../format/date-names.ts';
import { defineFunction, type FunctionDefinition } from '../function.ts';
import { VALUE, boolean, columnOf, text } from '../type.ts';
import type { Table } from '../value.ts';

/*
 * What the user's culture calls months, days and halves of a day, for lists to choose from.
 */

const rows = (values: readonly string[]): Table => values.map((value) => ({ [VALUE]: value }));

/** Any Sunday, and the first day of each month of a year. */
const sunday = wallOf(2023, 1, 1);
const months = Array.from({ length: 12 }, (_, i) => wallOf(2023, i + 1, 1));
const days = Array.from({ length: 7 }, (_, i) => sunday + i * DAY);
const halves = [sunday, sunday + DAY / 2];

const names = (
  name: string,
  summary: string,
  example: readonly [string, string],
  of: (culture: string) => readonly string[],
): FunctionDefinition =>
  defineFunction({
    name,
    category: 'date',
    summary,
    parameters: [],
    result: columnOf(text),
    examples: [example],
    evaluate: (run) => rows(of(run.culture)),
  });

const widths: readonly (readonly [suffix: string, width: NameWidth, word: string])[] = [
  ['Long', 'long', 'full'],
  ['Short', 'short', 'short'],
];

export const dateNames: readonly FunctionDefinition[] = [
  ...widths.flatMap(([suffix, width, word]) => [
    names(
      `Calendar.Months${suffix}`,
      `The ${word} names of the months, January first.`,
      [`First(Calendar.Months${suffix}()).Value`, width === 'long' ? '"January"' : '"Jan"'],
      (culture) => months.map((wall) => monthName(culture, width, wall)),
    ),
    names(
      `Calendar.Weekdays${suffix}`,
      `The ${word} names of the days of the week, Sunday first.`,
      [`First(Calendar.Weekdays${suffix}()).Value`, width === 'long' ? '"Sunday"' : '"Sun"'],
      (culture) => days.map((wall) => dayName(culture, width, wall)),
    ),
  ]),
  names(
    'Clock.AmPm',
    'The names of the halves of a day, before and after noon.',
    ['Clock.AmPm()', 'Table({Value:"AM"},{Value:"PM"})'],
    (culture) => halves.map((wall) => halfDayName(culture, wall)),
  ),
  names(
    'Clock.AmPmShort',
    'The first letters of the halves of a day.',
    ['Clock.AmPmShort()', 'Table({Value:"A"},{Value:"P"})'],
    (culture) => halves.map((wall) => [...halfDayName(culture, wall)][0] ?? ''),
  ),
  defineFunction({
    name: 'Clock.IsClock24',
    category: 'date',
    summary: 'Whether hours are counted to 24 where the user lives.',
    parameters: [],
    result: boolean,
    examples: [['Clock.IsClock24()', 'false']],
    evaluate: (run) => dateFormat(run.culture, { hour: 'numeric' }).resolvedOptions().hour12 !== true,
  }),
];
