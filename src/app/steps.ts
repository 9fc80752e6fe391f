import { compileBehavior, FormulaError, type Checked, type EvaluateAsync, type Symbol, type Value } from '../formula/index.ts';
import type { Node } from './graph.ts';
import { nodesOf } from './symbols.ts';

/** One link of an event's chain `a; b; c`. */
export interface Step {
  readonly evaluate: EvaluateAsync;
  /** What it reads: calls that these wait for are answered before the step runs. */
  readonly nodes: readonly Node[];
}

/** The steps of an event's formula. */
export function stepsOf(formula: Checked): readonly Step[] {
  const items = formula.kind === 'chain' ? formula.items : [formula];
  return items.map((item) => ({ evaluate: compileBehavior(item), nodes: nodesOf(symbolsIn(item)) }));
}

/** Runs steps in order, all of them even after an error. The value is the last one's, or the errors of all. A promise only where one waits. */
export function runSteps(steps: readonly Step[], run: (step: Step) => Value | Promise<Value>): Value | Promise<Value> {
  const errors: FormulaError[] = [];
  let result: Value = null;
  const note = (value: Value): void => {
    result = value;
    if (value instanceof FormulaError) errors.push(value);
  };
  const outcome = (): Value => (errors.length === 0 ? result : new FormulaError(errors.flatMap((error) => error.errors)));
  const rest = async (first: Promise<Value>, from: number): Promise<Value> => {
    note(await first);
    for (const step of steps.slice(from)) note(await run(step));
    return outcome();
  };
  for (const [i, step] of steps.entries()) {
    const value = run(step);
    if (value instanceof Promise) return rest(value, i + 1);
    note(value);
  }
  return outcome();
}

/** All names that a checked formula reads. */
export function symbolsIn(formula: Checked): Set<Symbol> {
  const symbols = new Set<Symbol>();
  const open: Checked[] = [formula];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at.kind === 'symbol') symbols.add(at.symbol);
    if (at.kind === 'call') for (const symbol of at.function.reads?.() ?? []) symbols.add(symbol);
    open.push(...partsOf(at));
  }
  return symbols;
}

export function partsOf(node: Checked): readonly Checked[] {
  switch (node.kind) {
    case 'field':
    case 'column':
      return [node.target];
    case 'operator':
      return node.operands;
    case 'call':
      // A place is written, not read.
      return node.args.filter(({ parameter }) => parameter.mode !== 'place').map((argument) => argument.node);
    case 'record':
      return node.fields.map(([, value]) => value);
    case 'table':
      return node.rows;
    case 'coerce':
      return [node.operand];
    case 'chain':
      return node.items;
    case 'literal':
    case 'symbol':
    case 'row':
    case 'invalid':
      return [];
  }
}
