import { wallOf } from './calendar.ts';

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

/** The wall clock of a zone at an instant, both in milliseconds from 1970-01-01. */
export function wallAt(instant: number, zone: string): number {
  if (isUtc(zone)) return instant;
  let year = 0;
  const parts: { [type: string]: number } = {};
  let beforeChrist = false;
  for (const { type, value } of format(zone).formatToParts(instant)) {
    if (type === 'era') beforeChrist = value.startsWith('B');
    else if (type === 'year') year = Number(value);
    else parts[type] = Number(value);
  }
  const milliseconds = ((instant % 1000) + 1000) % 1000;
  return wallOf(
    beforeChrist ? 1 - year : year,
    parts['month'] ?? 1,
    parts['day'] ?? 1,
    parts['hour'] ?? 0,
    parts['minute'] ?? 0,
    parts['second'] ?? 0,
    milliseconds,
  );
}

/**
 * The instant at which a zone's clock shows a wall time. In a spring gap the clock has moved on: the time is read with the offset before
 * the gap. Of two instants in autumn, the one in standard time is taken, as .NET does.
 */
export function instantOf(wall: number, zone: string): number {
  if (isUtc(zone)) return wall;
  const before = wallAt(wall - 86_400_000, zone) - (wall - 86_400_000);
  const after = wallAt(wall + 86_400_000, zone) - (wall + 86_400_000);
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

/** A wall time as the zone's clock shows it: one that a spring gap skips moves forward by the gap. */
export const validWall = (wall: number, zone: string): number => (isUtc(zone) ? wall : wallAt(instantOf(wall, zone), zone));
