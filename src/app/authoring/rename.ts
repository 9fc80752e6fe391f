import { namesIn, quoteName, type NameUse, type Symbol } from '../../formula/index.ts';
import type { App } from '../app.ts';
import { ControlModel } from '../control-model.ts';
import { AppDocument } from '../document.ts';
import { keyChanges, withChanges, type KeyEdit, type TextChange } from '../document-edit.ts';
import type { SourceFile } from '../places.ts';
import { Collection, Variable } from '../state.ts';
import { formulasOf, type FormulaInFile } from './formulas.ts';
import { definedAs, usesOf, type Named, type Use } from './uses.ts';

/** Another name for something of an app: what changes, and the files afterwards. */
export interface Renaming {
  readonly named: Named;
  readonly name: string;
  /** The formulas that name it, in order. */
  readonly uses: readonly Use[];
  readonly changes: readonly TextChange[];
  /** All files of the app, those that change and those that do not. */
  readonly files: readonly SourceFile[];
}

/**
 * Renames a control, a screen, a variable, a collection, a named formula or a function of an app in all its formulas. Only the lines that
 * name it change. The app means the same afterwards: where the new name would stand for something else in some formula, or is taken,
 * nothing changes.
 *
 * @throws RangeError what is in the way and where, for people to read.
 */
export function rename(app: App, named: Named, name: string): Renaming {
  const { document } = app;
  if (document === undefined) throw new RangeError('The source of this app cannot be edited.');
  if (!isRenamable(app, named))
    throw new RangeError(`${named.name} is not a name that this app gives. It cannot be changed here.`);
  refuseName(app, named, name);
  const formulas = [...formulasOf(app)];
  const uses = usesOf(app, named, formulas);
  const changes = keyChanges(document.files, edits(app, named, name, uses));
  const files = withChanges(document.files, changes);
  const renaming: Renaming = { named, name, uses, changes, files };
  const after = app.like(new AppDocument(files));
  try {
    refuseOtherMeaning(renaming, app, formulas, after);
  } finally {
    after.dispose();
  }
  return renaming;
}

/** Whether something has a name that the app gives it, in a place that can be changed. */
export function isRenamable(app: App, named: Named): boolean {
  if (named instanceof ControlModel) return named.role !== 'app' && !named.isPrototype;
  return named instanceof Variable || named instanceof Collection || definedAs(app, named) !== undefined;
}

function refuseName(app: App, named: Named, name: string): void {
  if (name.trim() === '' || name !== name.trim())
    throw new RangeError('A name begins and ends with a letter, a digit or a sign.');
  if (/[\p{Cc}\u2028\u2029]/u.test(name)) throw new RangeError('A name is written in one line.');
  if (name === named.name) throw new RangeError(`It is called ${name} already.`);
  const scope = app.program.analysis.scopeOf(named instanceof ControlModel ? named : undefined);
  const taken = app.program.model.controls.has(name) || scope.symbol(name) !== undefined || scope.function(name) !== undefined;
  if (taken || scope.namespace(name) !== undefined || scope.optionSet(name) !== undefined || scope.type(name) !== undefined) {
    throw new RangeError(`There is something else called ${name}. Choose another name.`);
  }
}

/** What changes in the files: formulas as a whole, and the key of a control. */
function edits(app: App, named: Named, name: string, uses: readonly Use[]): KeyEdit[] {
  const written = quoteName(name);
  const splices = new Map<FormulaInFile['source'], { from: number; to: number }[]>();
  const splice = (source: FormulaInFile['source'], from: number, to: number): unknown =>
    splices.set(source, [...(splices.get(source) ?? []), { from, to }]);
  for (const { formula, from, to } of uses) splice(formula.source, formula.start + from, formula.start + to);
  const defined = definedAs(app, named);
  if (defined !== undefined) splice(defined.source, defined.name.from, defined.name.to);
  const changes: KeyEdit[] = [...splices].map(([source, spans]) => ({
    place: source.place,
    formula: spans
      .sort((a, b) => b.from - a.from)
      .reduce((text, { from, to }) => text.slice(0, from) + written + text.slice(to), source.formula),
  }));
  return named instanceof ControlModel ? [...changes, { place: named.source.place, key: name }] : changes;
}

/** Each formula has to say of each of its names what it said before. */
function refuseOtherMeaning({ named, name }: Renaming, app: App, before: readonly FormulaInFile[], after: App): void {
  const same = new Map<Symbol, Symbol>();
  const now = [...formulasOf(after)];
  const touched = (text: string): boolean => [name, named.name].some((one) => text.includes(one.replaceAll("'", "''")));
  for (const [i, formula] of before.entries()) {
    const other = now[i];
    if (other !== undefined && !touched(formula.text) && !touched(other.text)) continue;
    const names = namesIn(formula.text, formula.context);
    const others = other === undefined ? [] : namesIn(other.text, other.context);
    const at = names.findIndex((use, j) => !isSame(use, others[j], named, name, same));
    if (at < 0 && names.length === others.length) continue;
    const where = `${formula.owner.name}.${formula.property}`;
    throw new RangeError(`In ${where} the name ${name} would stand for something else. Choose another name.`);
  }
  const errors = (of: App): number => of.diagnostics.filter(({ severity }) => severity === 'error').length;
  if (errors(after) > errors(app))
    throw new RangeError(`With the name ${name}, formulas that are right would be wrong. Choose another.`);
}

function isSame(use: NameUse, other: NameUse | undefined, named: Named, name: string, same: Map<Symbol, Symbol>): boolean {
  if (other === undefined || use.kind !== other.kind) return false;
  const isIt = use.symbol === named || use.function === named || (use.symbol === undefined && use.name === named.name);
  if (other.name !== use.name && !(isIt && other.name === name)) return false;
  if (use.symbol === undefined || other.symbol === undefined) return use.symbol === other.symbol;
  // What stands for the row is made anew for each formula; all else is one thing in the whole app.
  if (use.name === 'ThisItem' || use.name === 'Self' || use.name === 'Parent') return true;
  const known = same.get(use.symbol) ?? other.symbol;
  same.set(use.symbol, known);
  return known === other.symbol;
}
