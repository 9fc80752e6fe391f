import { children, pathAt, type CallNode, type Expression } from '../expression.ts';
import { resolveFunction } from '../callee.ts';
import type { RowNames } from '../check.ts';
import type { Span } from '../diagnostic.ts';
import { quoteName, type Type } from '../type.ts';
import { analyze, type Analysis, type FormulaContext } from './context.ts';
import { formulaAt, formulasIn, shifted } from './definition-formulas.ts';

/*
 * Parts of a formula with what they need to be evaluated by themselves: `Price * 2` inside of `ForAll(Orders, Price * 2)` becomes
 * `With(Index(Orders, 1), Price * 2)`, the value for the first row.
 */

/** A part of a formula as a formula of its own. */
export interface FormulaPart extends Span {
  /** What gives the part's value. */
  readonly formula: string;
  readonly type: Type;
  /** For a part inside of a row scope: what gives the number of rows, and the row that `formula` is about, from 1. */
  readonly rows?: { readonly count: string; readonly row: number };
}

/**
 * The smallest part around a selection that has a value. `row` (from 1) chooses the row of the innermost table that the part is evaluated
 * for; outer tables give their first. Undefined where nothing around the selection can be evaluated without changing anything.
 */
export function partAt(text: string, from: number, to: number, context: FormulaContext, row = 1): FormulaPart | undefined {
  if (context.definitions === true) {
    const inside = formulaAt(text, from, context);
    const part = inside && partAt(inside.text, from - inside.from, to - inside.from, inside.context, row);
    return part && shifted(part, inside.from);
  }
  const analysis = analyze(text, context);
  const path = pathAt(analysis.parsed.expression, from).filter((node) => node.from <= from && to <= node.to);
  for (let depth = path.length - 1; depth >= 0; depth--) {
    const part = partOf(analysis, path.slice(0, depth + 1), row);
    if (part !== undefined) return part;
  }
  return undefined;
}

/** All parts of a formula that have a value of their own, in the order of evaluation; literals left out. */
export function partsOf(text: string, context: FormulaContext): readonly Span[] {
  if (context.definitions === true)
    return formulasIn(text, context).flatMap((inside) =>
      partsOf(inside.text, inside.context).map((part) => shifted(part, inside.from)),
    );
  const analysis = analyze(text, context);
  const found: Span[] = [];
  const visit = (node: Expression, callee: boolean): void => {
    for (const child of children(node)) visit(child, node.kind === 'call' && child === node.callee);
    const literal = ['number', 'text', 'boolean', 'paren', 'missing', 'as'].includes(node.kind);
    if (!callee && !literal && hasValue(analysis, node)) found.push({ from: node.from, to: node.to });
  };
  visit(analysis.parsed.expression, false);
  return found;
}

/** The parts around a selection, from the smallest that is wider to the whole formula. */
export function widerParts(text: string, from: number, to: number, context: FormulaContext): readonly Span[] {
  if (context.definitions === true) {
    const inside = formulaAt(text, from, context);
    if (inside === undefined || to > inside.to) return [];
    const parts = widerParts(inside.text, from - inside.from, to - inside.from, inside.context);
    return parts.map((part) => shifted(part, inside.from));
  }
  const path = pathAt(analyze(text, context).parsed.expression, from);
  return path
    .filter((node) => node.from <= from && to <= node.to && node.to - node.from > to - from)
    .map((node) => ({ from: node.from, to: node.to }))
    .reverse();
}

function hasValue(analysis: Analysis, node: Expression): boolean {
  const checked = analysis.checkedOf(node);
  return checked !== undefined && checked.kind !== 'invalid' && checked.type.kind !== 'type' && !changes(analysis, node);
}

/** Whether evaluating an expression would change something. */
function changes(analysis: Analysis, node: Expression): boolean {
  const called = node.kind === 'call' ? resolveFunction(analysis.context.scope, node.callee) : undefined;
  if (called !== undefined && (called.behavior === true || called.remote?.safe === false)) return true;
  return children(node).some((child) => changes(analysis, child));
}

function partOf(analysis: Analysis, path: readonly Expression[], row: number): FormulaPart | undefined {
  const node = path.at(-1)!;
  const parent = path.at(-2);
  const isCallee = parent?.kind === 'call' && parent.callee === node;
  if (isCallee || !hasValue(analysis, node)) return undefined;
  const { from, to } = node;
  const scopes = scopesOf(analysis, path);
  if (scopes === undefined) return undefined;
  const innermost = scopes.findLast(({ table }) => table !== undefined);
  let formula = analysis.text.slice(from, to);
  let count = innermost?.table === undefined ? undefined : `CountRows(${innermost.table})`;
  for (const scope of [...scopes].reverse()) {
    formula = `With(${scope.record(scope === innermost ? row : 1)}, ${formula})`;
    if (count !== undefined && scope !== innermost && scopes.indexOf(scope) < scopes.indexOf(innermost!)) {
      count = `With(${scope.record(1)}, ${count})`;
    }
  }
  const type = analysis.checkedOf(node)!.type;
  return { from, to, formula, type, ...(count !== undefined && { rows: { count, row } }) };
}

/** A row scope around a part: the record that stands for its row. */
interface PartScope {
  /** The formula of the table that the rows are from. */
  readonly table: string | undefined;
  record(row: number): string;
}

/** The row scopes that calls open around the end of a path, outermost first; undefined where one cannot be made by hand. */
function scopesOf(analysis: Analysis, path: readonly Expression[]): PartScope[] | undefined {
  const scopes: PartScope[] = [];
  for (const [i, node] of path.entries()) {
    const argument = path[i + 1];
    if (node.kind !== 'call' || argument === undefined || argument === node.callee) continue;
    const rows = analysis.rowsOf(argument);
    if (rows.length <= analysis.rowsOf(node).length) continue;
    const scope = scopeOf(analysis, node, rows.at(-1)!);
    if (scope === undefined) return undefined;
    scopes.push(scope);
  }
  return scopes;
}

function scopeOf(analysis: Analysis, call: CallNode, rows: RowNames): PartScope | undefined {
  const sources = call.args.map((arg) => {
    const source = arg.kind === 'as' ? arg.value : arg;
    return { text: analysis.text.slice(source.from, source.to), type: analysis.checkedOf(source)?.type };
  });
  const [first] = sources;
  const names = rows.aliases.length > 0 ? rows.aliases.slice(0, 1) : [...rows.fields.keys()];
  if (first?.type?.kind === 'record') return { table: undefined, record: () => first.text };
  if (sources.slice(0, Math.max(1, rows.aliases.length === 0 ? names.length : 1)).some(({ type }) => type?.kind !== 'table')) {
    return undefined;
  }
  const index = (i: number, row: number): string => `Index(${sources[i]!.text}, ${row})`;
  const plain = rows.aliases.length > 0 && !rows.aliasOnly;
  return {
    table: first!.text,
    record: (row) =>
      plain ? index(0, row) : `{${names.map((name, i) => `${quoteName(name)}: ${index(i, i === 0 ? row : 1)}`).join(', ')}}`,
  };
}
