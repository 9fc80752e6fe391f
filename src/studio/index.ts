/** The authoring side: a formula bar for any page, and a first studio around a running app. Separate from the player. */
export { FormulaBar, type FormulaInput, type NameQuestion, type Outcome } from './formula-bar.ts';
export { AppBar } from './app-bar.ts';
export { SourceStore, type Kept, type KeptSource } from './source-store.ts';
export { Studio } from './studio.ts';
export { valueView } from './value-view.ts';
