import { namePattern } from './names.ts';
import * as t from './tokens.ts';

/*
 * Splits a formula into tokens. There is one lexer for each pair of separators; texts with islands are modes of it. What a token may be is
 * looked up by its first character, and the first reading that fits is taken.
 */

/** The characters that differ between cultures: `,` `;` in invariant form, `;` `;;` where the comma is the decimal separator. */
export interface Separators {
  readonly decimal: '.' | ',';
  readonly list: ',' | ';';
  readonly chain: ';' | ';;';
}

export const invariantSeparators: Separators = { decimal: '.', list: ',', chain: ';' };
export const commaSeparators: Separators = { decimal: ',', list: ';', chain: ';;' };

type ModeName = 'expression' | 'text' | 'template';

/** One way to read a token that begins with a certain character. */
interface Reading {
  /** None is passed over. */
  readonly type: t.TokenType | undefined;
  /** How many characters it takes; 0 where it does not fit. */
  readonly lengthAt: (text: string, at: number) => number;
  /** The mode that begins after it; `end` returns to the one before. */
  readonly next?: ModeName | 'end' | undefined;
}

/** Readings by the code of the first character; all from 128 on share one list. */
type Mode = readonly (readonly Reading[])[];

const BEYOND = 128;

function makeMode(readings: readonly (readonly [first: string, reading: Reading])[], beyond: readonly Reading[]): Mode {
  const mode: Reading[][] = Array.from({ length: BEYOND }, () => []);
  for (const [first, reading] of readings) for (const character of first) mode[character.charCodeAt(0)]!.push(reading);
  return [...mode, beyond];
}

const written = (type: t.TokenType, image: string, next?: Reading['next']): [string, Reading] => [
  image[0]!,
  { type, next, lengthAt: image.length === 1 ? () => 1 : (text, at) => (text.startsWith(image, at) ? image.length : 0) },
];

const patternLength =
  (pattern: RegExp): Reading['lengthAt'] =>
  (text, at) => {
    pattern.lastIndex = at;
    return pattern.test(text) ? pattern.lastIndex - at : 0;
  };
const like = (type: t.TokenType | undefined, first: string, pattern: RegExp): [string, Reading] => [
  first,
  { type, lengthAt: patternLength(pattern) },
];

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_';
const digits = '0123456789';
const ascii = String.fromCharCode(...Array.from({ length: BEYOND }, (_, code) => code));

const words = new Map([t.True, t.False, t.Not, t.As, t.And, t.Or, t.In, t.ExactIn].map((type) => [type.name, type]));

const isNamePart = new Uint8Array(BEYOND);
for (const character of letters + digits) isNamePart[character.charCodeAt(0)] = 1;
const anyName = patternLength(namePattern);

const name: [string, Reading] = [
  letters,
  {
    type: t.Name,
    lengthAt: (text, at) => {
      let to = at;
      while (isNamePart[text.charCodeAt(to)] === 1) to++;
      return text.charCodeAt(to) >= BEYOND ? anyName(text, at) : to - at;
    },
  },
];
const otherSpace = like(undefined, '\v\f', /[\v\f\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+/y);

const expression = ({ decimal, list, chain }: Separators): Mode =>
  makeMode(
    [
      like(undefined, ' \t\n\r', /[ \t\n\r]+/y),
      otherSpace,
      name,
      like(t.QuotedName, "'", /'[^'\n-\r\u0085\u2028\u2029]*(?:''[^'\n-\r\u0085\u2028\u2029]*)*'/y),
      // A number may begin with the decimal separator: before the separators themselves.
      decimal === '.'
        ? like(t.NumberLiteral, digits + decimal, /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y)
        : like(t.NumberLiteral, digits + decimal, /(?:\d+(?:,\d*)?|,\d+)(?:[eE][+-]?\d+)?/y),
      like(t.Text, '"', /"[^"]*(?:""[^"]*)*"/y),
      like(t.OpenText, '"', /"[^"]*(?:""[^"]*)*/y),
      written(t.InterpolationStart, '$"', 'text'),
      like(t.Comment, '/', /\/\/[^\n\r]*|\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\//y),
      like(t.OpenComment, '/', /\/\*[^]*/y),
      // The longer of two comes first.
      written(t.Semicolon, chain),
      written(t.Comma, list),
      written(t.OpenParen, '('),
      written(t.CloseParen, ')'),
      written(t.OpenBracket, '['),
      written(t.CloseBracket, ']'),
      // A brace opens a nested expression, so that the `}` of an island is told from that of a record.
      written(t.OpenBrace, '{', 'expression'),
      written(t.CloseBrace, '}', 'end'),
      written(t.AmpersandAmpersand, '&&'),
      written(t.Ampersand, '&'),
      written(t.BarBar, '||'),
      written(t.NotEqual, '<>'),
      written(t.LessEqual, '<='),
      written(t.Less, '<'),
      written(t.GreaterEqual, '>='),
      written(t.Greater, '>'),
      written(t.Equal, '='),
      written(t.Plus, '+'),
      written(t.Minus, '-'),
      written(t.Star, '*'),
      written(t.Slash, '/'),
      written(t.Caret, '^'),
      written(t.Percent, '%'),
      written(t.Bang, '!'),
      written(t.Dot, '.'),
      written(t.Colon, ':'),
      written(t.At, '@'),
    ],
    [otherSpace[1], name[1]],
  );

const interpolationText = like(t.InterpolationText, ascii, /(?:[^"{}]|""|\{\{|\}\})+/y);
const templateText = like(t.TemplateText, ascii, /(?:\$\$+\{|\$(?!\$*\{)|[^$])+/y);

type Modes = Readonly<Record<ModeName, Mode>>;

const makeModes = (separators: Separators): Modes => ({
  expression: expression(separators),
  text: makeMode(
    [
      interpolationText,
      written(t.IslandStart, '{', 'expression'),
      written(t.InterpolationEnd, '"', 'end'),
      written(t.StrayBrace, '}'),
    ],
    [interpolationText[1]],
  ),
  template: makeMode([written(t.TemplateIsland, '${', 'expression'), templateText], [templateText[1]]),
});

export interface Tokens {
  readonly tokens: t.Token[];
  readonly comments: readonly t.Token[];
  /** Characters that no token begins with. */
  readonly bad: readonly { readonly from: number; readonly to: number }[];
}

const lexers = new Map<string, Modes>();

/** Splits a formula into tokens; never throws. */
export function tokenize(text: string, separators: Separators = invariantSeparators, template = false): Tokens {
  let modes = lexers.get(separators.decimal);
  if (modes === undefined) lexers.set(separators.decimal, (modes = makeModes(separators)));
  const tokens: t.Token[] = [];
  const comments: t.Token[] = [];
  const bad: { from: number; to: number }[] = [];
  /** What the present mode returns to, innermost last. */
  const outer: Mode[] = [];
  let mode = modes[template ? 'template' : 'expression'];
  for (let at = 0; at < text.length;) {
    let length = 0;
    for (const reading of mode[Math.min(text.charCodeAt(at), BEYOND)]!) {
      length = reading.lengthAt(text, at);
      if (length === 0) continue;
      const { next } = reading;
      let { type } = reading;
      if (type !== undefined) {
        const image = text.slice(at, at + length);
        if (type === t.Name) type = words.get(image) ?? type;
        const token = { image, startOffset: at, tokenTypeIdx: type.tokenTypeIdx!, tokenType: type };
        (type === t.Comment || type === t.OpenComment ? comments : tokens).push(token);
      }
      // A `}` too many is a token of its own, reported by the grammar.
      if (next === 'end') mode = outer.pop() ?? mode;
      else if (next !== undefined) {
        outer.push(mode);
        mode = modes[next];
      }
      break;
    }
    if (length === 0) {
      const last = bad.at(-1);
      length = 1;
      if (last?.to === at) last.to++;
      else bad.push({ from: at, to: at + 1 });
    }
    at += length;
  }
  return { tokens, comments, bad };
}
