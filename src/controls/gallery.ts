import { css, html, nothing, type CSSResultGroup, type PropertyDeclarations, type TemplateResult } from 'lit';
import { isRow, types, type Table, type Value } from '../formula/index.ts';
import { baseStyles, face } from './base-styles.ts';
import { selectedRow } from './choice.ts';
import { border, filling, interaction, placement } from './common-properties.ts';
import { ControlElement, controlElement, register } from './control.ts';
import { data, design, output, type ControlDefinition, type ReadProperty } from './definition.ts';
import { Layout, LoadingSpinner, Transition } from './enums.ts';
import { GalleryRow } from './gallery-row.ts';
import { plainRows, rowAt, templateRows, type Extent, type RenderRow, type RowHandle } from './gallery-rows.ts';
import { glyph } from './glyphs.ts';
import { messages } from './messages.ts';
import { ScrollSpace } from './scroll-space.ts';
import { color, size } from './theme.ts';

const { any, boolean, color: colorType, emptyRecord, emptyTable, number, optionType } = types;

/** Rows kept ready before and after those in sight. */
const SPARE = 3;
/** However small the rows are and however large the gallery. */
const MOST = 60;

interface LiveRow {
  readonly element: GalleryRow;
  readonly handle: RowHandle;
}

/** A list of rows that look as its template says. Only the rows in sight exist. */
export class Gallery extends controlElement({
  name: 'Gallery',
  tag: 'fx-gallery',
  category: 'list',
  summary: 'A list of rows that look as its template says.',
  children: 'rows',
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
    DelayItemLoading: design(boolean, false, 'Whether rows wait for the screen.'),
    LoadingSpinner: design(optionType(LoadingSpinner), 'none', 'What a spinner waits for.'),
    LoadingSpinnerColor: design(colorType, null, 'The colour of that spinner.'),
    ...placement(640, 480),
    ...interaction,
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
  static override styles: CSSResultGroup = [
    baseStyles,
    face({ fill: css`transparent`, color: color('text') }),
    css`
      :host {
        display: block;
        overflow: clip;
      }
      .scroller {
        position: absolute;
        inset: 0;
        overflow: hidden auto;
        overscroll-behavior: contain;
        overflow-anchor: none;
        scrollbar-width: thin;
        scrollbar-color: ${color('border')} transparent;
      }
      .scroller.horizontal {
        overflow: auto hidden;
      }
      .scroller.bare {
        scrollbar-width: none;
      }
      .space {
        position: relative;
        min-height: 100%;
      }
      .centre {
        position: absolute;
        inset: 0;
        display: grid;
        place-content: center;
        justify-items: center;
        gap: 8px;
        padding: 16px;
        color: ${color('text-muted')};
        text-align: center;
        pointer-events: none;
      }
      .centre > svg {
        width: 32px;
        height: 32px;
        opacity: 0.7;
      }
      .banner {
        position: absolute;
        z-index: 1;
        inset-inline: 8px;
        inset-block-start: 8px;
        padding: 6px 10px;
        border: 1px solid ${color('danger-line')};
        border-radius: ${size.radius};
        background: ${color('danger-tint')};
      }
      .notice {
        position: absolute;
        z-index: 1;
        inset-block-end: 8px;
        inset-inline: 0;
        width: fit-content;
        max-width: calc(100% - 24px);
        margin-inline: auto;
        padding: 2px 12px;
        overflow: hidden;
        border: 1px solid ${color('border-subtle')};
        border-radius: 12px;
        background: ${color('raised')};
        color: ${color('text-muted')};
        font-size: ${size.textSmall};
        text-overflow: ellipsis;
        white-space: nowrap;
        box-shadow: 0 2px 6px rgb(0 0 0 / 0.12);
        pointer-events: none;
      }
      .bones {
        position: absolute;
        inset: 0;
        overflow: hidden;
      }
      .bone {
        position: relative;
        margin: 8px 12px;
        height: calc(var(--_bone, 64px) - 16px);
        border-radius: ${size.radius};
      }
      .progress {
        position: absolute;
        z-index: 1;
        inset-block-start: 0;
        inset-inline: 0;
        height: 2px;
        overflow: hidden;
        opacity: 0;
        animation: fx-appear 100ms 200ms forwards;
      }
      .progress::after {
        content: '';
        position: absolute;
        inset-block: 0;
        width: 40%;
        background: ${color('brand-line')};
        animation: fx-run 1.4s infinite;
      }
      @keyframes fx-run {
        from {
          inset-inline-start: -40%;
        }
        to {
          inset-inline-start: 100%;
        }
      }
    `,
  ];

  static override readonly properties: PropertyDeclarations = { renderRow: { attribute: false }, extent: { attribute: false } };

  /** How rows are filled. Without it, by the `template` element inside, or else plainly. */
  declare renderRow: RenderRow | undefined;
  /** Whether more rows can come, and how many there are in all. Where some can, `fx-more` is sent when the last rows come near. */
  declare extent: Extent | undefined;

  readonly #space = new ScrollSpace();
  readonly #live = new Map<number, LiveRow>();
  readonly #observer = typeof ResizeObserver === 'undefined' ? undefined : new ResizeObserver(() => this.#arrange());
  #filledBy: RenderRow | undefined;
  #place = 0;
  #active = 0;
  #askedAt = -1;
  #userChose = false;

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

  override willUpdate(changed: Map<string, unknown>): void {
    super.willUpdate(changed);
    if (changed.has('Items') && this.Items.length !== (changed.get('Items') as Table | undefined)?.length) this.#askedAt = -1;
    this.#active = Math.max(0, Math.min(this.#active, this.Items.length - 1));
  }

  override render(): TemplateResult {
    const classes = `scroller${this.#horizontal ? ' horizontal' : ''}${this.ShowScrollbar ? '' : ' bare'}`;
    return html`<div
        class=${classes}
        part="control"
        role=${this.#role ?? nothing}
        aria-label=${this.#role === undefined ? nothing : this.AccessibleLabel || 'List'}
        @scroll=${this.#scrolled}
      >
        <div class="space"><slot></slot></div>
      </div>
      ${this.#renderState()}`;
  }

  protected override updated(changed: Map<string, unknown>): void {
    super.updated(changed);
    this.#arrange(true);
  }

  /** Brings a row into sight. */
  scrollToRow(index: number): void {
    const { pitch, padding } = this.#measures;
    const start = Math.floor(index / this.#wrap) * pitch;
    const end = start + pitch + padding;
    const inside = this.#window;
    if (start < this.#place) this.#goTo(start);
    else if (end > this.#place + inside) this.#goTo(end - inside);
  }

  get #horizontal(): boolean {
    return this.Layout === 'horizontal';
  }

  get #wrap(): number {
    return Math.max(1, Math.floor(this.WrapCount ?? 1));
  }

  /** Items that hold controls of their own cannot be options of a list box. */
  #role: 'list' | 'listbox' | undefined;

  get #scroller(): HTMLElement | null {
    return this.renderRoot.querySelector('.scroller');
  }

  get #window(): number {
    const scroller = this.#scroller;
    return scroller === null ? 0 : this.#horizontal ? scroller.clientWidth : scroller.clientHeight;
  }

  get #measures(): { readonly pitch: number; readonly padding: number; readonly along: number; readonly across: number } {
    const padding = Math.max(0, this.TemplatePadding ?? 0);
    const along = Math.max(1, this.TemplateSize ?? 64);
    const scroller = this.#scroller;
    const breadth = scroller === null ? 0 : this.#horizontal ? scroller.clientHeight : scroller.clientWidth;
    const across = Math.max(0, (breadth - padding * (this.#wrap + 1)) / this.#wrap);
    return { pitch: along + padding, padding, along, across };
  }

  #renderState(): unknown {
    if (this.error !== null) return this.#renderError();
    if (this.pending && this.empty) return this.#renderBones();
    if (this.empty)
      return html`<slot name="empty"
        ><div class="centre">${glyph('empty')}<span>${messages.noItems}</span></div></slot
      >`;
    return html`${this.pending ? html`<div class="progress" part="progress"></div>` : nothing}${this.#renderNotice()}`;
  }

  #renderError(): TemplateResult {
    return this.empty
      ? html`<div class="centre" role="alert">${this.renderFailure()}</div>`
      : html`<div class="banner" role="alert">${this.renderFailure()}</div>`;
  }

  #renderBones(): TemplateResult {
    const many = Math.min(8, Math.ceil((this.#window || 320) / this.#measures.pitch));
    return html`<div class="bones">
      ${Array.from({ length: many }, () => html`<div class="bone"><div class="skeleton"></div></div>`)}
    </div>`;
  }

  #renderNotice(): unknown {
    const { extent } = this;
    if (extent === undefined || extent.complete) return nothing;
    const shown = messages.partial(this.Items.length, extent.total);
    return html`<div class="notice" role="status" part="notice">
      ${shown} · ${extent.loading === true ? messages.loadingMore : messages.more}
    </div>`;
  }

  /** Puts the rows in sight where they belong: makes, moves and fills as few as possible. `refill` where the items may have changed. */
  #arrange(refill = false): void {
    const scroller = this.#scroller;
    if (scroller === null) return;
    const { pitch, padding, along, across } = this.#measures;
    const lines = Math.ceil(this.Items.length / this.#wrap);
    this.#space.resize(lines === 0 ? 0 : lines * pitch + padding, this.#window);
    const space = scroller.querySelector<HTMLElement>('.space')!;
    space.style.setProperty(this.#horizontal ? 'width' : 'height', `${this.#space.real}px`);
    space.style.setProperty(this.#horizontal ? 'height' : 'width', '100%');
    this.style.setProperty('--_bone', `${along}px`);
    this.#goTo(this.#place, false);
    this.measure('TemplateWidth', Math.round(this.#horizontal ? along : across));
    this.measure('TemplateHeight', Math.round(this.#horizontal ? across : along));
    this.#showRows(refill);
  }

  #goTo(place: number, show = true): void {
    const scroller = this.#scroller;
    if (scroller === null) return;
    const went = this.#space.goTo(place);
    this.#place = went.place;
    this.#putScroll(scroller, went.position);
    if (show) this.#showRows(false);
  }

  #putScroll(scroller: HTMLElement, position: number): void {
    if (Math.abs(this.#position(scroller) - position) < 1) return;
    if (this.#horizontal) scroller.scrollLeft = this.#rtl ? -position : position;
    else scroller.scrollTop = position;
  }

  #position(scroller: HTMLElement): number {
    return this.#horizontal ? Math.abs(scroller.scrollLeft) : scroller.scrollTop;
  }

  get #rtl(): boolean {
    return this.matches(':dir(rtl)');
  }

  #scrolled(): void {
    const scroller = this.#scroller!;
    const position = this.#position(scroller);
    const moved = this.#space.scrolled(position);
    this.#place = moved.place;
    if (moved.position !== position) this.#putScroll(scroller, moved.position);
    this.#showRows(false);
  }

  #showRows(refill: boolean): void {
    const wanted = this.#wantedRows();
    const fill = this.renderRow ?? this.#templated ?? plainRows;
    if (fill !== this.#filledBy) this.#dropRows();
    this.#filledBy = fill;
    const spare = [...this.#live.keys()].filter((index) => !wanted.has(index));
    for (const index of wanted) {
      const known = this.#live.get(index);
      if (known === undefined) this.#fillRow(index, spare.pop(), fill);
      else if (refill) known.handle.update(index, rowAt(this.Items, index));
    }
    for (const index of spare) this.#dropRow(index);
    this.#placeRows();
    this.measure('VisibleIndex', this.Items.length === 0 ? 1 : this.#firstLine * this.#wrap + 1);
    this.#askForMore(wanted);
  }

  get #firstLine(): number {
    return Math.floor(this.#place / this.#measures.pitch);
  }

  /** The rows in sight, some before and after them, and the one with the focus. */
  #wantedRows(): Set<number> {
    const { pitch } = this.#measures;
    const wanted = new Set<number>();
    const seen = Math.ceil(this.#window / pitch) + 1;
    const first = Math.max(0, this.#firstLine - SPARE) * this.#wrap;
    const last = Math.min(this.Items.length, (this.#firstLine + seen + SPARE) * this.#wrap, first + MOST - 1);
    if (this.#window > 0) for (let index = first; index < last; index++) wanted.add(index);
    if (this.#hasFocus && this.#active < this.Items.length) wanted.add(this.#active);
    return wanted;
  }

  get #hasFocus(): boolean {
    return this.matches(':focus-within');
  }

  #template: { readonly element: HTMLTemplateElement; readonly fill: RenderRow } | undefined;

  get #templated(): RenderRow | undefined {
    const element = this.querySelector<HTMLTemplateElement>(':scope > template');
    if (element === null) return undefined;
    if (this.#template?.element !== element) this.#template = { element, fill: templateRows(element) };
    return this.#template.fill;
  }

  #fillRow(index: number, from: number | undefined, fill: RenderRow): void {
    const row = rowAt(this.Items, index);
    const old = from === undefined ? undefined : this.#live.get(from);
    if (old !== undefined) {
      this.#live.delete(from!);
      this.#live.set(index, old);
      old.handle.update(index, row);
      return;
    }
    const element = document.createElement('fx-gallery-row') as GalleryRow;
    this.append(element);
    this.#live.set(index, { element, handle: fill(index, row, element) });
  }

  #dropRow(index: number): void {
    const live = this.#live.get(index);
    live?.handle.dispose();
    live?.element.remove();
    this.#live.delete(index);
  }

  #dropRows(): void {
    for (const index of [...this.#live.keys()]) this.#dropRow(index);
  }

  #placeRows(): void {
    const { pitch, padding, along, across } = this.#measures;
    const selected = this.#selectedIndex;
    const role = this.#rowRole;
    for (const [index, { element, handle }] of this.#live) {
      const start = padding + Math.floor(index / this.#wrap) * pitch - this.#space.shift;
      const side = padding + (index % this.#wrap) * (across + padding);
      const [x, y] = this.#horizontal ? [start, side] : [side, start];
      element.style.setProperty('transform', `translate(${this.#rtl ? -x : x}px, ${y}px)`);
      element.style.setProperty('width', `${this.#horizontal ? along : across}px`);
      element.style.setProperty('height', `${this.#horizontal ? across : along}px`);
      element.tabIndex = index === this.#active ? 0 : -1;
      element.mark(index === selected, this.#userChose || this.Default !== null, this.Selectable && this.mode === 'edit');
      element.describe(role, index + 1, this.extent?.total ?? this.Items.length, index === selected);
      handle.select?.(index === selected);
    }
  }

  get #rowRole(): 'option' | 'listitem' {
    const first = this.#live.values().next().value?.element;
    const role = first === undefined ? undefined : !this.Selectable || holdsControls(first) ? 'list' : 'listbox';
    if (role !== this.#role) {
      this.#role = role;
      this.requestUpdate();
    }
    return role === 'list' ? 'listitem' : 'option';
  }

  #found: { readonly items: Table; readonly row: Value; readonly index: number } | undefined;

  get #selectedIndex(): number {
    const { Items: items, Selected: row } = this;
    if (this.#found?.items !== items || this.#found.row !== row)
      this.#found = { items, row, index: row === null ? -1 : items.indexOf(row) };
    return this.#found.index;
  }

  #askForMore(wanted: ReadonlySet<number>): void {
    const { extent, Items: items } = this;
    if (extent === undefined || extent.complete || extent.loading === true || this.#askedAt === items.length) return;
    if (items.length > 0 && !wanted.has(items.length - 1)) return;
    this.#askedAt = items.length;
    this.dispatchEvent(new CustomEvent('fx-more', { bubbles: true, detail: { shown: items.length } }));
  }

  #indexOf(element: EventTarget | null): number | undefined {
    for (const [index, live] of this.#live) if (live.element === element) return index;
    return undefined;
  }

  #pressed(event: Event): void {
    const path = event.composedPath();
    const row = path.find((target) => target instanceof GalleryRow && target.parentElement === this);
    const index = row === undefined ? undefined : this.#indexOf(row);
    if (index === undefined) return;
    const taken = path.slice(0, path.indexOf(row!)).some(takesPress);
    this.#choose(index, !taken && !event.defaultPrevented);
  }

  #choose(index: number, raise: boolean): void {
    if (this.mode !== 'edit') return;
    const row = rowAt(this.Items, index);
    this.#active = index;
    this.#userChose = true;
    if (this.Selectable && isRow(row)) this.output('Selected', row);
    if (raise) this.raise('OnSelect');
    this.#placeRows();
  }

  #focused(event: Event): void {
    const index = this.#indexOf(event.target);
    if (index === undefined || index === this.#active) return;
    this.#active = index;
    this.#placeRows();
  }

  #keyed(event: KeyboardEvent): void {
    const index = this.#indexOf(event.target);
    if (index === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      this.#choose(index, true);
      return;
    }
    const next = this.#nextIndex(event.key, index);
    if (next === undefined) return;
    event.preventDefault();
    this.#active = Math.max(0, Math.min(next, this.Items.length - 1));
    this.scrollToRow(this.#active);
    this.#showRows(false);
    this.#live.get(this.#active)?.element.focus({ preventScroll: true });
  }

  #nextIndex(key: string, index: number): number | undefined {
    const page = Math.max(1, Math.floor(this.#window / this.#measures.pitch)) * this.#wrap;
    const [back, forth] = this.#rtl ? ['ArrowRight', 'ArrowLeft'] : ['ArrowLeft', 'ArrowRight'];
    const line = this.#horizontal ? 1 : this.#wrap;
    const side = this.#horizontal ? this.#wrap : 1;
    const moves = new Map([
      ['ArrowDown', index + line],
      ['ArrowUp', index - line],
      [forth, index + side],
      [back, index - side],
      ['PageDown', index + page],
      ['PageUp', index - page],
      ['Home', 0],
      ['End', this.Items.length - 1],
    ]);
    return moves.get(key);
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
