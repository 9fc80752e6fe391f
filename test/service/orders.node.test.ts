import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runShop, type ProblemBody } from './running-shop.ts';

interface Order {
  readonly id: number;
  readonly number: string;
  readonly status: string;
  readonly priority: string;
  readonly orderedAt: string;
  readonly dueOn: string;
  readonly deliveredOn: string | null;
  readonly total: number;
  readonly lineCount: number;
  readonly note: string;
  readonly customer: { readonly id: number; readonly name: string; readonly company: string };
  readonly shipTo: { readonly name: string; readonly city: string };
  readonly version: number;
}

interface Page {
  readonly value: readonly Order[];
  readonly nextLink?: string;
  readonly count: number;
}

interface Line {
  readonly line: number;
  readonly product: { readonly id: number; readonly imageUrl: string };
  readonly quantity: number;
  readonly unitPrice: number;
  readonly discount: number;
  readonly amount: number;
}

const shop = await runShop();

/** The first order of a status that no other test touches. */
async function anyOrder(status: string): Promise<Order> {
  const { body } = await shop.get<Page>(`/orders?status=${status}&top=1&sort=number&order=desc`);
  assert.ok(body.value[0]);
  return body.value[0];
}

const errorsOf = ({ status, body }: { status: number; body: ProblemBody }): unknown => {
  assert.equal(status, 422);
  return body.errors;
};

const numeric = (values: readonly number[]) => values.toSorted((a, b) => a - b);

const TWO_LINES = [
  { productId: 1, quantity: 2 },
  { productId: 23, quantity: 1 },
];

describe('list of orders', () => {
  it('gives the newest first, with a count of all', async () => {
    const { body, headers } = await shop.get<Page>('/orders');
    assert.equal(body.value.length, 50);
    assert.ok(body.count >= 9999);
    assert.equal(headers.get('X-Total-Count'), String(body.count));
    assert.equal(headers.get('Link'), `<${String(body.nextLink)}>; rel="next"`);
    const times = body.value.map(({ orderedAt }) => orderedAt);
    assert.deepEqual(times, times.toSorted().toReversed());
  });

  it('filters by every parameter alone', async () => {
    const all = await everyOrder('');
    assert.ok(all.length > 1500);
    const cases: [string, (order: Order) => boolean][] = [
      ['status=Shipped', (order) => order.status === 'Shipped'],
      ['priority=High', (order) => order.priority === 'High'],
      ['customerId=17', (order) => order.customer.id === 17],
      ['open=true', (order) => ['New', 'Confirmed', 'Packed', 'Shipped'].includes(order.status)],
      ['open=false', (order) => ['Delivered', 'Cancelled', 'Returned'].includes(order.status)],
      ['from=2026-10-05', (order) => order.orderedAt >= '2026-10-05'],
      ['to=2026-09-30', (order) => order.orderedAt < '2026-10-01'],
      ['minTotal=2999.5', (order) => order.total >= 2999.5],
      ['search=lefevre', (order) => /lefèvre/i.test(`${order.customer.name} ${order.customer.company}`)],
      ['search=NEIGHBOUR', (order) => /neighbour/i.test(order.note)],
      ['search=so-2026-0092', (order) => /so-2026-0092/i.test(order.number)],
      [
        'search=ayşe+parcel',
        ({ customer, note }) => /ayşe/i.test(`${customer.name} ${customer.company}`) && /parcel/i.test(note),
      ],
    ];
    for (const [query, passes] of cases) {
      const expected = all.filter(passes).map(({ id }) => id);
      assert.ok(expected.length > 0 && expected.length < all.length, `${query} tells nothing`);
      assert.deepEqual(numeric((await everyOrder(query)).map(({ id }) => id)), numeric(expected), query);
    }
  });

  it('combines filters', async () => {
    const { body } = await shop.get<Page>(
      '/orders?status=Delivered&priority=High&from=2026-03-01&to=2026-03-31&minTotal=500&search=an&top=500',
    );
    assert.ok(body.value.length > 3);
    for (const { status, priority, orderedAt, total, customer, note, number } of body.value) {
      assert.deepEqual([status, priority, orderedAt.slice(0, 7)], ['Delivered', 'High', '2026-03']);
      assert.ok(total >= 500);
      const searched = `${customer.name} ${customer.company} ${note} ${number}`.normalize('NFD').replace(/\p{M}/gu, '');
      assert.match(searched, /an/i);
    }
  });

  it('takes what a search would read as a pattern as text', async () => {
    for (const text of ['%', '_', '\\', "'", "' or 1=1 --"]) {
      const { body } = await shop.get<Page>(`/orders?search=${encodeURIComponent(text)}`);
      assert.equal(body.count, 0, text);
    }
  });

  it('sorts by every column in both directions', async () => {
    const steps = ['New', 'Confirmed', 'Packed', 'Shipped', 'Delivered', 'Cancelled', 'Returned'];
    const columns = new Map<string, (order: Order) => string | number>([
      ['orderedAt', ({ orderedAt }) => orderedAt],
      ['dueOn', ({ dueOn }) => dueOn],
      ['total', ({ total }) => total],
      ['number', ({ id }) => id],
      ['status', ({ status }) => steps.indexOf(status)],
    ]);
    for (const [column, valueOf] of columns) {
      for (const direction of [1, -1]) {
        const { body } = await shop.get<Page>(
          `/orders?top=500&open=true&sort=${column}&order=${direction === 1 ? 'asc' : 'desc'}`,
        );
        const values = body.value.map(valueOf);
        const sorted = values.toSorted((a, b) => (a < b ? -direction : a > b ? direction : 0));
        assert.deepEqual(values, sorted, `${column} ${direction}`);
      }
    }
  });

  it('says what is wrong with parameters', async () => {
    const answer = await shop.get<ProblemBody>(
      '/orders?top=0&skip=-1&status=Lost&from=yesterday&minTotal=1.234&open=maybe&customerId=1.5&colour=red',
    );
    assert.deepEqual(errorsOf(answer), {
      status: ['Must be one of New, Confirmed, Packed, Shipped, Delivered, Cancelled, Returned.'],
      customerId: ['Must be a whole number.'],
      open: ['Must be true or false.'],
      from: ['Must be a date such as 2026-11-15.'],
      minTotal: ['Must have at most two decimals.'],
      top: ['Must be at least 1.'],
      skip: ['Must be at least 0.'],
      colour: ['There is no such parameter.'],
    });
    assert.equal(answer.headers.get('Content-Type'), 'application/problem+json');
  });
});

/** All orders since the summer that pass a filter, over all pages. */
async function everyOrder(query: string): Promise<readonly Order[]> {
  const orders: Order[] = [];
  for (
    let path: string | undefined = `/orders?top=500&${query.startsWith('from') ? '' : 'from=2026-09-01&'}${query}`;
    path !== undefined;
  ) {
    const { body }: { body: Page } = await shop.get<Page>(path);
    orders.push(...body.value);
    path = body.nextLink?.slice(shop.url.length);
  }
  return orders;
}

describe('one order', () => {
  it('is what the list says, with lines that give its total', async () => {
    const { body: page } = await shop.get<Page>('/orders?top=3&skip=100');
    for (const listed of page.value) {
      const { body: order, headers } = await shop.get<Order>(`/orders/${listed.id}`);
      assert.deepEqual(order, listed);
      assert.equal(headers.get('ETag'), `"${order.version}"`);
      const { body: lines } = await shop.get<{ value: readonly Line[]; count: number }>(`/orders/${listed.id}/lines`);
      assert.equal(lines.value.length, order.lineCount);
      assert.equal(lines.count, order.lineCount);
      const cents = lines.value.reduce((sum, { amount }) => sum + Math.round(amount * 100), 0);
      assert.equal(cents, Math.round(order.total * 100));
      for (const { quantity, unitPrice, discount, amount } of lines.value)
        assert.equal(Math.round(amount * 100), Math.round((Math.round(unitPrice * 100) * quantity * (100 - discount)) / 100));
    }
  });

  it('is not sent again to those who have it', async () => {
    const { headers } = await shop.get('/orders/50');
    const etag = String(headers.get('ETag'));
    const again = await shop.get('/orders/50', { 'If-None-Match': etag });
    assert.equal(again.status, 304);
    assert.equal(again.body, undefined);
    assert.equal((await shop.get('/orders/50', { 'If-None-Match': '"0"' })).status, 200);
  });

  it('may not be there', async () => {
    for (const path of ['/orders/999999', '/orders/999999/lines']) {
      const { status, body } = await shop.get<ProblemBody>(path);
      assert.equal(status, 404);
      assert.equal(body.detail, 'There is no order 999999.');
    }
    assert.deepEqual(errorsOf(await shop.get('/orders/first')), { id: ['Must be a whole number.'] });
  });
});

describe('a changed order', () => {
  it('keeps what is not given, and grows its version', async () => {
    const before = await anyOrder('New');
    const { status, body, headers } = await shop.ask<Order>('PATCH', `/orders/${before.id}`, {
      note: 'Ring twice: Zoë',
      priority: 'High',
    });
    assert.equal(status, 200);
    assert.deepEqual(body, { ...before, note: 'Ring twice: Zoë', priority: 'High', version: before.version + 1 });
    assert.equal(headers.get('ETag'), `"${before.version + 1}"`);
    assert.deepEqual((await shop.get(`/orders/${before.id}`)).body, body);
    assert.equal((await shop.get<Page>('/orders?search=ring+zoe')).body.value[0]?.id, before.id, 'the new note is found');
  });

  it('goes the way of an order, and knows when it is delivered', async () => {
    const { id } = await anyOrder('New');
    for (const status of ['Confirmed', 'Packed', 'Shipped', 'Delivered', 'Returned']) {
      const { body } = await shop.ask<Order>('PATCH', `/orders/${id}`, { status });
      assert.equal(body.status, status);
      assert.equal(body.deliveredOn, ['Delivered', 'Returned'].includes(status) ? '2026-11-15' : null);
    }
    const back = await shop.ask<ProblemBody>('PATCH', `/orders/${id}`, { status: 'New', note: 'lost' });
    assert.deepEqual(errorsOf(back), { status: ['An order that is Returned cannot become New. It cannot change any more.'] });
    assert.notEqual((await shop.get<Order>(`/orders/${id}`)).body.note, 'lost', 'nothing of a refused change is kept');
  });

  it('is refused with a message for each field', async () => {
    const { id, orderedAt } = await anyOrder('Packed');
    const change = (body: unknown) => shop.ask<ProblemBody>('PATCH', `/orders/${id}`, body);
    assert.deepEqual(
      errorsOf(await change({ status: 'Lost', dueOn: 'soon', note: 'x'.repeat(501), priority: 1, shipTo: { name: '' } })),
      {
        status: ['Must be one of New, Confirmed, Packed, Shipped, Delivered, Cancelled, Returned.'],
        dueOn: ['Must be a date such as 2026-11-15.'],
        note: ['Must have at most 500 characters.'],
        priority: ['Must be text.'],
        'shipTo.name': ['Must not be empty.'],
        'shipTo.street': ['Is required.'],
        'shipTo.postalCode': ['Is required.'],
        'shipTo.city': ['Is required.'],
        'shipTo.country': ['Is required.'],
      },
    );
    assert.deepEqual(errorsOf(await change({ total: 1, id: 2 })), {
      total: ['There is no such field.'],
      id: ['There is no such field.'],
    });
    assert.deepEqual(errorsOf(await change({ dueOn: '2024-01-01' })), {
      dueOn: [`Must not be before the day of the order, ${orderedAt.slice(0, 10)}.`],
    });
    assert.deepEqual(errorsOf(await change({})), { '': ['Must change something.'] });
    assert.deepEqual(errorsOf(await change([])), { '': ['Must be an object.'] });
    assert.deepEqual(errorsOf(await change({ constructor: 1 })), { constructor: ['There is no such field.'] });
    assert.deepEqual(errorsOf(await change('{"__proto__": 1}')), { ['__proto__']: ['There is no such field.'] });
  });

  it('is refused where the body is not JSON', async () => {
    const broken = await shop.ask<ProblemBody>('PATCH', '/orders/9000', '{"note": ');
    assert.equal(broken.status, 400);
    assert.equal(broken.body.title, 'Malformed JSON');
    const form = await shop.ask<ProblemBody>('PATCH', '/orders/9000', 'note=x', {
      'Content-Type': 'application/x-www-form-urlencoded',
    });
    assert.equal(form.status, 415);
  });

  it('is refused to those who have not seen the last change', async () => {
    const { id, version } = await anyOrder('Confirmed');
    const change = (note: string, etag: string) => shop.ask<Order>('PATCH', `/orders/${id}`, { note }, { 'If-Match': etag });
    assert.equal((await change('first', `"${version}"`)).status, 200);
    const late = await change('second', `"${version}"`);
    assert.equal(late.status, 412);
    assert.equal(late.headers.get('ETag'), `"${version + 1}"`);
    assert.equal((await shop.get<Order>(`/orders/${id}`)).body.note, 'first');
    assert.equal((await change('third', `"${version}", "${version + 1}"`)).status, 200);
    assert.equal((await change('fourth', '*')).status, 200);
  });

  it('is changed by one of many at once', async () => {
    const { id, version } = await anyOrder('Packed');
    const headers = { 'If-Match': `"${version}"` };
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) => shop.ask('PATCH', `/orders/${id}`, { note: `writer ${index}` }, headers)),
    );
    assert.deepEqual(numeric(answers.map(({ status }) => status)), [200, ...Array.from({ length: 11 }, () => 412)]);
  });
});

describe('a new order', () => {
  const stockOf = async (product: number) => (await shop.get<{ stock: number }>(`/products/${product}`)).body.stock;

  it('takes its goods from stock and gives them back when it is deleted', async () => {
    const before = [await stockOf(1), await stockOf(23)];
    const { status, body, headers } = await shop.ask<Order>('POST', '/orders', { customerId: 17, lines: TWO_LINES });
    assert.equal(status, 201);
    assert.equal(headers.get('Location'), `${shop.url}/orders/${body.id}`);
    assert.match(body.number, /^SO-2026-0\d{5}$/);
    assert.equal(Number(body.number.slice(-6)), body.id);
    assert.deepEqual([body.status, body.priority, body.total, body.lineCount], ['New', 'Normal', 89 * 2 + 44, 2]);
    assert.deepEqual([body.dueOn, body.orderedAt.slice(0, 10)], ['2026-11-22', '2026-11-15']);
    assert.equal(body.shipTo.name, body.customer.company);
    assert.deepEqual((await shop.get(String(headers.get('Location')).slice(shop.url.length))).body, body);
    assert.deepEqual([await stockOf(1), await stockOf(23)], [(before[0] ?? 0) - 2, (before[1] ?? 0) - 1]);

    assert.equal((await shop.ask('DELETE', `/orders/${body.id}`)).status, 204);
    assert.deepEqual([await stockOf(1), await stockOf(23)], before);
    assert.equal((await shop.get(`/orders/${body.id}`)).status, 404);
    assert.equal((await shop.ask('DELETE', `/orders/${body.id}`)).status, 404);
  });

  it('is refused with a message for each line, and takes nothing then', async () => {
    const before = await stockOf(1);
    const place = (body: unknown) => shop.ask<ProblemBody>('POST', '/orders', body);
    assert.deepEqual(errorsOf(await place({ lines: [] })), {
      customerId: ['Is required.'],
      lines: ['Must have at least 1 entry.'],
    });
    assert.deepEqual(
      errorsOf(await place({ customerId: 1, lines: [{ productId: 1, quantity: 0 }, { quantity: 1000 }, 'mug'] })),
      {
        'lines[0].quantity': ['Must be at least 1.'],
        'lines[1].productId': ['Is required.'],
        'lines[1].quantity': ['Must be at most 999.'],
        'lines[2]': ['Must be an object.'],
      },
    );
    const lines = [
      { productId: 1, quantity: 1 },
      { productId: 1, quantity: 999 },
      { productId: 4711, quantity: 1 },
    ];
    assert.deepEqual(errorsOf(await place({ customerId: 1, lines })), {
      'lines[1].quantity': [`Only ${before - 1} left in stock.`],
      'lines[2].productId': ['There is no product 4711.'],
    });
    assert.deepEqual(errorsOf(await place({ customerId: 4711, lines: TWO_LINES })), {
      customerId: ['There is no customer 4711.'],
    });
    assert.deepEqual(errorsOf(await place({ customerId: 1, lines: TWO_LINES, dueOn: '2026-11-14' })), {
      dueOn: ['Must not be before today, 2026-11-15.'],
    });
    assert.equal(await stockOf(1), before);
  });

  it('is placed once for one key, however often and however quickly it is asked for', async () => {
    const order = { customerId: 20, lines: TWO_LINES, note: 'once' };
    const headers = { 'Idempotency-Key': 'a3f1' };
    const answers = await Promise.all(Array.from({ length: 8 }, () => shop.ask<Order>('POST', '/orders', order, headers)));
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [201]);
    assert.equal(new Set(answers.map(({ body }) => body.id)).size, 1);
    assert.equal((await shop.get<Page>('/orders?customerId=20&search=once')).body.count, 1);
    const other = await shop.ask<ProblemBody>('POST', '/orders', { ...order, note: 'twice' }, headers);
    assert.equal(other.status, 409);
  });

  it('waits for others that want the same goods', async () => {
    const reverse = TWO_LINES.toReversed();
    const answers = await Promise.all(
      Array.from({ length: 16 }, (_, index) =>
        shop.ask('POST', '/orders', { customerId: 22, lines: index % 2 ? reverse : TWO_LINES }),
      ),
    );
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [201]);
    const last = answers.at(-1)?.body as Order;
    const { body } = await shop.get<{ value: readonly Line[] }>(`/orders/${last.id}/lines`);
    assert.deepEqual(
      body.value.map(({ product, quantity, amount }) => [product.id, quantity, amount]),
      [
        [23, 1, 44],
        [1, 2, 178],
      ],
    );
  });

  it('leaves a key free when it fails', async () => {
    const headers = { 'Idempotency-Key': 'b7c2' };
    assert.equal((await shop.ask('POST', '/orders', { customerId: 4711, lines: TWO_LINES }, headers)).status, 422);
    assert.equal((await shop.ask('POST', '/orders', { customerId: 21, lines: TWO_LINES }, headers)).status, 201);
  });
});

describe('a deleted order', () => {
  it('must not have left the house, nor have changed', async () => {
    const shipped = await anyOrder('Shipped');
    const { status, body } = await shop.ask<ProblemBody>('DELETE', `/orders/${shipped.id}`);
    assert.equal(status, 409);
    assert.equal(body.detail, `Order ${shipped.number} is Shipped and cannot be deleted.`);
    const { id, version } = await anyOrder('Cancelled');
    assert.equal((await shop.ask('DELETE', `/orders/${id}`, undefined, { 'If-Match': `"${version + 1}"` })).status, 412);
    assert.equal((await shop.ask('DELETE', `/orders/${id}`, undefined, { 'If-Match': `"${version}"` })).status, 204);
  });
});
