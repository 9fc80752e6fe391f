import { expect } from 'chai';

import { canvas, compileBehavior, check, createRun, createScope, printValue, rootFrame, types } from '../../src/formula/index.ts';
import { evaluated } from './evaluated.ts';

describe('numbers', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['Round(1.005, 2)', '1.01'],
    ['Round(-2.5, 0)', '-3'],
    ['RoundUp(0.1 + 0.2, 1)', '0.3'],
    ['Round(123456789012345680, 2)', '1.2345678901234568E+17'],
    ['Round(5, -400)', '0'],
    ['Round(5.5, 400)', '5.5'],
    ['Int(-0.5)', '-1'],
    ['Mod(-7, 3)', '2'],
    ['Mod(7, -3)', '-2'],
    ['Log(8, 2)', '3'],
    ['Log(8, 0)', 'Error({Kind:ErrorKind.Numeric})'],
    ['Acos(2)', 'Error({Kind:ErrorKind.Numeric})'],
    ['Sequence(50001)', 'Error({Kind:ErrorKind.InvalidArgument})'],
    ['CountRows(Sequence(50000))', '50000'],
    ['Average(Filter([1], false), Value)', 'Error({Kind:ErrorKind.Div0})'],
    ['Sum([1, 2], 1 / 0)', 'Error({Kind:ErrorKind.Div0})'],
    ['Sum(1 / 0, Sqrt(-1))', 'Error(Table({Kind:ErrorKind.Div0},{Kind:ErrorKind.Numeric}))'],
    ['Sum(1, {a: 1})', 'ErrNumberExpected ErrInvalidArgs_Func'],
    ['Max("3", Date(1900, 1, 9))', '10'],
    ['Hex2Dec("8000000000")', '-549755813888'],
    ['Dec2Hex(-1)', '"FFFFFFFFFF"'],
  ];
  for (const [formula, expected] of cases) {
    it(`${formula} is ${expected}`, () => expect(evaluated(formula)).to.equal(expected));
  }

  it('chooses whole numbers between both ends', () => {
    const chosen = (formula: string, chance: number): string => evaluated(formula, { random: () => chance });
    expect(chosen('RandBetween(1, 6)', 0)).to.equal('1');
    expect(chosen('RandBetween(1, 6)', 0.999_999_999)).to.equal('6');
    expect(chosen('RandBetween(1.2, 3.8)', 0)).to.equal('2');
    expect(chosen('RandBetween(1.2, 3.8)', 0.999_999_999)).to.equal('3');
    expect(chosen('RandBetween(-3.5, -3.5)', 0.5)).to.equal('-3');
    expect(chosen('RandBetween(Decimal(1.2), Decimal(3.8))', 0.999_999_999)).to.equal('3');
  });

  it('keeps decimals where all numbers are decimals', () => {
    const long = '1.0000000000000000000000001';
    expect(evaluated(`Round(Decimal("${long}") * 10, 2)`)).to.equal('10');
    expect(evaluated(`Abs(Decimal("-${long}"))`)).to.equal(long);
    expect(evaluated(`Sum(Decimal("${long}"), Decimal("${long}"))`)).to.equal('2.0000000000000000000000002');
    expect(evaluated(`Mod(Decimal("${long}"), 1)`)).to.equal('0');
    expect(evaluated(`Sum([1, 2], Decimal("${long}"))`)).to.equal('2.0000000000000000000000002');
  });

  it('counts in decimals where literals are decimals', () => {
    const run = { features: { ...canvas, NumberIsFloat: false } };
    expect(evaluated('Year(Date(2026, 1, 1)) + 0.0000000000000000000000001', run)).to.equal('2026.0000000000000000000000001');
    expect(evaluated('Last(Sequence(2)).Value + 0.0000000000000000000000001', run)).to.equal('2.0000000000000000000000001');
    expect(evaluated('Int(Float(2.5)) + 0.0000000000000000000000001', run)).to.equal('2');
  });

  it('goes through tables with columns of any name', () => {
    expect(evaluated("Abs(Table({'__proto__': -1}, {'__proto__': 2}))")).to.equal('Table({Value:1},{Value:2})');
    const features = { ...canvas, ConsistentOneColumnTableResult: false };
    expect(evaluated("Abs(Table({'__proto__': -1}, {'__proto__': 2}))", { features })).to.equal(
      'Table({__proto__:1},{__proto__:2})',
    );
  });

  it('leaves blank rows and puts errors of rows in their place', () => {
    expect(evaluated('Abs(Table({a: -1}, Blank(), If(1 / 0 > 1, {a: 2})))')).to.equal(
      'Table({Value:1},Blank(),Error({Kind:ErrorKind.Div0}))',
    );
    expect(evaluated('Power([2, 3], [1])')).to.equal('Table({Value:2},{Value:Error({Kind:ErrorKind.NotApplicable})})');
  });

  it('applies a function to the rows of an awaited table', async () => {
    const answer = types.table({ Price: types.number });
    const remote = {
      name: 'Shop.Prices',
      summary: '',
      overloads: [{ parameters: [], result: answer, evaluate: () => null }],
      remote: { namespace: 'Shop', id: 'prices', safe: true },
    } as const;
    const scope = createScope({ functions: new Map([['Shop.Prices', remote]]) });
    const { formula, type, diagnostics } = check('Round(Shop.Prices(), 1)', scope, { behavior: true });
    expect(diagnostics).to.deep.equal([]);
    const run = createRun({
      calls: { read: () => null, start: async () => Promise.resolve([{ Price: 1.25 }, { Price: 2 }]) },
    });
    const value = await compileBehavior(formula)(rootFrame(run));
    expect(printValue(value, type)).to.equal('Table({Value:1.3},{Value:2})');
  });
});
