import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { firstValueFrom, Observable, of, skip } from 'rxjs';
import { connect, Throttle, type Connector, type ConnectorSettings } from '../../src/connectors/index.ts';
import { ErrorKind, FormulaError, type Value } from '../../src/formula/index.ts';
import { json, scriptedService, type Script, type ScriptedService } from './scripted-service.node.ts';

const open: ScriptedService[] = [];
after(() => Promise.all(open.map((service) => service.close())));

const record = { type: 'object', properties: { a: { type: 'integer' } } };
const ok = { description: 'ok', content: { 'application/json': { schema: record } } };
const key = { name: 'X-Idempotency-Key', in: 'header', schema: { type: 'string' } };
const operation = (operationId: string, rest: object = {}): object => ({ operationId, responses: { 200: ok }, ...rest });
const description = {
  openapi: '3.2.0',
  paths: {
    '/a': {
      get: operation('get'),
      head: operation('head'),
      query: operation('query'),
      put: operation('put'),
      delete: operation('delete'),
      post: operation('post'),
      patch: operation('patch'),
    },
    '/keyed': { post: operation('keyed', { parameters: [key] }) },
    '/later': {
      post: operation('later', { responses: { 200: ok, 202: { description: 'accepted' } } }),
      put: operation('long', { 'x-ms-long-running-operation': true }),
      patch: operation('accepted', { responses: { 202: ok } }),
    },
  },
};

async function bound(
  script: Script,
  settings: Partial<ConnectorSettings> = {},
): Promise<{ service: ScriptedService; connector: Connector; call: (name: string, ...args: Value[]) => Promise<Value> }> {
  const service = await scriptedService(script);
  open.push(service);
  const connector = connect(description, { namespace: 'C', baseUrl: service.url, ...settings });
  return { service, connector, call: (name, ...args) => connector.call(connector.namespace.functions.get(name)!, args) };
}
const kind = (value: Value): unknown =>
  value instanceof FormulaError ? Object.entries(ErrorKind).find(([, number]) => number === value.kind)?.[0] : value;

describe('a throttle', () => {
  it('never lets more of 10,000 calls run than the service bears, and starts them in order', async () => {
    const throttle = new Throttle({ parallel: 6 });
    let [running, most] = [0, 0];
    const started: number[] = [];
    const call = (n: number): Observable<number> =>
      new Observable((subscriber) => {
        started.push(n);
        most = Math.max(most, ++running);
        const clock = setImmediate(() => {
          running--;
          subscriber.next(n);
          subscriber.complete();
        });
        return () => clearImmediate(clock);
      });
    const answers = await Promise.all(Array.from({ length: 10_000 }, (_, n) => firstValueFrom(throttle.run(call(n)))));
    assert.deepEqual(
      answers,
      Array.from({ length: 10_000 }, (_, n) => n),
    );
    assert.deepEqual(started, answers);
    assert.deepEqual([most, running, throttle.length], [6, 0, 0]);
  });

  it('keeps to so many calls in any span of time', (context) => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    let now = 0;
    const throttle = new Throttle({ parallel: 1000, calls: 10, seconds: 60 }, () => now);
    const starts: number[] = [];
    const call = new Observable<number>((subscriber) => {
      starts.push(now);
      subscriber.complete();
    });
    for (; starts.length < 45; now += 1000) {
      // Some at once, the others as time goes by.
      for (let n = 0; n < (now === 0 ? 25 : now <= 20_000 ? 1 : 0); n++) throttle.run(call).subscribe();
      context.mock.timers.tick(1000);
    }
    for (let i = 10; i < starts.length; i++) assert.ok(starts[i]! - starts[i - 10]! >= 60_000, `${i}: ${starts.join()}`);
    assert.ok(starts[44]! < 300_000, 'none waits longer than it must');
  });

  it('forgets calls that nobody waits for, and makes room for the next at once', () => {
    const throttle = new Throttle({ parallel: 1 });
    const started: string[] = [];
    const never = (name: string): Observable<never> => new Observable(() => void started.push(name));
    const first = throttle.run(never('first')).subscribe();
    const second = throttle.run(never('second')).subscribe();
    throttle.run(never('third')).subscribe();
    assert.deepEqual([started, throttle.length], [['first'], 2]);
    second.unsubscribe();
    assert.equal(throttle.length, 1);
    first.unsubscribe();
    assert.deepEqual(started, ['first', 'third']);
  });

  it('bears ten thousand calls that answer at once', () => {
    const throttle = new Throttle({ parallel: 1 });
    let answers = 0;
    const nested = (n: number): void => void throttle.run(of(n)).subscribe(() => ++answers < 10_000 && nested(n + 1));
    for (let n = 0; n < 10_000; n++) throttle.run(of(n)).subscribe(() => answers++);
    assert.equal(answers, 10_000);
    answers = 0;
    nested(0);
    assert.equal(throttle.length, 0);
  });

  it('of a connector holds calls back from the service', async () => {
    let [running, most] = [0, 0];
    const { call } = await bound(
      (response) => {
        most = Math.max(most, ++running);
        setTimeout(() => {
          running--;
          json(response, { a: 1 });
        }, 1);
      },
      { limits: { parallel: 3 } },
    );
    await Promise.all(Array.from({ length: 60 }, () => call('post')));
    assert.equal(most, 3);
  });
});

describe('a failure that may pass', () => {
  // oxfmt-ignore
  const rows: readonly (readonly [name: string, settings: Partial<ConnectorSettings>, attempts: number])[] = [
    ['get', {}, 4], ['head', {}, 4], ['query', {}, 4], ['put', {}, 4], ['delete', {}, 4],
    ['post', {}, 1], ['patch', {}, 1], ['keyed', {}, 4],
    ['post', { idempotencyKey: 'Idempotency-Key' }, 4], ['keyed', { idempotencyKey: false }, 1], ['get', { retries: 0 }, 1],
  ];
  for (const [name, settings, attempts] of rows)
    it(`of ${name} ${JSON.stringify(settings)} makes ${attempts} requests`, async () => {
      const { service, call } = await bound((response) => json(response, {}, 503, { 'retry-after': '0' }), settings);
      const value = await call(name);
      assert.equal(kind(value), 'ServiceUnavailable');
      assert.equal(service.seen.length, attempts);
      const keys = new Set(service.seen.map(({ headers }) => headers['idempotency-key'] ?? headers['x-idempotency-key']));
      assert.equal(keys.size, 1, 'every attempt has the same key');
      const write = !['get', 'head', 'query'].includes(name);
      assert.equal([...keys][0] !== undefined, write && settings.idempotencyKey !== false);
    });

  it('of the network is tried again as well', async () => {
    const { service, call } = await bound((response, _request, n) =>
      n < 2 ? response.socket?.destroy() : json(response, { a: 7 }),
    );
    assert.deepEqual(await call('put'), { a: 7 });
    assert.equal(service.seen.length, 3);
  });
});

describe('what 202 promises', () => {
  const later: Script = (response, request, n) => {
    if (n === 0) json(response, {}, 202, { location: '/status/1', 'retry-after': '0' });
    else if (n < 3) json(response, {}, 202, { 'retry-after': '0' });
    else json(response, { a: request.url === '/status/1' ? 9 : 0 });
  };
  for (const name of ['later', 'long'])
    it(`is waited for by ${name}`, async () => {
      const { service, call } = await bound(later);
      assert.deepEqual(await call(name), { a: 9 });
      assert.deepEqual(
        service.seen.map(({ method, url }) => `${method} ${url}`),
        [`${name === 'later' ? 'POST' : 'PUT'} /later`, ...Array<string>(3).fill('GET /status/1')],
      );
    });

  it('is the answer itself where nothing else is described, or where it leads elsewhere', async () => {
    const plain = await bound((response) => json(response, { a: 1 }, 202, { location: '/status/1' }));
    assert.deepEqual(await plain.call('accepted'), { a: 1 });
    const elsewhere = await bound((response) =>
      json(response, { a: 2 }, 202, { location: 'https://evil.example/', 'retry-after': '0' }),
    );
    assert.deepEqual(await elsewhere.call('later'), { a: 2 });
    assert.deepEqual([plain.service.seen.length, elsewhere.service.seen.length], [1, 1]);
  });

  it('may be a failure', async () => {
    const { call } = await bound((response, _request, n) =>
      n === 0 ? json(response, {}, 202, { location: '/s', 'retry-after': '0' }) : json(response, { message: 'Broken.' }, 409),
    );
    assert.equal(kind(await call('later')), 'Conflict');
  });
});

describe('an answer with an entity tag', () => {
  it('is asked about, and kept where it has not changed', async () => {
    const { service, call } = await bound((response, { headers }, n) => {
      if (headers['if-none-match'] === '"v1"' && n < 3) response.writeHead(304, { etag: '"v1"' }).end();
      else json(response, { a: n }, 200, { etag: n < 3 ? '"v1"' : '"v2"' });
    });
    const answers = [await call('get'), await call('get'), await call('get'), await call('get'), await call('get')];
    assert.deepEqual(answers, [{ a: 0 }, { a: 0 }, { a: 0 }, { a: 3 }, { a: 4 }]);
    assert.deepEqual(
      service.seen.map(({ headers }) => headers['if-none-match']),
      [undefined, '"v1"', '"v1"', '"v1"', '"v2"'],
    );
  });

  it('is not kept where the service forbids it, or where it is no plain success', async () => {
    const { service, call } = await bound((response, _request, n) =>
      json(response, { a: n }, n === 1 ? 404 : 200, { etag: '"v"', ...(n === 0 && { 'cache-control': 'no-store' }) }),
    );
    for (let n = 0; n < 3; n++) await call('get');
    assert.deepEqual(
      service.seen.map(({ headers }) => headers['if-none-match']),
      [undefined, undefined, undefined],
    );
  });
});

it('a service that cannot be reached is known, and so is its return', async () => {
  const states: boolean[] = [];
  const { connector, call } = await bound(
    (response, _request, n) => (n === 0 ? response.socket?.destroy() : json(response, {})),
    { retries: 0 },
  );
  connector.reachable.subscribe((state) => states.push(state));
  assert.equal(kind(await call('get')), 'Network');
  const back = firstValueFrom(connector.reachable.pipe(skip(1)));
  await call('get');
  assert.equal(await back, true);
  assert.deepEqual(states, [true, false, true]);
});
