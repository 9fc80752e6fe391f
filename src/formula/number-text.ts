import { numberSymbols } from './format/number-symbols.ts';

/*
 * Numbers as text where no format is asked for (SEMANTICS 5.6).
 */

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
  return digits.replace('.', numberSymbols(culture).decimal);
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
