import { peer } from '../peer.mjs';
import { dialects, formulas, inputs, longFormula, total } from '../workload.mjs';

const parser = new (peer('expr-eval-fork').Parser)();

export const tasks = {
  parse: () => {
    let salt = 0;
    return () => typeof parser.parse(longFormula(dialects.mathjs, ++salt % 90));
  },
  evaluate: () => {
    const all = formulas(dialects.mathjs).map((formula) => parser.parse(formula));
    return () => total(all.map((formula) => formula.evaluate(inputs)));
  },
};
