import type { App, ControlModel } from '../app/index.ts';
import type { Outcome } from './formula-bar.ts';

/** What a formula gives in the place of a control's properties; in a gallery, in its first row. It throws where there is no row. */
export function outcomeIn(app: App, model: ControlModel, formula: string): Outcome {
  const row = model.gallery === undefined ? undefined : app.row(model.gallery.name, 0);
  const { value, type } = app.evaluate(formula, model, row);
  return { value, type };
}

/**
 * Follows the value of a property until the returned function is called; in a gallery, that of the first row as it is now. Events and what has
 * no value give undefined.
 */
export function followOutcome(
  app: App,
  model: ControlModel,
  name: string,
  show: (outcome: Outcome | undefined) => void,
): (() => void) | undefined {
  const property = model.isEvent(name) ? undefined : model.property(name);
  if (property === undefined) {
    show(undefined);
    return undefined;
  }
  if (model.gallery !== undefined) {
    show(inFirstRow(app, model, model.source.properties.get(name)?.formula ?? ''));
    return undefined;
  }
  show({ value: app.value(property.path), type: property.type });
  return app.watch(property.path, (value) => show({ value, type: property.type }));
}

function inFirstRow(app: App, model: ControlModel, formula: string): Outcome | undefined {
  if (formula === '') return undefined;
  try {
    return outcomeIn(app, model, formula);
  } catch {
    // The gallery has no rows: there is nothing to show a value of.
    return undefined;
  }
}
