/** Days as milliseconds from 1970-01-01 of a wall clock, as `DateValue` has them. */
export type Day = number;

export const DAY = 86_400_000;

export const dayOf = (year: number, month: number, day: number): Day => Date.UTC(year, month, day);

/** Today, on the clock of the page. */
export function today(): Day {
  const now = new Date();
  return dayOf(now.getFullYear(), now.getMonth(), now.getDate());
}

/** The day without its time. */
export const startOfDay = (wall: number): Day => Math.floor(wall / DAY) * DAY;

const styles: { readonly [name: string]: Intl.DateTimeFormatOptions } = {
  shortdate: { dateStyle: 'short' },
  short: { dateStyle: 'short' },
  abbreviated: { day: 'numeric', month: 'short', year: 'numeric' },
  longdate: { dateStyle: 'full' },
  long: { dateStyle: 'full' },
  longabbreviated: { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' },
};

/** Pieces of patterns such as `dd.mm.yyyy`, the longest first. */
const pieces: { readonly [piece: string]: Intl.DateTimeFormatOptions } = {
  dddd: { weekday: 'long' },
  ddd: { weekday: 'short' },
  dd: { day: '2-digit' },
  d: { day: 'numeric' },
  mmmm: { month: 'long' },
  mmm: { month: 'short' },
  mm: { month: '2-digit' },
  m: { month: 'numeric' },
  yyyy: { year: 'numeric' },
  yy: { year: '2-digit' },
};

/** A day in the words of a language, by a named format (`ShortDate`, `Long Abbreviated`) or a pattern (`yyyy-mm-dd`). */
export function formatDay(day: Day, format: string, language: string | undefined): string {
  const say = (options: Intl.DateTimeFormatOptions): string => dateFormat(language, options).format(day);
  const named = styles[format.toLowerCase().replaceAll(/[\s']|^datetimeformat\./g, '')];
  if (format === '' || named !== undefined) return say(named ?? styles['shortdate']!);
  return format.replaceAll(/d{1,4}|m{1,4}|y{4}|y{2}/gi, (piece) => {
    const options = pieces[piece.toLowerCase()];
    return options === undefined ? piece : padded(say(options), options);
  });
}

/** Some languages leave a leading zero out where a number stands alone. */
const padded = (text: string, options: Intl.DateTimeFormatOptions): string =>
  Object.values(options).includes('2-digit') && /^\d$/.test(text) ? `0${text}` : text;

export function dateFormat(language: string | undefined, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat(language === '' ? undefined : language, { ...options, timeZone: 'UTC' });
  } catch {
    return new Intl.DateTimeFormat(undefined, { ...options, timeZone: 'UTC' });
  }
}

/** The day that a text means: `2026-11-20`, or three numbers in the order of the language. Undefined for nonsense, null for nothing. */
export function parseDay(text: string, language: string | undefined): Day | null | undefined {
  if (text.trim() === '') return null;
  const numbers = text.match(/\d+/g)?.map(Number) ?? [];
  if (numbers.length !== 3) return undefined;
  const iso = /^\s*\d{4}\D/.test(text);
  const parts = dateFormat(language, { dateStyle: 'short' })
    .formatToParts(0)
    .map(({ type }) => type);
  const order = iso ? ['year', 'month', 'day'] : parts.filter((type) => type === 'day' || type === 'month' || type === 'year');
  const part = (name: string): number => numbers[order.indexOf(name)] ?? Number.NaN;
  const year = part('year') < 100 ? part('year') + 2000 : part('year');
  const day = dayOf(year, part('month') - 1, part('day'));
  return new Date(day).getUTCDate() === part('day') && new Date(day).getUTCMonth() === part('month') - 1 ? day : undefined;
}
