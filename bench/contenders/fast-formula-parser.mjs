import { peer } from '../peer.mjs';
import { dialects, longFormula } from '../workload.mjs';

const FormulaParser = peer('fast-formula-parser');

const dialect = { ...dialects.fx, choose: (c, a, b) => `IF(${c}, ${a}, ${b})` };
const cells = { price: 'A1', count: 'B1', rate: 'C1', limit: 'D1' };

/** Another language on Chevrotain. It has no way to parse alone: finding dependencies walks the text once, without values. */
export const tasks = {
  parse: () => {
    const parser = new FormulaParser.DepParser();
    let salt = 0;
    return () =>
      parser.parse(
        longFormula(dialect, ++salt % 90).replace(/price|count|rate|limit/g, (name) => cells[name]),
        { row: 1, col: 1, sheet: 'S' },
      ).length;
  },
};
