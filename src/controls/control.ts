import {
  css,
  html,
  LitElement,
  nothing,
  unsafeCSS,
  type CSSResult,
  type CSSResultGroup,
  type CSSResultOrNative,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from 'lit';
import { FormulaError, Pending, type Value } from '../formula/index.ts';
import { baseStyles } from './base-styles.ts';
import { domEventName, type ControlDefinition, type OutputOf } from './definition.ts';
import { displayText } from './display-text.ts';
import { glyph, paths } from './glyphs.ts';
import { restoredValue, syncForm, watchValidity } from './form.ts';
import { fromAttribute, hold } from './hold.ts';
import { PropertyStore } from './property-store.ts';
import { Status } from './status.ts';
import { styleText, type Plan, type Slot } from './plan.ts';

/** `edit`: people can use it; `view`: they can read it; `disabled`: it is greyed out. */
export type Mode = 'edit' | 'view' | 'disabled';

/**
 * Why an output changed: the user, a reset, a property that it follows from (`PropertyDefinition.derive`), or what only the page can tell
 * (the size of a picture, the rows in sight).
 */
export type OutputCause = 'user' | 'reset' | 'derived' | 'measured';

/** `detail` of the event `fx-output`. */
export interface OutputDetail {
  readonly property: string;
  readonly value: Value;
  readonly cause: OutputCause;
}

/** `detail` of the event `fx-event`. */
export interface EventDetail {
  /** The name in formulas: `OnSelect`. */
  readonly event: string;
  /** The control shows that it works, and takes no second click, until the promise has settled. */
  readonly waitUntil: (work: PromiseLike<unknown>) => void;
}

/**
 * The base of every control.
 *
 * **How a host drives one.** A host is whatever owns the formulas: an app, or a page.
 * - It sets properties, each by its Power Apps name: `element.Text = 'Save'`, or `element.assign('Text', value)` for a value of any kind.
 *   Errors and `PENDING` are values as good as any: the control keeps what it shows and says so (`error`, `pending`). Blank (`null`) is
 *   blank; a property that no formula sets is best left alone, as the theme and the kind's default decide then.
 * - It reads outputs by the event `fx-output` (bubbles, detail `OutputDetail`), sent when the value of an output has changed: because the
 *   user did something (cause `user`), because of a reset (`reset`), because a property it follows from changed (`derived`), or because
 *   it was measured (`measured`). A host that computes outputs itself through `PropertyDefinition.derive` leaves `derived` out.
 * - It hears events by `fx-event` (bubbles, detail `EventDetail`), and may hand in a promise that the control waits for. Pages may listen
 *   to plain DOM events instead, `select`, `change`. Both come only from what the user does.
 * - `interactive` tells a control that is not one by nature (label, icon, image, shape, container) that its `OnSelect` does something.
 * - `reset()` puts the user's choices back to what the formulas say; `restore(name, value)` puts an earlier choice back silently, for
 *   rows that are drawn again.
 * - Where it is: `X`, `Y`, `Width`, `Height` hold inside `fx-screen`, `fx-group-container` and rows of `fx-gallery`; elsewhere the
 *   element flows with the page and only a set size holds. Children are ordinary child elements.
 *
 * **How a page uses one.** `<fx-button text="Save">`: attributes are the names in kebab case; lists are JSON or separated by commas.
 * An attribute that begins with `=` is left to the host as a formula. Style it by `::part(control)`, tokens and states (`:state(pending)`,
 * `:state(error)`, `:state(disabled)`, `:state(readonly)`).
 */
export abstract class ControlElement<D extends ControlDefinition = ControlDefinition> extends LitElement {
  static readonly definition: ControlDefinition;
  static readonly plan: Plan;
  static override readonly shadowRootOptions: ShadowRootInit = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override styles: CSSResultGroup = baseStyles;
  static override readonly properties: PropertyDeclarations = { interactive: { type: Boolean } };

  static get formAssociated(): boolean {
    return this.definition?.form !== undefined;
  }

  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, ...this.plan.attributes.keys(), 'disabled'];
  }

  /** The kind's own size, which containers use where no formula sets one. */
  static override finalizeStyles(styles?: CSSResultGroup): CSSResultOrNative[] {
    // The base has no declaration of its own.
    const { Width, Height, FillPortions } = this.definition?.properties ?? {};
    const pixels = (value: Value | undefined): CSSResult => unsafeCSS(typeof value === 'number' ? `${value}px` : 'auto');
    const size = css`
      :host {
        --fx-default-width: ${pixels(Width?.default)};
        --fx-default-height: ${pixels(Height?.default)};
        --fx-default-portions: ${unsafeCSS(String(FillPortions?.default ?? 0))};
      }
    `;
    return super.finalizeStyles([styles ?? [], size]);
  }

  /** Whether `OnSelect` does something: then the whole control is a button. */
  declare interactive: boolean;

  protected readonly internals: ElementInternals = this.attachInternals();
  readonly #store = new PropertyStore(this.#plan);
  readonly #status = new Status();
  #disabled = false;
  #works = 0;
  #drawing = false;
  /** The states that are on, by their places in `#showStates`. */
  #shown: readonly string[] = [];
  #container: ControlElement | null = null;

  constructor() {
    super();
    this.interactive = false;
    if (this.definition.form !== undefined) watchValidity(this, this.internals);
    this.#takeEarlyProperties();
  }

  /** The declaration of its kind. */
  get definition(): D {
    return (this.constructor as typeof ControlElement).definition as D;
  }

  /** Whether it waits for a service: a value it needs has not come, or its host says so. */
  get pending(): boolean {
    return this.#status.pending;
  }

  set pending(value: boolean) {
    this.#status.hostPending = value;
    this.#statusChanged();
  }

  /** What went wrong, shown in place: what its host says, else the first of its properties that is an error. */
  get error(): FormulaError | null {
    return this.#status.error;
  }

  set error(value: FormulaError | null) {
    this.#status.hostError = value;
    this.#statusChanged();
  }

  /** What people can do with it: its own DisplayMode, as far as its container and its form allow. */
  get mode(): Mode {
    const own = this.#disabled ? 'disabled' : this.readText('DisplayMode') || 'edit';
    const around = this.#container?.mode ?? 'edit';
    if (own === 'disabled' || around === 'disabled') return 'disabled';
    return own === 'view' || around === 'view' ? 'view' : 'edit';
  }

  /** Whether work that an event started is still going on. */
  get busy(): boolean {
    return this.#works > 0;
  }

  /** Sets a property of any name and value; false where the kind has no such property. Takes what a formula gives: errors, pending, blank. */
  assign(name: string, value: Value): boolean {
    const slot = this.#plan.slots.get(name);
    if (slot === undefined) return false;
    // A colour or a size that is an error stays as it was, and takes nothing away of what the control says.
    const isLook = slot.property.category === 'design' && value instanceof FormulaError && !(value instanceof Pending);
    if (this.#status.note(slot.name, isLook ? null : value)) this.#statusChanged();
    if (!(value instanceof FormulaError)) this.#set(slot, hold(slot.property.type, value));
    return true;
  }

  /** What a property is worth now. */
  read(name: string): Value {
    return this.#store.read(name);
  }

  /** The same as text: empty where the property is blank or the kind has none of that name. */
  readText(name: string): string {
    return displayText(this.read(name));
  }

  /** Tells what an output is worth, now and whenever it changes, until the function that it answers with is called. */
  observe(name: OutputOf<D>, next: (value: Value) => void): () => void {
    const told = (event: Event): void => {
      const { property, value } = (event as CustomEvent<OutputDetail>).detail;
      if (event.target === this && property === this.#plan.slots.get(name)?.name) next(value);
    };
    this.addEventListener('fx-output', told);
    next(this.read(name));
    return () => this.removeEventListener('fx-output', told);
  }

  /** Puts an earlier choice of the user back, or takes it away (undefined), without any event. */
  restore(name: OutputOf<D>, value: Value | undefined): void {
    const old = this.read(name);
    this.#store.choose(name, value);
    this.requestUpdate(name, old);
  }

  /** Back to what the formulas say. */
  reset(): void {
    this.#store.reset();
    this.requestUpdate('reset', null);
    this.#report('reset');
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const around = this.parentElement?.closest(
      'fx-screen, fx-group-container, fx-group, fx-canvas-component, fx-gallery, fx-form, fx-form-viewer, fx-data-card',
    );
    this.#container = around instanceof ControlElement ? around : null;
    this.requestUpdate('mode', null);
  }

  override attributeChangedCallback(name: string, old: string | null, text: string | null): void {
    super.attributeChangedCallback(name, old, text);
    if (name === 'disabled' && this.definition.form === undefined) this.formDisabledCallback(text !== null);
    const slot = this.#plan.attributes.get(name);
    // A formula: the host's business.
    if (slot === undefined || text?.startsWith('=') === true) return;
    this.#set(slot, text === null ? undefined : hold(slot.property.type, fromAttribute(slot.property.type, text)));
  }

  /** Called by the browser: a fieldset or the attribute `disabled`. */
  formDisabledCallback(disabled: boolean): void {
    this.#disabled = disabled;
    this.modeChanged();
  }

  /** Called by the browser when the form is reset. */
  formResetCallback(): void {
    this.reset();
  }

  /** Called by the browser when it brings back what was typed before a reload or a step in the history. */
  formStateRestoreCallback(state: string | File | FormData | null): void {
    const slot = this.#plan.slots.get(this.definition.form ?? '');
    if (slot === undefined || typeof state !== 'string') return;
    const value = restoredValue(slot.property.type, state);
    if (value !== undefined) this.output(slot.name as OutputOf<D>, hold(slot.property.type, value));
  }

  /** The form that it belongs to, where it takes part in forms. */
  get form(): HTMLFormElement | null {
    return this.#formInternals?.form ?? null;
  }

  /** The `label` elements of the page that are for it. */
  get labels(): readonly Node[] {
    return [...(this.#formInternals?.labels ?? [])];
  }

  /** Why a form would not be sent because of it. */
  get validity(): ValidityState | undefined {
    return this.#formInternals?.validity;
  }

  /** The same for people to read. */
  get validationMessage(): string {
    return this.#formInternals?.validationMessage ?? '';
  }

  /** Whether a form may be sent, as far as it is concerned; where not, the event `invalid` is sent. */
  checkValidity(): boolean {
    return this.#formInternals?.checkValidity() ?? true;
  }

  /** The same, and shows people why not. */
  reportValidity(): boolean {
    return this.#formInternals?.reportValidity() ?? true;
  }

  get #formInternals(): ElementInternals | undefined {
    return this.definition.form === undefined ? undefined : this.internals;
  }

  /** Called when what people may do with it has changed, here or in a container around it. */
  modeChanged(): void {
    this.requestUpdate('mode', null);
    this.#tellChildren();
  }

  #tellChildren(): void {
    if (this.definition.children === undefined) return;
    for (const child of this.querySelectorAll('*')) if (child instanceof ControlElement) child.requestUpdate('mode', null);
  }

  /** Whether it is something to press; overridden by what always is. */
  get pressable(): boolean {
    return this.interactive;
  }

  /** Whether there is nothing to show yet: then waiting is shown as a skeleton, otherwise what is there stays. */
  protected get empty(): boolean {
    return false;
  }

  /** Tells what the user did: the new value of an output. Only for handlers of what a person does. */
  protected output(name: OutputOf<D>, value: Value): void {
    const old = this.read(name);
    this.#store.choose(name, value);
    this.requestUpdate(name, old);
    this.#report('user');
  }

  /** Tells what only the page knows: the size of a picture, the rows in sight. Not a choice: a reset leaves it. */
  protected measure(name: OutputOf<D>, value: Value): void {
    const slot = this.#plan.slots.get(name)!;
    const old = this.read(name);
    if (Object.is(old, value)) return;
    this.#store.assign(slot, value);
    this.renew(name, old);
    this.#report('measured');
  }

  /** Draws anew for a reason that may come up while it is being drawn: then once that is done. */
  protected renew(name: string, old: Value = null): void {
    if (this.#drawing) void this.updateComplete.then(() => this.requestUpdate(name, old));
    else this.requestUpdate(name, old);
  }

  protected override performUpdate(): void {
    this.#drawing = true;
    try {
      super.performUpdate();
    } finally {
      this.#drawing = false;
    }
  }

  /** Tells that an event happened: to the host as `fx-event`, to the page as a DOM event. Only for handlers of what a person does. */
  protected raise(event: keyof D['events'] & string): void {
    const works: PromiseLike<unknown>[] = [];
    const detail: EventDetail = { event, waitUntil: (work) => works.push(work) };
    this.#tell('fx-event', detail);
    this.#tell(domEventName(event), null);
    for (const work of works) void this.#waitFor(work);
  }

  /** Style properties go straight to the style sheet; only the others render anew. */
  protected override shouldUpdate(changed: PropertyValues): boolean {
    let content = !this.hasUpdated || changed.size === 0;
    for (const name of changed.keys()) {
      const slot = this.#plan.slots.get(String(name));
      if (slot?.property.css === undefined) content = true;
      else this.#applyStyle(slot);
    }
    return content;
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    this.#showStates();
  }

  /** Says in custom states what style sheets ask for. Touches the element only where one of them is another: most updates change none. */
  #showStates(): void {
    const { mode } = this;
    const align = `align-${this.readText('AlignInContainer')}`;
    const on = [
      this.read('Visible') === false ? 'hidden' : '',
      mode === 'disabled' ? 'disabled' : mode === 'view' ? 'readonly' : '',
      mode === 'edit' && this.pressable && !this.busy ? 'active' : '',
      this.busy ? 'busy' : '',
      this.pending ? 'pending' : '',
      this.error === null ? '' : 'error',
      alignments.includes(align) ? align : '',
    ];
    if (on.every((name, at) => name === this.#shown[at])) return;
    for (const name of this.#shown) if (name !== '') this.internals.states.delete(name);
    for (const name of on) if (name !== '') this.internals.states.add(name);
    this.#shown = on;
    this.internals.ariaBusy = this.pending || this.busy ? 'true' : null;
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    this.#report('derived');
    const { form } = this.definition;
    if (form !== undefined) syncForm(this, this.internals, form);
    if (changed.has('DisplayMode')) this.#tellChildren();
  }

  /** A skeleton while there is nothing to show, after 200 ms; nothing otherwise. */
  protected renderPending(): TemplateResult | typeof nothing {
    return this.pending && this.empty && this.error === null ? html`<div class="skeleton" part="skeleton"></div>` : nothing;
  }

  /** What went wrong, in place of the content. */
  protected renderFailure(): TemplateResult | typeof nothing {
    const { error } = this;
    if (error === null) return nothing;
    return html`<div class="failure" part="error" title=${error.message}>
      ${glyph(paths.warning)}<span>${error.message}</span>
    </div>`;
  }

  /** What a page set on the element before its kind was defined: plain fields, which would hide the properties. */
  #takeEarlyProperties(): void {
    for (const name of Object.keys(this)) {
      if (!this.#plan.slots.has(name)) continue;
      const value = Reflect.get(this, name) as Value;
      Reflect.deleteProperty(this, name);
      this.assign(name, value);
    }
  }

  get #plan(): Plan {
    return (this.constructor as typeof ControlElement).plan;
  }

  #set(slot: Slot, value: Value | undefined): void {
    const before = this.#store.assigned(slot);
    if (Object.is(before, value)) return;
    const old = this.read(slot.name);
    this.#store.assign(slot, value);
    // What equals the default is still set: the theme decides no more.
    this.requestUpdate(slot.name, slot.property.css === undefined ? old : before);
    if (slot.name === 'Reset' && value === true) this.reset();
  }

  #applyStyle(slot: Slot): void {
    const text = styleText(slot, this.#store.assigned(slot));
    if (text === null) this.style.removeProperty(`--fx-own-${slot.property.css}`);
    else this.style.setProperty(`--fx-own-${slot.property.css}`, text);
  }

  #report(cause: OutputCause): void {
    for (const { property, value } of this.#store.changedOutputs()) {
      const detail: OutputDetail = { property, value, cause };
      this.#tell('fx-output', detail);
    }
  }

  /** Out of shadow trees of the page, too; but a control that is a part of another one is nobody's business outside. */
  #tell(type: string, detail: unknown): void {
    const root = this.getRootNode();
    const composed = !(root instanceof ShadowRoot && root.host instanceof ControlElement);
    this.dispatchEvent(new CustomEvent(type, { bubbles: true, composed, detail }));
  }

  #statusChanged(): void {
    this.requestUpdate('status', null);
  }

  async #waitFor(work: PromiseLike<unknown>): Promise<void> {
    this.#works++;
    this.requestUpdate('status', null);
    try {
      await work;
    } catch {
      // Whoever started the work reports how it failed.
    }
    this.#works--;
    this.requestUpdate('status', null);
  }
}

const alignments = ['align-start', 'align-center', 'align-end', 'align-stretch'];
