import { formulaError, type Value } from '../formula/index.ts';

/**
 * The reactive graph of an app. Edges are known before anything runs: the checker says what each formula reads. How a change travels:
 *
 * 1. `Cell.set` stores the value and queues the live formulas that read it. A node is live when somebody watches it, directly or through
 *    other formulas; the rest costs nothing until it is read.
 * 2. The flush, one microtask later, takes the queue in order of rank. A node's rank is one more than that of its highest source, so each
 *    formula is evaluated at most once per change and never sees a half-updated input.
 * 3. A formula whose new value is the old one (`Object.is`) stops the change there: what depends on it alone is not evaluated.
 * 4. When all are up to date, watchers are told, once each, and only of values that they have not been told before.
 * 5. `read` between a change and its flush first takes the queue up to the rank of the node that is read, so a reader never sees an old
 *    value. A node that is not live compares its sources' versions with its own when it is read.
 *
 * Nothing here recurses: a chain of 100,000 formulas takes no more stack than one.
 */
export class Graph {
  /** Formula evaluations since the graph was made; tests and the monitor read it. */
  evaluations = 0;
  /** Counts changes; stamps of nodes are compared with it. @internal */
  version = 1;
  /** Queued formulas by rank. */
  private readonly queue: FormulaNode[][] = [];
  /** No queued formula has a rank below this; the queue is empty when it is above `last`. */
  private first = Infinity;
  private last = -1;
  /** Watched nodes whose watchers have to be asked whether they know the value. */
  private changed = new Set<Node>();
  private scheduled = false;
  private flushing = false;
  private batches = 0;
  private readonly onException: (error: unknown) => void;

  /** `onException` hears of formulas and watchers that throw, which is a mistake of the program; the graph goes on without them. */
  constructor(onException: (error: unknown) => void = (error) => console.error(error)) {
    this.onException = onException;
  }

  /** A node whose value is set from outside. */
  cell(value: Value): Cell {
    return new Cell(this, value);
  }

  /** A node that computes. `sources` are all the nodes that it may read. */
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
    if (this.flushing) return;
    this.flushing = true;
    this.scheduled = false;
    try {
      for (let round = 0; this.first <= this.last || this.changed.size > 0; round++) {
        if (round === MAX_ROUNDS) {
          this.changed.clear();
          this.onException(new RangeError('Watchers keep changing what they watch; the rest of this change is not shown.'));
          return;
        }
        this.settle(Infinity);
        const changed = this.changed;
        this.changed = new Set();
        for (const node of changed) node.tell(this.onException);
      }
    } finally {
      this.flushing = false;
    }
  }

  /** Evaluates what is queued up to and including a rank. @internal */
  settle(rank: number): void {
    while (this.first <= this.last && this.first <= rank) {
      const at = this.first++;
      const nodes = this.queue[at];
      if (nodes === undefined || nodes.length === 0) continue;
      this.queue[at] = [];
      for (const node of nodes) {
        // A formula defined anew while queued may have moved up.
        if (node.rank > at) this.push(node);
        else node.refresh();
      }
    }
    if (this.first > this.last) {
      this.first = Infinity;
      this.last = -1;
    }
  }

  /** @internal */
  get settledBelow(): number {
    return this.first;
  }

  /** @internal */
  enqueue(node: FormulaNode): void {
    this.push(node);
    this.schedule();
  }

  /** @internal */
  changedBy(node: Node): void {
    this.changed.add(node);
    this.schedule();
  }

  /** @internal */
  evaluate(evaluate: () => Value): Value {
    this.evaluations++;
    try {
      return evaluate();
    } catch (error) {
      this.onException(error);
      return formulaError(
        'Internal',
        `This formula could not be evaluated: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }

  private push(node: FormulaNode): void {
    (this.queue[node.rank] ??= []).push(node);
    if (node.rank < this.first) this.first = node.rank;
    if (node.rank > this.last) this.last = node.rank;
  }

  private schedule(): void {
    if (this.scheduled || this.flushing || this.batches > 0) return;
    this.scheduled = true;
    queueMicrotask(() => {
      if (this.scheduled) this.flush();
    });
  }
}

/** Watchers that set cells cause further rounds of one flush; more than this many is a loop. */
const MAX_ROUNDS = 100;

export type Watcher = (value: Value) => void;

interface Watch {
  readonly watcher: Watcher;
  /** What the watcher was told last; `undefined` before the first time. */
  told: Value | undefined;
}

/** A node of the graph: a cell or a formula. */
export abstract class Node {
  /** @internal */
  rank = 0;
  /** Version of the graph at the last change of the value. @internal */
  changedAt = 0;
  /** Formulas that read this node. @internal */
  readonly dependents: FormulaNode[] = [];
  protected readonly graph: Graph;
  private watches: Watch[] | undefined;

  constructor(graph: Graph) {
    this.graph = graph;
  }

  /** The value now; a stale formula is evaluated first. */
  abstract read(): Value;

  /** Tells the value in the next flush and after each change, until the returned function is called. */
  watch(watcher: Watcher): () => void {
    const watch: Watch = { watcher, told: undefined };
    this.watches = [...(this.watches ?? []), watch];
    this.need();
    this.graph.changedBy(this);
    return () => {
      if (this.watches?.includes(watch) !== true) return;
      this.watches = this.watches.length === 1 ? undefined : this.watches.filter((other) => other !== watch);
      this.release();
    };
  }

  get watched(): boolean {
    return this.watches !== undefined;
  }

  /** @internal */
  tell(onException: (error: unknown) => void): void {
    const watches = this.watches;
    if (watches === undefined) return;
    const value = this.read();
    for (const watch of watches) {
      // A watcher may stop others that have not been told yet.
      if (Object.is(watch.told, value) || this.watches?.includes(watch) !== true) continue;
      watch.told = value;
      try {
        watch.watcher(value);
      } catch (error) {
        onException(error);
      }
    }
  }

  /** @internal */
  abstract need(): void;
  /** @internal */
  abstract release(): void;

  protected valueChanged(): void {
    this.changedAt = this.graph.version;
    for (const dependent of this.dependents) dependent.sourceChanged();
    if (this.watched) this.graph.changedBy(this);
  }
}

/** A value set from outside: what a person typed, a variable, a control's output. */
export class Cell extends Node {
  private value: Value;

  constructor(graph: Graph, value: Value) {
    super(graph);
    this.value = value;
  }

  read(): Value {
    return this.value;
  }

  set(value: Value): void {
    if (Object.is(this.value, value)) return;
    this.value = value;
    this.graph.version++;
    this.valueChanged();
  }

  need(): void {}
  release(): void {}
}

/** A value computed from others. */
export class FormulaNode extends Node {
  private value: Value = null;
  private sources: readonly Node[] = [];
  private compute: () => Value;
  /** Must be evaluated whatever its sources say: never was, or `invalidate` was called, or a source told it of a change. */
  private dirty = true;
  private queued = false;
  private evaluating = false;
  /** How many watchers and live dependents need this node. */
  private needs = 0;
  /** Called when the last need is gone: the time to cancel calls that only this formula made. */
  onSleep: (() => void) | undefined;
  private evaluatedAt = 0;
  /** Version at which this node, while not live, was last found or brought up to date. */
  private verifiedAt = 0;

  constructor(graph: Graph, sources: readonly Node[], evaluate: () => Value) {
    super(graph);
    this.compute = evaluate;
    this.connect(sources);
    this.rank = rankOver(sources);
  }

  /** Whether somebody watches this node, directly or through a formula. */
  get live(): boolean {
    return this.needs > 0;
  }

  read(): Value {
    if (this.evaluating) throw new RangeError('A formula reads itself.');
    if (this.needs === 0) this.pull();
    else if (this.graph.settledBelow <= this.rank) this.graph.settle(this.rank);
    return this.value;
  }

  /** Something that the graph does not know changed (an answer arrived): evaluate anew. */
  invalidate(): void {
    this.graph.version++;
    this.sourceChanged();
  }

  /** Gives the node another formula. Ranks of what depends on it follow. `RangeError` where it would come to read itself. */
  define(sources: readonly Node[], evaluate: () => Value): void {
    if (this.reaches(sources)) throw new RangeError('A formula must not depend on itself.');
    const before = this.sources;
    this.disconnect();
    this.connect(sources);
    this.compute = evaluate;
    this.rank = rankOver(sources);
    this.raiseDependents();
    if (this.live) {
      // First the new, then the old: what is needed by both does not fall asleep in between.
      needAll(this.sources);
      releaseAll(before);
    }
    this.invalidate();
  }

  /** Takes the node out of the graph; what still reads it sees its last value. */
  dispose(): void {
    if (this.live) releaseAll(this.sources);
    this.disconnect();
    this.sources = [];
    this.needs = 0;
    this.dirty = false;
  }

  /** @internal */
  need(): void {
    needAll([this]);
  }

  /** @internal */
  release(): void {
    releaseAll([this]);
  }

  /** Counts one more need; whether it is the first. @internal */
  gain(): boolean {
    return this.needs++ === 0;
  }

  /** Counts one need less; whether it was the last. @internal */
  lose(): boolean {
    if (this.needs === 0 || --this.needs > 0) return false;
    this.onSleep?.();
    return true;
  }

  /** @internal */
  get inputs(): readonly Node[] {
    return this.sources;
  }

  /** @internal */
  enqueue(): void {
    if (this.queued) return;
    this.queued = true;
    this.graph.enqueue(this);
  }

  /** @internal */
  sourceChanged(): void {
    this.dirty = true;
    if (this.needs > 0) this.enqueue();
  }

  /** Evaluates if something changed. @internal */
  refresh(): void {
    this.queued = false;
    if (!this.dirty && !this.outdated()) return;
    this.dirty = false;
    this.evaluating = true;
    this.evaluatedAt = this.graph.version;
    const value = this.graph.evaluate(this.compute);
    this.evaluating = false;
    if (Object.is(this.value, value) && this.changedAt > 0) return;
    this.value = value;
    this.valueChanged();
  }

  private outdated(): boolean {
    for (const source of this.sources) if (source.changedAt > this.evaluatedAt) return true;
    return false;
  }

  /** Brings this node and what it reads up to date although nobody watches: sources first. */
  private pull(): void {
    const version = this.graph.version;
    if (this.verifiedAt === version) return;
    if (this.graph.settledBelow < this.rank) this.graph.settle(this.rank - 1);
    const found: FormulaNode[] = [this];
    this.verifiedAt = version;
    for (let i = 0; i < found.length; i++) {
      for (const source of found[i]!.sources) {
        if (!(source instanceof FormulaNode) || source.needs > 0 || source.verifiedAt === version) continue;
        source.verifiedAt = version;
        found.push(source);
      }
    }
    if (found.length > 1) found.sort((a, b) => a.rank - b.rank);
    for (const node of found) node.refresh();
  }

  private connect(sources: readonly Node[]): void {
    this.sources = sources.length > 1 ? [...new Set(sources)] : sources;
    for (const source of this.sources) source.dependents.push(this);
  }

  private disconnect(): void {
    for (const { dependents } of this.sources) {
      const at = dependents.indexOf(this);
      const last = dependents.pop()!;
      if (last !== this) dependents[at] = last;
    }
  }

  /** Whether one of these nodes is this one, or depends on it. */
  private reaches(nodes: readonly Node[]): boolean {
    const seen = new Set<Node>(nodes);
    for (const node of seen) {
      if (node === this) return true;
      if (node instanceof FormulaNode && node.rank > this.rank) for (const source of node.sources) seen.add(source);
    }
    return false;
  }

  private raiseDependents(): void {
    const raised: Node[] = [this];
    for (let node = raised.pop(); node !== undefined; node = raised.pop()) {
      for (const dependent of node.dependents) {
        if (dependent.rank > node.rank) continue;
        dependent.rank = node.rank + 1;
        raised.push(dependent);
      }
    }
  }
}

const rankOver = (sources: readonly Node[]): number => {
  let rank = 0;
  for (const source of sources) if (source.rank >= rank) rank = source.rank + 1;
  return rank;
};

function needAll(nodes: readonly Node[]): void {
  const stack: Node[] = [...nodes];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (!(node instanceof FormulaNode) || !node.gain()) continue;
    // What changed while it slept shows when its turn comes.
    node.enqueue();
    for (const source of node.inputs) stack.push(source);
  }
}

function releaseAll(nodes: readonly Node[]): void {
  const stack: Node[] = [...nodes];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node instanceof FormulaNode && node.lose()) for (const source of node.inputs) stack.push(source);
  }
}
