import { css, html, nothing, type CSSResultGroup, type ReactiveController, type TemplateResult } from 'lit';
import { types } from '../formula/index.ts';
import { mediaAddress } from './addresses.ts';
import { baseStyles, face } from './base-styles.ts';
import { border, coloring, interaction, lookup, placement } from './common-properties.ts';
import type { ControlElement } from './control.ts';
import { data, design, output } from './definition.ts';
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
  #reads = '';
  #started = false;

  constructor(host: ControlElement, playing: Playing) {
    this.#host = host;
    this.#playing = playing;
    host.addController(this);
  }

  hostDisconnected(): void {
    if (this.#host.read('AutoPause') === true) this.#media?.pause();
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
  render(kind: 'audio' | 'video', captions: string | null = null): TemplateResult {
    const host = this.#host;
    const address = this.#address;
    if (host.error !== null) return html`<div class="failure" part="error">${host.error.message}</div>`;
    const is = (name: string): boolean => host.read(name) === true;
    const given = host.read('Media');
    if (address === null && given !== null && given !== '')
      return html`<div class="failure" part="error">${messages.notAFilm}</div>`;
    const label = host.readText('AccessibleLabel') || nothing;
    const title = host.readText('Tooltip') || nothing;
    const lang = host.readText('ContentLanguage') || nothing;
    const tab = host.read('TabIndex') ?? nothing;
    const controls = is('ShowControls') && host.mode !== 'disabled';
    const common = {
      play: () => this.#played(),
      pause: (event: Event) => this.#paused(event),
      ended: () => this.#ended(),
      time: (event: Event) => this.#playing.measure('Time', Math.round((event.target as HTMLMediaElement).currentTime * 10) / 10),
      length: (event: Event) => this.#known(event.target as HTMLMediaElement),
    };
    if (kind === 'audio')
      return html`${this.#renderGround()}<audio
          class="media"
          part="control"
          aria-label=${label}
          title=${title}
          lang=${lang}
          tabindex=${tab}
          ?controls=${controls}
          ?loop=${is('Loop')}
          ?autoplay=${is('AutoStart')}
          preload="metadata"
          @play=${common.play}
          @pause=${common.pause}
          @ended=${common.ended}
          @timeupdate=${common.time}
          @loadedmetadata=${common.length}
        ></audio>`;
    return html`<video
      class="media"
      part="control"
      playsinline
      poster=${mediaAddress(host.read('Image')) ?? nothing}
      aria-label=${label}
      title=${title}
      lang=${lang}
      tabindex=${tab}
      ?controls=${controls}
      ?loop=${is('Loop')}
      ?autoplay=${is('AutoStart')}
      preload="metadata"
      @play=${common.play}
      @pause=${common.pause}
      @ended=${common.ended}
      @timeupdate=${common.time}
      @loadedmetadata=${common.length}
    >
      ${captions === null ? nothing : html`<track kind="captions" src=${captions} default />`}
    </video>`;
  }

  #renderGround(): unknown {
    const address = mediaAddress(this.#host.read('Image'));
    return address === null ? nothing : html`<img class="ground" src=${address} alt="" />`;
  }

  get #media(): HTMLMediaElement | undefined {
    // There is nothing inside before the control is in a page.
    const root = this.#host.renderRoot as ParentNode | undefined;
    return root?.querySelector<HTMLMediaElement>('.media') ?? undefined;
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

  #paused(event: Event): void {
    this.#playing.measure('Paused', true);
    if (!(event.target as HTMLMediaElement).ended) this.#playing.raise('OnPause');
  }

  #ended(): void {
    this.#playing.measure('Paused', true);
    this.#playing.raise('OnEnd');
  }
}
