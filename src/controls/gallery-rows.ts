import { field, FormulaError, isError, type Row, type Table, type TableRow } from '../formula/index.ts';
import { ControlElement } from './control.ts';
import { displayText, rowText } from './display-text.ts';
import type { GalleryRow } from './gallery-row.ts';
import { messages } from './messages.ts';

/** What a host keeps for one live row of a gallery. */
export interface RowHandle {
  /** The element shows another row from now on: it was scrolled out of sight, or the items changed. */
  update(index: number, row: TableRow): void;
  /** The row became the selected one, or is it no more. */
  select?(selected: boolean): void;
  /** The element is not needed any more. */
  dispose(): void;
}

/**
 * How a host fills a row of a gallery: called once for each live row (about as many as are in sight), with an `fx-gallery-row` to put the
 * template's controls into. Afterwards the handle is told which row the element shows.
 */
export type RenderRow = (index: number, row: TableRow, host: GalleryRow) => RowHandle;

/** An element that repeats a template for each row of its items: a gallery, a data table. */
export interface RowsElement extends ControlElement {
  readonly Items: Table;
  readonly Selected: Row | null;
  /** How rows are filled. */
  renderRow: RenderRow | undefined;
  /** Whether a gallery frames the row that is selected. */
  marks?: boolean;
  /** Whether more rows can come, and how many there are in all. Where some can, `fx-more` is sent when the last rows come near. */
  extent: Extent | undefined;
}

/** Rows from a `template` element of the page: `data-field="Name"` shows a column, `data-bind="Text: Name"` sets properties of a control. */
export const templateRows =
  (template: HTMLTemplateElement): RenderRow =>
  (index, row, host) => {
    host.append(template.content.cloneNode(true));
    const update = (_: number, shown: TableRow): void => bindFields(host, shown);
    update(index, row);
    return { update, dispose: () => host.replaceChildren() };
  };

function bindFields(host: HTMLElement, row: TableRow): void {
  const read = (column: string) => (row === null || row instanceof FormulaError ? null : field(row, column));
  for (const element of host.querySelectorAll<HTMLElement>('[data-field]')) {
    const value = read(element.dataset['field']!);
    if (element instanceof ControlElement) element.assign('Text', value);
    else element.textContent = displayText(value);
  }
  for (const element of host.querySelectorAll<HTMLElement>('[data-bind]')) {
    for (const [, property, column] of element.dataset['bind']!.matchAll(/(\w+)\s*:\s*([^,]+)/g)) {
      if (element instanceof ControlElement) element.assign(property!, read(column!.trim()));
    }
  }
}

/** Rows where nobody says how they look: what stands for the row, and under it the next two texts. */
export const plainRows: RenderRow = (index, row, host) => {
  const title = document.createElement('div');
  const detail = document.createElement('div');
  const update = (_: number, shown: TableRow): void => {
    title.textContent = isError(shown) ? shown.message : rowText(shown);
    detail.textContent = detailOf(shown);
  };
  for (const [element, top, opacity] of [
    [title, 11, '1'],
    [detail, 33, '0.72'],
  ] as const) {
    // The row is laid out by its own styles; these lines are ordinary children of it.
    for (const [name, value] of [
      ['inset-block-start', `${top}px`],
      ['inset-inline', '14px'],
      ['width', 'auto'],
      ['height', '20px'],
      ['opacity', opacity],
      ['overflow', 'hidden'],
      ['text-overflow', 'ellipsis'],
      ['white-space', 'nowrap'],
    ] as const) {
      element.style.setProperty(name, value);
    }
  }
  title.style.setProperty('font-weight', '600');
  host.append(title, detail);
  update(index, row);
  return { update, dispose: () => host.replaceChildren() };
};

function detailOf(row: TableRow): string {
  if (row === null || row instanceof FormulaError) return '';
  const title = rowText(row);
  const texts = Object.keys(row).map((name) => displayText(field(row, name)));
  return texts
    .filter((text) => text !== '' && text !== title)
    .slice(0, 2)
    .join(' · ');
}

/** What is known about a table beyond its rows: whether there are more to come, and how many there are in all. */
export interface Extent {
  readonly complete: boolean;
  readonly total?: number;
  /** Whether more are on their way now. */
  readonly loading?: boolean;
  /** They were kept on this device, the service being out of reach: since when, in milliseconds since 1970-01-01 UTC. */
  readonly stored?: number;
}

/** How old rows are that were kept on this device: the time, or the day and the time. */
export function storedSince(extent: Extent | undefined): string | undefined {
  if (extent?.stored === undefined) return undefined;
  const date = new Date(extent.stored);
  const time = { hour: '2-digit', minute: '2-digit' } as const;
  const today = date.toDateString() === new Date().toDateString();
  return messages.stored(
    today ? date.toLocaleTimeString([], time) : date.toLocaleString([], { dateStyle: 'short', timeStyle: 'short' }),
  );
}

export const rowAt = (items: Table, index: number): TableRow => items[index] ?? null;
