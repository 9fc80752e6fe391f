import type { Database, Queries } from '../database.ts';

/** What happened to an order, as the stream tells it. */
export interface OrderEvent {
  /** The order's. */
  readonly id: number;
  readonly number: string;
  readonly status: string;
  /** The customer's name. */
  readonly customer: string;
  readonly total: number;
  readonly at: string;
}

interface Entry {
  /** Grows from event to event; `Last-Event-ID` names it. */
  readonly id: number;
  readonly data: OrderEvent;
}

/** How many past events are kept for those who come back. */
const KEPT = 500;
const CHANNEL = 'orders';

/**
 * Records an event within the transaction that makes it. It is heard by all services of the database when the transaction commits.
 */
export async function recordEvent(queries: Queries, event: OrderEvent): Promise<void> {
  await queries.query(
    `with entry as (insert into order_events (data) values ($1) returning id, data)
     select pg_notify(current_schema() || '_${CHANNEL}', json_build_object('id', id, 'data', data::json)::text) from entry`,
    [JSON.stringify(event)],
  );
}

/** The events of a shop: past ones for a while, and new ones as they happen. */
export class OrderEvents {
  readonly #past: Entry[];
  readonly #listeners = new Set<(entry: Entry) => void>();

  /** Reads what is kept and begins to listen. */
  static async open(database: Database): Promise<OrderEvents> {
    const rows = await database.query<{ id: number; data: string }>(
      `select id, data from (select id, data from order_events order by id desc limit ${KEPT}) as recent order by id`,
    );
    const events = new OrderEvents(rows.map(({ id, data }) => ({ id, data: JSON.parse(data) as OrderEvent })));
    await database.listen(CHANNEL, (payload) => events.#happened(JSON.parse(payload) as Entry));
    return events;
  }

  private constructor(past: Entry[]) {
    this.#past = past;
  }

  /**
   * Tells of each event from now on, after those that came since the event with this id. An id from another life of the service is
   * greater than all known ones: its owner gets everything that is kept.
   *
   * @returns a function that ends it
   */
  subscribe(since: number | undefined, tell: (id: number, event: OrderEvent) => void): () => void {
    for (const { id, data } of this.#since(since)) tell(id, data);
    const listener = ({ id, data }: Entry) => tell(id, data);
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #since(since: number | undefined): readonly Entry[] {
    if (since === undefined) return [];
    // Transactions may commit in another order than they took their numbers: what counts is the place, not the number.
    const place = this.#past.findIndex(({ id }) => id === since);
    if (place >= 0) return this.#past.slice(place + 1);
    return since > (this.#past.at(-1)?.id ?? 0) ? [...this.#past] : this.#past.filter(({ id }) => id > since);
  }

  #happened(entry: Entry): void {
    this.#past.push(entry);
    if (this.#past.length > KEPT) this.#past.shift();
    for (const listener of this.#listeners) listener(entry);
  }
}
