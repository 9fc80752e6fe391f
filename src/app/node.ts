import type { Value } from '../formula/index.ts';
import type { Graph } from './graph.ts';

export type Watcher = (value: Value) => void;

interface Watch {
  readonly watcher: Watcher;
  /** What the watcher was told last; `undefined` before the first time. */
  told: Value | undefined;
}

/** Shared by all nodes that nothing reads, and never changed. */
const none: FormulaNode[] = [];

/** A node of the graph: a cell or a formula. */
export abstract class Node {
  /** @internal */
  rank = 0;
  /** Formulas that read this node. @internal */
  dependents: FormulaNode[] = none;
  /** Whether the graph is going to ask its watchers. @internal */
  waits = false;
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
    for (let i = 0; i < watches.length; i++) {
      const watch = watches[i]!;
      // A watcher may stop others that have not been told yet.
      if (Object.is(watch.told, value) || (this.watches !== watches && this.watches?.includes(watch) !== true)) continue;
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
    const { dependents } = this;
    for (let i = 0; i < dependents.length; i++) dependents[i]!.sourceChanged();
    if (this.watches !== undefined) this.graph.changedBy(this);
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
  private value: Value | undefined = undefined;
  private sources: readonly Node[] = [];
  private compute: () => Value;
  /** Must be evaluated whatever its sources say: never was, or `invalidate` was called, or a source told it of a change. */
  private dirty = true;
  private queued = false;
  /** The next in the queue of its rank. @internal */
  next: FormulaNode | undefined = undefined;
  private evaluating = false;
  /** How many watchers and live dependents need this node. */
  private needs = 0;
  /** Called when the last need is gone: the time to cancel calls that only this formula made. */
  onSleep: (() => void) | undefined;
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
    return this.value ?? null;
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
    // Never lower: it may be queued at its rank, and what depends on it must come after.
    this.rank = Math.max(this.rank, rankOver(sources));
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

  /** @internal */
  takeTurn(): void {
    this.queued = false;
    if (this.needs > 0) this.refresh();
  }

  /** Evaluates if something changed. */
  private refresh(): void {
    if (!this.dirty) return;
    this.dirty = false;
    this.evaluating = true;
    const value = this.graph.evaluate(this.compute);
    this.evaluating = false;
    if (Object.is(this.value, value)) return;
    this.value = value;
    this.valueChanged();
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
    for (const source of this.sources) {
      // Most nodes are read once: an array made of one element has no room for more, while one that grows has room for 17.
      if (source.dependents.length === 0) source.dependents = [this];
      else source.dependents.push(this);
    }
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
