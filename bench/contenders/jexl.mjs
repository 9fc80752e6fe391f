import { peer } from '../peer.mjs';
import { dialects, formulas, inputs, rows, total } from '../workload.mjs';

const { Jexl } = peer('jexl');
const jexl = new Jexl();

export const tasks = {
  evaluate: () => {
    const all = formulas(dialects.jexl).map((formula) => jexl.compile(formula));
    return () => total(all.map((formula) => formula.evalSync(inputs)));
  },
  filter: () => {
    const table = rows();
    const test = jexl.compile('Price > 500');
    return () => table.filter((row) => test.evalSync(row)).length;
  },
};
