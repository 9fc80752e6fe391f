import { createToken, EOF, type IToken, type TokenType } from 'chevrotain';

/*
 * Token types of Power Fx (SEMANTICS 5.1). All lexers share them (`lexer.ts`), so that one grammar reads the tokens of any.
 */

/** A token: its text (`image`), its kind, and where it begins. */
export type Token = IToken;
export type { TokenType };
/** What stands after the last token. */
export { EOF as End };

/** All token types, for the grammar. */
export const tokenTypes: TokenType[] = [];

function token(name: string, ...categories: TokenType[]): TokenType {
  const type = createToken({ name, categories });
  tokenTypes.push(type);
  return type;
}

/** Every token belongs to `Any`, so that the grammar can pass over what it does not expect. */
export const Any = token('Any');
export const InfixOperator = token('InfixOperator');
/** The words of the language. */
export const Word = token('Word');

// ---- Names and words --------------------------------------------------------------------------------------------------------------

export const Name = token('Name', Any);
/** `'a name'`, with `''` for a quote. */
export const QuotedName = token('QuotedName', Any);

export const True = token('true', Any, Word);
export const False = token('false', Any, Word);
export const Not = token('Not', Any, Word);
export const As = token('As', Any, Word);
export const And = token('And', Any, Word, InfixOperator);
export const Or = token('Or', Any, Word, InfixOperator);
export const In = token('in', Any, Word, InfixOperator);
export const ExactIn = token('exactin', Any, Word, InfixOperator);

// ---- Literals ---------------------------------------------------------------------------------------------------------------------

export const NumberLiteral = token('Number', Any);
export const Text = token('Text', Any);
/** A text whose closing quote is missing: it reaches to the end. */
export const OpenText = token('OpenText', Any);

// ---- Interpolation: $"text {expression} text" -------------------------------------------------------------------------------------

export const InterpolationStart = token('InterpolationStart', Any);
export const InterpolationEnd = token('InterpolationEnd', Any);
export const InterpolationText = token('InterpolationText', Any);
export const IslandStart = token('IslandStart', Any);
/** A `}` in the text part that closes nothing. */
export const StrayBrace = token('StrayBrace', Any);

// The template form (`TextFirst`): the whole text is text, islands are `${…}`; a further `$` before them makes them text: `$${` is `${`.
export const TemplateText = token('TemplateText', Any);
export const TemplateIsland = token('TemplateIsland', Any);

// ---- Punctuation and operators ----------------------------------------------------------------------------------------------------

export const OpenParen = token('OpenParen', Any);
export const CloseParen = token('CloseParen', Any);
export const OpenBracket = token('OpenBracket', Any);
export const CloseBracket = token('CloseBracket', Any);
export const OpenBrace = token('OpenBrace', Any);
export const CloseBrace = token('CloseBrace', Any);
export const Colon = token('Colon', Any);
export const At = token('At', Any);
export const Dot = token('Dot', Any);
export const Percent = token('Percent', Any);
export const Caret = token('Caret', Any);
export const Bang = token('Bang', Any);
export const Comma = token('Comma', Any);
export const Semicolon = token('Semicolon', Any);
export const Minus = token('Minus', Any, InfixOperator);
export const Plus = token('Plus', Any, InfixOperator);
export const Star = token('Star', Any, InfixOperator);
export const Slash = token('Slash', Any, InfixOperator);
export const AmpersandAmpersand = token('AmpersandAmpersand', Any, InfixOperator);
export const Ampersand = token('Ampersand', Any, InfixOperator);
export const BarBar = token('BarBar', Any, InfixOperator);
export const NotEqual = token('NotEqual', Any, InfixOperator);
export const LessEqual = token('LessEqual', Any, InfixOperator);
export const Less = token('Less', Any, InfixOperator);
export const GreaterEqual = token('GreaterEqual', Any, InfixOperator);
export const Greater = token('Greater', Any, InfixOperator);
export const Equal = token('Equal', Any, InfixOperator);

// ---- What is kept beside the grammar's tokens -------------------------------------------------------------------------------------

export const Comment = token('Comment');
export const OpenComment = token('OpenComment');
