import { css, html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { types } from '../formula/index.ts';
import { mediaAddress } from './addresses.ts';
import './avatar.ts';
import { baseStyles, edgeInForcedColors, face, focusRing, hostPadding } from './base-styles.ts';
import {
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
import { Align, HeaderStyle, TextRole } from './enums.ts';
import { messages } from './messages.ts';
import { color, own } from './theme.ts';

const { boolean, image, number, optionType, text } = types;

/** The head of an app: its sign, its name, and who is using it. */
export class Header extends controlElement({
  name: 'Header',
  tag: 'fx-header',
  category: 'layout',
  summary: 'The head of an app: its sign, its name, and who is using it.',
  states: { neutral: 'Its style is “Neutral”.', transparent: 'Its style is “Transparent”.' },
  properties: {
    Title: data(text, 'Header Title', 'The name of the app.', { attribute: 'header-title' }),
    IsTitleVisible: design(boolean, true, 'Whether the name is shown.'),
    TitleFontSize: design(number, null, 'Size of the name in points.', { css: 'title-size', unit: 'pt' }),
    TitleRole: data(optionType(TextRole), 'heading1', 'Which heading it is.'),
    Logo: data(image, null, 'The sign of the app.'),
    IsLogoVisible: design(boolean, true, 'Whether the sign is shown.'),
    LogoTooltip: data(text, '', 'What the sign says while the pointer rests on it.'),
    LogoMaxHeight: design(number, null, 'The greatest height of the sign in pixels.', { css: 'logo-height' }),
    IsProfilePictureVisible: design(boolean, true, 'Whether the user is shown.'),
    UserImage: data(image, null, 'The picture of the user.'),
    UserName: data(text, '', 'The name of the user.'),
    UserEmail: data(text, '', 'The address of the user, shown while the pointer rests on the picture.'),
    UserImageAltText: data(text, '', 'What screen readers call the picture.'),
    Style: design(optionType(HeaderStyle), 'Primary', 'How much it stands out.', { attribute: 'header-style' }),
    Align: design(optionType(Align), 'left', 'Where the name is.'),
    ...placement(1366, 56),
    Tooltip: interaction.Tooltip,
    DisplayMode: interaction.DisplayMode,
    Font: typography.Font,
    ...padding(null),
    Color: coloring.Color,
    Fill: coloring.Fill,
    BorderColor: border.BorderColor,
    BorderStyle: border.BorderStyle,
    BorderThickness: border.BorderThickness,
    ...corners,
  },
  propertyAliases: { ...cornerAliases, FontColor: typographyAliases.FontColor },
  events: { OnSelectLogo: 'When the user presses the sign.' },
}) {
  static override styles: CSSResultGroup = [
    baseStyles,
    face({ fill: color('brand-fill'), color: color('on-brand'), disabledColor: color('on-brand') }),
    face({ fill: color('surface'), color: color('text'), state: 'neutral' }),
    face({ fill: css`transparent`, color: color('text'), state: 'transparent' }),
    hostPadding('8px', '16px'),
    css`
      :host {
        display: block;
        height: ${own('height', '56px')};
        --_title-size: ${own('title-size', '16px')};
        --_logo-height: ${own('logo-height', '32px')};
      }
      :host(:state(neutral)) {
        border-block-end: 1px solid ${color('border-subtle')};
      }
      .header {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto;
        gap: 12px;
        align-items: center;
        width: 100%;
        height: 100%;
        padding-block: var(--_padding-block);
        padding-inline: var(--_padding-inline);
      }
      .logo {
        display: block;
        padding: 0;
        border: 0;
        border-radius: 4px;
        background: none;
        cursor: pointer;
        line-height: 0;
      }
      .logo img {
        display: block;
        width: auto;
        max-width: 200px;
        height: min(var(--_logo-height), 40px);
        object-fit: contain;
      }
      .logo:focus-visible {
        ${focusRing}
        outline-color: currentcolor;
      }
      .title {
        grid-column: 2;
        overflow: hidden;
        margin: 0;
        font-size: var(--_title-size);
        font-weight: 600;
        line-height: 1.4;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .center {
        text-align: center;
      }
      .right,
      .end {
        text-align: end;
      }
      fx-avatar {
        grid-column: 3;
      }
    `,
    edgeInForcedColors,
  ];

  override willUpdate(changed: Map<string, unknown>): void {
    super.willUpdate(changed);
    setOneState(this.internals, ['neutral', 'transparent'], this.Style.toLowerCase());
  }

  override render(): TemplateResult {
    const level = /[1-4]$/.exec(this.TitleRole)?.[0] ?? nothing;
    return html`<div class="header" part="control" title=${this.Tooltip || nothing}>
      ${this.#renderLogo()}
      ${
        this.error !== null
          ? html`<span class="title" title=${this.error.message}>${this.error.message}</span>`
          : this.IsTitleVisible
            ? html`<div class="title ${this.Align}" role=${level === nothing ? nothing : 'heading'} aria-level=${level}>
                ${this.Title}
              </div>`
            : nothing
      }
      ${this.IsProfilePictureVisible && (this.UserName !== '' || this.UserImage !== null) ? this.#renderUser() : nothing}
    </div>`;
  }

  #renderLogo(): TemplateResult | typeof nothing {
    const address = this.IsLogoVisible ? mediaAddress(this.Logo) : null;
    if (address === null) return nothing;
    return html`<button
      type="button"
      class="logo"
      title=${this.LogoTooltip || nothing}
      ?disabled=${this.mode === 'disabled'}
      @click=${() => this.raise('OnSelectLogo')}
    >
      <img src=${address} alt=${this.LogoTooltip || 'Logo'} />
    </button>`;
  }

  #renderUser(): TemplateResult {
    return html`<fx-avatar
      .Name=${this.UserName}
      .Image=${this.UserImage}
      .Tooltip=${[this.UserName, this.UserEmail].filter((part) => part !== '').join(' · ')}
      .AccessibleLabel=${this.UserImageAltText || this.UserName || messages.profile}
    ></fx-avatar>`;
  }
}
register(Header);
