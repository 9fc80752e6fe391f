import { formulaError, runNumberCode, type Value } from '../formula/index.ts';
import { Cell, FormulaNode, type Node, type Watch, type Watcher } from './node.ts';
import { ANY, Queue } from './queue.ts';
import { CODE, DIRTY, EDGE, EDGES, EVALUATING, FORMULA, HEAD, LIVE, Slots, SOURCES, WAITS, WATCHED } from './slots.ts';

export { FormulaNode } from './node.ts';
export type { Cell, Node, Watcher } from './node.ts';

/** Watchers that set cells cause further rounds of one flush; more than this many is a loop. */
const MAX_ROUNDS = 100;

/** What makes nodes: a graph, or a part of one. */
export interface NodeMaker {
  /** A node whose value is set from outside. */
  cell(value: Value): Cell;
  /**
   * A node that computes. `sources` are all the nodes that it may read. `code` is the same formula as code for numbers (`numberCode`), with
   * slots of nodes and constants as places; where it gives up, `evaluate` is asked.
   */
  formula(sources: readonly Node[], evaluate: () => Value, code?: readonly number[]): FormulaNode;
  /** The place of a constant, for code. */
  constant(value: number): number;
}

/**
 * The reactive graph of an app. Edges are known before anything runs: the checker says what each formula reads. How a change travels:
 *
 * 1. `Cell.set` stores the value and queues the live formulas that read it. A node is live when somebody watches it, directly or through
 *    other formulas; the rest costs nothing until it is read.
 * 2. The flush, one microtask later, takes the queue in the order in which the nodes were made. A node's sources were there before it, so each
 *    formula is evaluated at most once per change and never sees a half-updated input.
 * 3. A formula whose new value is the old one (`Object.is`) stops the change there: what depends on it alone is not evaluated.
 * 4. When all are up to date, watchers are told, once each, and only of values that they have not been told before.
 * 5. `read` between a change and its flush first takes the queue up to the node that is read, so a reader never sees an old
 *    value. A node that is not live first brings its sources up to date when it is read, if anything changed since it was last read.
 *
 * Nothing here recurses: a chain of 100,000 formulas takes no more stack than one. Nodes are numbers here, and what is known of them is in
 * arrays (`Slots`); formulas of numbers are code in such an array as well, which costs a fraction of what closures do.
 */
export class Graph implements NodeMaker {
  /** Formula evaluations since the graph was made; tests and the monitor read it. */
  evaluations = 0;
  private slots = new Slots();
  private readonly queue = new Queue();
  /** Counts changes, so that reading what is not live costs nothing while nothing changes. */
  private version = 1;
  /** Watched nodes whose watchers are to be told, if they do not know the value. */
  private changed: number[] = [];
  /** Watchers that have not been told anything. */
  private fresh: Watch[] = [];
  /** Nodes to take out as soon as nothing is under way, and last values of those taken out. */
  private gone: Node[] = [];
  private readonly last = new WeakMap<Node, Value>();
  private scheduled = false;
  private flushing = false;
  private evaluating = 0;
  private batches = 0;
  private readonly onException: (error: unknown) => void;

  /** `onException` hears of formulas and watchers that throw, which is a mistake of the program; the graph goes on without them. */
  constructor(onException: (error: unknown) => void = (error) => console.error(error)) {
    this.onException = onException;
  }

  cell(value: Value): Cell {
    const node = new Cell(this);
    node.slot = this.slots.add(node, value);
    return node;
  }

  formula(sources: readonly Node[], evaluate: () => Value, code: readonly number[] = []): FormulaNode {
    const node = new FormulaNode(this);
    const read = new Set<number>();
    for (const { slot } of sources) if (slot >= 0) read.add(slot);
    node.slot = this.slots.add(node, undefined, [...read], code, evaluate);
    return node;
  }

  constant(value: number): number {
    return this.slots.constant(value);
  }

  /** A part whose nodes end together. */
  part(): GraphPart {
    return new GraphPart(this);
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
      if (this.gone.length > 0 && this.evaluating === 0) this.takeOut();
      for (let round = 0; !this.queue.isEmpty || this.changed.length > 0 || this.fresh.length > 0; round++) {
        if (round === MAX_ROUNDS) {
          for (const slot of this.changed) this.slots.flags[slot]! &= ~WAITS;
          this.changed = [];
          this.fresh = [];
          this.onException(new RangeError('Watchers keep changing what they watch; the rest of this change is not shown.'));
          return;
        }
        this.settle(ANY);
        const { changed } = this;
        this.changed = [];
        for (const slot of changed) {
          this.slots.flags[slot]! &= ~WAITS;
          this.tell(slot);
        }
        if (this.fresh.length > 0) this.begin();
      }
    } finally {
      this.flushing = false;
    }
  }

  // ---- What nodes ask ----------------------------------------------------------------------------------------------------------

  /** @internal */
  valueOf(node: Node): Value {
    return node.slot < 0 ? (this.last.get(node) ?? null) : this.slots.valueOf(node.slot);
  }

  /** @internal */
  read(node: FormulaNode): Value {
    const { slot } = node;
    if (slot >= 0) {
      const flags = this.slots.flags[slot]!;
      if ((flags & EVALUATING) !== 0) throw new RangeError('A formula reads itself.');
      if ((flags & LIVE) === 0) this.pull(slot);
      else if (this.queue.mayHold(slot)) this.settle(slot);
    }
    return this.valueOf(node);
  }

  /** @internal */
  set(cell: Cell, value: Value): void {
    const { slot } = cell;
    if (slot < 0) this.last.set(cell, value);
    else if (this.slots.store(slot, value)) {
      this.version = (this.version + 1) | 0;
      this.valueChanged(slot);
      this.schedule();
    }
  }

  /** @internal */
  invalidate({ slot }: FormulaNode): void {
    if (slot < 0) return;
    this.version = (this.version + 1) | 0;
    const flags = this.slots.flags[slot]! | DIRTY;
    this.slots.flags[slot] = flags;
    if ((flags & LIVE) === 0) return;
    this.queue.add(slot);
    this.schedule();
  }

  /** @internal */
  watch(watch: Watch): void {
    const { slot } = watch.node;
    if (slot < 0) return;
    this.fresh.push(watch);
    this.need(slot);
    this.schedule();
  }

  /** @internal */
  unwatch({ node: { slot }, watcher, begun }: Watch): void {
    if (slot < 0) return;
    const { watchers, flags } = this.slots;
    if (begun) {
      const all = [watchers[slot] ?? []].flat();
      all.splice(all.indexOf(watcher), 1);
      watchers[slot] = all.length > 1 ? all : all[0];
      if (all.length === 0) flags[slot]! &= ~WATCHED;
    }
    this.release(slot);
  }

  /** @internal */
  isLive({ slot }: FormulaNode): boolean {
    return slot >= 0 && (this.slots.flags[slot]! & LIVE) !== 0;
  }

  /** @internal */
  inputsOf({ slot }: FormulaNode): readonly Node[] {
    return slot < 0 ? [] : Array.from(this.slots.sourcesOf(slot), (source) => this.slots.nodes[source]!);
  }

  /** @internal */
  dependentsOf({ slot }: Node): readonly Node[] {
    return slot < 0 ? [] : Array.from(this.slots.dependentsOf(slot), (dependent) => this.slots.nodes[dependent]!);
  }

  /** @internal */
  end({ slot }: FormulaNode): void {
    if (slot < 0) return;
    const { slots } = this;
    if ((slots.flags[slot]! & LIVE) !== 0) for (const source of slots.sourcesOf(slot)) this.release(source);
    slots.end(slot);
  }

  /** Takes nodes out of the graph when nothing is under way; each keeps its last value. @internal */
  remove(nodes: readonly Node[]): void {
    this.gone.push(...nodes);
    this.schedule();
  }

  // ---- Changes -----------------------------------------------------------------------------------------------------------------

  /** Evaluates what is queued up to and including a slot. */
  private settle(limit: number): void {
    for (let slot = this.queue.take(limit); slot >= 0; slot = this.queue.take(limit)) {
      // One that fell asleep waits until it is read.
      if ((this.slots.flags[slot]! & LIVE) !== 0) this.refresh(slot);
    }
  }

  /** Evaluates a formula if something changed. */
  private refresh(slot: number): void {
    const { slots } = this;
    const { records, numbers } = slots;
    if ((slots.flags[slot]! & DIRTY) === 0) return;
    slots.flags[slot]! &= ~DIRTY;
    this.evaluations++;
    const record = slots.recordOf[slot]!;
    const code = record + HEAD + records[record + SOURCES]!;
    const end = code + records[record + CODE]!;
    const computed = end > code && runNumberCode(records, code, end, numbers, slots.others);
    const isNew = computed ? slots.storeNumber(slot, numbers[0]!) : slots.store(slot, this.evaluate(slot));
    if (isNew) this.valueChanged(slot);
  }

  private evaluate(slot: number): Value {
    const { slots } = this;
    slots.flags[slot]! |= EVALUATING;
    this.evaluating++;
    try {
      return slots.computes[slot]!();
    } catch (error) {
      this.onException(error);
      return formulaError(
        'Internal',
        `This formula could not be evaluated: ${error instanceof Error ? error.message : String(error)}`,
      );
    } finally {
      this.evaluating--;
      slots.flags[slot]! &= ~EVALUATING;
    }
  }

  private valueChanged(slot: number): void {
    const { edges, flags, records, recordOf } = this.slots;
    const record = recordOf[slot]!;
    const first = records[record + EDGE]!;
    const end = first + records[record + EDGES]!;
    for (let i = first; i < end; i++) {
      const dependent = edges[i]!;
      const state = flags[dependent]! | DIRTY;
      flags[dependent] = state;
      if ((state & LIVE) !== 0) this.queue.add(dependent);
    }
    if ((flags[slot]! & (WATCHED | WAITS)) !== WATCHED) return;
    flags[slot]! |= WAITS;
    this.changed.push(slot);
  }

  private tell(slot: number): void {
    const { slots } = this;
    const watchers = slots.watchers[slot];
    if (watchers === undefined) return;
    // A watcher told before may have changed what this one follows.
    if (this.queue.mayHold(slot)) this.settle(slot);
    if (!slots.untold(slot)) return;
    const value = slots.valueOf(slot);
    if (typeof watchers === 'function') {
      this.call(watchers, value);
      return;
    }
    for (const watcher of watchers) {
      // A watcher may stop others that have not been told yet.
      const now = slots.watchers[slot];
      if (now === watchers || now === watcher || (Array.isArray(now) && now.includes(watcher))) this.call(watcher, value);
    }
  }

  /** Tells watchers for the first time. */
  private begin(): void {
    const { fresh } = this;
    this.fresh = [];
    for (const watch of fresh) {
      const { slots } = this;
      const { slot } = watch.node;
      if (watch.ended || slot < 0) continue;
      if (this.queue.mayHold(slot)) this.settle(slot);
      if ((slots.flags[slot]! & WAITS) !== 0) {
        // With the next round, after those that know the value before.
        this.fresh.push(watch);
        continue;
      }
      const before = slots.watchers[slot];
      slots.watchers[slot] = before === undefined ? watch.watcher : [before, watch.watcher].flat();
      slots.flags[slot]! |= WATCHED;
      slots.untold(slot);
      watch.begun = true;
      this.call(watch.watcher, slots.valueOf(slot));
    }
  }

  private call(watcher: Watcher, value: Value): void {
    try {
      watcher(value);
    } catch (error) {
      this.onException(error);
    }
  }

  /** Brings a formula and what it reads up to date although nobody watches: sources first. */
  private pull(slot: number): void {
    const { slots, version } = this;
    const { verifiedAt } = slots;
    if (verifiedAt[slot] === version) return;
    if (this.queue.mayHold(slot)) this.settle(slot - 1);
    const found = [slot];
    verifiedAt[slot] = version;
    for (let i = 0; i < found.length; i++) {
      for (const source of slots.sourcesOf(found[i]!)) {
        if ((slots.flags[source]! & (FORMULA | LIVE)) !== FORMULA || verifiedAt[source] === version) continue;
        verifiedAt[source] = version;
        found.push(source);
      }
    }
    if (found.length > 1) found.sort((a, b) => a - b);
    for (const one of found) this.refresh(one);
  }

  // ---- Needs -------------------------------------------------------------------------------------------------------------------

  private need(slot: number): void {
    const { slots } = this;
    const stack = [slot];
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      if ((slots.flags[at]! & FORMULA) === 0 || slots.needs[at]!++ > 0) continue;
      slots.flags[at]! |= LIVE;
      // What changed while it slept shows when its turn comes.
      this.queue.add(at);
      stack.push(...slots.sourcesOf(at));
    }
  }

  private release(slot: number): void {
    const { slots } = this;
    const stack = [slot];
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      if (slots.needs[at] === 0 || --slots.needs[at]! > 0) continue;
      slots.flags[at]! &= ~LIVE;
      (slots.nodes[at] as FormulaNode).onSleep?.();
      stack.push(...slots.sourcesOf(at));
    }
  }

  // ---- Flushes -----------------------------------------------------------------------------------------------------------------

  private takeOut(): void {
    for (const node of this.gone) this.last.set(node, this.valueOf(node));
    const { slots, now } = this.slots.without(new Set(this.gone.map((node) => node.slot)));
    for (const node of this.gone) node.slot = -1;
    this.gone = [];
    this.slots = slots;
    slots.nodes.forEach((node, slot) => {
      if (node !== undefined) node.slot = slot;
    });
    const moved = (before: readonly number[]): number[] => before.map((slot) => now[slot]!).filter((slot) => slot >= 0);
    this.changed = moved(this.changed);
    for (const slot of moved(this.queue.takeAll())) this.queue.add(slot);
  }

  private schedule(): void {
    if (this.scheduled || this.flushing || this.batches > 0) return;
    this.scheduled = true;
    queueMicrotask(() => {
      if (this.scheduled) this.flush();
    });
  }
}

/** Nodes of a graph that end together, as those of an app do that is built anew. */
export class GraphPart implements NodeMaker {
  private readonly graph: Graph;
  private nodes: Node[] = [];

  constructor(graph: Graph) {
    this.graph = graph;
  }

  cell(value: Value): Cell {
    return this.own(this.graph.cell(value));
  }

  formula(sources: readonly Node[], evaluate: () => Value, code?: readonly number[]): FormulaNode {
    return this.own(this.graph.formula(sources, evaluate, code));
  }

  constant(value: number): number {
    return this.graph.constant(value);
  }

  /** Takes the nodes out of the graph; each keeps its last value. */
  dispose(): void {
    this.graph.remove(this.nodes);
    this.nodes = [];
  }

  private own<N extends Node>(node: N): N {
    this.nodes.push(node);
    return node;
  }
}
