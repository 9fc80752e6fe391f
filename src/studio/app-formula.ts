import type { App, AppElement } from '../app/index.ts';
import { Pending, formulaError, types } from '../formula/index.ts';
import type { FormulaBar, FormulaInput } from './formula-bar.ts';
import { PlacedFormula } from './placed-formula.ts';

/** How long typing rests before the app follows, in milliseconds. */
const PAUSE = 250;

/**
 * Joins a formula bar to an app of its page: `<fx-formula-bar for="shop" property="Total.Text">` shows that formula and what it gives, and
 * the app follows as one types. Without a property, what is typed is evaluated with the names of the app and changes nothing.
 */
export class AppFormula {
  private readonly bar: FormulaBar;
  private player: AppElement | undefined;
  private place: PlacedFormula | undefined;
  private pause: ReturnType<typeof setTimeout> | undefined;
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
    clearTimeout(this.pause);
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
    const place = new PlacedFormula(app, control, path.slice(dot + 1));
    if (place.model === undefined || (path !== '' && dot < 1)) {
      this.say(`"${path}" names no property of this app. Write it as Control.Property.`);
      return;
    }
    this.place = place;
    if (path !== '') this.bar.formula = place.formula;
    this.bar.context = () => place.context;
    this.bar.evaluate = (formula) => place.evaluate(formula);
    if (path === '') {
      void this.bar.updateComplete.then(() => this.take(this.bar.formula));
      return;
    }
    let stop = this.follow(place);
    this.stops.push(
      () => stop(),
      app.changes.add(() => {
        stop();
        stop = this.follow(place);
      }),
    );
  }

  private follow(place: PlacedFormula): () => void {
    return place.follow((outcome) => {
      this.bar.outcome = outcome;
    });
  }

  private readonly handleInput = (event: Event): void => {
    const { type, detail } = event as CustomEvent<FormulaInput>;
    clearTimeout(this.pause);
    const isReady = detail.formula.trim() === '' || detail.result?.valid === true;
    if (type === 'fx-commit') this.take(detail.formula);
    else if (isReady) this.pause = setTimeout(() => this.take(detail.formula), PAUSE);
  };

  private readonly handleCancel = (): void => {
    clearTimeout(this.pause);
    if (this.place !== undefined && this.place.property !== '') this.bar.formula = this.place.formula;
  };

  private take(formula: string): void {
    const { place } = this;
    if (place === undefined) return;
    if (place.property === '') void this.show(place.app, formula);
    else if (formula !== place.formula) this.change(place, formula.trim() === '' ? null : formula);
  }

  private change({ app, control, property }: PlacedFormula, formula: string | null): void {
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
