import { expect } from 'chai';

import { createScope, evaluate, FormulaError, ErrorKind, printValue } from '../../src/formula/index.ts';

/*
 * Functions of one family do alike what is alike: an error among the arguments, a table in the place of a value, a table that is named.
 */

const scope = createScope();

/** What a formula gives, printed; the codes of its errors where it is refused. */
function given(formula: string): string {
  const { value, type, diagnostics, valid } = evaluate(formula, scope);
  return valid ? printValue(value, type) : diagnostics.map(({ code }) => code).join(' ');
}

/** A value of each kind that parameters ask for. */
const samples: { readonly [kind: string]: string } = {
  text: '"1"',
  number: '1',
  numeric: '1',
  decimal: '1',
  boolean: 'true',
  date: 'Date(2026, 5, 31)',
  dateTime: 'DateTime(2026, 5, 31, 1, 2, 3)',
  time: 'Time(1, 2, 3)',
  color: 'Color.Red',
  guid: 'GUID("5cc45615-f759-4a53-b225-d3a2497f60ad")',
  dynamic: 'ParseJSON("1")',
  table: '[1]',
  record: '{a: 1}',
};

/** Functions whose arguments are plain values, with a value for each. */
const plain = [...scope.functions()].flatMap(({ name, behavior, overloads: [first] }) => {
  const args = first!.parameters
    .filter(({ optional }) => !optional)
    .map(({ mode, type }) => (mode === 'value' ? samples[type.kind] : undefined));
  return behavior === true || args.length === 0 || args.includes(undefined) ? [] : [{ name, args: args as string[] }];
});

/** What looks at errors instead of passing them on. */
const lookers: ReadonlySet<string> = new Set(['IsError', 'IsBlankOrError']);

describe('families of functions', () => {
  it('are found', () => {
    expect(plain.length).to.be.greaterThan(80);
  });

  for (const { name, args } of plain.filter((known) => !lookers.has(known.name))) {
    it(`${name} passes on an error in each place`, () => {
      for (const i of args.keys()) {
        const call = `${name}(${args.map((arg, at) => (at === i ? `If(1 / 0 > 1, ${arg})` : arg)).join(', ')})`;
        const { value, diagnostics } = evaluate(call, scope);
        expect(diagnostics.map(({ message }) => message)).to.deep.equal([]);
        const kinds = value instanceof FormulaError ? value.errors.map(({ kind }) => kind) : [printValue(value)];
        expect(kinds, call).to.include(ErrorKind.Div0);
      }
    });
  }

  const errorRow = 'Table({a: "1"}, {a: Text(1 / 0)})';
  for (const name of [
    'Len',
    'Lower',
    'Upper',
    'Proper',
    'Trim',
    'TrimEnds',
    'Hex2Dec',
    'Sqrt',
    'Abs',
    'Exp',
    'Boolean',
    'Char',
  ]) {
    it(`${name} takes a column, and an error stays in its row`, () => {
      const { value } = evaluate(
        `${name}(${['Boolean', 'Char'].includes(name) ? errorRow.replace('"1"', '"true"') : errorRow})`,
        scope,
      );
      const [first, second] = value as readonly { readonly Value: unknown }[];
      expect(second!.Value).to.be.instanceOf(FormulaError);
      expect(name === 'Char' || !(first!.Value instanceof FormulaError)).to.equal(true);
    });
  }

  for (const name of [
    'Sum',
    'Average',
    'Min',
    'Max',
    'StdevP',
    'VarP',
    'CountIf',
    'Concat',
    'Sort',
    'Filter',
    'ForAll',
    'Distinct',
  ]) {
    it(`${name} takes a table that is named`, () => {
      const condition = name === 'CountIf' || name === 'Filter';
      expect(given(`IsError(${name}([1, 2] As row, row.Value${condition ? ' > 1' : ''}))`)).to.equal('false');
    });
  }

  // oxfmt-ignore
  const rows: readonly (readonly [formula: string, result: string])[] = [
    // Errors: all of them, also equal ones
    ['1 / 0 + 1 / 0', 'Error(Table({Kind:ErrorKind.Div0},{Kind:ErrorKind.Div0}))'],
    ['With({x: Sqrt(-1)}, Concatenate(x, "a", x))', 'Error(Table({Kind:ErrorKind.Numeric},{Kind:ErrorKind.Numeric}))'],
    ['ForAll([0, 0], 1 / Value)', 'Error(Table({Kind:ErrorKind.Div0},{Kind:ErrorKind.Div0}))'],
    ['Find("a", ["a", "b"], [1])', 'Table({Value:1},{Value:Error({Kind:ErrorKind.NotApplicable})})'],
    ['Substitute(["a", "b"], ["a"], ["x"])', 'Table({Value:"x"},{Value:Error({Kind:ErrorKind.NotApplicable})})'],
    // Values of several kinds beside each other
    ['Switch(1, "1", 2)', 'ErrBadType_ExpectedType_ProvidedType ErrInvalidArgs_Func'],
    ['Switch(Blank(), "1", 2, Blank(), 3)', '3'],
    ['Coalesce(1, {a: 1})', 'ErrBadType_ExpectedType_ProvidedType ErrInvalidArgs_Func'],
    ['If(true, 1, {a: 1})', 'ErrBadType_NonBehavioralVoidExpression ErrInvalidArgs_Func'],
    // Blanks
    ['Concat([1, 2], Value, Blank())', 'Blank()'],
    ['TimeZoneOffset(Blank())', '0'],
    // Fractions
    ['DateAdd(DateTime(2026, 5, 31, 0, 0, 0), 1.5)', 'DateTime(2026,6,1,12,0,0,0)'],
    ['DateAdd(DateTime(2026, 5, 31, 0, 0, 0), 1.5, TimeUnit.Hours)', 'DateTime(2026,5,31,1,30,0,0)'],
    ['DateAdd(Date(2026, 5, 31), 1.9, TimeUnit.Months)', 'Date(2026,6,30)'],
    // Records joined
    ['Patch({a: 1}, {b: 2}, {a: 3})', '{a:3,b:2}'],
    ['Patch({a: 1}, {a: "2"})', 'ErrTypeError_Arg_Expected_Found ErrInvalidArgs_Func'],
    ['Patch({a: 1}, 5)', 'ErrNeedRecord_Arg ErrInvalidArgs_Func'],
    // JSON
    ['ParseJSON("[null, 1]", Type([Number]))', 'Table({Value:Blank()},{Value:1})'],
  ];
  for (const [formula, result] of rows) it(formula, () => void expect(given(formula)).to.equal(result));
});
