import type { App, AppElement, ControlModel } from '../app/index.ts';
import { Pending, formulaError, types, type FormulaContext } from '../formula/index.ts';
import { Draft } from './draft.ts';
import type { FormulaBar, FormulaInput } from './formula-bar.ts';
import { followOutcome, outcomeIn } from './outcome.ts';

/** Which formula of a running app; without a property, formulas are only tried in this place. */
interface Place {
  readonly app: App;
  readonly control: string;
  readonly property: string;
}

/**
 * Joins a formula bar to an app of its page: `<fx-formula-bar for="shop" property="Total.Text">` shows that formula and what it gives, and
 * the app follows as one types. Without a property, what is typed is evaluated with the names of the app and changes nothing.
 */
export class AppFormula {
  private readonly bar: FormulaBar;
  private player: AppElement | undefined;
  private place: Place | undefined;
  private readonly draft = new Draft(({ formula }) => this.take(formula));
  private readonly stops: (() => void)[] = [];
  private turn = 0;

  constructor(bar: FormulaBar) {
    this.bar = bar;
    bar.addEventListener('fx-input', this.handleInput);
    bar.addEventListener('fx-commit', this.handleInput);
    bar.addEventListener('fx-cancel', this.handleCancel);
    this.find();
  }

  /** Looks anew for the app and the property that the bar names. */
  find(): void {
    this.release();
    const { app: id, property } = this.bar;
    const player = (this.bar.getRootNode() as Document | ShadowRoot).getElementById(id);
    if (player?.localName !== 'fx-app') {
      this.say(`There is no <fx-app id="${id}"> in this page.`);
      return;
    }
    this.player = player as AppElement;
    this.player.addEventListener('fx-ready', this.handleReady);
    if (this.player.app !== undefined) this.open(this.player.app, property);
  }

  stop(): void {
    this.release();
    this.bar.removeEventListener('fx-input', this.handleInput);
    this.bar.removeEventListener('fx-commit', this.handleInput);
    this.bar.removeEventListener('fx-cancel', this.handleCancel);
  }

  private release(): void {
    this.player?.removeEventListener('fx-ready', this.handleReady);
    this.player = undefined;
    this.leave();
  }

  private leave(): void {
    this.turn++;
    this.draft.forget();
    for (const stop of this.stops.splice(0)) stop();
    this.place = undefined;
  }

  private readonly handleReady = (event: Event): void => {
    this.open((event as CustomEvent<{ readonly app: App }>).detail.app, this.bar.property);
  };

  private open(app: App, path: string): void {
    this.leave();
    const dot = path.lastIndexOf('.');
    const control = path === '' ? (app.screen?.name ?? 'App') : path.slice(0, dot);
    const place: Place = { app, control, property: path.slice(dot + 1) };
    if (modelOf(place) === undefined || (path !== '' && dot < 1)) {
      this.say(`"${path}" names no property of this app. Write it as Control.Property.`);
      return;
    }
    this.place = place;
    if (path !== '') this.bar.formula = formulaOf(place);
    this.bar.context = () => contextOf(place);
    this.bar.evaluate = (formula) => {
      const model = modelOf(place);
      if (model === undefined) throw new RangeError(`There is no control ${control}.`);
      return outcomeIn(app, model, formula);
    };
    if (path === '') {
      void this.bar.updateComplete.then(() => this.take(this.bar.formula));
      return;
    }
    let stop = this.follow(place);
    this.stops.push(
      () => stop?.(),
      app.changes.add(() => {
        stop?.();
        stop = this.follow(place);
      }),
    );
  }

  private follow(place: Place): (() => void) | undefined {
    const model = modelOf(place);
    return model && followOutcome(place.app, model, place.property, (outcome) => (this.bar.outcome = outcome));
  }

  private readonly handleInput = (event: Event): void => {
    const {
      type,
      detail: { formula, result },
    } = event as CustomEvent<FormulaInput>;
    if (this.place === undefined) return;
    const { control, property } = this.place;
    const ready = formula.trim() === '' || result?.valid === true;
    this.draft.type({ control, property, formula }, { differs: true, ready });
    if (type === 'fx-commit') this.draft.settle();
  };

  private readonly handleCancel = (): void => {
    this.draft.forget();
    if (this.place !== undefined && this.place.property !== '') this.bar.formula = formulaOf(this.place);
  };

  private take(formula: string): void {
    const { place } = this;
    if (place === undefined) return;
    if (place.property === '') void this.show(place.app, formula);
    else if (formula !== formulaOf(place)) this.change(place, formula.trim() === '' ? null : formula);
  }

  private change({ app, control, property }: Place, formula: string | null): void {
    try {
      if (app.document === undefined) throw new RangeError('Formulas in attributes of the page are changed there, not here.');
      app.edit(control, property, formula);
    } catch (error) {
      this.say((error as Error).message);
    }
  }

  /** Evaluates once, and waits for the calls in it. What is typed meanwhile comes before it. */
  private async show(app: App, formula: string): Promise<void> {
    const turn = ++this.turn;
    if (formula.trim() === '') {
      this.bar.outcome = undefined;
      return;
    }
    const first = app.evaluate(formula, app.screen);
    this.bar.outcome = first;
    if (!(first.value instanceof Pending)) return;
    const { value, type } = await app.settled(formula);
    if (turn === this.turn) this.bar.outcome = { value, type };
  }

  private say(message: string): void {
    const error = formulaError('NotFound', message);
    this.bar.outcome = { value: error, type: types.unknown };
  }
}

const modelOf = ({ app, control }: Place): ControlModel | undefined => app.program.model.controls.get(control);

/** As it stands in the app's source. */
const formulaOf = (place: Place): string => modelOf(place)?.source.properties.get(place.property)?.formula ?? '';

function contextOf(place: Place): FormulaContext | undefined {
  const model = modelOf(place);
  return model && place.app.program.analysis.contextOf(model, place.property);
}
