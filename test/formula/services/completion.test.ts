import { expect } from 'chai';

import {
  canvas,
  complete,
  completeDefinitions,
  createScope,
  types,
  type FormulaContext,
  type Symbol,
  type Type,
} from '../../../src/formula/index.ts';

const orders = types.table({ Number: types.number, 'Ship to': types.text });
const names: { readonly [name: string]: Type } = {
  Orders: orders,
  Empty: types.emptyTable,
  First: types.record({ Number: types.number, 'Ship to': types.text }),
  Count: types.number,
  Title: types.text,
};
const symbols = new Map(
  Object.entries(names).map(([name, type]): [string, Symbol] => [name, { name, type, read: () => null, role: 'variable' }]),
);
const context: FormulaContext = { scope: createScope({ symbols }) };

/** What is put in, at a caret marked `|`, in order. */
const offered = (marked: string, extra: Partial<FormulaContext> = {}): string[] => {
  const at = marked.lastIndexOf('|');
  return complete(marked.slice(0, at) + marked.slice(at + 1), at, { ...context, ...extra }).items.map(({ insert }) =>
    insert.trim(),
  );
};

describe('completion by place', () => {
  const exactly: readonly (readonly [caret: string, offered: readonly string[]])[] = [
    // Nothing where nothing can be typed.
    ['"Cou|"', []],
    ['// Cou|', []],
    ['1|0', []],
    ['$"Hello |', []],
    ['Count ~|', []],
    ['NoSuchFunction(|', []],
    // Operators after a value; fewer after a record or a table.
    ['First |', ['As', 'exactin', 'in']],
    ['true &|', ['&', '&&']],
    ['"a" ex|', ['exactin']],
    // What fits, where nothing is typed yet.
    ['Len(|', ['Count', 'Title']],
    ['CountRows(|', ['Empty', 'Orders']],
    ['Count = |', ['Count']],
    ['Text(Count, "0") & Left(Title, |', ['Count', 'Title']],
    // Rows.
    ['Filter(Orders, |', ["'Ship to'", 'Number', 'ThisRecord']],
    ['ForAll(Orders, Left(|))', ["'Ship to'", 'Number', 'Count', 'Title']],
    ['Filter(Orders As o, o.|', ["'Ship to'", 'Number']],
    ['With({a: 1}, ThisRecord.|', ['a']],
    ['With({a: 1}, |', ['a', 'ThisRecord']],
    ['With({a: 1}, {b: |', ['a', 'ThisRecord']],
    ['With({a: 1}, With({b: 2}, b + |', ['a', 'b', 'ThisRecord']],
    ['Filter(Orders As o, |', ['o']],
    ['Filter(Orders, Number > |', ['Number', 'Count']],
    ['Sum(Orders, |', ["'Ship to'", 'Number', 'ThisRecord']],
    ['IfError(Count, FirstError.Mes|', ['Message']],
    // An unfinished call ends where its last argument does, and is not what the operator is for.
    [
      'Filter(Orders, Number |',
      ['-', '*', '/', '&', '&&', '^', '+', '<', '<=', '<>', '=', '>', '>=', '||', 'And', 'As', 'exactin', 'in', 'Or'],
    ],
    ['Filter(Orders |', ['As', 'exactin', 'in']],
    // Fields.
    ['First(Orders).|', ["'Ship to'", 'Number']],
    ['Orders.|', []],
    ['$"{First.|}"', ["'Ship to'", 'Number']],
    ['Filter(Orders, Orders[|', ["@'Ship to'", '@Number']],
    ['Collect(Orders, {|', ["'Ship to':", 'Number:']],
    ['Collect(Orders, {Number: 1, |', ["'Ship to':"]],
    ['ShowColumns(Orders, Num|', ['Number']],
    // Enums.
    ['SortOrder.As|', ['Ascending']],
    ['SortByColumns(Orders, Number, |', ['SortOrder.Ascending', 'SortOrder.Descending']],
    ['[@Cou|', ['Count']],
    ['Calendar.M|', ['MonthsLong(', 'MonthsShort(']],
    // Types.
    ['ParseJSON("1", Gu|', ['GUID']],
  ];
  for (const [caret, expected] of exactly) {
    it(`offers ${expected.join(', ') || 'nothing'} at ${caret}`, () => expect(offered(caret)).to.deep.equal(expected));
  }

  it('offers functions alone before a parenthesis', () =>
    expect(offered('Cou|(')).to.deep.equal(['Count(', 'CountA(', 'CountIf(', 'CountRows(']));
  it('puts what is typed exactly first, then what begins with it', () =>
    expect(offered('count|').slice(0, 3)).to.deep.equal(['Count', 'Count(', 'CountA(']));
  it('offers everything in front of a name', () => expect(offered('| Count')).to.include('Sum('));
  it('offers no fields of outer rows where rules forbid them', () =>
    expect(
      offered('Filter(Orders, Orders[|', { features: { ...canvas, DisableRowScopeDisambiguationSyntax: true } }),
    ).to.deep.equal([]));
  it('offers the columns of a table after a dot by old rules', () =>
    expect(offered('Orders.N|', { features: { ...canvas, PowerFxV1CompatibilityRules: false } })).to.deep.equal(['Number']));
  it('orders names by the language', () => {
    const scope = createScope({
      symbols: new Map(['x_zebra', 'x_ärger', 'x_azul'].map((name) => [name, { ...symbols.get('Count')!, name }])),
    });
    expect(offered('x_|', { scope, culture: 'de-DE' })).to.deep.equal(['x_ärger', 'x_azul', 'x_zebra']);
    expect(offered('x_|', { scope, culture: 'sv-SE' })).to.deep.equal(['x_azul', 'x_zebra', 'x_ärger']);
  });
});

describe('completion in definitions', () => {
  const inDefinitions: readonly (readonly [caret: string, offered: readonly string[]])[] = [
    ['Add(x: Da|', ['Date', 'DateTime', 'DateTimeTZInd']],
    ['Add(x: Number): Vo|', ['Void']],
    ['Add(x: Vo|', []],
    ['Add(zeta: Number): Number = ze|ta + 1', ['zeta']],
    ['Twice(n: Number): Number = n * 2; Four = Twi|', ['Twice']],
    ['Rate = 3; Cost = Rat|', ['Rate']],
    ['Rate = 3; |', []],
  ];
  for (const [caret, expected] of inDefinitions) {
    it(`offers ${expected.join(', ') || 'nothing'} at ${caret}`, () => {
      const at = caret.indexOf('|');
      const { items } = completeDefinitions(caret.replace('|', ''), at, { scope: createScope() });
      const labels = items.map(({ label }) => label);
      expect(expected.length === 0 ? labels : labels.slice(0, expected.length)).to.deep.equal(expected);
    });
  }
});
