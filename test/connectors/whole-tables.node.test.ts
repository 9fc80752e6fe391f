import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { loadConnections } from '../../src/app/index.ts';
import { FormulaError, Pending, printValue, type Value } from '../../src/formula/index.ts';
import { appOf, control, screenOf } from '../app/app-text.ts';
import { shopDefinition } from '../app/orders-service.node.ts';
import { json, scriptedService, type ScriptedService } from './scripted-service.node.ts';

// Functions over lists that come page by page, of services that answer no queries.

const ROWS = 7;
const PAGE = 3;
let service: ScriptedService;
let failing = false;

before(async () => {
  service = await scriptedService((response, { url }) => {
    const query = new URL(url, 'http://x').searchParams;
    const from = Number(query.get('from') ?? 0);
    if (failing && from > 0) return json(response, { message: 'Gone.' }, 410);
    const to = Math.min(ROWS, from + Number(query.get('top') ?? PAGE));
    const value = Array.from({ length: to - from }, (_, i) => ({ id: from + i + 1 }));
    return json(response, { value, ...(to < ROWS && { nextLink: `/orders?from=${to}` }) });
  });
});
after(() => service.close());

const row = { type: 'object', properties: { id: { type: 'integer' } } };
const list = { type: 'object', properties: { value: { type: 'array', items: row }, nextLink: { type: 'string' } } };
const definition = (url: string): object =>
  shopDefinition(url, {
    '/orders': {
      get: {
        operationId: 'ListOrders',
        parameters: [{ name: 'top', in: 'query', schema: { type: 'integer' } }],
        responses: { 200: { description: '', content: { 'application/json': { schema: list } } } },
      },
    },
  });

/** What a formula gives in a label, or a button's in a variable; how many requests it took. */
async function asked(formula: string, behavior: boolean, maxRows?: number): Promise<readonly [value: string, requests: number]> {
  const { connectors } = await loadConnections(
    JSON.stringify({ Shop: { definition: definition(service.url), ...(maxRows !== undefined && { maxRows }) } }),
    'connections.json',
    { base: 'http://localhost/', timeZone: 'UTC', credentials: {} },
  );
  const screen = screenOf(
    control('Out', 'Label', { Text: behavior ? 'kept' : formula }),
    control('Go', 'Button', { OnSelect: behavior ? `Set(kept, ${formula})` : 'false' }),
  );
  const before = service.seen.length;
  const app = appOf(screen, { connectors });
  const value = new Promise<Value>((resolve) => {
    const stop = app.watch('Out.Text', (found) => {
      if (found instanceof Pending || found === '' || found === null) return;
      queueMicrotask(() => stop());
      resolve(found);
    });
  });
  if (behavior) await app.press('Go');
  app.graph.flush();
  const found = await value;
  app.dispose();
  return [found instanceof FormulaError ? found.message : printValue(found), service.seen.length - before];
}

describe('a function over pages', () => {
  // oxfmt-ignore
  const rows: readonly (readonly [formula: string, value: string, requests: number, inBehavior: number])[] = [
    ['CountRows(Shop.ListOrders().value)', '"7"', 3, 3],
    ['Sum(Shop.ListOrders().value, id)', '"28"', 3, 3],
    ['Concat(Filter(Shop.ListOrders().value, id > 2), id, ",")', '"3,4,5,6,7"', 3, 3],
    ['Last(Shop.ListOrders().value).id', '"7"', 3, 3],
    ['LookUp(Shop.ListOrders().value, id = 5).id', '"5"', 2, 3],
    ['First(Shop.ListOrders().value).id', '"1"', 1, 3],
    ['CountRows(Shop.ListOrders({top: 2}).value)', '"2"', 1, 1],
  ];
  for (const [formula, value, requests, inBehavior] of rows) {
    it(`has all of them: ${formula}`, async () => {
      assert.deepEqual(await asked(formula, false), [value, requests]);
    });
    it(`has all of them in a behavior: ${formula}`, async () => {
      assert.deepEqual(await asked(`${formula} & ""`, true), [value, inBehavior]);
    });
  }

  for (const behavior of [false, true])
    it(`says that there are more than are fetched${behavior ? ', in a behavior' : ''}`, async () => {
      const [said] = await asked('CountRows(Shop.ListOrders().value) & ""', behavior, 5);
      assert.match(said, /Shop\.ListOrders has more than 5 rows/);
    });

  it('says that a page could not be had', async () => {
    failing = true;
    const [said] = await asked('CountRows(Shop.ListOrders().value)', false);
    failing = false;
    assert.match(said, /410/);
  });
});
