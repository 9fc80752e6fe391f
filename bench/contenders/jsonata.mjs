import { peer } from '../peer.mjs';
import { dialects, formulas, inputs, longFormula, rows, total } from '../workload.mjs';

const jsonata = peer('jsonata');

/** Its evaluation is asynchronous: tasks give promises. */
const overRows = (formula) => () => {
  const table = { rows: rows() };
  const compiled = jsonata(formula);
  return () => compiled.evaluate(table);
};

export const tasks = {
  parse: () => {
    let salt = 0;
    return () => typeof jsonata(longFormula(dialects.jsonata, ++salt % 90));
  },
  evaluate: () => {
    const all = formulas(dialects.jsonata).map((formula) => jsonata(formula));
    return async () => {
      const values = [];
      for (const formula of all) values.push(await formula.evaluate(inputs));
      return total(values);
    };
  },
  filter: overRows('$count(rows[Price > 500])'),
};
