import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createApp } from '../app/index.ts';
import { isTestPlan, readTestPlan, runTestPlan, withMockFiles, type TestResult } from '../app/testing/index.ts';
import { mediaOf, readAppFolder } from './app-folder.ts';

const usage = 'Usage: fxloom test APP [--json]';

/**
 * `fxloom test APP`: runs the test plans of an app (YAML files with `testSuite`, in the format of Power Apps Test Engine) without a page. Each
 * case begins with the app just started. Where a plan has `networkRequestMocks`, they answer in place of the services. Exit code 1 where a case fails, 2 where there is nothing to run.
 */
export async function testCommand(args: readonly string[]): Promise<number> {
  const [path] = args.filter((argument) => !argument.startsWith('--'));
  if (path === undefined) return wrong(usage);
  const folder = await readAppFolder(path);
  if (typeof folder === 'string') return wrong(folder);
  const plans = await Promise.all(
    folder.others
      .filter(isTestPlan)
      .map(readTestPlan)
      .map((plan) => withMockFiles(plan, (file) => readFile(resolve(plan.file, '..', file), 'utf8').catch(() => undefined))),
  );
  if (plans.length === 0)
    return wrong(`There is no test plan in ${path}: a .yaml file with "testSuite:" and, below it, testSuiteName and testCases.`);
  const began = performance.now();
  const problems = [...folder.problems, ...plans.flatMap(({ diagnostics }) => diagnostics)];
  for (const { file, line, column, message } of problems) console.error(`${file}:${line}:${column} ${message}`);
  const { document, connectors } = folder;
  const media = mediaOf(folder);
  const start = () => createApp(document, { connectors, media, problems: folder.problems });
  const results: TestResult[] = [];
  for (const plan of plans) {
    const own = await runTestPlan(plan, start);
    results.push(...own);
    if (!args.includes('--json')) print(plan.name, own);
  }
  const failed = results.filter(({ passed }) => !passed).length;
  if (args.includes('--json')) console.log(JSON.stringify(results, null, 2));
  else console.log(`\n${results.length - failed} passed, ${failed} failed (${Math.round(performance.now() - began)} ms)`);
  return failed > 0 || problems.length > 0 ? 1 : 0;
}

function print(suite: string, results: readonly TestResult[]): void {
  console.log(`\n${suite}`);
  for (const { name, passed, failures, log, milliseconds } of results) {
    console.log(`  ${passed ? '✓' : '✗'} ${name} (${milliseconds.toFixed(1)} ms)`);
    for (const { message, file, line, column, step } of failures) {
      console.log(`      ${message}\n        ${step.replaceAll(/\s+/g, ' ').trim()}\n        ${file}:${line}:${column}`);
    }
    if (!passed) for (const entry of log) console.log(`      | ${entry}`);
  }
}

function wrong(message: string): number {
  console.error(message);
  return 2;
}
