import { check, type CheckOptions, type CheckResult } from './check.ts';
import { compile, compileBehavior } from './compile.ts';
import { rootFrame } from './evaluate.ts';
import { createRun, refused } from './new-run.ts';
import type { Run } from './run.ts';
import type { Scope } from './scope.ts';
import type { Value } from './value.ts';

export interface Evaluation extends CheckResult {
  readonly value: Value;
}

/**
 * Checks and evaluates a formula once. Where the check finds errors, the value is an error of kind AnalysisError with the first of them.
 * For a formula that is evaluated often, check and compile it once.
 */
export function evaluate(
  formula: string,
  scope: Scope,
  run: Run = createRun(),
  options: Omit<CheckOptions, 'features'> = {},
): Evaluation {
  const result = check(formula, scope, { ...options, features: run.features });
  return { ...result, value: result.valid ? compile(result.formula)(rootFrame(run)) : refused(result) };
}

/** The same for a behavior formula: its calls are awaited in order. */
export async function evaluateBehavior(formula: string, scope: Scope, run: Run = createRun()): Promise<Evaluation> {
  const result = check(formula, scope, { behavior: true, features: run.features });
  return { ...result, value: result.valid ? await compileBehavior(result.formula)(rootFrame(run)) : refused(result) };
}
