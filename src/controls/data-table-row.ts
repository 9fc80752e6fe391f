import { css, type CSSResultGroup } from 'lit';
import { defineElement } from './define-element.ts';
import { DataTableColumn } from './data-table-column.ts';
import { GalleryRow } from './gallery-row.ts';
import type { TableRow } from '../formula/index.ts';
import { color } from './theme.ts';

/** One row of a data table: its cells side by side, as wide as the table says. Made by its table, never by hand. */
export class DataTableRow extends GalleryRow {
  static override styles: CSSResultGroup = [
    GalleryRow.styles,
    css`
      :host {
        display: grid;
        width: 100%;
        grid-template-columns: var(--_table-columns);
        border-radius: 0;
        border-block-end: 1px solid ${color('border-subtle')};
      }
      :host(:state(marked)) {
        background-color: var(--_row-selection);
        color: var(--_row-selection-color);
      }
      ::slotted(*) {
        position: static;
        width: auto;
        height: 100%;
      }
    `,
  ];

  /** Its columns, in order; the row that it shows is handed on to them. */
  get columns(): readonly DataTableColumn[] {
    const columns = [...this.children].filter((child): child is DataTableColumn => child instanceof DataTableColumn);
    return columns.toSorted((a, b) => (a.Order ?? 0) - (b.Order ?? 0));
  }

  showItem(item: TableRow): void {
    for (const column of this.columns) column.item = item;
  }
}

export const ROW_TAG = 'fx-data-table-row';
defineElement(ROW_TAG, DataTableRow);
