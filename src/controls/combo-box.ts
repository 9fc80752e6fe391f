import { css, html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { field, isRow, isTable, types, type Row, type Table, type TableRow, type Value } from '../formula/index.ts';
import { baseStyles } from './base-styles.ts';
import { choicesOf, rowsLike, type Choice } from './choice.ts';
import { cornerAliases, typographyAliases } from './common-properties.ts';
import { controlElement, register } from './define.ts';
import { data, design, output, type ReadProperty } from './definition.ts';
import { displayText, rowLike, rowText } from './display-text.ts';
import {
  fieldInvalid,
  fieldLabel,
  fieldNotes,
  fieldProblem,
  fieldProperties,
  fieldRequired,
  fieldStates,
  fieldStyles,
  renderFieldEnd,
} from './field.ts';
import { fieldsOf, fieldText } from './fields.ts';
import { glyph, paths } from './glyphs.ts';
import { messages } from './messages.ts';
import { Popup, popupStyles } from './popup.ts';
import { color, own, size } from './theme.ts';

const { any, boolean, color: colorType, emptyRecord, emptyTable, text } = types;

/** Rows that the list shows at most; typing narrows it down. */
const MOST = 200;

/** A field to find rows in by typing, and to choose one or several of them. */
export class ComboBox extends controlElement({
  name: 'ComboBox',
  tag: 'fx-combo-box',
  category: 'input',
  summary: 'A field to find rows in by typing, and to choose one or several of them.',
  form: 'SelectedItems',
  states: fieldNotes,
  parts: { popup: 'The list of choices.', option: 'One choice.', chevron: 'What opens the list.' },
  properties: {
    Items: data(emptyTable, null, 'The rows to choose from.'),
    DisplayFields: data(emptyTable, null, 'The columns that are shown, by their names.'),
    SearchFields: data(emptyTable, null, 'The columns that are searched, by their names; those shown where it is blank.'),
    IsSearchable: data(boolean, true, 'Whether typing narrows the list down.'),
    SelectMultiple: data(boolean, true, 'Whether several rows may be chosen.'),
    Default: data(any, null, 'The row that is chosen before the user chooses.'),
    DefaultSelectedItems: data(emptyTable, null, 'The rows that are chosen before the user chooses.'),
    SelectedItems: output(emptyTable, 'The chosen rows.', selectedItems),
    Selected: output(emptyRecord, 'The row that was chosen last.', (read) => (read('SelectedItems') as Table).at(-1) ?? null),
    SearchText: output(text, 'What has been typed to search for.', undefined, ''),
    InputTextPlaceholder: data(text, 'Find items', 'Shown in grey while the user may type.'),
    NoSelectionText: data(text, '', 'Shown in grey while nothing is chosen.'),
    MultiValueDelimiter: data(text, ', ', 'What stands between the texts of chosen rows.'),
    ...fieldProperties,
    SelectionFill: design(colorType, null, 'The background of chosen rows in the list.', { css: 'selection-fill' }),
    SelectionColor: design(colorType, null, 'The text of chosen rows in the list.', { css: 'selection-color' }),
    ChevronFill: design(colorType, null, 'The arrow.', { css: 'chevron-fill' }),
    ChevronBackground: design(colorType, null, 'The background of the arrow.', { css: 'chevron-background' }),
  },
  propertyAliases: {
    ...typographyAliases,
    ...cornerAliases,
    HintText: 'InputTextPlaceholder',
    Placeholder: 'InputTextPlaceholder',
  },
  modern: { SelectMultiple: false },
  events: { OnChange: 'When the user has chosen other rows.', OnSelect: 'When the user opens the list.' },
}) {
  static override styles: CSSResultGroup = [
    baseStyles,
    fieldStyles,
    popupStyles,
    css`
      :host {
        --_selection-fill: ${own('selection-fill', color('brand-tint'))};
        --_selection-text: ${own('selection-color', color('on-brand-tint'))};
        --_chevron: ${own('chevron-fill', color('text-muted'))};
        --_chevron-background: ${own('chevron-background', 'transparent')};
      }
      .input {
        padding-inline-end: 4px;
        text-overflow: ellipsis;
      }
      .input[readonly] {
        cursor: pointer;
      }
      .chevron {
        flex: none;
        display: grid;
        place-content: center;
        width: 32px;
        border-start-end-radius: inherit;
        border-end-end-radius: inherit;
        background: var(--_chevron-background);
        color: var(--_chevron);
        cursor: pointer;
      }
      .chevron svg {
        width: 20px;
        height: 20px;
      }
      :host(:is(:state(disabled), :state(readonly))) .chevron {
        visibility: hidden;
      }
      .item {
        display: flex;
        gap: 12px;
        align-items: center;
        justify-content: space-between;
        min-height: ${size.control};
        padding: 4px 8px;
        border-radius: ${size.radius};
        cursor: pointer;
      }
      .item small {
        display: block;
        color: ${color('text-muted')};
        font-size: 12px;
        line-height: 16px;
      }
      .item svg {
        flex: none;
        width: 16px;
        height: 16px;
        visibility: hidden;
      }
      .item.current {
        background: ${color('hover')};
        outline: 2px solid ${color('border-strong')};
        outline-offset: -2px;
      }
      .item:hover {
        background: ${color('hover')};
      }
      .item[aria-selected='true'] {
        background: var(--_selection-fill);
        color: var(--_selection-text);
        font-weight: 600;
      }
      .item[aria-selected='true'] small {
        color: inherit;
      }
      .item[aria-selected='true'] svg {
        visibility: visible;
      }
      .none {
        padding: 6px 8px;
        color: ${color('text-muted')};
      }
    `,
  ];

  readonly #popup = new Popup(this, () => this.#finish());
  /** What is being typed; undefined while nobody types. */
  #query: string | undefined;
  /** The row that the keyboard is on, as a place among the matches. */
  #current = 0;

  protected override get empty(): boolean {
    return this.Items.length === 0;
  }

  override willUpdate(changed: Map<string, unknown>): void {
    super.willUpdate(changed);
    fieldStates(this, this.internals);
  }

  override render(): TemplateResult {
    const matches = this.#popup.open ? this.#matches() : [];
    const chosen = this.SelectedItems.map((row) => this.#textOf(row)).join(this.MultiValueDelimiter);
    return html`<input
        part="control"
        class="input"
        role="combobox"
        type="text"
        autocomplete="off"
        .value=${live(this.#query ?? chosen)}
        placeholder=${(this.#popup.open ? this.InputTextPlaceholder : this.NoSelectionText || this.InputTextPlaceholder) || nothing}
        title=${this.Tooltip || nothing}
        lang=${this.ContentLanguage || nothing}
        tabindex=${this.TabIndex ?? nothing}
        aria-label=${fieldLabel(this, this.InputTextPlaceholder)}
        aria-expanded=${this.#popup.open ? 'true' : 'false'}
        aria-controls="list"
        aria-autocomplete=${this.IsSearchable ? 'list' : 'none'}
        aria-activedescendant=${matches.length > 0 ? `item-${this.#current}` : nothing}
        aria-required=${fieldRequired(this)}
        aria-invalid=${fieldInvalid(this)}
        aria-description=${fieldProblem(this)}
        aria-describedby=${this.error === null ? nothing : 'message'}
        ?disabled=${this.mode === 'disabled'}
        ?readonly=${this.mode === 'view' || !this.IsSearchable}
        @input=${this.#typed}
        @keydown=${this.#keyed}
        @click=${this.#pressed}
        @blur=${() => this.#popup.hide()}
      /><span class="chevron" part="chevron" @mousedown=${this.#pressedChevron}>${glyph(paths.chevronDown)}</span>
      <div class="popup" part="popup" popover="manual" @mousedown=${(event: Event) => event.preventDefault()}>
        <div
          id="list"
          role="listbox"
          aria-label=${this.AccessibleLabel || messages.list}
          aria-multiselectable=${this.SelectMultiple ? 'true' : nothing}
        >
          ${matches.slice(0, MOST).map((choice, place) => this.#renderItem(choice, place))}
        </div>
        ${this.#renderNote(matches)}
      </div>
      ${renderFieldEnd(this)}${this.renderPending()}`;
  }

  #renderItem({ row, text: shown }: Choice, place: number): TemplateResult {
    const details = this.#columns('DisplayFields').slice(1);
    const fields = fieldsOf(this);
    const typeOf = (column: string): string => fields.find(({ name }) => name === column)?.type ?? '';
    const detail = details.map((column) => fieldText(field(row, column), typeOf(column))).join(' · ');
    const headings = fields.filter(({ name }) => details.includes(name));
    return html`<div
      class=${place === this.#current ? 'item current' : 'item'}
      part="option"
      role="option"
      id="item-${place}"
      aria-selected=${this.SelectedItems.includes(row) ? 'true' : 'false'}
      @click=${() => this.#choose(row)}
    >
      <span
        >${shown}${detail === '' ? nothing : html`<small title=${headings.map(({ heading }) => heading).join(' · ')}>${detail}</small>`}</span
      >${glyph(paths.check)}
    </div>`;
  }

  #renderNote(matches: readonly Choice[]): unknown {
    if (!this.#popup.open) return nothing;
    if (this.pending) return html`<div class="none" role="status">${messages.loading} …</div>`;
    if (matches.length === 0) return html`<div class="none" role="status">${messages.noMatches}</div>`;
    return matches.length > MOST ? html`<div class="none">${messages.partial(MOST, matches.length)}</div>` : nothing;
  }

  #columns(property: 'DisplayFields' | 'SearchFields'): string[] {
    const named = this[property].filter((row): row is Row => isRow(row)).map((row) => rowText(row));
    return named.length > 0 ? named : fieldsOf(this).map(({ name }) => name);
  }

  #textOf(row: TableRow): string {
    return rowText(row, undefined, this.#columns('DisplayFields')[0]);
  }

  /** The rows that hold what has been typed, in the columns that are searched. */
  #matches(): Choice[] {
    const choices = choicesOf(this.Items, this.#columns('DisplayFields')[0]);
    const wanted = (this.#query ?? '').trim().toLocaleLowerCase();
    if (wanted === '') return choices;
    const columns = [...this.#columns('SearchFields'), ...this.#columns('DisplayFields')];
    return choices.filter(({ row, text: shown }) =>
      [shown, ...columns.map((column) => displayText(field(row, column)))].some((cell) =>
        cell.toLocaleLowerCase().includes(wanted),
      ),
    );
  }

  #open(): void {
    if (this.mode !== 'edit' || this.#popup.open) return;
    const selected = this.Selected;
    this.#current = Math.max(
      0,
      choicesOf(this.Items).findIndex(({ row }) => row === selected),
    );
    this.#popup.show();
    if (this.SelectMultiple && this.IsSearchable) this.#query = '';
    this.raise('OnSelect');
    this.#reveal();
  }

  /** The list has closed: what was typed to search with is over. An emptied field means that nothing is chosen. */
  #finish(): void {
    if (this.#query === '' && !this.SelectMultiple && this.SelectedItems.length > 0) this.#setChosen([]);
    this.#query = undefined;
    if (this.SearchText !== '') this.output('SearchText', '');
  }

  #pressed(): void {
    this.#open();
  }

  #pressedChevron(event: Event): void {
    event.preventDefault();
    if (this.#popup.open) this.#popup.hide();
    else {
      this.focus();
      this.#open();
    }
  }

  #typed(event: Event): void {
    this.#open();
    this.#query = (event.target as HTMLInputElement).value;
    this.#current = 0;
    this.output('SearchText', this.#query);
    this.requestUpdate();
  }

  #keyed(event: KeyboardEvent): void {
    if (this.mode !== 'edit') return;
    const { open } = this.#popup;
    const opens =
      event.key === 'ArrowDown' ||
      event.key === 'ArrowUp' ||
      (event.key === 'Enter' && !open) ||
      (event.key === ' ' && !this.IsSearchable);
    if (!open) {
      if (opens) {
        event.preventDefault();
        this.#open();
      }
      return;
    }
    const matches = this.#matches();
    const last = Math.min(matches.length, MOST) - 1;
    const moves = new Map([
      ['ArrowDown', this.#current + 1],
      ['ArrowUp', this.#current - 1],
      ['PageDown', this.#current + 10],
      ['PageUp', this.#current - 10],
    ]);
    const next = moves.get(event.key);
    if (next !== undefined) {
      this.#current = Math.max(0, Math.min(next, last));
      this.#reveal();
    } else if (event.key === 'Enter') {
      const match = matches[this.#current];
      if (match !== undefined) this.#choose(match.row);
    } else if (event.key === 'Escape') {
      this.#query = undefined;
      this.#popup.hide();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #reveal(): void {
    this.requestUpdate();
    void this.updateComplete.then(() => this.renderRoot.querySelector('.current')?.scrollIntoView({ block: 'nearest' }));
  }

  #choose(row: Row): void {
    const before = this.SelectedItems;
    const others = before.filter((one) => one !== row);
    this.#setChosen(!this.SelectMultiple ? [row] : others.length < before.length ? others : [...before, row]);
    if (this.SelectMultiple) {
      if (this.#query !== undefined && this.#query !== '') this.#query = '';
      return;
    }
    this.#query = undefined;
    this.#popup.hide();
  }

  #setChosen(rows: Table): void {
    this.output('SelectedItems', rows);
    this.raise('OnChange');
  }
}
register(ComboBox);

/** What was chosen stays chosen when the items are narrowed down by a search of the app's own. */
function selectedItems(read: ReadProperty, chosen: Value | undefined): Table {
  const items = read('Items') as Table;
  if (chosen !== undefined && isTable(chosen)) return chosen.map((row) => rowLike(items, row) ?? row);
  const defaults = read('DefaultSelectedItems') as Table;
  if (defaults.length > 0) return rowsLike(items, defaults);
  const row = read('Default');
  if (isTable(row)) return rowsLike(items, row);
  return isRow(row) ? rowsLike(items, [row]) : [];
}
