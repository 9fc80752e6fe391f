import type { CheckResult } from './check.ts';
import { ErrorKind, FormulaError } from './error.ts';
import { canvas } from './features.ts';
import { DEFAULT_FUEL } from './limits.ts';
import type { Run } from './run.ts';

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

/** The first error of a check, as a value. */
export function refused(result: CheckResult): FormulaError {
  const first =
    result.diagnostics.find(({ severity, secondary }) => severity === 'error' && secondary !== true) ?? result.diagnostics[0];
  return new FormulaError([{ kind: ErrorKind.AnalysisError, message: first?.message ?? 'The formula has an error.' }]);
}
