import { wallAtCached } from './zone.ts';

const iso = /^([+-]?\d{4,6})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*([Zz]|[+-]\d{2}:?\d{2})?)?$/;
const legacy = /^\/Date\((-?\d{1,16})(?:[+-]\d{4})?\)\/$/;
/** A form that names its zone, as mail and HTTP write dates: `Wed, 27 Dec 2023 15:10:59 GMT`. */
const named = /^[A-Za-z]{3},? .*(?:GMT|UTC|[+-]\d{4})$/;

/**
 * A date or date-time as services write it, as milliseconds of the zone's wall clock; undefined where the text is none. A text without a
 * zone is that clock already. Days that do not exist (30 February) are refused.
 */
export function readMoment(text: string, zone: string): number | undefined {
  const match = iso.exec(text.trim());
  if (match === null) return readOther(text.trim(), zone);
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', offset] = match;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  if (Number.isNaN(date.getTime()) || date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day))
    return undefined;
  if (Number(hour) > 24 || Number(minute) > 59 || Number(second) > 60) return undefined;
  const wall =
    date.getTime() + ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000 + Number(`${fraction}000`.slice(0, 3));
  return offset === undefined ? wall : wallAtCached(wall - offsetMilliseconds(offset), zone);
}

function offsetMilliseconds(offset: string): number {
  if (offset === 'Z' || offset === 'z') return 0;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2));
  return (offset.startsWith('-') ? -minutes : minutes) * 60_000;
}

function readOther(text: string, zone: string): number | undefined {
  const ticks = legacy.exec(text)?.[1];
  const instant = ticks === undefined ? (named.test(text) ? Date.parse(text) : Number.NaN) : Number(ticks);
  return Number.isNaN(instant) ? undefined : wallAtCached(instant, zone);
}
