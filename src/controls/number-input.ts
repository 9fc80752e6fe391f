import { css, html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { types } from '../formula/index.ts';
import { baseStyles } from './base-styles.ts';
import { alignment, cornerAliases, typographyAliases } from './common-properties.ts';
import { controlElement, register } from './define.ts';
import { both, data } from './definition.ts';
import { DecimalPrecision } from './enums.ts';
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
import { messages } from './messages.ts';
import { digitsOf, formatNumber, parseNumber } from './number-text.ts';
import { color } from './theme.ts';

const { boolean, number, optionType, text } = types;

/** A field to type a number in, or to step it up and down. */
export class NumberInput extends controlElement({
  name: 'NumberInput',
  tag: 'fx-number-input',
  category: 'input',
  summary: 'A field to type a number in, or to step it up and down.',
  form: 'Value',
  states: fieldNotes,
  properties: {
    Default: data(number, null, 'The number before the user types.'),
    Value: both(number, null, 'The number; blank while the field is empty.', (read, chosen, assigned) =>
      chosen !== undefined ? chosen : (assigned ?? read('Default')),
    ),
    Min: data(number, null, 'The least number; blank for none.'),
    Max: data(number, null, 'The greatest number; blank for none.'),
    Step: data(number, 1, 'By how much the arrows step.'),
    Precision: data(optionType(DecimalPrecision), 'Auto', 'How many decimal places are shown and kept.'),
    HintText: data(text, '', 'Shown in grey while it is empty.'),
    DelayOutput: data(boolean, false, 'Whether the number is told only when the field is left.'),
    ...fieldProperties,
    Align: alignment('left', '').Align,
  },
  propertyAliases: { ...typographyAliases, ...cornerAliases, Placeholder: 'HintText' },
  events: { OnChange: 'When the user has changed the number and leaves the field, or has stepped it.' },
}) {
  static override styles: CSSResultGroup = [
    baseStyles,
    fieldStyles,
    css`
      .steps {
        display: grid;
        grid-template-rows: 1fr 1fr;
        flex: none;
        width: 24px;
        margin-inline-end: 2px;
        padding-block: 2px;
      }
      .steps button {
        display: grid;
        place-content: center;
        min-height: 0;
        padding: 0;
        border: 0;
        border-radius: 3px;
        background: none;
        color: ${color('text-muted')};
        cursor: pointer;
      }
      .steps svg {
        width: 12px;
        height: 12px;
      }
      .steps button:first-child svg {
        rotate: 180deg;
      }
      .steps button:hover:enabled {
        background: ${color('sunken')};
        color: ${color('text')};
      }
      .steps button:disabled {
        color: ${color('text-disabled')};
        cursor: default;
      }
    `,
  ];

  /** What is being typed; undefined while nobody types. */
  #draft: string | undefined;

  protected override get empty(): boolean {
    return this.Value === null;
  }

  override willUpdate(changed: Map<string, unknown>): void {
    super.willUpdate(changed);
    fieldStates(this, this.internals);
  }

  override render(): TemplateResult {
    const { Value: value } = this;
    return html`<input
        part="control"
        class="input"
        type="text"
        role="spinbutton"
        inputmode="decimal"
        autocomplete="off"
        .value=${live(this.#draft ?? formatNumber(value, this.Precision))}
        placeholder=${this.HintText || nothing}
        title=${this.Tooltip || nothing}
        lang=${this.ContentLanguage || nothing}
        tabindex=${this.TabIndex ?? nothing}
        aria-label=${fieldLabel(this, this.HintText)}
        aria-valuenow=${value ?? nothing}
        aria-valuetext=${value === null ? nothing : formatNumber(value, this.Precision)}
        aria-valuemin=${this.Min ?? nothing}
        aria-valuemax=${this.Max ?? nothing}
        aria-required=${fieldRequired(this)}
        aria-invalid=${fieldInvalid(this)}
        aria-description=${fieldProblem(this)}
        aria-describedby=${this.error === null ? nothing : 'message'}
        ?disabled=${this.mode === 'disabled'}
        ?readonly=${this.mode === 'view'}
        @input=${this.#typed}
        @change=${this.#left}
        @keydown=${this.#keyed}
      />${this.mode === 'edit' ? this.#renderSteps() : nothing}${renderFieldEnd(this)}${this.renderPending()}`;
  }

  #renderSteps(): TemplateResult {
    const step = (by: number): TemplateResult => {
      const label = by > 0 ? messages.increase : messages.decrease;
      const off = this.#kept((this.Value ?? 0) + by * (this.Step ?? 1)) === this.Value;
      return html`<button type="button" tabindex="-1" aria-label=${label} ?disabled=${off} @click=${() => this.#step(by)}>
        ${glyph(paths.chevronDown)}
      </button>`;
    };
    return html`<span class="steps">${step(1)}${step(-1)}</span>`;
  }

  #typed(event: Event): void {
    this.#draft = (event.target as HTMLInputElement).value;
    const number = parseNumber(this.#draft);
    if (number !== undefined && !this.DelayOutput) this.output('Value', number);
  }

  /** What was typed becomes what is meant: within the limits, as precise as asked for. Nonsense falls back to the number before. */
  #left(): void {
    const number = this.#draft === undefined ? undefined : parseNumber(this.#draft);
    this.#draft = undefined;
    this.output('Value', this.#kept(number === undefined ? this.Value : number));
    this.requestUpdate();
    this.raise('OnChange');
  }

  #keyed(event: KeyboardEvent): void {
    const steps = new Map([
      ['ArrowUp', 1],
      ['ArrowDown', -1],
      ['PageUp', 10],
      ['PageDown', -10],
    ]);
    const by = steps.get(event.key);
    if (by === undefined || this.mode !== 'edit') return;
    event.preventDefault();
    this.#step(by);
  }

  #step(by: number): void {
    this.#draft = undefined;
    this.output('Value', this.#kept((this.Value ?? 0) + by * (this.Step ?? 1)));
    this.raise('OnChange');
  }

  #kept(value: number | null): number | null {
    if (value === null) return null;
    const inside = Math.min(this.Max ?? Infinity, Math.max(this.Min ?? -Infinity, value));
    return Number(inside.toFixed(digitsOf(this.Precision) ?? 10));
  }
}
register(NumberInput);
