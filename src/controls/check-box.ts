import { css, html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { types } from '../formula/index.ts';
import { baseStyles, face, hostPadding, innerPadding } from './base-styles.ts';
import { border, coloring, interaction, padding, placement, typography, typographyAliases } from './common-properties.ts';
import { controlElement, register } from './define.ts';
import { both, data, design } from './definition.ts';
import { fieldInvalid, fieldLabel, fieldProblem, fieldRequired } from './field.ts';
import { glyph, paths } from './glyphs.ts';
import { problemStyles, renderProblem } from './problem.ts';
import { color, own, size } from './theme.ts';
import { tickStyles } from './tick-styles.ts';

const { boolean, color: colorType, number, text } = types;

/** A box to tick: yes or no, often together with others. */
export class CheckBox extends controlElement({
  name: 'CheckBox',
  tag: 'fx-check-box',
  category: 'input',
  summary: 'A box to tick: yes or no, often together with others.',
  form: 'Value',
  parts: { mark: 'The box that is ticked.', label: 'Its text.' },
  properties: {
    Text: data(text, '', 'The text beside it.'),
    Default: data(boolean, false, 'Whether it is ticked before the user ticks.'),
    Value: both(boolean, false, 'Whether it is ticked.', (read, chosen, assigned) => chosen ?? assigned ?? read('Default')),
    ...placement(160, 32),
    ...interaction,
    ...typography,
    ...coloring,
    ...border,
    ...padding(0),
    CheckboxSize: design(number, null, 'Size of the box in pixels.', { css: 'tick-size' }),
    CheckboxBackgroundFill: design(colorType, null, 'The box.', { css: 'tick-fill' }),
    CheckboxBorderColor: design(colorType, null, 'The line around the box.', { css: 'tick-line' }),
    CheckmarkFill: design(colorType, null, 'The tick.', { css: 'tick-mark' }),
    Required: data(boolean, false, 'Whether it must be ticked.'),
    Reset: data(boolean, false, 'Turning this true puts back the default.'),
  },
  propertyAliases: { ...typographyAliases, Checked: 'Value', Label: 'Text' },
  events: {
    OnCheck: 'When the user ticks it.',
    OnUncheck: 'When the user takes the tick away.',
    OnSelect: 'When the user presses it.',
  },
}) {
  static override styles: CSSResultGroup = [
    baseStyles,
    problemStyles,
    face({ fill: css`transparent`, color: color('text'), disabledColor: color('text-disabled'), radius: size.radius }),
    hostPadding('0px', '0px'),
    tickStyles,
    css`
      label {
        height: 100%;
        ${innerPadding}
      }
      input {
        border-radius: ${size.radius};
      }
      input:checked {
        border-color: ${own('tick-line', 'transparent')};
        background: var(--_tick-fill-on);
      }
      .mark {
        color: var(--_tick-mark);
      }
    `,
  ];

  override render(): TemplateResult {
    return html`<label title=${this.error?.message ?? (this.Tooltip || nothing)}>
        <span class="tick">
          <input
            type="checkbox"
            part="control"
            .checked=${live(this.Value)}
            tabindex=${this.TabIndex ?? nothing}
            aria-label=${this.Text === '' || this.AccessibleLabel !== '' ? fieldLabel(this) : nothing}
            aria-invalid=${fieldInvalid(this)}
            aria-description=${fieldProblem(this)}
            aria-required=${fieldRequired(this)}
            ?disabled=${this.mode === 'disabled'}
            @click=${this.#pressed}
            @change=${this.#ticked}
          /><span class="mark" part="mark">${glyph(paths.check)}</span>
        </span>
        ${this.Text === '' ? nothing : html`<span class="text" part="label" lang=${this.ContentLanguage || nothing}>${this.Text}</span>`} </label
      >${renderProblem(this)}${this.renderPending()}`;
  }

  /** A check box has no read-only state of its own. */
  #pressed(event: Event): void {
    if (this.mode === 'view') event.preventDefault();
  }

  #ticked(event: Event): void {
    const { checked } = event.target as HTMLInputElement;
    this.output('Value', checked);
    this.raise(checked ? 'OnCheck' : 'OnUncheck');
    this.raise('OnSelect');
  }
}
register(CheckBox);
