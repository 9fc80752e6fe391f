import type { Diagnostic } from '../diagnostic.ts';
import type { Type } from '../type.ts';
import { definitionProblems } from './definition-formulas.ts';
import { analyze, type FormulaContext } from './context.ts';

/** What the checker says of what is typed: a formula, or a list of definitions. */
export interface Diagnosis {
  readonly diagnostics: readonly Diagnostic[];
  /** Whether it can be used: no diagnostic is an error. */
  readonly valid: boolean;
  /** What the formula gives; undefined for definitions. */
  readonly type?: Type;
}

/** Checks a formula in its place; a list of definitions is not valid before `loadDefinitionServices`. Never throws. */
export function diagnose(text: string, context: FormulaContext): Diagnosis {
  if (context.definitions !== true) return analyze(text, context).result;
  const diagnostics = definitionProblems(text, context);
  return { diagnostics: diagnostics ?? [], valid: diagnostics?.some(({ severity }) => severity === 'error') === false };
}
