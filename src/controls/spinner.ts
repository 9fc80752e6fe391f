import { css, html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { types } from '../formula/index.ts';
import { baseStyles, face } from './base-styles.ts';
import { coloring, interaction, placement, typography, typographyAliases } from './common-properties.ts';
import { setState } from './custom-states.ts';
import { controlElement, register } from './define.ts';
import { data, design } from './definition.ts';
import { SpinnerAppearance, SpinnerLabelPosition, SpinnerSize } from './enums.ts';
import { messages } from './messages.ts';
import { color, own } from './theme.ts';

const { color: colorType, optionType, text } = types;

const sizes = new Map([
  ['Tiny', 20],
  ['Extra Small', 24],
  ['Small', 28],
  ['Medium', 32],
  ['Large', 36],
  ['Extra Large', 40],
  ['Huge', 44],
]);

/** A ring that turns while something goes on whose end is not known. */
export class Spinner extends controlElement({
  name: 'Spinner',
  tag: 'fx-spinner',
  category: 'display',
  summary: 'A ring that turns while something goes on whose end is not known.',
  states: { inverted: 'Its appearance is “Inverted”.' },
  properties: {
    Label: data(text, '', 'The text beside it.'),
    LabelPosition: design(optionType(SpinnerLabelPosition), 'After', 'Where that text is.'),
    SpinnerSize: design(optionType(SpinnerSize), 'Medium', 'How large the ring is.'),
    Appearance: design(optionType(SpinnerAppearance), 'Primary', 'Whether it is for a light or a coloured ground.'),
    SpinnerColor: design(colorType, null, 'The part that turns.', { css: 'spinner-color' }),
    TrackColor: design(colorType, null, 'The rest of the ring.', { css: 'track-color' }),
    ...placement(120, 44),
    Tooltip: interaction.Tooltip,
    AccessibleLabel: interaction.AccessibleLabel,
    DisplayMode: interaction.DisplayMode,
    ...typography,
    Color: coloring.Color,
    Fill: coloring.Fill,
  },
  propertyAliases: { ...typographyAliases },
  events: {},
}) {
  static override styles: CSSResultGroup = [
    baseStyles,
    face({ fill: css`transparent`, color: color('text') }),
    css`
      :host {
        display: inline-flex;
        align-items: center;
        justify-content: center;
        --_spinner: ${own('spinner-color', color('brand-line'))};
        --_track: ${own('track-color', 'color-mix(in oklab, var(--_spinner) 20%, transparent)')};
        text-decoration-line: ${own('underline', '')} ${own('strike', '')};
      }
      :host(:state(inverted)) {
        color: ${own('color', '#ffffff')};
        --_spinner: ${own('spinner-color', '#ffffff')};
      }
      .row {
        display: flex;
        gap: 8px;
        align-items: center;
      }
      .Before {
        flex-direction: row-reverse;
      }
      .Above {
        flex-direction: column-reverse;
      }
      .Below {
        flex-direction: column;
      }
      .ring {
        flex: none;
        width: var(--_size);
        height: var(--_size);
        border: max(2px, calc(var(--_size) / 11)) solid var(--_track);
        border-block-start-color: var(--_spinner);
        border-radius: 50%;
        animation: fx-turn 0.9s linear infinite;
      }
      @keyframes fx-turn {
        to {
          rotate: 360deg;
        }
      }
      @media (prefers-reduced-motion: reduce) {
        .ring {
          animation-duration: 6s !important;
          animation-iteration-count: infinite !important;
        }
      }
    `,
  ];

  override willUpdate(changed: Map<string, unknown>): void {
    super.willUpdate(changed);
    this.style.setProperty('--_size', `${sizes.get(this.SpinnerSize) ?? 32}px`);
    setState(this.internals, 'inverted', this.Appearance === 'Inverted');
  }

  override render(): TemplateResult {
    if (this.error !== null) return html`${this.renderFailure()}`;
    const name = this.AccessibleLabel || (this.Label === '' ? messages.loading : nothing);
    return html`<div
      class="row ${this.LabelPosition}"
      part="control"
      role=${name === nothing ? 'status' : 'img'}
      aria-label=${name}
      title=${this.Tooltip || nothing}
    >
      <span class="ring"></span>${this.Label === '' ? nothing : html`<span>${this.Label}</span>`}
    </div>`;
  }
}
register(Spinner);
