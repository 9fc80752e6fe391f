import { expect } from 'chai';
import { check, createScope, quickFixes, types, type FormulaContext, type Symbol } from '../../../src/formula/index.ts';

const symbol = (name: string, type: Symbol['type']): [string, Symbol] => [name, { name, type, read: () => null, source: name }];
const choice = types.record({ Value: types.text, Rank: types.number });
const scope = createScope({
  symbols: new Map([
    symbol('My Label', types.record({ Text: types.text })),
    symbol('Total', types.number),
    symbol('Choice', choice),
  ]),
});

/** What each edit of all that is wrong makes of a formula, in order. */
function mended(text: string, more: Partial<FormulaContext> = {}): string[] {
  const context: FormulaContext = { scope, ...more };
  const found = check(text, scope, context).diagnostics.filter(({ secondary }) => secondary !== true);
  const all = found.flatMap((diagnostic) => quickFixes(text, diagnostic, context));
  return [...new Set(all.map(({ from, to, insert }) => text.slice(0, from) + insert + text.slice(to)))];
}

describe('quick fixes', () => {
  const rows: readonly (readonly [formula: string, ...mended: string[]])[] = [
    ['Lef("a", 1)', 'Left("a", 1)'],
    ['Totl + 1', 'Total + 1'],
    ['Sum(1, If(true, [2', 'Sum(1, If(true, [2]))'],
    ['Len("abc', 'Len("abc")'],
    ['Left("a", 1))', 'Left("a", 1)'],
    ['=1 + 1', '1 + 1'],
    ['1 == 2', '1 = 2'],
    ['Total != 2', 'Total <> 2'],
    ['Coalesce(null, 1)', 'Coalesce(Blank(), 1)'],
    ['Len(“abc”)', 'Len("abc")'],
    ["Len('abc')", 'Len("abc")'],
    ['"x" & My Label.Text', `"x" & 'My Label'.Text`],
    ['Total = 1 and true', 'Total = 1 And true'],
    ['"a" "b"', '"a" & "b"'],
    ['If(Total > 1; 1; 2)', 'If(Total > 1, 1, 2)'],
    ['1,5 + 2', '1.5 + 2'],
    ['Upper(Choice)', 'Upper(Choice.Value)', 'Upper(Choice.Rank)'],
    ['CountRows(Choice)', 'CountRows(Table(Choice))'],
    ['Abs([1])', ''],
    ['Total + 1'],
  ];
  for (const [formula, ...expected] of rows) {
    it(formula, () => {
      const found = mended(formula);
      if (expected[0] === '') return;
      expect(found.slice(0, expected.length)).to.deep.equal(expected);
      // What it makes of the formula is never worse than the formula.
      const count = (text: string): number =>
        check(text, scope).diagnostics.filter(({ severity }) => severity === 'error').length;
      for (const text of found) expect(count(text), text).to.be.below(count(formula));
    });
  }

  it('converts what a property does not take', () => {
    expect(mended('Choice', { expected: types.text })).to.include.members(['Choice.Value']);
    expect(mended('[1, 2]', { expected: types.number })).to.deep.equal([]);
  });

  it('leaves long formulas to the checker', () => {
    expect(mended(`Len('abc') & "${'x'.repeat(6000)}"`)).to.deep.equal([]);
  });
});
