import { readDefinitions, types, type FormulaContext, type NameToken } from '../../formula/index.ts';
import type { App } from '../app.ts';
import type { ControlModel } from '../control-model.ts';
import type { PropertySource } from '../document.ts';

/** A formula in its file. */
export interface FormulaInFile {
  readonly text: string;
  /** Where it stands: the names it sees, and the type that is wanted. */
  readonly context: FormulaContext;
  readonly file: string;
  /** Where an offset of the formula stands in its file. */
  readonly place: (offset: number) => number;
  /** The control it is written for; `App` for what `App.Formulas` defines. */
  readonly owner: ControlModel;
  /** The property, the named formula or the function that it gives a value to. */
  readonly property: string;
  /** The property in whose text it stands, and where it begins there: `App.Formulas` holds many formulas. */
  readonly source: PropertySource;
  readonly start: number;
}

/** What `App.Formulas` gives a name to: the name as it is written, with offsets into the text of that property. */
export interface DefinedName {
  readonly kind: 'formula' | 'function';
  readonly name: NameToken;
  readonly source: PropertySource;
}

/** All formulas of an app: those of controls, of definitions of components, and of `App.Formulas`. Each once. */
export function* formulasOf(app: App): Generator<FormulaInFile> {
  const { model } = app.program;
  for (const owner of model.all()) {
    for (const { source } of owner.written) yield ofControl(app, owner, source!);
    for (const source of owner.routines) yield ofControl(app, owner, source);
  }
  yield* definedFormulas(app);
}

function ofControl(app: App, owner: ControlModel, source: PropertySource): FormulaInFile {
  return {
    text: source.formula,
    get context() {
      return app.program.analysis.contextOf(owner, source.name, source);
    },
    file: source.place.file,
    place: (offset) => source.placeOf(offset).offset,
    owner,
    property: source.name,
    source,
    start: 0,
  };
}

/** The names that `App.Formulas` defines, types aside. */
export function definedNames(app: App): readonly DefinedName[] {
  const source = app.program.model.app.source.properties.get('Formulas');
  if (source === undefined) return [];
  return readDefinitions(source.formula).definitions.flatMap(({ kind, name }) =>
    kind === 'type' ? [] : [{ kind, name, source }],
  );
}

function* definedFormulas(app: App): Generator<FormulaInFile> {
  const { model, analysis } = app.program;
  const source = model.app.source.properties.get('Formulas');
  if (source === undefined) return;
  for (const definition of readDefinitions(source.formula).definitions) {
    if (definition.kind === 'type') continue;
    const { from, to } = definition.kind === 'formula' ? definition.span : definition.body.expression;
    const name = definition.name.name;
    const part: PropertySource = {
      name,
      formula: source.formula.slice(from, to),
      place: source.placeOf(definition.name.from),
      placeOf: (offset) => source.placeOf(from + offset),
    };
    yield {
      ...ofControl(app, model.app, part),
      get context(): FormulaContext {
        const context = analysis.contextOf(model.app, name, part);
        if (definition.kind === 'formula') return context;
        const fields = new Map(
          definition.parameters.map((parameter) => [
            parameter.name.name,
            context.scope.type(parameter.type.name) ?? types.unknown,
          ]),
        );
        return { ...context, behavior: definition.imperative, rows: [{ fields, aliases: [] }] };
      },
      source,
      start: from,
    };
  }
}
