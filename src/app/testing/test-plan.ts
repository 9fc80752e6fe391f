import { textOf, YamlFile, type YamlPair } from '../document-yaml.ts';
import type { AppDiagnostic, PropertySource } from '../document.ts';
import type { SourceFile } from '../places.ts';
import { isList, isMap } from '../yaml-nodes.ts';
import { readMocks, type NetworkMock } from './network-mocks.ts';

/** A case of a test plan: steps that begin with the app just started. */
export interface TestCase {
  readonly name: string;
  readonly steps: PropertySource;
  /** What answers its requests, before those of the whole plan. */
  readonly mocks: readonly NetworkMock[];
}

/** A test plan, in the format of Power Apps Test Engine: suites of cases, each with steps written as one formula. */
export interface TestPlan {
  readonly file: string;
  readonly name: string;
  /** Steps before and after each case. */
  readonly before: PropertySource | undefined;
  readonly after: PropertySource | undefined;
  readonly cases: readonly TestCase[];
  /** What answers requests in place of services. With none at all the services are asked. */
  readonly mocks: readonly NetworkMock[];
  readonly diagnostics: readonly AppDiagnostic[];
}

const SUITE_KEYS = [
  'testSuiteName',
  'testSuiteDescription',
  'persona',
  'appLogicalName',
  'onTestCaseStart',
  'onTestCaseComplete',
  'networkRequestMocks',
  'testCases',
];
const CASE_KEYS = ['testCaseName', 'testCaseDescription', 'networkRequestMocks', 'testSteps'];

/** Whether a file holds a test plan. */
export const isTestPlan = ({ text }: SourceFile): boolean => /^testSuite:/m.test(text);

/** Reads a test plan. Never throws: what is wrong is in `diagnostics`. */
export function readTestPlan(source: SourceFile): TestPlan {
  const diagnostics: AppDiagnostic[] = [];
  const file = new YamlFile(source, diagnostics);
  const root = file.parse();
  const suite = isMap(root) ? pairOf(root, 'testSuite') : undefined;
  if (suite === undefined) file.report(root, 'NotATestPlan', 'A test plan is a map with "testSuite" at the top level.');
  const keys = file.keys(suite?.value, 'testSuite', SUITE_KEYS, 'a map with testSuiteName and testCases');
  const steps = (name: string): PropertySource | undefined => {
    const pair = keys.get(name);
    return pair && file.formula(name, pair, 'testSuite');
  };
  const cases: TestCase[] = [];
  const list = keys.get('testCases')?.value;
  if (suite !== undefined && !isList(list))
    file.report(list ?? suite.key, 'WrongShape', 'testSuite needs a list "testCases", each with testCaseName and testSteps.');
  for (const item of isList(list) ? list.items : []) {
    const own = file.keys(item, 'A test case', CASE_KEYS, 'a map with testCaseName and testSteps');
    const name = file.text(own, 'testCaseName') ?? `Case ${cases.length + 1}`;
    const pair = own.get('testSteps');
    const formula = pair && file.formula('testSteps', pair, name);
    if (formula !== undefined) cases.push({ name, steps: formula, mocks: readMocks(file, own.get('networkRequestMocks')) });
    else if (pair === undefined) file.report(item, 'MissingSteps', `${name} has no testSteps.`);
  }
  return {
    file: source.name,
    name: textOf(keys.get('testSuiteName')?.value) ?? source.name,
    before: steps('onTestCaseStart'),
    after: steps('onTestCaseComplete'),
    cases,
    mocks: readMocks(file, keys.get('networkRequestMocks')),
    diagnostics,
  };
}

const pairOf = (map: { readonly items: readonly unknown[] }, name: string): YamlPair | undefined =>
  (map.items as readonly YamlPair[]).find((pair) => textOf(pair.key) === name);

/** A plan whose mocks have the bodies of their files. `read` gives the text of a file that stands beside the plan; undefined where there is none. */
export async function withMockFiles(plan: TestPlan, read: (file: string) => Promise<string | undefined>): Promise<TestPlan> {
  const diagnostics = [...plan.diagnostics];
  const filled = (mocks: readonly NetworkMock[]): Promise<NetworkMock[]> =>
    Promise.all(
      mocks.map(async (mock) => {
        const body = mock.file === undefined ? mock.body : await read(mock.file);
        if (body !== undefined) return { ...mock, body };
        const message = `There is no ${mock.file} with the answer. Its path counts from the file of the plan.`;
        const { file, line, column } = mock.place;
        diagnostics.push({ file, line, column, severity: 'error', stage: 'syntax', code: 'MockFile', message });
        return mock;
      }),
    );
  const mocks = await filled(plan.mocks);
  const cases = await Promise.all(plan.cases.map(async (one) => ({ ...one, mocks: await filled(one.mocks) })));
  return { ...plan, mocks, cases, diagnostics };
}
