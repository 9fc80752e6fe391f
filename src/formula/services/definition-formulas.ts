import type { Diagnostic, Span } from '../diagnostic.ts';
import type { FormulaContext } from './context.ts';
import type * as Parts from './definition-parts.ts';

/*
 * A list of definitions (`App.Formulas`) as the services see it: formulas, each in its place, with the names that it sees. What takes it
 * apart is loaded where such a list is typed; before that there are no formulas in it.
 */

/** A formula of a definition. */
export interface DefinedFormula extends Span {
  readonly text: string;
  readonly context: FormulaContext;
}

let parts: typeof Parts | undefined;

/** Loads what services need for lists of definitions. Tells whether they had to wait for it. */
export async function loadDefinitionServices(): Promise<boolean> {
  if (parts !== undefined) return false;
  parts = await import('./definition-parts.ts');
  return true;
}

/** The formulas of a list of definitions, in order. */
export const formulasIn = (text: string, context: FormulaContext): readonly DefinedFormula[] =>
  parts?.formulasIn(text, context) ?? [];

/** All that is wrong with a list of definitions, in order; undefined while that cannot be said yet. */
export const definitionProblems = (text: string, context: FormulaContext): readonly Diagnostic[] | undefined =>
  parts?.definitionProblems(text, context);

/** The formula of a list of definitions that an offset is in. */
export const formulaAt = (text: string, offset: number, context: FormulaContext): DefinedFormula | undefined =>
  formulasIn(text, context).find(({ from, to }) => from <= offset && offset <= to);

/** What a service says of a formula within a text, with places in the text. */
export const shifted = <S extends Span>(span: S, by: number): S => ({ ...span, from: span.from + by, to: span.to + by });
