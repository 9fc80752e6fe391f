import { peer } from '../peer.mjs';
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

export const tasks = {
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
