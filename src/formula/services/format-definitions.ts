import { readDefinitions, type DefinitionSource, type DefinitionsOptions } from '../definitions/read-definitions.ts';
import { invariantSeparators, tokenize } from '../lexer.ts';
import type { Token } from '../tokens.ts';
import { layOut, line } from './format.ts';

/*
 * A list of definitions, each on lines of its own, with its formula in the usual layout. How parameters and types are written stays.
 */

/** The definitions in the usual layout; a text with mistakes stays as it is. */
export function formatDefinitions(text: string, options: DefinitionsOptions = {}): string {
  const { definitions, diagnostics } = readDefinitions(text, options);
  if (diagnostics.length > 0) return text;
  const { tokens } = tokenize(text, options.separators);
  const writer = new Writer(text, tokens, (options.separators ?? invariantSeparators).chain);
  const written = definitions.map((definition) => writer.definition(definition));
  return written.join('') + writer.rest;
}

const end = (token: Token): number => token.startOffset + token.image.length;

class Writer {
  private readonly text: string;
  private readonly tokens: readonly Token[];
  private readonly chain: string;
  /** Up to where the text has been written. */
  private at = 0;

  constructor(text: string, tokens: readonly Token[], chain: string) {
    this.text = text;
    this.tokens = tokens;
    this.chain = chain;
  }

  /** What stands behind the last definition. */
  get rest(): string {
    return this.text.slice(this.at).trimEnd();
  }

  definition(source: DefinitionSource): string {
    const before = this.before(source.name.from);
    const body = source.kind === 'function' && source.imperative ? this.steps(source) : this.value(source);
    const ends = this.text.startsWith(this.chain, this.at);
    if (ends) this.at += this.chain.length;
    return before + body + (ends ? this.chain : '');
  }

  /** Comments before a definition; one on the line of the definition before stays there. */
  private before(name: number): string {
    const between = this.text.slice(this.at, name);
    if (this.at === 0) return between.trimStart();
    const [sameLine = '', ...lines] = between.split('\n');
    return lines.length === 0 ? `\n${between.trimStart()}` : `${sameLine.trimEnd()}\n${lines.join('\n').trimStart()}`;
  }

  /** The head of a definition up to its equals sign. */
  private head({ name, kind }: DefinitionSource, body: number): string {
    const equal = this.tokens.findLast(
      (token) => token.startOffset < body && token.image === '=' && token.startOffset > name.from,
    );
    if (equal === undefined) return this.text.slice(name.from, body).trimEnd();
    const colon = kind !== 'function' && this.text[equal.startOffset - 1] === ':';
    const sign = colon ? ':=' : '=';
    const written = this.text.slice(name.from, equal.startOffset - (colon ? 1 : 0));
    // A comment may end the line of the head.
    const breaks = /\n\s*$/.test(written);
    return `${written.trimEnd()}${breaks ? line(1) : ' '}${sign}${this.comments(end(equal), body)}`;
  }

  /** Comments between a sign and what follows it. */
  private comments(from: number, to: number): string {
    const found = this.text.slice(from, to).trim();
    return found.includes('//') ? ` ${found}${line(1)}` : ` ${found}`;
  }

  private value(source: DefinitionSource): string {
    const { tokens } = source.body;
    const [first, last] = [tokens[0]!, tokens.at(-1)!];
    const head = this.head(source, first.startOffset);
    const body = source.kind === 'type' ? this.type(source) : layOut(source.body, 0);
    return head + body + this.trailing(end(last));
  }

  /** `Type(…)`: what stands in the parentheses begins on the same line. */
  private type({ body, of }: DefinitionSource & { readonly kind: 'type' }): string {
    const [first, last] = [body.tokens[0]!, body.tokens.at(-1)!];
    const tokens = body.tokens.filter((token) => token.startOffset >= of.from && end(token) <= of.to);
    const prefix = this.text.slice(first.startOffset, of.from).trimEnd();
    return prefix + layOut({ ...body, expression: of, tokens }, 0) + this.text.slice(of.to, end(last));
  }

  private steps(source: DefinitionSource & { readonly kind: 'function' }): string {
    const { tokens } = source.body;
    const [first, last] = [tokens[0]!, tokens.at(-1)!];
    const open = this.tokens.findLast((token) => token.startOffset < first.startOffset)!;
    const head = this.head(source, open.startOffset);
    const inner = this.text.slice(end(open), first.startOffset).trim();
    const steps = layOut(source.body, 1);
    const close = this.tokens.find((token) => token.startOffset >= end(last))!;
    const after = this.text.slice(end(last), close.startOffset).trim();
    this.at = end(close);
    const lines = [
      `{${line(1)}${inner}${inner.startsWith('//') ? line(1) : ''}${steps}`,
      ...(after === '' ? [] : [`    ${after}`]),
      '}',
    ];
    return `${head}\n${lines.join('\n')}${this.trailing(this.at)}`;
  }

  /** Comments behind a body, up to the separator. */
  private trailing(from: number): string {
    const separator = this.tokens.find((token) => token.startOffset >= from && token.image === this.chain);
    if (separator === undefined) {
      this.at = from;
      return '';
    }
    this.at = separator.startOffset;
    const found = this.text.slice(from, separator.startOffset).trim();
    return found.includes('//') ? `${found}\n` : found;
  }
}
