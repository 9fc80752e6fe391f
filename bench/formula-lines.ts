import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A formula of a file, and the property that it belongs to. */
export interface FormulaLine {
  readonly formula: string;
  readonly property?: string;
}

/** The formulas of a `.jsonl` file; without one, those of `FXLOOM_DATA` (`../shared`). Where there is no such file it says so and ends. */
export function formulaLines(
  file = join(process.env['FXLOOM_DATA'] ?? '../shared', 'apps/formulas-given.jsonl'),
): readonly FormulaLine[] {
  if (!existsSync(file)) {
    console.log(`There is no ${file}: name a file, or the folder of test data by FXLOOM_DATA.`);
    process.exit(0);
  }
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as FormulaLine);
}
