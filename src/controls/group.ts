import { css, html, type CSSResultGroup, type TemplateResult } from 'lit';
import { types } from '../formula/index.ts';
import { baseStyles, manualPlacement } from './base-styles.ts';
import { interaction, placement } from './common-properties.ts';
import { controlElement, register } from './define.ts';
import { design } from './definition.ts';

const { number } = types;

const noted = (summary: string) => design(number, null, summary, { ignored: true });

/**
 * Controls that are hidden and disabled together. It takes no place of its own: its controls stand where they would stand without it, as in
 * Power Apps.
 */
export class Group extends controlElement({
  name: 'Group',
  tag: 'fx-group',
  category: 'layout',
  summary: 'Controls that are hidden and disabled together. It takes no place of its own.',
  children: 'controls',
  transparent: true,
  parts: { control: null, error: null, skeleton: null },
  properties: {
    X: noted('Where the editor found its leftmost control.'),
    Y: noted('Where the editor found its topmost control.'),
    Width: noted('How wide its controls are together, for the editor.'),
    Height: noted('How high its controls are together, for the editor.'),
    Visible: placement(null, null).Visible,
    DisplayMode: interaction.DisplayMode,
  },
  events: {},
}) {
  static override readonly shadowRootOptions: ShadowRootInit = { mode: 'open' };

  static override styles: CSSResultGroup = [
    baseStyles,
    manualPlacement,
    css`
      :host {
        display: contents;
      }
    `,
  ];

  override render(): TemplateResult {
    return html`<slot></slot>`;
  }
}
register(Group);
