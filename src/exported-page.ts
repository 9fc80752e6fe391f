/**
 * What an exported page runs: an app as data that stands in the page itself, with connections and media. `fxloom export` writes such pages;
 * this module and everything that it needs is in them.
 */
import './exported-player.ts';
import type { AppElement, MediaAddresses } from './app/core.ts';

interface Exported {
  readonly app: unknown;
  readonly connections: object;
  readonly media: MediaAddresses;
}

const element = document.querySelector<AppElement>('fx-app')!;
const { app, connections, media } = JSON.parse(document.querySelector('#fxloom-app')!.textContent) as Exported;
element.media = media;
element.setAttribute('connections', JSON.stringify(connections));
void element.open({ files: [], exported: app });
