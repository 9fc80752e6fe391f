import type { Value } from '../formula/index.ts';
import type { Graph } from './graph.ts';

export type Watcher = (value: Value) => void;

/** Somebody who is to be told the values of a node from the next flush on. */
export interface Watch {
  readonly node: Node;
  readonly watcher: Watcher;
  /** Whether the first value has been told. */
  begun: boolean;
  ended: boolean;
}

/** A node of the graph: a cell or a formula. What there is to know of it the graph keeps, by the number of its slot. */
export abstract class Node {
  /** The number; -1 when the node has been taken out of the graph. @internal */
  slot = -1;
  protected readonly graph: Graph;

  constructor(graph: Graph) {
    this.graph = graph;
  }

  /** The value now; a stale formula is evaluated first. */
  abstract read(): Value;

  /** Tells the value in the next flush and after each change, until the returned function is called. */
  watch(watcher: Watcher): () => void {
    const watch: Watch = { node: this, watcher, begun: false, ended: false };
    this.graph.watch(watch);
    return () => {
      if (watch.ended) return;
      watch.ended = true;
      this.graph.unwatch(watch);
    };
  }

  /** Formulas that read this node. @internal */
  get dependents(): readonly Node[] {
    return this.graph.dependentsOf(this);
  }
}

/** A value set from outside: what a person typed, a variable, a control's output. */
export class Cell extends Node {
  read(): Value {
    return this.graph.valueOf(this);
  }

  set(value: Value): void {
    this.graph.set(this, value);
  }
}

/** A value computed from others. */
export class FormulaNode extends Node {
  /** Called when the last need is gone: the time to cancel calls that only this formula made. */
  onSleep: (() => void) | undefined = undefined;

  /** Whether somebody watches this node, directly or through a formula. */
  get live(): boolean {
    return this.graph.isLive(this);
  }

  read(): Value {
    return this.graph.read(this);
  }

  /** Something that the graph does not know changed (an answer arrived): evaluate anew. */
  invalidate(): void {
    this.graph.invalidate(this);
  }

  /** Ends the formula; what still reads it sees its last value. */
  dispose(): void {
    this.graph.end(this);
  }

  /** What the formula reads. @internal */
  get inputs(): readonly Node[] {
    return this.graph.inputsOf(this);
  }
}
