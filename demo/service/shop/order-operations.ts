import { checkMatch, etagOf, ifMatch, ifNoneMatch } from '../api/etag.ts';
import { inHeader, inPath, inQuery, operation } from '../api/operation.ts';
import { conflict, invalidField } from '../api/problem.ts';
import { boolean, date, integer, list, money, object, text } from '../api/schema.ts';
import { searchableCustomer } from '../seed/customers.ts';
import { searchableOrder } from '../seed/orders.ts';
import { Conditions, listPage, paging, sorting } from './listing.ts';
import { id, newOrder, order, orderChange, orderLine, priority, status } from './model.ts';
import { placeOrder } from './new-order.ts';
import { ORDER_ITEM, ORDER_SOURCE, changeStatus, checkTransition, readOrder } from './orders.ts';
import { pageOf, searchText } from './page.ts';

const tag = 'Orders';
const orderId = inPath(id('Order', 4217));

const listOrders = operation({
  id: 'ListOrders',
  method: 'get',
  path: '/orders',
  tag,
  summary: 'List orders',
  description: 'Orders, newest first unless sorted otherwise. Filters are combined: an order must pass them all.',
  parameters: {
    status: inQuery(status, 'important'),
    search: inQuery(searchText('Words in the number, the note, or the customer’s name or company.'), 'important'),
    customerId: { ...inQuery(id('Customer', 17)), values: { operation: 'ListCustomers', value: 'id', title: 'name' } },
    priority: inQuery(priority),
    open: inQuery(boolean({ summary: 'Open', description: 'Only those still to be delivered, or only those that are not.' })),
    from: inQuery(date({ summary: 'From', description: 'Ordered on this day or later.' })),
    to: inQuery(date({ summary: 'To', description: 'Ordered on this day or earlier.' })),
    minTotal: inQuery(money({ summary: 'Least total', example: 100 })),
    ...sorting('OrderColumn', ['orderedAt', 'dueOn', 'total', 'number', 'status', 'customer'], 'orderedAt', 'desc'),
    ...paging,
  },
  responses: { 200: pageOf('OrderPage', order) },
  nextLinkName: 'nextLink',
  handle: (call) => {
    const { parameters } = call;
    const conditions = new Conditions();
    conditions.add('o.status = ?', parameters.status);
    conditions.add('o.customer_id = ?', parameters.customerId);
    conditions.add('o.priority = ?', parameters.priority);
    conditions.add(`(o.status in ('New', 'Confirmed', 'Packed', 'Shipped')) = ?`, parameters.open);
    conditions.add(`o.ordered_at >= ?::text::date at time zone 'UTC'`, parameters.from);
    conditions.add(`o.ordered_at < (?::text::date + 1) at time zone 'UTC'`, parameters.to);
    conditions.add('o.total >= ?::float8::numeric', parameters.minTotal);
    conditions.search(parameters.search, 'o.searchable');
    return listPage(
      call,
      { from: 'orders o', item: ORDER_ITEM, itemFrom: ORDER_SOURCE, key: 'o.id', columns: COLUMNS },
      conditions,
    );
  },
});

// oxfmt-ignore
const COLUMNS = new Map([
  ['orderedAt', ['o.ordered_at', 'timestamptz']],
  ['dueOn',     ['o.due_on', 'date']],
  ['total',     ['o.total', 'numeric']],
  ['number',    ['o.id', 'integer']],
  ['status',    [`array_position(array['New', 'Confirmed', 'Packed', 'Shipped', 'Delivered', 'Cancelled', 'Returned'], o.status)`, 'integer']],
  ['customer',  ['o.searchable collate "C"', 'text']],
] as const);

const getOrder = operation({
  id: 'GetOrder',
  method: 'get',
  path: '/orders/{id}',
  tag,
  summary: 'Get an order',
  description: 'One order, without its lines.',
  parameters: { id: orderId, 'If-None-Match': ifNoneMatch },
  responses: { 200: { description: 'The order.', schema: order, headers: ['ETag'] } },
  handle: async ({ parameters, shop }) => {
    const found = await readOrder(shop.database, parameters.id);
    return { body: found, headers: { ETag: etagOf(found.version) } };
  },
});

const createOrder = operation({
  id: 'CreateOrder',
  method: 'post',
  path: '/orders',
  tag,
  summary: 'Place an order',
  description:
    'Takes the goods from stock and answers the new order. With an Idempotency-Key, asking again places nothing twice.',
  parameters: {
    'Idempotency-Key': inHeader(
      text({
        minLength: 1,
        maxLength: 100,
        summary: 'Idempotency key',
        description: 'A text of the caller’s own, new for each order.',
      }),
    ),
  },
  body: newOrder,
  responses: { 201: { description: 'The new order.', schema: order, headers: ['ETag', 'Location'] } },
  conflicts: 'The key is in use for another order.',
  handle: placeOrder,
});

const updateOrder = operation({
  id: 'UpdateOrder',
  method: 'patch',
  path: '/orders/{id}',
  tag,
  summary: 'Change an order',
  description: 'Changes what is given. The status moves only as goods do: an order that is packed can be shipped, not new again.',
  parameters: { id: orderId, 'If-Match': ifMatch },
  body: orderChange,
  responses: { 200: { description: 'The order as it is now.', schema: order, headers: ['ETag'] } },
  handle: async ({ parameters, body, shop }) => {
    const changed = await shop.database.transaction(async (queries) => {
      const before = await readOrder(queries, parameters.id, true);
      checkMatch(parameters['If-Match'], before.version);
      if (body.dueOn !== undefined && body.dueOn < before.orderedAt.slice(0, 10))
        throw invalidField('dueOn', `Must not be before the day of the order, ${before.orderedAt.slice(0, 10)}.`);
      if (body.status !== undefined) checkTransition(before.status, body.status);
      const { shipTo } = body;
      const { name, company } = before.customer;
      await queries.query(
        `update orders set version = version + 1, priority = coalesce($2, priority), due_on = coalesce($3::text::date, due_on),
           note = coalesce($4, note), searchable = coalesce($5, searchable), ship_name = coalesce($6, ship_name),
           ship_street = coalesce($7, ship_street), ship_postal_code = coalesce($8, ship_postal_code),
           ship_city = coalesce($9, ship_city), ship_country = coalesce($10, ship_country)
         where id = $1`,
        [
          before.id,
          body.priority ?? null,
          body.dueOn ?? null,
          body.note ?? null,
          body.note === undefined ? null : searchableOrder(searchableCustomer(name, company), before.number, body.note),
          ...[shipTo?.name, shipTo?.street, shipTo?.postalCode, shipTo?.city, shipTo?.country].map((value) => value ?? null),
        ],
      );
      if (body.status !== undefined && body.status !== before.status)
        await changeStatus(queries, before, body.status, shop.now());
      return readOrder(queries, before.id);
    });
    return { body: changed, headers: { ETag: etagOf(changed.version) } };
  },
});

const deleteOrder = operation({
  id: 'DeleteOrder',
  method: 'delete',
  path: '/orders/{id}',
  tag,
  summary: 'Delete an order',
  description: 'Deletes an order that has not left the house, and puts its goods back into stock.',
  parameters: { id: orderId, 'If-Match': ifMatch },
  responses: { 204: { description: 'It is gone.' } },
  conflicts: 'The order has left the house.',
  handle: async ({ parameters, shop }) => {
    await shop.database.transaction(async (queries) => {
      const found = await readOrder(queries, parameters.id, true);
      checkMatch(parameters['If-Match'], found.version);
      if (['Shipped', 'Delivered', 'Returned'].includes(found.status))
        throw conflict(`Order ${found.number} is ${found.status} and cannot be deleted.`);
      if (found.status !== 'Cancelled') {
        await queries.query(
          `update products p set stock = stock + l.quantity from order_lines l where l.product_id = p.id and l.order_id = $1`,
          [found.id],
        );
      }
      await queries.query('delete from orders where id = $1', [found.id]);
    });
    return { status: 204 };
  },
});

const listOrderLines = operation({
  id: 'ListOrderLines',
  method: 'get',
  path: '/orders/{id}/lines',
  tag,
  summary: 'List the lines of an order',
  description: 'What was ordered, in the order of the paper.',
  parameters: { id: orderId },
  responses: {
    200: {
      description: 'The lines.',
      schema: object('OrderLineList', { value: list(orderLine), count: integer({ minimum: 0, summary: 'Count' }) }),
    },
  },
  handle: async ({ parameters, shop, baseUrl }) => {
    await readOrder(shop.database, parameters.id);
    const rows = await shop.database.query<{ item: unknown }>(
      `select json_build_object('line', l.line,
         'product', json_build_object('id', p.id, 'sku', p.sku, 'name', p.name, 'imageUrl', $2::text || '/products/' || p.id || '/image'),
         'quantity', l.quantity, 'unitPrice', l.unit_price, 'discount', l.discount, 'amount', l.amount) as item
       from order_lines l join products p on p.id = l.product_id where l.order_id = $1 order by l.line`,
      [parameters.id, baseUrl],
    );
    return { body: { value: rows.map(({ item }) => item), count: rows.length } };
  },
});

export const orderOperations = [listOrders, getOrder, createOrder, updateOrder, deleteOrder, listOrderLines];
