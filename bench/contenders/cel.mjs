import { parse } from '../peers/node_modules/@marcbachmann/cel-js/lib/index.js';
import { dialects, formulas, inputs, longFormula, rows, total } from '../workload.mjs';

export const tasks = {
  parse: () => {
    let salt = 0;
    return () => typeof parse(longFormula(dialects.cel, ++salt % 90));
  },
  evaluate: () => {
    const all = formulas(dialects.cel).map((formula) => parse(formula));
    return () => total(all.map((formula) => formula(inputs)));
  },
  filter: () => {
    const table = rows();
    const test = parse('Price > 500.0');
    return () => table.filter((row) => test(row)).length;
  },
};
