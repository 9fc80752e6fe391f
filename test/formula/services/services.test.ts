import { expect } from 'chai';

import {
  complete,
  createScope,
  defineFunction,
  diagnose,
  highlight,
  hover,
  loadDocumentation,
  optional,
  param,
  signatureHelp,
  types,
  type FormulaContext,
  type Symbol,
  type Type,
  type Value,
} from '../../../src/formula/index.ts';

const symbol = (name: string, type: Type, value: Value = null): Symbol => ({
  name,
  type,
  read: () => value,
  source: name,
  role: 'variable',
});

const orders = types.table({ number: types.text, total: types.number });
const listOrders = defineFunction({
  name: 'Shop.ListOrders',
  summary: 'Orders, newest first.',
  parameters: [optional(param('options', types.record({ status: types.text, top: types.number })))],
  result: types.record({ value: orders }),
  remote: { namespace: 'Shop', id: 'ListOrders', safe: true },
  evaluate: () => null,
});

const context: FormulaContext = {
  scope: createScope({
    symbols: new Map([
      ['Orders', symbol('Orders', orders)],
      ['Total', symbol('Total', types.number)],
      [
        'Box',
        { ...symbol('Box', { kind: 'control', name: 'TextInput', fields: new Map([['Text', types.text]]) }), role: 'control' },
      ],
    ]),
    namespaces: new Map([['Shop', { name: 'Shop', functions: new Map([['ListOrders', listOrders]]) }]]),
  }),
};

/** A formula with its caret marked `|`. */
const at = (marked: string): [text: string, offset: number] => [marked.replace('|', ''), marked.indexOf('|')];
const labels = (marked: string): string[] => complete(...at(marked), context).items.map(({ label }) => label);

await loadDocumentation();

describe('names that a behavior sets itself', () => {
  // The names that are not known, of a formula that an app does not hold yet.
  const rows: readonly (readonly [formula: string, unknown: string])[] = [
    ['Set(count, 1)', ''],
    ['Set(count, count + 1)', ''],
    ['Set(n, 1); Set(m, n + 1); Set(text, "a" & m)', ''],
    ['Collect(items, {a: 1}); Set(k, Sum(items, a))', ''],
    ['Set(a, b)', 'b'],
    ['Set(a, 1); Set(b, a.x)', 'x'],
    ['Len(count); Set(count, 1); other', 'other'],
  ];
  for (const [formula, unknown] of rows) {
    it(formula, () => {
      const errors = diagnose(formula, { ...context, behavior: true }).diagnostics.filter(
        ({ severity, secondary }) => severity === 'error' && secondary !== true,
      );
      expect(errors.map(({ from, to }) => formula.slice(from, to).replace(/^\./, '')).join()).to.equal(unknown);
    });
  }

  it('are offered', () => {
    const { items } = complete('Set(counter, 1); coun', 21, { ...context, behavior: true });
    expect(items.map(({ label }) => label)).to.include('counter');
  });

  it('are no names of a formula that sets nothing', () => {
    expect(diagnose('Set(count, 1) & count', context).valid).to.equal(false);
  });
});

describe('completion', () => {
  it('offers names that contain what is typed, those that begin with it first', () => {
    expect(labels('Tot|')[0]).to.equal('Total');
    expect(labels('lower|')).to.deep.equal(['Lower', 'Color.CornflowerBlue']);
  });
  it('offers the operations of a connector after its dot', () => expect(labels('Shop.|')).to.deep.equal(['ListOrders']));
  it('offers the fields of a result', () => expect(labels('Shop.ListOrders().|')).to.deep.equal(['value']));
  it('offers the properties of a control', () => expect(labels('Box.|')).to.deep.equal(['Text']));
  it('offers the fields of an optional record that are not there yet', () => {
    expect(labels('Shop.ListOrders({|')).to.deep.equal(['status', 'top']);
    expect(labels('Shop.ListOrders({status: "a", |})')).to.deep.equal(['top']);
    expect(complete(...at('Shop.ListOrders({st|'), context).items[0]?.insert).to.equal('status: ');
  });
  it('offers columns first inside a row scope', () => {
    expect(labels('Filter(Orders, |').slice(0, 3)).to.deep.equal(['number', 'ThisRecord', 'total']);
    expect(labels('Filter(Orders, tot|')[0]).to.equal('total');
  });
  it('offers the members of the enum that is wanted first', () =>
    expect(labels('Sort(Orders, total, |')[0]).to.match(/^SortOrder\./));
  it('offers members after the name of an enum', () => expect(labels('SortOrder.|')).to.deep.equal(['Ascending', 'Descending']));
  it('offers nothing inside a text or a comment', () => {
    expect(labels('"Tot|"')).to.deep.equal([]);
    expect(labels('// Tot|')).to.deep.equal([]);
  });
  it('replaces the word at the caret', () => {
    const { from, to } = complete('1 + Totl', 8, context);
    expect([from, to]).to.deep.equal([4, 8]);
  });
  it('leaves behaviors out of value formulas', () => {
    expect(labels('Navig|')).to.deep.equal([]);
    expect(complete('Navig', 5, { ...context, behavior: true }).items.map(({ label }) => label)).to.include('Navigate');
  });
});

describe('signature help', () => {
  it('tells the parameter around the caret', () => {
    const help = signatureHelp(...at('Left("abc", |'), context);
    expect(help?.signatures[0]?.text).to.equal('Left(text, num_chars)');
    expect(help?.parameter).to.equal(1);
  });
  it('tells the innermost call', () => expect(signatureHelp(...at('Left(Upper(|x), 1)'), context)?.name).to.equal('Upper'));
  it('is silent outside of calls', () => expect(signatureHelp(...at('1 + |2'), context)).to.equal(undefined));
});

describe('hover', () => {
  it('tells the type of a name', () => expect(hover('Total + 1', 2, context)?.type).to.equal('Number'));
  it('tells what a function does', () =>
    expect(hover('Left("a", 1)', 1, context)?.info).to.equal('The first characters of a text.'));
  it('tells the type of a part', () =>
    expect(hover('Shop.ListOrders().value', 20, context)?.type).to.equal('Table({number: Text, total: Number})'));
});

describe('highlight', () => {
  it('gives each token its class', () => {
    expect(highlight('Left(a, 1) & "x" // c').map((token) => token.class)).to.deep.equal([
      'function', 'bracket', 'name', 'separator', 'number', 'bracket', 'operator', 'text', 'comment',
    ]); // prettier-ignore
  });
});
