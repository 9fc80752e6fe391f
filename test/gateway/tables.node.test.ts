import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { loadConnections } from '../../src/app/index.ts';
import type { QueryConnector } from '../../src/connectors/query/query-connector.ts';
import { ErrorKind, FormulaError, printValue, type Row, type Value } from '../../src/formula/index.ts';
import { Lab } from '../connectors/query/lab.node.ts';
import { startOData, type ODataService } from '../connectors/query/odata-service.node.ts';
import { startRest, type TableService } from '../connectors/query/table-services.node.ts';
import { runGateway, type RunningGateway } from './running-gateway.node.ts';

// Tables of OData and PostgREST services whose address and key only the gateway knows.

const ROWS = 400;
let odata: ODataService;
let rest: TableService;
let running: RunningGateway;
let keys: (string | undefined)[] = [];

before(async () => {
  odata = await startOData(ROWS);
  rest = await startRest(odata.database);
  const table = { users: 'all', operations: 'all' };
  running = await runGateway(
    {
      allowPrivate: ['127.0.0.1'],
      connections: {
        OData: { ...table, definition: `${odata.url}/$metadata`, tables: 'odata' },
        Rest: { ...table, definition: rest.url, tables: 'postgrest' },
        Reader: { ...table, definition: `${odata.url}/$metadata`, tables: 'odata', operations: 'read' },
      },
    },
    {},
  );
  for (const name of ['OData', 'Rest']) await running.ask('PUT', `/admin/secrets/${name}`, 'canary-key');
  for (const service of [odata, rest])
    service.intercept = ({ headers }) => {
      keys.push(headers.authorization);
      return false;
    };
});
after(() => Promise.all([running.close(), rest.close()]).then(() => odata.close()));

async function connectorOf(name: string): Promise<QueryConnector> {
  const { connectors, diagnostics } = await loadConnections(
    JSON.stringify({ [name]: { gateway: running.url, auth: 'gateway' } }),
    'connections.json',
    {
      base: 'http://localhost/',
      timeZone: 'UTC',
      credentials: { gateway: { get: () => Promise.resolve({ kind: 'bearer', token: running.admin, origins: [] }) } },
    },
  );
  assert.deepEqual(diagnostics, []);
  return connectors[0] as QueryConnector;
}

describe('tables through the gateway', () => {
  const heavy = Array.from({ length: ROWS }, (_, i) => ((i + 1) * 17) % 40).filter((pieces) => pieces > 30).length;
  // oxfmt-ignore
  const rows: readonly (readonly [formula: string, value: string, requests: number])[] = [
    ['CountRows(Filter(Orders, Pieces > 30))', String(heavy), 1],
    ['LookUp(Orders, Number = "A-0000007").Id', '7', 1],
    ['Last(Sort(Orders, Id)).Id', String(ROWS), 1],
    ['CountRows(Filter(Orders, Len(Number) = 9))', String(ROWS), 3],
    ['CountRows(Filter(Orders, Number exactin ["A-0000014", "#&+,\\"] && Id < 200))', '1', 1],
  ];
  for (const name of ['OData', 'Rest'])
    for (const [formula, value, requests] of rows)
      it(`${name}: ${formula}`, async () => {
        const lab = new Lab(await connectorOf(name), 'UTC');
        keys = [];
        const found = (await lab.evaluate(formula)).value;
        assert.equal(found instanceof FormulaError ? found.message : printValue(found), value);
        assert.deepEqual([keys.length <= requests, new Set(keys)], [true, new Set(['Bearer canary-key'])], String(keys.length));
      });

  it('rows are changed with their version, and a conflict is one', async () => {
    const connector = await connectorOf('OData');
    const lab = new Lab(connector, 'UTC');
    const table = connector.tables.get('Orders')!;
    const change = (row: Value, changes: Row): Promise<Value> => {
      const made = table.update(row as Row, changes);
      assert.ok(!(made instanceof FormulaError), String(made));
      return connector.call(made.operation, made.args);
    };
    const { value } = await lab.evaluate('LookUp(Orders, Id = 77)');
    assert.equal(((await change(value, { Note: 'first' })) as Row)['Note'], 'first');
    const late = await change(value, { Note: 'second' });
    assert.ok(late instanceof FormulaError && late.kind === ErrorKind.Conflict, String(late));
  });

  it('who may only read is refused by the gateway', async () => {
    const connector = await connectorOf('Reader');
    const made = connector.tables.get('Orders')!.update({ Id: 5, '@odata.etag': 'W/"1"' }, { Note: 'x' });
    assert.ok(!(made instanceof FormulaError));
    odata.taken();
    assert.ok((await connector.call(made.operation, made.args)) instanceof FormulaError);
    assert.equal(odata.taken().requests.length, 0);
  });
});
