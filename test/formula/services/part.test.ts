import { expect } from 'chai';

import {
  createScope,
  evaluate,
  namesIn,
  partAt,
  partsOf,
  printValue,
  types,
  widerParts,
  type FormulaContext,
  type Symbol,
  type Type,
  type Value,
} from '../../../src/formula/index.ts';

const symbol = (name: string, type: Type, value: Value, role: Symbol['role'] = 'variable'): [string, Symbol] => [
  name,
  { name, type, read: () => value, ...(role && { role }) },
];
const orders = [
  { Id: 1, Total: 10 },
  { Id: 2, Total: 250 },
];
const context: FormulaContext = {
  scope: createScope({
    symbols: new Map([
      symbol('Orders', types.table({ Id: types.number, Total: types.number }), orders, 'collection'),
      symbol('Limit', types.number, 100),
    ]),
  }),
};

/** The part that `«…»` marks (or a caret), evaluated for a row. */
function valueAt(marked: string, row?: number): string | undefined {
  const from = marked.indexOf('«');
  const text = marked.replace(/[«»]/g, '');
  const part = partAt(text, from, marked.indexOf('»') - 1, context, row);
  if (part === undefined) return undefined;
  const { value, type } = evaluate(part.formula, context.scope);
  return `${text.slice(part.from, part.to)} = ${printValue(value, type)}`;
}

describe('parts of a formula', () => {
  const rows: readonly (readonly [selection: string, value: string | undefined, row?: number])[] = [
    ['«1 + 2» * 3', '1 + 2 * 3 = 7'],
    ['(«1 + 2») * 3', '1 + 2 = 3'],
    ['1 + «»Limit', 'Limit = 100'],
    // What covers the selection, where it is no part.
    ['Limit «+ 1»', 'Limit + 1 = 101'],
    // Inside of rows: the first, or the one that is asked for.
    ['Filter(Orders, «Total > Limit»)', 'Total > Limit = false'],
    ['Filter(Orders, «Total > Limit»)', 'Total > Limit = true', 2],
    ['Filter(Orders As o, «o.Total» > Limit)', 'o.Total = 250', 2],
    ['ForAll(Orders, With({half: Total / 2}, «half»))', 'half = 125', 2],
    ['ForAll(Orders, Sum(Filter(Orders As o, o.Id <= ThisRecord.Id), «Total»))', 'Total = 10'],
    ['With({a: 5}, «a» * 2)', 'a = 5'],
    ['Sum(«Filter(Orders, Total > Limit)», Total)', 'Filter(Orders, Total > Limit) = Table({Id:2,Total:250})'],
    // The name of a function has no value: the call has.
    ['«Abs»(-3)', 'Abs(-3) = 3'],
    // Nothing that changes things is evaluated.
    ['Clear(«»Orders)', 'Orders = Table({Id:1,Total:10},{Id:2,Total:250})'],
    ['Clea«»r(Orders)', undefined],
    ['Nonsens«»e + 1', undefined],
  ];
  for (const [selection, expected, row] of rows) {
    it(`${selection}${row === undefined ? '' : `, row ${row}`}`, () => expect(valueAt(selection, row)).to.equal(expected));
  }

  it('tells how many rows there are', () => {
    const part = partAt('Filter(Orders, Total > 1)', 15, 20, context);
    expect(evaluate(part!.rows!.count, context.scope).value).to.equal(2);
  });
  it('counts the rows of a table that is itself inside of a row', () => {
    const text = 'ForAll(Orders, Sum(Filter(Orders As o, o.Id = Id), Total))';
    const part = partAt(text, text.lastIndexOf('Total'), text.lastIndexOf('Total') + 5, context);
    expect(evaluate(part!.rows!.count, context.scope).value).to.equal(1);
  });

  it('steps in the order of evaluation', () => {
    const text = 'If(Limit > 1, Abs(-Limit), 2)';
    const parts = partsOf(text, context).map(({ from, to }) => text.slice(from, to));
    expect(parts).to.deep.equal(['Limit', 'Limit > 1', 'Limit', '-Limit', 'Abs(-Limit)', text]);
  });
  it('widens a selection part by part', () => {
    const text = 'Abs(1 + Limit)';
    expect(widerParts(text, 8, 8, context).map(({ from, to }) => text.slice(from, to))).to.deep.equal([
      'Limit',
      '1 + Limit',
      text,
    ]);
  });
});

describe('names of a formula', () => {
  it('says what each stands for', () => {
    const text = 'Filter(Orders As o, o.Total > Limit && SortOrder.Ascending = SortOrder.Descending).Nothing';
    expect(namesIn(text, context).map(({ name, kind }) => `${name}: ${kind}`)).to.deep.equal([
      'Filter: function',
      'Orders: collection',
      'o: row',
      'o: row',
      'Total: field',
      'Limit: variable',
      'SortOrder: enum',
      'Ascending: member',
      'SortOrder: enum',
      'Descending: member',
    ]);
  });
});
