import { Decimal } from '../decimal.ts';
import { numberSymbols, type NumberSymbols } from './number-symbols.ts';
import type { NumberPart, NumberSection } from './number-pattern.ts';
import { sectionFor } from './pattern.ts';

/*
 * Numbers by a pattern, as .NET's custom formats write them: a value is its significant digits and where the point stands among them; it
 * is shifted and rounded (halves away from zero) to what the section shows, and its digits fill the placeholders from the left.
 */

/** The value 0.`digits` × 10^`scale`; no digits for zero. */
interface Digits {
  readonly negative: boolean;
  readonly digits: string;
  readonly scale: number;
}

/** Doubles have 15 digits, as people count them; decimals have all of theirs. */
function digitsOf(value: number | Decimal): Digits {
  if (value instanceof Decimal) {
    const text = value.coefficient.toString().replace('-', '');
    return trimmed(value.sign < 0, text, text.length - value.scale);
  }
  const [mantissa, exponent] = Math.abs(value).toExponential(14).split('e') as [string, string];
  return trimmed(value < 0, mantissa.replace('.', ''), Number(exponent) + 1);
}

function trimmed(negative: boolean, digits: string, scale: number): Digits {
  const significant = digits.replace(/0+$/, '');
  return significant === '' || /^0*$/.test(significant)
    ? { negative: false, digits: '', scale: 0 }
    : { negative, digits: significant, scale };
}

/** Rounds to so many digits; none are left where all lie behind them. */
function rounded({ negative, digits, scale }: Digits, count: number): Digits {
  if (count >= digits.length) return { negative, digits, scale };
  const up = count >= 0 && digits[count]! >= '5';
  if (!up) return trimmed(negative, digits.slice(0, Math.max(0, count)), scale);
  const kept = digits.slice(0, count).replace(/9+$/, '');
  if (kept === '') return { negative, digits: '1', scale: scale + 1 };
  return { negative, digits: kept.slice(0, -1) + (Number(kept.at(-1)) + 1), scale };
}

/** What a section shows of a value. */
const shown = (value: Digits, { shift, whole, fraction, scientific }: NumberSection): Digits =>
  value.digits === ''
    ? value
    : scientific
      ? rounded({ ...value, scale: value.scale + shift }, whole + fraction)
      : rounded({ ...value, scale: value.scale + shift }, value.scale + shift + fraction);

/** A number by the sections of a pattern, with the separators and signs of a culture. */
export function formatNumber(value: number | Decimal, sections: readonly NumberSection[], culture: string): string {
  const digits = digitsOf(value);
  let at = sectionFor(digits.digits === '' ? 0 : digits.negative ? -1 : 1, sections);
  const result = shown(digits, sections[at]!);
  // What rounding makes zero is shown as zero.
  if (result.digits === '') at = sectionFor(0, sections);
  const symbols = numberSymbols(culture);
  const text = new SectionWriter(result, sections[at]!, symbols).write();
  return result.negative && result.digits !== '' && at === 0 ? symbols.minus + text : text;
}

/** Where, counted in digits left of the point, a group separator stands. */
function separators(sizes: readonly number[], digits: number): Set<number> {
  const places = new Set<number>();
  let place = 0;
  for (let i = 0; place < digits; i++) {
    place += sizes[Math.min(i, sizes.length - 1)]!;
    places.add(place);
  }
  return places;
}

class SectionWriter {
  private readonly section: NumberSection;
  private readonly symbols: NumberSymbols;
  private readonly value: Digits;
  private readonly groups: ReadonlySet<number>;
  private text = '';
  /** The next of the value's digits. */
  private next = 0;
  /** How many digits stand from here to the point; below zero behind it. */
  private place: number;
  /** Digits beyond the placeholders (all written at the first), or placeholders beyond the digits (below zero). */
  private surplus: number;

  constructor(value: Digits, section: NumberSection, symbols: NumberSymbols) {
    this.value = value;
    this.section = section;
    this.symbols = symbols;
    this.place = section.scientific ? section.whole : Math.max(value.scale, section.whole);
    this.surplus = section.scientific ? 0 : value.scale - section.whole;
    this.groups = section.grouped ? separators(symbols.groups, this.place) : new Set();
  }

  write(): string {
    for (const part of this.section.parts) this.part(part);
    return this.text;
  }

  private part(part: NumberPart): void {
    switch (part.kind) {
      case 'literal':
        this.text += part.text;
        break;
      case 'percent':
        this.text += this.symbols.percent;
        break;
      case 'separator':
        this.text += this.symbols.decimal;
        break;
      case 'digit':
        this.beyond();
        this.digit();
        break;
      case 'point':
        this.beyond();
        if (this.section.trailing > 0 || this.next < this.value.digits.length) this.text += this.symbols.decimal;
        break;
      case 'exponent':
        this.exponent(part);
    }
  }

  /** The digits for which there is no placeholder: before the first one, or the point. */
  private beyond(): void {
    while (this.surplus > 0) {
      this.put(this.value.digits[this.next++] ?? '0');
      this.surplus--;
    }
  }

  private digit(): void {
    const { leading, trailing } = this.section;
    if (this.surplus < 0) {
      this.surplus++;
      if (this.place <= leading) this.put('0');
      else this.place--;
      return;
    }
    const digit = this.value.digits[this.next];
    if (digit !== undefined) this.next++;
    if (digit !== undefined || this.place > -trailing) this.put(digit ?? '0');
    else this.place--;
  }

  private put(digit: string): void {
    this.place--;
    this.text += digit;
    if (this.place > 0 && this.groups.has(this.place)) this.text += this.symbols.group;
  }

  private exponent({ mark, plus, digits }: NumberPart & { readonly kind: 'exponent' }): void {
    const power = this.value.digits === '' ? 0 : this.value.scale - this.section.whole;
    const sign = power < 0 ? this.symbols.minus : plus ? this.symbols.plus : '';
    this.text += mark + sign + String(Math.abs(power)).padStart(digits, '0');
  }
}
