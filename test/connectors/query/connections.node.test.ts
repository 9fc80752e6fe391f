import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { loadConnections } from '../../../src/app/index.ts';
import { printValue, type Table } from '../../../src/formula/index.ts';
import type { QueryConnector } from '../../../src/connectors/query/query-connector.ts';
import { shopDefinition } from '../../app/orders-service.node.ts';
import { json, scriptedService, type ScriptedService } from '../scripted-service.node.ts';
import { Lab } from './lab.node.ts';
import { startOData, type ODataService } from './odata-service.node.ts';

// Connections as pages and folders write them.

let odata: ODataService;
let list: ScriptedService;

const row = { type: 'object', properties: { id: { type: 'integer' }, status: { type: 'string' }, total: { type: 'number' } } };
const text = (name: string, schema: object = { type: 'string' }): object => ({ name, in: 'query', schema });
const definition = (url: string): object =>
  shopDefinition(url, {
    '/orders': {
      get: {
        operationId: 'ListOrders',
        parameters: [
          text('status'),
          text('sort', { type: 'string', enum: ['total', '-total'] }),
          text('limit', { type: 'integer' }),
          text('offset', { type: 'integer' }),
        ],
        responses: { 200: { description: '', content: { 'application/json': { schema: { type: 'array', items: row } } } } },
      },
      post: {
        operationId: 'AddOrder',
        requestBody: { content: { 'application/json': { schema: row } } },
        responses: { 201: { description: '' } },
      },
    },
  });

before(async () => {
  odata = await startOData(400);
  const orders = Array.from({ length: 350 }, (_, i) => ({
    id: i + 1,
    status: i % 3 === 0 ? 'Open' : 'Done',
    total: (i * 37) % 101,
  }));
  list = await scriptedService((response, { url }) => {
    const query = new URL(url, 'http://x').searchParams;
    const wanted = orders.filter(({ status }) => !query.has('status') || status === query.get('status'));
    const sort = query.get('sort');
    if (sort !== null) wanted.sort((a, b) => (sort === 'total' ? a.total - b.total : b.total - a.total));
    const from = Number(query.get('offset') ?? 0);
    json(response, wanted.slice(from, from + Number(query.get('limit') ?? Infinity)));
  });
});
after(async () => {
  await odata.close();
  await list.close();
});

async function connectionOf(record: object): Promise<QueryConnector> {
  const { connectors, diagnostics } = await loadConnections(JSON.stringify({ Shop: record }), 'connections.json', {
    base: 'http://localhost/',
    timeZone: 'UTC',
    credentials: {},
  });
  assert.deepEqual(diagnostics, []);
  return connectors[0] as QueryConnector;
}

describe('connections whose tables answer queries', () => {
  // oxfmt-ignore
  const asked: readonly (readonly [formula: string, value: string, request: string])[] = [
    ['CountRows(Filter(Orders, status = "Open"))', '117', '/orders?status=Open&limit=100'],
    ['First(Sort(Orders, total, SortOrder.Descending)).total', '100', '/orders?sort=-total&limit=1'],
    ['CountRows(FirstN(Filter(Orders, status = "Done" && total > 50), 5))', '5', '/orders?status=Done&limit=100'],
    ['CountRows(Orders)', '350', '/orders?limit=100'],
  ];
  for (const [formula, value, request] of asked) {
    it(`"queries": true asks a list by its parameters: ${formula}`, async () => {
      const lab = new Lab(await connectionOf({ definition: definition(list.url), queries: true }), 'UTC');
      const from = list.seen.length;
      assert.equal(printValue((await lab.evaluate(formula)).value), value);
      assert.equal(list.seen[from]?.url, request);
    });
  }

  it('exchanges of a question can be looked at, and pass interceptors', async () => {
    const connector = await connectionOf({ odata: odata.url });
    const passed: string[] = [];
    const stop = connector.intercept({
      exchange: (request, next) => {
        passed.push(request.url);
        return next(request);
      },
    });
    const { operation, args } = connector.tables.get('Orders')!.list();
    await connector.call(operation, args);
    stop();
    const exchanges = connector.exchanges(operation, args);
    assert.ok(exchanges.length > 1 && exchanges.length === passed.length, JSON.stringify(exchanges));
    assert.match(exchanges[0]!.url, /Orders\?/);
  });

  it('a condition that is too long for an address is worked out here', async () => {
    const opened = await connectionOf({ odata: odata.url });
    const orders = opened.tables.get('Orders') as unknown as { abilities: { addressLength: number } };
    orders.abilities.addressLength = 600;
    const lab = new Lab(opened, 'UTC');
    const words = Array.from({ length: 80 }, (_, i) => `"A-${String(i * 5).padStart(7, '0')}"`);
    odata.taken();
    const { value, facts } = await lab.evaluate(`Filter(Orders, Number exactin [${words.join(', ')}] && Pieces < 30)`);
    assert.ok(odata.taken().requests.every((request) => encodeURI(request).length < 800 && request.includes('Pieces lt 30')));
    const expected = Array.from({ length: 400 }, (_, i) => i + 1).filter((id) => id % 5 === 0 && id < 400 && (id * 17) % 40 < 30);
    assert.deepEqual(
      (value as Table).map((item) => (item as { Id: number }).Id),
      expected,
    );
    assert.match(facts?.remark ?? '', /too long/);
    const count = await lab.evaluate(`CountRows(Filter(Orders, Number exactin [${words.join(', ')}] && Pieces < 30))`);
    assert.equal(count.value, expected.length);
  });
});
