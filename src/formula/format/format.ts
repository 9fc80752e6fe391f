import { DAY, EPOCH, inCalendar, serialOf } from '../calendar.ts';
import type { Decimal } from '../decimal.ts';
import { formulaError, type FormulaError } from '../error.ts';
import { DateTimeValue, DateValue, TimeValue } from '../value.ts';
import { instantOf } from '../zone.ts';
import { formatDate, formatInstant, formatNamed } from './date-format.ts';
import { formatNumber } from './number-format.ts';
import { readPattern, sectionFor, type Pattern } from './pattern.ts';

/*
 * `Text` with a format: a number or a date by a pattern of either kind, or a date by a named format.
 */

export type Formattable = number | Decimal | DateValue | DateTimeValue | TimeValue;

interface Place {
  readonly culture: string;
  readonly timeZone: string;
}

const isDate = (value: Formattable): value is DateValue | DateTimeValue | TimeValue =>
  value instanceof DateValue || value instanceof DateTimeValue || value instanceof TimeValue;

const asNumber = (value: Exclude<Formattable, DateValue | DateTimeValue | TimeValue>): number =>
  typeof value === 'number' ? value : value.toNumber();

const TICK = 10_000; // of .NET, in a millisecond

/** The wall time of a number of days, to a ten-thousandth of a millisecond: fractions of seconds are cut off from it, not rounded. */
function wallOfSerial(serial: number): number {
  const days = Math.trunc(serial);
  return EPOCH + days * DAY + Math.trunc((serial - days) * DAY * TICK) / TICK;
}

function wallOf(value: Formattable): number {
  if (value instanceof TimeValue) return EPOCH + value.milliseconds;
  return isDate(value) ? value.wall : wallOfSerial(asNumber(value));
}

const badPattern = formulaError(
  'InvalidArgument',
  'The format is not understood. Numbers take 0 # . , % E+0, dates take y m d h s AM/PM; put other letters in double quotes.',
);
const noDate = formulaError('InvalidArgument', 'The number is no date: it lies outside the years 1 to 9999.');

/** Whether a text is a pattern that `format` takes. */
export const isPattern = (text: string): boolean => text === '' || readPattern(text) !== undefined;

/** A value by a pattern; an error of kind InvalidArgument where the pattern is none, or the number no date. */
export function format(value: Formattable, text: string, culture: string): string | FormulaError {
  if (text === '') return '';
  const pattern = readPattern(text);
  if (pattern === undefined) return badPattern;
  return pattern.kind === 'number' && (pattern.hasDigits || !isDate(value))
    ? formatNumber(isDate(value) ? serialOf(value) : value, pattern.sections, culture)
    : formatAsDate(value, pattern, culture);
}

function formatAsDate(value: Formattable, pattern: Pattern, culture: string): string | FormulaError {
  const wall = wallOf(value);
  if (!inCalendar(wall)) return noDate;
  const serial = isDate(value) ? serialOf(value) : asNumber(value);
  if (pattern.kind === 'number') return formatNumber(serial, pattern.sections, culture);
  return formatDate(wall, pattern.sections[sectionFor(Math.sign(serial), pattern.sections)]!, culture) ?? badPattern;
}

/** A value by a member of `DateTimeFormat`, given by its backing text (`'longdate'`, `utc`). */
export function formatByName(value: Formattable, name: string, { culture, timeZone }: Place): string | FormulaError {
  const wall = wallOf(value);
  if (!inCalendar(wall)) return noDate;
  if (name === 'utc') return formatInstant(instantOf(wall, timeZone));
  return formatNamed(wall, name, culture) ?? badPattern;
}
