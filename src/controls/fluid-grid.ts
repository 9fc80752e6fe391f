import { css, html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { types } from '../formula/index.ts';
import { baseStyles, face } from './base-styles.ts';
import { border, coloring, interaction, placement } from './common-properties.ts';
import { controlElement, register } from './define.ts';
import { design } from './definition.ts';
import { own } from './theme.ts';

const { boolean, number } = types;

/** Holds controls one after the other in columns, and scrolls. */
export class FluidGrid extends controlElement({
  name: 'FluidGrid',
  tag: 'fx-fluid-grid',
  category: 'layout',
  summary: 'Holds controls one after the other in columns, and scrolls.',
  children: 'controls',
  properties: {
    NumberOfColumns: design(number, 1, 'How many columns there are.', { css: 'columns', unit: '' }),
    SnapToColumns: design(boolean, true, 'Whether controls are as wide as a column; otherwise they keep their width.'),
    ...placement(200, 500, true),
    DisplayMode: interaction.DisplayMode,
    AccessibleLabel: interaction.AccessibleLabel,
    ContentLanguage: interaction.ContentLanguage,
    TabIndex: interaction.TabIndex,
    Fill: coloring.Fill,
    BorderColor: border.BorderColor,
    BorderStyle: border.BorderStyle,
    BorderThickness: border.BorderThickness,
    FocusedBorderColor: border.FocusedBorderColor,
    FocusedBorderThickness: border.FocusedBorderThickness,
  },
  propertyAliases: { Columns: 'NumberOfColumns' },
  events: {},
}) {
  static override readonly shadowRootOptions: ShadowRootInit = { mode: 'open' };

  static override styles: CSSResultGroup = [
    baseStyles,
    face({ fill: css`transparent`, color: css`inherit` }),
    css`
      :host {
        display: inline-block;
        --_columns: ${own('columns', '1')};
      }
      .grid {
        display: grid;
        grid-template-columns: repeat(var(--_columns), minmax(0, 1fr));
        align-content: start;
        height: 100%;
        overflow: auto;
        scrollbar-width: thin;
      }
      .grid:focus-visible {
        outline: var(--_focus-width) solid var(--_focus-color);
        outline-offset: -2px;
      }
      .grid.loose {
        display: flex;
        flex-wrap: wrap;
      }
      ::slotted(*) {
        width: auto;
        height: ${own('auto-height', own('height', 'auto'))};
      }
      .loose ::slotted(*) {
        flex: none;
        width: ${own('width', 'var(--fx-default-width, auto)')};
        max-width: 100%;
      }
    `,
  ];

  override render(): TemplateResult {
    // What scrolls must be within reach of the keyboard.
    return html`<div
      class=${this.SnapToColumns ? 'grid' : 'grid loose'}
      part="control"
      role="group"
      aria-label=${this.AccessibleLabel || nothing}
      lang=${this.ContentLanguage || nothing}
      tabindex=${this.TabIndex ?? 0}
    >
      ${this.renderFailure()}<slot></slot>
    </div>`;
  }
}
register(FluidGrid);
