import { OpenComment, type Token } from '../tokens.ts';

/*
 * Formula text from its tokens: what stands in the gaps between them is chosen anew, and comments keep their places.
 */

/**
 * A gap before a token: what stands in it, and where comments go: `first`, right behind the token before; `last`, right before the token;
 * `alone`, with what the gap holds on both sides.
 */
export interface Gap {
  readonly text: string;
  readonly comments: 'first' | 'last' | 'alone';
}

const end = (token: Token): number => token.startOffset + token.image.length;

/** Comments in order, and those of them that stand between two places of the text. */
export class Comments {
  private readonly sorted: readonly Token[];
  private next = 0;
  private readonly source: string;

  constructor(source: string, comments: readonly Token[]) {
    this.source = source;
    this.sorted = [...comments].sort((a, b) => a.startOffset - b.startOffset);
  }

  /** The comments up to a place as they stand in the text, blanks between them included; empty where there are none. */
  upTo(place: number): { readonly text: string; readonly endsLine: boolean; readonly from: number } {
    const first = this.sorted[this.next];
    let last: Token | undefined;
    while (this.next < this.sorted.length && this.sorted[this.next]!.startOffset < place) last = this.sorted[this.next++];
    if (first === undefined || last === undefined) return { text: '', endsLine: false, from: place };
    const endsLine = last.image.startsWith('//') || last.tokenType === OpenComment;
    return { text: this.source.slice(first.startOffset, end(last)), endsLine, from: first.startOffset };
  }
}

/** The text of tokens, first to last, with these gaps. */
export function write(
  source: string,
  tokens: readonly Token[],
  comments: readonly Token[],
  gapBefore: (token: Token) => Gap,
): string {
  const [first, ...others] = tokens;
  if (first === undefined) return '';
  const between = new Comments(source, comments);
  between.upTo(first.startOffset);
  let text = first.image;
  for (const token of others) {
    const { text: comment, endsLine } = between.upTo(token.startOffset);
    text += filled(gapBefore(token), comment, endsLine) + token.image;
  }
  return text;
}

/** A gap with comments in it; behind one that ends with its line the next line begins. */
function filled(gap: Gap, comment: string, endsLine: boolean): string {
  if (comment === '') return gap.text;
  const breaks = gap.text.includes('\n');
  const after = gap.comments === 'last' ? '' : gap.text;
  const forced = endsLine && !after.includes('\n') ? (breaks ? gap.text : '\n') : after;
  return (gap.comments === 'first' ? '' : gap.text) + comment + forced;
}
