import { check, type CheckOptions, type CheckResult } from './check.ts';
import { compile, compileBehavior } from './compile.ts';
import { FormulaError } from './error.ts';
import { rootFrame } from './evaluate.ts';
import { canvas } from './features.ts';
import { DEFAULT_FUEL } from './limits.ts';
import type { Run } from './run.ts';
import type { Scope } from './scope.ts';
import { ErrorKind } from './error.ts';
import type { Value } from './value.ts';

/** A run with usual surroundings, for those that are not given: UTC, en-US, the clock and chance of the machine, no app. */
export function createRun(surroundings: Partial<Run> = {}): Run {
  return {
    features: canvas,
    timeZone: 'UTC',
    culture: 'en-US',
    now: Date.now,
    random: Math.random,
    calls: undefined,
    effects: undefined,
    fuel: DEFAULT_FUEL,
    ...surroundings,
  };
}

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

/** The first error of a check, as a value. */
export function refused(result: CheckResult): FormulaError {
  const first =
    result.diagnostics.find(({ severity, secondary }) => severity === 'error' && secondary !== true) ?? result.diagnostics[0];
  return new FormulaError([{ kind: ErrorKind.AnalysisError, message: first?.message ?? 'The formula has an error.' }]);
}
