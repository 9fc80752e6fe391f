import { createToken, EOF, Lexer, type IToken, type TokenType } from 'chevrotain';

import { matchName } from './names.ts';

/*
 * Token types of Power Fx and the lexers made of them (SEMANTICS 5.1). There is one lexer for each pair of separators and for the
 * template form of a text; all share the token types, so that one grammar reads the tokens of any.
 */

/** The characters that differ between cultures: `,` `;` in invariant form, `;` `;;` where the comma is the decimal separator. */
export interface Separators {
  readonly decimal: '.' | ',';
  readonly list: ',' | ';';
  readonly chain: ';' | ';;';
}

export const invariantSeparators: Separators = { decimal: '.', list: ',', chain: ';' };
export const commaSeparators: Separators = { decimal: ',', list: ';', chain: ';;' };

/** Every token belongs to `Any`, so that the grammar can pass over what it does not expect. */
export const Any = createToken({ name: 'Any', pattern: Lexer.NA });
export const InfixOperator = createToken({ name: 'InfixOperator', pattern: Lexer.NA });
/** The words of the language. */
export const Word = createToken({ name: 'Word', pattern: Lexer.NA });

type Pattern = Exclude<NonNullable<Parameters<typeof createToken>[0]['pattern']>, undefined>;

interface Extra {
  readonly push?: string;
  readonly pop?: boolean;
  readonly infix?: boolean;
  readonly word?: boolean;
  readonly hints?: readonly (string | number)[];
  readonly longer?: TokenType;
  readonly multiline?: boolean;
}

function token(name: string, pattern: Pattern, extra: Extra = {}): TokenType {
  return createToken({
    name,
    pattern,
    categories: [Any, ...(extra.infix === true ? [InfixOperator] : []), ...(extra.word === true ? [Word] : [])],
    line_breaks: extra.multiline ?? false,
    ...(extra.push !== undefined && { push_mode: extra.push }),
    ...(extra.pop === true && { pop_mode: true }),
    ...(extra.hints && { start_chars_hint: [...extra.hints] }),
    ...(extra.longer && { longer_alt: extra.longer }),
  });
}

// ---- Names ------------------------------------------------------------------------------------------------------------------------

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_'];
// Chevrotain looks characters from 256 on up in buckets of 256: one code of each stands for its bucket.
const beyondAscii = [...Array.from({ length: 128 }, (_, i) => 128 + i), ...Array.from({ length: 255 }, (_, i) => (i + 1) * 256)];

export const Name = createToken({
  name: 'Name',
  pattern: matchName,
  categories: [Any],
  line_breaks: false,
  start_chars_hint: [...letters, ...beyondAscii],
});
/** `'a name'`, with `''` for a quote. */
export const QuotedName = token('QuotedName', /'[^'\n-\r\u0085\u2028\u2029]*(?:''[^'\n-\r\u0085\u2028\u2029]*)*'/);

const keyword = (word: string, extra: Extra = {}): TokenType =>
  token(word, new RegExp(word), { ...extra, word: true, longer: Name });

export const True = keyword('true');
export const False = keyword('false');
export const Not = keyword('Not');
export const As = keyword('As');
export const And = keyword('And', { infix: true });
export const Or = keyword('Or', { infix: true });
export const In = keyword('in', { infix: true });
export const ExactIn = keyword('exactin', { infix: true });

export { isPlainName, keywords, reservedWords } from './names.ts';

// ---- Literals ---------------------------------------------------------------------------------------------------------------------

const NumberInvariant = token('Number', /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/);
const NumberComma = createToken({
  name: 'NumberComma',
  pattern: /(?:\d+(?:,\d*)?|,\d+)(?:[eE][+-]?\d+)?/,
  categories: [NumberInvariant, Any],
});
export { NumberInvariant as NumberLiteral, NumberComma as LocalNumberLiteral };

export const Text = token('Text', /"[^"]*(?:""[^"]*)*"/, { multiline: true });
/** A text whose closing quote is missing: it reaches to the end. */
export const OpenText = token('OpenText', /"[^"]*(?:""[^"]*)*/, { multiline: true });

// ---- Interpolation: $"text {expression} text" -------------------------------------------------------------------------------------

export const InterpolationStart = token('InterpolationStart', /\$"/, { push: 'text' });
export const InterpolationEnd = token('InterpolationEnd', /"/, { pop: true });
export const InterpolationText = token('InterpolationText', /(?:[^"{}]|""|\{\{|\}\})+/, {
  multiline: true,
  hints: allCharacters('"'),
});
export const IslandStart = token('IslandStart', /\{/, { push: 'expression' });
/** A `}` in the text part that closes nothing. */
export const StrayBrace = token('StrayBrace', /\}/);

// The template form (`TextFirst`): the whole text is text, islands are `${…}`; a further `$` before them makes them text: `$${` is `${`.
export const TemplateText = token('TemplateText', /(?:\$\$+\{|\$(?!\$*\{)|[^$])+/, { multiline: true, hints: allCharacters() });
export const TemplateIsland = token('TemplateIsland', /\$\{/, { push: 'expression' });

function allCharacters(...without: string[]): (string | number)[] {
  const excluded = new Set(without.map((character) => character.charCodeAt(0)));
  return [...Array.from({ length: 128 }, (_, i) => i).filter((code) => !excluded.has(code)), ...beyondAscii];
}

// ---- Punctuation and operators ----------------------------------------------------------------------------------------------------

export const OpenParen = token('OpenParen', /\(/);
export const CloseParen = token('CloseParen', /\)/);
export const OpenBracket = token('OpenBracket', /\[/);
export const CloseBracket = token('CloseBracket', /\]/);
// A brace opens a nested expression, so that the `}` of an island is told from that of a record.
export const OpenBrace = token('OpenBrace', /\{/, { push: 'expression' });
export const CloseBrace = token('CloseBrace', /\}/, { pop: true });
export const Colon = token('Colon', /:/);
export const At = token('At', /@/);
export const Dot = token('Dot', /\./);
export const Percent = token('Percent', /%/);
export const Caret = token('Caret', /\^/);
export const Bang = token('Bang', /!/);
export const Minus = token('Minus', /-/, { infix: true });
export const Plus = token('Plus', /\+/, { infix: true });
export const Star = token('Star', /\*/, { infix: true });
export const Slash = token('Slash', /\//, { infix: true });
export const AmpersandAmpersand = token('AmpersandAmpersand', /&&/, { infix: true });
export const Ampersand = token('Ampersand', /&/, { infix: true });
export const BarBar = token('BarBar', /\|\|/, { infix: true });
export const NotEqual = token('NotEqual', /<>/, { infix: true });
export const LessEqual = token('LessEqual', /<=/, { infix: true });
export const Less = token('Less', /</, { infix: true });
export const GreaterEqual = token('GreaterEqual', />=/, { infix: true });
export const Greater = token('Greater', />/, { infix: true });
export const Equal = token('Equal', /=/, { infix: true });

const CommaInvariant = token('Comma', /,/);
const SemicolonInvariant = token('Semicolon', /;/);
const CommaLocal = createToken({ name: 'CommaLocal', pattern: /;/, categories: [CommaInvariant, Any] });
const SemicolonLocal = createToken({ name: 'SemicolonLocal', pattern: /;;/, categories: [SemicolonInvariant, Any] });
export { CommaInvariant as Comma, SemicolonInvariant as Semicolon };

// ---- What is passed over ----------------------------------------------------------------------------------------------------------

export const Comment = createToken({
  name: 'Comment',
  pattern: /\/\/[^\n\r]*|\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\//,
  group: 'comments',
  line_breaks: true,
});
export const OpenComment = createToken({ name: 'OpenComment', pattern: /\/\*[\s\S]*/, group: 'comments', line_breaks: true });
const Space = createToken({ name: 'Space', pattern: /[ \t\n\r]+/, group: Lexer.SKIPPED, line_breaks: true });
const OtherSpace = createToken({
  name: 'OtherSpace',
  pattern: /[\v\f\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+/,
  group: Lexer.SKIPPED,
  line_breaks: true,
});

// ---- Lexers -----------------------------------------------------------------------------------------------------------------------

const expressionTokens = (separators: Separators): TokenType[] => {
  const invariant = separators.decimal === '.';
  return [
    Space, OtherSpace, Comment, OpenComment,
    Text, OpenText, InterpolationStart,
    // A number may begin with the decimal separator: before the separators themselves.
    invariant ? NumberInvariant : NumberComma,
    ...(invariant ? [CommaInvariant, SemicolonInvariant] : [SemicolonLocal, CommaLocal]),
    OpenParen, CloseParen, OpenBracket, CloseBracket, OpenBrace, CloseBrace,
    AmpersandAmpersand, Ampersand, BarBar, NotEqual, LessEqual, Less, GreaterEqual, Greater, Equal,
    Plus, Minus, Star, Slash, Caret, Percent, Bang, Dot, Colon, At,
    True, False, Not, As, And, Or, ExactIn, In,
    Name, QuotedName,
  ]; // prettier-ignore
};

const makeLexer = (separators: Separators, defaultMode: 'expression' | 'template'): Lexer =>
  new Lexer(
    {
      modes: {
        expression: expressionTokens(separators),
        text: [InterpolationText, IslandStart, InterpolationEnd, StrayBrace],
        template: [TemplateIsland, TemplateText],
      },
      defaultMode,
    },
    { positionTracking: 'onlyOffset', ensureOptimizations: true, skipValidations: true, deferDefinitionErrorsHandling: false },
  );

const lexers = new Map<string, Lexer>();

/** All token types, for the grammar. */
export const tokenTypes: TokenType[] = [
  ...new Set([
    Any, InfixOperator, Word,
    ...expressionTokens(invariantSeparators), ...expressionTokens(commaSeparators),
    InterpolationText, IslandStart, InterpolationEnd, StrayBrace, TemplateIsland, TemplateText,
  ]),
]; // prettier-ignore

/** A token: its text (`image`), its kind, and where it begins. */
export type Token = IToken;
export type { TokenType };
/** What stands after the last token. */
export { EOF as End };

export interface Tokens {
  readonly tokens: IToken[];
  readonly comments: readonly IToken[];
  /** Characters that no token begins with: offset and length. */
  readonly bad: readonly { readonly from: number; readonly to: number }[];
}

/** Splits a formula into tokens; never throws. */
export function tokenize(text: string, separators: Separators = invariantSeparators, template = false): Tokens {
  const key = separators.decimal + (template ? 't' : '');
  let lexer = lexers.get(key);
  if (lexer === undefined) lexers.set(key, (lexer = makeLexer(separators, template ? 'template' : 'expression')));
  const { tokens, groups, errors } = lexer.tokenize(text);
  return {
    tokens,
    comments: groups['comments'] ?? [],
    // A `}` too many is a token of its own, reported by the grammar; its mode error has no length.
    bad: errors
      .filter((error) => error.length > 0 && text[error.offset] !== '}')
      .map((e) => ({ from: e.offset, to: e.offset + e.length })),
  };
}
