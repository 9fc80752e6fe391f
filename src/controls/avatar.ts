import { css, html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { types } from '../formula/index.ts';
import { mediaAddress } from './addresses.ts';
import { baseStyles } from './base-styles.ts';
import { interaction, placement } from './common-properties.ts';
import { controlElement, register } from './define.ts';
import { data, design } from './definition.ts';
import { AvatarAppearance, AvatarBadge, AvatarShape } from './enums.ts';
import { glyph, paths } from './glyphs.ts';
import { color, own } from './theme.ts';

const { boolean, image, optionType, text } = types;

/** A person: a picture, or the initials of the name. */
export class Avatar extends controlElement({
  name: 'Avatar',
  tag: 'fx-avatar',
  category: 'media',
  summary: 'A person: a picture, or the initials of the name.',
  parts: { presence: 'The sign in the corner that tells whether the person is there.' },
  properties: {
    Name: data(text, '', 'The name, of which the initials are shown where there is no picture.', { attribute: 'person' }),
    Image: data(image, null, 'The picture.'),
    Badge: data(optionType(AvatarBadge), 'None', 'Whether the person is there.'),
    OutOfOffice: data(boolean, false, 'Whether the person is out of office.'),
    Appearance: design(optionType(AvatarAppearance), 'Brand', 'The colour behind the initials.'),
    Shape: design(optionType(AvatarShape), 'Circular', 'Whether it is round.'),
    ...placement(32, 32),
    Tooltip: interaction.Tooltip,
    AccessibleLabel: interaction.AccessibleLabel,
    DisplayMode: interaction.DisplayMode,
  },
  events: {},
}) {
  static override styles: CSSResultGroup = [
    baseStyles,
    css`
      :host {
        width: ${own('width', '32px')};
        height: ${own('height', '32px')};
        container-type: size;
        vertical-align: middle;
      }
      .face {
        position: absolute;
        inset: 0;
        display: grid;
        place-content: center;
        overflow: hidden;
        border-radius: 50%;
        background: ${color('brand-tint')};
        color: ${color('on-brand-tint')};
        font-size: 38cqmin;
        font-weight: 600;
        line-height: 1;
        text-align: center;
        -webkit-user-select: none;
        user-select: none;
      }
      .Square {
        border-radius: 12cqmin;
      }
      .Neutral {
        background: ${color('sunken')};
        color: ${color('text-muted')};
      }
      .Colorful {
        background: light-dark(oklch(0.9 0.05 var(--_hue, 0)), oklch(0.35 0.07 var(--_hue, 0)));
        color: light-dark(oklch(0.35 0.09 var(--_hue, 0)), oklch(0.93 0.04 var(--_hue, 0)));
      }
      @media (forced-colors: active) {
        .face {
          outline: 1px solid CanvasText;
          outline-offset: -1px;
        }
      }
      .face svg {
        width: 55cqmin;
        height: 55cqmin;
      }
      img {
        position: absolute;
        inset: 0;
        width: 100%;
        height: 100%;
        object-fit: cover;
      }
      .presence {
        position: absolute;
        inset-block-end: 0;
        inset-inline-end: 0;
        width: clamp(8px, 30cqmin, 20px);
        height: clamp(8px, 30cqmin, 20px);
        border: 2px solid ${color('surface')};
        border-radius: 50%;
        background: ${color('surface')};
        box-shadow: inset 0 0 0 2px ${color('border-strong')};
      }
      .Available {
        background: ${color('success-line')};
        box-shadow: none;
      }
      .Away {
        background: ${color('warning-line')};
        box-shadow: none;
      }
      .Busy,
      .DoNotDisturb {
        background: ${color('danger-line')};
        box-shadow: none;
      }
      .presence.OutOfOffice {
        background: ${color('surface')};
        box-shadow: inset 0 0 0 2px light-dark(#a4307e, #d687bd);
      }
    `,
  ];

  #broken = '';

  override willUpdate(changed: Map<string, unknown>): void {
    super.willUpdate(changed);
    this.style.setProperty('--_hue', String(hueOf(this.Name)));
  }

  override render(): TemplateResult {
    const address = mediaAddress(this.Image);
    const presence = this.OutOfOffice ? 'OutOfOffice' : this.Badge.replaceAll(' ', '');
    const said = presence === 'None' || presence === '' ? '' : `, ${this.OutOfOffice ? 'Out Of Office' : this.Badge}`;
    const name = this.error?.message ?? (this.AccessibleLabel || this.Name);
    return html`<div
        class="face ${this.Shape} ${this.Appearance}"
        part="control"
        role=${name === '' ? nothing : 'img'}
        aria-label=${name === '' ? nothing : `${name}${said}`}
        title=${this.Tooltip || nothing}
      >
        ${this.#renderFace(address)}
      </div>
      ${said === '' ? nothing : html`<span class="presence ${presence}" part="presence"></span>`}`;
  }

  #renderFace(address: string | null): unknown {
    if (this.error !== null) return glyph(paths.warning);
    const letters = initials(this.Name);
    const picture =
      address === null || address === this.#broken ? nothing : html`<img src=${address} alt="" @error=${this.#failed} />`;
    return html`${letters === '' ? glyph(paths.person) : letters}${picture}`;
  }

  #failed(event: Event): void {
    this.#broken = (event.target as HTMLImageElement).getAttribute('src') ?? '';
    this.requestUpdate();
  }
}
register(Avatar);

/** The first letters of the first and the last word of a name. */
function initials(name: string): string {
  const words = name
    .replaceAll(/\(.*?\)/g, ' ')
    .split(/[\s,]+/)
    .filter((word) => /^\p{L}/u.test(word));
  const [first, last] = [words[0], words.length > 1 ? words.at(-1) : undefined];
  return [first, last]
    .map((word) => (word === undefined ? '' : ([...word][0] ?? '')))
    .join('')
    .toLocaleUpperCase();
}

/** The same name has the same colour, everywhere. */
function hueOf(name: string): number {
  let hash = 0;
  for (const character of name) hash = (hash * 31 + character.codePointAt(0)!) % 360;
  return hash;
}
