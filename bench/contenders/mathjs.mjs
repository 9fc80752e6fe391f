import { compile, parse } from '../peers/node_modules/mathjs/lib/esm/index.js';
import { dialects, formulas, inputs, longFormula, total } from '../workload.mjs';

export const tasks = {
  parse: () => {
    let salt = 0;
    return () => parse(longFormula(dialects.mathjs, ++salt % 90)).type;
  },
  evaluate: () => {
    const all = formulas(dialects.mathjs).map((formula) => compile(formula));
    const scope = { ...inputs };
    return () => total(all.map((formula) => formula.evaluate(scope)));
  },
};
