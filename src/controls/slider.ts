import { css, html, nothing, unsafeCSS, type CSSResult, type CSSResultGroup, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { types } from '../formula/index.ts';
import { baseStyles, face, focusRing } from './base-styles.ts';
import { border, interaction, placement } from './common-properties.ts';
import { controlElement, register } from './define.ts';
import { both, data, design } from './definition.ts';
import { Layout } from './enums.ts';
import { fieldInvalid, fieldLabel, fieldProblem } from './field.ts';
import { problemStyles, renderProblem } from './problem.ts';
import { color, motion, own } from './theme.ts';

const { boolean, color: colorType, number, optionType } = types;

/** A number between two others, chosen by moving a handle. */
export class Slider extends controlElement({
  name: 'Slider',
  tag: 'fx-slider',
  category: 'input',
  summary: 'A number between two others, chosen by moving a handle.',
  form: 'Value',
  properties: {
    Min: data(number, 0, 'The least number.'),
    Max: data(number, 100, 'The greatest number.'),
    Step: data(number, 1, 'How far apart the numbers are that can be chosen.'),
    Default: data(number, 50, 'The number before the user moves the handle.'),
    Value: both(number, null, 'The number.', (read, chosen, assigned) => chosen ?? assigned ?? read('Default')),
    Layout: design(optionType(Layout), 'horizontal', 'Which way the handle moves.'),
    ShowValue: design(boolean, true, 'Whether the number appears at the handle while it moves.'),
    ...placement(320, 40),
    ...interaction,
    ...border,
    RailFill: design(colorType, null, 'The rail.', { css: 'rail-fill' }),
    ValueFill: design(colorType, null, 'The rail from its beginning to the handle.', { css: 'value-fill' }),
    HandleFill: design(colorType, null, 'The handle.', { css: 'handle-fill' }),
    HandleSize: design(number, null, 'Size of the handle in pixels.', { css: 'handle-size' }),
    RailThickness: design(number, null, 'Thickness of the rail in pixels.', { css: 'rail-thickness' }),
    Required: data(boolean, false, 'Whether it must have a value.', { ignored: true }),
    Reset: data(boolean, false, 'Turning this true puts back the default.'),
  },
  events: { OnChange: 'When the user has moved the handle.', OnSelect: 'When the user presses it.' },
}) {
  static override styles: CSSResultGroup = [
    baseStyles,
    problemStyles,
    face({ fill: css`transparent`, color: color('text') }),
    css`
      :host {
        display: inline-grid;
        align-items: center;
        width: ${own('width', '200px')};
        min-height: ${own('height', '32px')};
        --_rail: ${own('rail-fill', color('border-strong'))};
        --_value: ${own('value-fill', color('brand-fill'))};
        --_handle: ${own('handle-fill', color('brand-fill'))};
        --_handle-size: ${own('handle-size', '20px')};
        --_thickness: ${own('rail-thickness', '4px')};
        --_way: to right;
      }
      :host(:dir(rtl)) {
        --_way: to left;
      }
      input {
        appearance: none;
        width: 100%;
        height: max(var(--_handle-size), 24px);
        margin: 0;
        background: none;
        cursor: pointer;
        outline: 0;
      }
      .vertical {
        width: max(var(--_handle-size), 24px);
        height: 100%;
        margin-inline: auto;
        writing-mode: vertical-lr;
        direction: rtl;
        --_way: to top;
      }
      ${track('::-webkit-slider-runnable-track')}
      ${track('::-moz-range-track')}
      ${thumb('::-webkit-slider-thumb')}
      ${thumb('::-moz-range-thumb')}
      input::-webkit-slider-thumb {
        margin-block-start: calc((var(--_thickness) - var(--_handle-size)) / 2);
      }
      .vertical::-webkit-slider-thumb {
        margin-block-start: 0;
        margin-inline-start: 0;
        translate: calc((var(--_thickness) - var(--_handle-size)) / 2);
      }
      .vertical::-webkit-slider-runnable-track {
        width: var(--_thickness);
        height: 100%;
        margin-inline: auto;
      }
      output {
        position: absolute;
        inset-block-end: calc(50% + 16px);
        inset-inline-start: calc(var(--_handle-size) / 2 + (100% - var(--_handle-size)) * var(--_fraction));
        padding: 1px 8px;
        border-radius: 4px;
        background: ${color('text')};
        color: ${color('surface')};
        font-size: 12px;
        line-height: 18px;
        opacity: 0;
        translate: -50% 4px;
        transition:
          opacity ${motion.fast},
          translate ${motion.enter};
        pointer-events: none;
      }
      :host(:dir(rtl)) output {
        translate: 50% 4px;
      }
      input:is(:active, :focus-visible) + output {
        opacity: 1;
        translate: -50% 0;
      }
      .vertical + output {
        display: none;
      }
      :host(:state(disabled)) {
        --_rail: ${color('border')};
        --_value: ${color('text-disabled')};
        --_handle: ${color('text-disabled')};
      }
      :host(:state(readonly)) input {
        pointer-events: none;
      }
      :host(:state(error)) {
        --_value: ${color('danger-line')};
        --_handle: ${color('danger-line')};
      }
      @media (forced-colors: active) {
        input {
          forced-color-adjust: none;
          --_rail: CanvasText;
          --_value: Highlight;
          --_handle: Highlight;
        }
        input:disabled {
          --_rail: GrayText;
          --_value: GrayText;
          --_handle: GrayText;
        }
      }
    `,
  ];

  override willUpdate(changed: Map<string, unknown>): void {
    super.willUpdate(changed);
    const [min, max] = [this.Min ?? 0, this.Max ?? 100];
    const fraction = max > min ? ((this.Value ?? min) - min) / (max - min) : 0;
    this.style.setProperty('--_fraction', String(Math.min(1, Math.max(0, fraction))));
  }

  override render(): TemplateResult {
    const shown = this.Value ?? this.Min ?? 0;
    return html`<input
        type="range"
        part="control"
        class=${this.Layout === 'vertical' ? 'vertical' : 'horizontal'}
        min=${this.Min ?? 0}
        max=${this.Max ?? 100}
        step=${this.Step ?? 1}
        .value=${live(String(shown))}
        title=${this.error?.message ?? (this.Tooltip || nothing)}
        tabindex=${this.TabIndex ?? nothing}
        aria-label=${fieldLabel(this)}
        aria-invalid=${fieldInvalid(this)}
        aria-description=${fieldProblem(this)}
        aria-orientation=${this.Layout === 'vertical' ? 'vertical' : nothing}
        lang=${this.ContentLanguage || nothing}
        ?disabled=${this.mode === 'disabled'}
        @input=${this.#moved}
        @change=${this.#left}
        @keydown=${this.#guard}
        @click=${() => this.raise('OnSelect')}
      />${this.ShowValue ? html`<output aria-hidden="true">${shown}</output>` : nothing}${renderProblem(this)}${this.renderPending()}`;
  }

  #moved(event: Event): void {
    this.output('Value', (event.target as HTMLInputElement).valueAsNumber);
  }

  #left(): void {
    this.raise('OnChange');
  }

  /** A range has no read-only state of its own. */
  #guard(event: KeyboardEvent): void {
    if (this.mode === 'view' && event.key !== 'Tab') event.preventDefault();
  }
}
register(Slider);

function track(part: string): CSSResult {
  return css`
    input${unsafeCSS(part)} {
      height: var(--_thickness);
      border-radius: calc(var(--_thickness) / 2);
      background: linear-gradient(
        var(--_way),
        var(--_value) calc(var(--_handle-size) / 2 + (100% - var(--_handle-size)) * var(--_fraction)),
        var(--_rail) 0
      );
    }
  `;
}

function thumb(part: string): CSSResult {
  const pseudo = unsafeCSS(part);
  return css`
    input${pseudo} {
      appearance: none;
      box-sizing: border-box;
      width: var(--_handle-size);
      height: var(--_handle-size);
      border: calc(var(--_handle-size) * 0.2) solid ${color('surface')};
      border-radius: 50%;
      background: var(--_handle);
      box-shadow: 0 0 0 1px ${color('border')};
      transition: border-width ${motion.fast};
    }
    input:enabled:hover${pseudo} {
      border-width: calc(var(--_handle-size) * 0.15);
    }
    input:focus-visible${pseudo} {
      ${focusRing}
    }
  `;
}
