import { expect } from 'chai';

import { createRun, createScope, evaluate, evaluateBehavior, library, printValue } from '../../src/formula/index.ts';

/** The examples in the functions' own records: they are the reference's, so they must hold. */
describe('examples of functions', () => {
  for (const { name, examples, behavior } of library) {
    for (const [formula, expected] of examples) {
      it(`${name}: ${formula}`, async () => {
        const { value, type, diagnostics } =
          behavior === true ? await evaluateBehavior(formula, createScope()) : evaluate(formula, createScope(), createRun());
        expect(diagnostics.map((diagnostic) => diagnostic.message)).to.deep.equal([]);
        expect(printValue(value, type)).to.equal(expected);
      });
    }
  }
});
