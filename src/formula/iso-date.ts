import { DAY, partsOf, wallOf } from './calendar.ts';
import { DateTimeValue, TimeValue } from './value.ts';
import { wallAt } from './zone.ts';

/*
 * Dates and times as JSON carries them: ISO 8601 with all its digits, nothing of a culture. Up to seven digits of a second.
 */

const clock = String.raw`(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,7}))?)?`;
const dateForm = new RegExp(String.raw`^(\d{4})-(\d{2})-(\d{2})(?:T${clock}(Z|[+-]\d{2}:?\d{2})?)?$`);
const timeForm = new RegExp(`^${clock}$`);

/** Milliseconds since midnight; undefined where a part is out of its range. */
function timeOf(parts: readonly (string | undefined)[]): number | undefined {
  const [hour, minute, second, digits] = parts;
  if (Number(hour ?? 0) > 23 || Number(minute ?? 0) > 59 || Number(second ?? 0) > 59) return undefined;
  const whole = Number(hour ?? 0) * 3_600_000 + Number(minute ?? 0) * 60_000 + Number(second ?? 0) * 1000;
  // Tenths of microseconds, so that no binary fraction creeps in.
  return digits === undefined ? whole : whole + Number(digits.padEnd(7, '0')) / 10_000;
}

/** A date with or without a time; one with an offset becomes what the zone's clock shows then. Undefined where the text is none. */
export function parseIsoDate(text: string, timeZone: string): DateTimeValue | undefined {
  const match = dateForm.exec(text);
  const time = match === null ? undefined : timeOf(match.slice(4, 8));
  if (match === null || time === undefined) return undefined;
  const [year, month, day] = match.slice(1, 4).map(Number) as [number, number, number];
  if (year < 1 || month < 1 || month > 12 || day < 1) return undefined;
  const start = wallOf(year, month, day);
  if (partsOf(start).day !== day) return undefined;
  const offset = match[8];
  if (offset === undefined) return new DateTimeValue(start + time);
  const sign = offset.startsWith('-') ? -1 : 1;
  const minutes = offset === 'Z' ? 0 : sign * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2)));
  return new DateTimeValue(wallAt(start + time - minutes * 60_000, timeZone));
}

/** A time of day. Undefined where the text is none. */
export function parseIsoTime(text: string): TimeValue | undefined {
  const match = timeForm.exec(text);
  const time = match === null ? undefined : timeOf(match.slice(1, 5));
  return time === undefined || time >= DAY ? undefined : new TimeValue(time);
}
