import { css, type CSSResultGroup, type TemplateResult } from 'lit';
import { types } from '../formula/index.ts';
import { baseStyles, face, hostPadding } from './base-styles.ts';
import { border, coloring, interaction, padding, placement } from './common-properties.ts';
import { controlElement, register } from './define.ts';
import { data, design } from './definition.ts';
import { Icon as IconSet, IconStyle } from './enums.ts';
import { glyph, paths } from './glyphs.ts';
import { icon } from './icons.ts';
import { pressStyles, renderPress } from './press.ts';
import { color, own } from './theme.ts';

const { boolean, number, optionType } = types;

/** A small sign out of a set that people know. */
export class Icon extends controlElement({
  name: 'Icon',
  tag: 'fx-icon',
  category: 'media',
  summary: 'A small sign out of a set that people know.',
  properties: {
    Icon: data(optionType(IconSet), 'builtinicon:ArrowDown', 'Which sign.'),
    Rotation: design(number, 0, 'Degrees that it is turned.', { css: 'rotation', unit: 'deg' }),
    IconStyle: design(optionType(IconStyle), 'Outline', 'Whether it is an outline or filled.'),
    PreserveAspectRatio: design(boolean, true, 'Whether it keeps its shape.'),
    ...placement(64, 64),
    ...interaction,
    ...coloring,
    ...border,
    ...padding(0),
  },
  propertyAliases: { IconColor: 'Color' },
  events: { OnSelect: 'When the user presses it.' },
}) {
  static override styles: CSSResultGroup = [
    baseStyles,
    pressStyles,
    face({
      fill: css`transparent`,
      color: color('text'),
      disabledColor: color('text-disabled'),
      radius: '4px',
      shades: true,
      when: 'active',
    }),
    hostPadding('0px', '0px'),
    css`
      :host {
        width: ${own('width', '20px')};
        height: ${own('height', '20px')};
        vertical-align: middle;
        --_rotation: ${own('rotation', '0deg')};
      }
      :host(:state(active)) {
        min-width: 24px;
        min-height: 24px;
      }
      .press,
      .rest {
        display: block;
        line-height: 0;
      }
      svg {
        display: block;
        width: 100%;
        height: 100%;
        rotate: var(--_rotation);
      }
      :host(:state(error)) {
        color: ${color('danger-text')};
      }
    `,
  ];

  override render(): TemplateResult {
    return renderPress(
      this,
      this.error === null
        ? icon(this, this.Icon, { stretched: !this.PreserveAspectRatio, filled: this.IconStyle === 'Filled' })
        : glyph(paths.warning),
      {
        label: this.error?.message ?? (this.AccessibleLabel || (this.pressable ? this.Tooltip || this.#name() : '')),
        picture: true,
        pressable: this.pressable,
        press: () => this.raise('OnSelect'),
      },
    );
  }

  /** A button must be called something: `builtinicon:AddUser` is better than nothing. */
  #name(): string {
    return this.Icon.replace('builtinicon:', '').replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ');
  }
}
register(Icon);
