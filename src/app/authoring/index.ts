/**
 * What an editor of apps asks: all formulas with their places, what names stand for, who uses them, other names for
 * them, and formulas in the usual layout.
 */
export { definedNames, formulasOf, type DefinedName, type FormulaInFile } from './formulas.ts';
export { definitionOf, namedAt, usesOf, type Named, type Use, type Written } from './uses.ts';
export { layOutFormulas } from './layout.ts';
export { isRenamable, rename, type Renaming } from './rename.ts';
export { insertControl, insertScreen } from './insert.ts';
export { arrange, freeSides, type Box } from './arrange.ts';
export { formulaOf } from './value-formula.ts';
export { copyFrom, pasteInto, removeFrom } from './structure.ts';
export type { TextChange } from '../document-edit.ts';
