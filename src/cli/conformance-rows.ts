/*
 * `npm run conformance:rows -- FILE [--all]`: runs a file of rows (a JSON array of groups; each group says what its rows state: which texts
 * are formulas or definitions, how they are formatted, which types and values they have), prints the rows that differ, and ends with
 * `N of M (P %)`. A group that is not known counts as failed.
 */
import { readFileSync } from 'node:fs';

import type { Judge } from './row-judge.ts';
import { rowJudges } from './row-judges.ts';

interface Group {
  readonly group: string;
  readonly rows: readonly { readonly test: string; readonly args: { readonly [name: string]: unknown } }[];
}

const unknown: Judge = () => 'this group is not known';

const [file, ...options] = process.argv.slice(2);
if (file === undefined) {
  console.error('Usage: npm run conformance:rows -- FILE [--all]');
  process.exitCode = 2;
} else {
  const groups = JSON.parse(readFileSync(file, 'utf8')) as readonly Group[];
  let [passed, total] = [0, 0];
  for (const { group, rows } of groups) {
    let ofGroup = 0;
    for (const { test, args } of rows) {
      let problem: string | undefined;
      try {
        problem = await (rowJudges.get(group) ?? unknown)(args, test);
      } catch (error) {
        problem = `exception: ${(error as Error).message}`;
      }
      if (problem === undefined) ofGroup++;
      if (problem === undefined && !options.includes('--all')) continue;
      console.log(`${problem === undefined ? 'ok  ' : 'FAIL'} ${group}  ${JSON.stringify(args)}`);
      if (problem !== undefined) console.log(`     ${problem.slice(0, 500)}`);
    }
    console.log(`${group}: ${ofGroup} of ${rows.length}`);
    passed += ofGroup;
    total += rows.length;
  }
  console.log(`${passed} of ${total} (${(total === 0 ? 0 : (100 * passed) / total).toFixed(1)} %)`);
}
