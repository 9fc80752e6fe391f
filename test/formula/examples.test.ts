import { expect } from 'chai';

import {
  documentationOf,
  createRun,
  createScope,
  evaluate,
  evaluateBehavior,
  library,
  printValue,
} from '../../src/formula/index.ts';

/** The examples in the functions' documentation: they are the reference's, so they must hold. */
describe('examples of functions', () => {
  it('every function has a documentation', () => {
    expect(library.filter(({ name }) => (documentationOf(name)?.summary ?? '') === '').map(({ name }) => name)).to.deep.equal([]);
  });

  for (const { name, behavior } of library) {
    for (const [formula, expected] of documentationOf(name)?.examples ?? []) {
      it(`${name}: ${formula}`, async () => {
        const { value, type, diagnostics } =
          behavior === true ? await evaluateBehavior(formula, createScope()) : evaluate(formula, createScope(), createRun());
        expect(diagnostics.map((diagnostic) => diagnostic.message)).to.deep.equal([]);
        expect(printValue(value, type)).to.equal(expected);
      });
    }
  }
});
