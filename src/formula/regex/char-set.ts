/*
 * Sets of characters as sorted ranges of code points. Categories of Unicode reach to U+FFFF only, as in .NET, which sees characters beyond as
 * two halves of no category.
 */

export type Range = readonly [from: number, to: number];
/** Sorted, without overlaps or neighbours. */
export type CharSet = readonly Range[];

export const LAST_CHARACTER = 0x10ffff;
const LAST_PLAIN = 0xffff;

/** A set of any ranges. */
export function charSet(ranges: Iterable<Range>): CharSet {
  const sorted = [...ranges].toSorted((a, b) => a[0] - b[0]);
  const result: [number, number][] = [];
  for (const [from, to] of sorted) {
    const last = result.at(-1);
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else result.push([from, to]);
  }
  return result;
}

export const everything: CharSet = [[0, LAST_CHARACTER]];
export const nothing: CharSet = [];

export const union = (...sets: readonly CharSet[]): CharSet => charSet(sets.flat());

export function complement(set: CharSet): CharSet {
  const result: Range[] = [];
  let next = 0;
  for (const [from, to] of set) {
    if (from > next) result.push([next, from - 1]);
    next = to + 1;
  }
  if (next <= LAST_CHARACTER) result.push([next, LAST_CHARACTER]);
  return result;
}

export function has(set: CharSet, code: number): boolean {
  let low = 0;
  let high = set.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const [from, to] = set[middle]!;
    if (code < from) high = middle - 1;
    else if (code > to) low = middle + 1;
    else return true;
  }
  return false;
}

/** Whether two sets share a character. */
export function overlaps(a: CharSet, b: CharSet): boolean {
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i]![1] < b[j]![0]) i++;
    else if (b[j]![1] < a[i]![0]) j++;
    else return true;
  }
  return false;
}

// ---- Categories ---------------------------------------------------------------------------------------------------------------------

const categories = new Map<string, CharSet>();

/** The characters up to U+FFFF that a class of JavaScript's own expressions describes. */
function scanned(source: string): CharSet {
  let set = categories.get(source);
  if (set === undefined) {
    const test = new RegExp(`^[${source}]$`, 'u');
    const ranges: [number, number][] = [];
    for (let code = 0; code <= LAST_PLAIN; code++) {
      if (!test.test(String.fromCharCode(code))) continue;
      const last = ranges.at(-1);
      if (last?.[1] === code - 1) last[1] = code;
      else ranges.push([code, code]);
    }
    categories.set(source, (set = ranges));
  }
  return set;
}

/** `\p{…}`, by the name of a general category. */
export const category = (name: string): CharSet => scanned(`\\p{${name}}`);

/** `\w`: letters, marks without width, digits, connecting punctuation. */
export const wordCharacters = (): CharSet => scanned('\\p{L}\\p{Mn}\\p{Nd}\\p{Pc}');
/** What `\b` takes for parts of words: also the joiners. */
export const boundaryCharacters = (): CharSet => scanned('\\p{L}\\p{Mn}\\p{Nd}\\p{Pc}\\u200c\\u200d');
export const digits = (): CharSet => category('Nd');
export const spaces = (): CharSet => scanned('\\p{Z}\\t-\\r\\x85');

/** Ends of lines, of which CR LF counts as one. */
export const lineEnds: CharSet = charSet([[0x0a, 0x0d], [0x85, 0x85], [0x2028, 0x2029]]); // prettier-ignore

// ---- Case ---------------------------------------------------------------------------------------------------------------------------

let sameLower: Map<string, string[]> | undefined;

/** Characters by their small letter; those alone with theirs are left out. */
function variants(): Map<string, string[]> {
  if (sameLower !== undefined) return sameLower;
  const found = new Map<string, string[]>();
  for (let code = 0; code <= LAST_PLAIN; code++) {
    const character = String.fromCharCode(code);
    const lower = character.toLowerCase();
    if (lower.length !== 1 || lower === character) continue;
    const known = found.get(lower);
    if (known === undefined) found.set(lower, [lower, character]);
    else known.push(character);
  }
  return (sameLower = found);
}

/** The characters that are one to a comparison without case: those that share their small letter, as .NET has it. */
export function caseVariants(code: number): readonly number[] {
  if (code > LAST_PLAIN) {
    const character = String.fromCodePoint(code);
    return [...new Set([code, character.toLowerCase().codePointAt(0)!, character.toUpperCase().codePointAt(0)!])];
  }
  const lower = String.fromCharCode(code).toLowerCase();
  return (lower.length === 1 ? variants().get(lower) : undefined)?.map((character) => character.charCodeAt(0)) ?? [code];
}

/** The set with all variants of its characters. */
export function withCaseVariants(set: CharSet): CharSet {
  const ranges: Range[] = [...set];
  for (const [lower, others] of variants()) {
    const codes = others.map((character) => character.charCodeAt(0));
    if (codes.some((code) => has(set, code))) for (const code of [lower.charCodeAt(0), ...codes]) ranges.push([code, code]);
  }
  return charSet(ranges);
}
