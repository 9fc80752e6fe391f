import { Graph, type Node } from '../../src/app/graph.ts';
import { check, compile, createRun, createScope, rootFrame, types, type Symbol } from '../../src/formula/index.ts';
import { changing, holding, kinds, opening, shown, type Built, type FormulaOfShape } from '../shapes.mjs';

/** Formulas from their source on the graph of apps, those watched that are shown. */
function build(formulas: readonly FormulaOfShape[], inputs: number): Built {
  const graph = new Graph();
  const symbols = new Map<string, Symbol>();
  const scope = createScope({ symbols });
  const add = (name: string, node: Node): void => {
    symbols.set(name, { name, type: types.number, read: () => node.read(), source: node });
  };
  const cells = Array.from({ length: inputs }, (_, i) => {
    const cell = graph.cell(i + 1);
    add(`x${i}`, cell);
    return cell;
  });
  const nameOf = (source: number): string => (source < 0 ? `x${-1 - source}` : `f${source}`);
  const frame = rootFrame(createRun({ fuel: Number.MAX_SAFE_INTEGER }));
  const seen = shown(formulas);
  let told = 0;
  const nodes = formulas.map(({ kind, a, b }, i) => {
    const { formula, reads } = check(kinds[kind]!.fx(nameOf(a), nameOf(b)), scope);
    const evaluate = compile(formula);
    const node = graph.formula(
      [...reads].map((read) => read.source as Node),
      () => evaluate(frame),
    );
    add(`f${i}`, node);
    if (seen[i] === true) node.watch(() => told++);
    return node;
  });
  graph.flush();
  return {
    set: (input, value) => {
      cells[input]!.set(value);
      graph.flush();
    },
    get: (formula) => nodes[formula]!.read() as number,
  };
}

export const graphTasks = { ...changing(build), ...opening(build) };
export const graphMemory = holding(build);
