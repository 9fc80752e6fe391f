import {
  compile,
  FormulaError,
  Pending,
  rootFrame,
  type Checked,
  type Run,
  type Symbol,
  type Value,
} from '../../formula/index.ts';

/** One evaluation of a formula, watched: what it read, and where its error came from. */
export interface WatchedEvaluation {
  readonly value: Value;
  /** The names that were read; those in a branch that was not taken are not among them. */
  readonly read: ReadonlySet<Symbol>;
  /** The part that gave the error first which the formula ends with. */
  readonly failed: Checked | undefined;
}

/** Errors beyond these are not told apart: one that many rows meet is the same each time. */
const MAX_ERRORS = 1000;

/** Evaluates a formula once, each of its parts watched. */
export function watchedEvaluation(formula: Checked, run: Run): WatchedEvaluation {
  const read = new Set<Symbol>();
  const errors: (readonly [part: Checked, error: FormulaError])[] = [];
  const watched = watchParts(formula, (part, value) => {
    if (part.kind === 'symbol') read.add(part.symbol);
    if (value instanceof FormulaError && !(value instanceof Pending) && errors.length < MAX_ERRORS) errors.push([part, value]);
  });
  const value = compile(watched)(rootFrame(run));
  if (!(value instanceof FormulaError)) return { value, read, failed: undefined };
  const [first] = value.errors;
  // Parts come before what they are parts of, so the first is the innermost.
  const found = errors.find(([, error]) => first !== undefined && error.errors.includes(first));
  return { value, read, failed: found?.[0] };
}

/** The same formula, telling each value of each part. */
function watchParts(node: Checked, note: (part: Checked, value: Value) => void): Checked {
  const inside = (part: Checked): Checked => watchParts(part, note);
  const { span, type, awaits } = node;
  const apply = (value: Value): Value => {
    note(node, value);
    return value;
  };
  const told = (operand: Checked): Checked => ({ kind: 'coerce', span, type, awaits, operand, coercion: { to: type, apply } });
  switch (node.kind) {
    case 'literal':
    case 'row':
    case 'invalid':
      return node;
    case 'symbol':
      return told(node);
    case 'field':
    case 'column':
      return told({ ...node, target: inside(node.target) });
    case 'operator':
      return told({ ...node, operands: node.operands.map(inside) });
    case 'record':
      return told({ ...node, fields: node.fields.map(([name, value]) => [name, inside(value)] as const) });
    case 'table':
      return told({ ...node, rows: node.rows.map(inside) });
    case 'coerce':
      return told({ ...node, operand: inside(node.operand) });
    case 'chain':
      return told({ ...node, items: node.items.map(inside) });
    case 'call':
      return told({
        ...node,
        args: node.args.map((argument) =>
          evaluated.has(argument.parameter.mode) ? { ...argument, node: inside(argument.node) } : argument,
        ),
      });
  }
}

/** Ways to give an argument as a value; the others name something. */
const evaluated: ReadonlySet<string> = new Set(['value', 'raw', 'lazy', 'perRow']);
