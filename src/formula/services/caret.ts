import { children, type Expression } from '../expression.ts';
import { keywords } from '../names.ts';
import type { Token } from '../tokens.ts';
import type { Analysis } from './context.ts';

/*
 * Where a caret is, told from the tokens before it: an unfinished formula has tokens where it may not have a tree.
 */

/** A bracket that is open at the caret, and what stands inside it so far. */
export interface Opened {
  readonly kind: 'call' | 'record' | 'table' | 'paren' | 'island';
  /** Where the bracket begins. */
  readonly at: number;
  /** Which item the caret is in, from 0. */
  readonly item: number;
  /** In a record, the field whose value the caret is in. */
  readonly field: string | undefined;
  /** In a record, the fields that are there already. */
  readonly fields: readonly string[];
}

/** What is asked for at a caret. */
export type Question =
  /** Inside of a text, a comment or a number; after what cannot be gone on from. */
  | { readonly kind: 'nothing' }
  /** After a dot: `First(Orders).|`. */
  | { readonly kind: 'member'; readonly dot: number }
  /** After `Orders[` or `Orders[@`: a field of an outer row. */
  | { readonly kind: 'outerField'; readonly bracket: number }
  /** After `[@`: a name past any row. */
  | { readonly kind: 'global' }
  /** The name of a field in a record. */
  | { readonly kind: 'fieldName' }
  /** After a whole operand: an operator. `end`: where the operand ends. */
  | { readonly kind: 'operator'; readonly end: number }
  /** Where a value begins. `operator`: the offset of the comparison whose right side it is. */
  | { readonly kind: 'value'; readonly called: boolean; readonly comparison: number | undefined; readonly before: boolean };

export interface Caret {
  readonly offset: number;
  /** What is replaced by a choice: the word around the caret. */
  readonly from: number;
  readonly to: number;
  /** The word up to the caret, without its opening quote. */
  readonly typed: string;
  readonly question: Question;
  /** The open brackets, outermost first. */
  readonly opened: readonly Opened[];
}

const end = (token: Token): number => token.startOffset + token.image.length;
const nameOf = (token: Token | undefined): string => token?.tokenType.name ?? '';
const isWord = (token: Token | undefined): boolean =>
  token !== undefined && (['Name', 'QuotedName'].includes(nameOf(token)) || keywords.has(token.image));

const operatorWords: ReadonlySet<string> = new Set(['And', 'Or', 'in', 'exactin', 'As']);
const valueEnds: ReadonlySet<string> = new Set([
  'Name', 'QuotedName', 'Number', 'Text', 'true', 'false', 'CloseParen', 'CloseBracket', 'CloseBrace', 'Percent',
  'InterpolationEnd',
]); // prettier-ignore
const symbols = /^(?:[-+*/^=<>]|&&?|\|\|?|<>|<=|>=)$/;
const comparisons: ReadonlySet<string> = new Set(['=', '<>', '<', '<=', '>', '>=']);

/** What is asked for at an offset. */
export function caretAt(analysis: Analysis, offset: number): Caret {
  const { tokens, comments } = analysis.parsed;
  const last = tokens.findLastIndex((token) => token.startOffset < offset);
  const token = tokens[last];
  const touching = token !== undefined && end(token) >= offset;
  const word = touching && isWord(token) ? token : undefined;
  const symbol = touching && symbols.test(token.image) && valueEnds.has(nameOf(tokens[last - 1])) ? token : undefined;
  const replaced = word ?? symbol;
  const opened = openedAt(tokens.slice(0, replaced === undefined ? last + 1 : last));
  const base = {
    offset,
    from: replaced?.startOffset ?? offset,
    to: replaced === undefined ? offset : end(replaced),
    typed: replaced === undefined ? '' : replaced.image.slice(0, offset - replaced.startOffset).replace(/^'/, ''),
    opened,
  };
  if (comments.some((comment) => within(comment, offset, comment.image.startsWith('//')))) {
    return { ...base, question: { kind: 'nothing' } };
  }
  const before = replaced === undefined ? last : last - 1;
  return { ...base, question: questionAt(analysis, tokens, before, replaced, offset, opened.at(-1)) };
}

const within = (token: Token, offset: number, open: boolean): boolean =>
  token.startOffset < offset && (open ? offset <= end(token) : offset < end(token));

function questionAt(
  { text }: Analysis,
  tokens: readonly Token[],
  index: number,
  replaced: Token | undefined,
  offset: number,
  opened: Opened | undefined,
): Question {
  const token = tokens[index];
  const next = tokens[index + (replaced === undefined ? 1 : 2)];
  const kind = nameOf(token);
  const touching = token !== undefined && end(token) >= (replaced?.startOffset ?? offset);
  if (touching && replaced === undefined && noPlace(token, offset)) return { kind: 'nothing' };
  if (kind === 'Dot' || kind === 'Bang') {
    const after = valueEnds.has(nameOf(tokens[index - 1]));
    if (after) return { kind: 'member', dot: token!.startOffset };
  }
  const bracket = kind === 'At' ? tokens[index - 1] : token;
  if (nameOf(bracket) === 'OpenBracket' && (kind === 'At' || replaced === undefined)) {
    const of = tokens[tokens.indexOf(bracket!) - 1];
    const adjacent = valueEnds.has(nameOf(of)) && end(of!) === bracket!.startOffset;
    if (adjacent) return { kind: 'outerField', bracket: bracket!.startOffset };
    if (kind === 'At') return { kind: 'global' };
  }
  if (opened?.kind === 'record' && opened.field === undefined && (kind === 'OpenBrace' || kind === 'Comma')) {
    return { kind: 'fieldName' };
  }
  if (
    token !== undefined &&
    text
      .slice(end(token), replaced?.startOffset ?? offset)
      .replace(/\/\*.*?\*\/|\/\/.*/gs, '')
      .trim() !== ''
  ) {
    return { kind: 'nothing' };
  }
  if (valueEnds.has(kind)) {
    const isOperator =
      replaced === undefined ? !touching : symbols.test(replaced.image) || !touching || operatorWords.has(replaced.image);
    return isOperator ? { kind: 'operator', end: end(token!) } : { kind: 'nothing' };
  }
  const called = nameOf(next) === 'OpenParen' && replaced !== undefined;
  const comparison = token !== undefined && comparisons.has(token.image) ? token.startOffset : undefined;
  // In front of what is there already, nothing of which was typed.
  const before = replaced === undefined && next !== undefined && /^\s*$/.test(text.slice(0, offset));
  if (before && next.startOffset > offset && ['Not', 'Minus', 'Bang'].includes(nameOf(next))) return { kind: 'nothing' };
  return { kind: 'value', called, comparison, before: before || (replaced === undefined && kind === 'At') };
}

/** Whether nothing can be typed right after or inside of a token: texts, numbers. */
function noPlace(token: Token, offset: number): boolean {
  const name = nameOf(token);
  if (name === 'InterpolationText') return offset < end(token) || token.image.length > 0;
  return ['Number', 'Text', 'OpenText', 'CloseParen', 'CloseBracket', 'CloseBrace', 'InterpolationStart', 'InterpolationEnd']
    .includes(name); // prettier-ignore
}

/** The brackets that tokens leave open. */
function openedAt(tokens: readonly Token[]): readonly Opened[] {
  const stack: { kind: Opened['kind']; at: number; item: number; field: string | undefined; fields: string[] }[] = [];
  for (const [i, token] of tokens.entries()) {
    const name = nameOf(token);
    const previous = tokens[i - 1];
    const open = (kind: Opened['kind']): unknown =>
      stack.push({ kind, at: token.startOffset, item: 0, field: undefined, fields: [] });
    if (name === 'OpenParen') open(isWord(previous) && !operatorWords.has(previous!.image) ? 'call' : 'paren');
    else if (name === 'OpenBrace') open('record');
    else if (name === 'OpenBracket') open('table');
    else if (name === 'IslandStart' || name === 'TemplateIsland') open('island');
    else if (name.startsWith('Close')) stack.pop();
    const top = stack.at(-1);
    if (top === undefined) continue;
    if (name === 'Comma') {
      top.item++;
      top.field = undefined;
    } else if (name === 'Colon' && top.kind === 'record' && isWord(previous)) {
      top.field = unquoted(previous!);
      top.fields.push(top.field);
    }
  }
  return stack;
}

const unquoted = ({ image }: Token): string => (image.startsWith("'") ? image.slice(1, -1).replaceAll("''", "'") : image);

/** The first expression that a test finds, outermost first. */
export function findExpression<T extends Expression>(root: Expression, test: (node: Expression) => node is T): T | undefined {
  if (test(root)) return root;
  for (const child of children(root)) {
    const found = findExpression(child, test);
    if (found !== undefined) return found;
  }
  return undefined;
}
