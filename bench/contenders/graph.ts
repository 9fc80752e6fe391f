import { Graph, type Node } from '../../src/app/graph.ts';
import {
  check,
  compile,
  createRun,
  createScope,
  numberCode,
  rootFrame,
  types,
  type Evaluate,
  type Places,
  type Symbol,
  type Type,
  type Value,
} from '../../src/formula/index.ts';
import { changing, holding, kinds, opening, shown, type Built, type FormulaOfShape } from '../shapes.mjs';

/** A name for the value of a node. */
class Name implements Symbol {
  readonly name: string;
  readonly type: Type = types.number;
  readonly source: Node;

  constructor(name: string, source: Node) {
    this.name = name;
    this.source = source;
  }

  read(): Value {
    return this.source.read();
  }
}

/** Formulas from their source on the graph of apps, those watched that are shown. */
function build(formulas: readonly FormulaOfShape[], inputs: number): Built {
  const graph = new Graph();
  const symbols = new Map<string, Symbol>();
  const scope = createScope({ symbols });
  const add = (name: string, node: Node): void => void symbols.set(name, new Name(name, node));
  const places: Places = {
    of: (symbol) => (symbol.source as Node).slot,
    constant: (value) => graph.constant(value),
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
    const text = kinds[kind]!.fx(nameOf(a), nameOf(b));
    const { formula, reads } = check(text, scope);
    // What code for numbers cannot do is checked again when it is met, so that nothing but the text is kept.
    let evaluate: Evaluate | undefined;
    const node = graph.formula(
      [...reads].map((read) => read.source as Node),
      () => (evaluate ??= compile(check(text, scope).formula))(frame),
      numberCode(formula, places),
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
