import type { CSSResultGroup, TemplateResult } from 'lit';
import { types } from '../formula/index.ts';
import { baseStyles } from './base-styles.ts';
import { interaction, placement } from './common-properties.ts';
import { controlElement, register } from './define.ts';
import { data, design } from './definition.ts';
import { frameAddress, frameStyles, renderFrame, renderNoFrame } from './frame.ts';
import { messages } from './messages.ts';

const { boolean, hyperlink, number } = types;

/** A film of a service of films, in that service's own player. */
export class StreamVideo extends controlElement({
  name: 'StreamVideo',
  tag: 'fx-stream-video',
  category: 'media',
  summary: 'A film of a service of films, in that service’s own player.',
  properties: {
    StreamUrl: data(hyperlink, '', 'The address to embed, which begins with https.'),
    Autoplay: data(boolean, false, 'Whether it plays at once, as far as the browser allows.'),
    ShowTitle: design(boolean, true, 'Whether the player shows the title.'),
    StartTime: data(number, 0, 'The second that it begins at.'),
    ...placement(480, 270),
    ...interaction,
  },
  events: {},
}) {
  static override styles: CSSResultGroup = [baseStyles, frameStyles];

  override render(): TemplateResult {
    const address = frameAddress(this.StreamUrl);
    if (address === null || this.error !== null || this.mode === 'disabled')
      return renderNoFrame(this, address, this.StreamUrl === '' ? messages.noFilm : messages.notSafe);
    if (this.Autoplay) address.searchParams.set('autoplay', 'true');
    if (!this.ShowTitle) address.searchParams.set('showinfo', 'false');
    if ((this.StartTime ?? 0) > 0) address.searchParams.set('st', String(this.StartTime));
    return renderFrame(this, address, 'autoplay; fullscreen');
  }
}
register(StreamVideo);
