import { css, html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { types } from '../formula/index.ts';
import { baseStyles, face } from './base-styles.ts';
import { coloring, interaction, placement } from './common-properties.ts';
import { controlElement, register } from './define.ts';
import { data, design } from './definition.ts';
import { ProgressColor, ProgressShape, ProgressThickness } from './enums.ts';
import { messages } from './messages.ts';
import { color } from './theme.ts';

const { boolean, number, optionType } = types;

/** A bar that fills as something goes on. */
export class Progress extends controlElement({
  name: 'Progress',
  tag: 'fx-progress',
  category: 'display',
  summary: 'A bar that fills as something goes on.',
  parts: { bar: 'How far it is.' },
  properties: {
    Value: data(number, 50, 'How far it is.'),
    Max: data(number, 100, 'How far it goes.'),
    Indeterminate: data(boolean, false, 'Whether nobody knows how far it is.'),
    Thickness: design(optionType(ProgressThickness), 'Medium', 'How thick the bar is.'),
    Shape: design(optionType(ProgressShape), 'Rounded', 'Whether its ends are round.'),
    ProgressColor: design(optionType(ProgressColor), 'Brand', 'What its colour says.'),
    ...placement(320, 16),
    Tooltip: interaction.Tooltip,
    AccessibleLabel: interaction.AccessibleLabel,
    DisplayMode: interaction.DisplayMode,
    Fill: coloring.Fill,
  },
  events: {},
}) {
  static override styles: CSSResultGroup = [
    baseStyles,
    face({ fill: css`transparent`, color: color('text') }),
    css`
      :host {
        display: inline-grid;
        align-items: center;
        min-width: 40px;
      }
      .track {
        overflow: hidden;
        height: 4px;
        border-radius: 2px;
        background: ${color('border-subtle')};
      }
      .track.Large {
        height: 8px;
        border-radius: 4px;
      }
      .track.Square {
        border-radius: 0;
      }
      .bar {
        height: 100%;
        width: calc(100% * var(--_fraction, 0));
        border-radius: inherit;
        background: ${color('brand-line')};
        transition: width 200ms cubic-bezier(0.1, 0.9, 0.2, 1);
      }
      .Success .bar {
        background: ${color('success-line')};
      }
      .Warning .bar {
        background: ${color('warning-line')};
      }
      .Error .bar {
        background: ${color('danger-line')};
      }
      .unknown .bar {
        width: 33%;
        transition: none;
        animation: fx-run 2s infinite ease-in-out;
      }
      @keyframes fx-run {
        from {
          translate: -100%;
        }
        to {
          translate: 300%;
        }
      }
      @media (prefers-reduced-motion: reduce) {
        .unknown .bar {
          width: 100%;
          opacity: 0.5;
        }
      }
      @media (forced-colors: active) {
        .track {
          outline: 1px solid CanvasText;
        }
        .bar {
          background: Highlight;
          forced-color-adjust: none;
        }
      }
    `,
  ];

  override willUpdate(changed: Map<string, unknown>): void {
    super.willUpdate(changed);
    const max = this.Max ?? 100;
    this.style.setProperty('--_fraction', String(max > 0 ? Math.min(1, Math.max(0, (this.Value ?? 0) / max)) : 0));
  }

  override render(): TemplateResult {
    if (this.error !== null) return html`${this.renderFailure()}`;
    const unknown = this.Indeterminate || this.pending;
    return html`<div
      class="track ${this.Thickness} ${this.Shape} ${this.ProgressColor} ${unknown ? 'unknown' : ''}"
      part="control"
      role="progressbar"
      aria-label=${this.AccessibleLabel || messages.progress}
      aria-valuemin="0"
      aria-valuemax=${this.Max ?? 100}
      aria-valuenow=${unknown ? nothing : (this.Value ?? 0)}
      title=${this.Tooltip || nothing}
    >
      <div class="bar" part="bar"></div>
    </div>`;
  }
}
register(Progress);
