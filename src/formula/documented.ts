import type { Category, FunctionDefinition, FunctionDocumentation } from './function.ts';

/*
 * The documentation of functions, for those who show it: it comes by itself, as pages that run formulas do not need it, and those where
 * formulas are typed only a moment later.
 */

/** A function's documentation, and its place in the reference. */
export interface Documented extends FunctionDocumentation {
  readonly category: Category;
}

let find: ((name: string) => Documented | undefined) | undefined;

/** Loads the documentation of all functions of the language. Until then completion, signatures and hover do without it. */
export async function loadDocumentation(): Promise<void> {
  find ??= (await import('./functions/documentation.ts')).documentationOf;
}

/** The documentation of a function of the language; undefined before it is loaded, and for the functions of an app or a service. */
export const documentationOf = (name: string): Documented | undefined => find?.(name);

/** One sentence: what a function gives. */
export const summaryOf = ({ name, summary }: FunctionDefinition): string => summary ?? documentationOf(name)?.summary ?? '';
