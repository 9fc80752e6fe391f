import { css, html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { isRow, types, type Row } from '../formula/index.ts';
import { baseStyles, face, hostPadding, innerPadding } from './base-styles.ts';
import { choicesOf, rowNamed, selectedRows, selectedText, type Choice } from './choice.ts';
import { border, coloring, interaction, padding, placement, typography, typographyAliases } from './common-properties.ts';
import { fieldsOf } from './fields.ts';
import { controlElement, register } from './define.ts';
import { data, design, output } from './definition.ts';
import { rowLike } from './display-text.ts';
import { Layout } from './enums.ts';
import { fieldInvalid, fieldLabel, fieldProblem, fieldRequired } from './field.ts';
import { color, own } from './theme.ts';
import { tickStyles } from './tick-styles.ts';

const { boolean, color: colorType, emptyRecord, emptyTable, number, optionType, text } = types;

/** Round buttons of which one is chosen: for a handful of choices that should all be seen. */
export class Radio extends controlElement({
  name: 'Radio',
  tag: 'fx-radio',
  category: 'input',
  summary: 'Round buttons of which one is chosen: for a handful of choices that should all be seen.',
  form: 'Selected',
  parts: { mark: 'The circle of a choice.', label: 'The text of a choice.' },
  properties: {
    Items: data(emptyTable, null, 'The rows to choose from.'),
    ItemDisplayText: data(text, '', 'The column that is shown; the first text column where it is blank.'),
    Default: data(text, '', 'The text of the row that is chosen before the user chooses.'),
    DefaultSelectedItems: data(emptyTable, null, 'The row that is chosen before the user chooses.'),
    Selected: output(emptyRecord, 'The chosen row.', (read, chosen) => {
      const items = read('Items') as Parameters<typeof rowNamed>[0];
      const kept = chosen !== undefined && isRow(chosen) ? rowLike(items, chosen) : undefined;
      return kept ?? rowNamed(items, read('Default')) ?? rowNamed(items, read('DefaultSelectedItems')) ?? null;
    }),
    SelectedText: output(emptyRecord, 'The text of the chosen row, as a record with the column Value.', selectedText),
    SelectedItems: output(emptyTable, 'The chosen row, as a table.', selectedRows),
    Layout: design(optionType(Layout), 'vertical', 'Whether the choices lie one below or one beside the other.'),
    ...placement(160, 100),
    ...interaction,
    ...typography,
    ...coloring,
    ...border,
    ...padding(0),
    LineHeight: design(number, null, 'Height of a line, in heights of its text.', { css: 'line-height', unit: '' }),
    RadioSize: design(number, null, 'Size of a button in pixels.', { css: 'tick-size' }),
    RadioBackgroundFill: design(colorType, null, 'The buttons.', { css: 'tick-fill' }),
    RadioBorderColor: design(colorType, null, 'The line around the buttons.', { css: 'tick-line' }),
    RadioSelectionFill: design(colorType, null, 'The dot in the chosen one.', { css: 'tick-mark' }),
    Required: data(boolean, false, 'Whether one must be chosen.'),
    Reset: data(boolean, false, 'Turning this true puts back the default.'),
  },
  propertyAliases: { ...typographyAliases },
  events: { OnChange: 'When the user has chosen another.', OnSelect: 'When the user presses one.' },
}) {
  static override styles: CSSResultGroup = [
    baseStyles,
    face({ fill: css`transparent`, color: color('text'), disabledColor: color('text-disabled') }),
    hostPadding('0px', '0px'),
    tickStyles,
    css`
      :host {
        min-height: 0;
        overflow: auto;
        line-height: ${own('line-height', '20px')};
        --_dot: ${own('tick-mark', color('brand-line'))};
      }
      .group {
        display: flex;
        flex-direction: column;
        flex: 1;
        ${innerPadding}
      }
      .group.horizontal {
        flex-flow: row wrap;
        gap: 4px 20px;
        align-items: center;
      }
      label {
        min-height: 32px;
      }
      input {
        border-radius: 50%;
      }
      input:checked {
        border-color: ${own('tick-mark', color('brand-line'))};
        background: var(--_tick-fill);
      }
      .mark {
        border-radius: 50%;
        width: 56%;
        height: 56%;
        background: var(--_dot);
      }
      label:hover input:enabled:checked {
        background: var(--_tick-fill);
      }
      :host(:state(disabled)) input:checked {
        border-color: ${color('border')};
        background: ${color('sunken')};
      }
      :host(:state(disabled)) .mark {
        background: ${color('text-disabled')};
      }
      @media (forced-colors: active) {
        .mark {
          background: Highlight;
          forced-color-adjust: none;
        }
      }
    `,
  ];

  protected override get empty(): boolean {
    return this.Items.length === 0;
  }

  override render(): TemplateResult {
    const choices = choicesOf(this.Items, this.ItemDisplayText || fieldsOf(this)[0]?.name);
    return html`<div
        class=${this.Layout === 'horizontal' ? 'group horizontal' : 'group'}
        role="radiogroup"
        part="control"
        aria-label=${fieldLabel(this)}
        aria-required=${fieldRequired(this)}
        aria-invalid=${fieldInvalid(this)}
        aria-description=${fieldProblem(this)}
        aria-readonly=${this.mode === 'view' ? 'true' : nothing}
        title=${this.Tooltip || nothing}
        lang=${this.ContentLanguage || nothing}
      >
        ${choices.map((choice) => this.#renderChoice(choice))}${this.error === null ? nothing : this.renderFailure()}
      </div>
      ${this.renderPending()}`;
  }

  #renderChoice({ row, text: shown }: Choice): TemplateResult {
    return html`<label>
      <span class="tick">
        <input
          type="radio"
          name="choice"
          .checked=${live(row === this.Selected)}
          tabindex=${this.TabIndex ?? nothing}
          ?disabled=${this.mode === 'disabled'}
          @click=${this.#pressed}
          @change=${() => this.#chose(row)}
        /><span class="mark" part="mark"></span>
      </span>
      <span class="text" part="label">${shown}</span>
    </label>`;
  }

  #pressed(event: Event): void {
    if (this.mode === 'view') event.preventDefault();
    else this.raise('OnSelect');
  }

  #chose(row: Row): void {
    this.output('Selected', row);
    this.raise('OnChange');
  }
}
register(Radio);
