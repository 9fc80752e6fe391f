import { css, html, nothing, type CSSResultGroup, type PropertyDeclarations, type TemplateResult } from 'lit';
import { isRow, types, type Table, type Value } from '../formula/index.ts';
import { baseStyles, face } from './base-styles.ts';
import { selectedRow } from './choice.ts';
import { border, filling, interaction, placement } from './common-properties.ts';
import { ControlElement } from './control.ts';
import { controlElement, register } from './define.ts';
import { data, design, output, type ControlDefinition, type ReadProperty } from './definition.ts';
import { Layout, LoadingSpinner, Transition } from './enums.ts';
import { GalleryLayout } from './gallery-layout.ts';
import { GalleryRow } from './gallery-row.ts';
import { plainRows, rowAt, storedSince, templateRows, type Extent, type RenderRow } from './gallery-rows.ts';
import { galleryStyles } from './gallery-styles.ts';
import { glyph, paths } from './glyphs.ts';
import { LiveRows } from './live-rows.ts';
import { messages } from './messages.ts';
import { ScrollSpace } from './scroll-space.ts';
import { renderSpinner, spinnerStyles } from './spinning.ts';
import { color } from './theme.ts';

const { any, boolean, color: colorType, emptyRecord, emptyTable, number, optionType } = types;

/** A list of rows that look as its template says. Only the rows in sight exist. */
export class Gallery extends controlElement({
  name: 'Gallery',
  tag: 'fx-gallery',
  category: 'list',
  summary: 'A list of rows that look as its template says.',
  children: 'rows',
  parts: {
    spinner: 'What turns while rows are waited for.',
    progress: 'The line that runs while more is waited for.',
    notice: 'How many of the rows are there.',
  },
  slots: { empty: 'What is shown where there are no rows.' },
  properties: {
    Items: data(emptyTable, null, 'The rows.'),
    Default: data(any, null, 'The row that is selected before the user chooses.'),
    Selected: output(emptyRecord, 'The selected row.', (read, chosen) => selectedRow(read, chosen)),
    AllItems: output(emptyTable, 'The rows that are there so far.', (read) => read('Items')),
    AllItemsCount: output(number, 'How many rows are there so far.', (read) => itemsOf(read).length),
    VisibleIndex: output(number, 'The number of the first row in sight.', undefined, 1),
    TemplateWidth: output(number, 'Width of a row, in pixels.', undefined, 0),
    TemplateHeight: output(number, 'Height of a row, in pixels.', undefined, 0),
    TemplateSize: design(number, 64, 'Height of a row in a vertical gallery, width in a horizontal one.'),
    TemplatePadding: design(number, 0, 'Pixels around rows.'),
    WrapCount: design(number, 1, 'How many rows lie side by side.'),
    Layout: design(optionType(Layout), 'vertical', 'Which way it scrolls.'),
    Selectable: data(boolean, true, 'Whether rows can be selected.'),
    ShowScrollbar: design(boolean, true, 'Whether there is a scroll bar.'),
    Transition: design(optionType(Transition), 'none', 'What a row does under the pointer.'),
    DelayItemLoading: design(boolean, false, 'Whether rows wait until everything around them is shown.'),
    LoadingSpinner: design(optionType(LoadingSpinner), 'none', 'What a spinner waits for.'),
    LoadingSpinnerColor: design(colorType, null, 'The colour of that spinner.', { css: 'spinner-color' }),
    ...placement(640, 480, true),
    DisplayMode: interaction.DisplayMode,
    AccessibleLabel: interaction.AccessibleLabel,
    TabIndex: interaction.TabIndex,
    ...filling,
    ...border,
    Reset: data(boolean, false, 'Turning this true puts back the default.'),
  },
  events: { OnSelect: 'When the user presses a row.' },
  variants: {
    Vertical: { Layout: 'vertical' },
    galleryVertical: { Layout: 'vertical' },
    Horizontal: { Layout: 'horizontal' },
    galleryHorizontal: { Layout: 'horizontal' },
  },
}) {
  static override readonly shadowRootOptions: ShadowRootInit = { mode: 'open' };

  static override styles: CSSResultGroup = [
    baseStyles,
    face({ fill: css`transparent`, color: color('text') }),
    spinnerStyles,
    galleryStyles,
  ];

  static override readonly properties: PropertyDeclarations = {
    renderRow: { attribute: false },
    extent: { attribute: false },
  };

  /** How rows are filled. Without it, by the `template` element inside, or else plainly. */
  declare renderRow: RenderRow | undefined;
  /** Whether more rows can come, and how many there are in all. Where some can, `fx-more` is sent when the last rows come near. */
  declare extent: Extent | undefined;

  /** Whether the selected row is framed. Templates of apps show by `ThisItem.IsSelected` which one it is, in a way of their own. */
  marks = true;

  readonly #rows = new LiveRows<GalleryRow>(this, GalleryRow.definition.tag);
  readonly #space = new ScrollSpace();
  readonly #observer = typeof ResizeObserver === 'undefined' ? undefined : new ResizeObserver(() => this.#arrange(false));
  /** Where the window is, in the whole. */
  #place = 0;
  /** The row that the keyboard is on. */
  #active = 0;
  /** How many rows there were when more were last asked for. */
  #askedAt = -1;
  #userChose = false;
  /** What each row was last told about its place, so that it is told only what is new. */
  #places = new WeakMap<GalleryRow, string>();
  /** Whether delayed rows may come; undefined before the first frame. */
  #waited: boolean | undefined;
  #role: 'list' | 'listbox' | undefined;
  #found: { readonly items: Table; readonly row: Value; readonly index: number } | undefined;
  #template: { readonly element: HTMLTemplateElement; readonly fill: RenderRow } | undefined;

  constructor() {
    super();
    this.addEventListener('click', (event) => this.#pressed(event));
    this.addEventListener('keydown', (event) => this.#keyed(event));
    this.addEventListener('focusin', (event) => this.#focused(event));
  }

  protected override get empty(): boolean {
    return this.Items.length === 0;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#observer?.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer?.disconnect();
  }

  override reset(): void {
    this.#userChose = false;
    super.reset();
  }

  /** Brings a row into sight. */
  scrollToRow(index: number): void {
    this.#goTo(this.#layout.placeToSee(index, this.#place));
    this.#showRows(false);
  }

  override willUpdate(changed: Map<string, unknown>): void {
    super.willUpdate(changed);
    if (changed.has('Items')) this.#askedAt = -1;
    this.#active = Math.max(0, Math.min(this.#active, this.Items.length - 1));
  }

  protected override updated(changed: Map<string, unknown>): void {
    super.updated(changed);
    this.#arrange(changed.has('Items') || changed.has('renderRow'));
  }

  override render(): TemplateResult {
    const classes = `scroller${this.#horizontal ? ' horizontal' : ''}${this.ShowScrollbar ? '' : ' bare'}`;
    return html`<div
        class=${classes}
        part="control"
        role=${this.#role ?? nothing}
        aria-label=${this.#role === undefined ? nothing : this.AccessibleLabel || messages.list}
        @scroll=${this.#scrolled}
      >
        <div class="space"><slot></slot></div>
      </div>
      ${this.#renderState()}`;
  }

  #renderState(): unknown {
    if (this.error !== null) {
      return html`<div class=${this.empty ? 'centre' : 'banner'} role="alert">${this.renderFailure()}</div>`;
    }
    if (!this.empty)
      return html`${this.pending ? html`<div class="progress" part="progress"></div>` : nothing}${this.#renderNotice()}`;
    if (this.pending) return this.LoadingSpinner === 'none' ? this.#renderBones() : renderSpinner();
    return html`<slot name="empty"
      ><div class="centre">${glyph(paths.empty)}<span>${messages.noItems}</span></div></slot
    >`;
  }

  #renderBones(): TemplateResult {
    const many = Math.min(8, Math.ceil((this.clientHeight || 320) / this.#layout.pitch));
    return html`<div class="bones">
      ${Array.from({ length: many }, () => html`<div class="bone"><div class="skeleton"></div></div>`)}
    </div>`;
  }

  #renderNotice(): unknown {
    const { extent } = this;
    const age = storedSince(extent);
    if (extent === undefined || extent.complete)
      return age === undefined ? nothing : html`<div class="notice" role="status" part="notice">${age}</div>`;
    const shown = messages.partial(this.Items.length, extent.total);
    const next = extent.loading === true ? messages.loadingMore : messages.more;
    return html`<div class="notice" role="status" part="notice">${shown} · ${age ?? next}</div>`;
  }

  get #horizontal(): boolean {
    return this.Layout === 'horizontal';
  }

  get #rtl(): boolean {
    return this.matches(':dir(rtl)');
  }

  get #scroller(): HTMLElement | null {
    return this.renderRoot.querySelector('.scroller');
  }

  get #layout(): GalleryLayout {
    const { clientWidth = 0, clientHeight = 0 } = this.#scroller ?? {};
    return new GalleryLayout({
      size: this.TemplateSize ?? 0,
      padding: this.TemplatePadding ?? 0,
      wrap: this.WrapCount ?? 1,
      breadth: this.#horizontal ? clientHeight : clientWidth,
      window: this.#horizontal ? clientWidth : clientHeight,
    });
  }

  /** Puts everything where it belongs, after a change of the items, the template or the size. */
  #arrange(refill: boolean): void {
    const scroller = this.#scroller;
    if (scroller === null) return;
    const layout = this.#layout;
    this.#space.resize(layout.whole(this.Items.length), layout.window);
    const space = scroller.querySelector<HTMLElement>('.space')!;
    space.style.setProperty(this.#horizontal ? 'width' : 'height', `${this.#space.real}px`);
    space.style.setProperty(this.#horizontal ? 'height' : 'width', '100%');
    this.style.setProperty('--_bone', `${layout.along}px`);
    this.#goTo(this.#place);
    const [width, height] = this.#horizontal ? [layout.along, layout.across] : [layout.across, layout.along];
    this.measure('TemplateWidth', Math.round(width));
    this.measure('TemplateHeight', Math.round(height));
    this.#showRows(refill);
  }

  #goTo(place: number): void {
    const scroller = this.#scroller;
    if (scroller === null) return;
    const went = this.#space.goTo(place);
    this.#place = went.place;
    this.#putScroll(scroller, went.position);
  }

  #scrolled(): void {
    const scroller = this.#scroller!;
    const position = this.#horizontal ? Math.abs(scroller.scrollLeft) : scroller.scrollTop;
    const moved = this.#space.scrolled(position);
    this.#place = moved.place;
    if (moved.position !== position) this.#putScroll(scroller, moved.position);
    this.#showRows(false);
  }

  #putScroll(scroller: HTMLElement, position: number): void {
    const now = this.#horizontal ? Math.abs(scroller.scrollLeft) : scroller.scrollTop;
    if (Math.abs(now - position) < 1) return;
    if (this.#horizontal) scroller.scrollLeft = this.#rtl ? -position : position;
    else scroller.scrollTop = position;
  }

  #showRows(refill: boolean): void {
    const layout = this.#layout;
    if (this.DelayItemLoading && this.#waits()) return;
    const wanted = layout.rowsAt(this.#place, this.Items.length);
    const seen = wanted.has(this.Items.length - 1);
    // The row with the focus stays, wherever it is: with its element the focus would go.
    if (this.matches(':focus-within') && this.#active < this.Items.length) wanted.add(this.#active);
    if (refill) this.#places = new WeakMap();
    this.#rows.show(wanted, this.Items, this.renderRow ?? this.#templated ?? plainRows, refill);
    this.#placeRows(layout);
    this.measure('VisibleIndex', this.Items.length === 0 ? 1 : layout.firstRow(this.#place) + 1);
    if (seen || this.empty) this.#askForMore();
  }

  /** Whether rows still wait for what is around them: until the second frame after the gallery was first drawn. */
  #waits(): boolean {
    if (this.#waited === undefined) {
      this.#waited = false;
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          this.#waited = true;
          this.#arrange(true);
        }),
      );
    }
    return !this.#waited;
  }

  get #templated(): RenderRow | undefined {
    const element = this.querySelector<HTMLTemplateElement>(':scope > template');
    if (element === null) return undefined;
    if (this.#template?.element !== element) this.#template = { element, fill: templateRows(element) };
    return this.#template.fill;
  }

  #placeRows(layout: GalleryLayout): void {
    const selected = this.#selectedIndex;
    const marks = this.marks && (this.#userChose || this.Default !== null);
    const choosable = this.Selectable && this.mode === 'edit';
    const role = this.#rowRole;
    const total = this.extent?.total ?? this.Items.length;
    const tabIndex = this.TabIndex ?? 0;
    const { along, across } = layout;
    const common = [role, total, marks, choosable, tabIndex, this.Transition, along, across, this.#space.shift, this.#horizontal, this.#rtl].join(); // oxfmt-ignore
    for (const [index, { element, handle }] of this.#rows) {
      const place = `${index} ${index === selected} ${index === this.#active} ${common}`;
      // While one scrolls, most rows stay what and where they are.
      if (this.#places.get(element) === place) continue;
      this.#places.set(element, place);
      this.#placeRow(element, index, layout);
      element.tabIndex = index === this.#active ? tabIndex : -1;
      element.mark(index === selected, marks, choosable);
      element.describe(role, index + 1, total, index === selected);
      element.react(this.Transition);
      handle.select?.(index === selected);
    }
  }

  #placeRow({ style }: HTMLElement, index: number, layout: GalleryLayout): void {
    const [along, side] = layout.placeOf(index);
    const start = along - this.#space.shift;
    const [x, y] = this.#horizontal ? [start, side] : [side, start];
    const [width, height] = this.#horizontal ? [layout.along, layout.across] : [layout.across, layout.along];
    style.setProperty('transform', `translate(${this.#rtl ? -x : x}px, ${y}px)`);
    style.setProperty('width', `${width}px`);
    style.setProperty('height', `${height}px`);
  }

  /** Rows that hold controls of their own cannot be options of a list box: then they are items of a list. */
  get #rowRole(): 'option' | 'listitem' {
    const { first } = this.#rows;
    const role = first === undefined ? undefined : !this.Selectable || holdsControls(first) ? 'list' : 'listbox';
    if (role !== this.#role) {
      this.#role = role;
      this.renew('rowRole');
    }
    return role === 'list' ? 'listitem' : 'option';
  }

  get #selectedIndex(): number {
    const { Items: items, Selected: row } = this;
    if (this.#found?.items !== items || this.#found.row !== row) {
      this.#found = { items, row, index: row === null ? -1 : items.indexOf(row) };
    }
    return this.#found.index;
  }

  #askForMore(): void {
    const { extent, Items: items } = this;
    if (extent === undefined || extent.complete || extent.loading === true || this.#askedAt === items.length) return;
    this.#askedAt = items.length;
    this.dispatchEvent(new CustomEvent('fx-more', { bubbles: true, detail: { shown: items.length } }));
  }

  #pressed(event: Event): void {
    const path = event.composedPath();
    const row = path.find((target) => target instanceof GalleryRow && target.parentElement === this);
    const index = this.#rows.indexOf(row);
    if (index === undefined) return;
    const taken = path.slice(0, path.indexOf(row!)).some(takesPress);
    this.#choose(index, !taken && !event.defaultPrevented);
  }

  /** Any press in a row selects it; only one that no control takes for itself is a press of the gallery. */
  #choose(index: number, raise: boolean): void {
    if (this.mode !== 'edit') return;
    const row = rowAt(this.Items, index);
    this.#active = index;
    this.#userChose = true;
    if (this.Selectable && isRow(row)) this.output('Selected', row);
    if (raise) this.raise('OnSelect');
    this.#placeRows(this.#layout);
  }

  #focused(event: Event): void {
    const index = this.#rows.indexOf(event.target);
    if (index === undefined || index === this.#active) return;
    this.#active = index;
    this.#placeRows(this.#layout);
  }

  #keyed(event: KeyboardEvent): void {
    const index = this.#rows.indexOf(event.target);
    if (index === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    const chooses = event.key === 'Enter' || event.key === ' ';
    const next = chooses ? index : this.#nextIndex(event.key, index);
    if (next === undefined) return;
    event.preventDefault();
    if (chooses) this.#choose(index, true);
    else this.#moveTo(Math.max(0, Math.min(next, this.Items.length - 1)));
  }

  #moveTo(index: number): void {
    this.#active = index;
    this.scrollToRow(index);
    this.#rows.at(index)?.element.focus({ preventScroll: true });
  }

  #nextIndex(key: string, index: number): number | undefined {
    const { wrap, page } = this.#layout;
    const [line, side] = this.#horizontal ? [1, wrap] : [wrap, 1];
    const forth = this.#rtl ? -1 : 1;
    const moves = new Map([
      ['ArrowDown', this.#horizontal ? 1 : line],
      ['ArrowUp', this.#horizontal ? -1 : -line],
      ['ArrowRight', forth * (this.#horizontal ? side : 1)],
      ['ArrowLeft', -forth * (this.#horizontal ? side : 1)],
      ['PageDown', page],
      ['PageUp', -page],
      ['Home', -index],
      ['End', this.Items.length],
    ]);
    const move = moves.get(key);
    return move === undefined ? undefined : index + move;
  }
}
register(Gallery);

const itemsOf = (read: ReadProperty): Table => read('Items') as Table;

const native = 'a[href], button, input, select, textarea, label, summary, [contenteditable]';

/** Whether a press on this belongs to it and not to the row around it. */
function takesPress(target: EventTarget): boolean {
  if (target instanceof ControlElement)
    return target.mode === 'edit' && (target.pressable || (target.definition as ControlDefinition).category === 'input');
  return target instanceof Element && target.matches(native);
}

const holdsControls = (row: HTMLElement): boolean =>
  [...row.querySelectorAll('*')].some((element) => takesPress(element) || element.localName === 'fx-gallery');
