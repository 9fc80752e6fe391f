import type { Queries } from '../database.ts';
import { invalidField, notFound } from '../api/problem.ts';
import { recordEvent } from './order-events.ts';
import type { Status } from './model.ts';

/** An order as the service answers it. */
export interface Order {
  readonly id: number;
  readonly number: string;
  readonly status: Status;
  readonly orderedAt: string;
  readonly total: number;
  readonly customer: { readonly name: string; readonly company: string };
  readonly version: number;
}

export const ORDER_SOURCE = 'orders o join customers c on c.id = o.customer_id';

/** An order as JSON. */
export const ORDER_ITEM = `json_build_object(
  'id', o.id,
  'number', o.number,
  'status', o.status,
  'priority', o.priority,
  'orderedAt', to_char(o.ordered_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
  'dueOn', o.due_on,
  'deliveredOn', o.delivered_on,
  'total', o.total,
  'currency', o.currency,
  'lineCount', o.line_count,
  'note', o.note,
  'customer', json_build_object(
    'id', c.id, 'name', c.name, 'company', c.company, 'email', c.email, 'initials', c.initials, 'color', c.color),
  'shipTo', json_build_object(
    'name', o.ship_name, 'street', o.ship_street, 'postalCode', o.ship_postal_code, 'city', o.ship_city, 'country', o.ship_country),
  'version', o.version)`;

/** Reads an order, or says that there is none. `lock` keeps others from changing it until the transaction ends. */
export async function readOrder(queries: Queries, id: number, lock = false): Promise<Order> {
  const [row] = await queries.query<{ item: Order }>(
    `select ${ORDER_ITEM} as item from ${ORDER_SOURCE} where o.id = $1 ${lock ? 'for update of o' : ''}`,
    [id],
  );
  if (row === undefined) throw notFound('order', id);
  return row.item;
}

/** Where an order can go from where it is. */
export const TRANSITIONS: ReadonlyMap<Status, readonly Status[]> = new Map<Status, readonly Status[]>([
  ['New', ['Confirmed', 'Cancelled']],
  ['Confirmed', ['Packed', 'Cancelled']],
  ['Packed', ['Shipped', 'Cancelled']],
  ['Shipped', ['Delivered', 'Returned']],
  ['Delivered', ['Returned']],
  ['Cancelled', []],
  ['Returned', []],
]);

/** Refuses a change of status that skips or reverses what happens in a shop. */
export function checkTransition(from: Status, to: Status): void {
  const possible = TRANSITIONS.get(from) ?? [];
  if (from === to || possible.includes(to)) return;
  const instead = possible.length === 0 ? 'It cannot change any more.' : `It can become ${possible.join(' or ')}.`;
  throw invalidField('status', `An order that is ${from} cannot become ${to}. ${instead}`);
}

/** Sets the status of an order that was read in the same transaction, and tells the stream. */
export async function changeStatus(queries: Queries, order: Order, status: Status, now: Date): Promise<void> {
  const at = now.toISOString().replace(/\.\d+/, '');
  await queries.query(
    `update orders set status = $2, delivered_on = case when $2 = 'Delivered' then $3::text::date else delivered_on end where id = $1`,
    [order.id, status, at.slice(0, 10)],
  );
  await tell(queries, { ...order, status }, at);
}

/** Tells the stream how an order stands. */
export const tell = (queries: Queries, { id, number, status, customer, total }: Order, at: string): Promise<void> =>
  recordEvent(queries, { id, number, status, customer: customer.name, total, at });
