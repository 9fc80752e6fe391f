import { createRun, createScope, evaluate, printValue, type Run, type ScopeAdditions } from '../../src/formula/index.ts';

/** The printed value of a formula, or the codes of what is wrong with it. */
export function evaluated(formula: string, run: Partial<Run> = {}, additions: ScopeAdditions = {}): string {
  const { value, type, valid, diagnostics } = evaluate(formula, createScope(additions), createRun(run));
  return valid ? printValue(value, type) : diagnostics.map(({ code }) => code).join(' ');
}
