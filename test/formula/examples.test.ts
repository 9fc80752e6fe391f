import { expect } from 'chai';

import {
  documentationOf,
  createRun,
  createScope,
  evaluate,
  library,
  loadDocumentation,
  printValue,
} from '../../src/formula/index.ts';

import { needsApp } from './needs-app.ts';

await loadDocumentation();

/** The examples in the functions' documentation: they are the reference's, so they must hold. */
describe('examples of functions', () => {
  it('every function has a documentation', () => {
    expect(library.filter(({ name }) => (documentationOf(name)?.summary ?? '') === '').map(({ name }) => name)).to.deep.equal([]);
  });

  it('every function shows how it is used', () => {
    const silent = library.filter(({ name }) => (documentationOf(name)?.examples ?? []).length === 0).map(({ name }) => name);
    expect(silent).to.deep.equal(['Relate', 'Unrelate']);
  });

  for (const { name } of library.filter((definition) => !needsApp(definition))) {
    for (const [formula, expected] of documentationOf(name)?.examples ?? []) {
      it(`${name}: ${formula}`, () => {
        const { value, type, diagnostics } = evaluate(formula, createScope(), createRun());
        expect(diagnostics.map((diagnostic) => diagnostic.message)).to.deep.equal([]);
        expect(printValue(value, type)).to.equal(expected);
      });
    }
  }
});
