import { css, html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { types } from '../formula/index.ts';
import { baseStyles, face, focusRing } from './base-styles.ts';
import { border, interaction, placement } from './common-properties.ts';
import { setState } from './custom-states.ts';
import { controlElement, register } from './define.ts';
import { both, data, design } from './definition.ts';
import { fieldInvalid, fieldLabel, fieldProblem, fieldRequired } from './field.ts';
import { glyph, paths } from './glyphs.ts';
import { messages } from './messages.ts';
import { problemStyles, renderProblem } from './problem.ts';
import { color, own } from './theme.ts';

const { boolean, color: colorType, number } = types;

/** How good something is, in stars. */
export class Rating extends controlElement({
  name: 'Rating',
  tag: 'fx-rating',
  category: 'input',
  summary: 'How good something is, in stars.',
  form: 'Value',
  states: { editable: 'Stars can be chosen.' },
  properties: {
    Max: data(number, 5, 'How many stars there are.'),
    Default: data(number, 0, 'How many are filled before the user chooses.'),
    Value: both(number, null, 'How many are filled.', (read, chosen, assigned) => chosen ?? assigned ?? read('Default')),
    RatingFill: design(colorType, null, 'The colour of filled stars.', { css: 'rating-fill' }),
    ...placement(200, 40),
    ...interaction,
    ...border,
    Required: data(boolean, false, 'Whether it must be given.'),
    Reset: data(boolean, false, 'Turning this true puts back the default.'),
  },
  events: { OnChange: 'When the user has chosen.', OnSelect: 'When the user presses a star.' },
}) {
  static override styles: CSSResultGroup = [
    baseStyles,
    problemStyles,
    face({ fill: css`transparent`, color: color('text-muted') }),
    css`
      :host {
        display: inline-flex;
        align-items: center;
        --_rating: ${own('rating-fill', 'light-dark(#b8860b, #f2c14e)')};
      }
      .stars {
        display: flex;
        flex: 1;
        height: 100%;
        max-height: 40px;
        min-height: 24px;
      }
      label {
        position: relative;
        flex: 0 1 36px;
        display: grid;
        place-items: center;
        min-width: 0;
        border-radius: 4px;
        cursor: pointer;
      }
      input {
        appearance: none;
        position: absolute;
        inset: 0;
        margin: 0;
        opacity: 0;
        cursor: inherit;
      }
      svg {
        width: min(100%, 28px);
        height: min(100%, 28px);
      }
      .filled {
        color: var(--_rating);
      }
      :host(:state(editable)) .stars:hover label {
        color: var(--_rating);
      }
      :host(:state(editable)) label:hover ~ label {
        color: inherit;
      }
      label:has(:focus-visible) {
        ${focusRing}
      }
      :host(:is(:state(disabled), :state(readonly))) label {
        cursor: default;
      }
      :host(:state(disabled)) .filled {
        color: ${color('text-disabled')};
      }
    `,
  ];

  override willUpdate(changed: Map<string, unknown>): void {
    super.willUpdate(changed);
    setState(this.internals, 'editable', this.mode === 'edit');
  }

  override render(): TemplateResult {
    const max = Math.max(1, Math.min(20, Math.round(this.Max ?? 5)));
    const value = this.Value ?? 0;
    return html`<div
        class="stars"
        role="radiogroup"
        part="control"
        aria-label=${fieldLabel(this)}
        aria-invalid=${fieldInvalid(this)}
        aria-description=${fieldProblem(this)}
        aria-required=${fieldRequired(this)}
        aria-readonly=${this.mode === 'view' ? 'true' : nothing}
        title=${this.error?.message ?? (this.Tooltip || nothing)}
        lang=${this.ContentLanguage || nothing}
      >
        ${Array.from({ length: max }, (_, place) => this.#renderStar(place + 1, value, max))}
      </div>
      ${renderProblem(this)}${this.renderPending()}`;
  }

  #renderStar(star: number, value: number, max: number): TemplateResult {
    return html`<label class=${star <= value ? 'filled' : ''}>
      <input
        type="radio"
        name="star"
        .checked=${live(star === Math.round(value))}
        tabindex=${this.TabIndex ?? nothing}
        aria-label=${messages.rated(star, max)}
        ?disabled=${this.mode === 'disabled'}
        @click=${this.#pressed}
        @change=${() => this.#chose(star)}
      />${glyph(star <= value ? paths.starFilled : paths.star)}
    </label>`;
  }

  #pressed(event: Event): void {
    if (this.mode === 'view') event.preventDefault();
    else this.raise('OnSelect');
  }

  #chose(star: number): void {
    this.output('Value', star);
    this.raise('OnChange');
  }
}
register(Rating);
