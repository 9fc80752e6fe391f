import type { RemoteCalls, Value } from '../formula/index.ts';
import { FormulaCalls, type CallPool } from './calls.ts';
import type { Cell, FormulaNode, Node, NodeMaker } from './graph.ts';

/** A formula that makes calls, as a node of the graph. */
export interface CallFormula {
  readonly node: FormulaNode;
  /** Whether the value is not the last word: a call is on its way. */
  readonly pending: Cell;
  readonly calls: FormulaCalls;
  dispose(): void;
}

/** Makes the node of a formula that reaches connector calls: each answer evaluates it anew, and nobody's interest cancels its calls. */
export function callFormula(
  graph: NodeMaker,
  sources: readonly Node[],
  pool: CallPool,
  evaluate: (calls: RemoteCalls) => Value,
): CallFormula {
  const pending = graph.cell(false);
  const calls = new FormulaCalls(pool, () => {
    pending.set(calls.pending);
    node.invalidate();
  });
  const node = graph.formula(sources, () => {
    const value = calls.evaluate(() => evaluate(calls));
    pending.set(calls.pending);
    return value;
  });
  node.onSleep = () => {
    if (calls.sleep()) node.invalidate();
  };
  return {
    node,
    pending,
    calls,
    dispose: () => {
      calls.dispose();
      node.dispose();
    },
  };
}
