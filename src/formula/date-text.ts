import { EPOCH, partsOf, type Parts } from './calendar.ts';
import { dateFormat } from './format/date-names.ts';
import { DateValue, TimeValue, type DateTimeValue } from './value.ts';

/*
 * Dates and times as text where no format is asked for: the culture's short forms.
 */

const clock: Intl.DateTimeFormatOptions = { timeStyle: 'short' };

/** Narrow and unbreakable blanks, which `Intl` puts before AM and PM, as plain ones. */
export const plainBlanks = (text: string): string => text.replace(/[\u202f\u00a0]/g, ' ');

type DayWriter = (date: Parts) => string;

const writers = new Map<string, readonly DayWriter[]>();

/** How a culture writes short dates: its own short form, but with four digits for the year, as .NET has it. */
function writersOf(culture: string): readonly DayWriter[] {
  let found = writers.get(culture);
  if (found === undefined) {
    const sample = dateFormat(culture, { dateStyle: 'short' }).formatToParts(Date.UTC(2003, 1, 1));
    found = sample.map(({ type, value }): DayWriter => {
      if (type === 'year') return ({ year }) => String(year).padStart(4, '0');
      if (type === 'month') return ({ month }) => String(month).padStart(value.length, '0');
      if (type === 'day') return ({ day }) => String(day).padStart(value.length, '0');
      const literal = plainBlanks(value);
      return () => literal;
    });
    writers.set(culture, found);
  }
  return found;
}

/** The short form of a date. */
export function shortDate(wall: number, culture: string): string {
  const date = partsOf(wall);
  return writersOf(culture)
    .map((write) => write(date))
    .join('');
}

export const shortTime = (wall: number, culture: string): string => plainBlanks(dateFormat(culture, clock).format(wall));

/** The culture's short date, short date and time, or short time. */
export function dateText(value: DateValue | DateTimeValue | TimeValue, { culture }: { readonly culture: string }): string {
  if (value instanceof TimeValue) return shortTime(EPOCH + value.milliseconds, culture);
  if (value instanceof DateValue) return shortDate(value.wall, culture);
  return `${shortDate(value.wall, culture)} ${shortTime(value.wall, culture)}`;
}
