import { etagOf } from '../api/etag.ts';
import type { Answer, Shop } from '../api/operation.ts';
import { Problem, invalid, invalidField } from '../api/problem.ts';
import type { ValueOf } from '../api/schema.ts';
import type { Queries } from '../database.ts';
import { orderNumber, searchableOrder } from '../seed/orders.ts';
import type { newOrder } from './model.ts';
import { readOrder, tell } from './orders.ts';

type NewOrder = ValueOf<typeof newOrder>;

interface OrderCall {
  readonly parameters: { readonly 'Idempotency-Key': string | undefined };
  readonly body: NewOrder;
  readonly shop: Shop;
  readonly baseUrl: string;
}

/** Places an order once: the same key with the same order gets the first answer again. */
export async function placeOrder({ parameters, body, shop, baseUrl }: OrderCall): Promise<Answer> {
  const key = parameters['Idempotency-Key'];
  const placed = await shop.database.transaction(async (queries) => {
    const earlier = key === undefined ? undefined : await claim(queries, key, JSON.stringify(body));
    if (earlier !== undefined) return JSON.parse(earlier) as Awaited<ReturnType<typeof readOrder>>;
    const order = await readOrder(queries, await insertOrder(queries, body, shop.now()));
    await tell(queries, order, order.orderedAt);
    if (key !== undefined)
      await queries.query('update idempotency_keys set answer = $2 where key = $1', [key, JSON.stringify(order)]);
    return order;
  });
  return { status: 201, body: placed, headers: { ETag: etagOf(placed.version), Location: `${baseUrl}/orders/${placed.id}` } };
}

/** Takes a key for this transaction; answers what was answered to it before. A second taker waits until the first has finished. */
async function claim(queries: Queries, key: string, request: string): Promise<string | undefined> {
  const taken = await queries.query(
    'insert into idempotency_keys (key, request) values ($1, $2) on conflict (key) do nothing returning key',
    [key, request],
  );
  if (taken.length > 0) return undefined;
  const [earlier] = await queries.query<{ request: string; answer: string }>(
    'select request, answer from idempotency_keys where key = $1',
    [key],
  );
  if (earlier?.request !== request)
    throw new Problem(409, 'Conflict', 'This Idempotency-Key was used for another order. Take a new key for a new order.');
  return earlier.answer;
}

async function insertOrder(queries: Queries, body: NewOrder, now: Date): Promise<number> {
  const today = now.toISOString().slice(0, 10);
  if (body.dueOn !== undefined && body.dueOn < today) throw invalidField('dueOn', `Must not be before today, ${today}.`);
  const customer = await readCustomer(queries, body.customerId);
  const shipTo = body.shipTo ?? customer.address;
  const prices = await takeFromStock(queries, body.lines);
  const [{ id } = { id: 0 }] = await queries.query<{ id: number }>(
    `select nextval(pg_get_serial_sequence('orders', 'id'))::integer as id`,
  );
  const number = orderNumber(now.getUTCFullYear(), id);
  const note = body.note ?? '';
  const cents = body.lines.map(({ quantity }, index) => quantity * (prices[index] ?? 0));
  const total = cents.reduce((sum, each) => sum + each, 0) / 100;
  const dueOn = body.dueOn ?? new Date(now.getTime() + 7 * 86_400_000).toISOString().slice(0, 10);
  await queries.query(
    `insert into orders (id, number, customer_id, status, priority, ordered_at, due_on, currency, total, line_count, note,
       ship_name, ship_street, ship_postal_code, ship_city, ship_country, searchable)
     values ($1, $2, $3, 'New', $4, $5::text::timestamptz, $6::text::date, 'EUR', $7::text::numeric, $8, $9, $10, $11, $12, $13, $14, $15)`,
    [
      ...[
        id,
        number,
        body.customerId,
        body.priority ?? 'Normal',
        now.toISOString(),
        dueOn,
        total.toFixed(2),
        body.lines.length,
        note,
      ],
      ...[shipTo.name, shipTo.street, shipTo.postalCode, shipTo.city, shipTo.country],
      searchableOrder(customer.searchable, number, note),
    ],
  );
  const lines = body.lines.map(({ productId, quantity }, index) => ({
    order_id: id,
    line: index + 1,
    product_id: productId,
    quantity,
    unit_price: ((prices[index] ?? 0) / 100).toFixed(2),
    discount: 0,
    amount: ((cents[index] ?? 0) / 100).toFixed(2),
  }));
  await queries.query(
    `insert into order_lines (order_id, line, product_id, quantity, unit_price, discount, amount)
     select order_id, line, product_id, quantity, unit_price, discount, amount from json_populate_recordset(null::order_lines, $1::json)`,
    [JSON.stringify(lines)],
  );
  return id;
}

type Customer = { readonly searchable: string; readonly address: NonNullable<NewOrder['shipTo']> };

async function readCustomer(queries: Queries, customerId: number): Promise<Customer> {
  const [customer] = await queries.query<Customer>(
    `select searchable, json_build_object('name', coalesce(nullif(company, ''), name), 'street', street, 'postalCode', postal_code,
       'city', city, 'country', country) as address from customers where id = $1`,
    [customerId],
  );
  if (customer === undefined) throw invalidField('customerId', `There is no customer ${customerId}.`);
  return customer;
}

/** Takes each line's goods from stock and answers their prices in cents; says of every line that cannot be served why. */
async function takeFromStock(queries: Queries, lines: NewOrder['lines']): Promise<number[]> {
  const errors = new Map<string, string[]>();
  const prices: number[] = [];
  // Always in the same order, so that two orders for the same goods wait for each other and do not lock each other out.
  for (const [index, { productId, quantity }] of [...lines.entries()].toSorted(([, a], [, b]) => a.productId - b.productId)) {
    const [product] = await queries.query<{ name: string; stock: number; available: boolean; cents: number }>(
      'select name, stock, available, (price * 100)::integer as cents from products where id = $1 for update',
      [productId],
    );
    if (product === undefined) errors.set(`lines[${index}].productId`, [`There is no product ${productId}.`]);
    else if (!product.available) errors.set(`lines[${index}].productId`, [`${product.name} is not available.`]);
    else if (product.stock < quantity)
      errors.set(`lines[${index}].quantity`, [product.stock === 0 ? 'Out of stock.' : `Only ${product.stock} left in stock.`]);
    else {
      await queries.query('update products set stock = stock - $2 where id = $1', [productId, quantity]);
      prices[index] = product.cents;
    }
  }
  if (errors.size > 0) throw invalid(errors);
  return prices;
}
