import type { Database } from '../database.ts';
import type { Status } from './model.ts';
import { TRANSITIONS, changeStatus, readOrder } from './orders.ts';

/** How often an order moves on, in milliseconds. */
const PERIOD = 3000;

/** The shop's own business: while someone watches, now and then an order moves on. */
export class Activity {
  readonly #database: Database;
  readonly #now: () => Date;
  readonly #enabled: boolean;
  #watchers = 0;
  #timer: NodeJS.Timeout | undefined;
  #step = 0;
  #work: Promise<void> = Promise.resolve();

  constructor(database: Database, now: () => Date, enabled: boolean) {
    this.#database = database;
    this.#now = now;
    this.#enabled = enabled;
  }

  /** Counts someone who watches; answers how to leave. */
  join(): () => void {
    this.#watchers++;
    if (this.#enabled) this.#timer ??= setInterval(() => this.#tick(), PERIOD);
    let joined = true;
    return () => {
      if (joined && --this.#watchers === 0) this.#rest();
      joined = false;
    };
  }

  /** Ends it, after what is being done. */
  async stop(): Promise<void> {
    this.#rest();
    await this.#work;
  }

  #rest(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #tick(): void {
    this.#work = this.#work.then(() => this.#moveOn()).catch((error: unknown) => console.error(error));
  }

  /** Moves one of the orders that wait: scattered, but the same ones in the same order each time. */
  async #moveOn(): Promise<void> {
    await this.#database.transaction(async (queries) => {
      const [waiting] = await queries.query<{ id: number }>(
        `select id from orders where status in ('New', 'Confirmed', 'Packed', 'Shipped') order by md5(id::text || $1), id limit 1`,
        [String(this.#step++)],
      );
      if (waiting === undefined) return;
      const order = await readOrder(queries, waiting.id, true);
      const next: Status | undefined = TRANSITIONS.get(order.status)?.[0];
      if (next === undefined) return;
      await queries.query('update orders set version = version + 1 where id = $1', [order.id]);
      await changeStatus(queries, order, next, this.#now());
    });
  }
}
