import { readDateSection, type DateSection } from './date-pattern.ts';
import { readNumberSection, type NumberSection } from './number-pattern.ts';

/*
 * The patterns of `Text`, after Excel (SEMANTICS 5.7):
 *
 * 1. A pattern is cut into signs. What stands behind a backslash or in double quotes is literal.
 * 2. Its kind is found: letters of dates (y m d h s, AM/PM) make it one for dates, `0` and `#` one for numbers. Both together are refused,
 *    but for `0` after seconds, which are their fractions.
 * 3. It is split at semicolons, for positive, negative and zero values, and each section is read by its kind.
 */

/** One character of a pattern, or a literal of any length. */
export interface Sign {
  readonly text: string;
  readonly literal: boolean;
}

export type Pattern =
  | { readonly kind: 'number'; readonly sections: readonly NumberSection[]; readonly hasDigits: boolean }
  | { readonly kind: 'date'; readonly sections: readonly DateSection[] };

const MAX_LENGTH = 100;

const known = new Map<string, Pattern | undefined>();

/** A pattern in its parts; undefined where it is none that is supported. */
export function readPattern(text: string): Pattern | undefined {
  if (known.has(text)) return known.get(text);
  const pattern = text.length > MAX_LENGTH ? undefined : read(text);
  // Patterns can be computed, so what is kept has a limit.
  if (known.size >= 500) known.clear();
  known.set(text, pattern);
  return pattern;
}

function read(text: string): Pattern | undefined {
  const signs = cut(text);
  if (signs === undefined || !isSupported(text, signs)) return undefined;
  const { hasDate, hasDigits } = kindOf(signs);
  if (hasDate && hasDigits) {
    if (digitsBesidesFractions(text)) return undefined;
  } else if (hasDigits && text.includes('/')) return undefined;
  const parts = split(signs);
  if (parts.length > 3) return undefined;
  if (hasDate) return { kind: 'date', sections: parts.map(readDateSection) };
  if (digitsAfterColon(signs)) return undefined;
  const sections = parts.map(readNumberSection);
  return sections.every((section) => section !== undefined) ? { kind: 'number', sections, hasDigits } : undefined;
}

const is = (sign: Sign | undefined, text: string): boolean => sign !== undefined && !sign.literal && sign.text === text;

/** Undefined where a quote or a backslash has nothing that it belongs to. */
function cut(text: string): Sign[] | undefined {
  const signs: Sign[] = [];
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (char === '\\') {
      if (++i === text.length) return undefined;
      signs.push({ text: text[i]!, literal: true });
    } else if (char === '"') {
      const end = text.indexOf('"', i + 1);
      if (end < 0) return undefined;
      signs.push({ text: text.slice(i + 1, end), literal: true });
      i = end;
    } else {
      signs.push({ text: char, literal: false });
    }
  }
  return signs;
}

// ---- What is refused ----------------------------------------------------------------------------------------------------------------

/** Parts of Excel's language that are kept for later: padding, fractions, conditions, locales, alignment, "General". */
const unsupported = /[?[\]_*@]|[mM]{5}/i;
const general = /general/i;
/** AM/PM in small letters: Excel answers with capitals, .NET with nothing. */
const smallHalfDay = /(?<!')(?:a\/[pP]|A\/p|a[mM]\/p[mM]|Am\/Pm)/;

function isSupported(text: string, signs: readonly Sign[]): boolean {
  const plain = signs.map((sign) => (sign.literal ? '\0' : sign.text)).join('');
  if (general.test(text) || unsupported.test(plain) || smallHalfDay.test(plain)) return false;
  return !/^[gG/]/.test(text) || !(text.length === 1 || text.startsWith('/'));
}

// ---- Kind ---------------------------------------------------------------------------------------------------------------------------

const dateLetter = /^[mdyhsap]$/i;
const digit = /^[0#]$/;
/** Letters that are text at the begin of a pattern or after digits, not half of AM/PM. */
const textLetter = /^p$/i;

function kindOf(signs: readonly Sign[]): { readonly hasDate: boolean; readonly hasDigits: boolean } {
  let hasDate = false;
  let hasDigits = false;
  for (const [i, sign] of signs.entries()) {
    if (sign.literal) continue;
    if (digit.test(sign.text)) hasDigits = true;
    else if (dateLetter.test(sign.text)) {
      const text = ((i === 0 || hasDigits) && textLetter.test(sign.text)) || is(signs[i - 1], "'");
      if (!text) hasDate = true;
    }
  }
  return { hasDate, hasDigits };
}

/** Whether there are digits other than the zeros directly after seconds (`ss.000`), be they literal. */
const digitsBesidesFractions = (text: string): boolean => /[0#]/.test(text.replace(/s\.?0+/gi, ''));

/** A colon separates times; between digits it would be taken for one. */
function digitsAfterColon(signs: readonly Sign[]): boolean {
  const colon = signs.findIndex((sign) => is(sign, ':'));
  return colon >= 0 && signs.slice(colon).some((sign) => !sign.literal && digit.test(sign.text));
}

function split(signs: readonly Sign[]): Sign[][] {
  const parts: Sign[][] = [[]];
  for (const sign of signs) {
    if (is(sign, ';')) parts.push([]);
    else parts.at(-1)!.push(sign);
  }
  return parts;
}

/**
 * The section for a value: the second for negative ones, the third for zero, otherwise the first. An empty section gives way to the first,
 * as in .NET.
 */
export function sectionFor(sign: number, sections: readonly { readonly empty: boolean }[]): number {
  const wanted = sign < 0 ? 1 : sign === 0 ? 2 : 0;
  return sections[wanted]?.empty === false ? wanted : 0;
}
