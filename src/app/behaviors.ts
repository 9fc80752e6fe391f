import { formulaError, type Value } from '../formula/index.ts';
import type { Graph } from './graph.ts';

/**
 * Runs event formulas. Those of one event of one control run one after the other, in the order in which the events happened: a second
 * press while the first is still waiting for a service waits for it, and is not lost. Events of different controls do not wait for each
 * other, so that one slow service does not freeze the rest of the app.
 *
 * What a formula does before it first waits is one change of the graph, and so is what it does between two waits; watchers are told after
 * each.
 */
export class Behaviors {
  private readonly graph: Graph;
  private readonly failed: (error: unknown) => void;
  private readonly queues = new Map<object, Promise<Value>>();
  private closed = false;

  /** `failed` hears of programs that throw, which formulas never do. */
  constructor(graph: Graph, failed: (error: unknown) => void = (error) => console.error(error)) {
    this.graph = graph;
    this.failed = failed;
  }

  /** Whether anything is running. */
  get running(): boolean {
    return this.queues.size > 0;
  }

  /** Runs a formula after those of the same `queue`. The promise gives its value and never rejects. */
  run(queue: object, behavior: () => Value | Promise<Value>): Promise<Value> {
    const before = this.queues.get(queue);
    // Where nothing is running, the formula runs now: a press has its effect before the next event is handled.
    const result = before === undefined ? this.start(behavior) : before.then(() => this.start(behavior));
    this.queues.set(queue, result);
    void result.then(() => {
      if (this.queues.get(queue) === result) this.queues.delete(queue);
    });
    return result;
  }

  /** Resolves when nothing is running any more. */
  async idle(): Promise<void> {
    while (this.queues.size > 0) await Promise.all(this.queues.values());
    this.graph.flush();
  }

  /** What waits in queues does not run any more. */
  close(): void {
    this.closed = true;
  }

  private async start(behavior: () => Value | Promise<Value>): Promise<Value> {
    if (this.closed) return null;
    const started: (Value | Promise<Value>)[] = [];
    try {
      this.graph.batch(() => {
        started.push(behavior());
      });
      const value = (await started[0]) ?? null;
      this.graph.flush();
      return value;
    } catch (error) {
      this.failed(error);
      return formulaError('Internal', `This formula could not be run: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
