import { css, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { baseStyles, edgeInForcedColors, face, hostPadding } from './base-styles.ts';
import { border, dropShadow, filling, interaction, placement } from './common-properties.ts';
import { controlElement, register } from './define.ts';
import { pressStyles, renderPress } from './press.ts';
import { color, own } from './theme.ts';

/** A round area of one colour: a dot, the ground of a sign. */
export class Circle extends controlElement({
  name: 'Circle',
  tag: 'fx-circle',
  category: 'shape',
  summary: 'A round area of one colour: a dot, the ground of a sign.',
  properties: {
    ...placement(100, 100),
    ...interaction,
    ...filling,
    ...border,
    ...dropShadow,
  },
  events: { OnSelect: 'When the user presses it.' },
}) {
  static override styles: CSSResultGroup = [
    baseStyles,
    pressStyles,
    face({ fill: color('brand-fill'), color: color('on-brand'), radius: '50%', shades: true, when: 'active' }),
    hostPadding('0px', '0px'),
    css`
      :host {
        width: ${own('width', '100px')};
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
      label: this.AccessibleLabel || (this.pressable ? this.Tooltip || 'Circle' : ''),
      picture: true,
      pressable: this.pressable,
      press: () => this.raise('OnSelect'),
    });
  }
}
register(Circle);
