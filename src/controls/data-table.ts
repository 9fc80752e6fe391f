import { html, nothing, type CSSResultGroup, type PropertyDeclarations, type TemplateResult } from 'lit';
import { isError, isRow, isTable, types, type OptionSet, type Table, type TableRow, type Value } from '../formula/index.ts';
import { baseStyles, face } from './base-styles.ts';
import { rowsLike, selectedRow } from './choice.ts';
import { border, coloring, interaction, placement, typography, typographyAliases } from './common-properties.ts';
import type { DataTableColumn } from './data-table-column.ts';
import { DataTableRow, ROW_TAG } from './data-table-row.ts';
import type { Sorting, sortedOrder } from './data-table-sort.ts';
import { dataTableStyles } from './data-table-styles.ts';
import { controlElement, register } from './define.ts';
import { data, design, output, type ReadProperty } from './definition.ts';
import { EnableMultipleSelection, EnableSorting, Font, FontWeight, ShowColumnHeaders, ShowFooter } from './enums.ts';
import { GalleryLayout } from './gallery-layout.ts';
import { rowAt, storedSince, type Extent, type RenderRow } from './gallery-rows.ts';
import { glyph, paths } from './glyphs.ts';
import { LiveRows } from './live-rows.ts';
import { messages } from './messages.ts';
import { ScrollSpace } from './scroll-space.ts';
import { color } from './theme.ts';

const { any, boolean, color: colorType, emptyRecord, emptyTable, number, optionType, text } = types;

const enabling = (set: OptionSet, on: boolean, summary: string) => data(optionType(set), on ? 'yes' : 'no', summary);

/** Rows in columns with heads, which can be sorted and chosen. Only the rows in sight exist. */
export class DataTable extends controlElement({
  name: 'DataTable',
  tag: 'fx-data-table',
  category: 'list',
  summary: 'Rows in columns with heads, which can be sorted and chosen.',
  children: 'rows',
  parts: {
    heads: 'The heads of the columns.',
    footer: 'How many rows there are.',
    progress: 'The line that runs while more is waited for.',
    notice: 'How many of the rows are there.',
  },
  slots: { empty: 'What is shown where there are no rows.' },
  properties: {
    Items: data(emptyTable, null, 'The rows.'),
    Default: data(any, null, 'The row that is selected before the user chooses.'),
    Selected: output(emptyRecord, 'The row that was selected last.', (read) => (read('SelectedItems') as Table).at(-1) ?? null),
    SelectedItems: output(emptyTable, 'The selected rows.', selectedItems),
    EnableSorting: enabling(EnableSorting, true, 'Whether a press on a head sorts by its column.'),
    EnableMultipleSelection: enabling(EnableMultipleSelection, false, 'Whether several rows can be selected.'),
    ShowColumnHeaders: enabling(ShowColumnHeaders, true, 'Whether columns have heads.'),
    ShowFooter: enabling(ShowFooter, false, 'Whether it says at its foot how many rows there are.'),
    NoDataText: data(text, '', 'What it says where there are no rows.'),
    RowHeight: design(number, 40, 'Height of a row in pixels.'),
    ...placement(640, 360, true),
    DisplayMode: interaction.DisplayMode,
    AccessibleLabel: interaction.AccessibleLabel,
    Tooltip: interaction.Tooltip,
    TabIndex: interaction.TabIndex,
    ContentLanguage: interaction.ContentLanguage,
    ...typography,
    ...coloring,
    ...border,
    HeaderFill: design(colorType, null, 'The background of the heads.', { css: 'head-fill' }),
    HeaderFontColor: design(colorType, null, 'The text of the heads.', { css: 'head-color' }),
    HeaderFont: design(optionType(Font), '', 'The font of the heads.', { css: 'head-font' }),
    HeaderFontSize: design(number, null, 'Size of the heads in points.', { css: 'head-size', unit: 'pt' }),
    HeaderFontWeight: design(optionType(FontWeight), '', 'How heavy the heads are.', {
      css: 'head-weight',
      style: typography.FontWeight.style!,
    }),
    SelectionFill: design(colorType, null, 'The background of selected rows.', { css: 'selection-fill' }),
    SelectionColor: design(colorType, null, 'The text of selected rows.', { css: 'selection-color' }),
    Reset: data(boolean, false, 'Turning this true puts back the default.'),
  },
  propertyAliases: {
    ...typographyAliases,
    NoDataMessage: 'NoDataText',
    HeadingFill: 'HeaderFill',
    HeadingColor: 'HeaderFontColor',
    HeadingFont: 'HeaderFont',
    HeadingSize: 'HeaderFontSize',
    HeadingFontWeight: 'HeaderFontWeight',
    SelectedFill: 'SelectionFill',
    SelectedColor: 'SelectionColor',
  },
  events: { OnSelect: 'When the user presses a row.', OnRowSelect: 'When the user has selected other rows.' },
}) {
  static override readonly shadowRootOptions: ShadowRootInit = { mode: 'open' };

  static override styles: CSSResultGroup = [
    baseStyles,
    face({ fill: color('surface'), color: color('text'), thickness: '1px', line: color('border-subtle'), greys: true }),
    dataTableStyles,
  ];

  static override readonly properties: PropertyDeclarations = {
    renderRow: { attribute: false },
    extent: { attribute: false },
  };

  /** How rows are filled with cells. Without it there is a column for each column of the items. */
  declare renderRow: RenderRow | undefined;
  declare extent: Extent | undefined;

  readonly #rows = new LiveRows<DataTableRow>(this, ROW_TAG);
  readonly #space = new ScrollSpace();
  readonly #observer = typeof ResizeObserver === 'undefined' ? undefined : new ResizeObserver(() => this.#arrange(false));
  #place = 0;
  /** The row that the keyboard is on, and the one that a range starts from. */
  #active = 0;
  #anchor = 0;
  #askedAt = -1;
  #userChose = false;
  #sorting: Sorting | undefined;
  /** Loaded when the user first sorts. */
  #sort: typeof sortedOrder | undefined;
  /** The items in the order in which they are shown, and the place of each in `Items`. */
  #shown: { readonly items: Table; readonly order: readonly number[] | undefined; readonly of: Table } | undefined;
  #columns: readonly DataTableColumn[] = [];
  #fill: { readonly by: RenderRow | undefined; readonly of: string; readonly render: RenderRow } | undefined;

  constructor() {
    super();
    this.addEventListener('click', (event) => this.#pressed(event));
    this.addEventListener('keydown', (event) => this.#keyed(event));
    this.addEventListener('fx-column', () => this.requestUpdate('columns', null));
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
    this.#sorting = undefined;
    super.reset();
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    super.willUpdate(changed);
    if (changed.has('Items')) this.#askedAt = -1;
    if (changed.has('Items') || changed.has('sorting')) this.#shown = undefined;
    this.#active = Math.max(0, Math.min(this.#active, this.Items.length - 1));
  }

  protected override updated(changed: Map<string, unknown>): void {
    super.updated(changed);
    this.#arrange(['Items', 'renderRow', 'sorting', 'reset'].some((name) => changed.has(name)));
  }

  override render(): TemplateResult {
    return html`<div
        class="scroller"
        part="control"
        role="grid"
        aria-label=${this.AccessibleLabel || messages.table}
        aria-rowcount=${(this.extent?.total ?? this.Items.length) + 1}
        aria-multiselectable=${this.EnableMultipleSelection === 'yes' ? 'true' : nothing}
        title=${this.Tooltip || nothing}
        lang=${this.ContentLanguage || nothing}
        @scroll=${() => this.#scrolled()}
      >
        ${this.ShowColumnHeaders === 'yes' && this.#columns.length > 0 ? this.#renderHeads() : nothing}
        <div class="space" role="rowgroup"><slot></slot></div>
      </div>
      ${this.#renderState()}${this.ShowFooter === 'yes' ? this.#renderFooter() : nothing}`;
  }

  #renderHeads(): TemplateResult {
    return html`<div class="heads" part="heads" role="row" aria-rowindex="1">
      ${this.#columns.map((column) => this.#renderHead(column))}
    </div>`;
  }

  #renderHead(column: DataTableColumn): TemplateResult {
    const name = column.FieldName;
    const sorting = this.#sorting?.column === name ? this.#sorting : undefined;
    const sortable = this.EnableSorting === 'yes' && name !== '' && this.mode === 'edit';
    const direction = sorting === undefined ? 'none' : sorting.descending ? 'descending' : 'ascending';
    const sign = sorting === undefined ? nothing : glyph(sorting.descending ? paths.arrowDown : paths.arrowUp);
    const words = html`<span>${column.heading}</span>${sign}`;
    const numeric = column.matches(':state(number)') ? 'head number' : 'head';
    return html`<div class=${numeric} role="columnheader" aria-sort=${sortable ? direction : nothing}>
      ${sortable ? html`<button type="button" @click=${() => void this.#sortBy(name)}>${words}</button>` : words}
    </div>`;
  }

  #renderState(): unknown {
    if (this.error !== null)
      return html`<div class=${this.empty ? 'centre' : 'banner'} role="alert">${this.renderFailure()}</div>`;
    if (!this.empty) {
      if (this.pending) return html`<div class="progress" part="progress"></div>`;
      const { extent } = this;
      const texts = [
        extent === undefined || extent.complete ? [] : messages.partial(this.Items.length, extent.total),
        storedSince(extent) ?? [],
      ].flat();
      return texts.length === 0 ? nothing : html`<div class="notice" role="status" part="notice">${texts.join(' · ')}</div>`;
    }
    if (this.pending) return this.renderPending();
    return html`<slot name="empty"
      ><div class="centre">${glyph(paths.empty)}<span>${this.NoDataText || messages.noItems}</span></div></slot
    >`;
  }

  #renderFooter(): TemplateResult {
    return html`<div class="footer" part="footer">${messages.rows(this.extent?.total ?? this.Items.length)}</div>`;
  }

  get #scroller(): HTMLElement | null {
    return this.renderRoot.querySelector('.scroller');
  }

  get #layout(): GalleryLayout {
    const scroller = this.#scroller;
    const heads = scroller?.querySelector<HTMLElement>('.heads')?.offsetHeight ?? 0;
    return new GalleryLayout({
      size: this.RowHeight ?? 40,
      padding: 0,
      wrap: 1,
      breadth: scroller?.clientWidth ?? 0,
      window: Math.max(0, (scroller?.clientHeight ?? 0) - heads),
    });
  }

  /** The rows as they are shown: sorted where the user asked for that. */
  get #view(): { readonly items: Table; readonly order: readonly number[] | undefined } {
    const { Items: items } = this;
    if (this.#shown?.of === items) return this.#shown;
    const sorting = this.#sorting;
    const column = this.#columns.find(({ FieldName: name }) => name === sorting?.column);
    const order =
      sorting === undefined || column === undefined
        ? undefined
        : this.#sort!(items, (row) => column.valueIn(row), sorting.descending);
    this.#shown = { items: order === undefined ? items : order.map((index) => items[index]!), order, of: items };
    return this.#shown;
  }

  /** Fills a row with cells, and hands them the row. Hosts are told the place in `Items`, whatever the order. */
  get #renderRow(): RenderRow {
    const names = columnNames(this.Items);
    const of = names.join('\n');
    const by = this.renderRow;
    const before = this.#fill;
    if (before !== undefined && before.by === by && (by !== undefined || before.of === of)) return before.render;
    const cells = by ?? plainCells(names);
    const render: RenderRow = (index, row, host) => {
      const handle = cells(this.#itemAt(index), row, host);
      const show = (item: TableRow): void => (host as DataTableRow).showItem(item);
      show(row);
      return {
        ...handle,
        update: (at, item) => {
          handle.update(this.#itemAt(at), item);
          show(item);
        },
      };
    };
    this.#fill = { by, of, render };
    return render;
  }

  readonly #itemAt = (index: number): number => this.#view.order?.[index] ?? index;

  #arrange(refill: boolean): void {
    const scroller = this.#scroller;
    if (scroller === null) return;
    const layout = this.#layout;
    const { items } = this.#view;
    this.#space.resize(layout.whole(items.length), layout.window);
    scroller.querySelector<HTMLElement>('.space')!.style.setProperty('height', `${this.#space.real}px`);
    this.#goTo(this.#place);
    this.#showRows(refill);
  }

  #goTo(place: number): void {
    const went = this.#space.goTo(place);
    this.#place = went.place;
    this.#putScroll(went.position);
  }

  #scrolled(): void {
    const { scrollTop } = this.#scroller!;
    const moved = this.#space.scrolled(scrollTop);
    this.#place = moved.place;
    this.#putScroll(moved.position);
    this.#showRows(false);
  }

  #putScroll(position: number): void {
    const scroller = this.#scroller!;
    if (Math.abs(scroller.scrollTop - position) >= 1) scroller.scrollTop = position;
  }

  #showRows(refill: boolean): void {
    const layout = this.#layout;
    const { items } = this.#view;
    const wanted = layout.rowsAt(this.#place, items.length);
    const seen = wanted.has(items.length - 1);
    if (this.matches(':focus-within') && this.#active < items.length) wanted.add(this.#active);
    // A table without rows has heads all the same: an unseen row brings the columns.
    if (items.length === 0 && this.renderRow !== undefined) wanted.add(0);
    this.#rows.show(wanted, items, this.#renderRow, refill);
    this.#placeRows(layout);
    this.#lookAtColumns();
    if (seen || this.empty) this.#askForMore();
  }

  #placeRows(layout: GalleryLayout): void {
    const selected = new Set<TableRow>(this.SelectedItems);
    const { items } = this.#view;
    for (const [index, { element, handle }] of this.#rows) {
      const row = rowAt(items, index);
      const chosen = row !== null && selected.has(row);
      element.toggleAttribute('hidden', items.length === 0);
      element.style.setProperty('transform', `translateY(${layout.placeOf(index)[0] - this.#space.shift}px)`);
      element.style.setProperty('height', `${layout.along}px`);
      element.tabIndex = index === this.#active ? (this.TabIndex ?? 0) : -1;
      element.mark(chosen, chosen && (this.#userChose || this.Default !== null), this.mode === 'edit');
      element.asRow(index + 2, chosen);
      handle.select?.(chosen);
    }
  }

  /** Columns are known by the cells of any row. */
  #lookAtColumns(): void {
    const columns = (this.#rows.first?.columns ?? []).filter(({ Visible: visible }) => visible);
    const widths = columns.map(({ Width: width }) => width);
    const template = widths.map((width) => (width === null ? 'minmax(120px, 1fr)' : `${Math.max(0, width)}px`)).join(' ');
    const least = widths.reduce<number>((sum, width) => sum + (width ?? 120), 0);
    this.style.setProperty('--_table-columns', template || 'none');
    this.style.setProperty('--_table-width', `${least}px`);
    if (columns.length === this.#columns.length && columns.every((column, place) => sameHead(column, this.#columns[place]!))) {
      this.#columns = columns;
      return;
    }
    this.#columns = columns;
    this.renew('heads');
  }

  async #sortBy(column: string): Promise<void> {
    this.#sort ??= (await import('./data-table-sort.ts')).sortedOrder;
    const before = this.#sorting;
    if (before?.column !== column) this.#sorting = { column, descending: false };
    else this.#sorting = before.descending ? undefined : { column, descending: true };
    this.requestUpdate('sorting', null);
  }

  #askForMore(): void {
    const { extent, Items: items } = this;
    if (extent === undefined || extent.complete || extent.loading === true || this.#askedAt === items.length) return;
    this.#askedAt = items.length;
    this.dispatchEvent(new CustomEvent('fx-more', { bubbles: true, detail: { shown: items.length } }));
  }

  #pressed(event: MouseEvent): void {
    const row = event.composedPath().find((target) => target instanceof DataTableRow);
    const index = this.#rows.indexOf(row);
    if (index === undefined) return;
    this.#choose(index, event.ctrlKey || event.metaKey, event.shiftKey);
    this.raise('OnSelect');
  }

  #choose(index: number, adds: boolean, ranges: boolean): void {
    this.#active = index;
    const { items } = this.#view;
    const row = rowAt(items, index);
    if (this.mode !== 'edit' || !isRow(row)) return this.#placeRows(this.#layout);
    const several = this.EnableMultipleSelection === 'yes';
    const before = this.SelectedItems;
    let rows: Table = [row];
    if (several && ranges) {
      const [from, to] = [Math.min(this.#anchor, index), Math.max(this.#anchor, index)];
      rows = [...items.slice(from, to + 1).filter((other) => other !== row), row];
    } else {
      this.#anchor = index;
      if (several && adds) rows = before.includes(row) ? before.filter((other) => other !== row) : [...before, row];
    }
    this.#userChose = true;
    this.output('SelectedItems', rows);
    if (rows.length !== before.length || rows.some((one, place) => one !== before[place])) this.raise('OnRowSelect');
    this.#placeRows(this.#layout);
  }

  #keyed(event: KeyboardEvent): void {
    const index = this.#rows.indexOf(event.target);
    if (index === undefined || event.altKey) return;
    const { page } = this.#layout;
    const last = this.Items.length - 1;
    const moves = new Map([
      ['ArrowDown', index + 1],
      ['ArrowUp', index - 1],
      ['PageDown', index + page],
      ['PageUp', index - page],
      ['Home', 0],
      ['End', last],
    ]);
    const next = moves.get(event.key);
    if (event.key === 'Enter' || event.key === ' ') {
      this.#choose(index, event.key === ' ', event.shiftKey);
      if (event.key === 'Enter') this.raise('OnSelect');
    } else if (next === undefined) {
      return;
    } else {
      this.#active = Math.max(0, Math.min(next, last));
      this.#goTo(this.#layout.placeToSee(this.#active, this.#place));
      this.#showRows(false);
      this.#rows.at(this.#active)?.element.focus({ preventScroll: true });
      if (event.shiftKey) this.#choose(this.#active, false, true);
    }
    event.preventDefault();
  }
}
register(DataTable);

function selectedItems(read: ReadProperty, chosen: Value | undefined): Table {
  const items = read('Items') as Table;
  if (chosen !== undefined && isTable(chosen)) return rowsLike(items, chosen);
  const row = selectedRow(read, undefined);
  return isRow(row) ? [row] : [];
}

/** The columns of the items, by the first rows: those that hold one thing each, and no files. */
function columnNames(items: Table): string[] {
  const names = new Set<string>();
  for (const row of items.slice(0, 20)) {
    if (row === null || isError(row)) continue;
    for (const [name, value] of Object.entries(row))
      if (!isTable(value) && !isRow(value) && !isInlineFile(value)) names.add(name);
  }
  return [...names].slice(0, 12);
}

const isInlineFile = (value: Value): boolean => typeof value === 'string' && value.startsWith('data:');

/** Cells where nobody says which columns there are. */
const plainCells =
  (names: readonly string[]): RenderRow =>
  (_index, _row, host) => {
    for (const name of names) {
      const cell = document.createElement('fx-data-table-column');
      cell.assign('FieldName', name);
      host.append(cell);
    }
    return { update: () => {}, dispose: () => host.replaceChildren() };
  };

const sameHead = (a: DataTableColumn, b: DataTableColumn): boolean =>
  a === b || (a.heading === b.heading && a.FieldName === b.FieldName);
