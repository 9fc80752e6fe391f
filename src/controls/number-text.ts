/** The sign between whole and fraction where the page is read. */
const decimalSign = (): string => new Intl.NumberFormat().formatToParts(1.5).find(({ type }) => type === 'decimal')?.value ?? '.';

/** Decimal places of a precision; undefined for as many as there are. */
export const digitsOf = (precision: string): number | undefined =>
  /^\d{1,2}$/.test(precision) ? Math.min(15, Number(precision)) : undefined;

/** A number as people type it: without grouping, with the decimal sign of their language. Blank is empty. */
export function formatNumber(value: number | null, precision: string): string {
  if (value === null) return '';
  const digits = digitsOf(precision);
  return new Intl.NumberFormat(undefined, {
    useGrouping: false,
    minimumFractionDigits: digits ?? 0,
    maximumFractionDigits: digits ?? 10,
  }).format(value);
}

/**
 * The number that a text means: null for an empty one, undefined for nonsense. Spaces and grouping signs are skipped; the decimal sign is
 * that of the language, and a dot is understood where the language does not group by it.
 */
export function parseNumber(text: string): number | null | undefined {
  const sign = decimalSign();
  const bare = text.replaceAll(/[\s'’\u00A0\u202F]/g, '').replaceAll('−', '-');
  if (bare === '') return null;
  const plain = sign === '.' ? bare.replaceAll(',', '') : bare.replace(sign, '.');
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : undefined;
}
