import type { Value } from '../formula/index.ts';

/**
 * The reactive graph of an app. Edges are known before anything runs: the checker says what each formula reads. How a change travels:
 *
 * 1. `Cell.set` stores the value and marks what depends on it, directly and further on, as stale (once each).
 * 2. The flush, one microtask later, walks the stale nodes in order of rank: a node's rank is one more than that of its highest source,
 *    so each formula is evaluated at most once per change and never sees a half-updated input.
 * 3. A formula whose new value is the old one (`Object.is`) stops the change there: what depends on it alone is not evaluated.
 * 4. Only formulas that somebody watches, directly or through others, are evaluated in a flush. The rest stay stale until they are read.
 * 5. When all are up to date, watchers are told, once each.
 */
export class Graph {
  /** Stale nodes that are needed, by rank. */
  private readonly queue: FormulaNode[][] = [];
  private readonly changed = new Set<Node>();
  private scheduled = false;
  private batches = 0;
  /** Formula evaluations since the graph was made; tests count on it. */
  evaluations = 0;

  /** A node whose value is set from outside. */
  cell(value: Value): Cell {
    return new Cell(this, value);
  }

  /** A node that computes. `sources` are all it may read; a cycle is the caller's mistake, diagnosed before (`RangeError` here). */
  formula(sources: readonly Node[], evaluate: () => Value): FormulaNode {
    return new FormulaNode(this, sources, evaluate);
  }

  /** Several changes, told once: flushes when the outermost batch ends. */
  batch(change: () => void): void {
    this.batches++;
    try {
      change();
    } finally {
      if (--this.batches === 0) this.flush();
    }
  }

  /** Brings all watched nodes up to date and tells their watchers. Normally runs by itself, once per microtask. */
  flush(): void {
    this.scheduled = false;
    for (let round = 0; round < 100; round++) {
      for (let rank = 0; rank < this.queue.length; rank++) {
        const nodes = this.queue[rank];
        if (nodes === undefined || nodes.length === 0) continue;
        this.queue[rank] = [];
        for (const node of nodes) node.refresh();
      }
      if (this.changed.size === 0) return;
      const changed = [...this.changed];
      this.changed.clear();
      for (const node of changed) node.tell();
    }
  }

  /** @internal */
  enqueue(node: FormulaNode): void {
    (this.queue[node.rank] ??= []).push(node);
    this.schedule();
  }

  /** @internal */
  changedBy(node: Node): void {
    if (node.watched) {
      this.changed.add(node);
      this.schedule();
    }
  }

  private schedule(): void {
    if (this.scheduled || this.batches > 0) return;
    this.scheduled = true;
    queueMicrotask(() => {
      if (this.scheduled) this.flush();
    });
  }
}

export type Watcher = (value: Value) => void;

/** A node of the graph: a cell or a formula. */
export abstract class Node {
  readonly rank: number;
  protected readonly graph: Graph;
  /** @internal Formulas that read this node. */
  readonly dependents = new Set<FormulaNode>();
  private readonly watchers = new Set<Watcher>();
  /** How many watchers and live dependents need this node. */
  private needs = 0;

  constructor(graph: Graph, rank: number) {
    this.graph = graph;
    this.rank = rank;
  }

  /** The value now; a stale formula is evaluated first. */
  abstract read(): Value;

  /** Calls back after each change until the returned function is called. Not called for the value at the time of the call. */
  watch(watcher: Watcher): () => void {
    const own: Watcher = (value) => watcher(value);
    this.watchers.add(own);
    this.need();
    return () => {
      if (this.watchers.delete(own)) this.release();
    };
  }

  get watched(): boolean {
    return this.watchers.size > 0;
  }

  /** Whether somebody watches this node, directly or through a formula. */
  get live(): boolean {
    return this.needs > 0;
  }

  /** @internal */
  need(): void {
    if (this.needs++ === 0) this.wake();
  }

  /** @internal */
  release(): void {
    if (--this.needs === 0) this.sleep();
  }

  /** @internal */
  tell(): void {
    const value = this.read();
    for (const watcher of [...this.watchers]) if (this.watchers.has(watcher)) watcher(value);
  }

  protected wake(): void {}
  protected sleep(): void {}
}

/** A value set from outside: what a person typed, a variable, a control's output. */
export class Cell extends Node {
  private value: Value;

  constructor(graph: Graph, value: Value) {
    super(graph, 0);
    this.value = value;
  }

  read(): Value {
    return this.value;
  }

  set(value: Value): void {
    if (Object.is(this.value, value)) return;
    this.value = value;
    for (const dependent of this.dependents) dependent.markDirty();
    this.graph.changedBy(this);
  }
}

// `check`: a source further back changed; its value may turn out the same. `dirty`: a direct source changed.
type State = 'clean' | 'check' | 'dirty';

/** A value computed from others. */
export class FormulaNode extends Node {
  private value: Value = null;
  private state: State = 'dirty';
  private queued = false;
  private evaluating = false;
  private readonly sources: readonly Node[];
  private readonly evaluate: () => Value;

  constructor(graph: Graph, sources: readonly Node[], evaluate: () => Value) {
    super(
      graph,
      sources.reduce((rank, source) => Math.max(rank, source.rank + 1), 0),
    );
    this.sources = sources;
    this.evaluate = evaluate;
    for (const source of sources) source.dependents.add(this);
  }

  read(): Value {
    this.refresh();
    return this.value;
  }

  /** Something that the graph does not know changed (an answer arrived): evaluate anew. */
  invalidate(): void {
    this.markDirty();
  }

  /** Takes the node out of the graph. */
  dispose(): void {
    for (const source of this.sources) source.dependents.delete(this);
    this.dependents.clear();
    this.state = 'clean';
  }

  /** @internal */
  markDirty(): void {
    const known = this.state !== 'clean';
    this.state = 'dirty';
    this.mark(known);
  }

  private markCheck(): void {
    if (this.state !== 'clean') return;
    this.state = 'check';
    this.mark(false);
  }

  private mark(known: boolean): void {
    if (this.live && !this.queued) {
      this.queued = true;
      this.graph.enqueue(this);
    }
    if (!known) for (const dependent of this.dependents) dependent.markCheck();
  }

  /** @internal Evaluates if a source changed. */
  refresh(): void {
    this.queued = false;
    if (this.state === 'clean') return;
    if (this.state === 'check') {
      // Bringing the sources up to date marks this node dirty if one of them really changed.
      for (const source of this.sources) {
        if (source instanceof FormulaNode) source.refresh();
        if ((this.state as State) === 'dirty') break;
      }
      if ((this.state as State) === 'check') {
        this.state = 'clean';
        return;
      }
    }
    if (this.evaluating) throw new RangeError('A formula reads itself.');
    this.evaluating = true;
    this.state = 'clean';
    try {
      this.graph.evaluations++;
      const value = this.evaluate();
      if (Object.is(this.value, value)) return;
      this.value = value;
    } finally {
      this.evaluating = false;
    }
    for (const dependent of this.dependents) dependent.markDirty();
    this.graph.changedBy(this);
  }

  protected override wake(): void {
    for (const source of this.sources) source.need();
    if (this.state !== 'clean' && !this.queued) {
      this.queued = true;
      this.graph.enqueue(this);
    }
  }

  protected override sleep(): void {
    for (const source of this.sources) source.release();
  }
}
