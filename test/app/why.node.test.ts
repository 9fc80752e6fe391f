import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { App } from '../../src/app/index.ts';
import { describeExplanation, printExplanation, type Explanation } from '../../src/app/inspect/index.ts';
import { json, scriptedService, type ScriptedService } from '../connectors/scripted-service.node.ts';
import { appOf, control, screenOf } from './app-text.ts';
import { ordersConnector } from './orders-service.node.ts';

const orders = [
  { id: 1, name: 'Ann', total: 10 },
  { id: 2, name: 'Bob', total: 0 },
];

const text = `App:
  Properties:
    Formulas: =Rate = 1 / zero;
${screenOf(
  control('In', 'TextInput', { Default: '"Open"' }),
  control('Sum', 'Label', { Text: '"Total " & Sum(Shop.ListOrders({status: In.Text}), total)' }),
  control('Either', 'Label', { Text: 'If(IsBlank(chosen), "none", Sum.Text)' }),
  control('Bad', 'Label', { Text: 'Concat(Shop.ListOrders({status: "x"}), Text(100 / total), "; ")' }),
  control('After', 'Label', { Text: '"Bad: " & Bad.Text' }),
  control('ByName', 'Label', { Text: 'Text(Rate)' }),
  control('Go', 'Button', { OnSelect: 'Set(chosen, Shop.GetOrder(7).name); Collect(list, {a: 1}); UpdateContext({here: 1})' }),
  control('Shown', 'Label', { Text: 'chosen & CountRows(list) & here' }),
  control('List', 'Gallery', { Items: 'Shop.ListOrders({status: In.Text})' }, [
    control('Name', 'Label', { Text: 'ThisItem.name & Sum.Text' }),
  ]),
)}`;

describe('why a value is so', () => {
  let service: ScriptedService;
  let app: App;
  before(async () => {
    service = await scriptedService((response, { url }) => {
      if (url.startsWith('/orders/7')) json(response, { id: 7, name: 'Cy' });
      else json(response, orders);
    });
    app = appOf(text, { connectors: [await ordersConnector(service.url)], variables: { zero: 0 } });
    await app.start();
  });
  after(async () => {
    app.dispose();
    await service.close();
  });

  const names = ({ inputs }: Explanation): string[] =>
    inputs.map(({ name, used }) => name.replace(/\(.*/, '') + (used ? '' : ' unused'));

  it('a formula over a call and an output', async () => {
    const why = await app.why('Sum.Text');
    assert.equal(why.value, 'Total 10');
    assert.equal(why.formula?.line, 16);
    assert.deepEqual(names(why), ['Shop.ListOrders', 'In.Text']);
    const [call, input] = why.inputs;
    assert.deepEqual(
      call!.exchanges!.map(({ method, url, status, attempt, bytes }) => ({ method, url, status, attempt, bytes })),
      [
        {
          method: 'GET',
          url: `${service.url}/orders?status=Open`,
          status: 200,
          attempt: 1,
          bytes: JSON.stringify(orders).length,
        },
      ],
    );
    assert.equal(call!.facts?.complete, true);
    assert.match(describeExplanation(call!).details.join('\n'), /GET http.*→ 200, \d+ B, \d+ ms, at .*\n.*complete, received at/);
    assert.equal(input!.inputs[0]!.name, 'In.Value');
    assert.equal(input!.inputs[0]!.inputs[0]!.name, 'In.Default');
  });

  it('what a branch that is not taken reads is marked', async () => {
    assert.deepEqual(names(await app.why('Either.Text')), ['chosen', 'Sum.Text unused']);
  });

  const failing = [
    ['Bad.Text', 'Bad', '100 / total'],
    ['After.Text', 'Bad', '100 / total'],
    ['ByName.Text', 'App', '1 / zero'],
  ] as const;
  for (const [path, owner, part] of failing) {
    it(`the error of ${path} comes from ${part} in ${owner}`, async () => {
      const { origin, value } = await app.why(path);
      assert.ok(origin, String(value));
      assert.equal(origin.formula.text.slice(origin.from, origin.to), part);
      assert.equal(origin.formula.control, owner);
      const line = text.split('\n')[origin.line - 1]!;
      assert.equal(line.slice(origin.column - 1, origin.column - 1 + part.length), part);
    });
  }

  it('variables and collections know who changed them, and with which call', async () => {
    assert.match((await app.why('chosen')).because, /^not set so far; Go\.OnSelect would/);
    const before = Date.now();
    await app.press('Go');
    for (const name of ['chosen', 'list', 'Home.here']) {
      const why = await app.why(name);
      assert.equal(why.because, 'set by Go.OnSelect', name);
      assert.ok(why.at! >= before && why.at! <= Date.now(), name);
      const [behavior] = why.inputs;
      assert.equal(behavior!.inputs[0]!.name, 'Shop.GetOrder(7)');
      assert.deepEqual(
        behavior!.inputs[0]!.exchanges!.map(({ url }) => url),
        [`${service.url}/orders/7`],
      );
    }
    app.set('chosen', 'x');
    assert.equal((await app.why('chosen')).because, 'given by the page');
    assert.deepEqual(names(await app.why('Shown.Text')), ['chosen', 'list', 'here']);
  });

  it('what the user typed', async () => {
    await app.change('In', 'Value', 'Shut');
    const text = await app.why('In.Text');
    assert.deepEqual([text.value, text.because], ['Shut', 'told by In']);
    const why = text.inputs.find(({ name }) => name === 'In.Value')!;
    assert.equal(why.because, 'chosen or typed by the user');
    assert.ok(why.at !== undefined);
  });

  it('a row of a gallery', async () => {
    await app.why('List.Items');
    const why = await app.why('Name.Text', app.row('List', 1));
    assert.equal(why.value, 'BobTotal 10');
    const [item] = why.inputs;
    assert.equal(item!.because, 'row 2 of List');
    assert.equal(item!.inputs[0]!.name, 'List.Items');
  });

  it('prints a tree, each part opened once', async () => {
    const printed = printExplanation(await app.why('Name.Text'));
    assert.match(printed, /^Name\.Text in row 1 = "AnnTotal 10" {2}\(formula\)/);
    assert.match(printed, /└─ Sum\.Text = "Total 10"/);
    assert.equal(printed.match(/= "Total " & Sum/g)?.length, 1);
  });

  it('there is no such thing', () => assert.rejects(app.why('Nobody.Text'), RangeError));
});
