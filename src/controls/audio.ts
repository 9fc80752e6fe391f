import type { CSSResultGroup } from 'lit';
import { controlElement, register } from './define.ts';
import { Player, playerEvents, playerProperties, playerStyles } from './player.ts';

/** A sound. */
export class Audio extends controlElement({
  name: 'Audio',
  tag: 'fx-audio',
  category: 'media',
  summary: 'A sound.',
  properties: { ...playerProperties(485, 65) },
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
    return this.#player.render('audio');
  }
}
register(Audio);
