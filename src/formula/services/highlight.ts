import type { Span } from '../diagnostic.ts';
import { tokenize } from '../lexer.ts';

export type TokenClass = 'number' | 'text' | 'name' | 'function' | 'keyword' | 'operator' | 'bracket' | 'separator' | 'comment';

/** A token with its colour. */
export interface HighlightedToken extends Span {
  readonly class: TokenClass;
}

const classes: { readonly [token: string]: TokenClass } = {
  Number: 'number',
  Text: 'text', OpenText: 'text', InterpolationStart: 'text', InterpolationEnd: 'text', InterpolationText: 'text', TemplateText: 'text',
  Name: 'name', QuotedName: 'name',
  true: 'keyword', false: 'keyword', Not: 'keyword', As: 'keyword', And: 'keyword', Or: 'keyword', in: 'keyword', exactin: 'keyword',
  OpenParen: 'bracket', CloseParen: 'bracket', OpenBracket: 'bracket', CloseBracket: 'bracket', OpenBrace: 'bracket', CloseBrace: 'bracket',
  IslandStart: 'bracket', TemplateIsland: 'bracket', StrayBrace: 'bracket',
  Comma: 'separator', Semicolon: 'separator', Colon: 'separator', Dot: 'separator',
}; // prettier-ignore

/** The tokens of a formula with their colours, in order; comments among them. */
export function highlight(text: string): HighlightedToken[] {
  const { tokens, comments } = tokenize(text);
  const found: HighlightedToken[] = tokens.map((token, i) => {
    const known = classes[token.tokenType.name] ?? 'operator';
    const called = known === 'name' && tokens[i + 1]?.tokenType.name === 'OpenParen';
    return { class: called ? 'function' : known, from: token.startOffset, to: token.startOffset + token.image.length };
  });
  for (const { startOffset, image } of comments)
    found.push({ class: 'comment', from: startOffset, to: startOffset + image.length });
  return found.sort((a, b) => a.from - b.from);
}
