/*
 * `npm run bench rename [COUNT]`: so many generated renames (10,000 unless given) over the real apps of `FXLOOM_DATA`: controls, screens,
 * components, variables, collections, named formulas and functions get another name, and their own again. Prints what went wrong.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renameThereAndBack } from './renames.ts';

const wanted = Number(process.argv[2] ?? 10_000);
const folder = join(process.env['FXLOOM_DATA'] ?? '../shared', 'apps/payaml-given');
if (!existsSync(folder)) {
  console.log(`There is no ${folder}: name the folder of test data by FXLOOM_DATA.`);
  process.exit(0);
}
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.pa.yaml'))
  .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));

let count = 0;
let wrong = 0;
for (let round = 0; count < wanted; round++) {
  const before = count;
  for (const { name, text } of files) {
    const left = wanted - count;
    let taken = 0;
    const result = renameThereAndBack(text, () => taken++ < left, round);
    count += result.count;
    wrong += result.problems.length;
    for (const problem of result.problems) console.log(`${name}: ${problem}`);
    if (count >= wanted) break;
  }
  if (count === before) break;
}
console.log(`${count} renames over ${files.length} apps, ${wrong} went wrong`);
process.exitCode = wrong > 0 ? 1 : 0;
