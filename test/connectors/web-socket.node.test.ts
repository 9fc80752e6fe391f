import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type * as connectors from '../../src/connectors/index.ts';
import type * as formula from '../../src/formula/index.ts';
import { launchBrowser } from '../environment/browser.node.ts';
import { servePage, type PageServer } from '../environment/page.node.ts';
import { acceptSockets, type ServerSocket } from '../environment/web-socket.node.ts';

// WebSockets in a real browser, with a real server.
const item = { type: 'object', properties: { id: { type: 'integer' }, price: { type: 'number' } } };
const answer = { responses: { 101: { description: '', content: { 'application/json': { schema: item } } } } };
const id = { name: 'id', in: 'query', schema: { type: 'string' } };
const description = (host: string): object => ({
  openapi: '3.1.0',
  info: { title: 'Feed', version: '1' },
  servers: [{ url: `ws://${host}/api` }],
  components: {
    securitySchemes: { key: { type: 'apiKey', in: 'query', name: 'key' }, bearer: { type: 'http', scheme: 'bearer' } },
  },
  paths: {
    '/rows': { get: { operationId: 'Rows', parameters: [id], ...answer } },
    '/keyed': { get: { operationId: 'Keyed', 'x-fxloom-stream': { key: 'id', removed: 'gone', keep: 2 }, ...answer } },
    '/newest': { get: { operationId: 'Newest', 'x-fxloom-stream': { value: 'newest', protocol: 'feed.v1' }, ...answer } },
    '/asked': {
      get: {
        operationId: 'Asked',
        requestBody: {
          required: true,
          content: {
            'application/json': { schema: { type: 'object', properties: { symbol: { type: 'string' } }, required: ['symbol'] } },
          },
        },
        ...answer,
      },
    },
    '/secret': { get: { operationId: 'Secret', security: [{ key: [] }], ...answer } },
    '/bearer': { get: { operationId: 'Bearer', security: [{ bearer: [] }], ...answer } },
  },
});

let site: PageServer;
let browser: Browser;
let page: Page;
let sockets: ServerSocket[] = [];
let opened: (socket: ServerSocket, n: number) => void = () => undefined;

before(async () => {
  site = await servePage(
    { connectors: 'src/connectors/index.ts', formula: 'src/formula/index.ts' },
    (_, response) => void response.writeHead(404).end(),
    (host) => `ws://${host}`,
  );
  acceptSockets(site.server, (socket) => opened(socket, sockets.push(socket) - 1));
  browser = await launchBrowser();
});
after(async () => {
  await browser.close();
  await site.close();
});

/** Watches an operation in a fresh page; `values` are what has come so far: rows, records, or messages of errors, with the facts of tables. */
async function watch(operation: string, args: readonly unknown[], script: typeof opened): Promise<void> {
  sockets = [];
  opened = script;
  page = await browser.newPage();
  await page.goto(site.url);
  await page.evaluate(
    async ([document, name, given]) => {
      const modules = ['/connectors.js', '/formula.js'];
      const [{ connect }, { factsOf, FormulaError, isTable }] = (await Promise.all(modules.map((path) => import(path)))) as [
        typeof connectors,
        typeof formula,
      ];
      const credentials: connectors.Credentials = {
        get: ({ scheme }) =>
          scheme.kind === 'apiKey' ? { kind: 'apiKey', value: 'canary-1' } : { kind: 'bearer', token: 'canary-2' },
      };
      const connector = connect(document, { namespace: 'Feed', credentials });
      const values: unknown[] = [];
      const watched = connector.start(connector.namespace.functions.get(name)!, given as formula.Value[]).subscribe((value) => {
        const facts = value !== null && isTable(value) ? factsOf(value) : undefined;
        values.push(
          value instanceof FormulaError
            ? value.message
            : { value, live: facts?.live, complete: facts?.complete, problem: facts?.problem?.message },
        );
      });
      Object.assign(globalThis, { values, watched });
    },
    [description(new URL(site.url).host), operation, args] as const,
  );
}

interface Seen {
  readonly value: unknown;
  readonly live?: boolean;
  readonly complete?: boolean;
  readonly problem?: string;
}
const values = (): Promise<readonly (Seen | string)[]> =>
  page.evaluate(() => (globalThis as unknown as { values: (Seen | string)[] }).values);
async function until(done: (latest: Seen) => boolean): Promise<Seen> {
  for (;;) {
    const latest = (await values()).at(-1);
    if (typeof latest === 'object' && done(latest)) return latest;
    await page.waitForTimeout(20);
  }
}
const rowsOf = ({ value }: Seen): readonly { readonly id?: number; readonly price?: number }[] => value as [];

describe('WebSockets', () => {
  it('are tables that grow by a row for each message, and several for a list; what is not described is an error in its row', async () => {
    await watch('Rows', [{ id: 'a b' }], (socket) => {
      socket.send('{"id": 1}');
      socket.send('[{"id": 2}, {"id": 3}]');
      socket.send('nonsense');
    });
    const latest = await until((seen) => rowsOf(seen).length === 4);
    assert.deepEqual(
      rowsOf(latest)
        .slice(0, 3)
        .map((row) => row.id),
      [1, 2, 3],
    );
    assert.deepEqual([latest.live, latest.complete], [true, false]);
    assert.equal(sockets[0]!.request.url, '/api/rows?id=a%20b');
    await page.evaluate(() => (globalThis as unknown as { watched: { unsubscribe(): void } }).watched.unsubscribe());
    assert.equal(await sockets[0]!.closed, 1000);
  });

  it('connect again when they break, keep their rows, and tell of the break', async () => {
    await watch('Rows', [], (socket, n) => socket.send(`{"id": ${n}}`));
    await until((seen) => rowsOf(seen).length === 1);
    sockets[0]!.drop();
    const latest = await until((seen) => rowsOf(seen).length === 2);
    assert.deepEqual(
      rowsOf(latest).map((row) => row.id),
      [0, 1],
    );
    const broken = (await values()).find((seen) => typeof seen === 'object' && seen.problem !== undefined) as Seen;
    assert.deepEqual([rowsOf(broken).length, broken.live, broken.complete], [1, true, false]);
  });

  it('are complete when the service has no more', async () => {
    await watch('Rows', [], (socket) => {
      socket.send('{"id": 1}');
      socket.close(1000);
    });
    const latest = await until((seen) => seen.complete === true);
    assert.equal(rowsOf(latest).length, 1);
    assert.equal(sockets.length, 1);
  });

  it('change rows by their key, remove what is gone, and keep no more than is wanted', async () => {
    await watch('Keyed', [], (socket) => {
      for (const message of [
        '{"id":1,"price":1}',
        '{"id":2,"price":2}',
        '{"id":1,"price":10}',
        '{"id":2,"gone":true}',
        '{"id":3,"price":3}',
        '{"id":4,"price":4}',
      ])
        socket.send(message);
    });
    const latest = await until((seen) => rowsOf(seen).some((row) => row.id === 4));
    assert.deepEqual(latest.value, [
      { id: 3, price: 3 },
      { id: 4, price: 4 },
    ]);
    assert.ok(
      (await values()).some((seen) => JSON.stringify((seen as Seen).value) === '[{"id":1,"price":10},{"id":2,"price":2}]'),
    );
  });

  it('are a record that changes', async () => {
    await watch('Newest', [], (socket) => {
      socket.send('{"id":1,"price":1}');
      socket.send('{"id":1,"price":2}');
    });
    await until(({ value }) => (value as { price?: number }).price === 2);
    assert.equal(sockets[0]!.request.headers['sec-websocket-protocol'], 'feed.v1');
  });

  it('get the body of the operation as first message, also after a break', async () => {
    await watch('Asked', ['X'], (socket, n) => {
      void socket.heard.then(() => (n === 0 ? socket.drop() : socket.send('{"id": 7}')));
    });
    await until((seen) => rowsOf(seen).length === 1);
    assert.deepEqual(
      sockets.map((socket) => socket.received),
      [['{"symbol":"X"}'], ['{"symbol":"X"}']],
    );
  });

  it('take keys in the query; what would have to be a header is refused, without the secret', async () => {
    await watch('Secret', [], (socket) => socket.send('{"id": 1}'));
    await until((seen) => rowsOf(seen).length === 1);
    assert.equal(sockets[0]!.request.url, '/api/secret?key=canary-1');
    await watch('Bearer', [], () => undefined);
    while ((await values()).length === 0) await page.waitForTimeout(20);
    const [error] = await values();
    assert.match(String(error), /WebSocket, which cannot carry headers/);
    assert.ok(!String(error).includes('canary'));
    assert.equal(sockets.length, 0);
  });
});
