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

/** Digits of a double in invariant form: plain up to 1E+15 and down to 1E-5, beyond that as .NET writes exponents (`1E+15`). */
export function invariantNumber(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e15 || size < 1e-5) return exponentForm(value);
  const text = String(value);
  return text.includes('e') ? exponentForm(value) : text;
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

/**
 * Reads a number as `Value` does: white space, a currency sign, thousands separators, parentheses or a sign, a percent sign before or
 * after, an exponent. The result is digits in invariant form with the number of percent signs applied by the caller; undefined where the
 * text is no number.
 */
export function readNumber(text: string, culture: string): { readonly digits: string; readonly percent: boolean } | undefined {
  const { decimal, group } = separatorsOf(culture) ?? { decimal: '.', group: ',' };
  let rest = text.trim();
  let percent = false;
  let negative = false;
  if (rest.startsWith('(') && rest.endsWith(')')) {
    negative = true;
    rest = rest.slice(1, -1).trim();
  }
  if (rest.startsWith('%') || rest.endsWith('%')) {
    percent = true;
    rest = (rest.startsWith('%') ? rest.slice(1) : rest.slice(0, -1)).trim();
  }
  let signed = negative;
  const sign = (): void => {
    const found = /^[+\-−]/.exec(rest) ?? undefined;
    if (found === undefined || signed) return;
    signed = true;
    negative = found[0] !== '+';
    rest = rest.slice(1).trim();
  };
  sign();
  if (/^[$€£¥]/.test(rest)) rest = rest.slice(1).trim();
  else if (/[€£¥$]$/.test(rest)) rest = rest.slice(0, -1).trim();
  sign();
  if (!signed && /[-+]$/.test(rest) && !/[eE][-+]$/.test(rest)) {
    negative = rest.endsWith('-');
    rest = rest.slice(0, -1).trim();
  }
  const [mantissa, exponent] = splitExponent(rest);
  const point = mantissa.indexOf(decimal);
  let whole = point < 0 ? mantissa : mantissa.slice(0, point);
  const fraction = point < 0 ? '' : mantissa.slice(point + decimal.length);
  // Spaces of any width stand for each other as group separators.
  whole = /\s/.test(group) ? whole.replace(/[\s\u00a0\u202f]/g, '') : whole.replaceAll(group, '');
  if (!/^\d*$/.test(whole) || !/^\d*$/.test(fraction) || whole.length + fraction.length === 0) return undefined;
  if (mantissa.startsWith(group)) return undefined;
  return { digits: `${negative ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}${exponent}`, percent };
}

function splitExponent(text: string): [string, string] {
  const match = /^(.*?)([eE][+-]?\d+)$/.exec(text);
  return match === null ? [text, ''] : [match[1]!, match[2]!];
}
