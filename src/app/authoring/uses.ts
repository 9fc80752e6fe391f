import { children, namesIn, parse, unwrap, type Expression, type FunctionDefinition, type Symbol } from '../../formula/index.ts';
import type { App } from '../app.ts';
import { ControlModel } from '../control-model.ts';
import { Property } from '../property.ts';
import { Variable } from '../state.ts';
import { callAt, homeOf } from '../variables.ts';
import { definedNames, formulasOf, type DefinedName, type FormulaInFile } from './formulas.ts';

/** What a name of an app stands for: a control, a variable, a collection, a named formula, or a function that the app defines. */
export type Named = Symbol | FunctionDefinition;

/** A place in a formula that names something. */
export interface Use {
  readonly formula: FormulaInFile;
  /** Offsets into the formula. */
  readonly from: number;
  readonly to: number;
}

/** All places in the formulas of an app that name something, those that bring a variable into being among them. */
export function usesOf(app: App, named: Named, formulas: Iterable<FormulaInFile> = formulasOf(app)): Use[] {
  const uses: Use[] = [];
  for (const formula of formulas) {
    // A name may stand in quotes, with its own doubled.
    if (!formula.text.includes(named.name.replaceAll("'", "''"))) continue;
    for (const { name, from, to, symbol, function: called } of namesIn(formula.text, formula.context)) {
      // `Parent` and `Self` stand for controls without naming them.
      if (name === named.name && (symbol === named || called === named)) uses.push({ formula, from, to });
    }
    if (named instanceof Variable) uses.push(...declarationsIn(app, formula, named));
  }
  return uses;
}

/** What is at an offset of a formula: the thing that the name there stands for. */
export function namedAt(app: App, formula: FormulaInFile, offset: number): Named | undefined {
  const at = namesIn(formula.text, formula.context).find(({ from, to }) => from <= offset && offset <= to);
  const found = at?.symbol ?? at?.function;
  if (found !== undefined || at?.kind !== 'field') return found;
  // `UpdateContext({name: …})` names a variable by a field.
  return contextVariables(app).find((variable) =>
    declarationsIn(app, formula, variable).some(({ from, to }) => from <= offset && offset <= to),
  );
}

function contextVariables(app: App): readonly Variable[] {
  const { model } = app.program;
  const homes = [...model.screens, ...model.prototypes.values()];
  return homes.flatMap((home) => [...model.contextOf(home).values()]);
}

/** Fields of `UpdateContext` and `Navigate` that give a context variable its value. */
function declarationsIn(app: App, formula: FormulaInFile, variable: Variable): Use[] {
  const { owner, source, text } = formula;
  const { model, analysis } = app.program;
  if (formula.start > 0 || !/UpdateContext|Navigate/.test(text) || !owner.routines.includes(source)) return [];
  const parsed = parse(text);
  return analysis.routineResult(owner, source).declarations.flatMap((declaration) => {
    if (declaration.scope !== 'context' || declaration.name !== variable.name) return [];
    const home = homeOf(model, () => parsed, { owner, source, declaration });
    if (home === undefined || model.contextOf(home).get(variable.name) !== variable) return [];
    const call = callAt(parsed.expression, declaration.span);
    return (call?.args ?? []).flatMap((argument: Expression) => fieldOf(unwrap(argument), variable.name, formula));
  });
}

function fieldOf(node: Expression, name: string, formula: FormulaInFile): Use[] {
  if (node.kind !== 'record') return [...children(node)].flatMap((child) => fieldOf(child, name, formula));
  return node.fields.flatMap((field) =>
    field.name.name === name ? [{ formula, from: field.name.from, to: field.name.to }] : [],
  );
}

/** Where something is written down. */
export interface Written {
  readonly file: string;
  readonly offset: number;
  readonly length: number;
}

/** Where something is written down; undefined for what has no line of its own, such as a variable. */
export function definitionOf(app: App, named: Named): Written | undefined {
  const defined = definedAs(app, named);
  if (defined !== undefined) {
    const { file, offset } = defined.source.placeOf(defined.name.from);
    return { file, offset, length: defined.name.to - defined.name.from };
  }
  const source = named instanceof Property ? (named.source ?? named.owner.source) : named instanceof ControlModel && named.source;
  if (!source) return undefined;
  return { file: source.place.file, offset: source.place.offset, length: source.name.length };
}

/** The definition of a named formula or function in `App.Formulas`. */
export function definedAs(app: App, named: Named): DefinedName | undefined {
  const { analysis } = app.program;
  const isFormula = analysis.namedFormulas.get(named.name) === named;
  if (!isFormula && analysis.scopeOf(undefined).function(named.name) !== named) return undefined;
  const kind = isFormula ? 'formula' : 'function';
  return definedNames(app).find((defined) => defined.kind === kind && defined.name.name === named.name);
}
