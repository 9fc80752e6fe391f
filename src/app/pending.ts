import type { CallFormula } from './call-formula.ts';
import { FormulaNode, type Graph, type Node } from './graph.ts';

/** Longest time that a behavior waits for calls of the values it reads, in milliseconds; then it takes what is there. */
const PATIENCE = 30_000;

export type CallsOf = (node: Node) => CallFormula | undefined;

/** The formulas with calls that nodes follow, themselves among them. */
export function callFormulas(nodes: readonly Node[], callsOf: CallsOf): CallFormula[] {
  const seen = new Set<Node>(nodes);
  const found: CallFormula[] = [];
  for (const node of seen) {
    const calls = callsOf(node);
    if (calls !== undefined) found.push(calls);
    if (node instanceof FormulaNode) for (const source of node.inputs) seen.add(source);
  }
  return found;
}

/** Whether the values of nodes follow from calls that have no answer, or none to their newest arguments. */
export function waitingCalls(nodes: readonly Node[], callsOf: CallsOf): boolean {
  const formulas = callFormulas(nodes, callsOf);
  // Reading brings arguments up to date, which may make a call.
  for (const { node } of formulas) node.read();
  return formulas.some(({ pending }) => pending.read() === true);
}

/** Waits until the values of nodes are the answers to the calls that they now make. */
export function untilAnswered(graph: Graph, nodes: readonly Node[], callsOf: CallsOf): Promise<void> {
  return new Promise((resolve) => {
    const stops: (() => void)[] = [];
    const done = (): void => {
      clearTimeout(clock);
      for (const stop of stops) stop();
      resolve();
    };
    const look = (): void => {
      if (!waitingCalls(nodes, callsOf)) done();
    };
    const clock = setTimeout(done, PATIENCE);
    for (const { node, pending } of callFormulas(nodes, callsOf)) {
      // Watched, so that the calls are made and kept.
      stops.push(node.watch(look), pending.watch(look));
    }
    graph.flush();
    look();
  });
}
