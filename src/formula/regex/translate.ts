import { caseVariants, has, type CharSet } from './char-set.ts';
import { charactersOf, type Modes } from './part-sets.ts';
import type { ClassItem, Part } from './pattern.ts';

/*
 * A pattern as JavaScript's own regular expression with the flag `u`. Case is spelled out (`[kKK]`), since the flag `i` folds more than
 * .NET does; only with back references, which cannot be spelled out, the flag is used. Categories of Unicode end at U+FFFF. Ends of lines
 * are look-arounds: `^` and `$` take CR LF for one end, and `$` also stands before the last end of the text.
 *
 * (The flag `v` would say sets more briefly, but V8 before version 12 loses matches of repeated classes with it: /@(?:[^.]+\.)+/v does not
 * match "@a.".)
 */

export interface TranslateOptions extends Modes {
  readonly multiline: boolean;
  readonly begins: boolean;
  readonly ends: boolean;
}

export interface Translation {
  readonly source: string;
  readonly flags: string;
}

const ENDS = '\\n\\x0b\\x0c\\r\\x85\\u2028\\u2029';
const WORD = '\\p{L}\\p{Mn}\\p{Nd}\\p{Pc}';
const SPACE = '\\p{Z}\\t-\\r\\x85';
const BEYOND = '[\\u{10000}-\\u{10ffff}]';
const BOUNDARY = `(?!${BEYOND})[${WORD}\\u200c\\u200d]`;
const BEFORE = `[${WORD}\\u200c\\u200d](?<!${BEYOND})`;
const NOT_BETWEEN = '(?<!\\r(?=\\n))'; // CR and LF are one end

const anchors = {
  boundary: `(?:(?<=${BEFORE})(?!${BOUNDARY})|(?<!${BEFORE})(?=${BOUNDARY}))`,
  inside: `(?:(?<=${BEFORE})(?=${BOUNDARY})|(?<!${BEFORE})(?!${BOUNDARY}))`,
  start: '^',
  end: `(?:${NOT_BETWEEN}(?=(?:\\r\\n|[${ENDS}])?$))`,
  lineStart: `(?:${NOT_BETWEEN}(?<=^|[${ENDS}]))`,
  lineEnd: `(?:${NOT_BETWEEN}(?=[${ENDS}]|$))`,
};

/** A pattern's body as source and flags for `RegExp`. */
export function translate(body: Part, options: TranslateOptions): Translation {
  const translator = new Translator(options, holdsReference(body));
  const { start, end } = translator.anchors;
  const source = (options.begins ? start : '') + translator.part(body) + (options.ends ? end : '');
  return { source, flags: translator.folds ? 'ui' : 'u' };
}

function holdsReference(part: Part): boolean {
  switch (part.kind) {
    case 'back':
      return true;
    case 'sequence':
      return part.items.some(holdsReference);
    case 'either':
      return part.options.some(holdsReference);
    case 'group':
    case 'look':
    case 'repeat':
      return holdsReference(part.body);
    default:
      return false;
  }
}

const syntax = /[-^$\\.*+?()[\]{}|/]/;

/** A character by itself, escaped where it means something. */
function character(code: number): string {
  const text = String.fromCodePoint(code);
  if (syntax.test(text)) return `\\x${code.toString(16).padStart(2, '0')}`;
  return /[\p{L}\p{Nd} ]/u.test(text) ? text : `\\u{${code.toString(16)}}`;
}

const range = ([from, to]: readonly [number, number]): string =>
  from === to ? character(from) : `${character(from)}-${character(to)}`;

const ranges = (set: CharSet): string => `[${set.map(range).join('')}]`;

class Translator {
  private readonly options: TranslateOptions;
  /** Whether the flag `i` compares without case. */
  readonly folds: boolean;

  constructor(options: TranslateOptions, hasReference: boolean) {
    this.options = options;
    this.folds = options.ignoreCase && hasReference;
  }

  get anchors(): { readonly start: string; readonly end: string } {
    return this.options.multiline ? { start: anchors.lineStart, end: anchors.lineEnd } : anchors;
  }

  part(part: Part): string {
    switch (part.kind) {
      case 'char':
        return this.char(part.code);
      case 'any':
        return this.options.dotAll ? '[^]' : `[^${ENDS}]`;
      case 'class':
        return this.class(part);
      case 'anchor':
        return part.at === 'start' || part.at === 'end' ? this.anchors[part.at] : anchors[part.at];
      case 'sequence':
        return part.items.map((item) => this.part(item)).join('');
      case 'either':
        return part.options.map((option) => this.part(option)).join('|');
      case 'group':
        return `(${part.capture === undefined ? '?:' : ''}${this.part(part.body)})`;
      case 'look':
        return `(?${part.behind ? '<' : ''}${part.negated ? '!' : '='}${this.part(part.body)})`;
      case 'back':
        return `(?:\\${part.capture})`;
      case 'repeat':
        return this.repeated(part.body) + quantifier(part) + (part.lazy ? '?' : '');
    }
  }

  /** Look-arounds are repeated in a group only. */
  private repeated(body: Part): string {
    const source = this.part(body);
    return body.kind === 'look' || body.kind === 'sequence' || body.kind === 'anchor' ? `(?:${source})` : source;
  }

  private char(code: number): string {
    if (!this.options.ignoreCase || this.folds) return character(code);
    const variants = caseVariants(code);
    return variants.length === 1 ? character(code) : ranges(variants.map((variant) => [variant, variant]));
  }

  private class(part: Part & { readonly kind: 'class' }): string {
    const { negated, items } = part;
    const spelled = this.options.ignoreCase && !this.folds && items.some(({ kind }) => kind === 'range');
    const symbols = spelled ? [undefined] : items.map((item) => this.item(item));
    const brief = symbols.every((symbol) => symbol !== undefined) ? `[${negated ? '^' : ''}${symbols.join('')}]` : undefined;
    if (brief !== undefined && items.every(({ kind }) => kind === 'range')) return brief;
    const set = charactersOf(part, this.options);
    const beyond = set.filter(([, to]) => to > 0xffff);
    const all = has(set, 0x10000);
    if (brief === undefined || (beyond.length > 0 && !all)) return ranges(set);
    return `(?:${all ? `${BEYOND}|` : ''}(?!${BEYOND})${brief})`;
  }

  /** An item as part of a class; undefined where there is no brief form. */
  private item(item: ClassItem): string | undefined {
    if (item.kind === 'range') return range([item.from, item.to]);
    const { name, negated } = item;
    if (name === 'w' || name === 's') return negated ? undefined : name === 'w' ? WORD : SPACE;
    if (this.options.ignoreCase && /^L[ult]$/.test(name)) return negated ? undefined : '\\p{Lu}\\p{Ll}\\p{Lt}';
    return `\\${negated ? 'P' : 'p'}{${name === 'd' ? 'Nd' : name}}`;
  }
}

function quantifier({ low, high }: Part & { readonly kind: 'repeat' }): string {
  if (high === Infinity) return low === 0 ? '*' : low === 1 ? '+' : `{${low},}`;
  if (low === 0 && high === 1) return '?';
  return low === high ? `{${low}}` : `{${low},${high}}`;
}
