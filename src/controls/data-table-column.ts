import { css, html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { field, isRow, types, type TableRow, type Value } from '../formula/index.ts';
import { linkAddress } from './addresses.ts';
import { baseStyles, focusRing, innerPadding, hostPadding } from './base-styles.ts';
import { alignment, coloring, padding, placement, typography, typographyAliases } from './common-properties.ts';
import { setState } from './custom-states.ts';
import { controlElement, register } from './define.ts';
import { data, design } from './definition.ts';
import { displayText } from './display-text.ts';
import { color, own } from './theme.ts';

const { boolean, number, text } = types;

/** A column of a data table: the element is one cell of it, in the row around. */
export class DataTableColumn extends controlElement({
  name: 'DataTableColumn',
  tag: 'fx-data-table-column',
  category: 'list',
  summary: 'A column of a data table.',
  states: { number: 'It shows numbers.' },
  properties: {
    FieldName: data(text, '', 'The column of the rows that it shows, and sorts by.'),
    FieldDisplayName: data(text, '', 'What people read as the name of that column.'),
    FieldType: data(text, '', 'The kind of what is in it, as the service calls it: `n` for numbers, which stand at the end.'),
    HeaderText: data(text, '', 'What stands over it; the name of the column where it is blank.'),
    Text: data(text, '', 'What stands in a row; what the row has in its column where it is blank.'),
    Order: data(number, 0, 'Its place among the columns.'),
    IsHyperlink: design(boolean, false, 'Whether it looks as something to press.'),
    Wrap: design(boolean, false, 'Whether long texts go on in a second line.'),
    Width: design(number, null, 'Width in pixels; blank shares out the space.'),
    Visible: placement(null, null).Visible,
    Tooltip: data(text, '', 'Shown while the pointer rests on it.'),
    ...typography,
    ...alignment('left', 'middle'),
    ...padding(null),
    Color: coloring.Color,
    Fill: coloring.Fill,
  },
  propertyAliases: { ...typographyAliases, DisplayName: 'FieldDisplayName' },
  events: { OnSelect: 'When the user presses it.' },
}) {
  static override styles: CSSResultGroup = [
    baseStyles,
    hostPadding('4px', '12px'),
    css`
      :host {
        display: flex;
        align-items: ${own('vertical-align', 'center')};
        min-width: 0;
        overflow: hidden;
        background: ${own('fill', 'transparent')};
        color: ${own('color', 'inherit')};
        font-size: ${own('size', 'inherit')};
        --_decoration: ${own('underline', '')} ${own('strike', '')};
      }
      :host(:state(number)) {
        text-align: ${own('text-align', 'end')};
        font-variant-numeric: tabular-nums;
      }
      .cell {
        ${innerPadding}
        flex: 1;
        min-width: 0;
        overflow: hidden;
        text-decoration-line: var(--_decoration);
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .wraps {
        white-space: normal;
        overflow-wrap: anywhere;
      }
      .link {
        appearance: none;
        border: 0;
        background: none;
        color: ${color('brand-text')};
        font: inherit;
        text-align: inherit;
        text-decoration: underline;
        cursor: pointer;
      }
      .link:focus-visible {
        ${focusRing}
        outline-offset: -3px;
      }
    `,
  ];

  #item: TableRow = null;

  /** The row of the table that it stands in. */
  get item(): TableRow {
    return this.#item;
  }

  set item(row: TableRow) {
    this.#item = row;
    this.requestUpdate('item', null);
  }

  override get pressable(): boolean {
    return this.interactive || this.IsHyperlink;
  }

  /** What stands over the column. */
  get heading(): string {
    return this.HeaderText || this.FieldDisplayName || this.FieldName;
  }

  /** What a row has in this column. */
  valueIn(row: TableRow): Value {
    return isRow(row) && this.FieldName !== '' ? field(row, this.FieldName) : null;
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    super.willUpdate(changed);
    this.internals.role = 'gridcell';
    const numeric = this.FieldType === 'n' || typeof this.valueIn(this.#item) === 'number';
    setState(this.internals, 'number', numeric);
  }

  override render(): TemplateResult {
    const shown = this.error?.message ?? (this.Text || displayText(this.valueIn(this.#item)));
    const classes = this.Wrap ? 'cell wraps' : 'cell';
    const address = this.IsHyperlink ? linkAddress(shown) : null;
    if (address !== null && address.includes(':'))
      return html`<a
        class="${classes} link"
        part="control"
        href=${address}
        target="_blank"
        rel="noopener noreferrer"
        title=${shown}
        >${shown}</a
      >`;
    if (this.pressable && shown !== '')
      return html`<button
        type="button"
        class="${classes} link"
        part="control"
        title=${this.Tooltip || nothing}
        @click=${() => this.raise('OnSelect')}
      >
        ${shown}
      </button>`;
    return html`<span class=${classes} part="control" title=${this.Tooltip || shown || nothing}>${shown}</span>`;
  }

  protected override updated(changed: Map<string, unknown>): void {
    super.updated(changed);
    if (!columnFacts.some((name) => changed.has(name))) return;
    this.style.setProperty('order', String(this.Order ?? 0));
    // What stands over the column is the table's.
    this.dispatchEvent(new CustomEvent('fx-column', { bubbles: true }));
  }
}
register(DataTableColumn);

const columnFacts = ['FieldName', 'FieldDisplayName', 'HeaderText', 'Order', 'Width', 'Visible', 'FieldType'];
