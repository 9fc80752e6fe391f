import { definitionOf, formulasOf, namedAt, type Named } from '../app/authoring/index.ts';
import { allControls, type App, type ControlModel } from '../app/index.ts';
import type { FormulaContext } from '../formula/index.ts';
import type { FormulaPlace } from './panes/index.ts';

/** A formula as it is being typed. */
export interface TypedFormula {
  readonly app: App;
  readonly owner: ControlModel;
  readonly property: string;
  readonly text: string;
  readonly context: FormulaContext;
}

/** What the name at an offset of a formula stands for. */
export function namedIn({ app, owner, property, text, context }: TypedFormula, offset: number): Named | undefined {
  const source = owner.source.properties.get(property);
  if (source === undefined) return undefined;
  const place = (at: number): number => source.placeOf(at).offset;
  return namedAt(app, { text, context, file: source.place.file, place, owner, property, source, start: 0 }, offset);
}

/** The formula that something is written in: that of a control, or `App.Formulas`. Undefined for what has no place of its own. */
export function placeOf(app: App, named: Named): FormulaPlace | undefined {
  const written = definitionOf(app, named);
  if (written === undefined) return undefined;
  const isHere = ({ place: { file, offset } }: { readonly place: { readonly file: string; readonly offset: number } }): boolean =>
    file === written.file && offset === written.offset;
  const control = [...allControls(app.document?.screens ?? [])].find(isHere);
  if (control !== undefined) return { control: control.name, property: '' };
  const formula = [...formulasOf(app)].find(({ source }) => isHere(source));
  return formula === undefined
    ? { control: 'App', property: 'Formulas' }
    : { control: formula.owner.name, property: formula.source.name };
}
