import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { openPostgrest } from '../../../src/connectors/query/open-postgrest.ts';
import { openTabular } from '../../../src/connectors/query/open-tabular.ts';
import type { Opened } from '../../../src/connectors/query/table-service.ts';
import { FormulaError, printValue, type Row, type Table } from '../../../src/formula/index.ts';
import { compare } from './compare.node.ts';
import { Lab } from './lab.node.ts';
import { startOData, type ODataService } from './odata-service.node.ts';
import { startRest, startTabular, type TableService } from './table-services.node.ts';

const ROWS = 1500;
let database: ODataService;
let tabular: TableService;
let rest: TableService;
let bare: TableService;

before(async () => {
  database = await startOData(ROWS);
  [tabular, rest, bare] = [
    await startTabular(database.database),
    await startRest(database.database),
    await startRest(database.database, false),
  ];
});
after(async () => {
  for (const service of [tabular, rest, bare, database]) await service.close();
});

async function labOf(opening: Promise<Opened>): Promise<Lab> {
  const opened = await opening;
  assert.ok('connector' in opened, JSON.stringify(opened));
  return new Lab(opened.connector, 'UTC');
}
const settings = { namespace: 'Shop', timeZone: 'UTC', retries: 0 };
const tabularLab = () => labOf(openTabular(tabular.url, settings));
const restLab = (service = rest) => labOf(openPostgrest(service.url, settings));

/** Writes a row by a function of its table, and gives what came. */
async function written(lab: Lab, opening: Promise<Opened>, act: 'create' | 'update' | 'remove', record: Row, changes: Row = {}) {
  const opened = await opening;
  assert.ok('connector' in opened);
  const table = opened.connector.tables.get('Orders')!;
  const call = act === 'create' ? table.create(changes) : act === 'update' ? table.update(record, changes) : table.remove(record);
  assert.ok(!(call instanceof FormulaError), call instanceof FormulaError ? call.message : '');
  return lab.once(call.operation, call.args);
}

describe('tabular connectors', () => {
  // oxfmt-ignore
  const questions: readonly (readonly [formula: string, asked: RegExp, warnings: number])[] = [
    ['Filter(Orders, Id > 1490)', /\$filter=Id gt 1490/, 0],
    ['FirstN(Sort(Filter(Orders, StartsWith(Number, "A-00000")), Id, SortOrder.Descending), 2)', /startswith\(tolower\(Number\),'a-00000'\)&\$orderby=Id desc&\$top=2/, 0],
    ['LookUp(Orders, Number = "A-0000007").Id', /\$filter=Number eq 'A-0000007'.*\$top=1/, 0],
    ['Filter(Orders, IsBlank(Note) && Paid)', /Note eq null or Note eq ''\) and Paid eq true/, 0],
    // What the metadata does not allow is done here, and said.
    ['Filter(Orders, Pieces > 30)', /items(?!.*filter)/, 1],
    ['Filter(Orders, Weight = 0)', /items(?!.*filter)/, 1],
    ['SortByColumns(Orders, Note)', /items(?!.*Note)/, 1],
    ['CountRows(Filter(Orders, EndsWith(Number, "7")))', /items(?!.*filter)/, 2],
  ];
  for (const [formula, asked, warnings] of questions) {
    it(formula, async () => {
      const lab = await tabularLab();
      tabular.taken();
      const { value, result } = await lab.evaluate(formula);
      assert.ok(!(value instanceof FormulaError), String(value));
      assert.match(tabular.taken()[0]!, asked);
      assert.equal(
        result.diagnostics.filter(({ severity }) => severity === 'warning').length,
        warnings,
        JSON.stringify(result.diagnostics),
      );
      const plain = formula.replaceAll('Orders', 'Table(Orders)');
      assert.equal(printValue(value), printValue((await lab.evaluate(plain)).value));
    });
  }

  it('add, change and remove rows by their paths', async () => {
    const lab = await tabularLab();
    const opening = openTabular(tabular.url, settings);
    const created = (await written(lab, opening, 'create', {}, { Id: 9001, Number: 'T-1', Note: 'new' })) as Row;
    assert.equal(created['Number'], 'T-1');
    const changed = (await written(lab, opening, 'update', created, { Note: 'changed' })) as Row;
    assert.equal(changed['Note'], 'changed');
    await written(lab, opening, 'remove', created);
    assert.equal((await lab.evaluate('IsBlank(LookUp(Orders, Id = 9001))')).value, true);
  });

  it('a table without capabilities is listed, and asked nothing', async () => {
    const service = await startTabular(database.database, {
      name: 'Orders',
      schema: { type: 'array', items: { type: 'object', properties: { Id: { type: 'integer' }, Pieces: { type: 'integer' } } } },
    });
    const lab = await labOf(openTabular(service.url, settings));
    service.taken();
    assert.equal(
      (await lab.evaluate('CountRows(Filter(Orders, Pieces > 30))')).value,
      (await (await restLab()).evaluate('CountRows(Filter(Orders, Pieces > 30))')).value,
    );
    assert.ok(service.taken().every((request) => !/filter|orderby|top=/.test(request)));
    await service.close();
  });

  it('what cannot be opened says why', async () => {
    const failing = await openTabular(`${tabular.url}/nothing`, settings);
    assert.match('problem' in failing ? failing.problem : '', /datasets cannot be read.*404/);
    const odd = await startTabular(database.database, { name: 'Orders' });
    const opened = await openTabular(odd.url, settings);
    assert.match('problem' in opened ? opened.problem : '', /describes no columns/);
    await odd.close();
  });
});

describe('services like PostgREST', () => {
  // oxfmt-ignore
  const questions: readonly (readonly [formula: string, asked: string])[] = [
    ['Filter(Orders, Pieces > 38)', 'Pieces=gt.38&order=Id.asc&limit=100'],
    ['FirstN(Sort(Filter(Orders, Status = "Open" && Pieces > 30), Total, SortOrder.Descending), 3)', 'Pieces=gt.30&order=Total.desc.nullslast,Id.asc&limit=3'],
    ['Filter(Orders, Pieces = 1 || IsBlank(Note))', 'or=(Pieces.eq.1,Note.is.null,Note.eq."")'],
    ['Filter(Orders, StartsWith(Note, "100 % sure, a_b"))', 'Note=ilike.100 \\% sure, a\\_b*'],
    ['Filter(Orders, Note exactin ["x,y;z", "Gift"])', 'Note=in.("x,y;z",Gift)'],
    ['CountRows(Filter(Orders, Pieces > 38))', 'Pieces=gt.38&select=Figure:count()'],
    ['Average(Orders, Weight)', 'select=Figure:Weight.sum(),Amount:Weight.count()'],
    ['Last(Orders).Number', 'order=Id.desc&limit=1'],
  ];
  for (const [formula, asked] of questions) {
    it(formula, async () => {
      const lab = await restLab();
      rest.taken();
      const { value, result } = await lab.evaluate(formula);
      assert.ok(!(value instanceof FormulaError), String(value));
      const taken = rest.taken();
      assert.ok(taken[0]!.includes(asked), taken[0]);
      assert.deepEqual(result.diagnostics, []);
    });
  }

  for (const figures of [true, false]) {
    it(`give what evaluating here gives, ${figures ? 'with' : 'without'} figures`, async () => {
      const service = figures ? rest : bare;
      const found = await compare({ url: service.url, taken: () => service.sent() }, 'Europe/Berlin', 60, figures ? 3 : 5, {
        open: openPostgrest,
        related: false,
      });
      assert.deepEqual(found.different, []);
      assert.ok(found.delegated > 25, JSON.stringify(found));
    });
  }

  it('add, change and remove rows by their keys', async () => {
    const lab = await restLab();
    const opening = openPostgrest(rest.url, settings);
    const created = (await written(
      lab,
      opening,
      'create',
      {},
      { Id: 9002, Number: 'R-1', Pieces: 1, CustomerId: 1, Version: 1 },
    )) as Table;
    assert.equal((created[0] as Row)['Number'], 'R-1');
    rest.taken();
    await written(lab, opening, 'update', created[0] as Row, { Note: 'a, "b"' });
    assert.equal(rest.taken()[0], 'PATCH /Orders?Id=eq.9002');
    assert.equal((await lab.evaluate('LookUp(Orders, Id = 9002).Note')).value, 'a, "b"');
    await written(lab, opening, 'remove', created[0] as Row);
    assert.equal((await lab.evaluate('CountRows(Filter(Orders, Id = 9002))')).value, 0);
  });
});

describe('services of tables that do other things than they say', () => {
  const answer = (response: ServerResponse, status: number, body: object): true => {
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
    return true;
  };
  const later = ({ url }: IncomingMessage): boolean => /skiptoken|offset=/.test(url ?? '');
  const page = (from: number): object => ({
    value: Array.from({ length: 300 }, (_, i) => ({ Id: from + i, Number: 'N', Pieces: 31 })),
  });
  // oxfmt-ignore
  const cases: readonly (readonly [what: string, intercept: TableService['intercept'], said: RegExp])[] = [
    ['next pages that lead in a circle', (request, response) => answer(response, 200, { ...page(1), nextLink: request.url }), /read already/],
    ['a token that expires in the middle', (request, response) => later(request) && answer(response, 401, { error: { message: 'expired' } }), /401/],
    ['a column that goes', (request, response) => later(request) && answer(response, 200, { value: [{ Id: 5000 }] }), /Number.* gone/],
    ['no rows at all', (request, response) => later(request) && answer(response, 200, { rows: [] }), /rows|value/],
  ];
  for (const [what, intercept, said] of cases) {
    it(`${what}: says so, and no figure is made of a part`, async () => {
      const lab = await tabularLab();
      tabular.intercept = (request, response) => (request.url ?? '').includes('/items') && intercept!(request, response);
      const { value, facts } = await lab.evaluate('Filter(Orders, Pieces > 30)');
      assert.match(value instanceof FormulaError ? value.message : (facts?.problem?.message ?? ''), said, JSON.stringify(facts));
      const figure = (await lab.evaluate('CountRows(Filter(Orders, Pieces > 30))')).value;
      assert.ok(figure instanceof FormulaError && said.test(figure.message), String(figure));
      tabular.intercept = undefined;
    });
  }
});
