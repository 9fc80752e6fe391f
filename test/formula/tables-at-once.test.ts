import { expect } from 'chai';
import * as fc from 'fast-check';

import {
  check,
  compile,
  createRun,
  createScope,
  formulaError,
  isRow,
  printValue,
  rootFrame,
  types,
  type Symbol,
  type Table,
  type TableRow,
  type Value,
} from '../../src/formula/index.ts';

/*
 * What is computed by column, looked up by hash or taken from another table's columns must be what going through the rows gives. A table that
 * is met for the first time is gone through row by row, so each formula is evaluated over a new copy and over one table again and again.
 */

const rowType = { n: types.number, t: types.text, b: types.boolean, i: types.number };
const formulas = [
  'LookUp(T, n = key)',
  'LookUp(T, key = n, t & "!")',
  'LookUp(T, t = word, n + 1)',
  'LookUp(T, b = flag, n)',
  'LookUp(T, t = word && n > 0)',
  'Filter(T, t = word)',
  'Filter(T, n = key && b)',
  'Filter(T, n > key)',
  'Sum(Sort(Filter(T, n > key), n, SortOrder.Descending), n * 2)',
  'Sort(Filter(T, n <= key || n > 2), n)',
  'Filter(Filter(T, n > 0), n < 3)',
  'ForAll(T, {a: n, c: n + 1, t: t, d: b})',
  'ForAll(T, {a: n * 2, t: t})',
  'ForAll([0, 1, 2, 3] As k, LookUp(T, n = k.Value, t))',
  'ForAll(["a", "A", "", "b"] As k, ForAll([1, 2] As m, LookUp(T, t = k.Value, n + m.Value)))',
  'CountIf(T, n = key)',
  'LookUp(T, i = key, t)',
  'Filter(T, i = key)',
  'ForAll([0, 5, -1, 2.5, 29, 31, 100, 1000000] As k, LookUp(T, k.Value = i, n))',
];

const failure = formulaError('InvalidArgument', 'a row that failed');
/** A table of mostly whole rows, blanks and errors among them where `broken`. */
function tables(broken: boolean): fc.Arbitrary<Table> {
  const number: fc.Arbitrary<Value> = fc.constantFrom(0, 1, 2, 3, -1, 1.5, -0, ...(broken ? [null, failure, 1e308] : []));
  const text: fc.Arbitrary<Value> = fc.constantFrom('a', 'A', 'b', '', 'ß', ...(broken ? [null, failure] : []));
  const boolean: fc.Arbitrary<Value> = fc.constantFrom(true, false, ...(broken ? [null, failure] : []));
  const row: fc.Arbitrary<TableRow> = fc.record({ n: number, t: text, b: boolean });
  const rows = broken ? fc.oneof({ weight: 60, arbitrary: row }, { weight: 1, arbitrary: fc.constantFrom(null, failure) }) : row;
  // `i` tells rows apart.
  return fc
    .array(rows, { minLength: 30, maxLength: 80 })
    .map((all) => all.map((one, at) => (isRow(one) ? { ...one, i: (at * 7) % 83 } : one)));
}

let current: { [name: string]: Value } = {};
const symbol = (name: string, type: types.Type): [string, Symbol] => [name, { name, type, read: () => current[name]! }];
const scope = createScope({
  symbols: new Map([
    symbol('T', types.table(rowType)),
    symbol('key', types.number),
    symbol('word', types.text),
    symbol('flag', types.boolean),
  ]),
});
const compiled = formulas.map((formula) => {
  const { formula: checked, valid, type } = check(formula, scope);
  if (!valid) throw new Error(formula);
  const evaluate = compile(checked);
  return { formula, print: () => printValue(evaluate(rootFrame(createRun())), type) };
});

describe('tables at once', () => {
  for (const { formula, print } of compiled) {
    it(formula, () => {
      const asked = fc.record({
        table: fc.boolean().chain(tables),
        key: fc.constantFrom<Value>(0, 1, 2, -1, 7, null, failure),
        word: fc.constantFrom<Value>('a', 'A', '', 'x', null, failure),
        flag: fc.constantFrom<Value>(true, false, null),
      });
      fc.assert(
        fc.property(asked, ({ table, key, word, flag }) => {
          current = { T: [...table], key, word, flag };
          const byRow = print();
          current['T'] = table;
          for (let time = 0; time < 3; time++) expect(print(), `time ${time}`).to.equal(byRow);
        }),
        { numRuns: 60 },
      );
    });
  }
});
