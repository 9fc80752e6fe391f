/** A day, from milliseconds of its midnight, as `2026-11-21`. */
export const dayText = (day: number): string => new Date(day).toISOString().slice(0, 10);

/** An instant, from milliseconds since 1970-01-01 UTC, as `2026-11-21T10:00:00.000Z`. */
export const instantText = (instant: number): string => new Date(instant).toISOString();
