import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { isRenamable, type Named, type Renaming } from '../app/authoring/index.ts';
import type { App, AppDiagnostic, ControlModel } from '../app/index.ts';
import type { FormulaContext } from '../formula/index.ts';
import { glyph } from '../controls/glyphs.ts';
import './app-bar.ts';
import type { AppBar } from './app-bar.ts';
import { Canvas } from './canvas.ts';
import './control-tree.ts';
import './dock.ts';
import { Draft } from './draft.ts';
import { EditHistory } from './edit-history.ts';
import './formula-bar.ts';
import type { FormulaInput, NameQuestion, Outcome } from './formula-bar.ts';
import { namedIn, placeOf } from './formula-names.ts';
import { followOutcome, outcomeIn } from './outcome.ts';
import type { FormulaPlace, PaneSubject } from './panes/index.ts';
import type { UsesPane } from './panes/uses.ts';
import { propertyChoices, type PropertyChoice } from './property-choices.ts';
import './property-panel.ts';
import type { PropertyEdit } from './property-panel.ts';
import './property-picker.ts';
import './rename-dialog.ts';
import { flatButton } from './shared-styles.ts';
import { studioStyles } from './studio-styles.ts';
import { flatten } from './tree.ts';

/** How wide a window is, in pixels, that has room for the properties beside the app. */
const WIDE = 1200;

/**
 * A studio: a tree of the app's controls, a choice of property, a formula bar, the running app in the slot, which follows each valid
 * formula, and panes below. While a formula with an error is typed, the app goes on with the last one that was right; one that is still wrong
 * after Enter, or when something else is chosen, is kept in the app and listed among its problems.
 * Changes can be taken back (Ctrl+Z outside of the bar, which has a history of its own for what is being typed).
 */
export class Studio extends LitElement {
  static override readonly properties = {
    app: { attribute: false },
    control: {},
    property: {},
    problem: { state: true },
    outcome: { state: true },
    screenName: { state: true },
    panel: { type: Boolean, reflect: true },
    revision: { state: true },
    picking: { state: true },
  };
  static override readonly styles = [flatButton, studioStyles];

  declare app: App | undefined;
  /** The chosen control, by name. */
  declare control: string;
  /** The chosen property or event. */
  declare property: string;
  /** Whether the properties are listed beside the app. */
  declare panel: boolean;
  declare private revision: number;
  /** Whether a press in the app chooses the control there instead of using it. */
  declare private picking: boolean;
  declare private problem: string | undefined;
  declare private outcome: Outcome | undefined;
  declare private screenName: string | undefined;

  private readonly stops: (() => void)[] = [];
  private stopOutcome: (() => void) | undefined;
  private readonly draft = new Draft(({ control, property, formula }) =>
    this.change((app) => app.edit(control, property, formula.trim() === '' ? null : formula)),
  );
  private canvas: Canvas | undefined;
  private history: EditHistory | undefined;
  /** What panes show something about. It is another one when the app or the choice has changed, and only then. */
  private subject: PaneSubject | undefined;
  /** Where the formula stands, asked for at each key. Another function tells the bar that the place has changed. */
  private place: () => FormulaContext | undefined = () => this.context;
  /** Errors by control, of the app as it is. */
  private errors: readonly AppDiagnostic[] = [];

  constructor() {
    super();
    this.control = '';
    this.property = '';
    this.panel = typeof innerWidth === 'number' && innerWidth >= WIDE;
    this.revision = 0;
    this.picking = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener('keydown', this.handleKey);
    this.addEventListener('fx-ready', this.handleReady);
    this.addEventListener('dragover', this.handleDrag);
    this.addEventListener('drop', this.handleDrop);
    // One that runs already has told so before; one that is not defined yet will tell.
    const ready = this.querySelector('fx-app')?.ready;
    void ready?.then((app) => (this.app ??= app));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.removeEventListener('keydown', this.handleKey);
    this.removeEventListener('fx-ready', this.handleReady);
    this.removeEventListener('dragover', this.handleDrag);
    this.removeEventListener('drop', this.handleDrop);
    this.canvas?.stop();
    this.release();
  }

  protected override firstUpdated(): void {
    const layer = this.renderRoot.querySelector<HTMLElement>('.frames')!;
    this.canvas = new Canvas(this.renderRoot.querySelector('main')!, layer, {
      app: () => this.app,
      model: () => this.model,
      player: () => this.querySelector('fx-app') ?? this,
      choose: (control) => this.choose(control),
      change: (edit) => this.change(edit),
    });
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('control')) this.canvas?.frame('chosen', this.model?.role === 'control' ? this.control : undefined);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const has = (...names: readonly PropertyKey[]): boolean => names.some((name) => changed.has(name as keyof Studio));
    if (has('app')) this.draft.forget();
    else if (has('control', 'property')) this.draft.settle();
    if (has('app')) this.follow();
    if (has('app', 'control', 'property')) this.showOutcome();
    if (has('app', 'revision')) this.errors = this.app?.diagnostics.filter(({ severity }) => severity === 'error') ?? [];
    if (has('app', 'control', 'property', 'revision')) {
      const { app, control, property } = this;
      this.subject = app && { app, control, property };
      this.place = () => this.context;
    }
  }

  private release(): void {
    this.draft.forget();
    this.stopOutcome?.();
    this.stopOutcome = undefined;
    this.history?.dispose();
    for (const stop of this.stops.splice(0)) stop();
  }

  /** Follows the app: its screen, and its controls after an edit. */
  private follow(): void {
    this.release();
    const { app } = this;
    if (app === undefined) return;
    this.screenName = app.screen?.name;
    this.history = new EditHistory(app);
    this.stops.push(
      app.moves.add(() => {
        this.screenName = app.screen?.name;
      }),
      app.changes.add(() => {
        this.showOutcome();
        this.revision++;
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
    if (model === undefined) return [];
    const wrong = this.errors.filter(({ control }) => control === model.name);
    return propertyChoices(model, new Set(wrong.map(({ property }) => property ?? '')));
  }

  /** Chooses a formula; without a property the one that was chosen before where the control sets it, else the first that it sets. */
  private choose(control: string, property?: string): void {
    this.control = control;
    const { choices } = this;
    const kept = choices.find(({ name, set }) => name === (property ?? this.property) && (set || property !== undefined));
    this.property = (kept ?? choices.find(({ set }) => set) ?? choices[0])?.name ?? '';
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

  private showOutcome(): void {
    this.stopOutcome?.();
    const { app, model } = this;
    this.outcome = undefined;
    this.stopOutcome = app && model && followOutcome(app, model, this.property, (outcome) => (this.outcome = outcome));
  }

  private readonly evaluate = (formula: string): Outcome => {
    const { app, model } = this;
    if (app === undefined || model === undefined) throw new RangeError('No control is chosen.');
    return outcomeIn(app, model, formula);
  };

  // ---- Editing ---------------------------------------------------------------------------------------------------------------------

  private handleInput({ detail: { formula, result } }: CustomEvent<FormulaInput>): void {
    const { control, property } = this;
    const ready = formula.trim() === '' || result?.valid === true;
    this.draft.type({ control, property, formula }, { differs: formula !== this.formula, ready });
  }

  private handleCommit(event: CustomEvent<FormulaInput>): void {
    this.handleInput(event);
    this.draft.settle();
  }

  private handleCancel(): void {
    this.draft.forget();
    this.requestUpdate('formula');
    const bar = this.renderRoot.querySelector('fx-formula-bar');
    if (bar !== null) bar.formula = this.formula;
  }

  /** Changes the app, so that it can be taken back. What cannot be done is said, and nothing has changed. */
  private change(edit: (app: App) => void): void {
    const { app } = this;
    if (app === undefined) return;
    try {
      edit(app);
      this.problem = undefined;
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
    }
  }

  /** Takes the last change of the app back. */
  undo(): void {
    this.step((history) => history.undo());
  }

  /** Does again what was taken back. */
  redo(): void {
    this.step((history) => history.redo());
  }

  private step(move: (history: EditHistory) => void): void {
    if (this.history === undefined) return;
    move(this.history);
    if (this.model === undefined) this.choose(this.app!.screen?.name ?? 'App');
    this.requestUpdate();
  }

  // ---- The app as a whole -----------------------------------------------------------------------------------------------------------

  private get appBar(): AppBar | null {
    return this.renderRoot.querySelector('fx-app-bar');
  }

  private readonly handleReady = (event: Event): void => {
    this.app = (event as CustomEvent<{ readonly app: App }>).detail.app;
  };

  private readonly handleDrag = (event: DragEvent): void => {
    if (event.dataTransfer?.types.includes('Files') === true) event.preventDefault();
  };

  private readonly handleDrop = (event: DragEvent): void => {
    const { files } = event.dataTransfer ?? { files: [] };
    if (files.length === 0) return;
    event.preventDefault();
    void this.appBar?.open(files);
  };

  private handleCopy(event: ClipboardEvent): void {
    const text = this.appBar?.copied();
    if (text === undefined || event.clipboardData === null) return;
    event.preventDefault();
    event.clipboardData.setData('text/plain', text);
    if (event.type === 'cut') this.appBar?.removeControl();
  }

  private handlePaste(event: ClipboardEvent): void {
    event.preventDefault();
    void this.appBar?.paste(event.clipboardData?.getData('text/plain') ?? '');
  }

  private readonly handleKey = (event: KeyboardEvent): void => {
    const inText = event
      .composedPath()
      .some((at) => at instanceof HTMLElement && (at.isContentEditable || at.matches('input, textarea')));
    const key = event.key.toLowerCase();
    if (!(event.ctrlKey || event.metaKey)) return;
    if (key === 's') {
      event.preventDefault();
      void this.appBar?.save();
    }
    if (inText) return;
    if (this.canvas?.handleKey(event) === true) {
      event.preventDefault();
      return;
    }
    if (key !== 'z' && key !== 'y') return;
    event.preventDefault();
    if (key === 'y' || event.shiftKey) this.redo();
    else this.undo();
  };

  // ---- Names -----------------------------------------------------------------------------------------------------------------------

  private handleName({ detail: { command, offset } }: CustomEvent<NameQuestion>): void {
    const { app } = this;
    const named = this.namedAt(offset);
    if (app === undefined || named === undefined) return;
    if (command === 'definition') this.showDefinition(app, named);
    else if (command === 'uses') void this.showUses(named);
    else this.askName(named);
  }

  /** What the name at an offset of the formula stands for. */
  private namedAt(offset: number): Named | undefined {
    const { app, model: owner, property, context } = this;
    const text = this.renderRoot.querySelector('fx-formula-bar')?.formula ?? '';
    if (app === undefined || owner === undefined || context === undefined) return undefined;
    return namedIn({ app, owner, property, text, context }, offset);
  }

  private showDefinition(app: App, named: Named): void {
    const place = placeOf(app, named);
    if (place === undefined) void this.showUses(named);
    else this.choose(place.control, place.property === '' ? undefined : place.property);
  }

  private async showUses(named: Named): Promise<void> {
    const pane = await this.renderRoot.querySelector('fx-dock')!.show('uses');
    if (pane !== undefined) Object.assign(pane, { named } satisfies Partial<UsesPane>);
  }

  private askName(named: Named): void {
    const { app } = this;
    if (app === undefined) return;
    if (!isRenamable(app, named)) this.problem = `${named.name} is not a name that this app gives.`;
    else void this.renderRoot.querySelector('fx-rename-dialog')!.open(app, named);
  }

  private handleRenamed({ detail: { named, name, files } }: CustomEvent<Renaming>): void {
    const isChosen = named.name === this.control;
    this.change((app) => app.replaceFiles(files, [named.name, name]));
    if (isChosen) this.choose(name);
  }

  /** Shows a formula that a pane names. */
  private async handleChoose({ detail: { control, property, from, to } }: CustomEvent<FormulaPlace>): Promise<void> {
    const model = this.app?.program.model.controls.get(control);
    if (model?.screen !== undefined && model.screen.name !== this.screenName) this.app!.navigate(model.screen, null, null);
    this.choose(control, property);
    if (from === undefined) return;
    await this.updateComplete;
    const bar = this.renderRoot.querySelector('fx-formula-bar');
    await bar?.updateComplete;
    bar?.select(from, to ?? from);
  }

  // ---- Rendering -------------------------------------------------------------------------------------------------------------------

  override render(): TemplateResult {
    const counts = { problems: this.errors.length };
    return html`<header>${this.renderAppBar()}${this.renderChoice()}${this.renderBar()}</header>
      <nav aria-label="Controls of the app">${this.renderTree()}</nav>
      <main class=${this.picking ? 'picking' : ''}>
        <slot></slot>
        ${
          this.app?.screen?.children.length === 0
            ? html`<p class="hint">This screen is empty. “Insert” above puts a control on it.</p>`
            : nothing
        }
        <div class="frames"></div>
      </main>
      ${this.panel ? this.renderPanel() : nothing}
      <fx-dock .subject=${this.subject} .counts=${counts} @fx-choose=${this.handleChoose}></fx-dock>
      <fx-rename-dialog @fx-renamed=${this.handleRenamed}></fx-rename-dialog>
      ${this.problem === undefined ? nothing : html`<p class="problem" role="alert">${this.problem}</p>`}`;
  }

  private renderAppBar(): TemplateResult {
    return html`<fx-app-bar
      .app=${this.app}
      .player=${this.querySelector('fx-app') ?? undefined}
      .control=${this.control}
      @fx-chosen=${this.handleChosen}
      >${this.renderToggle('Pick', 'Choose controls by a press in the app (or hold Alt)', this.picking, () => {
        this.picking = !this.picking;
        if (this.canvas !== undefined) this.canvas.picking = this.picking;
        this.canvas?.frame('meant', undefined);
      })}${this.renderToggle('Properties', 'List the properties beside the app', this.panel, () => (this.panel = !this.panel))}</fx-app-bar
    >`;
  }

  private renderToggle(name: string, title: string, on: boolean, turn: () => void): TemplateResult {
    return html`<button type="button" class="flat toggle" title=${title} aria-pressed=${on ? 'true' : 'false'} @click=${turn}>
      ${name}
    </button>`;
  }

  private renderPanel(): TemplateResult {
    const edit = ({ detail: { property, formula } }: CustomEvent<PropertyEdit>): void => {
      this.change((app) => app.edit(this.control, property, formula));
    };
    return html`<fx-property-panel
      role="complementary"
      aria-label="Properties"
      .app=${this.app}
      .control=${this.control}
      .property=${this.property}
      .revision=${this.revision}
      @fx-edit=${edit}
      @fx-property=${({ detail }: CustomEvent<string>) => this.choose(this.control, detail)}
    ></fx-property-panel>`;
  }

  private renderChoice(): TemplateResult {
    return html`<div class="choice">
      <span class="name">${this.control || 'Property'}</span>
      <fx-property-picker
        .choices=${this.choices}
        .value=${this.property}
        @change=${(event: Event) => (this.property = (event.target as HTMLElement & { value: string }).value)}
      ></fx-property-picker>
    </div>`;
  }

  private renderBar(): TemplateResult {
    return html`<fx-formula-bar
      label=${`Formula of ${this.control}.${this.property}`}
      .formula=${this.formula}
      .context=${this.place}
      .outcome=${this.outcome}
      .evaluate=${this.evaluate}
      @fx-input=${this.handleInput}
      @fx-commit=${this.handleCommit}
      @fx-cancel=${this.handleCancel}
      @fx-name=${this.handleName}
      @fx-point=${({ detail }: CustomEvent<string | undefined>) => this.canvas?.frame('meant', detail)}
      >${this.renderStep('Undo', 'Ctrl+Z', UNDO, this.history?.canUndo, () => this.undo())}
      ${this.renderStep('Redo', 'Ctrl+Y', REDO, this.history?.canRedo, () => this.redo())}</fx-formula-bar
    >`;
  }

  private renderStep(name: string, keys: string, path: string, can: boolean | undefined, step: () => void): TemplateResult {
    return html`<button
      slot="actions"
      type="button"
      title=${`${name} (${keys})`}
      aria-label=${name}
      ?disabled=${can !== true}
      @click=${step}
    >
      ${glyph(path)}
    </button>`;
  }

  private renderTree(): TemplateResult {
    const items = this.app === undefined ? [] : flatten(this.app.program.model, this.screenName);
    return html`<fx-control-tree
      .items=${items}
      .chosen=${this.control}
      @fx-chosen=${this.handleChosen}
      @fx-remove=${() => this.appBar?.removeControl()}
      @copy=${this.handleCopy}
      @cut=${this.handleCopy}
      @paste=${this.handlePaste}
    ></fx-control-tree>`;
  }

  private handleChosen({ detail: { control } }: CustomEvent<{ readonly control: string }>): void {
    this.choose(control);
  }
}

// Arrows that turn back and forth, drawn for the studio on a grid of 20.
const UNDO = 'M7.2 3.2 3 7.4l4.2 4.2.9-.9L5.4 8H12a3.4 3.4 0 0 1 0 6.8H8V16h4a4.6 4.6 0 0 0 0-9.2H5.4l2.7-2.7z';
const REDO = 'm12.8 3.2 4.2 4.2-4.2 4.2-.9-.9L14.6 8H8a3.4 3.4 0 0 0 0 6.8h4V16H8a4.6 4.6 0 0 1 0-9.2h6.6l-2.7-2.7z';

declare global {
  interface HTMLElementTagNameMap {
    'fx-studio': Studio;
  }
}

if (typeof customElements !== 'undefined' && customElements.get('fx-studio') === undefined)
  customElements.define('fx-studio', Studio);
