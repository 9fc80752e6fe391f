/** The authoring side: a formula bar for any page. Separate from the player, which never loads it. */
export { FormulaBar, type FormulaInput, type Outcome } from './formula-bar.ts';
export { valueView } from './value-view.ts';
