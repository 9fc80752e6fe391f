import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { openOData } from '../../../src/connectors/query/open-odata.ts';
import { FormulaError, Pending, type Table, type Value } from '../../../src/formula/index.ts';
import type { App } from '../../../src/app/index.ts';
import { appOf, control, screenOf } from '../../app/app-text.ts';
import { startOData, type ODataService } from './odata-service.node.ts';

const ROWS = 2000;
let service: ODataService;

before(async () => {
  service = await startOData(ROWS);
});
after(() => service.close());
beforeEach(() => {
  service.intercept = undefined;
  service.taken();
});

const DEFINITIONS = `
  Light = Filter(Orders, Pieces < 5);
  Lightest = Sort(Light, Total);
  Chosen = If(few, FirstN(Orders, 150), Orders);
  Numbers = ShowColumns(Lightest, Number);
  CountOf(t: RecordsOf): Number = CountRows(t);
  RecordsOf := Type([{Id: Number}]);
  Found(least: Number): Number = CountRows(Filter(Orders, Id > least));
  Counted(id: Number): Number = CountRows(Filter(Heavier, Id > id));
  Heavier = Filter(Light, Id > 0);`;

/** An app whose label shows a formula, beside named formulas over the service. */
async function shown(formula: string, behavior = 'false', maxRows = 100_000): Promise<App> {
  const opened = await openOData(service.url, { namespace: 'Shop', timeZone: 'UTC', maxRows });
  assert.ok('connector' in opened, JSON.stringify(opened));
  const app = ['App:', '  Properties:', `    Formulas: |-`, `      =${DEFINITIONS.trim().replaceAll('\n', '\n      ')}`].join(
    '\n',
  );
  const list = control('List', 'Gallery', { Items: 'Filter(Orders, Pieces < 3)' }, [
    control('Name', 'Label', { Text: 'ThisItem.Number' }),
  ]);
  const screen = screenOf(control('Out', 'Label', { Text: formula }), control('Go', 'Button', { OnSelect: behavior }), list);
  return appOf(`${app}\n${screen}`, { connectors: [opened.connector], variables: { few: false, kept: null } });
}

/** The value of a path once it is no longer pending. */
const settled = (app: App, path: string): Promise<Value> =>
  new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(`${path} is pending after 20 seconds`)), 20_000).unref();
    const stop = app.watch(path, (value) => {
      if (value instanceof Pending || value === '') return;
      queueMicrotask(() => stop());
      resolve(value);
    });
  });

const findings = (app: App) =>
  app.diagnostics.filter(({ severity, control: name }) => severity === 'warning' && name === 'Out').map(({ code }) => code);

describe('tables behind names of an app', () => {
  const light = Array.from({ length: ROWS }, (_, i) => ((i + 1) * 17) % 40).filter((pieces) => pieces < 5).length;
  const shownRows = Array.from({ length: ROWS }, (_, i) => ((i + 1) * 17) % 40).filter((pieces) => pieces < 3).length;
  const all = 'DelegationNeedsAllRows';
  // oxfmt-ignore
  const asked: readonly (readonly [formula: string, value: string, rows: number, findings: readonly string[]])[] = [
    ['CountRows(Light)', `${light}`, 0, []],
    ['CountRows(Filter(Lightest, Id > 1000))', `${light / 2}`, 0, []],
    ['With({t: Light}, CountRows(Filter(t, Id > 1000)))', `${light / 2}`, 0, []],
    ['With({a: 1, t: Lightest}, With({u: Filter(t, Id > 1000)}, CountRows(u)))', `${light / 2}`, 0, []],
    ['First(Sort(Light, Id, SortOrder.Descending)).Id', '2000', 1, []],
    ['LookUp(Light, Id = 40).Number', 'A-0000040', 1, []],
    ['CountRows(List.Items)', `${shownRows}`, 0, []],
    ['Found(1500)', '500', 0, []],
    ['Counted(1000)', `${light / 2}`, 0, []],
    // Not the source's: all rows are fetched, and the checker says so.
    ['CountRows(Chosen)', '2000', 2000, [all]],
    ['CountRows(Filter(Chosen, Id > 1500))', '500', 2000, [all]],
    ['Len(Concat(Numbers, Number))', `${light * 9}`, light, [all]],
    ['"A-0000080" in ShowColumns(Light, Number)', 'true', light, [all]],
    ['CountOf(ShowColumns(Light, Id))', `${light}`, light, []],
    ['With({t: Chosen}, CountRows(t))', '2000', 2000, []],
    ['Index(Chosen, 1200).Id', '1200', 1300, []],
    ['CountRows(FirstN(Chosen, 130))', '130', 300, []],
  ];
  for (const [formula, value, rows, found] of asked) {
    it(formula, async () => {
      const app = await shown(formula);
      assert.equal(String(await settled(app, 'Out.Text')), value);
      const taken = service.taken();
      assert.ok(
        taken.rows === rows || (rows > 100 && taken.rows <= rows + 400),
        `${taken.rows} rows: ${taken.requests.join('\n')}`,
      );
      assert.deepEqual([...new Set(findings(app))], found, JSON.stringify(app.diagnostics));
    });
  }

  it('a figure over more rows than are fetched is an error, wherever they come from', async () => {
    for (const formula of ['CountRows(Chosen)', 'Concat(Light, Number)', 'Sum(ForAll(Chosen, {n: Id}), n)']) {
      const value = await settled(await shown(formula, 'false', 150), 'Out.Text');
      assert.match(String(value instanceof FormulaError && value.message), /more than 150 rows/, formula);
    }
  });

  it('behaviors get whole tables, or an error', async () => {
    const app = await shown('""', 'Set(kept, Chosen); Set(few, CountRows(Lightest) = CountRows(Light)); CountRows(kept)');
    await app.press('Go');
    assert.deepEqual(
      app.diagnostics.filter(({ control: name }) => name === 'Go').map(({ code }) => code),
      ['DelegationIntoVariable'],
    );
    assert.equal((app.value('kept') as Table).length, ROWS);
    assert.equal(app.value('few'), true);
    const cut = await shown('CountRows(kept)', 'Set(kept, Chosen)', 150);
    await cut.press('Go');
    assert.match(String(cut.value('Out.Text') instanceof FormulaError && cut.value('Out.Text')), /more than 150 rows/);
    const each = await shown('""', 'Set(few, 0); ForAll(Chosen, Collect(seen, {id: Id}))', 150);
    assert.ok((await each.press('Go')) instanceof FormulaError);
    assert.deepEqual(each.value('seen') ?? [], []);
  });

  it('a gallery shows the beginning, and says that it is one', async () => {
    const app = await shown('CountRows(Chosen)');
    await settled(app, 'List.Items');
    assert.equal((app.value('List.Items') as Table).length, 100);
  });
});
