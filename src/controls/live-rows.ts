import type { Table } from '../formula/index.ts';
import type { GalleryRow } from './gallery-row.ts';
import { rowAt, type RenderRow, type RowHandle } from './gallery-rows.ts';

export interface LiveRow<E extends GalleryRow = GalleryRow> {
  readonly element: E;
  readonly handle: RowHandle;
}

/** The rows of a list that exist as elements: those in sight and a few more. A row that scrolls away is used again for one that comes. */
export class LiveRows<E extends GalleryRow> implements Iterable<readonly [number, LiveRow<E>]> {
  readonly #list: HTMLElement;
  readonly #tag: string;
  readonly #rows = new Map<number, LiveRow<E>>();
  #filledBy: RenderRow | undefined;

  /** @param tag of the element that is a row. */
  constructor(list: HTMLElement, tag: string) {
    this.#list = list;
    this.#tag = tag;
  }

  [Symbol.iterator](): Iterator<readonly [number, LiveRow<E>]> {
    return this.#rows.entries();
  }

  get first(): E | undefined {
    return this.#rows.values().next().value?.element;
  }

  at(index: number): LiveRow<E> | undefined {
    return this.#rows.get(index);
  }

  /** The index of the row that an element shows. */
  indexOf(element: EventTarget | null | undefined): number | undefined {
    for (const [index, row] of this.#rows) if (row.element === element) return index;
    return undefined;
  }

  /** Makes these rows, and only these, exist. `refill` where the items may have changed. */
  show(wanted: ReadonlySet<number>, items: Table, fill: RenderRow, refill: boolean): void {
    if (fill !== this.#filledBy) this.clear();
    this.#filledBy = fill;
    const spare = [...this.#rows.keys()].filter((index) => !wanted.has(index));
    for (const index of wanted) {
      const known = this.#rows.get(index);
      if (known === undefined) this.#fill(index, spare.pop(), items, fill);
      else if (refill) known.handle.update(index, rowAt(items, index));
    }
    for (const index of spare) this.#drop(index);
  }

  clear(): void {
    for (const index of [...this.#rows.keys()]) this.#drop(index);
  }

  #fill(index: number, from: number | undefined, items: Table, fill: RenderRow): void {
    const old = from === undefined ? undefined : this.#rows.get(from);
    if (old !== undefined) {
      this.#rows.delete(from!);
      this.#rows.set(index, old);
      old.handle.update(index, rowAt(items, index));
      return;
    }
    const element = document.createElement(this.#tag) as E;
    this.#list.append(element);
    this.#rows.set(index, { element, handle: fill(index, rowAt(items, index), element) });
  }

  #drop(index: number): void {
    const row = this.#rows.get(index);
    row?.handle.dispose();
    row?.element.remove();
    this.#rows.delete(index);
  }
}
