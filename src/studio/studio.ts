import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { App, ControlModel } from '../app/index.ts';
import type { JumpDetail, WhyElement } from '../app/inspect/index.ts';
import type { FormulaContext, Value } from '../formula/index.ts';
import './formula-bar.ts';
import type { FormulaInput, Outcome } from './formula-bar.ts';
import { propertyChoices, type PropertyChoice } from './property-choices.ts';
import { studioStyles } from './studio-styles.ts';
import { flatten, type TreeItem } from './tree.ts';

/** Milliseconds without typing after which a valid formula is put into the running app. */
const PAUSE = 300;

/**
 * A first studio: a tree of the app's controls, a choice of property, a formula bar, and the running app in the slot, which follows each
 * valid formula. A formula with an error is shown as wrong and left out: the app goes on with the last one that was right.
 */
export class Studio extends LitElement {
  static override readonly properties = {
    app: { attribute: false },
    control: {},
    property: {},
    problem: { state: true },
    outcome: { state: true },
    screenName: { state: true },
    asking: { state: true },
  };
  static override readonly styles = studioStyles;

  declare app: App | undefined;
  /** The chosen control, by name. */
  declare control: string;
  /** The chosen property or event. */
  declare property: string;
  declare private problem: string | undefined;
  declare private outcome: Outcome | undefined;
  declare private screenName: string | undefined;
  /** The pane is open that says why the value of the chosen property is so. */
  declare private asking: boolean;

  private readonly stops: (() => void)[] = [];
  private stopOutcome: (() => void) | undefined;
  private pause: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.control = '';
    this.property = '';
    this.asking = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.release();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('app')) this.follow();
    if (changed.has('app') || changed.has('control') || changed.has('property')) this.showOutcome();
  }

  protected override updated(changed: PropertyValues<this> & ReadonlyMap<string, unknown>): void {
    const about = ['app', 'control', 'property', 'outcome', 'asking'];
    if (this.asking && about.some((name) => changed.has(name))) this.explain();
  }

  private release(): void {
    clearTimeout(this.pause);
    this.stopOutcome?.();
    this.stopOutcome = undefined;
    for (const stop of this.stops.splice(0)) stop();
  }

  /** Follows the app: its screen, and its controls after an edit. */
  private follow(): void {
    this.release();
    const { app } = this;
    if (app === undefined) return;
    this.screenName = app.screen?.name;
    this.stops.push(
      app.moves.add(() => {
        this.screenName = app.screen?.name;
      }),
      app.changes.add(() => {
        this.showOutcome();
        this.requestUpdate();
      }),
    );
    if (this.model === undefined) this.choose(app.screen?.children[0]?.name ?? app.program.model.screens[0]?.name ?? 'App');
  }

  // ---- What is chosen --------------------------------------------------------------------------------------------------------------

  private get model(): ControlModel | undefined {
    return this.app?.program.model.controls.get(this.control);
  }

  private get choices(): readonly PropertyChoice[] {
    const { model } = this;
    return model === undefined ? [] : propertyChoices(model);
  }

  private choose(control: string, property?: string): void {
    this.control = control;
    const { choices } = this;
    const kept = choices.some(({ name }) => name === (property ?? this.property));
    this.property = kept ? (property ?? this.property) : (choices[0]?.name ?? '');
    this.problem = undefined;
  }

  private get formula(): string {
    return this.model?.source.properties.get(this.property)?.formula ?? '';
  }

  private get context(): FormulaContext | undefined {
    const { app, model } = this;
    return app === undefined || model === undefined ? undefined : app.program.analysis.contextOf(model, this.property);
  }

  // ---- What it gives ---------------------------------------------------------------------------------------------------------------

  /** Follows the value of the chosen property; in a gallery, that of the first row. */
  private showOutcome(): void {
    this.stopOutcome?.();
    this.stopOutcome = undefined;
    this.outcome = undefined;
    const { app, model } = this;
    const property = model?.isEvent(this.property) === false ? model.property(this.property) : undefined;
    if (app === undefined || model === undefined || property === undefined) return;
    if (model.gallery !== undefined) {
      this.outcome = this.inFirstRow();
      return;
    }
    const show = (value: Value): void => {
      this.outcome = { value, type: property.type };
    };
    this.stopOutcome = app.watch(property.path, show);
    show(app.value(property.path));
  }

  /** What a formula gives in the place of the chosen property; in a gallery, in its first row. */
  private evaluate(formula: string): Outcome {
    const { app, model } = this;
    if (app === undefined || model === undefined) throw new RangeError('No control is chosen.');
    const row = model.gallery === undefined ? undefined : app.row(model.gallery.name, 0);
    const { value, type } = app.evaluate(formula, model, row);
    return { value, type };
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

  private explain(): void {
    const { app, model, property } = this;
    const found = model?.isEvent(property) === false ? model.property(property) : undefined;
    void this.renderRoot.querySelector<WhyElement>('fx-why')?.explain(app, found?.path ?? '');
  }

  private async toggleWhy(): Promise<void> {
    await import('../app/inspect/index.ts');
    this.asking = !this.asking;
  }

  private handleJump({ detail: { control, property } }: CustomEvent<JumpDetail>): void {
    this.choose(control, property);
  }

  // ---- Editing ---------------------------------------------------------------------------------------------------------------------

  private handleInput(event: CustomEvent<FormulaInput>): void {
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.apply(event.detail), PAUSE);
  }

  private handleCommit(event: CustomEvent<FormulaInput>): void {
    clearTimeout(this.pause);
    this.apply(event.detail);
  }

  private handleCancel(): void {
    clearTimeout(this.pause);
    this.requestUpdate('formula');
    const bar = this.renderRoot.querySelector('fx-formula-bar');
    if (bar !== null) bar.formula = this.formula;
  }

  /** Puts a formula into the running app, if it is right. An empty one takes the property away. */
  private apply({ formula, result }: FormulaInput): void {
    const { app } = this;
    if (app === undefined || formula === this.formula || (formula.trim() !== '' && result?.valid !== true)) return;
    try {
      app.edit(this.control, this.property, formula.trim() === '' ? null : formula);
      this.problem = undefined;
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
    }
  }

  // ---- Rendering -------------------------------------------------------------------------------------------------------------------

  override render(): TemplateResult {
    return html`<header>${this.renderChoice()}${this.renderBar()}</header>
      <nav aria-label="Controls of the app">${this.renderTree()}</nav>
      <main><slot></slot></main>
      ${this.renderWhy()}${this.problem === undefined ? nothing : html`<p class="problem" role="alert">${this.problem}</p>`}`;
  }

  private renderChoice(): TemplateResult {
    return html`<div class="choice">
      <span class="name">${this.control || 'Property'}</span>
      <select aria-label="Property" @change=${(event: Event) => (this.property = (event.target as HTMLSelectElement).value)}>
        ${this.choices.map(
          ({ name, set, group }) =>
            html`<option value=${name} ?selected=${name === this.property}>
              ${name}${set ? ' •' : ''}${group === 'event' ? ' ⚡' : ''}
            </option>`,
        )}
      </select>
      <button
        type="button"
        class="why"
        aria-expanded=${this.asking ? 'true' : 'false'}
        title="Why this value: formula, inputs, calls"
        @click=${() => void this.toggleWhy()}
      >
        Why
      </button>
    </div>`;
  }

  private renderWhy(): TemplateResult | typeof nothing {
    if (!this.asking) return nothing;
    return html`<aside aria-label="Why this value">
      <h2>Why</h2>
      <fx-why @fx-jump=${this.handleJump}></fx-why>
    </aside>`;
  }

  private renderBar(): TemplateResult {
    return html`<fx-formula-bar
      label=${`Formula of ${this.control}.${this.property}`}
      .formula=${this.formula}
      .context=${() => this.context}
      .outcome=${this.outcome}
      .evaluate=${(formula: string) => this.evaluate(formula)}
      @fx-input=${this.handleInput}
      @fx-commit=${this.handleCommit}
      @fx-cancel=${this.handleCancel}
    ></fx-formula-bar>`;
  }

  private renderTree(): TemplateResult {
    const items = this.app === undefined ? [] : flatten(this.app.program.model, this.screenName);
    return html`<ul role="tree" aria-label="Controls" @keydown=${this.handleTreeKey}>
      ${items.map((item) => this.renderItem(item))}
    </ul>`;
  }

  private renderItem({ name, kind, level, wrong }: TreeItem): TemplateResult {
    const chosen = name === this.control;
    return html`<li
      role="treeitem"
      aria-level=${level}
      aria-selected=${chosen ? 'true' : 'false'}
      tabindex=${chosen ? 0 : -1}
      data-level=${Math.min(level, 8)}
      data-name=${name}
      @click=${() => this.choose(name)}
    >
      <span class="item-name">${name}</span><span class="item-kind">${kind}</span>
      ${wrong ? html`<span class="item-wrong" title="A formula of this control has an error">!</span>` : nothing}
    </li>`;
  }

  private handleTreeKey(event: KeyboardEvent): void {
    const steps: { readonly [key: string]: number } = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const items = [...this.renderRoot.querySelectorAll<HTMLElement>('[role="treeitem"]')];
    const at = items.findIndex((item) => item.dataset['name'] === this.control);
    const next = items[Math.max(0, Math.min(items.length - 1, at + step))];
    if (next === undefined) return;
    this.choose(next.dataset['name']!);
    next.focus();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'fx-studio': Studio;
  }
}

if (typeof customElements !== 'undefined' && customElements.get('fx-studio') === undefined)
  customElements.define('fx-studio', Studio);
