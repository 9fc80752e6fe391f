import { css, html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { types, type Value } from '../formula/index.ts';
import { backgroundImage, mediaAddress } from './addresses.ts';
import { baseStyles, face, hostPadding } from './base-styles.ts';
import {
  allCorners,
  border,
  cornerAliases,
  corners,
  dropShadow,
  filling,
  interaction,
  lookup,
  padding,
  placement,
  when,
} from './common-properties.ts';
import { controlElement, register } from './define.ts';
import { data, design, output } from './definition.ts';
import { ImagePosition, ImageRotation } from './enums.ts';
import { glyph, paths } from './glyphs.ts';
import { messages } from './messages.ts';
import { pressStyles, renderPress } from './press.ts';
import { color, own } from './theme.ts';

const { boolean, image, number, optionType } = types;

/** A picture, from the web or from a data source. */
export class Image extends controlElement({
  name: 'Image',
  tag: 'fx-image',
  category: 'media',
  summary: 'A picture, from the web or from a data source.',
  properties: {
    Image: data(image, null, 'The address of the picture, or the picture itself.'),
    ImagePosition: design(optionType(ImagePosition), 'fit', 'How the picture fills its box.', {
      css: 'image-fit',
      style: lookup({ fill: 'cover', fit: 'contain', stretch: 'fill', center: 'none' }),
    }),
    Transparency: design(number, 0, 'From 0, opaque, to 1, invisible.', {
      css: 'opacity',
      style: (value: Value): string | null => (typeof value === 'number' ? String(1 - Math.min(1, Math.max(0, value))) : null),
    }),
    ImageRotation: design(optionType(ImageRotation), 'none', 'How far the picture is turned.', {
      css: 'image-turn',
      style: lookup({ rotate90: 'rotate(90deg)', rotate180: 'rotate(180deg)', rotate270: 'rotate(270deg)' }),
    }),
    FlipHorizontal: design(boolean, false, 'Whether left and right are exchanged.', {
      css: 'image-flip-x',
      style: when('scaleX(-1)'),
    }),
    FlipVertical: design(boolean, false, 'Whether top and bottom are exchanged.', {
      css: 'image-flip-y',
      style: when('scaleY(-1)'),
    }),
    OriginalWidth: output(number, 'Width of the picture itself, in pixels.', undefined, 0),
    OriginalHeight: output(number, 'Height of the picture itself, in pixels.', undefined, 0),
    ...placement(100, 100),
    ...interaction,
    ...filling,
    ...border,
    ...corners,
    ...allCorners,
    ...padding(0),
    ...dropShadow,
  },
  propertyAliases: { ...cornerAliases },
  events: { OnSelect: 'When the user presses it.' },
}) {
  static override styles: CSSResultGroup = [
    baseStyles,
    pressStyles,
    face({
      fill: css`transparent`,
      color: color('text-muted'),
      disabledColor: color('text-disabled'),
      shades: true,
      when: 'active',
    }),
    hostPadding('0px', '0px'),
    css`
      :host {
        overflow: clip;
        box-shadow: ${own('shadow', 'none')};
        vertical-align: middle;
        --_fit: ${own('image-fit', 'contain')};
        --_opacity: ${own('opacity', '1')};
        --_transform: ${own('image-turn', '')} ${own('image-flip-x', '')} ${own('image-flip-y', '')};
      }
      .press,
      .rest {
        display: block;
        line-height: 0;
      }
      img,
      .tiles {
        display: block;
        width: 100%;
        height: 100%;
        border-radius: inherit;
        object-fit: var(--_fit);
        opacity: var(--_opacity);
        transform: var(--_transform);
      }
      img.unseen {
        opacity: 0;
      }
      .none {
        display: grid;
        place-content: center;
        width: 100%;
        height: 100%;
        min-height: 24px;
        border-radius: inherit;
        background: ${color('sunken')};
        line-height: 16px;
      }
      .none svg {
        width: clamp(16px, 40cqmin, 40px);
        height: clamp(16px, 40cqmin, 40px);
      }
    `,
  ];

  /** Whether the address that is shown now could not be loaded. */
  #broken = '';

  protected override get empty(): boolean {
    return mediaAddress(this.Image) === null;
  }

  override render(): TemplateResult {
    return html`${renderPress(this, this.#renderPicture(), {
      label: this.AccessibleLabel || (this.pressable ? this.Tooltip || 'Picture' : ''),
      pressable: this.pressable,
      press: () => this.raise('OnSelect'),
    })}${this.renderPending()}`;
  }

  #renderPicture(): unknown {
    if (this.error !== null) return this.renderFailure();
    const address = mediaAddress(this.Image);
    if (address === null)
      return this.pending || this.Image === null || this.Image === '' ? nothing : this.#renderNone(messages.notAPicture);
    if (address === this.#broken) return this.#renderNone(messages.pictureFailed);
    if (this.ImagePosition === 'tile') return this.#renderTiles();
    return html`<img
      src=${address}
      alt=${this.pressable ? '' : this.AccessibleLabel}
      draggable="false"
      decoding="async"
      @load=${this.#loaded}
      @error=${this.#failed}
    />`;
  }

  #renderNone(reason: string): TemplateResult {
    return html`<span class="none" title=${reason}
      >${glyph(paths.imageOff)}<span class="hidden-text">${this.AccessibleLabel || reason}</span></span
    >`;
  }

  #renderTiles(): TemplateResult {
    return html`<div class="tiles"></div>`;
  }

  protected override updated(changed: Map<string, unknown>): void {
    super.updated(changed);
    const tiles = this.renderRoot.querySelector<HTMLElement>('.tiles');
    if (tiles !== null) backgroundImage(tiles, this.Image, 'tile');
  }

  #loaded(event: Event): void {
    const picture = event.target as HTMLImageElement;
    this.#broken = '';
    this.measure('OriginalWidth', picture.naturalWidth);
    this.measure('OriginalHeight', picture.naturalHeight);
  }

  #failed(event: Event): void {
    this.#broken = (event.target as HTMLImageElement).getAttribute('src') ?? '';
    this.requestUpdate();
  }
}
register(Image);
