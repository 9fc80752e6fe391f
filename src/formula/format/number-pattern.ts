import type { Sign } from './pattern.ts';

/*
 * One section of a pattern for numbers. Commas have three meanings: between digits they ask for groups of thousands, behind the last digit
 * (or before the point) each divides by a thousand, elsewhere they are text.
 */

export type NumberPart =
  | { readonly kind: 'literal'; readonly text: string }
  /** `#` shows a digit that is there, `0` any. */
  | { readonly kind: 'digit'; readonly zero: boolean }
  | { readonly kind: 'point' }
  /** The decimal separator as text. */
  | { readonly kind: 'separator' }
  | { readonly kind: 'percent' }
  | { readonly kind: 'exponent'; readonly mark: string; readonly plus: boolean; readonly digits: number };

export interface NumberSection {
  readonly empty: boolean;
  readonly parts: readonly NumberPart[];
  /** Digits come in groups. */
  readonly grouped: boolean;
  /** The value is multiplied by this power of ten: 2 for each percent sign, -3 for each scaling comma. */
  readonly shift: number;
  /** Digits before the point, and among them from which on one is shown even if it is a leading zero (counted from the point). */
  readonly whole: number;
  readonly leading: number;
  /** Digits behind the point, and how many of them are shown even as trailing zeros. */
  readonly fraction: number;
  readonly trailing: number;
  readonly scientific: boolean;
}

/** A part while commas are still undecided. */
type Draft = NumberPart | { readonly kind: 'comma' };

const isDigit = (sign: Sign | undefined): boolean =>
  sign !== undefined && !sign.literal && (sign.text === '0' || sign.text === '#');

/** Undefined where the signs make no pattern: digits, a point or a percent sign after the exponent, an exponent without digits. */
export function readNumberSection(signs: readonly Sign[]): NumberSection | undefined {
  const drafts = new SectionReader(signs).read();
  return drafts === undefined ? undefined : settle(drafts, signs.length === 0);
}

class SectionReader {
  private readonly signs: readonly Sign[];
  private readonly hasPoint: boolean;
  private readonly drafts: Draft[] = [];
  /** Where commas stand that directly follow a digit, until the next digit or the end tells what they mean. */
  private commas: number[] = [];
  private pointSeen = false;
  private digitSeen = false;
  private exponentSeen = false;

  constructor(signs: readonly Sign[]) {
    this.signs = signs;
    this.hasPoint = signs.some((sign) => !sign.literal && sign.text === '.');
  }

  read(): Draft[] | undefined {
    const { signs } = this;
    for (let i = 0; i < signs.length; i++) {
      const { text, literal } = signs[i]!;
      if (literal) this.literal(text);
      else if (text === '0' || text === '#') {
        if (this.exponentSeen) return undefined;
        this.digit(text === '0');
      } else if (text === ',') this.comma(i);
      else if (text === '.' || text === '%') {
        if (this.exponentSeen) return undefined;
        if (text === '.') this.point();
        else this.drafts.push({ kind: 'percent' });
      } else if (text === 'e' || text === 'E') {
        const end = this.exponent(i);
        if (end === undefined) return undefined;
        i = end;
      } else this.literal(text);
    }
    return this.drafts;
  }

  private literal(text: string): void {
    this.drafts.push({ kind: 'literal', text });
  }

  private digit(zero: boolean): void {
    // With a point, commas that text parts from the digits are no group separators.
    if (this.commas.length > 0 && this.hasPoint && !this.pointSeen) {
      this.drop(this.commas.filter((at) => at !== this.drafts.length - 1));
    }
    this.commas = [];
    this.digitSeen = true;
    this.drafts.push({ kind: 'digit', zero });
  }

  private comma(at: number): void {
    const before = this.signs[at - 1];
    const afterComma = before !== undefined && !before.literal && before.text === ',';
    if (isDigit(before) || (afterComma && this.commas.at(-1) === this.drafts.length - 1)) {
      this.commas.push(this.drafts.length);
      this.drafts.push({ kind: 'comma' });
    } else if (!afterComma && !(this.pointSeen && (!this.digitSeen || before?.text === '.'))) {
      this.literal(',');
    }
  }

  private point(): void {
    if (this.commas.length > 0 && this.commas.at(-1) !== this.drafts.length - 1) this.drop(this.commas);
    this.pointSeen = true;
    this.drafts.push({ kind: 'point' });
  }

  private drop(commas: readonly number[]): void {
    for (const at of commas.toReversed()) this.drafts.splice(at, 1);
    this.commas = [];
  }

  /** `E+00`, `e-#0`, `E0`: gives the index of its last sign; undefined where a pattern ends in the middle of one. */
  private exponent(at: number): number | undefined {
    const { signs } = this;
    const mark = signs[at]!.text;
    const next = signs[at + 1];
    const signed = next !== undefined && !next.literal && (next.text === '+' || next.text === '-');
    let end = at + (signed ? 2 : 1);
    const begin = end;
    while (isDigit(signs[end]) && (signed || signs[end]!.text === '0')) end++;
    if (end === begin) {
      if (next === undefined || (signed && begin === signs.length)) return undefined;
      this.literal(mark);
      return at;
    }
    const run = signs.slice(begin, end).map((sign) => sign.text);
    const digits = run.filter((sign) => sign === '0').length + (run.at(-1) === '#' ? 1 : 0);
    this.exponentSeen = true;
    this.drafts.push({ kind: 'exponent', mark, plus: next!.text === '+', digits: Math.min(digits, 10) });
    return end - 1;
  }
}

// ---- Meaning ------------------------------------------------------------------------------------------------------------------------

function settle(drafts: readonly Draft[], empty: boolean): NumberSection {
  const lastDigit = drafts.findLastIndex((draft) => draft.kind === 'digit');
  const exponent = drafts.findLastIndex((draft) => draft.kind === 'exponent');
  const point = drafts.findIndex((draft) => draft.kind === 'point');
  const decimal = point < lastDigit ? point : -1;
  // Commas right before the point, and after the last digit, scale; those left of other digits group.
  const scaling = drafts.filter(
    (draft, i) => draft.kind === 'comma' && (i > lastDigit || (i < decimal && onlyCommas(drafts, i, decimal))),
  );
  const grouped = drafts.some(
    (draft, i) => draft.kind === 'comma' && i < (decimal < 0 ? lastDigit : decimal) && !scaling.includes(draft),
  );
  const parts: NumberPart[] = [];
  let percents = 0;
  for (const [i, draft] of drafts.entries()) {
    if (draft.kind === 'comma') continue;
    if (draft.kind === 'percent') percents++;
    // A point without digits behind it, be they those of an exponent, is always shown; of several others the first one counts.
    if (draft.kind !== 'point' || i === decimal) parts.push(draft);
    else if (i > Math.max(lastDigit, exponent)) parts.push({ kind: 'separator' });
  }
  return { empty, parts, grouped, shift: 2 * percents - 3 * scaling.length, ...digitsOf(parts) };
}

const onlyCommas = (drafts: readonly Draft[], from: number, to: number): boolean =>
  drafts.slice(from, to).every((draft) => draft.kind === 'comma');

type Digits = Pick<NumberSection, 'whole' | 'leading' | 'fraction' | 'trailing' | 'scientific'>;

function digitsOf(parts: readonly NumberPart[]): Digits {
  const point = parts.findIndex((part) => part.kind === 'point');
  const zeros = (from: readonly NumberPart[]): boolean[] => from.filter((part) => part.kind === 'digit').map((part) => part.zero);
  const whole = zeros(point < 0 ? parts : parts.slice(0, point));
  const fraction = zeros(point < 0 ? [] : parts.slice(point));
  const firstZero = whole.indexOf(true);
  return {
    whole: whole.length,
    leading: firstZero < 0 ? 0 : whole.length - firstZero,
    fraction: fraction.length,
    trailing: fraction.lastIndexOf(true) + 1,
    scientific: parts.some((part) => part.kind === 'exponent'),
  };
}
