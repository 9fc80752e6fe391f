import { css, html, nothing, type CSSResultGroup, type ReactiveController } from 'lit';
import { types } from '../formula/index.ts';
import { mediaAddress } from './addresses.ts';
import { baseStyles, face } from './base-styles.ts';
import { border, coloring, interaction, lookup, placement } from './common-properties.ts';
import type { ControlElement } from './control.ts';
import { data, design, output } from './definition.ts';
import { displayText } from './display-text.ts';
import { ImagePosition } from './enums.ts';
import { messages } from './messages.ts';
import { color, own } from './theme.ts';

const { boolean, image, media, number, optionType } = types;

/** What films and sounds have in common. */
/* @__NO_SIDE_EFFECTS__ */
export const playerProperties = (width: number, height: number) =>
  ({
    Media: data(media, null, 'The address of the film or sound, or the film or sound itself.'),
    Image: data(image, null, 'A picture that is shown before it plays.'),
    ImagePosition: design(optionType(ImagePosition), 'fill', 'How the picture fills its box.', {
      css: 'image-fit',
      style: lookup({ fill: 'cover', fit: 'contain', stretch: 'fill', center: 'none' }),
    }),
    Start: data(boolean, false, 'Turning this true plays it, turning it false stops it.'),
    AutoStart: data(boolean, false, 'Whether it plays as soon as it can, as far as the browser allows.'),
    AutoPause: data(boolean, true, 'Whether it stops while its screen is not shown.'),
    Loop: data(boolean, false, 'Whether it begins again at its end.'),
    StartTime: data(number, 0, 'The second that it begins at.'),
    ShowControls: design(boolean, true, 'Whether there are buttons to play and stop it.'),
    Reset: data(boolean, false, 'Turning this true goes back to the beginning.'),
    Duration: output(number, 'How long it is, in seconds.', undefined, 0),
    Time: output(number, 'How far it has been played, in seconds.', undefined, 0),
    Paused: output(boolean, 'Whether it stands still.', undefined, true),
    ...placement(width, height),
    ...interaction,
    Fill: coloring.Fill,
    BorderColor: border.BorderColor,
    BorderStyle: border.BorderStyle,
    BorderThickness: border.BorderThickness,
    FocusedBorderColor: border.FocusedBorderColor,
    FocusedBorderThickness: border.FocusedBorderThickness,
  }) as const;

export const playerEvents = {
  OnStart: 'When it begins to play.',
  OnPause: 'When it stops before its end.',
  OnEnd: 'When it has been played to its end.',
} as const;

export const playerStyles: CSSResultGroup = [
  baseStyles,
  face({ fill: color('sunken'), color: color('text-muted') }),
  css`
    :host {
      width: ${own('width', 'var(--fx-default-width)')};
      height: ${own('height', 'var(--fx-default-height)')};
      overflow: clip;
      --_fit: ${own('image-fit', 'contain')};
    }
    .media {
      display: block;
      width: 100%;
      height: 100%;
      object-fit: var(--_fit);
      outline-offset: -2px;
    }
    .media:focus-visible {
      outline: var(--_focus-width) solid var(--_focus-color);
    }
    .ground {
      position: absolute;
      inset: 0;
      width: 100%;
      height: 100%;
      object-fit: var(--_fit);
      pointer-events: none;
    }
    .failure {
      padding: 8px 12px;
    }
    audio.media {
      position: relative;
    }
  `,
];

/** How the element of a control hears of its player. */
export interface Playing {
  measure(name: 'Duration' | 'Time' | 'Paused', value: number | boolean): void;
  raise(event: keyof typeof playerEvents): void;
}

/** Plays a film or a sound as the properties of its control say, and tells how far it is. */
export class Player implements ReactiveController {
  readonly #host: ControlElement;
  readonly #playing: Playing;
  #element: HTMLMediaElement | undefined;
  #reads = '';
  #started = false;

  constructor(host: ControlElement, playing: Playing) {
    this.#host = host;
    this.#playing = playing;
    host.addController(this);
  }

  hostDisconnected(): void {
    if (this.#host.read('AutoPause') === true) this.#element?.pause();
  }

  hostUpdated(): void {
    const media = this.#media;
    const address = this.#address;
    if (media === undefined || address === null) return;
    if (address !== this.#reads) {
      this.#reads = address;
      media.src = address;
      this.rewind();
    }
    const start = this.#host.read('Start') === true;
    if (start !== this.#started) {
      this.#started = start;
      if (start) this.#play();
      else media.pause();
    }
  }

  /** Back to where it begins. */
  rewind(): void {
    const media = this.#media;
    if (media !== undefined) media.currentTime = (this.#host.read('StartTime') as number | null) ?? 0;
  }

  /** @param captions the address of its subtitles. */
  render(kind: 'audio' | 'video', captions: string | null = null): unknown {
    const host = this.#host;
    if (host.error !== null) return html`<div class="failure" part="error">${host.error.message}</div>`;
    const given = host.read('Media');
    if (this.#address === null && given !== null && given !== '')
      return html`<div class="failure" part="error">${messages.notAFilm}</div>`;
    const element = (this.#element ??= this.#make(kind));
    const is = (name: string): string | null => (host.read(name) === true ? '' : null);
    setAttributes(element, {
      'aria-label': host.readText('AccessibleLabel') || null,
      title: host.readText('Tooltip') || null,
      lang: host.readText('ContentLanguage') || null,
      tabindex: displayText(host.read('TabIndex')) || null,
      controls: host.mode === 'disabled' ? null : is('ShowControls'),
      loop: is('Loop'),
      autoplay: is('AutoStart'),
      poster: kind === 'video' ? mediaAddress(host.read('Image')) : null,
    });
    const shown = element.querySelector('track')?.getAttribute('src') ?? null;
    if (shown !== captions) element.replaceChildren(...trackOf(captions));
    return kind === 'video' ? element : html`${this.#renderGround()}${element}`;
  }

  /** Made once by hand: a template would have to be there twice, as it cannot leave the name of an element open. */
  #make(kind: 'audio' | 'video'): HTMLMediaElement {
    const element = document.createElement(kind);
    setAttributes(element, { class: 'media', part: 'control', preload: 'metadata', playsinline: kind === 'video' ? '' : null });
    const heard = {
      play: () => this.#played(),
      pause: () => this.#paused(element),
      ended: () => this.#ended(),
      timeupdate: () => this.#playing.measure('Time', Math.round(element.currentTime * 10) / 10),
      loadedmetadata: () => this.#known(element),
    };
    for (const [type, hear] of Object.entries(heard)) element.addEventListener(type, hear);
    return element;
  }

  #renderGround(): unknown {
    const address = mediaAddress(this.#host.read('Image'));
    return address === null ? nothing : html`<img class="ground" src=${address} alt="" />`;
  }

  /** The element while it is shown. */
  get #media(): HTMLMediaElement | undefined {
    return this.#element?.isConnected === true ? this.#element : undefined;
  }

  get #address(): string | null {
    return mediaAddress(this.#host.read('Media'));
  }

  /** A browser may forbid to play before the user has done anything: then it waits for the user. */
  #play(): void {
    void this.#media?.play().catch(() => {});
  }

  #known(media: HTMLMediaElement): void {
    this.#playing.measure('Duration', Number.isFinite(media.duration) ? Math.round(media.duration * 100) / 100 : 0);
    this.rewind();
  }

  #played(): void {
    this.#playing.measure('Paused', false);
    this.#playing.raise('OnStart');
  }

  #paused({ ended }: HTMLMediaElement): void {
    this.#playing.measure('Paused', true);
    if (!ended) this.#playing.raise('OnPause');
  }

  #ended(): void {
    this.#playing.measure('Paused', true);
    this.#playing.raise('OnEnd');
  }
}

/** Sets attributes, and takes away those that are null. Each only where it changes: `controls` and the like begin anew otherwise. */
function setAttributes(element: Element, attributes: { readonly [name: string]: string | null }): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === element.getAttribute(name)) continue;
    if (value === null) element.removeAttribute(name);
    else element.setAttribute(name, value);
  }
}

function trackOf(address: string | null): HTMLTrackElement[] {
  if (address === null) return [];
  const track = document.createElement('track');
  track.kind = 'captions';
  track.src = address;
  track.default = true;
  return [track];
}
