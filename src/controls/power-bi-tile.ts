import type { CSSResultGroup, TemplateResult } from 'lit';
import { types } from '../formula/index.ts';
import { baseStyles, face } from './base-styles.ts';
import { border, interaction, placement } from './common-properties.ts';
import { controlElement, register } from './define.ts';
import { data } from './definition.ts';
import { frameAddress, frameStyles, renderFrame, renderNoFrame } from './frame.ts';
import { messages } from './messages.ts';
import { color } from './theme.ts';

const { boolean, hyperlink } = types;

/** A tile of a Power BI report, which Power BI itself shows to those who have signed in there. */
export class PowerBITile extends controlElement({
  name: 'PowerBITile',
  tag: 'fx-power-bi-tile',
  category: 'media',
  summary: 'A tile of a Power BI report, which Power BI itself shows to those who have signed in there.',
  properties: {
    TileUrl: data(hyperlink, '', 'The address to embed, which begins with https.'),
    LoadPowerBIContent: data(boolean, true, 'Whether it is shown; otherwise there is a link.'),
    PowerBIInteractions: data(boolean, true, 'Whether the tile can be used where it is; otherwise a press opens it.'),
    Reset: data(boolean, false, 'Turning this true loads it again.'),
    ...placement(640, 480),
    ...interaction,
    BorderColor: border.BorderColor,
    BorderStyle: border.BorderStyle,
    BorderThickness: border.BorderThickness,
  },
  events: { OnSelect: 'When the user presses a tile that cannot be used where it is.' },
}) {
  static override styles: CSSResultGroup = [
    baseStyles,
    face({ fill: color('surface'), color: color('text'), thickness: '1px' }),
    frameStyles,
  ];

  override reset(): void {
    super.reset();
    const frame = this.hasUpdated ? this.renderRoot.querySelector('iframe') : null;
    // Assigning the address loads the page again.
    if (frame !== null) frame.setAttribute('src', frame.src);
  }

  override render(): TemplateResult {
    const address = frameAddress(this.TileUrl);
    if (address === null || !this.LoadPowerBIContent || this.error !== null || this.mode === 'disabled')
      return renderNoFrame(this, address, this.TileUrl === '' ? messages.noTile : address === null ? messages.notSafe : '');
    return renderFrame(this, address);
  }

  protected override updated(changed: Map<string, unknown>): void {
    super.updated(changed);
    const frame = this.renderRoot.querySelector('iframe');
    frame?.toggleAttribute('inert', !this.PowerBIInteractions);
    this.onclick = this.PowerBIInteractions ? null : () => this.raise('OnSelect');
  }
}
register(PowerBITile);
