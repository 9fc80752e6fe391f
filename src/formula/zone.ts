import { DAY, wallOf } from './calendar.ts';

/*
 * Time zones, by cached `Intl.DateTimeFormat`: what a zone's wall clock shows at an instant, and the instant of a wall time. Synchronous,
 * since formulas are.
 */

const formats = new Map<string, Intl.DateTimeFormat>();

function format(zone: string): Intl.DateTimeFormat {
  let found = formats.get(zone);
  if (found === undefined) {
    found = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(zone, found);
  }
  return found;
}

const isUtc = (zone: string): boolean => zone === 'UTC' || zone === 'Etc/UTC' || zone === 'GMT';

/** What the zone's wall clock shows, read from its formatted parts; slow. */
function formattedWall(instant: number, zone: string): number {
  let year = 0;
  const parts: { [type: string]: number } = {};
  let beforeChrist = false;
  for (const { type, value } of format(zone).formatToParts(instant)) {
    if (type === 'era') beforeChrist = value.startsWith('B');
    else if (type === 'year') year = Number(value);
    else parts[type] = Number(value);
  }
  const { month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return wallOf(beforeChrist ? 1 - year : year, month, day, hour, minute, second, modulo(instant, 1000));
}

const modulo = (value: number, by: number): number => ((value % by) + by) % by;

const WEEK = 7 * DAY;

/** A week of a zone: its offset from UTC, and where the clocks change in it the instant and the offset from then on. */
interface Week {
  readonly offset: number;
  readonly change: number;
  readonly later: number;
}

const zones = new Map<string, Map<number, Week>>();

/** The offset of a zone's clock from UTC in milliseconds. Weeks are kept: clocks change at most once in one. */
function offsetAt(instant: number, zone: string): number {
  const week = weekAt(Math.floor(instant / WEEK), zone);
  return instant < week.change ? week.offset : week.later;
}

function weekAt(index: number, zone: string): Week {
  let weeks = zones.get(zone);
  if (weeks === undefined) zones.set(zone, (weeks = new Map<number, Week>()));
  let week = weeks.get(index);
  if (week === undefined) weeks.set(index, (week = weekFrom(index * WEEK, zone)));
  return week;
}

function weekFrom(start: number, zone: string): Week {
  const slowOffset = (instant: number): number => formattedWall(instant, zone) - instant;
  const offset = slowOffset(start);
  const later = slowOffset(start + WEEK);
  let before = start;
  let change = start + WEEK;
  if (offset === later) return { offset, change, later };
  while (change - before > 1000) {
    const middle = Math.floor((before + change) / 2000) * 1000;
    if (slowOffset(middle) === offset) before = middle;
    else change = middle;
  }
  return { offset, change, later };
}

/** The wall clock of a zone at an instant, both in milliseconds from 1970-01-01. */
export const wallAt = (instant: number, zone: string): number => (isUtc(zone) ? instant : instant + offsetAt(instant, zone));

/**
 * The instant at which a zone's clock shows a wall time. In a spring gap the clock has moved on: the time is read with the offset before
 * the gap. Of two instants in autumn, the one in standard time is taken, as .NET does.
 */
export function instantOf(wall: number, zone: string): number {
  if (isUtc(zone)) return wall;
  const before = offsetAt(wall - DAY, zone);
  const after = offsetAt(wall + DAY, zone);
  if (before === after) return wall - before;
  const early = wall - before;
  const late = wall - after;
  const earlyHits = wallAt(early, zone) === wall;
  const lateHits = wallAt(late, zone) === wall;
  if (earlyHits && lateHits) return Math.max(early, late);
  if (earlyHits) return early;
  if (lateHits) return late;
  return early;
}

/** Minutes to add to a wall time to get UTC: +480 in Los Angeles in winter. */
export const offsetMinutes = (wall: number, zone: string): number => Math.round((instantOf(wall, zone) - wall) / 60_000);

/** The last change of the clocks up to an instant that follows one by hours. */
function lastChange(instant: number, zone: string): number {
  const index = Math.floor(instant / WEEK);
  const { change } = weekAt(index, zone);
  return change <= instant ? change : weekAt(index - 1, zone).change;
}

/** A wall time as the zone's clock shows it; for one that a spring gap skips, the first one after the gap. */
export function validWall(wall: number, zone: string): number {
  if (isUtc(zone)) return wall;
  const instant = instantOf(wall, zone);
  return wallAt(instant, zone) === wall ? wall : wallAt(lastChange(instant, zone), zone);
}
