import { cultureOf } from '../culture.ts';

/** What a culture writes numbers with. */
export interface NumberSymbols {
  readonly decimal: string;
  readonly group: string;
  /** Sizes of groups from the point on; the last one repeats. */
  readonly groups: readonly number[];
  readonly minus: string;
  readonly plus: string;
  readonly percent: string;
}

const known = new Map<string, NumberSymbols>();

/** The symbols of a culture, en-US for a tag that is none. Digits are always 0 to 9. */
export function numberSymbols(culture: string): NumberSymbols {
  let symbols = known.get(culture);
  if (symbols === undefined) known.set(culture, (symbols = read(cultureOf(culture) ?? 'en-US')));
  return symbols;
}

function read(culture: string): NumberSymbols {
  const parts = new Intl.NumberFormat(culture, {
    numberingSystem: 'latn',
    style: 'percent',
    useGrouping: 'always',
    minimumFractionDigits: 1,
  }).formatToParts(-1_234_567_890.5);
  const part = (type: Intl.NumberFormatPartTypes, fallback: string): string =>
    parts.find((found) => found.type === type)?.value ?? fallback;
  const lengths = parts.filter(({ type }) => type === 'integer').map(({ value }) => value.length);
  const plus = new Intl.NumberFormat(culture, { numberingSystem: 'latn', signDisplay: 'always' })
    .formatToParts(1)
    .find(({ type }) => type === 'plusSign')?.value;
  const groups = lengths.slice(1).toReversed();
  return {
    decimal: part('decimal', '.'),
    group: part('group', ','),
    groups: groups.length === 0 ? [3] : groups.slice(0, groups[0] === groups[1] ? 1 : 2),
    minus: part('minusSign', '-'),
    plus: plus ?? '+',
    percent: part('percentSign', '%'),
  };
}
