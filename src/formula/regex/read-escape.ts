import type { SetName } from './pattern.ts';
import { Refusal, lastOf } from './refusal.ts';

/** What stands behind a backslash, and how many signs it takes. */
export type Escape = { readonly length: number } & (
  | { readonly kind: 'char'; readonly code: number }
  | { readonly kind: 'set'; readonly name: SetName; readonly negated: boolean }
  | { readonly kind: 'anchor'; readonly at: 'boundary' | 'inside' }
);

export interface EscapePlace {
  readonly inClass: boolean;
  readonly legacy: boolean;
}

const controls: ReadonlyMap<string, number> = new Map([
  ['f', 0x0c],
  ['n', 0x0a],
  ['r', 0x0d],
  ['t', 0x09],
]);
/** Only before V1. */
const legacyControls: ReadonlyMap<string, number> = new Map([
  ['a', 0x07],
  ['e', 0x1b],
  ['v', 0x0b],
]);

const anywhere = /[\^$\\.*+?()[\]{}|/# ]/;
const insideClassOnly = /[&\-!%,;:<=>@`~]/;

/** The categories of Unicode that all engines agree on. */
const categories: ReadonlySet<string> = new Set(
  'L Lu Ll Lt Lm Lo M Mn Mc Me N Nd Nl No P Pc Pd Ps Pe Pi Pf Po S Sm Sc Sk So Z Zs Zl Zp Cc Cf'.split(' '),
);

const octal = /\\0\d*/y;
const hex = /\\x([0-9a-fA-F]{2})/y;
const pair = /\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})/y;
const unit = /\\u([0-9a-fA-F]{4})/y;
const point = /\\u\{([0-9a-fA-F]{1,8})\}/y;
const property = /\\([pP])\{([\w=:-]+)\}/y;
const control = /\\c([a-zA-Z])/y;

/** The escape at a place of a pattern, other than back references; throws a refusal. */
export function readEscape(text: string, at: number, place: EscapePlace): Escape {
  const match = (expression: RegExp): RegExpExecArray | null => {
    expression.lastIndex = at;
    return expression.exec(text);
  };
  const upTo = (length: number): string => lastOf(text.slice(0, at + length));
  const sign = String.fromCodePoint(text.codePointAt(at + 1) ?? 0x20);
  if (at + 1 >= text.length) throw new Refusal('ErrInvalidRegExEndsWithBackslash', upTo(1));
  const zero = match(octal);
  if (zero !== null) {
    if (place.legacy)
      return { kind: 'char', code: Number.parseInt(`0${zero[0].slice(1, 4)}`, 8), length: Math.min(4, zero[0].length) };
    throw new Refusal('ErrInvalidRegExBadOctal', place.inClass ? upTo(zero[0].length) : zero[0]);
  }
  const character = characterOf(match, upTo, place);
  if (character !== undefined) return character;
  const named = match(property);
  if (named !== null) {
    if (!categories.has(named[2]!))
      throw new Refusal('ErrInvalidRegExBadUnicodeCategory', place.legacy ? upTo(named[0].length) : named[0]);
    return { kind: 'set', name: named[2]!, negated: named[1] === 'P', length: named[0].length };
  }
  if (/[dswDSW]/.test(sign)) return { kind: 'set', name: sign.toLowerCase(), negated: sign < 'a', length: 2 };
  if (sign === 'b' || sign === 'B') {
    if (place.inClass && place.legacy && sign === 'b') return { kind: 'char', code: 8, length: 2 };
    if (place.inClass) throw new Refusal('ErrInvalidRegExBadEscapeInsideCharacterClass', upTo(2));
    return { kind: 'anchor', at: sign === 'b' ? 'boundary' : 'inside', length: 2 };
  }
  const code = controls.get(sign) ?? (place.legacy ? legacyControls.get(sign) : undefined);
  if (code !== undefined) return { kind: 'char', code, length: 2 };
  const literal = anywhere.test(sign) || (place.legacy && /[^\w]/.test(sign));
  if (literal || (insideClassOnly.test(sign) && place.inClass))
    return { kind: 'char', code: sign.codePointAt(0)!, length: 1 + sign.length };
  if (insideClassOnly.test(sign)) throw new Refusal('ErrInvalidRegExBadEscapeOutsideCharacterClass', `\\${sign}`);
  throw new Refusal('ErrInvalidRegExBadEscape', place.inClass || place.legacy ? upTo(1 + sign.length) : `\\${sign}`);
}

type Match = (expression: RegExp) => RegExpExecArray | null;

/** Characters by their numbers. Halves of pairs stand together, and outside of classes. */
function characterOf(match: Match, upTo: (length: number) => string, place: EscapePlace): Escape | undefined {
  const both = match(pair);
  if (both !== null) {
    const code = ((Number.parseInt(both[1]!, 16) - 0xd800) << 10) + (Number.parseInt(both[2]!, 16) - 0xdc00) + 0x10000;
    return plain(code, both[0].length, upTo, place);
  }
  const found = match(hex) ?? match(unit) ?? match(point) ?? (place.legacy ? match(control) : null);
  if (found === null) return undefined;
  const [whole, digits] = found as unknown as [string, string];
  if (whole[1] === 'c') return { kind: 'char', code: digits.toUpperCase().charCodeAt(0) - 64, length: 3 };
  const code = Number.parseInt(digits, 16);
  if (code > 0x10ffff) throw new Refusal('ErrInvalidRegExBadEscape', '\\u');
  if (code >= 0xd800 && code <= 0xdfff) throw new Refusal('ErrInvalidRegExMalformedSurrogatePair', upTo(whole.length));
  return plain(code, whole.length, upTo, place);
}

function plain(code: number, length: number, upTo: (length: number) => string, { inClass }: EscapePlace): Escape {
  if (inClass && code > 0xffff) throw new Refusal('ErrInvalidRegExSurrogatePairInCharacterClass', upTo(length));
  return { kind: 'char', code, length };
}
