import type { ClassItem } from './pattern.ts';
import { readEscape } from './read-escape.ts';
import { Refusal, lastOf } from './refusal.ts';

/*
 * The content of a character class. Signs that mean something in the classes of some engine (set operations, nested classes) must be escaped
 * or are refused where they stand twice.
 */

const unescaped = /[/|{}()[\]^\\]/;
const doubled = /<<|==|>>|::|@@|``|~~|%%|&&|;;|,,|!!|##|\$\$|\*\*|\+\+|\.\.|\?\?|--/y;
const reference = /\\(?:k<[\p{L}\p{Mn}\p{Nd}\p{Pc}]+>|[1-9]\d*)/uy;

/** What stands before a hyphen: a character that may begin a range, or what may not. */
type Before = { readonly code: number } | 'set' | 'range' | undefined;

export class ClassReader {
  private readonly text: string;
  private readonly end: number;
  private readonly negated: boolean;
  private readonly legacy: boolean;
  private at: number;
  private readonly items: ClassItem[] = [];
  private before: Before;

  /** Reads from `at` up to `end`, the place of the closing bracket. */
  constructor(
    text: string,
    at: number,
    end: number,
    { negated, legacy }: { readonly negated: boolean; readonly legacy: boolean },
  ) {
    this.text = text;
    this.at = at;
    this.end = end;
    this.negated = negated;
    this.legacy = legacy;
  }

  read(): ClassItem[] {
    const first = this.at;
    while (this.at < this.end) {
      if (this.text[this.at] !== '-') this.item();
      else if (this.legacy) this.legacyHyphen(first);
      else this.hyphen(first);
    }
    return this.items;
  }

  private refuse(code: string, length: number): never {
    throw new Refusal(code, lastOf(this.text.slice(0, this.at + length)));
  }

  private match(expression: RegExp): string | undefined {
    expression.lastIndex = this.at;
    return expression.exec(this.text)?.[0];
  }

  // ---- Hyphens ---------------------------------------------------------------------------------------------------------------------

  /** A range from the character before to the one behind. */
  private hyphen(first: number): void {
    const { before } = this;
    if (this.at === first || this.at === this.end - 1) this.refuse('ErrInvalidRegExLiteralHyphenInCharacterClass', 1);
    if (this.match(doubled) !== undefined) this.refuse('ErrInvalidRegExRepeatInCharClass', 2);
    if (before === 'set') this.refuse('ErrInvalidRegExCharacterClassCategoryUse', 1);
    if (before === 'range' || before === undefined) this.refuse('ErrInvalidRegExLiteralHyphenInCharacterClass', 1);
    this.at++;
    this.range(before.code);
  }

  private range(from: number): void {
    const begin = this.at;
    const to = this.next();
    const length = this.at - begin;
    this.at = begin;
    if (to.kind === 'set') this.refuse('ErrInvalidRegExCharacterClassCategoryUse', length);
    if (to.code < from) this.refuse('ErrInvalidRegExCharacterClassRangeReverse', length);
    this.at += length;
    this.items.push({ kind: 'range', from, to: to.code });
    this.before = 'range';
  }

  /** Before V1 a hyphen at the ends, or next to a set, is one. */
  private legacyHyphen(first: number): void {
    const { before } = this;
    const literal = this.at === first || this.at === this.end - 1 || typeof before !== 'object';
    this.at++;
    if (literal) this.character(0x2d);
    else this.range(before.code);
  }

  // ---- Items -----------------------------------------------------------------------------------------------------------------------

  private item(): void {
    const next = this.next();
    if (next.kind === 'char') this.character(next.code);
    else {
      this.items.push({ kind: 'set', name: next.name, negated: next.negated });
      this.before = 'set';
    }
  }

  private character(code: number): void {
    this.items.push({ kind: 'range', from: code, to: code });
    this.before = { code };
  }

  /** A character or set at this place, which is then passed. */
  private next():
    | { readonly kind: 'char'; readonly code: number }
    | { readonly kind: 'set'; readonly name: string; readonly negated: boolean } {
    const char = this.text[this.at]!;
    if (char === '\\' && this.at + 1 < this.end) return this.escape();
    if (!this.legacy) {
      if (unescaped.test(char)) this.refuse('ErrInvalidRegExUnescapedCharInCharacterClass', 1);
      if (this.at + 1 < this.end && this.match(doubled) !== undefined) this.refuse('ErrInvalidRegExRepeatInCharClass', 2);
    }
    const code = this.text.codePointAt(this.at)!;
    if (code > 0xffff && !this.legacy) this.refuse('ErrInvalidRegExSurrogatePairInCharacterClass', 2);
    if (code >= 0xd800 && code <= 0xdfff) this.refuse('ErrInvalidRegExMalformedSurrogatePair', 1);
    this.at += code > 0xffff ? 2 : 1;
    return { kind: 'char', code };
  }

  private escape(): ReturnType<ClassReader['next']> {
    if (this.match(reference) !== undefined && !this.legacy) {
      this.refuse('ErrInvalidRegExBadEscapeInsideCharacterClass', this.match(reference)!.length);
    }
    const escape = readEscape(this.text, this.at, { inClass: true, legacy: this.legacy });
    if (escape.kind === 'set') {
      if (this.negated && escape.negated && !this.legacy) {
        this.refuse('ErrInvalidRegExBadEscapeInsideNegativeCharacterClass', escape.length);
      }
      this.at += escape.length;
      return { kind: 'set', name: escape.name, negated: escape.negated };
    }
    this.at += escape.length;
    if (escape.kind === 'anchor') throw new Refusal('ErrInvalidRegExBadEscapeInsideCharacterClass', this.text);
    return { kind: 'char', code: escape.code };
  }
}
