import type { CSSResultGroup } from 'lit';
import { types } from '../formula/index.ts';
import { captionsAddress } from './addresses.ts';
import { controlElement, register } from './define.ts';
import { data } from './definition.ts';
import { Player, playerEvents, playerProperties, playerStyles } from './player.ts';

/** A film. */
export class Video extends controlElement({
  name: 'Video',
  tag: 'fx-video',
  category: 'media',
  summary: 'A film.',
  properties: {
    ...playerProperties(484, 272),
    ClosedCaptionsUrl: data(types.hyperlink, '', 'The address of subtitles, as WebVTT.'),
  },
  events: playerEvents,
}) {
  static override styles: CSSResultGroup = playerStyles;

  readonly #player = new Player(this, {
    measure: (name, value) => this.measure(name, value),
    raise: (event) => this.raise(event),
  });

  override reset(): void {
    super.reset();
    this.#player.rewind();
  }

  override render(): unknown {
    return this.#player.render('video', captionsAddress(this.ClosedCaptionsUrl));
  }
}
register(Video);
