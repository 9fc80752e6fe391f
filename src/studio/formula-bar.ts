import { forceLinting } from '@codemirror/lint';
import type { EditorView } from '@codemirror/view';
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import {
  diagnose,
  loadDefinitionServices,
  loadDocumentation,
  partAt,
  type Diagnosis,
  type Diagnostic,
  type FormulaContext,
  type FormulaPart,
  type Type,
  type Value,
} from '../formula/index.ts';
import { glyph } from '../controls/glyphs.ts';
import type { AppFormula } from './app-formula.ts';
import { formulaBarStyles } from './formula-bar-styles.ts';
import { compress, editorState, formulaEditor, layOut, type FormulaEditorOptions, type NameCommand } from './formula-editor.ts';
import { valueView } from './value-view.ts';

/** What `fx-input` and `fx-commit` carry: the formula as it stands, and what the checker says of it. */
export interface FormulaInput {
  readonly formula: string;
  readonly result: Diagnosis | undefined;
}

/** What `fx-name` carries: what is asked about the name at an offset of the formula. */
export interface NameQuestion {
  readonly command: NameCommand;
  readonly offset: number;
}

/** What the formula gives at the moment; the one who shows the bar supplies it. */
export interface Outcome {
  readonly value: Value;
  readonly type: Type;
}

/**
 * A formula bar for any page: `<fx-formula-bar>`.
 *
 * Beside an app it needs no code: `<fx-formula-bar for="shop" property="Total.Text">` shows and changes that formula of `<fx-app id="shop">`;
 * without `property` it tries formulas with the app's names. By itself: set `context` (what the formula can name) and `formula`; listen to
 * `fx-input` (each change), `fx-commit` (Enter) and `fx-cancel` (Escape); set `outcome` to show what the formula gives, and `evaluate` to
 * show what a selected part of it gives: inside of a row scope for any row (F9 selects the part at the caret, F10 steps through all parts).
 *
 * @fires fx-input - After each change: `FormulaInput`.
 * @fires fx-commit - After Enter: `FormulaInput`.
 * @fires fx-cancel - After Escape.
 * @fires fx-name - After F12 (where is it written), Shift+F12 (who uses it) and F2 (another name): `NameQuestion`.
 * @fires fx-point - The pointer rests on the name of a control, or no longer: the name or undefined.
 * @slot actions - Buttons behind those of the bar.
 */
export class FormulaBar extends LitElement {
  static override readonly properties = {
    formula: { attribute: 'formula' },
    label: {},
    app: { attribute: 'for' },
    property: {},
    context: { attribute: false },
    outcome: { attribute: false },
    evaluate: { attribute: false },
    selected: { state: true },
    diagnostic: { state: true },
  };
  static override readonly styles = formulaBarStyles;

  /** The formula, without `=`. Setting it starts a new history of changes. */
  declare formula: string;
  /** What a screen reader calls the editor. */
  declare label: string;
  /** The id of an `<fx-app>` of the page, whose names the formula knows: the attribute `for`. It supplies context, outcome and evaluation. */
  declare app: string;
  /** `Control.Property` of that app: the bar shows and changes this formula. Without it, what is typed is only tried. */
  declare property: string;
  /** Where the formula stands. A function is asked anew at each change. */
  declare context: FormulaContext | (() => FormulaContext | undefined) | undefined;
  declare outcome: Outcome | undefined;
  /** What a formula gives in the place of this one; for parts that are selected. It may throw. */
  declare evaluate: ((formula: string) => Outcome) | undefined;
  declare private selected: FormulaPart | undefined;
  declare private diagnostic: Diagnostic | undefined;

  private editor: EditorView | undefined;
  private known: FormulaContext | undefined;
  /** The formula that was checked last. */
  private checked: string | undefined;
  private link: Promise<AppFormula> | undefined;

  constructor() {
    super();
    this.formula = '';
    this.label = 'Formula';
    this.app = '';
    this.property = '';
  }

  /** Puts the caret into the editor. */
  override focus(): void {
    this.editor?.focus();
  }

  /** Selects a part of the formula, by offsets into it. */
  select(from: number, to: number): void {
    const { editor } = this;
    if (editor === undefined) return;
    const end = editor.state.doc.length;
    editor.dispatch({ selection: { anchor: Math.min(from, end), head: Math.min(to, end) }, scrollIntoView: true });
    editor.focus();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.editor?.destroy();
    this.editor = undefined;
    void this.link?.then((link) => link.stop());
    this.link = undefined;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // What it says of functions may come a moment later.
    void loadDocumentation();
    if (!this.hasUpdated) return;
    this.openEditor();
    // Beside an app again.
    this.requestUpdate();
  }

  protected override firstUpdated(): void {
    this.openEditor();
  }

  protected override updated(changed: PropertyValues<this>): void {
    const { editor } = this;
    if ((changed.has('app') || changed.has('property') || this.link === undefined) && this.app !== '') this.join();
    if (editor === undefined) return;
    if (changed.has('formula') && editor.state.doc.toString() !== this.formula) {
      editor.setState(editorState(this.formula, this.options));
    }
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('context') || changed.has('formula')) this.known = undefined;
    if (this.place?.definitions === true) void this.awaitDefinitions();
    // What is typed has been checked when it was.
    if (changed.has('context') || (changed.has('formula') && this.formula !== this.checked))
      this.diagnostic = this.firstError(this.check(this.formula));
  }

  /** The bar works beside an app of the page. */
  private join(): void {
    if (this.link !== undefined) void this.link.then((link) => link.find());
    else this.link = import('./app-formula.ts').then(({ AppFormula: Link }) => new Link(this));
  }

  private get options(): FormulaEditorOptions {
    return {
      parent: this.renderRoot.querySelector<HTMLElement>('.editor')!,
      tips: this.renderRoot.querySelector<HTMLElement>('.tips')!,
      root: this.renderRoot as ShadowRoot,
      label: this.label,
      context: () => this.place,
      onInput: (formula) => this.handleInput(formula),
      onSelect: (from, to) => this.handleSelect(from, to),
      onCommit: (formula) => this.send('fx-commit', { formula, result: this.check(formula) }),
      onCancel: () => this.send('fx-cancel', undefined),
      onName: (command, offset) => this.send('fx-name', { command, offset }),
      onPoint: (control) => this.send('fx-point', control),
      onNews: () => {
        this.known = undefined;
        this.diagnostic = this.firstError(this.check(this.formula));
      },
    };
  }

  private openEditor(): void {
    this.editor = formulaEditor(this.options);
    this.editor.setState(editorState(this.formula, this.options));
  }

  /** Where the formula stands, as long as neither the formula nor the place changes. */
  private get place(): FormulaContext | undefined {
    this.known ??= typeof this.context === 'function' ? this.context() : this.context;
    return this.known;
  }

  /** A list of definitions is looked at when what takes it apart has been loaded. */
  private async awaitDefinitions(): Promise<void> {
    if (!(await loadDefinitionServices())) return;
    this.diagnostic = this.firstError(this.check(this.formula));
    if (this.editor !== undefined) forceLinting(this.editor);
  }

  private check(formula: string): Diagnosis | undefined {
    const { place } = this;
    this.checked = formula;
    return place === undefined || formula.trim() === '' ? undefined : diagnose(formula, place);
  }

  private firstError(result: Diagnosis | undefined): Diagnostic | undefined {
    const shown = result?.diagnostics.filter(({ secondary }) => secondary !== true) ?? [];
    return shown.find(({ severity }) => severity === 'error') ?? shown[0];
  }

  private handleInput(formula: string): void {
    this.formula = formula;
    const result = this.check(formula);
    this.diagnostic = this.firstError(result);
    this.send('fx-input', { formula, result });
    this.known = undefined;
  }

  private handleSelect(from: number, to: number, row = 1): void {
    const { place } = this;
    const wanted = place !== undefined && this.evaluate !== undefined && from < to;
    this.selected = wanted ? partAt(this.formula, from, to, place, row) : undefined;
  }

  private send(name: string, detail: FormulaInput | NameQuestion | string | undefined): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  override render(): TemplateResult {
    return html`<div class="bar" part="bar">
        <span class="sign" aria-hidden="true">fx</span>
        <div class="editor" part="editor"></div>
        <div class="actions" role="group" aria-label="Layout">
          <button
            type="button"
            title="Lay out (Shift+Alt+F)"
            aria-label="Lay out"
            @click=${() => this.editor && layOut({ context: () => this.place })(this.editor)}
          >
            ${glyph(LAID_OUT)}
          </button>
          <button
            type="button"
            title="Put into one line"
            aria-label="Put into one line"
            @click=${() => this.editor && compress(this.editor)}
          >
            ${glyph(ONE_LINE)}
          </button>
          <slot name="actions"></slot>
        </div>
      </div>
      <div class="tips"></div>
      <div class="outcome" part="outcome" role="status" aria-live="polite">${this.renderPart() ?? this.renderOutcome()}</div>`;
  }

  /** What the selected part gives. */
  private renderPart(): TemplateResult | undefined {
    const { selected: part } = this;
    if (part === undefined) return undefined;
    const { value, type } = this.outcomeOf(part.formula) ?? {};
    return html`<span class="selected" part="selected"
      ><code>${shortened(this.formula.slice(part.from, part.to))}</code>
      <span aria-hidden="true">→</span>
      ${value === undefined ? html`<span class="type">no value here</span>` : valueView(value, type)}${this.renderRow(part)}</span
    >`;
  }

  private outcomeOf(formula: string): Outcome | undefined {
    try {
      return this.evaluate?.(formula);
    } catch {
      // The part needs something that is not there: a row, or a control of another screen.
      return undefined;
    }
  }

  /** Which row the part is shown for, and the ones before and after. */
  private renderRow({ rows, from, to }: FormulaPart): TemplateResult | typeof nothing {
    const count = rows && this.outcomeOf(rows.count)?.value;
    if (rows === undefined || typeof count !== 'number') return nothing;
    const go = (row: number) => (): void => this.handleSelect(from, to, row);
    const button = (label: string, sign: string, row: number): TemplateResult =>
      html`<button type="button" aria-label=${label} ?disabled=${row < 1 || row > count} @click=${go(row)}>${sign}</button>`;
    return html`<span class="row"
      >${button('Row before', '‹', rows.row - 1)} row ${rows.row} of ${count} ${button('Row after', '›', rows.row + 1)}</span
    >`;
  }

  private renderOutcome(): TemplateResult | typeof nothing {
    const { diagnostic } = this;
    if (diagnostic !== undefined && diagnostic.severity === 'error') {
      return html`<span class="error"><span class="mark" aria-hidden="true">!</span>${diagnostic.message}</span>`;
    }
    const advice = diagnostic === undefined ? nothing : html`<span class="advice">${diagnostic.message}</span>`;
    return html`${valueView(this.outcome?.value, this.outcome?.type)}${advice}`;
  }
}

/** Lines, further in one after the other; and one line. Drawn for the bar, on a grid of 20. */
const LAID_OUT = 'M3 4.5h10v1.2H3zM6 8h10v1.2H6zM6 11.5h10v1.2H6zM3 15h6v1.2H3z';
const ONE_LINE = 'M3 9.4h14v1.2H3z';

const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}…` : text);

declare global {
  interface HTMLElementTagNameMap {
    'fx-formula-bar': FormulaBar;
  }
}

if (typeof customElements !== 'undefined' && customElements.get('fx-formula-bar') === undefined) {
  customElements.define('fx-formula-bar', FormulaBar);
}
