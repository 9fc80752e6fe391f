import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { connect, retryAfter, type Connector, type ConnectorSettings, type TraceEvent } from '../../src/connectors/index.ts';
import {
  canvas,
  check,
  compileBehavior,
  createRun,
  createScope,
  ErrorKind,
  factsOf,
  FormulaError,
  isTable,
  printType,
  rootFrame,
  row,
  type Table,
  type Value,
} from '../../src/formula/index.ts';
import { json, scriptedService, type Script, type ScriptedService } from './scripted-service.node.ts';

const item = { type: 'object', properties: { id: { type: 'integer' }, name: { type: 'string' } } };
const items = { type: 'array', items: item };
const page = { type: 'object', properties: { value: items, nextLink: { type: 'string' } } };
const answer = (schema: object, type = 'application/json'): object => ({
  responses: { 200: { description: 'ok', content: { [type]: { schema } } } },
});
const description = {
  openapi: '3.1.0',
  info: { title: 'Items' },
  components: {
    securitySchemes: {
      key: { type: 'apiKey', in: 'header', name: 'X-Key' },
      query: { type: 'apiKey', in: 'query', name: 'key' },
      token: { type: 'http', scheme: 'bearer' },
    },
  },
  paths: {
    '/items': {
      get: {
        operationId: 'GetItems',
        parameters: [{ name: 'count', in: 'query', required: true, schema: { type: 'integer' } }],
        ...answer(items),
      },
      post: {
        operationId: 'AddItem',
        requestBody: { required: true, content: { 'application/json': { schema: { ...item, required: ['name'] } } } },
        ...answer(item),
      },
    },
    '/pages': { get: { operationId: 'Pages', ...answer(page) } },
    '/ticker': { get: { operationId: 'Ticker', 'x-fxloom-stream': 'newest', ...answer(item, 'text/event-stream') } },
    '/board': { get: { operationId: 'Board', 'x-fxloom-stream': { key: 'name' }, ...answer(item, 'application/jsonl') } },
    '/events': { get: { operationId: 'Events', ...answer(item, 'text/event-stream') } },
    '/lines': { get: { operationId: 'Lines', ...answer(item, 'application/x-ndjson') } },
    '/secret': {
      get: { operationId: 'Secret', security: [{ key: [] }], ...answer(item) },
      post: { operationId: 'SecretQuery', security: [{ query: [] }], ...answer(item) },
      put: { operationId: 'SecretToken', security: [{ token: [] }], ...answer(item) },
    },
  },
};

const open: ScriptedService[] = [];
after(() => Promise.all(open.map((service) => service.close())));

async function bound(
  script: Script,
  settings: Partial<ConnectorSettings> = {},
): Promise<{ service: ScriptedService; connector: Connector }> {
  const service = await scriptedService(script);
  open.push(service);
  return { service, connector: connect(description, { namespace: 'MyConnector', baseUrl: service.url, ...settings }) };
}
const call = (connector: Connector, name: string, ...args: Value[]): Promise<Value> =>
  connector.call(connector.namespace.functions.get(name)!, args);

/** Watches a call; `next` gives its values one by one. */
function watch(
  connector: Connector,
  name: string,
  ...args: Value[]
): { next: () => Promise<Value>; stop: () => void; completed: () => boolean } {
  const values: Value[] = [];
  const waiting: ((value: Value) => void)[] = [];
  let completed = false;
  const subscription = connector.start(connector.namespace.functions.get(name)!, args).subscribe({
    next: (value) => {
      const first = waiting.shift();
      if (first === undefined) values.push(value);
      else first(value);
    },
    complete: () => (completed = true),
  });
  return {
    next: () => new Promise((resolve) => (values.length > 0 ? resolve(values.shift()!) : waiting.push(resolve))),
    stop: () => subscription.unsubscribe(),
    completed: () => completed,
  };
}

const kind = (value: Value): string | undefined =>
  value instanceof FormulaError ? Object.entries(ErrorKind).find(([, number]) => number === value.kind)?.[0] : undefined;
const rowsOf = (value: Value): Table => {
  assert.ok(isTable(value), String(value));
  return value;
};
const names = (value: Value): unknown[] =>
  rowsOf(value).map((of) => (of === null || of instanceof FormulaError ? of : of['name']));

describe('MyConnector.GetItems(x)', () => {
  it('is typed from the description and answered by the service', async () => {
    const { service, connector } = await bound((response) =>
      json(response, [
        { id: 1, name: 'a' },
        { id: 2, name: 'b' },
      ]),
    );
    const x = { name: 'x', type: { kind: 'number' } as const, read: (): Value => 2, source: 'x' };
    const scope = createScope({ namespaces: new Map([['MyConnector', connector.namespace]]), symbols: new Map([['x', x]]) });
    const checked = check('MyConnector.GetItems(x)', scope, { features: canvas });
    assert.equal(printType(checked.type), 'Table({id: Number, name: Text})');
    const result = check('Last(MyConnector.GetItems(x)).name & "!"', scope, { features: canvas, behavior: true });
    assert.deepEqual(result.diagnostics, []);
    const run = createRun({
      features: canvas,
      calls: { read: () => null, start: (operation, args) => connector.call(operation, args) },
    });
    assert.equal(await compileBehavior(result.formula)(rootFrame(run)), 'b!');
    assert.deepEqual(
      service.seen.map(({ method, url }) => `${method} ${url}`),
      ['GET /items?count=2'],
    );
    assert.equal(check('MyConnector.AddItem("n")', scope, { features: canvas }).valid, false, 'a write is no value');
    assert.equal(check('MyConnector.GetItems()', scope, { features: canvas }).valid, false, 'the count is required');
  });
});

describe('calls', () => {
  it('send bodies and read answers', async () => {
    const { service, connector } = await bound((response, request) =>
      json(response, { id: 9, ...(JSON.parse(request.body) as object) }),
    );
    assert.deepEqual(await call(connector, 'AddItem', 'ü'), { id: 9, name: 'ü' });
    const { headers, body, method } = service.seen[0]!;
    assert.deepEqual(
      [method, headers['content-type'], headers['accept'], body],
      ['POST', 'application/json; charset=utf-8', 'application/json, */*;q=0.1', '{"name":"ü"}'],
    );
  });

  it('are aborted when nobody is interested any more', async () => {
    const { service, connector } = await bound(() => {});
    const watched = watch(connector, 'GetItems', 1);
    const request = await service.request(0);
    watched.stop();
    assert.equal(await request.closed, false);
  });

  it('are aborted while the body is arriving', async () => {
    const { service, connector } = await bound(
      (response) => void response.writeHead(200, { 'content-type': 'application/json' }).write('[{"id": 1},'),
    );
    const watched = watch(connector, 'GetItems', 1);
    const request = await service.request(0);
    await new Promise((resolve) => setTimeout(resolve, 20));
    watched.stop();
    assert.equal(await request.closed, false);
  });

  it('share one request while they are equal, and end it with the last', async () => {
    const { service, connector } = await bound((response, _request, n) => n > 0 && json(response, []));
    const [first, second] = [watch(connector, 'GetItems', 1), watch(connector, 'GetItems', 1)];
    const request = await service.request(0);
    first.stop();
    const other = watch(connector, 'GetItems', 2);
    await other.next();
    second.stop();
    assert.equal(await request.closed, false);
    assert.deepEqual(
      service.seen.map(({ url }) => url),
      ['/items?count=1', '/items?count=2'],
    );
    await watch(connector, 'GetItems', 1).next();
    assert.equal(service.seen.length, 3, 'an ended call is forgotten');
  });

  it('are tried again where that is safe', async () => {
    const script: Script = (response, _request, n) =>
      n < 2 ? json(response, {}, 503, { 'retry-after': '0' }) : json(response, [{ name: 'late' }]);
    const reading = await bound(script);
    assert.deepEqual(names(await call(reading.connector, 'GetItems', 1)), ['late']);
    assert.equal(reading.service.seen.length, 3);
    const writing = await bound(script);
    assert.equal(kind(await call(writing.connector, 'AddItem', 'x')), 'ServiceUnavailable');
    assert.equal(writing.service.seen.length, 1);
  });

  it('give up after a few attempts, and at once where the service wants a long pause', async () => {
    const { service, connector } = await bound((response) => json(response, {}, 503, { 'retry-after': '0' }), { retries: 2 });
    assert.equal(kind(await call(connector, 'GetItems', 1)), 'ServiceUnavailable');
    assert.equal(service.seen.length, 3);
    const patient = await bound((response) => json(response, {}, 429, { 'retry-after': '3600' }));
    assert.equal(kind(await call(patient.connector, 'GetItems', 1)), 'QuotaExceeded');
    assert.equal(patient.service.seen.length, 1);
  });

  it('read Retry-After as seconds or a date, and nothing else', () => {
    const now = Date.UTC(2026, 0, 1);
    const cases: readonly (readonly [string | undefined, number | undefined])[] = [
      ['2', 2000],
      ['Thu, 01 Jan 2026 00:00:05 GMT', 5000],
      ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
      ['-5', undefined],
      ['soon', undefined],
      ['1e9', undefined],
      [undefined, undefined],
    ];
    for (const [text, milliseconds] of cases) assert.equal(retryAfter(text, now), milliseconds, text);
  });

  it('recover by themselves while somebody watches', async () => {
    const { connector } = await bound(
      (response, _request, n) => (n === 0 ? json(response, {}, 503) : json(response, [{ name: 'back' }])),
      { retries: 0 },
    );
    const watched = watch(connector, 'GetItems', 1);
    assert.equal(kind(await watched.next()), 'ServiceUnavailable');
    assert.deepEqual(names(await watched.next()), ['back']);
  });

  it('become errors where the connection fails, breaks, stalls or floods', async () => {
    const closed = await bound(() => {}, { retries: 0 });
    await closed.service.close();
    assert.equal(kind(await call(closed.connector, 'GetItems', 1)), 'Network');
    const reset = await bound((response) => void response.socket?.destroy(), { retries: 0 });
    assert.equal(kind(await call(reset.connector, 'GetItems', 1)), 'Network');
    const cut = await bound(
      (response) => {
        response.writeHead(200, { 'content-length': '1000' });
        response.write('[{"id": 1}', () => response.socket?.destroy());
      },
      { retries: 0 },
    );
    assert.equal(kind(await call(cut.connector, 'GetItems', 1)), 'Network');
    const slow = await bound((response) => void response.writeHead(200).write('['), { timeoutMilliseconds: 100, retries: 0 });
    assert.equal(kind(await call(slow.connector, 'GetItems', 1)), 'Timeout');
    assert.equal(await slow.service.seen[0]!.closed, false);
    const large = await bound((response) => json(response, 'x'.repeat(10_000)), { maxResponseBytes: 1000 });
    assert.equal(kind(await call(large.connector, 'GetItems', 1)), 'InsufficientMemory');
  });

  it('send an idempotency key with writes, and none with reads', async () => {
    const { service, connector } = await bound((response) => json(response, []), { idempotencyKey: 'Idempotency-Key' });
    await call(connector, 'AddItem', 'x');
    await call(connector, 'GetItems', 1);
    assert.match(String(service.seen[0]!.headers['idempotency-key']), /^[0-9a-f-]{36}$/);
    assert.equal(service.seen[1]!.headers['idempotency-key'], undefined);
  });

  it('tell a trace what happens', async () => {
    const events: TraceEvent[] = [];
    const { connector } = await bound((response, _request, n) => n === 0 && json(response, []), {
      trace: (event) => events.push(event),
    });
    await call(connector, 'GetItems', 1);
    const watched = watch(connector, 'GetItems', 2);
    watched.stop();
    assert.deepEqual(
      events.map((event) => event.kind),
      ['request', 'answer', 'request', 'cancel'],
    );
  });
});

describe('pages', () => {
  const threePages: Script = (response, request) => {
    const n = Number(new URL(request.url, 'http://x').searchParams.get('page') ?? 1);
    json(response, {
      value: [{ name: `a${n}` }, { name: `b${n}` }],
      ...(n < 3 && { nextLink: `https://elsewhere.example/pages?page=${n + 1}` }),
    });
  };
  const tableOf = (value: Value): Table => rowsOf((value as { value: Value }).value);

  it('come when they are asked for, from the connection’s own host', async () => {
    const { service, connector } = await bound(threePages);
    const watched = watch(connector, 'Pages');
    const first = tableOf(await watched.next());
    assert.deepEqual(names(first), ['a1', 'b1']);
    assert.equal(factsOf(first)!.complete, false);
    factsOf(first)!.more!();
    factsOf(first)!.more!();
    const loading = tableOf(await watched.next());
    assert.deepEqual([names(loading), factsOf(loading)!.loading], [['a1', 'b1'], true]);
    const second = tableOf(await watched.next());
    assert.deepEqual(names(second), ['a1', 'b1', 'a2', 'b2']);
    factsOf(second)!.more!();
    await watched.next();
    const third = tableOf(await watched.next());
    assert.deepEqual([names(third).length, factsOf(third)!.complete, factsOf(third)!.more], [6, true, undefined]);
    assert.equal(watched.completed(), true);
    assert.deepEqual(
      service.seen.map(({ url }) => url),
      ['/pages', '/pages?page=2', '/pages?page=3'],
    );
  });

  it('come all at once where the connection wants that, up to a number of rows', async () => {
    const { connector } = await bound(threePages, { pages: 'all' });
    assert.equal(tableOf(await call(connector, 'Pages')).length, 6);
    const limited = await bound(threePages, { pages: 'all', maxRows: 3 });
    const table = tableOf(await call(limited.connector, 'Pages'));
    assert.deepEqual([table.length, limited.service.seen.length, factsOf(table)!.complete], [3, 2, false]);
    const failing = await bound(
      (response, request, n) => (n === 1 ? json(response, {}, 404) : threePages(response, request, n)),
      { pages: 'all' },
    );
    assert.equal(tableOf(await call(failing.connector, 'Pages')).length, 2);
  });

  it('keep what there is when one fails, and try it again', async () => {
    const { connector } = await bound((response, request, n) =>
      n === 1 ? json(response, {}, 404) : threePages(response, request, n),
    );
    const watched = watch(connector, 'Pages');
    factsOf(tableOf(await watched.next()))!.more!();
    await watched.next();
    const failed = tableOf(await watched.next());
    assert.deepEqual(
      [names(failed), factsOf(failed)!.complete, kind(factsOf(failed)!.problem ?? null)],
      [['a1', 'b1'], false, 'NotFound'],
    );
    factsOf(failed)!.more!();
    await watched.next();
    assert.equal(tableOf(await watched.next()).length, 4);
  });

  it('are followed by their Link header too', async () => {
    const { service, connector } = await bound(
      (response, _request, n) =>
        json(
          response,
          [{ name: `r${n}` }],
          200,
          n < 2 ? { link: `</items?count=1>; rel="prev", </items?count=1&page=${n + 1}>; title="a, b"; rel="last next"` } : {},
        ),
      { pages: 'all' },
    );
    const table = rowsOf(await call(connector, 'GetItems', 1));
    assert.deepEqual([names(table), factsOf(table)!.complete], [['r0', 'r1', 'r2'], true]);
    assert.deepEqual(
      service.seen.map(({ url }) => url),
      ['/items?count=1', '/items?count=1&page=1', '/items?count=1&page=2'],
    );
  });

  it('end where they lead in a circle', async () => {
    const { service, connector } = await bound(
      (response) => json(response, { value: [{ name: 'x' }], nextLink: '/pages?again' }),
      { pages: 'all' },
    );
    const table = tableOf(await call(connector, 'Pages'));
    assert.deepEqual([table.length, service.seen.length, kind(factsOf(table)!.problem ?? null)], [2, 2, 'Network']);
  });
});

describe('streams', () => {
  it('of events are tables that grow, and go on where they broke off', async () => {
    const { service, connector } = await bound((response, _request, n) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      if (n === 0)
        response.write('retry: 10\n\nid: 1\ndata: {"name": "one"}\n\n', () =>
          response.write('id: 2\nda', () => response.end('ta: {"name": "two"}\n\n')),
        );
      else response.write('data: {"name": "three"}\n\n');
    });
    const watched = watch(connector, 'Events');
    assert.deepEqual(names(await watched.next()), []);
    let latest: Table = [];
    while (latest.length < 3) latest = rowsOf(await watched.next());
    assert.deepEqual(names(latest), ['one', 'two', 'three']);
    assert.deepEqual([factsOf(latest)!.live, factsOf(latest)!.complete], [true, false]);
    assert.equal(service.seen[1]!.headers['last-event-id'], '2');
    watched.stop();
    assert.equal(await service.seen[1]!.closed, false);
  });

  it('that are refused are errors; a single event is enough for a behavior', async () => {
    const refused = await bound((response) => json(response, { detail: 'No.' }, 403));
    assert.equal(kind(await watch(refused.connector, 'Events').next()), 'ReadPermission');
    const { service, connector } = await bound(
      (response) => void response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: {"name": "x"}\n\n'),
    );
    assert.deepEqual(names(await call(connector, 'Events')), ['x']);
    assert.equal(await service.seen[0]!.closed, false);
  });

  it('can be a record that changes, and keep it through a break', async () => {
    const { connector } = await bound((response, _request, n) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(`retry: 10\n\ndata: {"name": "${n}"}\n\n`, () => n === 0 && setTimeout(() => response.destroy(), 20));
    });
    const watched = watch(connector, 'Ticker');
    assert.deepEqual(await watched.next(), { name: '0' });
    let latest = await watched.next();
    while (JSON.stringify(latest) === '{"name":"0"}') latest = await watched.next();
    assert.deepEqual(latest, { name: '1' });
    assert.deepEqual(await call(connector, 'Ticker'), { name: '2' });
    watched.stop();
  });

  it('can change rows by their key', async () => {
    const { connector } = await bound((response) => {
      response.writeHead(200, { 'content-type': 'application/jsonl' });
      response.end('{"name": "a", "id": 1}\n{"name": "b"}\n{"name": "a", "id": 2}\n');
    });
    const watched = watch(connector, 'Board');
    let latest: Table = [];
    while (factsOf(latest)?.complete !== true) latest = rowsOf(await watched.next());
    assert.deepEqual(latest, [{ name: 'a', id: 2 }, { name: 'b' }]);
  });

  it('end with an error where an item has no end', async () => {
    const { connector } = await bound(
      (response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        const more = (): void =>
          void (response.destroyed || response.write('data: and so on '.repeat(50), () => setTimeout(more, 1)));
        more();
      },
      { maxResponseBytes: 10_000 },
    );
    const watched = watch(connector, 'Events');
    let latest = rowsOf(await watched.next());
    while (factsOf(latest)?.problem === undefined) latest = rowsOf(await watched.next());
    assert.deepEqual([latest.length, kind(factsOf(latest)!.problem!), factsOf(latest)!.live], [0, 'InsufficientMemory', false]);
  });

  it('say what is wrong with their hints', () => {
    const stream = (hints: unknown): readonly string[] => {
      const paths = { '/x': { get: { operationId: 'x', 'x-fxloom-stream': hints, responses: {} } } };
      const { diagnostics } = connect({ openapi: '3.1.0', paths }, { namespace: 'C' });
      return diagnostics.filter(({ code }) => code === 'stream').map(({ message }) => message.split(/[;,(]/)[0]!);
    };
    assert.deepEqual([7, 'oldest', { over: 'pigeon' }, { size: 1 }, { key: 'id', keep: 5 }].map(stream), [
      ['x-fxloom-stream must be "newest"'],
      ['The value of x-fxloom-stream must be "rows" or "newest"'],
      ['x-fxloom-stream can be over "websocket" only'],
      ['x-fxloom-stream has no member size'],
      [],
    ]);
  });

  it('of lines end as complete tables', async () => {
    const { connector } = await bound((response) => {
      response.writeHead(200, { 'content-type': 'application/x-ndjson' });
      response.write('{"name": "a"}\n{"na', () => response.end('me": "b"}\nnonsense\n{"name": "c"}'));
    });
    const watched = watch(connector, 'Lines');
    let latest: Table = [];
    while (factsOf(latest)?.complete !== true) latest = rowsOf(await watched.next());
    assert.deepEqual([names(latest)[0], names(latest)[1], kind(latest[2]!), names(latest)[3]], ['a', 'b', 'InvalidJSON', 'c']);
  });
});

describe('credentials', () => {
  const secret = 'canary-5f2e';

  it('are sent where the description wants them, and shown nowhere', async () => {
    const events: TraceEvent[] = [];
    const script: Script = (response, request) =>
      json(
        response,
        { detail: `No: ${request.url} ${String(request.headers['x-key'])} ${String(request.headers['authorization'])}` },
        403,
      );
    const { service, connector } = await bound(script, {
      trace: (event) => events.push(event),
      credentials: {
        get: ({ scheme }) => (scheme.kind === 'bearer' ? { kind: 'bearer', token: secret } : { kind: 'apiKey', value: secret }),
      },
    });
    const errors = [await call(connector, 'Secret'), await call(connector, 'SecretQuery'), await call(connector, 'SecretToken')];
    assert.deepEqual(
      service.seen.map(({ url, headers }) => [url, headers['x-key'], headers['authorization']]),
      [
        ['/secret', secret, undefined],
        [`/secret?key=${secret}`, undefined, undefined],
        ['/secret', undefined, `Bearer ${secret}`],
      ],
    );
    const shown = JSON.stringify(
      [errors, events, connector.request(connector.namespace.functions.get('Secret')!, [])],
      (_name, value: unknown) => (value instanceof Map ? [...value] : value),
    );
    assert.ok(shown.includes('No:'), 'the service’s words are there');
    assert.ok(!shown.includes(secret), shown);
    assert.equal(
      await call(connector, 'GetItems', 1).then(() => service.seen[3]!.headers['x-key']),
      undefined,
      'not where nothing asks for them',
    );
  });

  it('are renewed once for all calls that were refused together', async () => {
    let renewals = 0;
    let current = 'old';
    const { connector } = await bound(
      (response, request) => (request.headers['x-key'] === 'new!' ? json(response, { name: 'in' }) : json(response, {}, 401)),
      {
        credentials: {
          get: () => ({ kind: 'apiKey', value: current }),
          renew: async () => {
            renewals++;
            await new Promise((resolve) => setTimeout(resolve, 50));
            current = 'new!';
            return { kind: 'apiKey', value: current };
          },
        },
      },
    );
    const answers = await Promise.all(Array.from({ length: 20 }, () => call(connector, 'Secret')));
    assert.deepEqual(answers, Array(20).fill(row([['name', 'in']])));
    assert.equal(renewals, 1);
  });

  it('are renewed once although one call hears of its refusal only after the renewal', async () => {
    let [renewals, refusals] = [0, 0];
    const { connector } = await bound(
      (response, request) => {
        if (request.headers['x-key'] === 'new!') json(response, { name: 'in' });
        else setTimeout(() => json(response, {}, 401), refusals++ * 300);
      },
      {
        credentials: {
          get: () => ({ kind: 'apiKey', value: renewals === 0 ? 'old' : 'new!' }),
          renew: () => {
            renewals++;
            return Promise.resolve({ kind: 'apiKey', value: 'new!' });
          },
        },
      },
    );
    const answers = await Promise.all([call(connector, 'Secret'), call(connector, 'Secret')]);
    assert.deepEqual(answers, Array(2).fill(row([['name', 'in']])));
    assert.deepEqual([renewals, refusals], [1, 2]);
  });
});
