import { css, html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { isRow, types } from '../formula/index.ts';
import { baseStyles } from './base-styles.ts';
import { choicesOf, selectedRow, selectedRows, selectedText, type Choice } from './choice.ts';
import { cornerAliases, typographyAliases } from './common-properties.ts';
import { fieldsOf } from './fields.ts';
import { controlElement, register } from './define.ts';
import { data, design, output } from './definition.ts';
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
import { glyph, paths } from './glyphs.ts';
import { color, own, shadow, size } from './theme.ts';

const { boolean, color: colorType, emptyRecord, emptyTable, text } = types;

/** A field to choose one of several rows in, from a list that drops down. */
export class DropDown extends controlElement({
  name: 'DropDown',
  tag: 'fx-drop-down',
  category: 'input',
  summary: 'A field to choose one of several rows in, from a list that drops down.',
  form: 'Selected',
  states: fieldNotes,
  parts: { chevron: 'The sign that more can be seen.' },
  properties: {
    Items: data(emptyTable, null, 'The rows to choose from.'),
    ItemDisplayText: data(text, '', 'The column that is shown; the first text column where it is blank.'),
    Default: data(text, '', 'The text of the row that is chosen before the user chooses.'),
    DefaultSelectedItems: data(emptyTable, null, 'The row that is chosen before the user chooses.'),
    AllowEmptySelection: data(boolean, false, 'Whether no row may be chosen. Where it may not, the first is.'),
    HintText: data(text, '', 'Shown in grey while no row is chosen.'),
    Selected: output(emptyRecord, 'The chosen row.', selectedRow),
    SelectedText: output(emptyRecord, 'The text of the chosen row, as a record with the column Value.', selectedText),
    SelectedItems: output(emptyTable, 'The chosen row, as a table.', selectedRows),
    ...fieldProperties,
    SelectionFill: design(colorType, null, 'The background of the chosen row in the list.', { css: 'selection-fill' }),
    SelectionColor: design(colorType, null, 'The text of the chosen row in the list.', { css: 'selection-color' }),
    ChevronFill: design(colorType, null, 'The arrow.', { css: 'chevron-fill' }),
    ChevronBackground: design(colorType, null, 'The background of the arrow.', { css: 'chevron-background' }),
  },
  propertyAliases: { ...typographyAliases, ...cornerAliases, InputTextPlaceholder: 'HintText' },
  modern: { AllowEmptySelection: true },
  events: { OnChange: 'When the user has chosen another row.', OnSelect: 'When the user opens the list.' },
}) {
  static override styles: CSSResultGroup = [
    baseStyles,
    fieldStyles,
    css`
      :host {
        --_chevron: ${own('chevron-fill', color('text-muted'))};
        --_chevron-background: ${own('chevron-background', 'transparent')};
        --_selection-fill: ${own('selection-fill', color('brand-tint'))};
        --_selection-text: ${own('selection-color', color('on-brand-tint'))};
      }
      select.input {
        appearance: none;
        padding-inline-end: 34px;
        text-overflow: ellipsis;
        cursor: pointer;
      }
      select.input.unchosen {
        color: ${color('text-muted')};
      }
      .chevron {
        position: absolute;
        inset-block: 0;
        inset-inline-end: 0;
        display: grid;
        place-content: center;
        width: 32px;
        border-start-end-radius: inherit;
        border-end-end-radius: inherit;
        color: var(--_chevron);
        background: var(--_chevron-background);
        pointer-events: none;
      }
      .chevron svg {
        width: 20px;
        height: 20px;
      }
      :host(:state(readonly)) .chevron {
        display: none;
      }
      :host(:state(readonly)) select {
        pointer-events: none;
      }
      :host(:state(disabled)) .chevron {
        color: ${color('text-disabled')};
      }
      .slot.invalid {
        position: absolute;
        inset-inline-end: 24px;
        inset-block-start: calc(50% - 10px);
      }
      @supports (appearance: base-select) {
        select.input,
        ::picker(select) {
          appearance: base-select;
        }
        select.input {
          display: flex;
          align-items: center;
          min-height: 0;
        }
        select::picker-icon {
          display: none;
        }
        ::picker(select) {
          margin-block: 2px;
          padding: 4px;
          border: 1px solid ${color('border-subtle')};
          border-radius: ${size.radius};
          background: ${color('raised')};
          color: ${color('text')};
          box-shadow: ${shadow.floating};
          max-height: min(360px, 60vh);
        }
        option {
          min-height: ${size.control};
          padding: 5px 8px;
          border-radius: ${size.radius};
          gap: 8px;
          outline-offset: -2px;
        }
        option:hover,
        option:focus-visible {
          background: ${color('sunken')};
        }
        option:checked {
          background: var(--_selection-fill);
          color: var(--_selection-text);
          font-weight: 600;
        }
        option::checkmark {
          content: '';
          display: none;
        }
        option:disabled {
          color: ${color('text-disabled')};
        }
        selectedcontent {
          overflow: hidden;
          text-overflow: ellipsis;
          white-space: nowrap;
        }
      }
    `,
  ];

  protected override get empty(): boolean {
    return this.Items.length === 0;
  }

  override willUpdate(changed: Map<string, unknown>): void {
    super.willUpdate(changed);
    fieldStates(this, this.internals);
  }

  override render(): TemplateResult {
    const choices = choicesOf(this.Items, this.ItemDisplayText || fieldsOf(this)[0]?.name);
    const chosen = choices.find(({ row }) => row === this.Selected);
    return html`<select
        part="control"
        class=${chosen === undefined ? 'input unchosen' : 'input'}
        .value=${live(chosen === undefined ? '' : String(chosen.index))}
        title=${this.Tooltip || nothing}
        lang=${this.ContentLanguage || nothing}
        tabindex=${this.TabIndex ?? nothing}
        aria-label=${fieldLabel(this, this.HintText)}
        aria-required=${fieldRequired(this)}
        aria-invalid=${fieldInvalid(this)}
        aria-description=${fieldProblem(this)}
        aria-describedby=${this.error === null ? nothing : 'message'}
        aria-readonly=${this.mode === 'view' ? 'true' : nothing}
        ?disabled=${this.mode === 'disabled'}
        @change=${this.#chose}
        @click=${this.#opened}
        @keydown=${this.#guard}
        @mousedown=${this.#guard}
      >
        ${this.#renderNone(chosen)}
        ${choices.map(
          ({ index, text: shown }) => html`<option value=${index} ?selected=${index === chosen?.index}>${shown}</option>`,
        )}
      </select>
      <span class="chevron" part="chevron">${glyph(paths.chevronDown)}</span>${renderFieldEnd(this)}${this.renderPending()}`;
  }

  /** The choice of nothing: there while nothing is chosen, and where nothing may be chosen. */
  #renderNone(chosen: Choice | undefined): TemplateResult | typeof nothing {
    if (chosen !== undefined && !this.AllowEmptySelection) return nothing;
    return html`<option value="" ?selected=${chosen === undefined}>${this.HintText || '\u00A0'}</option>`;
  }

  #chose(event: Event): void {
    const { value } = event.target as HTMLSelectElement;
    const row = value === '' ? null : this.Items[Number(value)];
    this.output('Selected', row !== undefined && isRow(row) ? row : null);
    this.raise('OnChange');
  }

  #opened(): void {
    if (this.mode === 'edit') this.raise('OnSelect');
  }

  /** A select has no read-only state of its own. */
  #guard(event: Event): void {
    if (this.mode === 'view' && (event as KeyboardEvent).key !== 'Tab') event.preventDefault();
  }
}
register(DropDown);
