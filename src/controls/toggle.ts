import { css, html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { types } from '../formula/index.ts';
import { fieldInvalid, fieldProblem } from './field.ts';
import { baseStyles, face, focusRing } from './base-styles.ts';
import { border, interaction, placement, typography, typographyAliases } from './common-properties.ts';
import { controlElement, register } from './define.ts';
import { both, data, design } from './definition.ts';
import { LabelPosition, TextPosition } from './enums.ts';
import { problemStyles, renderProblem } from './problem.ts';
import { color, motion, own, size } from './theme.ts';

const { boolean, color: colorType, number, optionType, text } = types;

/** A switch: something is on or off, at once. */
export class Toggle extends controlElement({
  name: 'Toggle',
  tag: 'fx-toggle',
  category: 'input',
  summary: 'A switch: something is on or off, at once.',
  form: 'Value',
  parts: { label: 'Its text.' },
  properties: {
    Default: data(boolean, false, 'Whether it is on before the user switches.'),
    Value: both(boolean, false, 'Whether it is on.', (read, chosen, assigned) => chosen ?? assigned ?? read('Default')),
    Label: data(text, '', 'The text beside it; blank for TrueText and FalseText.'),
    TrueText: data(text, 'On', 'The text beside it while it is on.'),
    FalseText: data(text, 'Off', 'The text beside it while it is off.'),
    ShowLabel: data(boolean, true, 'Whether there is a text beside it.'),
    TextPosition: design(optionType(TextPosition), 'right', 'On which side the text is.'),
    LabelPosition: design(optionType(LabelPosition), 'After', 'Where the text is.'),
    ...placement(110, 32),
    ...interaction,
    ...typography,
    ...border,
    Fill: design(colorType, null, 'The background.', { css: 'fill' }),
    Color: design(colorType, null, 'The text.', { css: 'color' }),
    DisabledColor: design(colorType, null, 'The text while it is disabled.', { css: 'disabled-color' }),
    TrueFill: design(colorType, null, 'The track while it is on.', { css: 'true-fill' }),
    FalseFill: design(colorType, null, 'The track while it is off.', { css: 'false-fill' }),
    TrueHoverFill: design(colorType, null, 'The track while it is on and the pointer is over it.', { css: 'true-hover-fill' }),
    FalseHoverFill: design(colorType, null, 'The track while it is off and the pointer is over it.', { css: 'false-hover-fill' }),
    HandleFill: design(colorType, null, 'The handle.', { css: 'handle-fill' }),
    LabelPaddingLeft: design(number, null, 'Distance to the left of the text.', { css: 'label-left' }),
    LabelPaddingRight: design(number, null, 'Distance to the right of the text.', { css: 'label-right' }),
    Required: data(boolean, false, 'Whether it must be on.'),
    Reset: data(boolean, false, 'Turning this true puts back the default.'),
  },
  propertyAliases: { ...typographyAliases, Checked: 'Value' },
  events: {
    OnCheck: 'When the user switches it on.',
    OnUncheck: 'When the user switches it off.',
    OnChange: 'When the user switches it.',
    OnSelect: 'When the user presses it.',
  },
}) {
  static override styles: CSSResultGroup = [
    baseStyles,
    problemStyles,
    face({ fill: css`transparent`, color: color('text'), disabledColor: color('text-disabled') }),
    css`
      :host {
        display: inline-flex;
        align-items: stretch;
        min-height: ${own('height', size.control)};
        --_on: ${own('true-fill', color('brand-fill'))};
        --_off: ${own('false-fill', 'transparent')};
        --_on-hover: ${own('true-hover-fill', 'var(--_on)')};
        --_off-hover: ${own('false-hover-fill', 'var(--_off)')};
        --_off-line: ${own('false-fill', color('border-strong'))};
        --_handle-on: ${own('handle-fill', color('on-brand'))};
        --_handle-off: ${own('handle-fill', color('border-strong'))};
        --_label-left: ${own('label-left', '0px')};
        --_label-right: ${own('label-right', '0px')};
        --_strike: ${own('underline', '')} ${own('strike', '')};
      }
      label {
        display: flex;
        align-items: center;
        gap: 8px;
        width: 100%;
        cursor: pointer;
      }
      label.before {
        flex-direction: row-reverse;
        justify-content: flex-end;
      }
      label.above {
        flex-direction: column-reverse;
        align-items: flex-start;
        justify-content: center;
        gap: 2px;
      }
      .text {
        overflow: hidden;
        min-width: 0;
        padding-inline: var(--_label-left) var(--_label-right);
        text-decoration-line: var(--_strike);
        text-overflow: ellipsis;
      }
      input {
        appearance: none;
        position: relative;
        flex: none;
        width: 40px;
        height: 20px;
        margin: 0;
        border: 1px solid var(--_off-line);
        border-radius: 10px;
        background: var(--_off);
        cursor: inherit;
        transition:
          background-color ${motion.fast},
          border-color ${motion.fast};
      }
      input::before {
        content: '';
        position: absolute;
        inset-block-start: 2px;
        inset-inline-start: 2px;
        width: 14px;
        height: 14px;
        border-radius: 50%;
        background: var(--_handle-off);
        transition:
          translate ${motion.enter},
          background-color ${motion.fast};
      }
      input:checked {
        background: var(--_on);
        border-color: transparent;
      }
      input:checked::before {
        background: var(--_handle-on);
        translate: 20px;
      }
      :host(:dir(rtl)) input:checked::before {
        translate: -20px;
      }
      label:hover input {
        background: var(--_off-hover);
      }
      label:hover input:checked {
        background: color-mix(in oklab, var(--_on-hover), ${color('shade-source')} 8%);
      }
      input:focus-visible {
        ${focusRing}
        outline-offset: 2px;
      }
      :host(:state(disabled)) label,
      :host(:state(readonly)) label {
        cursor: default;
      }
      :host(:state(disabled)) input {
        border-color: ${color('border')};
        background: ${color('sunken')};
      }
      :host(:state(disabled)) input::before {
        background: ${color('text-disabled')};
      }
      :host(:state(error)) input {
        border-color: ${color('danger-line')};
      }
      @media (forced-colors: active) {
        input::before,
        input:checked::before {
          background: ButtonText;
          forced-color-adjust: none;
        }
        input:checked {
          background: Highlight;
          forced-color-adjust: none;
        }
      }
    `,
  ];

  override render(): TemplateResult {
    const shown = this.ShowLabel ? this.Label || (this.Value ? this.TrueText : this.FalseText) : '';
    return html`<label class=${this.#side()} title=${this.error?.message ?? (this.Tooltip || nothing)}
        ><input
          type="checkbox"
          role="switch"
          part="control"
          .checked=${live(this.Value)}
          tabindex=${this.TabIndex ?? nothing}
          aria-label=${this.AccessibleLabel || (this.Label === '' || !this.ShowLabel ? this.#name() : nothing)}
          aria-invalid=${fieldInvalid(this)}
          aria-description=${fieldProblem(this)}
          aria-readonly=${this.mode === 'view' ? 'true' : nothing}
          ?disabled=${this.mode === 'disabled'}
          @click=${this.#pressed}
          @change=${this.#switched}
        />${shown === '' ? nothing : html`<span class="text" part="label" lang=${this.ContentLanguage || nothing}>${shown}</span>`}</label
      >${renderProblem(this)}${this.renderPending()}`;
  }

  /** What it is called where its own text only says on or off. */
  #name(): string | typeof nothing {
    const labels = [...this.internals.labels].map((label) => label.textContent?.trim() ?? '');
    return labels.join(' ') || this.Label || this.Tooltip || nothing;
  }

  #side(): string {
    if (this.LabelPosition === 'Above') return 'above';
    return this.LabelPosition === 'Before' || this.TextPosition === 'left' ? 'before' : 'after';
  }

  /** A checkbox has no read-only state of its own. */
  #pressed(event: Event): void {
    if (this.mode === 'view') event.preventDefault();
  }

  #switched(event: Event): void {
    const { checked } = event.target as HTMLInputElement;
    this.output('Value', checked);
    this.raise(checked ? 'OnCheck' : 'OnUncheck');
    this.raise('OnChange');
    this.raise('OnSelect');
  }
}
register(Toggle);
