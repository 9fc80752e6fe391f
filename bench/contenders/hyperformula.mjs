import { peer } from '../peer.mjs';
import { changing, holding, kinds, opening } from '../shapes.mjs';
import { dialects, formulas, inputs, longFormula, rows, total } from '../workload.mjs';

// GPL-3.0: compared with, never shipped.
const { HyperFormula } = peer('hyperformula');

const names = ['price', 'count', 'rate', 'limit', 'on'];
const dialect = {
  ...dialects.fx,
  choose: (c, a, b) => `IF(${c}, ${a}, ${b})`,
};
/** `on && count < 5 || price = limit` as functions, and names as cells. */
const cells = (formula) =>
  `=${formula
    .replace(/\((\w+) && (\w+ < \d+)\) \|\| (\w+ = \w+)/, 'OR(AND($1, $2), $3)')
    .replace(/\b(price|count|rate|limit|on)\b/g, (name) => `$${'ABCDE'[names.indexOf(name)]}$1`)}`;
const build = (sheet) => HyperFormula.buildFromArray(sheet, { licenseKey: 'gpl-v3', maxRows: 200_000 });
const columns = () => rows().map((row) => [row.Price, row.Quantity]);

/** Formulas one below the other in the first column, inputs in the second. */
function buildGraph(formulas, inputs) {
  const nameOf = (source) => (source < 0 ? `B${-source}` : `A${source + 1}`);
  const lines = formulas.map(({ kind, a, b }, i) => [`=${kinds[kind].fx(nameOf(a), nameOf(b))}`, ...(i < inputs ? [i + 1] : [])]);
  const sheet = build(lines);
  return {
    set: (input, value) => sheet.setCellContents({ sheet: 0, row: input, col: 1 }, value),
    get: (formula) => sheet.getCellValue({ sheet: 0, row: formula, col: 0 }),
    sheet,
  };
}

export const memory = holding(buildGraph);

export const tasks = {
  ...changing(buildGraph, ['chain of 10,000', 'fan-out of 10,000', 'grid of 100 × 100', 'app of 50,000']),
  ...opening(buildGraph),
  parse: () => {
    const sheet = build([[]]);
    let salt = 0;
    return () => sheet.validateFormula(cells(longFormula(dialect, ++salt % 90)));
  },
  evaluate: () => {
    const sheet = build([names.map((name) => inputs[name]), ...formulas(dialect).map((formula) => [cells(formula)])]);
    let turn = 0;
    return () => {
      // The same values in two steps, so that all formulas are computed anew.
      sheet.setCellContents({ sheet: 0, row: 0, col: 0 }, ++turn % 2 === 0 ? inputs.price + 1 : inputs.price + 2);
      sheet.setCellContents({ sheet: 0, row: 0, col: 0 }, inputs.price);
      return total(Array.from({ length: 300 }, (_, row) => sheet.getCellValue({ sheet: 0, row: row + 1, col: 0 })));
    };
  },
  filter: () => {
    const sheet = build(columns());
    let limit = 0;
    return () => {
      sheet.setCellContents({ sheet: 0, row: 0, col: 3 }, '');
      sheet.setCellContents({ sheet: 0, row: 0, col: 3 }, `=COUNTIFS(A1:A100000, ">${500 + (++limit % 2) * 1e-9}")`);
      return sheet.getCellValue({ sheet: 0, row: 0, col: 3 });
    };
  },
};
