import { css, html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { isRow, isTable, types, type Row, type Table, type Value } from '../formula/index.ts';
import { baseStyles, face, focusRing } from './base-styles.ts';
import { choicesOf, rowNamed, rowsLike, type Choice } from './choice.ts';
import { border, coloring, interaction, placement, typography, typographyAliases } from './common-properties.ts';
import { fieldsOf } from './fields.ts';
import { controlElement, register } from './define.ts';
import { data, design, output, type ReadProperty } from './definition.ts';
import { rowText } from './display-text.ts';
import { fieldInvalid, fieldLabel, fieldProblem, fieldRequired } from './field.ts';
import { glyph, paths } from './glyphs.ts';
import { messages } from './messages.ts';
import { color, own, size } from './theme.ts';

const { boolean, color: colorType, emptyRecord, emptyTable, number, text } = types;

/** A list that stays open, in which one or several rows are chosen. */
export class ListBox extends controlElement({
  name: 'ListBox',
  tag: 'fx-list-box',
  category: 'input',
  summary: 'A list that stays open, in which one or several rows are chosen.',
  form: 'SelectedItems',
  parts: { option: 'One choice.' },
  properties: {
    Items: data(emptyTable, null, 'The rows to choose from.'),
    ItemDisplayText: data(text, '', 'The column that is shown; the first text column where it is blank.'),
    Default: data(text, '', 'The text of the row that is chosen before the user chooses.'),
    DefaultSelectedItems: data(emptyTable, null, 'The rows that are chosen before the user chooses.'),
    SelectMultiple: data(boolean, true, 'Whether several rows may be chosen.'),
    SelectedItems: output(emptyTable, 'The chosen rows.', selectedItems),
    Selected: output(emptyRecord, 'The row that was chosen last.', (read) => (read('SelectedItems') as Table).at(-1) ?? null),
    SelectedItemsText: output(emptyTable, 'The texts of the chosen rows, in the column Value.', (read) =>
      (read('SelectedItems') as Table).map((row) => ({ Value: rowText(row) })),
    ),
    ...placement(320, 160),
    ...interaction,
    ...typography,
    ...coloring,
    ...border,
    SelectionFill: design(colorType, null, 'The background of chosen rows.', { css: 'selection-fill' }),
    SelectionColor: design(colorType, null, 'The text of chosen rows.', { css: 'selection-color' }),
    ItemPaddingLeft: design(number, null, 'Distance between the left edge and the text of a row.', { css: 'item-padding' }),
    LineHeight: design(number, null, 'Height of a line, in heights of its text.', { css: 'line-height', unit: '' }),
    Required: data(boolean, false, 'Whether a row must be chosen.'),
    Reset: data(boolean, false, 'Turning this true puts back the default.'),
  },
  propertyAliases: { ...typographyAliases },
  events: { OnChange: 'When the user has chosen other rows.', OnSelect: 'When the user presses a row.' },
}) {
  static override styles: CSSResultGroup = [
    baseStyles,
    face({ fill: color('surface'), color: color('text'), thickness: '1px', radius: size.radius, greys: true }),
    css`
      :host {
        display: inline-flex;
        flex-direction: column;
        overflow: hidden;
        line-height: ${own('line-height', '20px')};
        --_selection-fill: ${own('selection-fill', color('brand-tint'))};
        --_selection-text: ${own('selection-color', color('on-brand-tint'))};
        --_item-padding: ${own('item-padding', '8px')};
        --_decoration: ${own('underline', '')} ${own('strike', '')};
      }
      .list {
        flex: 1 1 auto;
        min-height: 0;
        padding: 4px;
        overflow: auto;
        border-radius: inherit;
        outline: 0;
        scrollbar-width: thin;
      }
      .list:focus-visible {
        ${focusRing}
        outline-offset: -2px;
      }
      .item {
        display: flex;
        gap: 8px;
        align-items: center;
        min-height: ${size.control};
        padding-block: 4px;
        padding-inline: var(--_item-padding) 8px;
        border-radius: ${size.radius};
        text-decoration-line: var(--_decoration);
        cursor: pointer;
        overflow-wrap: anywhere;
      }
      .item svg {
        flex: none;
        width: 16px;
        height: 16px;
        margin-inline-start: auto;
        visibility: hidden;
      }
      .item[aria-selected='true'] {
        background: var(--_selection-fill);
        color: var(--_selection-text);
      }
      .item[aria-selected='true'] svg {
        visibility: visible;
      }
      :host(:state(active)) .item:not([aria-selected='true']):hover {
        background: ${color('hover')};
      }
      .list:focus-visible .current {
        outline: 2px solid ${color('border-strong')};
        outline-offset: -2px;
      }
      /* Above the list, which may have no room left. */
      .none {
        flex: none;
        order: -1;
        max-height: 100%;
        overflow: auto;
        padding: 6px 8px;
        color: ${color('text-muted')};
      }
      :host(:is(:state(disabled), :state(readonly))) .item {
        cursor: default;
      }
      :host(:state(disabled)) .item[aria-selected='true'] {
        background: ${color('border-subtle')};
        color: inherit;
      }
    `,
  ];

  /** The row that the keyboard is on, as a place among the choices. */
  #current = 0;

  override get pressable(): boolean {
    return true;
  }

  protected override get empty(): boolean {
    return this.Items.length === 0;
  }

  override render(): TemplateResult {
    const choices = choicesOf(this.Items, this.ItemDisplayText || fieldsOf(this)[0]?.name);
    this.#current = Math.max(0, Math.min(this.#current, choices.length - 1));
    return html`<div
        class="list"
        role="listbox"
        part="control"
        tabindex=${this.mode === 'disabled' ? -1 : (this.TabIndex ?? 0)}
        aria-label=${fieldLabel(this, messages.list)}
        aria-multiselectable=${this.SelectMultiple ? 'true' : nothing}
        aria-activedescendant=${choices.length === 0 ? nothing : `item-${this.#current}`}
        aria-disabled=${this.mode === 'disabled' ? 'true' : nothing}
        aria-readonly=${this.mode === 'view' ? 'true' : nothing}
        aria-required=${fieldRequired(this)}
        aria-invalid=${fieldInvalid(this)}
        aria-description=${fieldProblem(this)}
        title=${this.Tooltip || nothing}
        lang=${this.ContentLanguage || nothing}
        @keydown=${(event: KeyboardEvent) => this.#keyed(event, choices)}
      >
        ${choices.map((choice, place) => this.#renderItem(choice, place))}
      </div>
      ${this.#renderNone(choices)}${this.renderPending()}`;
  }

  #renderItem({ row, text: shown }: Choice, place: number): TemplateResult {
    const selected = this.SelectedItems.includes(row);
    return html`<div
      class=${place === this.#current ? 'item current' : 'item'}
      part="option"
      role="option"
      id="item-${place}"
      aria-selected=${selected ? 'true' : 'false'}
      @click=${() => this.#choose(row, place)}
    >
      <span>${shown}</span>${glyph(paths.check)}
    </div>`;
  }

  #renderNone(choices: readonly Choice[]): unknown {
    if (this.error !== null) return html`<div class="none">${this.renderFailure()}</div>`;
    return choices.length === 0 && !this.pending ? html`<div class="none">${messages.noItems}</div>` : nothing;
  }

  #choose(row: Row, place: number): void {
    if (this.mode !== 'edit') return;
    this.#current = place;
    const before = this.SelectedItems;
    const others = before.filter((one) => one !== row);
    const after = !this.SelectMultiple ? [row] : others.length < before.length ? others : [...before, row];
    this.output('SelectedItems', after);
    this.raise('OnChange');
    this.raise('OnSelect');
  }

  #keyed(event: KeyboardEvent, choices: readonly Choice[]): void {
    const moves = new Map([
      ['ArrowDown', this.#current + 1],
      ['ArrowUp', this.#current - 1],
      ['Home', 0],
      ['End', choices.length - 1],
    ]);
    const next = moves.get(event.key) ?? this.#startingWith(event.key, choices);
    const chosen = choices[this.#current];
    if (event.key === ' ' || event.key === 'Enter') {
      if (chosen !== undefined) this.#choose(chosen.row, this.#current);
    } else if (next === undefined) {
      return;
    } else {
      this.#current = Math.max(0, Math.min(next, choices.length - 1));
      this.requestUpdate();
      void this.updateComplete.then(() => this.renderRoot.querySelector('.current')?.scrollIntoView({ block: 'nearest' }));
    }
    event.preventDefault();
  }

  /** A letter goes to the next row that begins with it. */
  #startingWith(key: string, choices: readonly Choice[]): number | undefined {
    if (key.length !== 1 || key === ' ') return undefined;
    const order = [...choices.keys()].map((place) => (this.#current + 1 + place) % choices.length);
    return order.find((place) => choices[place]!.text.toLocaleLowerCase().startsWith(key.toLocaleLowerCase()));
  }
}
register(ListBox);

function selectedItems(read: ReadProperty, chosen: Value | undefined): Table {
  const items = read('Items') as Table;
  if (chosen !== undefined) return isTable(chosen) ? rowsLike(items, chosen) : [];
  const defaults = rowsLike(items, read('DefaultSelectedItems') as Table);
  if (defaults.length > 0) return defaults;
  const named = rowNamed(items, read('Default'));
  return named !== undefined && isRow(named) ? [named] : [];
}
