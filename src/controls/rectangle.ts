import { css, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { baseStyles, edgeInForcedColors, face, hostPadding } from './base-styles.ts';
import { allCorners, border, cornerAliases, corners, dropShadow, filling, interaction, placement } from './common-properties.ts';
import { controlElement, register } from './define.ts';
import { pressStyles, renderPress } from './press.ts';
import { color, own } from './theme.ts';

/** An area of one colour: a line, a bar, a card's ground. */
export class Rectangle extends controlElement({
  name: 'Rectangle',
  tag: 'fx-rectangle',
  category: 'shape',
  summary: 'An area of one colour: a line, a bar, the ground of a card.',
  properties: {
    ...placement(150, 100),
    ...interaction,
    ...filling,
    ...border,
    ...corners,
    ...allCorners,
    ...dropShadow,
  },
  propertyAliases: { ...cornerAliases },
  events: { OnSelect: 'When the user presses it.' },
}) {
  static override styles: CSSResultGroup = [
    baseStyles,
    pressStyles,
    face({ fill: color('brand-fill'), color: color('on-brand'), shades: true, when: 'active' }),
    hostPadding('0px', '0px'),
    css`
      :host {
        width: ${own('width', '150px')};
        height: ${own('height', '100px')};
        box-shadow: ${own('shadow', 'none')};
      }
      .rest {
        display: block;
      }
    `,
    edgeInForcedColors,
  ];

  override render(): TemplateResult {
    return renderPress(this, nothing, {
      label: this.AccessibleLabel || (this.pressable ? this.Tooltip || 'Area' : ''),
      picture: true,
      pressable: this.pressable,
      press: () => this.raise('OnSelect'),
    });
  }
}
register(Rectangle);
