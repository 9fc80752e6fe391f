import { expect } from 'chai';
import fc from 'fast-check';

import { fromLocal, parse, separatorsOf, toLocal, types, type FormulaContext } from '../../../src/formula/index.ts';
import { createScope } from '../../../src/formula/index.ts';
import { data } from '../../environment/data.ts';

// oxfmt-ignore
const pairs: readonly (readonly [invariant: string, local: string])[] = [
  ['Round(1.5, 2)', 'Round(1,5; 2)'],
  ['a; b', 'a;; b'],
  ['.5 + 1.', ',5 + 1,'],
  ['[1.5,2]', '[1,5;2]'],
  ['{a: 1.5, b: "1.5; 2, 3"}', '{a: 1,5; b: "1.5; 2, 3"}'],
  ['$"{Round(1.25, 1)}; 2.5, {x}"', '$"{Round(1,25; 1)}; 2.5, {x}"'],
  ["'a, b; c.d'.e", "'a, b; c.d'.e"],
  ['1 // 1.5, 2; 3', '1 // 1.5, 2; 3'],
  ['/* 1,5 */ 1e-3', '/* 1,5 */ 1e-3'],
];

/** Texts made of pieces that separators and what only looks like them stand in. */
const pieces = fc.array(
  fc.constantFrom(
    '1.5',
    '2',
    'F(',
    ')',
    ', ',
    '; ',
    '[',
    ']',
    '{a: ',
    '}',
    '"1,5; 2.5"',
    '$"{1.5}, "',
    "'n. m; o'",
    'x.y',
    ' + ',
    '/* , ; */',
    '\n',
  ),
  { maxLength: 20 },
);

const given = await data('apps/formulas-given.jsonl');

describe('formulas in other separators', () => {
  for (const [invariant, local] of pairs) {
    it(invariant, () => {
      expect(toLocal(invariant, 'de-DE')).to.equal(local);
      expect(fromLocal(local, 'de-DE')).to.equal(invariant);
      expect(toLocal(invariant, 'en-GB')).to.equal(invariant);
    });
  }

  it('every formula without mistakes comes back as it was, and reads as the same', () => {
    fc.assert(
      fc.property(pieces, (parts) => {
        const text = parts.join('');
        if (parse(text).diagnostics.length > 0) return;
        const local = toLocal(text, 'fr-FR');
        expect(parse(local, { separators: separatorsOf('fr-FR') }).diagnostics).to.deep.equal([]);
        expect(fromLocal(local, 'fr-FR')).to.equal(text);
      }),
      { numRuns: 300 },
    );
  });

  if (given === undefined) it.skip('needs FXLOOM_DATA');
  else {
    it('the formulas of real apps come back as they were', () => {
      const wrong: string[] = [];
      for (const line of given.trimEnd().split('\n')) {
        const { formula } = JSON.parse(line) as { formula: string };
        if (fromLocal(toLocal(formula, 'de-DE'), 'de-DE') !== formula && parse(formula).diagnostics.length === 0)
          wrong.push(formula);
      }
      expect(wrong).to.deep.equal([]);
    }).timeout(60_000);
  }

  it('columns are written by their display names or by their own', () => {
    const table: types.TableType = {
      kind: 'table',
      fields: new Map([['cr1_price', types.number]]),
      displayNames: new Map([['cr1_price', 'Unit price']]),
    };
    const scope = createScope({ symbols: new Map([['T', { name: 'T', type: table, read: () => [] }]]) });
    const context: FormulaContext = { scope };
    const shown = "Sum(T;  'Unit price' * 1,5) /* cr1_price */";
    const kept = 'Sum(T,  cr1_price * 1.5) /* cr1_price */';
    expect(toLocal(kept, 'de-DE', { names: 'display', context })).to.equal(shown);
    expect(fromLocal(shown, 'de-DE', { names: 'logical', context })).to.equal(kept);
  });
});
