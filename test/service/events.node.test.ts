import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runShop } from './running-shop.ts';
import { watch } from './watched-stream.ts';

interface OrderEvent {
  readonly id: number;
  readonly number: string;
  readonly status: string;
  readonly customer: string;
  readonly total: number;
  readonly at: string;
}

interface Order {
  readonly id: number;
  readonly number: string;
  readonly status: string;
  readonly total: number;
  readonly customer: { readonly name: string };
}

const shop = await runShop({ activity: true });
const stream = `${shop.url}/order-events?activity=off`;
const orderEvent =
  shop.description.paths['/order-events']?.get?.responses['200']?.content?.['text/event-stream']?.['x-event-schema'];

async function newOrders(count: number): Promise<readonly Order[]> {
  const { body } = await shop.get<{ value: readonly Order[] }>(`/orders?status=New&top=${count}&sort=number`);
  assert.equal(body.value.length, count);
  return body.value;
}

const confirm = (id: number) => shop.ask('PATCH', `/orders/${id}`, { status: 'Confirmed' });

describe('the stream of order events', () => {
  it('tells each change of a status, and each new order, to everyone who watches', async () => {
    const [order]: readonly (Order | undefined)[] = await newOrders(1);
    assert.ok(order);
    const watchers = await Promise.all([watch(stream), watch(stream)]);
    await shop.ask('PATCH', `/orders/${order.id}`, { note: 'no event for a note' });
    await confirm(order.id);
    const { body: placed } = await shop.ask<Order>('POST', '/orders', { customerId: 9, lines: [{ productId: 3, quantity: 1 }] });
    for (const watcher of watchers) {
      const [first, second] = await watcher.take(2);
      assert.ok(first && second && orderEvent?.order);
      assert.deepEqual([first.event, second.event], ['order', 'order']);
      const data = JSON.parse(first.data) as OrderEvent;
      const expected: object = {
        id: order.id,
        number: order.number,
        status: 'Confirmed',
        customer: order.customer.name,
        total: order.total,
      };
      assert.deepEqual(data, { ...expected, at: data.at });
      assert.match(data.at, /^2026-11-15T12:\d\d:\d\dZ$/);
      shop.promises.matches(orderEvent.order, data, 'event');
      assert.equal((JSON.parse(second.data) as OrderEvent).number, placed.number);
      assert.ok(Number(second.id) > Number(first.id));
      watcher.close();
    }
  });

  it('says nothing of what was refused', async () => {
    const [refused, order] = await newOrders(2);
    assert.ok(refused && order);
    const watcher = await watch(stream);
    assert.equal((await shop.ask('PATCH', `/orders/${refused.id}`, { status: 'Delivered' })).status, 422);
    assert.equal((await shop.ask('PATCH', `/orders/${refused.id}`, { status: 'Confirmed' }, { 'If-Match': '"77"' })).status, 412);
    await confirm(order.id);
    const [only] = await watcher.take(1);
    assert.equal((JSON.parse(String(only?.data)) as OrderEvent).id, order.id);
    watcher.close();
  });

  it('goes on after the last event that was seen', async () => {
    const orders = await newOrders(5);
    const watcher = await watch(stream);
    await confirm(orders[0]?.id ?? 0);
    const [seen] = await watcher.take(1);
    watcher.close();
    await watcher.closed;
    for (const { id } of orders.slice(1, 4)) await confirm(id);

    const again = await watch(stream, { 'Last-Event-ID': String(seen?.id) });
    await confirm(orders[4]?.id ?? 0);
    const missed = await again.take(4);
    assert.deepEqual(
      missed.map(({ data }) => (JSON.parse(data) as OrderEvent).id),
      orders.slice(1).map(({ id }) => id),
    );
    again.close();
  });

  it('gives all it has to those who come from another life of the service', async () => {
    const watcher = await watch(stream, { 'Last-Event-ID': '999999' });
    const [first] = await watcher.take(1);
    assert.equal(first?.id, '1');
    watcher.close();
  });

  it('refuses what is no event id', async () => {
    const { status, body } = await shop.get<{ errors: unknown }>('/order-events', { 'Last-Event-ID': 'x' });
    assert.equal(status, 422);
    assert.deepEqual(body.errors, { 'Last-Event-ID': ['Must be a number.'] });
  });
});

describe('the activity of the shop', () => {
  it('is there only while someone watches, and moves orders on', async () => {
    const versions = async () => (await shop.get<{ byStatus: unknown }>('/statistics')).body.byStatus;
    const before = await versions();
    const quiet = await watch(`${shop.url}/order-events?activity=off`);
    const watcher = await watch(`${shop.url}/order-events`);
    const [event] = await watcher.take(1);
    const data = JSON.parse(String(event?.data)) as OrderEvent;
    assert.equal((await shop.get<Order>(`/orders/${data.id}`)).body.status, data.status);
    assert.notDeepEqual(await versions(), before);
    assert.equal((await quiet.take(1))[0]?.id, event?.id, 'others see it too');
    watcher.close();
    await watcher.closed;
    quiet.close();
  });
});
