import { formulaError, type Value } from '../formula/index.ts';
import { Cell, FormulaNode, type Node } from './node.ts';

export { FormulaNode } from './node.ts';
export type { Cell, Node, Watcher } from './node.ts';

/** Watchers that set cells cause further rounds of one flush; more than this many is a loop. */
const MAX_ROUNDS = 100;

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
 *    value. A node that is not live first brings its sources up to date when it is read, if anything changed since it was last read.
 *
 * Nothing here recurses: a chain of 100,000 formulas takes no more stack than one.
 */
export class Graph {
  /** Formula evaluations since the graph was made; tests and the monitor read it. */
  evaluations = 0;
  /** Counts changes, so that reading what is not live costs nothing while nothing changes. @internal */
  version = 1;
  /** Queued formulas by rank: the first and the last of a list that goes on by `next`. */
  private readonly heads: (FormulaNode | undefined)[] = [];
  private readonly tails: (FormulaNode | undefined)[] = [];
  /** No queued formula has a rank below this; the queue is empty when it is above `last`. */
  private first = Infinity;
  private last = -1;
  /** Watched nodes whose watchers have to be asked whether they know the value. */
  private changed: Node[] = [];
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
      for (let round = 0; this.first <= this.last || this.changed.length > 0; round++) {
        if (round === MAX_ROUNDS) {
          for (const node of this.changed) node.waits = false;
          this.changed = [];
          this.onException(new RangeError('Watchers keep changing what they watch; the rest of this change is not shown.'));
          return;
        }
        this.settle(Infinity);
        const changed = this.changed;
        this.changed = [];
        for (const node of changed) {
          node.waits = false;
          node.tell(this.onException);
        }
      }
    } finally {
      this.flushing = false;
    }
  }

  /** Evaluates what is queued up to and including a rank. @internal */
  settle(rank: number): void {
    while (this.first <= this.last && this.first <= rank) {
      const at = this.first++;
      // One after the other: an answer that arrives during an evaluation may queue the formula again.
      for (let node = this.heads[at]; node !== undefined; node = this.heads[at]) {
        this.heads[at] = node.next;
        if (node.next === undefined) this.tails[at] = undefined;
        node.next = undefined;
        // A formula defined anew while queued may have moved up; one that fell asleep waits until it is read.
        if (node.rank > at) this.push(node);
        else node.takeTurn();
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
    if (!this.scheduled) this.schedule();
  }

  /** @internal */
  changedBy(node: Node): void {
    if (node.waits) return;
    node.waits = true;
    this.changed.push(node);
    if (!this.scheduled) this.schedule();
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
    const { rank } = node;
    const tail = this.tails[rank];
    if (tail === undefined) this.heads[rank] = node;
    else tail.next = node;
    this.tails[rank] = node;
    if (rank < this.first) this.first = rank;
    if (rank > this.last) this.last = rank;
  }

  private schedule(): void {
    if (this.scheduled || this.flushing || this.batches > 0) return;
    this.scheduled = true;
    queueMicrotask(() => {
      if (this.scheduled) this.flush();
    });
  }
}
