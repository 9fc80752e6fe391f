import { currencySymbols } from './currencies.ts';
import { numberSymbols } from './format/number-symbols.ts';

/*
 * Numbers as people write them, as `Value` reads them: white space, one sign before or behind (or parentheses), a percent sign at one end, the
 * culture's currency sign, groups of thousands, a fraction, an exponent.
 */

/** What a text says: digits in invariant form, which a hundredth is meant of where there was a percent sign. */
export interface WrittenNumber {
  readonly digits: string;
  readonly percent: boolean;
}

/** A number in the manner of a culture; undefined where the text is none. */
export function readNumber(text: string, culture: string): WrittenNumber | undefined {
  const { minus } = numberSymbols(culture);
  const reader = new NumberReader(text.trim(), culture, minus);
  return reader.read();
}

class NumberReader {
  private rest: string;
  private readonly culture: string;
  private readonly minus: string;
  private percent = false;
  private sign: '' | '-' | '+' | '(' = '';
  private currency = false;

  constructor(text: string, culture: string, minus: string) {
    this.rest = text;
    this.culture = culture;
    this.minus = minus;
  }

  read(): WrittenNumber | undefined {
    // Percent and sign may stand in either order at the begin; what follows them is an amount.
    while (this.take('%') || this.takeSign());
    if (this.percent === false && this.rest.endsWith('%')) {
      this.rest = this.rest.slice(0, -1).trimEnd();
      this.percent = true;
    }
    if (this.rest === '' || this.rest.includes('%')) return undefined;
    while (this.takeCurrency() || this.takeSign() || this.takeOpening());
    const digits = this.digits();
    if (digits === undefined) return undefined;
    while (this.takeClosing() || this.takeCurrency() || this.takeSign());
    if (this.rest !== '' || this.sign === '(') return undefined;
    return { digits: (this.negative ? '-' : '') + digits, percent: this.percent };
  }

  private negative = false;

  private advance(length: number): true {
    this.rest = this.rest.slice(length).trimStart();
    return true;
  }

  private take(char: '%'): boolean {
    if (this.percent || !this.rest.startsWith(char)) return false;
    this.percent = true;
    return this.advance(1);
  }

  private takeSign(): boolean {
    if (this.sign !== '') return false;
    const found = [this.minus, '-', '\u2212', '+'].find((sign) => this.rest.startsWith(sign));
    if (found === undefined) return false;
    this.sign = found === '+' ? '+' : '-';
    this.negative = found !== '+';
    return this.advance(found.length);
  }

  private takeOpening(): boolean {
    if (this.sign !== '' || !this.rest.startsWith('(')) return false;
    this.sign = '(';
    this.negative = true;
    return this.advance(1);
  }

  private takeClosing(): boolean {
    if (this.sign !== '(' || !this.rest.startsWith(')')) return false;
    this.sign = '-';
    return this.advance(1);
  }

  private takeCurrency(): boolean {
    if (this.currency) return false;
    const found = currencySymbols(this.culture).find((symbol) => this.rest.startsWith(symbol));
    if (found === undefined) return false;
    this.currency = true;
    return this.advance(found.length);
  }

  /** Digits with group separators between them, a fraction, an exponent; at least one digit. */
  private digits(): string | undefined {
    const { decimal, group } = numberSymbols(this.culture);
    let whole = '';
    let at = 0;
    const { rest } = this;
    for (;;) {
      const char = rest[at];
      if (char !== undefined && isDigit(char)) {
        whole += char;
        at++;
        continue;
      }
      const separator = whole === '' ? 0 : separatorAt(rest, at, group);
      if (separator === 0) break;
      at += separator;
    }
    let fraction = '';
    if (rest.startsWith(decimal, at)) {
      at += decimal.length;
      for (; at < rest.length && isDigit(rest[at]!); at++) fraction += rest[at];
    }
    if (whole === '' && fraction === '') return undefined;
    exponent.lastIndex = at;
    const power = exponent.exec(rest)?.[0] ?? '';
    this.rest = rest.slice(at + power.length).trimStart();
    return `${whole || '0'}${fraction === '' ? '' : `.${fraction}`}${power}`;
  }
}

const exponent = /[eE][+-]?\d+/y;
const isDigit = (char: string): boolean => char >= '0' && char <= '9';

/** The length of a group separator at a place; blanks of any width stand for each other where digits follow them. */
function separatorAt(text: string, at: number, group: string): number {
  if (text.startsWith(group, at)) return group.length;
  const blank = /\s/.test(group) && /\s/.test(text[at] ?? '') && isDigit(text[at + 1] ?? '');
  return blank ? 1 : 0;
}
