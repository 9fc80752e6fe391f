import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { openOData } from '../../../src/connectors/query/open-odata.ts';
import type { QueryConnector } from '../../../src/connectors/query/query-connector.ts';
import { ErrorKind, factsOf, FormulaError, type Row, type Table } from '../../../src/formula/index.ts';
import { compare } from './compare.node.ts';
import { Lab } from './lab.node.ts';
import { startOData, type ODataService } from './odata-service.node.ts';

const ROWS = 3000;
let service: ODataService;
let connector: QueryConnector;
let lab: Lab;

before(async () => {
  service = await startOData(ROWS);
  const opened = await openOData(service.url, { namespace: 'Shop', timeZone: 'Europe/Berlin' });
  assert.ok('connector' in opened, JSON.stringify(opened));
  connector = opened.connector;
  lab = new Lab(connector, 'Europe/Berlin');
});
after(() => service.close());
beforeEach(() => {
  service.intercept = undefined;
  service.taken();
});

describe('queries of OData', () => {
  // oxfmt-ignore
  const questions: readonly (readonly [formula: string, rows: number, asked: string])[] = [
    ['CountRows(Orders)', 0, '$count=true'],
    ['CountRows(Filter(Orders, Total > 900))', 0, '$filter=Total gt 900'],
    ['Sum(Orders, Total)', 1, '$apply=aggregate(Total with sum as Figure)'],
    ['FirstN(Sort(Filter(Orders, StartsWith(Note, "gift")), Total, SortOrder.Descending), 3)', 3, "$filter=startswith(tolower(Note),'gift')&$orderby=Total desc,Id&$top=3"],
    ['LookUp(Orders, Number = "x\' or 1 eq 1 or \'").Total', 0, "$filter=Number eq 'x'' or 1 eq 1 or '''"],
    ['Last(Orders).Number', 1, '$orderby=Id desc&$top=1'],
    ['Distinct(Orders, Status)', 5, 'groupby((Status)'],
    ['With({t: Filter(Orders, !Paid)}, CountRows(t))', 0, 'Paid ne true'],
    ['CountRows(Filter(Orders, Customer.Country = "DE"))', 0, "$filter=Customer/Country eq 'DE'"],
    ['IsEmpty(Filter(Orders, Quantity < 0))', 1, '(Quantity lt 0)'],
  ];
  for (const [formula, rows, asked] of questions) {
    it(formula, async () => {
      const { result } = await lab.evaluate(formula);
      const taken = service.taken();
      assert.equal(taken.rows, rows);
      if (formula !== 'IsEmpty(Filter(Orders, Quantity < 0))') assert.ok(taken.requests[0]!.includes(asked), taken.requests[0]);
      assert.deepEqual(result.diagnostics, []);
    });
  }

  it('gives what evaluating here gives, for formulas made by chance', async () => {
    const found = await compare(service, 'Europe/Berlin', 120, 11);
    assert.deepEqual(found.different, []);
    assert.ok(found.delegated > 60 && found.errors + found.blanks > 0, JSON.stringify(found));
  });

  it('shows the first page, and gets the next when asked', async () => {
    const { value, facts } = await lab.evaluate('Filter(Orders, Len(Number) > 3)', false);
    assert.equal((value as Table).length, 100);
    assert.equal(facts?.complete, false);
    assert.equal(service.taken().rows, 100);
  });

  // oxfmt-ignore
  const refused: readonly (readonly [formula: string, part: string, fix: string | undefined])[] = [
    ['Filter(Orders, Len(Note) > 0)', 'Len(Note) > 0', '!IsBlank(Note)'],
    ['Filter(Orders, Year(DueOn) = 2026)', 'Year(DueOn) = 2026', 'DueOn >= Date(2026, 1, 1) && DueOn < Date(2027, 1, 1)'],
    ['Filter(Orders, Note in "a gift")', 'Note in "a gift"', undefined],
    ['Sort(Orders, Len(Note))', 'Sort(Orders, Len(Note))', undefined],
    ['CountRows(Filter(Orders, Text(Id) = "4"))', 'Text(Id) = "4"', undefined],
  ];
  for (const [formula, part, fix] of refused) {
    it(`says beforehand what is not delegated: ${formula}`, () => {
      const { diagnostics } = lab.check(formula);
      const found = diagnostics.find(({ from, to }) => formula.slice(from, to) === part);
      assert.equal(found?.severity, 'warning', JSON.stringify(diagnostics));
      assert.equal(found?.fixes?.[0]?.insert, fix);
    });
  }
});

describe('changes of rows', () => {
  it('a change of an older version is a conflict, and leaves the row', async () => {
    const orders = connector.tables.get('Orders')!;
    const { value } = await lab.evaluate('LookUp(Orders, Id = 77)');
    const change = async (row: Row, changes: Row) => {
      const made = orders.update(row, changes);
      return made instanceof FormulaError ? made : connector.call(made.operation, made.args);
    };
    const stored = (await change(value as Row, { Note: 'first', DueOn: null })) as Row;
    assert.equal(stored['Note'], 'first');
    assert.equal(stored['DueOn'] ?? null, null);
    const late = await change(value as Row, { Note: 'second' });
    assert.ok(late instanceof FormulaError && late.kind === ErrorKind.Conflict, String(late));
    assert.equal((await lab.evaluate('LookUp(Orders, Id = 77).Note')).value, 'first');
    assert.ok((await change(value as Row, { Version: 9 })) instanceof FormulaError);
  });

  it('adds and removes rows', async () => {
    const orders = connector.tables.get('Orders')!;
    const made = orders.create({ Number: "N'1", Pieces: 1, CustomerId: 5, Status: 'Open' });
    assert.ok(!(made instanceof FormulaError));
    const row = (await connector.call(made.operation, made.args)) as Row;
    assert.equal((await lab.evaluate('LookUp(Orders, Number = "N\'1").Id')).value, row['Id']);
    const removed = orders.remove(row);
    assert.ok(!(removed instanceof FormulaError));
    await connector.call(removed.operation, removed.args);
    assert.equal((await lab.evaluate('CountRows(Filter(Orders, Number = "N\'1"))')).value, 0);
    assert.deepEqual(orders.column('Status')?.choices, ['Open', 'Packed', 'Shipped', 'Lost']);
  });
});

describe('services that do other things than they say', () => {
  const query = (request: IncomingMessage): string => decodeURIComponent(request.url ?? '');
  const later = (request: IncomingMessage): boolean => /\$skip=[1-9]/.test(query(request));
  const without = (name: string) => (request: IncomingMessage) => {
    const url = new URL(request.url!, 'http://x');
    url.searchParams.delete(name);
    request.url = `${url.pathname}${url.search}`;
    return false;
  };
  const samePage = (request: IncomingMessage): boolean => {
    without('$skip')(request);
    const url = new URL(request.url!, 'http://x');
    if (url.searchParams.has('$top')) url.searchParams.set('$top', '100');
    request.url = `${url.pathname}${url.search}`;
    return false;
  };
  const answer = (response: ServerResponse, status: number): true => {
    response.writeHead(status, { 'Content-Type': 'application/json' }).end('{"error":{"message":"No."}}');
    return true;
  };
  // oxfmt-ignore
  const cases: readonly (readonly [what: string, formula: string, intercept: ODataService['intercept'], said: RegExp])[] = [
    ['pages that repeat', 'Filter(Orders, Len(Number) > 3)', samePage, /had given before/],
    ['another order', 'Sort(Orders, Total, SortOrder.Descending)', without('$orderby'), /sorts by Total, and gave rows in another order/],
    ['a column that goes', 'Filter(Orders, Len(Number) > 3)', (request) => {
      if (later(request)) request.url += '&$select=Id,Number';
      return false;
    }, /changed its columns between pages/],
    ['a token that expires', 'Filter(Orders, Len(Number) > 3)', (request, response) => later(request) && answer(response, 401), /401/],
  ];
  for (const [what, formula, intercept, said] of cases) {
    it(`${what}: says so and keeps the rows there are`, async () => {
      service.intercept = intercept;
      const { value, facts } = await lab.evaluate(formula);
      assert.ok(Array.isArray(value) && value.length >= 100, String(value));
      assert.equal(facts?.complete, false);
      assert.match(facts?.problem?.message ?? '', said);
    });
  }

  it('pages that begin anew, each with more rows, are read to the end all the same', async () => {
    service.intercept = without('$skip');
    const { value, facts } = await lab.evaluate('Filter(Orders, Len(Number) > 2)');
    assert.deepEqual([(value as Table).length, facts?.problem], [ROWS, undefined]);
  });

  it('a condition that is refused is worked out here', async () => {
    const formula = 'Filter(Orders, StartsWith(Note, "call") && Pieces > 30)';
    const expected = (await lab.evaluate(formula)).value as Table;
    service.intercept = (request, response) => query(request).includes('startswith') && answer(response, 501);
    const { value, facts } = await lab.evaluate(formula);
    assert.deepEqual(
      (value as Table).map((row) => (row as Row)['Id']),
      expected.map((row) => (row as Row)['Id']),
    );
    assert.match(facts?.remark ?? factsOf(value as Table)?.remark ?? '', /refused a condition/);
  });

  it('a figure that is refused is worked out of the rows', async () => {
    const expected = (await lab.evaluate('CountRows(Filter(Orders, Pieces > 30))')).value;
    service.intercept = (request, response) => query(request).includes('$count') && answer(response, 400);
    assert.equal((await lab.evaluate('CountRows(Filter(Orders, Pieces > 30))')).value, expected);
  });
});
