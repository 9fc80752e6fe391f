import { GroupFacts, type Target } from './group-facts.ts';
import type { Capture, Extent, Fault, Part, Pattern, Reading } from './pattern.ts';
import { ClassReader } from './read-class.ts';
import { readEscape } from './read-escape.ts';
import { Refusal, firstOf, lastOf } from './refusal.ts';

/*
 * Reads a regular expression (SEMANTICS 5.11). The language is the part that the engines of .NET, JavaScript and PCRE2 share; what means
 * something else in one of them, or nothing, is refused with the code of the reference.
 *
 * One pass from left to right: `either` reads options up to a closing parenthesis, `sequence` one option, `part` one piece with its
 * quantifier. The facts about groups are kept along the way, since they decide whether a quantifier may stand where it stands.
 */

const MAX_DEPTH = 32;
const MAX_NAME = 62;
const MAX_LOOK_BEHIND = 250;
const MAX_COUNT = 2_147_483_647;

const blank = /[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;
const lineEnd = /[\n\v\f\r\x85\u2028\u2029]/;

/** A pattern in its parts, or why it is refused. */
export function readPattern(text: string, reading: Reading): Pattern | Fault {
  try {
    return new PatternReader(text, reading).read();
  } catch (thrown) {
    if (thrown instanceof Refusal) return { code: thrown.code, found: thrown.found };
    throw thrown;
  }
}

export const isFault = (result: Pattern | Fault): result is Fault => 'code' in result;

interface Piece {
  readonly part: Part;
  readonly target: Target;
}

const one: Extent = { min: 1, max: 1 };
const two: Extent = { min: 2, max: 2 };
/** A character counts as its UTF-16 units. */
const unitsOf = (code: number): Extent => (code > 0xffff ? two : one);

class PatternReader {
  private readonly text: string;
  private readonly legacy: boolean;
  private numbered: boolean;
  private freeSpacing: boolean;
  private at = 0;
  private depth = 1;
  private group = new GroupFacts(undefined, false, false);
  private behind = false;
  private readonly captures: (Capture & { readonly facts: GroupFacts })[] = [];
  private readonly references: { readonly found: string; readonly facts: GroupFacts }[] = [];

  constructor(text: string, { numbered, freeSpacing, legacy }: Reading) {
    this.text = text;
    this.numbered = numbered;
    this.freeSpacing = freeSpacing;
    this.legacy = legacy;
  }

  read(): Pattern {
    const inlineOptions = this.inlineOptions();
    const body = this.either();
    if (this.at < this.text.length) this.refuse('ErrInvalidRegExUnopenedCaptureGroups', lastOf(this.text.slice(0, this.at + 1)));
    this.group.close();
    if (!this.legacy) this.checkReferences();
    return { body, captures: this.captures.map(({ name }) => ({ name })), inlineOptions };
  }

  private refuse(code: string, found: string): never {
    throw new Refusal(code, found);
  }

  /** What a sticky expression finds here. */
  private match(expression: RegExp): RegExpExecArray | null {
    expression.lastIndex = this.at;
    return expression.exec(this.text);
  }

  private get rest(): string {
    return this.text.slice(this.at);
  }

  private upTo(end: number): string {
    return lastOf(this.text.slice(0, end));
  }

  // ---- Options ---------------------------------------------------------------------------------------------------------------------

  private inlineOptions(): string {
    const found = this.match(tokens.options);
    if (found === null) return '';
    const [whole, letters] = found as unknown as [string, string];
    if (new Set(letters).size < letters.length) this.refuse('ErrInvalidRegExRepeatedInlineOption', whole);
    if (letters.includes('n') && this.numbered) {
      if (!this.legacy) this.refuse('ErrInvalidRegExInlineOptionConflictsWithNumberedSubMatches', whole);
      this.numbered = false;
    }
    if (letters.includes('x')) this.freeSpacing = true;
    this.at += whole.length;
    return letters;
  }

  // ---- Options, sequences, parts ---------------------------------------------------------------------------------------------------

  private either(): Part {
    const options = [this.sequence()];
    while (this.text[this.at] === '|') {
      this.at++;
      this.group.nextOption();
      options.push(this.sequence());
    }
    return options.length === 1 ? options[0]! : { kind: 'either', options };
  }

  private sequence(): Part {
    const items: Part[] = [];
    for (;;) {
      this.skip();
      const char = this.text[this.at];
      if (char === undefined || char === '|' || char === ')') break;
      const piece = this.piece(char);
      items.push(this.quantified(piece));
    }
    return items.length === 1 ? items[0]! : { kind: 'sequence', items };
  }

  /** Comments, and in free spacing blanks. */
  private skip(): void {
    for (;;) {
      const char = this.text[this.at];
      if (char === undefined) return;
      if (this.text.startsWith('(?#', this.at)) this.comment();
      else if (!this.freeSpacing) return;
      else if (char === '#') while (this.at < this.text.length && !lineEnd.test(this.text[this.at]!)) this.at++;
      else if (blank.test(char)) this.at++;
      else return;
    }
  }

  private comment(): void {
    const end = this.text.indexOf(')', this.at);
    if (end < 0) {
      // Groups that are open as well are the greater mistake.
      if (this.depth > 1) this.refuse('ErrInvalidRegExUnclosedCaptureGroups', this.text);
      this.refuse('ErrInvalidRegExUnclosedInlineCommentWithContext', firstOf(this.rest));
    }
    this.at = end + 1;
  }

  /** One part, and what a quantifier behind it would repeat; undefined where it is nothing to repeat. */
  private piece(char: string): { readonly part: Part; readonly target: Target | undefined } {
    switch (char) {
      case '(':
        return this.open();
      case '[':
        return this.size(this.characterClass(), one);
      case '\\':
        return this.escape();
      case '.':
        this.at++;
        return this.size({ kind: 'any' }, one);
      case '^':
      case '$':
        this.at++;
        return { part: { kind: 'anchor', at: char === '^' ? 'start' : 'end' }, target: undefined };
      case ']':
        if (!this.legacy) this.refuse('ErrInvalidRegExBadSquare', this.upTo(this.at + 1));
        return this.character();
      case '{':
      case '}':
        if (this.match(tokens.counted) !== null) this.nothingToRepeat();
        if (!this.legacy) this.refuse('ErrInvalidRegExBadCurly', char);
        return this.character();
      case '*':
      case '+':
      case '?':
        return this.nothingToRepeat();
      default:
        return this.character();
    }
  }

  private nothingToRepeat(): never {
    this.refuseBadQuantifier();
    const [whole] = (this.match(tokens.counted) ?? this.match(tokens.simple))!;
    return this.refuse('ErrInvalidRegExQuantifierOnNothing', this.upTo(this.at + whole.length));
  }

  private size(part: Part, extent: Extent): Piece {
    this.group.add(extent);
    return { part, target: extent };
  }

  private character(): Piece {
    const code = this.text.codePointAt(this.at)!;
    if (code >= 0xd800 && code <= 0xdfff) this.refuse('ErrInvalidRegExMalformedSurrogatePair', this.upTo(this.at + 1));
    this.at += code > 0xffff ? 2 : 1;
    return this.size({ kind: 'char', code }, unitsOf(code));
  }

  private characterClass(): Part {
    const empty = this.match(tokens.emptyClass);
    if (empty !== null && !this.legacy) this.refuse('ErrInvalidRegExEmptyCharacterClass', empty[0]);
    const found = this.match(this.legacy ? tokens.legacyClass : tokens.class);
    if (found === null)
      this.refuse(this.legacy ? 'ErrInvalidRegExUnterminatedSquare' : 'ErrInvalidRegExBadSquare', this.upTo(this.at + 1));
    const content = found[1]!;
    const negated = content.startsWith('^');
    const begin = this.at + (negated ? 2 : 1);
    const items = new ClassReader(this.text, begin, this.at + 1 + content.length, { negated, legacy: this.legacy }).read();
    this.at += found[0].length;
    return { kind: 'class', negated, items };
  }

  // ---- Escapes ---------------------------------------------------------------------------------------------------------------------

  private escape(): { readonly part: Part; readonly target: Target | undefined } {
    const named = this.match(tokens.namedReference);
    if (named !== null) return this.reference(named[0], named[1]!, true);
    const numbered = this.match(tokens.numberedReference);
    if (numbered !== null) return this.reference(numbered[0], numbered[1]!, false);
    const escape = readEscape(this.text, this.at, { inClass: false, legacy: this.legacy });
    this.at += escape.length;
    if (escape.kind === 'anchor') return { part: { kind: 'anchor', at: escape.at }, target: undefined };
    if (escape.kind === 'set') {
      return this.size(
        { kind: 'class', negated: false, items: [{ kind: 'set', name: escape.name, negated: escape.negated }] },
        one,
      );
    }
    return this.size({ kind: 'char', code: escape.code }, unitsOf(escape.code));
  }

  private reference(found: string, name: string, named: boolean): Piece {
    if (!this.legacy) {
      if (named && this.numbered) this.refuse('ErrInvalidRegExMixingNamedAndNumberedSubMatches', found);
      if (!named && !this.numbered) this.refuse('ErrInvalidRegExNumberedSubMatchesDisabled', found);
    }
    const index = named ? this.captures.findIndex((capture) => capture.name === name) : Number(name) - 1;
    const facts = this.captures[index]?.facts;
    if (facts === undefined)
      this.refuse('ErrInvalidRegExBadBackRefNotDefined', this.legacy ? this.upTo(this.at + found.length) : found);
    if (!facts.closed && !this.legacy) this.refuse('ErrInvalidRegExBadBackRefSelfReferencing', found);
    if (this.behind && facts.extent.max === Infinity && !this.legacy) {
      this.refuse('ErrInvalidRegExUnlimitedQuantifierInLookAround', found);
    }
    if (!facts.precedes(this.group)) this.references.push({ found, facts });
    this.at += found.length;
    return this.size({ kind: 'back', capture: index + 1 }, facts.extent);
  }

  /** After all groups are known: a reference to one that may not take part in a match. */
  private checkReferences(): void {
    for (const { found, facts } of this.references) {
      const code = facts.refusedReference();
      if (code !== undefined) this.refuse(code, found);
    }
  }

  // ---- Groups ----------------------------------------------------------------------------------------------------------------------

  private open(): Piece {
    const { begin, name, captures, look } = this.opening();
    if (this.depth >= MAX_DEPTH) this.refuse('ErrInvalidRegExGroupTrackerOverflow', firstOf(this.rest));
    if (this.behind && look?.behind === true && !this.legacy) this.refuse('ErrInvalidRegExNestedLookAround', firstOf(this.rest));
    if (this.behind && captures && !this.legacy) this.refuse('ErrInvalidRegExCaptureInLookAround', firstOf(this.rest));
    const facts = new GroupFacts(this.group, captures, look !== undefined);
    let capture: number | undefined;
    if (captures) {
      if (name !== undefined && this.captures.some((known) => known.name === name)) {
        this.refuse('ErrInvalidRegExBadNamedCaptureAlreadyExists', firstOf(this.rest));
      }
      capture = this.captures.push({ name, facts });
    }
    const outer = { group: this.group, behind: this.behind };
    this.at += begin.length;
    this.group = facts;
    this.behind ||= look?.behind === true;
    this.depth++;
    const body = this.either();
    if (this.text[this.at] !== ')') this.refuse('ErrInvalidRegExUnclosedCaptureGroups', this.text);
    this.at++;
    this.depth--;
    ({ group: this.group, behind: this.behind } = outer);
    facts.close();
    if (look?.behind === true && facts.extent.max > MAX_LOOK_BEHIND && !this.legacy) {
      this.refuse('ErrInvalidRegExLookbehindTooManyChars', this.upTo(this.at));
    }
    const target = { ...facts.extent, group: facts };
    if (look !== undefined) return { part: { kind: 'look', body, ...look, extent: facts.extent }, target };
    return { part: { kind: 'group', body, ...(capture !== undefined && { capture }) }, target };
  }

  /** How a group begins: what it is, and the signs of its begin. */
  private opening(): {
    readonly begin: string;
    readonly name?: string;
    readonly captures: boolean;
    readonly look?: { readonly behind: boolean; readonly negated: boolean };
  } {
    const named = this.match(tokens.named);
    if (named !== null) return { begin: named[0], name: this.captureName(named[0], named[1]!), captures: true };
    const look = this.match(tokens.look);
    if (look !== null) {
      return { begin: look[0], captures: false, look: { behind: look[1] !== undefined, negated: look[2] === '!' } };
    }
    if (this.text.startsWith('(?:', this.at)) return { begin: '(?:', captures: false };
    for (const [expression, code] of refusedGroups) {
      const found = this.match(expression);
      if (found !== null) this.refuse(this.at > 0 && code in laterCodes ? laterCodes[code]! : code, found[0]);
    }
    return { begin: '(', captures: this.numbered };
  }

  private captureName(found: string, name: string): string {
    if (this.numbered && !this.legacy) this.refuse('ErrInvalidRegExMixingNamedAndNumberedSubMatches', found);
    if (name.length > MAX_NAME && !this.legacy) this.refuse('ErrInvalidRegExNamedCaptureNameTooLong', found);
    return name;
  }

  // ---- Quantifiers -----------------------------------------------------------------------------------------------------------------

  private refuseBadQuantifier(): void {
    for (const [expression, code] of refusedQuantifiers) {
      const found = this.match(expression);
      if (found !== null) this.refuse(code, found[0]);
    }
  }

  private quantified({ part, target }: { readonly part: Part; readonly target: Target | undefined }): Part {
    this.skip();
    const found = this.match(tokens.simple) ?? this.match(tokens.counted);
    if (found === null) return part;
    this.refuseBadQuantifier();
    if (target === undefined) this.nothingToRepeat();
    const [whole, low, comma, high] = found;
    const { from, to } = low === undefined ? simple[whole[0]!]! : this.counts(whole, low, comma, high);
    const end = this.upTo(this.at + whole.length);
    if (!this.legacy) {
      if (this.behind && to === Infinity) this.refuse('ErrInvalidRegExUnlimitedQuantifierInLookAround', end);
      const code = this.group.repeat(target, from, to);
      if (code !== undefined) this.refuse(code, end);
    } else if (to < from) this.refuse('ErrInvalidRegExLowHighQuantifierFlip', end);
    this.at += whole.length;
    return { kind: 'repeat', body: part, low: from, high: to, lazy: whole.length > 1 && whole.endsWith('?') };
  }

  private counts(whole: string, low: string, comma: string | undefined, high: string | undefined): { from: number; to: number } {
    const from = Number(low);
    const to = high !== undefined && high !== '' ? Number(high) : comma === undefined ? from : Infinity;
    if (from > MAX_COUNT || (to !== Infinity && to > MAX_COUNT)) this.refuse('ErrInvalidRegExNumberOverflow', whole);
    return { from, to };
  }
}

const simple: { readonly [sign: string]: { readonly from: number; readonly to: number } } = {
  '*': { from: 0, to: Infinity },
  '+': { from: 1, to: Infinity },
  '?': { from: 0, to: 1 },
};

const tokens = {
  options: /\(\?([imnsx]+)\)/y,
  named: /\(\?<([_\p{L}][_\p{L}\p{Nd}]*)>/uy,
  look: /\(\?(<)?([=!])/y,
  namedReference: /\\k<([\p{L}\p{Mn}\p{Nd}\p{Pc}]+)>/uy,
  numberedReference: /\\([1-9]\d*)/y,
  emptyClass: /\[\^?\]/y,
  class: /\[((?:\\\]|\\\[|[^\][])+)\]/y,
  legacyClass: /\[(\^?\]?(?:\\[\s\S]|[^\]\\])*)\]/y,
  simple: /[*+?]\??/y,
  counted: /\{(\d+)(,)?(\d*)\}(?:(?<=,\d*\})\?)?/y,
};

/** Begins of groups that other engines know, with the code of their refusal; in this order. */
const refusedGroups: readonly (readonly [RegExp, string])[] = [
  [/\(\?<[\p{L}\p{Mn}\p{Nd}\p{Pc}]*-[\p{L}\p{Mn}\p{Nd}\p{Pc}]*>/uy, 'ErrInvalidRegExBadBalancing'],
  [/\(\?<[^>]*>/y, 'ErrInvalidRegExBadNamedCaptureName'],
  [/\(\?'[^']*'/y, 'ErrInvalidRegExBadSingleQuoteNamedCapture'],
  [/\(\?(?:\w+|\w*-\w+)[:)]/y, 'ErrInvalidRegExBadInlineOptions'],
  [/\(\?\(/y, 'ErrInvalidRegExBadConditional'],
  [/\([?+*].?/uy, 'ErrInvalidRegExBadParen'],
];
/** What is only wrong where it does not stand at the begin. */
const laterCodes: { readonly [code: string]: string } = {
  ErrInvalidRegExBadInlineOptions: 'ErrInvalidRegExInlineOptionNotAtStart',
};

const refusedQuantifiers: readonly (readonly [RegExp, string])[] = [
  [/[*+?][+*]/y, 'ErrInvalidRegExBadQuantifier'],
  [/\{\d+\}[+*?]/y, 'ErrInvalidRegExBadExactQuantifier'],
  [/\{\d+,\d*\}[+*]/y, 'ErrInvalidRegExBadQuantifier'],
];
