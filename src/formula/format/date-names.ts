import { cultureOf } from '../culture.ts';

/*
 * Names of months, days and halves of days by culture, from cached `Intl` formats.
 */

const formats = new Map<string, Intl.DateTimeFormat>();

/** A cached format of the Gregorian calendar with the digits 0 to 9, on the wall clock (milliseconds are read as UTC). */
export function dateFormat(culture: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${culture} ${JSON.stringify(options)}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(cultureOf(culture) ?? 'en-US', {
      ...options,
      timeZone: 'UTC',
      calendar: 'gregory',
      numberingSystem: 'latn',
    });
    formats.set(key, format);
  }
  return format;
}

const part = (culture: string, options: Intl.DateTimeFormatOptions, type: Intl.DateTimeFormatPartTypes, wall: number): string =>
  dateFormat(culture, options)
    .formatToParts(wall)
    .find((found) => found.type === type)?.value ?? '';

export type NameWidth = 'long' | 'short';

export const monthName = (culture: string, width: NameWidth, wall: number): string =>
  part(culture, { month: width }, 'month', wall);

export const dayName = (culture: string, width: NameWidth, wall: number): string =>
  part(culture, { weekday: width }, 'weekday', wall);

/** AM or PM, as the culture calls them. */
export const halfDayName = (culture: string, wall: number): string =>
  part(culture, { hour: 'numeric', hour12: true }, 'dayPeriod', wall);
