/**
 * What an exported page runs: an app whose data stands in the page itself. `fxloom export` writes such pages; this module and everything that
 * it needs is in them.
 */
import './index.ts';
import type { AppElement, MediaAddresses, SourceFile } from './app/index.ts';

interface Exported {
  readonly files: readonly SourceFile[];
  readonly connections: object;
  readonly media: MediaAddresses;
}

const element = document.querySelector<AppElement>('fx-app')!;
const { files, connections, media } = JSON.parse(document.querySelector('#fxloom-app')!.textContent) as Exported;
element.media = media;
element.setAttribute('connections', JSON.stringify(connections));
void element.open({ files });
