import { wallAt } from '../formula/index.ts';

/** What a zone's clock is ahead of universal time by, for whole days without a change; by zone and day. */
const dayOffsets = new Map<string, Map<number, number>>();
const DAY = 86_400_000;
const MAX_DAYS = 20_000;

/** The wall clock of a zone at an instant, for many instants: days on which the clock does not change are remembered. */
export function wallAtCached(instant: number, zone: string): number {
  if (zone === 'UTC' || !Number.isFinite(instant)) return instant;
  let days = dayOffsets.get(zone);
  if (days === undefined) dayOffsets.set(zone, (days = new Map<number, number>()));
  const day = Math.floor(instant / DAY);
  let offset = days.get(day);
  if (offset === undefined) {
    const start = wallAt(day * DAY, zone) - day * DAY;
    const end = wallAt((day + 1) * DAY, zone) - (day + 1) * DAY;
    offset = start === end ? start : Number.NaN;
    if (days.size >= MAX_DAYS) days.clear();
    days.set(day, offset);
  }
  return Number.isNaN(offset) ? wallAt(instant, zone) : instant + offset;
}
