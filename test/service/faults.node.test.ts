import assert from 'node:assert/strict';
import { describe, it, beforeEach } from 'node:test';
import { runShop, type ProblemBody } from './running-shop.ts';
import { watch } from './watched-stream.ts';

interface Log {
  readonly running: number;
  readonly operations: { readonly [id: string]: { readonly calls: number; readonly answered: number; readonly aborted: number } };
  readonly log: readonly {
    readonly operation?: string;
    readonly method: string;
    readonly url: string;
    readonly status: number;
    readonly aborted: boolean;
  }[];
}

const shop = await runShop();
const readLog = async (): Promise<Log> => (await shop.get<Log>('/faults/log')).body;
const script = (body: unknown) => shop.ask('POST', '/faults', body);

/** Reads the log until it is as wanted: the service hears of a closed connection a little after its client. */
async function logWhen(wanted: (log: Log) => boolean): Promise<Log> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const log = await readLog();
    if (wanted(log)) return log;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`The log does not become as wanted: ${JSON.stringify(await readLog())}`);
}

beforeEach(async () => assert.equal((await shop.ask('DELETE', '/faults')).status, 204));

describe('faults that a request asks for', () => {
  for (const [way, ask] of [
    ['by parameter', (name: string, value: string) => fetch(`${shop.url}/orders?top=1&${name}=${value}`)],
    ['by header', (name: string, value: string) => fetch(`${shop.url}/orders?top=1`, { headers: { [name]: value } })],
  ] as const) {
    it(`${way}: a status, with a time to wait`, async () => {
      const busy = await ask('x-fault-status', '503');
      assert.equal(busy.status, 503);
      assert.equal(busy.headers.get('Retry-After'), '1');
      assert.equal(((await busy.json()) as ProblemBody).status, 503);
      const gone = await ask('x-fault-status', '410');
      assert.equal(gone.status, 410);
      assert.equal(gone.headers.get('Retry-After'), null);
    });

    it(`${way}: a delay`, async () => {
      const order: string[] = [];
      await Promise.all([
        ask('x-fault-delay', '250').then(() => order.push('late')),
        shop.get('/orders?top=1').then(() => order.push('soon')),
      ]);
      assert.deepEqual(order, ['soon', 'late']);
    });

    it(`${way}: a connection that is cut in the body`, async () => {
      const answer = await ask('x-fault-truncate', '30');
      assert.equal(answer.status, 200);
      assert.ok(Number(answer.headers.get('Content-Length')) > 30);
      await assert.rejects(answer.text());
    });

    it(`${way}: a body that is too short`, async () => {
      const answer = await ask('x-fault-shorten', '30');
      const text = await answer.text();
      assert.equal(text.length, 30);
      assert.throws(() => JSON.parse(text) as unknown);
    });

    it(`${way}: a reset`, async () => {
      await assert.rejects(ask('x-fault-reset', 'after'));
      await assert.rejects(ask('x-fault-reset', 'before'));
      assert.equal((await readLog()).operations.ListOrders?.aborted, 0, 'the client has aborted nothing');
    });
  }

  it('do not stand in next links', async () => {
    const { body } = await shop.get<{ nextLink: string }>('/orders?x-fault-delay=1&top=1&X-Fault-Shorten=100000');
    assert.doesNotMatch(body.nextLink, /fault/i);
  });

  it('leave a change undone, or done without an answer', async () => {
    const noteOf = async () => (await shop.get<{ note: string }>('/orders/9100')).body.note;
    const change = (note: string, fault: string) =>
      fetch(`${shop.url}/orders/9100?${fault}`, {
        method: 'PATCH',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ note }),
      });
    await change('zero', '');
    await change('one', 'x-fault-status=503');
    assert.equal(await noteOf(), 'zero');
    await assert.rejects(change('two', 'x-fault-reset=before'));
    assert.equal(await noteOf(), 'zero');
    await assert.rejects(change('three', 'x-fault-reset=after'));
    assert.equal(await noteOf(), 'three');
  });
});

describe('scripted faults', () => {
  it('let answers arrive in reverse order', async () => {
    assert.equal((await script({ match: '/orders', delays: [600, 400, 200, 0] })).status, 201);
    const arrived: number[] = [];
    const asked: Promise<unknown>[] = [];
    for (const top of [1, 2, 3, 4]) {
      asked.push(shop.get(`/orders?top=${top}`).then(() => arrived.push(top)));
      // Sent in this order, and received so: each is on its way before the next is sent.
      await logWhen(({ log }) => log.some(({ url }) => url === `/orders?top=${top}`));
    }
    await Promise.all(asked);
    assert.deepEqual(arrived, [4, 3, 2, 1]);
    await shop.get('/orders?top=5');
  });

  it('answer statuses in turn, and end', async () => {
    await script({ match: 'ListOrders', statuses: [503, 429, 200], retryAfter: 7 });
    const statuses: [number, string | null][] = [];
    for (let each = 0; each < 4; each++) {
      const { status, headers } = await fetch(`${shop.url}/orders?top=1`);
      statuses.push([status, headers.get('Retry-After')]);
    }
    assert.deepEqual(statuses, [
      [503, '7'],
      [429, '7'],
      [200, null],
      [200, null],
    ]);
  });

  it('that say nothing do nothing', async () => {
    assert.deepEqual((await script({ match: '/orders' })).body, { answers: 0 });
    await script({ match: '/orders', statuses: [500] });
    assert.equal((await fetch(`${shop.url}/orders?top=1`)).status, 500);
  });

  it('are for the paths and methods that they name', async () => {
    await script({ match: '/orders/*', method: 'PATCH', statuses: [500] });
    assert.equal((await shop.get('/orders?top=1')).status, 200);
    assert.equal((await shop.get('/orders/1')).status, 200);
    assert.equal((await shop.get('/orders/1/lines')).status, 200);
    assert.equal((await fetch(`${shop.url}/orders/1`, { method: 'OPTIONS' })).status, 204);
    const options = { method: 'PATCH', body: '{}', headers: { 'Content-Type': 'application/json' } };
    assert.equal((await fetch(`${shop.url}/orders/1`, options)).status, 500);
    assert.equal((await fetch(`${shop.url}/orders/1`, options)).status, 422);
  });

  it('cut, shorten and reset', async () => {
    await script({ match: '/products/*', truncates: [10] });
    await script({ match: '/products/*', shortens: [10] });
    await script({ match: '/products/*', resets: [false, true] });
    const ask = () => fetch(`${shop.url}/products/1`).then((answer) => answer.text());
    await assert.rejects(ask());
    assert.equal((await ask()).length, 10);
    assert.ok((await ask()).length > 100);
    await assert.rejects(ask());
    assert.ok((await ask()).length > 100);
  });

  it('are forgotten on request, and checked', async () => {
    await script({ match: '/orders', statuses: [500, 500] });
    await shop.ask('DELETE', '/faults');
    assert.equal((await shop.get('/orders?top=1')).status, 200);
    const wrong = await shop.ask<ProblemBody>('POST', '/faults', { delays: [-1], status: [500] });
    assert.equal(wrong.status, 422);
    assert.deepEqual(wrong.body.errors, {
      match: ['Is required.'],
      'delays[0]': ['Must be at least 0.'],
      status: ['There is no such field.'],
    });
  });

  it('are no part of the description', () => {
    assert.doesNotMatch(JSON.stringify(shop.description), /\bfaults?\b/i);
    assert.deepEqual(
      Object.keys(shop.description.paths).filter((path) => path.startsWith('/fault')),
      [],
    );
  });
});

describe('the log', () => {
  it('counts what was asked, by operation', async () => {
    await shop.get('/orders?top=1');
    await shop.get('/orders/77');
    await shop.get('/orders/78');
    await shop.get('/nothing');
    const { operations, log, running } = await readLog();
    assert.equal(running, 0);
    assert.deepEqual(operations, {
      ListOrders: { calls: 1, answered: 1, aborted: 0 },
      GetOrder: { calls: 2, answered: 2, aborted: 0 },
      '': { calls: 1, answered: 1, aborted: 0 },
    });
    assert.deepEqual(
      log.map(({ operation, url, status }) => [operation, url, status]),
      [
        ['ListOrders', '/orders?top=1', 200],
        ['GetOrder', '/orders/77', 200],
        ['GetOrder', '/orders/78', 200],
        [undefined, '/nothing', 404],
      ],
    );
  });

  it('counts clients that go away before their answer', async () => {
    const controller = new AbortController();
    const asked = fetch(`${shop.url}/orders?x-fault-delay=60000`, { signal: controller.signal });
    await logWhen(({ running }) => running === 1);
    controller.abort();
    await assert.rejects(asked);
    const { operations, log } = await logWhen(({ running }) => running === 0);
    assert.deepEqual(operations.ListOrders, { calls: 1, answered: 0, aborted: 1 });
    assert.equal(log[0]?.aborted, true);
  });

  it('does not count a stream that ends as aborted', async () => {
    const watcher = await watch(`${shop.url}/order-events?activity=off`);
    assert.equal((await readLog()).running, 1);
    watcher.close();
    const { operations } = await logWhen(({ running }) => running === 0);
    assert.deepEqual(operations.WatchOrderEvents, { calls: 1, answered: 0, aborted: 0 });
  });
});
