import { css, html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { types } from '../formula/index.ts';
import { baseStyles, manualPlacement } from './base-styles.ts';
import { interaction, placement } from './common-properties.ts';
import { controlElement, register } from './define.ts';
import { data } from './definition.ts';
import { glyph, paths } from './glyphs.ts';
import { messages } from './messages.ts';
import { color, size } from './theme.ts';

/** Keeps the place of a control that this library does not have, and says which one is missing. */
export class Placeholder extends controlElement({
  name: 'Placeholder',
  tag: 'fx-placeholder',
  category: 'display',
  summary: 'Keeps the place of a control that this library does not have, and says which one is missing.',
  children: 'controls',
  properties: {
    Kind: data(types.text, '', 'The name of the missing kind.'),
    ...placement(200, 100),
    Tooltip: interaction.Tooltip,
    DisplayMode: interaction.DisplayMode,
  },
  events: {},
}) {
  static override styles: CSSResultGroup = [
    baseStyles,
    manualPlacement,
    css`
      :host {
        display: inline-block;
        min-height: 24px;
        overflow: clip;
        border: 1px dashed ${color('border-strong')};
        border-radius: ${size.radius};
        background: ${color('sunken')};
        color: ${color('text-muted')};
        font-size: ${size.textSmall};
        line-height: 16px;
      }
      .note {
        display: flex;
        gap: 6px;
        align-items: center;
        justify-content: center;
        height: 100%;
        padding: 4px 8px;
        text-align: center;
      }
      svg {
        flex: none;
        width: 20px;
        height: 20px;
      }
    `,
  ];

  override render(): TemplateResult {
    return html`<div class="note" part="control" title=${this.Tooltip || nothing}>
        ${glyph(paths.puzzle)}<span>${messages.unknownControl(this.Kind)}</span>
      </div>
      <slot></slot>`;
  }
}
register(Placeholder);
