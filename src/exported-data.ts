import type { AppElement, AppFiles, MediaAddresses } from './app/core.ts';

interface Exported<T> {
  readonly connections: object;
  readonly media: MediaAddresses;
  readonly app?: T;
  readonly files?: T;
}

/** Shows the app whose data stands in the page itself, with its connections and media. `filesOf`: what of the data is the app. */
export function openExported<T>(filesOf: (data: Exported<T>) => AppFiles): void {
  const element = document.querySelector<AppElement>('fx-app')!;
  const data = JSON.parse(document.querySelector('#fxloom-app')!.textContent) as Exported<T>;
  element.media = data.media;
  element.setAttribute('connections', JSON.stringify(data.connections));
  void element.open(filesOf(data));
}
