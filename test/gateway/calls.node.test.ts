import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { connect, gatewayTransport } from '../../src/connectors/index.ts';
import { FormulaError, type Value } from '../../src/formula/index.ts';
import { json, scriptedService, type ScriptedService } from '../connectors/scripted-service.node.ts';
import { orders } from './orders-description.ts';
import { outcome, runGateway, type RunningGateway } from './running-gateway.node.ts';

let service: ScriptedService;
let running: RunningGateway;

before(async () => {
  service = await scriptedService((response, { url, headers, body }) => {
    if (url.startsWith('/v1/orders?'))
      return json(response, { value: [{ id: 1, note: 'a' }] }, 200, { etag: '"7"', 'set-cookie': 'x=1' });
    if (url.endsWith('/teapot')) return json(response, { message: 'no coffee' }, 418, { 'retry-after': '7' });
    return json(response, { id: 17, note: headers['x-key'] === undefined ? 'no key' : 'key', sent: body });
  });
  running = await runGateway(
    {
      allowPrivate: ['127.0.0.1'],
      origins: ['https://app.example'],
      connections: {
        Shop: { definition: 'orders.json', baseUrl: `${service.url}/v1`, users: 'all', operations: 'all' },
        Reader: { definition: 'orders.json', baseUrl: `${service.url}/v1`, users: ['ann'], operations: 'read' },
        Named: { definition: 'orders.json', baseUrl: `${service.url}/v1`, users: 'all', operations: ['GetOrder'] },
      },
    },
    { 'orders.json': orders },
  );
  assert.equal((await running.ask('PUT', '/admin/secrets/Shop', 'canary-key-1\n')).status, 204);
});
after(() => Promise.all([running.close(), service.close()]));

describe('a call through the gateway', () => {
  it('reaches the service with the secret, and comes back without its cookies', async () => {
    const response = await running.call('Shop', 'ListOrders', { query: 'status=Open&top=2' });
    assert.deepEqual(await response.json(), { value: [{ id: 1, note: 'a' }] });
    assert.equal(response.headers.get('etag'), '"7"');
    assert.equal(response.headers.get('set-cookie'), null);
    const { url, headers } = service.seen.at(-1)!;
    assert.deepEqual([url, headers['x-key'], headers.authorization], ['/v1/orders?status=Open&top=2', 'canary-key-1', undefined]);
  });

  it('gives a page what a direct call would, by one line of configuration', async () => {
    const direct = connect(orders, { namespace: 'Shop', baseUrl: `${service.url}/v1` });
    const through = connect(orders, {
      namespace: 'Shop',
      baseUrl: 'https://anything.example/v1',
      transport: gatewayTransport({
        url: running.url,
        connection: 'Shop',
        headers: () => [['authorization', `Bearer ${running.admin}`]],
      }),
    });
    const asked: readonly (readonly [string, readonly Value[]])[] = [
      ['ListOrders', [{ status: 'Open & closed?', top: 2 }]],
      ['GetOrder', [17]],
      ['Teapot', []],
      ['UpdateOrder', [17, { note: 'ä "quoted"' }]],
    ];
    for (const [name, args] of asked) {
      const values = await Promise.all([direct, through].map((of) => of.call(of.namespace.functions.get(name)!, args)));
      const [first, second] = values.map((value) => (value instanceof FormulaError ? value.message : JSON.stringify(value)));
      const targets = service.seen.slice(-2).map(({ method, url, body }) => [method, url, body]);
      assert.equal(second?.replace('"key"', '"no key"'), first, name);
      assert.deepEqual(targets[0], targets[1], name);
    }
  });

  const rows: readonly (readonly [what: string, Parameters<RunningGateway['call']>, outcome: string])[] = [
    ['an unknown connection', ['Nowhere', 'ListOrders'], 'not-found'],
    ['an unknown operation', ['Shop', 'DropOrders'], 'not-found'],
    ['an inherited name as connection', ['constructor', 'ListOrders'], 'not-found'],
    ['an inherited name as operation', ['Shop', '__proto__'], 'not-found'],
    ['a connection of others', ['Reader', 'ListOrders'], 'not-found'],
    ['an operation that is not named', ['Named', 'ListOrders'], 'not-found'],
    ['an operation that is named', ['Named', 'GetOrder', { path: 'id=1' }], '200'],
    ['a value of another type', ['Shop', 'GetOrder', { path: 'id=abc' }], 'values'],
    ['no value for the path', ['Shop', 'GetOrder'], 'values'],
    ['a value that has no place', ['Shop', 'GetOrder', { path: 'id=1&admin=1' }], 'values'],
    ['a query parameter that is not described', ['Shop', 'ListOrders', { query: 'admin=1' }], 'values'],
    ['the key in the query', ['Shop', 'ListOrders', { query: 'key=mine' }], 'values'],
    ['a number of another kind', ['Shop', 'ListOrders', { query: 'top=1.5' }], 'values'],
    ['a body where none is taken', ['Shop', 'GetOrder', { path: 'id=1', body: '{}' }], 'values'],
    ['a body that is no JSON', ['Shop', 'UpdateOrder', { path: 'id=1', body: '{', headers: { 'content-type': 'application/json' } }], 'values'],
    ['a body of another type', ['Shop', 'UpdateOrder', { path: 'id=1', body: '{"note":1}', headers: { 'content-type': 'application/json' } }], 'values'],
    ['a field that is not described', ['Shop', 'UpdateOrder', { path: 'id=1', body: '{"owner":"me"}', headers: { 'content-type': 'application/json' } }], 'values'],
    ['a body too deep', ['Shop', 'UpdateOrder', { path: 'id=1', body: '['.repeat(65), headers: { 'content-type': 'application/json' } }], 'values'],
    ['a body too large', ['Shop', 'UpdateOrder', { path: 'id=1', body: ' '.repeat(1_000_001), headers: { 'content-type': 'application/json' } }], 'body-size'],
    ['a wrong token', ['Shop', 'ListOrders', { token: 'wrong' }], 'signed-out'],
    ['an answer of the service', ['Shop', 'Teapot'], '418'],
  ]; // oxfmt-ignore
  for (const [what, args, wanted] of rows)
    it(`${what}: ${wanted}`, async () => {
      const before = service.seen.length;
      const response = await running.call(...args);
      assert.equal(outcome(response), wanted, await response.text());
      assert.equal(service.seen.length - before, /^\d/.test(wanted) ? 1 : 0, 'requests at the service');
    });
});
