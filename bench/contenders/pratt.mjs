import { parse } from '../pratt.mjs';
import { richFormula, size } from '../workload.mjs';

export const tasks = {
  'parse rich': () => {
    let salt = 0;
    const nodes = size(parse(richFormula(0)));
    return () => (parse(richFormula(++salt % 90)).kind === 'missing' ? 0 : nodes);
  },
};
