import { dateFormat, halfDayName } from './format/date-names.ts';

/*
 * The words that dates are written with in a culture, made ready for reading: names of months, weekdays and halves of the day, and words that
 * only join others ("de", "at", "年").
 */

/** Private-use characters that stand for words in a text being read. */
const MONTH = 0xe000; // + 0 to 11
const WEEKDAY = 0xe010; // + 0 to 6, 0 is Sunday
export const AM = '\ue020';
export const PM = '\ue021';

export const monthOf = (char: string): number | undefined => within(char, MONTH, 12);
export const weekdayOf = (char: string): number | undefined => within(char, WEEKDAY, 7);

function within(char: string, base: number, count: number): number | undefined {
  const index = char.charCodeAt(0) - base;
  return index >= 0 && index < count ? index : undefined;
}

interface Words {
  /** Names and what stands for them, longest first. */
  readonly names: readonly (readonly [name: string, char: string])[];
  readonly joints: ReadonlySet<string>;
}

const DAY = 86_400_000;
const JANUARY = Date.UTC(2023, 0, 15);
const SUNDAY = Date.UTC(2023, 0, 1);

const known = new Map<string, Words>();

function wordsOf(culture: string): Words {
  let words = known.get(culture);
  if (words === undefined) known.set(culture, (words = collect(culture)));
  return words;
}

/** Each name as it stands alone and as it stands in a date, long and short. */
const forms = (own: Intl.DateTimeFormatOptions, name: 'month' | 'weekday'): Intl.DateTimeFormatOptions[] =>
  (['long', 'short'] as const).flatMap((width) => [
    { [name]: width },
    { ...own, [name]: width },
    { ...own, [name]: width, hour: 'numeric' },
  ]);

function collect(culture: string): Words {
  const names = new Map<string, string>();
  const add = (name: string, char: string): void => {
    const text = fold(name, culture);
    // Names that are a number with a unit ("7月") are read as numbers.
    if (text !== '' && !/^\d/.test(text) && !names.has(text)) names.set(text, char);
    if (text.endsWith('.') && !names.has(text.slice(0, -1))) names.set(text.slice(0, -1), char);
  };
  const nameIn = (options: Intl.DateTimeFormatOptions, type: 'month' | 'weekday', wall: number): string =>
    dateFormat(culture, options)
      .formatToParts(wall)
      .find((part) => part.type === type)?.value ?? '';
  for (const options of forms({ year: 'numeric', day: 'numeric' }, 'month')) {
    for (let i = 0; i < 12; i++) add(nameIn(options, 'month', Date.UTC(2023, i, 15)), String.fromCharCode(MONTH + i));
  }
  for (const options of forms({ year: 'numeric', month: 'long', day: 'numeric' }, 'weekday')) {
    for (let i = 0; i < 7; i++) add(nameIn(options, 'weekday', SUNDAY + i * DAY), String.fromCharCode(WEEKDAY + i));
  }
  for (const [char, hour] of [
    [AM, 3],
    [PM, 15],
  ] as const) {
    add(halfDayName(culture, JANUARY + hour * 3_600_000), char);
    add(char === AM ? 'AM' : 'PM', char);
  }
  return { names: [...names].toSorted(([a], [b]) => b.length - a.length), joints: joints(culture) };
}

/** Words between the parts of long dates and times. */
function joints(culture: string): Set<string> {
  const found = new Set<string>();
  for (const options of [{ dateStyle: 'full', timeStyle: 'medium' }, { dateStyle: 'long' }] as const) {
    for (const { type, value } of dateFormat(culture, options).formatToParts(JANUARY)) {
      if (type === 'literal') for (const word of fold(value, culture).match(/\p{L}+/gu) ?? []) found.add(word);
    }
  }
  return found;
}

const fold = (text: string, culture: string): string => text.toLocaleLowerCase(culture).replace(/[\u00a0\u202f]/g, ' ');

const isLetter = (char: string | undefined): boolean => char !== undefined && /[\p{L}\p{M}]/u.test(char);

/** Times and dates whose numbers carry units, as in Chinese, Japanese and Korean; some units are also names of weekdays. */
const unitedTime = /(\d+)\s*[時时시点點]\s*(\d+)\s*[分분]\s*(?:(\d+)\s*[秒초])?/g;
const dayUnits = /(\d)\s*[年月日년월일]/g;

/**
 * A text with each name replaced by the character that stands for it, and joining words by blanks; undefined where a word is left that means
 * nothing in a date.
 */
export function replaceWords(text: string, culture: string): string | undefined {
  const { names, joints: joining } = wordsOf(culture);
  let rest = fold(text, culture)
    .replace(unitedTime, (_, hour: string, minute: string, second = '0') => `${hour}:${minute}:${second}`)
    .replace(dayUnits, '$1 ');
  for (const [name, char] of names) {
    for (let at = rest.indexOf(name); at >= 0; at = rest.indexOf(name, at + 1)) {
      const after = rest[at + name.length];
      const whole = !isLetter(rest[at - 1]) && !isLetter(after) && !(/\d$/.test(name) && /\d/.test(after ?? ''));
      if (whole) rest = rest.slice(0, at) + char + rest.slice(at + name.length);
    }
  }
  let unknown = false;
  const result = rest.replace(/\p{L}+/gu, (word) => {
    if (word === 't' || word === 'z' || word === 'gmt' || word === 'utc') return word;
    if (!joining.has(word)) unknown = true;
    return ' ';
  });
  return unknown ? undefined : result;
}
