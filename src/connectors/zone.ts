/**
 * Wall clock and universal time. A formula's date-time is the wall clock of the app's zone; a service speaks universal time.
 * Formatters are kept by zone: making one costs a hundred times more than using it.
 */
const formatters = new Map<string, Intl.DateTimeFormat | null>();

function formatter(zone: string): Intl.DateTimeFormat | null {
  let made = formatters.get(zone);
  if (made === undefined) {
    try {
      made = new Intl.DateTimeFormat('en-US', {
        timeZone: zone,
        calendar: 'gregory',
        numberingSystem: 'latn',
        era: 'short',
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        second: 'numeric',
        hourCycle: 'h23',
      });
    } catch {
      made = null;
    }
    formatters.set(zone, made);
  }
  return made;
}

/** What a zone's clock is ahead of universal time by, for whole days without a change; by zone and day. */
const dayOffsets = new Map<string, Map<number, number>>();
const DAY = 86_400_000;
const MAX_DAYS = 20_000;

/** `wallAt`, for many instants: days on which the clock does not change are remembered. */
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

/** The wall clock of a zone at an instant, both in milliseconds; an unknown zone counts as UTC. */
export function wallAt(instant: number, zone: string): number {
  if (zone === 'UTC' || !Number.isFinite(instant)) return instant;
  const format = formatter(zone);
  if (format === null) return instant;
  let year = 0;
  let month = 0;
  let day = 0;
  let hour = 0;
  let minute = 0;
  let second = 0;
  for (const { type, value } of format.formatToParts(instant)) {
    if (type === 'year') year = Number(value);
    else if (type === 'month') month = Number(value);
    else if (type === 'day') day = Number(value);
    else if (type === 'hour') hour = Number(value);
    else if (type === 'minute') minute = Number(value);
    else if (type === 'second') second = Number(value);
    else if (type === 'era' && value.startsWith('B')) year = 1 - year;
  }
  const wall = new Date(0);
  wall.setUTCFullYear(year, month - 1, day);
  wall.setUTCHours(hour, minute, second);
  return wall.getTime() + (((instant % 1000) + 1000) % 1000);
}

/** The instant at which a zone's clock shows this. Skipped times move forward, repeated ones are the first. */
export function instantAt(wall: number, zone: string): number {
  if (zone === 'UTC') return wall;
  const offsetBefore = wallAt(wall - 86_400_000, zone) - (wall - 86_400_000);
  const candidate = wall - offsetBefore;
  const offset = wallAt(candidate, zone) - candidate;
  if (offset === offsetBefore) return candidate;
  const other = wall - offset;
  return wallAt(other, zone) === wall ? other : candidate;
}
