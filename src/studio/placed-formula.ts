import type { App, ControlModel } from '../app/index.ts';
import type { FormulaContext, Value } from '../formula/index.ts';
import type { Outcome } from './formula-bar.ts';

/** One formula of a running app: what it says, what it can name, and what it gives at the moment. */
export class PlacedFormula {
  readonly app: App;
  readonly control: string;
  readonly property: string;

  /** @param property the property's name; empty for formulas that are only tried in this place */
  constructor(app: App, control: string, property: string) {
    this.app = app;
    this.control = control;
    this.property = property;
  }

  get model(): ControlModel | undefined {
    return this.app.program.model.controls.get(this.control);
  }

  /** As it stands in the app's source. */
  get formula(): string {
    return this.model?.source.properties.get(this.property)?.formula ?? '';
  }

  get context(): FormulaContext | undefined {
    return this.model && this.app.program.analysis.contextOf(this.model, this.property);
  }

  /** What a formula gives in this place; in a gallery, in its first row. Throws a `RangeError` where there is none. */
  evaluate(formula: string): Outcome {
    const { app, model } = this;
    if (model === undefined) throw new RangeError(`There is no control ${this.control}.`);
    const row = model.gallery === undefined ? undefined : app.row(model.gallery.name, 0);
    const { value, type } = app.evaluate(formula, model, row);
    return { value, type };
  }

  /** Tells what the property gives, now and as it changes, until it is stopped: nothing for events. */
  follow(show: (outcome: Outcome | undefined) => void): () => void {
    const { app, model } = this;
    const property = model?.isEvent(this.property) === false ? model.property(this.property) : undefined;
    if (property === undefined || model?.gallery !== undefined) {
      show(property && this.inFirstRow());
      return () => {};
    }
    const tell = (value: Value): void => show({ value, type: property.type });
    const stop = app.watch(property.path, tell);
    tell(app.value(property.path));
    return stop;
  }

  private inFirstRow(): Outcome | undefined {
    if (this.formula === '') return undefined;
    try {
      return this.evaluate(this.formula);
    } catch {
      // The gallery has no rows: there is nothing to show a value of.
      return undefined;
    }
  }
}
