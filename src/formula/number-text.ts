/*
 * Numbers as text and back (SEMANTICS 5.6). Both follow a culture's separators; formats with patterns live in `format.ts`.
 */

export interface NumberSeparators {
  readonly decimal: string;
  readonly group: string;
}

const separators = new Map<string, NumberSeparators>();

/** The decimal and group separators of a culture, as `Intl` knows them; undefined for a tag that is no culture. */
export function separatorsOf(culture: string): NumberSeparators | undefined {
  const known = separators.get(culture);
  if (known !== undefined) return known;
  try {
    const parts = new Intl.NumberFormat(culture, { useGrouping: true }).formatToParts(-1234567.5);
    const found = {
      decimal: parts.find((part) => part.type === 'decimal')?.value ?? '.',
      group: parts.find((part) => part.type === 'group')?.value ?? ',',
    };
    separators.set(culture, found);
    return found;
  } catch {
    return undefined;
  }
}

/** Digits of a double in invariant form: plain up to 1E+15, or as far as its digits reach, and down to 1E-5; beyond, .NET's `1E+15`. */
export function invariantNumber(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size < 1e-4) return size < 1e-5 || String(value).includes('e') ? exponentForm(value) : String(value);
  if (size < 1e15) return String(value);
  const [digits, exponent] = size.toExponential().split('e') as [string, string];
  return Number(exponent) < digits.replace('.', '').length ? String(value) : exponentForm(value);
}

function exponentForm(value: number): string {
  const [digits, exponent] = value.toExponential().split('e') as [string, string];
  const power = Number(exponent);
  return `${digits}E${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

/** The text that a number becomes when a formula needs a text: the shortest digits, in the culture's separators. */
export function numberToText(value: number, culture: string): string {
  const size = Math.abs(value);
  const plain = value === 0 || (size < 1e21 && size >= 1e-10);
  const text = plain ? plainDigits(value) : exponentForm(value);
  return localize(text, culture);
}

export function localize(digits: string, culture: string): string {
  if (culture === 'en-US' || !digits.includes('.')) return digits;
  return digits.replace('.', separatorsOf(culture)?.decimal ?? '.');
}

function plainDigits(value: number): string {
  const text = String(value);
  if (!text.includes('e')) return text === '-0' ? '0' : text;
  const [digits, exponent] = value.toExponential().split('e') as [string, string];
  const negative = digits.startsWith('-');
  const figures = digits.replace(/[-.]/g, '');
  const power = Number(exponent);
  const plain =
    power < 0
      ? `0.${'0'.repeat(-power - 1)}${figures}`
      : figures.length > power + 1
        ? `${figures.slice(0, power + 1)}.${figures.slice(power + 1)}`
        : figures.padEnd(power + 1, '0');
  return negative ? `-${plain}` : plain;
}

export interface ReadNumber {
  /** Sign, digits, point and exponent in invariant form. */
  readonly digits: string;
  readonly percent: boolean;
}

/** What may stand around the digits of a number, each once. */
interface Marks {
  sign: '' | '+' | '-';
  parentheses: boolean;
  percent: boolean;
  currency: boolean;
}

/**
 * Reads a number as `Value` does: white space, a sign, a currency sign, thousands separators, parentheses for a negative number, a percent
 * sign before or after, an exponent. Undefined where the text is no number.
 */
export function readNumber(text: string, culture: string): ReadNumber | undefined {
  const marks: Marks = { sign: '', parentheses: false, percent: false, currency: false };
  const rest = withoutSuffixes(withoutPrefixes(text.trim(), marks), marks);
  if (rest === undefined || (marks.percent && marks.currency) || (marks.parentheses && marks.sign !== '')) return undefined;
  const digits = readDigits(rest, culture);
  const negative = marks.sign === '-' || marks.parentheses;
  return digits === undefined ? undefined : { digits: negative ? `-${digits}` : digits, percent: marks.percent };
}

function withoutPrefixes(text: string, marks: Marks): string | undefined {
  let rest = text;
  for (;;) {
    const mark = rest[0];
    if (mark === undefined || !/[-+−(%$€£¥¤]/.test(mark)) return rest;
    if (!take(mark, marks)) return undefined;
    if (mark === '(') {
      const end = rest.lastIndexOf(')');
      if (end < 0) return undefined;
      rest = rest.slice(0, end) + rest.slice(end + 1);
    }
    rest = rest.slice(1).trim();
  }
}

function withoutSuffixes(text: string | undefined, marks: Marks): string | undefined {
  let rest = text;
  for (;;) {
    const mark = rest?.at(-1);
    if (rest === undefined || mark === undefined || !/[-+%$€£¥¤]/.test(mark) || /[eE][-+]$/.test(rest)) return rest;
    if (!take(mark, marks)) return undefined;
    rest = rest.slice(0, -1).trim();
  }
}

/** Notes a mark; false where the text has one of its kind already. */
function take(mark: string, marks: Marks): boolean {
  if (mark === '(' || mark === '%') {
    const kind = mark === '(' ? 'parentheses' : 'percent';
    if (marks[kind]) return false;
    marks[kind] = true;
  } else if (mark === '+' || mark === '-' || mark === '−') {
    if (marks.sign !== '') return false;
    marks.sign = mark === '+' ? '+' : '-';
  } else {
    if (marks.currency) return false;
    marks.currency = true;
  }
  return true;
}

/** The digits themselves, with the culture's separators. */
function readDigits(text: string, culture: string): string | undefined {
  const { decimal, group } = separatorsOf(culture) ?? { decimal: '.', group: ',' };
  const [mantissa, exponent] = splitExponent(text);
  const point = mantissa.indexOf(decimal);
  let whole = point < 0 ? mantissa : mantissa.slice(0, point);
  const fraction = point < 0 ? '' : mantissa.slice(point + decimal.length);
  if (mantissa.startsWith(group)) return undefined;
  // Spaces of any width stand for each other as group separators.
  whole = /\s/.test(group) ? whole.replace(/[\s\u00a0\u202f]/g, '') : whole.replaceAll(group, '');
  if (!/^\d*$/.test(whole) || !/^\d*$/.test(fraction) || whole.length + fraction.length === 0) return undefined;
  return `${whole}${fraction === '' ? '' : `.${fraction}`}${exponent}`;
}

function splitExponent(text: string): [string, string] {
  const match = /^(.*?)([eE][+-]?\d+)$/.exec(text);
  return match === null ? [text, ''] : [match[1]!, match[2]!];
}
