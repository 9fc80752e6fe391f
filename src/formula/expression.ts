import type { Span } from './diagnostic.ts';

/** A name as written: its text without quotes, and where it stands. */
export interface NameToken extends Span {
  readonly name: string;
  readonly quoted: boolean;
}

export type BinaryOperator =
  | '||' | '&&' | 'Or' | 'And'
  | 'in' | 'exactin'
  | '=' | '<>' | '<' | '<=' | '>' | '>='
  | '&' | '+' | '-' | '*' | '/' | '^'; // prettier-ignore

export type UnaryOperator = '-' | '!' | 'Not' | '%';

interface Node extends Span {}

export interface NumberNode extends Node {
  readonly kind: 'number';
  /** The digits in invariant form. */
  readonly text: string;
}
export interface TextNode extends Node {
  readonly kind: 'text';
  readonly value: string;
}
export interface BooleanNode extends Node {
  readonly kind: 'boolean';
  readonly value: boolean;
}
export interface NameNode extends Node {
  readonly kind: 'name';
  readonly name: NameToken;
}
/** `[@Name]`: the global name, past any row scope. */
export interface GlobalNode extends Node {
  readonly kind: 'global';
  readonly name: NameToken;
}
/** `target.Name`, or the old `target!Name`. */
export interface MemberNode extends Node {
  readonly kind: 'member';
  readonly target: Expression;
  readonly separator: Span;
  readonly name: NameToken;
}
/** `Table[@Field]`: a field of an outer row scope. */
export interface ScopedNode extends Node {
  readonly kind: 'scoped';
  readonly target: Expression;
  readonly name: NameToken;
}
export interface CallNode extends Node {
  readonly kind: 'call';
  /** A name or a chain of members: `Left`, `Shop.ListOrders`. */
  readonly callee: NameNode | MemberNode;
  readonly args: readonly Expression[];
  readonly open: Span;
  /** Missing where the closing parenthesis is. */
  readonly close: Span | undefined;
  /** The separators between the arguments, for the argument around a caret. */
  readonly separators: readonly Span[];
}
export interface UnaryNode extends Node {
  readonly kind: 'unary';
  readonly operator: UnaryOperator;
  readonly operatorSpan: Span;
  readonly operand: Expression;
}
export interface BinaryNode extends Node {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly operatorSpan: Span;
  readonly left: Expression;
  readonly right: Expression;
}
/** `expression As name`. */
export interface AsNode extends Node {
  readonly kind: 'as';
  readonly value: Expression;
  readonly keyword: Span;
  readonly alias: NameToken;
}
export interface RecordNode extends Node {
  readonly kind: 'record';
  readonly fields: readonly { readonly name: NameToken; readonly value: Expression }[];
}
export interface TableNode extends Node {
  readonly kind: 'table';
  readonly items: readonly Expression[];
}
/** `$"text {expression}"`; the parts in order, texts as text nodes. */
export interface InterpolationNode extends Node {
  readonly kind: 'interpolation';
  readonly parts: readonly Expression[];
}
/** `a; b; c`. */
export interface ChainNode extends Node {
  readonly kind: 'chain';
  readonly items: readonly Expression[];
  readonly separators: readonly Span[];
}
export interface ParenNode extends Node {
  readonly kind: 'paren';
  readonly inner: Expression;
}
/** What the text lacks here; a diagnostic says so. */
export interface MissingNode extends Node {
  readonly kind: 'missing';
}

/** The syntax tree of a formula. Whole for any text: what is missing is a node of its own. */
export type Expression =
  | NumberNode
  | TextNode
  | BooleanNode
  | NameNode
  | GlobalNode
  | MemberNode
  | ScopedNode
  | CallNode
  | UnaryNode
  | BinaryNode
  | AsNode
  | RecordNode
  | TableNode
  | InterpolationNode
  | ChainNode
  | ParenNode
  | MissingNode;

/** The direct parts of an expression, in order of text. */
export function children(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'member':
    case 'scoped':
      return [expression.target];
    case 'call':
      return [expression.callee, ...expression.args];
    case 'unary':
      return [expression.operand];
    case 'binary':
      return [expression.left, expression.right];
    case 'as':
      return [expression.value];
    case 'record':
      return expression.fields.map((field) => field.value);
    case 'table':
    case 'chain':
      return expression.items;
    case 'interpolation':
      return expression.parts;
    case 'paren':
      return [expression.inner];
    case 'number':
    case 'text':
    case 'boolean':
    case 'name':
    case 'global':
    case 'missing':
      return [];
  }
}

/** The innermost expression around an offset, with those around it, outermost first. */
export function pathAt(expression: Expression, offset: number): readonly Expression[] {
  const path = [expression];
  for (let at: Expression | undefined = expression; at !== undefined;) {
    at = children(at).findLast((child) => child.from <= offset && offset <= child.to);
    if (at !== undefined) path.push(at);
  }
  return path;
}

/** An expression without the parentheses around it. */
export function unwrap(expression: Expression): Expression {
  let inner = expression;
  while (inner.kind === 'paren') inner = inner.inner;
  return inner;
}
