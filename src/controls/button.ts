import { css, html, nothing, type CSSResult, type CSSResultGroup, type TemplateResult } from 'lit';
import { types } from '../formula/index.ts';
import { baseStyles, cornerStyles, face, hostPadding } from './base-styles.ts';
import {
  alignment,
  allCorners,
  border,
  coloring,
  cornerAliases,
  corners,
  interaction,
  padding,
  placement,
  typography,
  typographyAliases,
} from './common-properties.ts';
import { setOneState } from './custom-states.ts';
import { controlElement, register } from './define.ts';
import { data, design } from './definition.ts';
import { ButtonAppearance, ButtonLayout, IconStyle } from './enums.ts';
import { glyph, paths } from './glyphs.ts';
import { icon } from './icons.ts';
import { pressStyles, renderPress } from './press.ts';
import { color, own, role, size } from './theme.ts';

const { boolean, number, optionType, text } = types;

/** Starts something when it is pressed. */
export class Button extends controlElement({
  name: 'Button',
  tag: 'fx-button',
  category: 'input',
  summary: 'Starts something when it is pressed.',
  states: {
    secondary: 'Its appearance is “Secondary”.',
    outline: 'Its appearance is “Outline”.',
    subtle: 'Its appearance is “Subtle”.',
    transparent: 'Its appearance is “Transparent”.',
  },
  properties: {
    Text: data(text, 'Button', 'The text on it.'),
    ...placement(160, 40),
    ...interaction,
    ...typography,
    ...alignment('center', 'middle'),
    ...padding(null),
    ...coloring,
    ...border,
    ...corners,
    ...allCorners,
    Appearance: design(optionType(ButtonAppearance), 'Primary', 'How much it stands out.'),
    Icon: design(text, '', 'An icon beside the text, by its name.'),
    Layout: design(optionType(ButtonLayout), 'Icon before', 'Where the icon is.'),
    IconStyle: design(optionType(IconStyle), 'Outline', 'Whether the icon is an outline or filled.'),
    IconRotation: design(number, 0, 'Degrees that the icon is turned.', { css: 'icon-rotation', unit: 'deg' }),
    AutoDisableOnSelect: design(boolean, true, 'Whether it cannot be pressed again while OnSelect runs.'),
  },
  propertyAliases: { ...typographyAliases, ...cornerAliases },
  events: { OnSelect: 'When the user presses it.' },
}) {
  static override styles: CSSResultGroup = [
    baseStyles,
    pressStyles,
    hostPadding('5px', '12px'),
    appearance('', role('button-fill', color('brand-fill')), role('button-text', color('on-brand')), css`transparent`),
    appearance('secondary', color('surface'), color('text'), color('border')),
    appearance('outline', css`transparent`, color('text'), color('border')),
    appearance('subtle', css`transparent`, color('text'), css`transparent`),
    appearance('transparent', css`transparent`, color('text'), css`transparent`),
    css`
      :host {
        max-width: 100%;
        min-height: ${own('height', size.control)};
        ${cornerStyles(size.radius)}
        font-weight: ${own('weight', '600')};
        --_icon-rotation: ${own('icon-rotation', '0deg')};
      }
      .press,
      .rest {
        position: relative;
        display: flex;
        gap: 6px;
        align-items: ${own('vertical-align', 'center')};
        justify-content: ${own('text-align', 'center')};
        min-height: inherit;
      }
      .press {
        -webkit-user-select: none;
        user-select: none;
      }
      .text {
        overflow: clip;
        min-width: 0;
        max-height: 100%;
        white-space: nowrap;
        text-decoration-line: ${own('underline', '')} ${own('strike', '')};
        text-overflow: ellipsis;
      }
      .text.wraps {
        white-space: normal;
      }
      svg {
        flex: none;
        width: 1.43em;
        height: 1.43em;
        rotate: var(--_icon-rotation);
      }
      .turn {
        flex: none;
        width: 16px;
        height: 16px;
        border: 2px solid currentcolor;
        border-inline-end-color: transparent;
        border-radius: 50%;
        opacity: 0;
        animation:
          fx-appear 100ms 200ms forwards,
          fx-turn 0.8s linear infinite;
      }
      @keyframes fx-turn {
        to {
          rotate: 360deg;
        }
      }
      :host(:state(error)) {
        background-color: ${color('danger-tint')};
        color: ${color('danger-text')};
        border-color: ${color('danger-line')};
        font-weight: 400;
      }
      @media (forced-colors: active) {
        :host {
          border: 1px solid ButtonText;
        }
      }
    `,
  ];

  override get pressable(): boolean {
    return true;
  }

  /** Whether there is room for a second line. */
  get #wraps(): boolean {
    return (this.Height ?? 0) >= 52;
  }

  protected override shouldUpdate(changed: Map<string, unknown>): boolean {
    return super.shouldUpdate(changed) || changed.has('Height');
  }

  override willUpdate(changed: Map<string, unknown>): void {
    super.willUpdate(changed);
    setOneState(this.internals, looks, this.Appearance.toLowerCase());
  }

  override render(): TemplateResult {
    const { error } = this;
    const shownText =
      this.Layout === 'Icon only' && this.Icon !== ''
        ? nothing
        : html`<span class=${this.#wraps ? 'text wraps' : 'text'}>${this.Text}</span>`;
    const shownIcon = this.Layout === 'Text only' ? nothing : icon(this, this.Icon, { filled: this.IconStyle === 'Filled' });
    const sign = this.busy || this.pending ? html`<span class="turn"></span>` : shownIcon;
    const content = this.Layout === 'Icon after' ? html`${shownText}${sign}` : html`${sign}${shownText}`;
    return renderPress(this, error === null ? content : html`${glyph(paths.warning)}<span class="text">${error.message}</span>`, {
      label: error === null ? this.AccessibleLabel || (shownText === nothing ? this.Text : '') : '',
      pressable: true,
      press: () => this.#press(),
    });
  }

  #press(): void {
    if (this.busy && this.AutoDisableOnSelect) return;
    this.raise('OnSelect');
  }
}
register(Button);

const looks = ['secondary', 'outline', 'subtle', 'transparent'];

/** One of the looks: the colours of a state of the host. */
function appearance(state: string, fill: CSSResult, ink: CSSResult, line: CSSResult): CSSResult {
  return face({
    fill,
    color: ink,
    line,
    thickness: '1px',
    radius: size.radius,
    shades: true,
    when: 'active',
    greys: true,
    ...(state === '' ? {} : { state }),
  });
}
