import { parse, type ParseOptions } from '../parser.ts';
import { isPlainName } from '../names.ts';
import type { Token } from '../tokens.ts';
import { Comments } from './gaps.ts';

export interface MinifyOptions extends ParseOptions {
  /** Leaves comments out; they stay unless said so. */
  readonly removeComments?: boolean;
}

/** The formula without blanks that mean nothing; a text with mistakes in its syntax loses them likewise. */
export function minify(text: string, options: MinifyOptions = {}): string {
  const { tokens, comments } = parse(text, options);
  const between = new Comments(text, comments);
  let result = '';
  let before: Token | undefined;
  const comment = (place: number): string => {
    const { text: found, endsLine, from } = between.upTo(place);
    if (options.removeComments === true || found === '') return '';
    // A comment that has its line for itself keeps it.
    const ownLine = /\n[ \t]*$/.test(text.slice(0, from)) ? '\n' : '';
    return ownLine + found + (endsLine && place < text.length ? '\n' : '');
  };
  for (const token of tokens) {
    const between = comment(token.startOffset);
    result += between + (between === '' && touches(before, token) ? ' ' : '') + token.image;
    before = token;
  }
  return result + comment(text.length);
}

const isWord = (image: string): boolean => isPlainName(image) || /^\.?\d/.test(image);

/** Whether two tokens would be one without a blank between them. */
const touches = (before: Token | undefined, token: Token): boolean =>
  before !== undefined && isWord(before.image) && isWord(token.image) && !token.image.startsWith('.');
