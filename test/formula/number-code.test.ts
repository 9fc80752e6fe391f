import { expect } from 'chai';
import fc from 'fast-check';
import {
  check,
  compile,
  createRun,
  createScope,
  formulaError,
  isError,
  numberCode,
  rootFrame,
  runNumberCode,
  SHARED_PLACES,
  types,
  type Symbol,
  type Value,
} from '../../src/formula/index.ts';

const names = ['a', 'b', 'c', 'yes', 'no'];

/** Formulas with these values of `a`, `b`, `c`, `yes` and `no`, as code and as closures. */
function machine(given: readonly Value[]) {
  const numbers = new Float64Array(1000).fill(Number.NaN);
  const others: (Value | undefined)[] = [];
  const symbols = new Map<string, Symbol>();
  let free = SHARED_PLACES;
  const put = (value: Value): number => {
    if (typeof value === 'number') numbers[free] = value;
    else others[free] = value;
    return free++;
  };
  const places = new Map(
    names.map((name, i) => {
      const value = given[i]!;
      const symbol: Symbol = { name, type: i < 3 ? types.number : types.boolean, read: () => value };
      symbols.set(name, symbol);
      return [symbol, put(value)] as const;
    }),
  );
  const scope = createScope({ symbols });
  return {
    /** The number, or `gives up`, or `none` where there is no code. */
    code: (formula: string): number | string => {
      const code = numberCode(check(formula, scope).formula, { of: (symbol) => places.get(symbol), constant: put });
      if (code === undefined) return 'none';
      const ran = runNumberCode(Int32Array.from(code), 0, code.length, numbers, others);
      return ran ? numbers[0]! : 'gives up';
    },
    closure: (formula: string): Value => compile(check(formula, scope).formula)(rootFrame(createRun())),
  };
}

describe('number code', () => {
  const cases: readonly [formula: string, values: readonly Value[], wanted: Value][] = [
    ['a', [1.5], 1.5],
    ['-a', [0], -0],
    ['(a + b) / 2 - 50% ^ c', [1, 3, 2], 1.75],
    ['If(a > b, a, b)', [1, 2], 2],
    ['If(a > b, a, a = b, 7, b)', [2, 2], 7],
    ['If(!(a < b || c <> 3) && yes, 1, 2) * 10', [2, 2, 3, true], 10],
    ['If(a < b || c <> 3, 1, no, 2, 3)', [2, 2, 3, true, false], 3],
    ['If(a >= 1 && a <= 2, If(a = 1, 10, 20), 30)', [2], 20],
    // An error, or something that is no number.
    ['a + b', [1, null], 'gives up'],
    ['If(a < b, 1, 2)', [1, null], 'gives up'],
    ['If(a = b, 1, 2)', [null, 0], 'gives up'],
    ['If(yes, 1, 2)', [1, 2, 3, null], 'gives up'],
    ['If(a > b, 1)', [1, 2], 'gives up'],
    ['1 / (a - b)', [2, 2], 'gives up'],
    ['1 / (a * b)', [1e300, 1e300], 'gives up'],
    ['a ^ 0.5', [-1], 'gives up'],
    ['a + b', [1, formulaError('Div0', 'x')], 'gives up'],
    ['a ^ 0', [null], 'gives up'],
    // More than it can say.
    ['Round(a, 1)', [1], 'none'],
    ['a > b', [1, 2], 'none'],
    ['If(IsBlank(a), 1, 2)', [1], 'none'],
    ['If(yes, a, "x")', [1], 'none'],
  ];
  for (const [formula, values, wanted] of cases) {
    it(`${formula} of ${values.map((value) => (isError(value) ? 'an error' : String(value))).join(', ')}`, () => {
      const { code, closure } = machine(names.map((_, i) => values[i] ?? null));
      expect(code(formula)).to.equal(wanted);
      if (typeof wanted === 'number') expect(closure(formula)).to.equal(wanted);
    });
  }

  it('gives what closures give, or gives up', () => {
    const { number } = fc.letrec<{ number: string; condition: string }>((part) => ({
      number: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom('a', 'b', 'c', '0', '1', '2.5', '1e300'),
        fc
          .tuple(part('number'), fc.constantFrom('+', '-', '*', '/', '^'), part('number'))
          .map(([x, operator, y]) => `(${x} ${operator} ${y})`),
        part('number').map((x) => `(-${x})`),
        fc.tuple(part('condition'), part('number'), part('number')).map((parts) => `If(${parts.join(', ')})`),
        fc.tuple(part('condition'), part('number'), part('condition'), part('number')).map((parts) => `If(${parts.join(', ')})`),
      ),
      condition: fc.oneof(
        { maxDepth: 3 },
        fc.constantFrom('yes', 'no'),
        fc
          .tuple(part('number'), fc.constantFrom('<', '>', '<=', '>=', '=', '<>'), part('number'))
          .map(([x, operator, y]) => `(${x} ${operator} ${y})`),
        fc
          .tuple(part('condition'), fc.constantFrom('&&', '||'), part('condition'))
          .map(([x, operator, y]) => `(${x} ${operator} ${y})`),
        part('condition').map((x) => `!${x}`),
      ),
    }));
    const value = fc.constantFrom<Value>(0, -0, 1, 2, 2.5, -3, 1e300, null, formulaError('Div0', 'x'));
    const truth = fc.constantFrom<Value>(true, false, null, formulaError('Div0', 'x'));
    let answered = 0;
    fc.assert(
      fc.property(fc.tuple(value, value, value, truth, truth), number, (values, formula) => {
        const { code, closure } = machine(values);
        const found = code(formula);
        expect(found).not.to.equal('none');
        if (found === 'gives up') return;
        answered++;
        expect(closure(formula)).to.equal(found);
      }),
      { numRuns: 3000 },
    );
    expect(answered).to.be.greaterThan(500);
  });
});
