import type { CheckOptions, CheckResult, RowNames } from '../check.ts';
import type { Checked } from '../checked.ts';
import { pathAt, unwrap, type CallNode, type Expression } from '../expression.ts';
import { canvas } from '../features.ts';
import { resolveFunction } from '../callee.ts';
import { parameterAt as parameterOf, repetition, type FunctionDefinition, type Overload, type Parameter } from '../function.ts';
import { parse, type ParseResult } from '../parser.ts';
import type { Scope } from '../scope.ts';
import { checkWithOwnNames } from './own-names.ts';

/** A formula in its place: what every language service works on. */
export interface FormulaContext extends Omit<CheckOptions, 'observe'> {
  readonly scope: Scope;
  /** The order of names in completion; "en-US" unless given. */
  readonly culture?: string;
  /** The text is a list of definitions, as `App.Formulas` holds one, rather than a formula. */
  readonly definitions?: boolean;
}

/** A formula parsed and checked, with what is known at each expression. */
export interface Analysis {
  readonly text: string;
  readonly parsed: ParseResult;
  readonly context: FormulaContext;
  readonly result: CheckResult;
  /** The checked form of an expression; undefined where checking did not reach it. */
  checkedOf(node: Expression): Checked | undefined;
  /** The row scopes that an expression sees, outermost first. */
  rowsOf(node: Expression): readonly RowNames[];
}

interface Kept {
  readonly text: string;
  readonly given: FormulaContext;
  readonly analysis: Analysis;
}

/** How many analyses are kept: of the formula that is typed, and of what services ask about it. */
const KEPT = 3;
let kept: readonly Kept[] = [];

/**
 * Parses and checks a formula, keeping what each part is. The same text in the same context (the object, not one like it) is looked at once: a
 * key or a movement of the caret asks several services about one formula.
 */
export function analyze(text: string, given: FormulaContext): Analysis {
  const known = kept.find((one) => one.given === given && one.text === text);
  if (known !== undefined) return known.analysis;
  const analysis = analyzeAnew(text, given);
  kept = [{ text, given, analysis }, ...kept.slice(0, KEPT - 1)];
  return analysis;
}

/** Lets go what is known of formulas: a service has told something of its calls, and the same text may mean something else now. */
export function forgetAnalyses(): void {
  kept = [];
}

function analyzeAnew(text: string, given: FormulaContext): Analysis {
  const parsed = parse(text, { features: given.features ?? canvas });
  let known = new Map<Expression, { readonly checked: Checked; readonly rows: readonly RowNames[] }>();
  const { scope, result } = checkWithOwnNames(parsed, given.scope, given, () => {
    known = new Map();
    return (node, checked, rows) => {
      // An overload that does not fit sees less than one that does.
      const before = known.get(node);
      const isWorse =
        before !== undefined &&
        (rows.length < before.rows.length || (checked.kind === 'invalid' && before.checked.kind !== 'invalid'));
      if (!isWorse) known.set(node, { checked, rows });
    };
  });
  return {
    text,
    parsed,
    context: scope === given.scope ? given : { ...given, scope },
    result,
    checkedOf: (node) => known.get(node)?.checked,
    rowsOf: (node) => known.get(node)?.rows ?? [],
  };
}

/** A call around an offset: the innermost whose parentheses contain it, and which argument it stands in. */
export interface CallAt {
  readonly node: CallNode;
  readonly function: FunctionDefinition;
  readonly argument: number;
}

export function callAt({ parsed, context }: Analysis, offset: number): CallAt | undefined {
  for (const node of [...pathAt(parsed.expression, offset)].reverse()) {
    if (node.kind !== 'call' || offset < node.open.to || (node.close !== undefined && offset > node.close.from)) continue;
    const definition = resolveFunction(context.scope, node.callee);
    if (definition === undefined) continue;
    return { node, function: definition, argument: node.separators.filter((separator) => separator.to <= offset).length };
  }
  return undefined;
}

/** The parameter that an argument fills; undefined where there is none for it. */
export function parameterAt(overload: Overload, argument: number): Parameter | undefined {
  const { parameters } = overload;
  if (argument >= parameters.length && repetition(parameters).turns === 0) return undefined;
  return parameterOf(parameters, argument, Infinity);
}

export { unwrap };
