/** Tests of an app, written as formulas and run without a page. */
export { isTestPlan, readTestPlan, withMockFiles } from './test-plan.ts';
export { runTestPlan, type TestResult } from './run-tests.ts';
