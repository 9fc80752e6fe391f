import * as t from './tokens.ts';

/*
 * What the grammar asks of a token's type, as bits, so that one look into an array answers several questions at once.
 */

export const AT_END = 1;
export const OPENS = 2;
export const CLOSES = 4;
export const SEPARATES = 8;
export const CHAINS = 16;
/** A literal, a name or a bracket. */
export const STARTS_VALUE = 32;
export const SIGNS = 64;
export const CONTINUES_EXPRESSION = 128;
export const CONTINUES_OPERAND = 256;
/** A word of the language, which is no name without quotes. */
export const IS_WORD = 512;
export const STARTS_NAME = 1024;

export const STOPS = CLOSES | SEPARATES | CHAINS;
export const STARTS_OPERAND = STARTS_VALUE | SIGNS;

const typesOf: readonly (readonly [role: number, types: readonly t.TokenType[]])[] = [
  [AT_END, [t.End]],
  [OPENS, [t.OpenParen, t.OpenBracket, t.OpenBrace, t.InterpolationStart, t.IslandStart]],
  [CLOSES, [t.CloseParen, t.CloseBracket, t.CloseBrace, t.InterpolationEnd]],
  [SEPARATES, [t.Comma]],
  [CHAINS, [t.Semicolon]],
  [
    STARTS_VALUE,
    [
      t.Name, t.QuotedName, t.NumberLiteral, t.Text, t.OpenText, t.True, t.False,
      t.InterpolationStart, t.OpenParen, t.OpenBrace, t.OpenBracket,
    ], // prettier-ignore
  ],
  [SIGNS, [t.Minus, t.Bang, t.Not]],
  [CONTINUES_EXPRESSION, [t.InfixOperator, t.As]],
  [CONTINUES_OPERAND, [t.Dot, t.Bang, t.OpenParen, t.OpenBracket, t.Percent, t.Caret]],
  [IS_WORD, [t.Word]],
  [STARTS_NAME, [t.Name, t.QuotedName]],
];

const byType: number[] = [];
for (const type of [t.End, ...t.tokenTypes]) {
  let roles = 0;
  for (const [role, types] of typesOf)
    if (types.includes(type) || type.CATEGORIES?.some((category) => types.includes(category)) === true) roles |= role;
  byType[type.tokenTypeIdx!] = roles;
}

/** The roles of a token. */
export const rolesOf = (token: t.Token): number => byType[token.tokenTypeIdx]!;

const operators: readonly (readonly t.TokenType[])[] = [
  [t.BarBar, t.Or],
  [t.AmpersandAmpersand, t.And],
  [t.In, t.ExactIn],
  [t.Equal, t.NotEqual, t.Less, t.LessEqual, t.Greater, t.GreaterEqual],
  [t.Ampersand],
  [t.Plus, t.Minus],
  [t.Star, t.Slash],
];

const precedences: number[] = [];
for (const [precedence, types] of operators.entries()) for (const type of types) precedences[type.tokenTypeIdx!] = precedence;

/** How tight an infix operator binds: more is tighter. `As` binds tighter than all of them, looser than a sign (SEMANTICS 5.1). */
export const precedenceOf = (operator: t.Token): number => precedences[operator.tokenTypeIdx]!;
