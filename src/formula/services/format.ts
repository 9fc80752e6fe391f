import { children, type Expression } from '../expression.ts';
import { parse, type ParseOptions, type ParseResult } from '../parser.ts';
import { write, type Gap } from './gaps.ts';

/*
 * A formula in the layout of Power Apps' formula bar:
 *
 * 1. Calls, tables and records of several parts, and those that hold such, have each part on a line of its own, four columns further in.
 * 2. The links of a chain begin lines. Operators stand between blanks, signs at what they belong to.
 * 3. Islands of interpolated texts stay on their line.
 *
 * The tree says what stands before each token; the tokens themselves are not changed.
 */

const INDENT = 4;

const none: Gap = { text: '', comments: 'first' };

/** The formula in the usual layout; a text with mistakes in its syntax stays as it is. */
export function format(text: string, options: ParseOptions = {}): string {
  const parsed = parse(text, options);
  const { diagnostics, tokens } = parsed;
  const [first, last] = [tokens[0], tokens.at(-1)];
  if (first === undefined || last === undefined || diagnostics.some(({ severity }) => severity === 'error')) return text;
  return text.slice(0, first.startOffset) + layOut(parsed, 0) + text.slice(last.startOffset + last.image.length);
}

/** The tokens of a formula in the usual layout, `depth` columns of four further in. */
export function layOut(
  { text, expression, tokens, comments }: Pick<ParseResult, 'text' | 'expression' | 'tokens' | 'comments'>,
  depth: number,
): string {
  const layout = new Layout();
  layout.lay(expression, depth);
  return write(text, tokens, comments, ({ startOffset }) => layout.gaps.get(startOffset) ?? none);
}

class Layout {
  /** What stands before the token at an offset. */
  readonly gaps = new Map<number, Gap>();
  private readonly broken = new Map<Expression, boolean>();
  /** Inside of an island: nothing is broken. */
  private flat = false;

  lay(node: Expression, depth: number): void {
    switch (node.kind) {
      case 'call':
        return this.call(node, depth);
      case 'table':
        return this.list(node, node.items, depth, 'last');
      case 'record':
        return this.record(node, depth);
      case 'chain':
        for (const [i, item] of node.items.entries()) {
          if (i > 0) this.before(item.from, this.flat ? ' ' : line(depth), 'last');
          this.lay(item, depth);
        }
        return;
      case 'binary':
        this.before(node.operatorSpan.from, ' ', 'last');
        this.before(node.right.from, ' ', 'first');
        break;
      case 'unary':
        if (node.operator === 'Not') this.before(node.operand.from, ' ', 'first');
        break;
      case 'as':
        this.before(node.keyword.from, ' ', 'last');
        this.before(node.alias.from, ' ', 'first');
        break;
      case 'interpolation': {
        const outer = this.flat;
        this.flat = true;
        for (const part of node.parts) this.lay(part, depth);
        this.flat = outer;
        return;
      }
      default:
        break;
    }
    for (const child of children(node)) this.lay(child, depth);
  }

  private before(offset: number, text: string, comments: Gap['comments']): void {
    this.gaps.set(offset, { text, comments });
  }

  /** Whether a node takes several lines. */
  private breaks(node: Expression): boolean {
    if (this.flat) return false;
    let known = this.broken.get(node);
    if (known === undefined) this.broken.set(node, (known = this.decide(node)));
    return known;
  }

  private decide(node: Expression): boolean {
    switch (node.kind) {
      case 'call':
        return several(node.args) || node.args.some((arg) => this.breaks(arg));
      case 'table':
      case 'chain':
        return several(node.items) || node.items.some((item) => this.breaks(item));
      case 'record':
        return several(node.fields) || node.fields.some(({ value }) => this.breaks(value));
      case 'interpolation':
        return false;
      default:
        return children(node).some((child) => this.breaks(child));
    }
  }

  private call(node: Expression & { readonly kind: 'call' }, depth: number): void {
    this.lay(node.callee, depth);
    this.list(node, node.args, depth, 'first');
  }

  /** Parts between brackets; `comments`: where those before a part go. */
  private list(node: Expression, items: readonly Expression[], depth: number, comments: Gap['comments']): void {
    const breaks = this.breaks(node);
    for (const [i, item] of items.entries()) {
      if (breaks) this.before(item.from, line(depth + 1), comments);
      else if (i > 0) this.before(item.from, ' ', 'last');
      this.lay(item, breaks ? depth + 1 : depth);
    }
    if (breaks) this.before(node.to - 1, line(depth), 'first');
  }

  private record(node: Expression & { readonly kind: 'record' }, depth: number): void {
    const breaks = this.breaks(node);
    for (const [i, { name, value }] of node.fields.entries()) {
      if (breaks) this.before(name.from, line(depth + 1), 'alone');
      else if (i > 0) this.before(name.from, ' ', 'last');
      this.before(value.from, ' ', 'last');
      this.lay(value, breaks ? depth + 1 : depth);
    }
    if (breaks) this.before(node.to - 1, line(depth), 'first');
  }
}

const several = (parts: readonly unknown[]): boolean => parts.length > 1;

/** A line's end, and the indentation of the next. */
export const line = (depth: number): string => `\n${' '.repeat(depth * INDENT)}`;
