import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { openOData } from '../../../src/connectors/query/open-odata.ts';
import { ErrorKind, FormulaError, Pending, printValue } from '../../../src/formula/index.ts';
import type { App } from '../../../src/app/index.ts';
import { appOf, control, screenOf } from '../../app/app-text.ts';
import { startOData, type ODataService } from './odata-service.node.ts';

const ROWS = 900;
let service: ODataService;

before(async () => {
  service = await startOData(ROWS);
});
after(() => service.close());
beforeEach(() => {
  service.taken();
});

/** An app with a button that does something, beside a form for the order with the key 5. */
async function appWith(behavior: string, more: { readonly [property: string]: string } = {}, maxRows = 100_000): Promise<App> {
  const opened = await openOData(service.url, { namespace: 'Shop', timeZone: 'UTC', maxRows });
  assert.ok('connector' in opened, JSON.stringify(opened));
  const card = control(
    'NoteCard',
    'TypedDataCard@1.0.7',
    { DataField: '"Note"', Default: 'ThisItem.Note', Update: 'NoteIn.Text' },
    [control('NoteIn', 'Classic/TextInput@2.3.2', { Default: '"by a form"' })],
  );
  const form = control(
    'Form',
    'Form',
    { DataSource: 'Orders', Item: 'LookUp(Orders, Id = 5)', OnFailure: 'Set(failed, Form.Error)' },
    [card],
  );
  const app = appOf(screenOf(control('Go', 'Button', { OnSelect: behavior }), control('Out', 'Label', more), form), {
    connectors: [opened.connector],
    variables: { seen: null, failed: '' },
  });
  assert.deepEqual(
    app.diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message),
    [],
  );
  await app.start();
  return app;
}

const sql = async (query: string): Promise<string> =>
  (await service.database.query<{ v: unknown }>(`select (${query})::text as v`)).rows.map(({ v }) => String(v)).join();

describe('changes of rows by formulas', () => {
  const count = (where: string): string => `select count(*) from "Orders" where ${where}`;
  // oxfmt-ignore
  const changes: readonly (readonly [formula: string, query: string, expected: string, value?: string])[] = [
    ['Patch(Orders, LookUp(Orders, Id = 7), {Note: "patched", DueOn: Blank()}).Note', 'select "Note" from "Orders" where "Id" = 7', 'patched', '"patched"'],
    ['Patch(Orders, Defaults(Orders), {Number: "N-1", Pieces: 3, CustomerId: 4}).Number', count(`"Number" = 'N-1' and "Pieces" = 3`), '1', '"N-1"'],
    ['Patch(Orders, {Id: 8, Note: "by key"}).Note', 'select "Note" from "Orders" where "Id" = 8', 'by key', '"by key"'],
    ['CountRows(Patch(Orders, Table(LookUp(Orders, Id = 9), LookUp(Orders, Id = 10)), Table({Note: "nine"}, {Note: "ten"})))', `select string_agg("Note", ' ' order by "Id") from "Orders" where "Id" in (9, 10)`, 'nine ten', '2'],
    ['Collect(Orders, {Number: "N-2", Pieces: 1, CustomerId: 1}, {Number: "N-3", Pieces: 2, CustomerId: 1})', count(`"Number" in ('N-2', 'N-3')`), '2'],
    ['ForAll(FirstN(Sort(Orders, Id), 3), Patch(Orders, ThisRecord, {Note: "each"}))', `select string_agg("Id"::text, ' ' order by "Id") from "Orders" where "Note" = 'each'`, '1 2 3'],
    ['Remove(Orders, LookUp(Orders, Id = 11))', count('"Id" = 11'), '0'],
    ['Remove(Orders, Filter(Orders, Id >= 20 && Id < 25))', count('"Id" >= 20 and "Id" < 25'), '0'],
    // Of all rows, not of those that happen to be shown.
    ['RemoveIf(Orders, Id > 880)', count('"Id" > 880 and "Number" not like \'N%\''), '0'],
    ['RemoveIf(Orders, Len(Number) = 9, Id > 850)', count('"Id" between 851 and 880'), '0'],
    ['UpdateIf(Orders, Id > 840, {Note: Number & "!"})', count(`"Note" = "Number" || '!'`), '10'],
    ['UpdateIf(Orders, Id = 30, {Note: "a"}, Id = 830, {Note: "b"})', `select string_agg("Note", ' ' order by "Id") from "Orders" where "Id" in (30, 830)`, 'a b'],
    ['Update(Orders, LookUp(Orders, Id = 31), {Id: 31, Number: "N-31", Pieces: 5, CustomerId: 9})', `select "Number" || coalesce("Note", ' blank') from "Orders" where "Id" = 31`, 'N-31 blank'],
    ['Relate(LookUp(Customers, Id = 50).Orders, LookUp(Orders, Id = 40))', 'select "CustomerId" from "Orders" where "Id" = 40', '50'],
    ['Unrelate(LookUp(Customers, Id = 42).Orders, LookUp(Orders, Id = 41))', 'select "CustomerId" from "Orders" where "Id" = 41', '0'],
    ['SubmitForm(Form)', 'select "Note" from "Orders" where "Id" = 5', 'by a form'],
  ];
  for (const [formula, query, expected, value] of changes) {
    it(formula, async () => {
      const app = await appWith(formula);
      if (formula.includes('Form'))
        await new Promise<void>((resolve) => app.watch('Form.Current', (value) => value instanceof Pending || resolve()));
      const result = await app.press('Go');
      assert.ok(!(result instanceof FormulaError), result instanceof FormulaError ? result.message : '');
      assert.equal(await sql(query), expected);
      if (value !== undefined) assert.equal(printValue(result), value);
      app.dispose();
    });
  }

  it('what is shown is asked for again, and once is enough', async () => {
    const app = await appWith('Patch(Orders, LookUp(Orders, Id = 60), {Pieces: 1000})', {
      Text: 'CountRows(Filter(Orders, Pieces = 1000))',
    });
    const shown: string[] = [];
    const changed = new Promise<void>((resolve) => {
      app.watch('Out.Text', (value) => {
        shown.push(String(value));
        if (value === '1') resolve();
      });
    });
    await app.press('Go');
    await changed;
    assert.equal(shown.at(-1), '1');
  });

  it('a change of more rows than are fetched is refused as a whole', async () => {
    const before = await sql(count('true'));
    const result = await (await appWith('RemoveIf(Orders, Pieces >= 0)', {}, 150)).press('Go');
    assert.match(String(result instanceof FormulaError && result.message), /more than 150 rows/);
    assert.equal(await sql(count('true')), before);
  });

  it('what a service says of columns: Defaults, Choices, Validate, DataSourceInfo, Errors, Refresh', async () => {
    // oxfmt-ignore
    const said: readonly (readonly [formula: string, value: string])[] = [
      ['Concat(Choices(Orders.Status), Value, ",")', '"Open,Packed,Shipped,Lost"'],
      ['Validate(Orders, "Number", "123456789012345678901")', '"Number can have 20 characters at most; there are 21."'],
      ['Validate(Orders, LookUp(Orders, Id = 61), {Number: ""})', '"Number is required."'],
      ['Validate(Orders, LookUp(Orders, Id = 61), {Number: "x"})', 'Blank()'],
      ['IsBlank(Defaults(Orders).Note)', 'true'],
      ['DataSourceInfo(Orders, DataSourceInfo.MaxLength, "Number")', '20'],
      ['DataSourceInfo(Orders, DataSourceInfo.Required, "Number")', 'true'],
    ];
    const app = await appWith('Refresh(Orders)');
    for (const [formula, value] of said) assert.equal(printValue((await app.settled(formula)).value), value, formula);
    const key = 'Patch(Orders, {Id: 62, Version: 3})';
    const refused = await (await appWith(`${key}; Set(seen, First(Errors(Orders)).Column)`)).press('Go');
    assert.match(String(refused instanceof FormulaError && refused.message), /does not take Version/);
    assert.ok(!((await app.press('Go')) instanceof FormulaError));
  });

  it('a conflict is one of its own kind, with both rows', async () => {
    const stale = 'Set(seen, LookUp(Orders, Id = 70))';
    const app = await appWith(`If(IsBlank(seen), ${stale}, Patch(Orders, seen, {Note: "mine"}))`);
    await app.press('Go');
    await service.database.query(`update "Orders" set "Note" = 'theirs', "Version" = "Version" + 1 where "Id" = 70`);
    const result = await app.press('Go');
    assert.ok(result instanceof FormulaError && result.kind === ErrorKind.Conflict, String(result));
    const { mine, theirs } = result.errors[0]!.details ?? {};
    assert.match(String(mine), /Note:"mine"/);
    assert.match(String(theirs), /Note:"theirs"/);
    assert.equal(await sql('select "Note" from "Orders" where "Id" = 70'), 'theirs');
    await service.database.query(`delete from "Orders" where "Id" = 70`);
    assert.ok((await app.press('Go')) instanceof FormulaError);
  });
});
