import { expect } from 'chai';
import '../../src/controls/index.ts';
import type { App } from '../../src/app/index.ts';
import { loadConnections } from '../../src/app/index.ts';
import { isError, printValue, type Value } from '../../src/formula/index.ts';
import { ownService, serviceUrl, type OwnService } from '../environment/service.ts';
import { appOf, codesOf, control, screenOf } from './app-text.ts';

const shared = await serviceUrl();

/** A card over a column, with an input of the kind that suits it. */
const card = (field: string, kind: string, properties: { readonly [name: string]: string }, update: string): string =>
  control(
    `${field}Card`,
    'TypedDataCard@1.0.7',
    {
      DataField: `"${field}"`,
      DisplayName: `DataSourceInfo([@Orders], DataSourceInfo.DisplayName, "${field}")`,
      Default: `ThisItem.${field}`,
      MaxLength: `DataSourceInfo(Orders, DataSourceInfo.MaxLength, "${field}")`,
      Update: update,
    },
    [
      control(`${field}In`, kind, { DisplayMode: 'Parent.DisplayMode', ...properties }),
      control(`${field}Error`, 'Label', { Text: 'Parent.Error' }),
    ],
  );

const text = screenOf(
  control('Pick', 'NumberInput', { Value: '9000' }),
  control(
    'Form1',
    'Form@2.4.4',
    { DataSource: 'Orders', Item: 'Shop.GetOrder(Pick.Value)', OnFailure: 'Set(failed, true)', OnSuccess: 'Set(failed, false)' },
    [
      card(
        'status',
        'Classic/DropDown@2.3.1',
        { Items: 'Choices(Orders.status)', Default: 'Parent.Default' },
        'statusIn.Selected.Value',
      ),
      card('dueOn', 'Classic/DatePicker@2.6.0', { DefaultDate: 'Parent.Default' }, 'dueOnIn.SelectedDate'),
      card('note', 'Classic/TextInput@2.3.2', { Default: 'Parent.Default' }, 'noteIn.Text'),
      card('number', 'Classic/TextInput@2.3.2', { Default: 'Parent.Default' }, 'numberIn.Text'),
    ],
  ),
  control('Save', 'Button', { OnSelect: 'Set(result, SubmitForm(Form1))' }),
  control('Again', 'Button', { OnSelect: 'Refresh(Orders)' }),
);

describe('tables of the real service', function () {
  this.timeout(120_000);
  if (shared === null) {
    it.skip('needs the demo service');
    return;
  }
  let service: OwnService;
  let app: App;
  before(async () => {
    service = await ownService();
  });
  after(() => service.stop());

  const open = async (source: string, more: object = {}): Promise<App> => {
    const { connectors, diagnostics } = await loadConnections(
      JSON.stringify({ Shop: { definition: `${service.url}/openapi.json`, ...more } }),
      'c',
      {
        base: location.href,
        timeZone: 'UTC',
        credentials: {},
      },
    );
    expect(diagnostics).to.deep.equal([]);
    app = appOf(source, { connectors });
    expect(codesOf(app)).to.deep.equal([]);
    return app;
  };
  afterEach(() => app.dispose());

  const values = (...formulas: readonly string[]): string[] =>
    formulas.map((formula) => {
      const { value, diagnostics } = app.evaluate(formula);
      expect(diagnostics.map(({ message }) => message)).to.deep.equal([]);
      return printValue(value);
    });

  /** Runs a behavior over the table, and gives a formula's value afterwards. */
  async function run(behavior: string, then: string): Promise<string> {
    const source = screenOf(
      control('Go', 'Button', { OnSelect: behavior }),
      control('Out', 'Label', { Text: 'CountRows(Orders)' }),
    );
    await open(source);
    const stop = app.watch('Out.Text', () => undefined);
    const value: Value = await app.press('Go');
    const failed = isError(value) ? value.message : '';
    stop();
    return failed === '' ? values(then)[0]! : `error: ${failed}`;
  }

  // oxfmt-ignore
  const cases: readonly (readonly [name: string, behavior: string, then: string, expected: RegExp | string])[] = [
    ['rows are read',              'Set(n, CountRows(Orders)); Set(one, First(Orders).number)', '{n: n, one: one}', /^\{n:\d+,one:"SO-.*"\}$/],
    ['a row is changed by its key', 'Set(old, Shop.GetOrder(8990)); Patch(Orders, old, {note: "patched"}); Set(x, Patch(Orders, old, {note: "twice"}))', 'x.note', '"twice"'],
    ['a row is added, with what the service sets', 'Set(x, First(Products)); Set(y, Patch(Products, Defaults(Products), {sku: "ZZZ-901", name: "Test mug", category: x.category, price: 3}))', '{n: y.name, a: y.available}', '{a:true,n:"Test mug"}'],
    ['a row is removed',           'Set(x, First(Filter(Orders, status = "New" || status = "Confirmed"))); Remove(Orders, x); Set(y, IsError(Shop.GetOrder(x.id)))', 'y', 'true'],
    ['what is refused is an error', 'Patch(Orders, {id: 8991}, {dueOn: Date(1999, 1, 1)})', '1', /^error: .*422/],
    ['what the service sets cannot be given', 'Patch(Orders, {id: 8991}, {total: 1})', '1', /^error: .*total/],
    ['the whole is not cleared',   'Clear(Orders)', '1', /^error: /],
  ];
  for (const [name, behavior, then, expected] of cases) {
    it(name, async () => {
      const found = await run(behavior, then);
      if (typeof expected === 'string') expect(found).to.equal(expected);
      else expect(found).to.match(expected);
    });
  }

  it('tell what they know of their columns, and what can be done', async () => {
    await open(text);
    const info = (what: string, column?: string): string =>
      `DataSourceInfo(Orders, DataSourceInfo.${what}${column === undefined ? '' : `, "${column}"`})`;
    expect(
      values(
        info('DisplayName', 'dueOn'),
        info('MaxLength', 'note'),
        info('EditPermission'),
        'DataSourceInfo(Customers, DataSourceInfo.DeletePermission)',
        info('Required', 'note'),
        'First(Choices(Orders.status)).Value',
        'CountRows(Choices(Orders.priority))',
        'Defaults(Products).stock',
        'Validate(Orders, "status", "Lost")',
        'IsBlank(Validate(Orders, "status", "New"))',
      ),
    ).to.deep.equal([
      '"Due"', '500', 'true', 'false', 'false', '"New"', '3', '0', '"Status must be one of New, Confirmed, Packed, Shipped, Delivered, Cancelled, Returned."', 'true',
    ]); // prettier-ignore
  });

  it('serve forms: what is changed is sent, and refusals stand at their fields until the value is another one', async () => {
    await open(text);
    const stops = ['Form1.Current', 'noteError.Text'].map((path) => app.watch(path, () => undefined));
    for (let i = 0; app.value('Form1.Current') === null || isError(app.value('Form1.Current')); i++) {
      expect(i).to.be.lessThan(500);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    const before = values('Form1.Current.version')[0]!;
    await app.change('noteIn', 'Value', 'Ring twice.');
    await app.press('Save');
    await app.idle();
    expect(values('result', 'failed', 'Form1.LastSubmit.note', 'Form1.Unsaved')).to.deep.equal([
      'true',
      'false',
      '"Ring twice."',
      'false',
    ]);
    expect(Number(values('Form1.LastSubmit.version')[0])).to.equal(Number(before) + 1);

    await app.change('dueOnIn', 'SelectedDate', app.evaluate('Date(1999, 5, 1)').value);
    await app.press('Save');
    await app.idle();
    expect(values('failed', 'dueOnCard.Error', 'Form1.ErrorKind = ErrorKind.Validation', 'First(Errors(Orders)).Column')).to.deep.equal([
      'true', values('dueOnError.Text')[0], 'true', '"dueOn"',
    ]); // prettier-ignore
    expect(values('dueOnError.Text')[0]).to.match(/Must not be before/);
    await app.change('dueOnIn', 'SelectedDate', app.evaluate('Date(2027, 5, 1)').value);
    expect(values('dueOnError.Text')).to.deep.equal(['""']);

    await app.change('numberIn', 'Value', 'mine');
    await app.press('Save');
    await app.idle();
    expect(values('numberCard.Error', 'Form1.ErrorKind = ErrorKind.ReadOnlyValue')).to.deep.equal([
      '"This cannot be set; the service sets it."',
      'true',
    ]);
    for (const stop of stops) stop();
  });

  it('have the names that a connection gives them', async () => {
    const tables = { Contacts: { table: 'Customers', columns: { fullname: 'name', 'Full Name': 'name' } }, Goods: 'Products' };
    const source = screenOf(
      control('All', 'Gallery', { Items: 'Contacts' }, [control('Name', 'Label', { Text: "ThisItem.'Full Name'" })]),
      control('Go', 'Button', {
        OnSelect:
          'Set(old, First(Contacts)); Set(new, Patch(Contacts, old, {fullname: "Ada Named"})); Set(seen, LookUp(Contacts, id = old.id).fullname)',
      }),
      control('Count', 'Label', { Text: 'CountRows(Goods) & " " & First(Contacts).company' }),
    );
    await open(source, { tables });
    const stops = ['All.Items', 'Count.Text'].map((path) => app.watch(path, () => undefined));
    await app.press('Go');
    expect(values("new.'Full Name'", 'seen', 'CountRows(Filter(Contacts, \'Full Name\' = "Ada Named"))', 'CountRows(Goods) > 10')).to.deep.equal([
      '"Ada Named"', '"Ada Named"', '1', 'true',
    ]); // prettier-ignore
    for (const stop of stops) stop();
  });

  it('serve forms: somebody else’s change is no more overwritten than the edits are lost', async () => {
    await open(text.replace('9000', '8999'));
    const stops = ['Form1.Current', 'noteError.Text'].map((path) => app.watch(path, () => undefined));
    for (let i = 0; app.value('Form1.Current') === null || isError(app.value('Form1.Current')); i++) {
      expect(i).to.be.lessThan(500);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    const headers = { 'content-type': 'application/json' };
    const change = { method: 'PATCH', headers, body: JSON.stringify({ note: 'By somebody else.' }) };
    expect((await fetch(`${service.url}/orders/8999`, change)).status).to.equal(200);
    await app.change('noteIn', 'Value', 'Mine.');
    await app.press('Save');
    await app.idle();
    expect(values('failed', 'Form1.ErrorKind = ErrorKind.Conflict', 'noteIn.Text', 'Form1.Unsaved')).to.deep.equal([
      'true', 'true', '"Mine."', 'true',
    ]); // prettier-ignore
    expect(app.value('Form1.Error')).to.match(/has changed meanwhile/);
    expect(((await (await fetch(`${service.url}/orders/8999`)).json()) as { note: string }).note).to.equal('By somebody else.');
    await app.press('Again');
    for (let i = 0; values('Form1.Current.note')[0] !== '"By somebody else."'; i++) {
      expect(i).to.be.lessThan(500);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(values('noteIn.Text')).to.deep.equal(['"Mine."']);
    await app.press('Save');
    await app.idle();
    expect(values('failed', 'Form1.LastSubmit.note')).to.deep.equal(['false', '"Mine."']);
    for (const stop of stops) stop();
  });
});

describe('data sources that nobody has bound', () => {
  it('are empty tables with the columns that the app speaks of, and are reported', async () => {
    const app = appOf(
      `DataSources:\n  Contacts:\n    Type: Table\n${screenOf(
        control('F', 'Form', { DataSource: '[@People]', Item: 'LookUp(People, \'Family Name\' = "x")' }, [
          control(
            'C',
            'TypedDataCard',
            {
              DataField: '"first"',
              Default: "ThisItem.'First Name'",
              Update: 'I.Text',
              DisplayName: 'DataSourceInfo([@People], DataSourceInfo.DisplayName, "first")',
            },
            [control('I', 'TextInput', { Default: 'Parent.Default' })],
          ),
        ]),
        control('G', 'Gallery', { Items: 'Filter(Contacts, age > 3)' }),
        control('B', 'Button', { OnSelect: 'SubmitForm(F)', Text: 'C.DisplayName' }),
      )}`,
    );
    expect(app.diagnostics.map(({ code, message }) => `${code} ${message.slice(0, 24)}`)).to.deep.equal([
      'UnboundDataSource The data source Contacts',
      'UnboundDataSource The data source People i',
    ]);
    expect([app.value('I.Text'), app.value('B.Text'), app.value('G.Items')]).to.deep.equal(['', 'first', []]);
    await app.press('B');
    expect(app.value('F.Error')).to.match(/not connected|no record/);
  });

  it('a collection of that name takes its place', async () => {
    const app = appOf(
      screenOf(
        control('F', 'FormViewer', { DataSource: 'People', Item: 'First(People)' }),
        control('B', 'Button', { OnSelect: 'Collect(People, {n: 1})', Text: 'First(People).n' }),
      ),
    );
    expect(codesOf(app)).to.deep.equal([]);
    await app.press('B');
    expect(app.value('B.Text')).to.equal('1');
  });
});
