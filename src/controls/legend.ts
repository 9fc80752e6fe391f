import { css, html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { types } from '../formula/index.ts';
import { baseStyles, face, hostPadding, innerPadding } from './base-styles.ts';
import { chartColors, paletteTable } from './chart-data.ts';
import { choicesOf } from './choice.ts';
import { border, coloring, interaction, padding, placement, typography, typographyAliases } from './common-properties.ts';
import { controlElement, register } from './define.ts';
import { data, design } from './definition.ts';
import { color, own } from './theme.ts';

const { columnOf, emptyTable } = types;

/** Says which colour of a chart is what. */
export class Legend extends controlElement({
  name: 'Legend',
  tag: 'fx-legend',
  category: 'display',
  summary: 'Says which colour of a chart is what.',
  properties: {
    Items: data(emptyTable, null, 'The names: `SeriesLabels` of the chart.'),
    ItemColorSet: design(columnOf(types.color), paletteTable, 'The colours: `ItemColorSet` of the chart.'),
    ...placement(150, 40),
    ...interaction,
    ...typography,
    ...coloring,
    ...border,
    ...padding(4),
  },
  propertyAliases: { ...typographyAliases },
  events: { OnSelect: 'When the user presses it.' },
}) {
  static override styles: CSSResultGroup = [
    baseStyles,
    face({ fill: css`transparent`, color: color('text'), disabledColor: color('text-muted') }),
    hostPadding('4px', '4px'),
    css`
      :host {
        display: inline-block;
        --_decoration: ${own('underline', '')} ${own('strike', '')};
        overflow: auto;
        scrollbar-width: thin;
      }
      ul {
        ${innerPadding}
        display: flex;
        flex-wrap: wrap;
        gap: 4px 16px;
        margin: 0;
        text-decoration-line: var(--_decoration);
        list-style: none;
      }
      li {
        display: flex;
        gap: 6px;
        align-items: center;
        min-width: 0;
      }
      svg {
        flex: none;
        width: 12px;
        height: 12px;
        forced-color-adjust: none;
      }
    `,
  ];

  protected override get empty(): boolean {
    return this.Items.length === 0;
  }

  override render(): TemplateResult {
    const colorOf = chartColors(this.ItemColorSet);
    return html`<ul
        part="control"
        aria-label=${this.AccessibleLabel || nothing}
        title=${this.Tooltip || nothing}
        lang=${this.ContentLanguage || nothing}
        tabindex=${this.TabIndex ?? nothing}
        @click=${() => this.mode === 'edit' && this.raise('OnSelect')}
      >
        ${choicesOf(this.Items).map(
          ({ text, index }) =>
            html`<li>
              <svg viewBox="0 0 12 12" aria-hidden="true"><rect width="12" height="12" rx="2" fill=${colorOf(index)}></rect></svg
              ><span>${text}</span>
            </li>`,
        )}
      </ul>
      ${this.renderFailure()}${this.renderPending()}`;
  }
}
register(Legend);
