import { types, type Symbol, type Value } from '../formula/index.ts';
import type { MediaFile } from './package/media.ts';

/** A picture, sound, film or document that belongs to an app: formulas name it, and its value is its address. */
export class MediaSymbol implements Symbol {
  readonly name: string;
  readonly type = types.image;
  readonly summary = 'A media file of the app.';
  private readonly address: string;

  constructor(name: string, address: string) {
    this.name = name;
    this.address = address;
  }

  read(): Value {
    return this.address;
  }
}

/** The media of an app by their addresses: of files of the page, `data:` or `blob:`. */
export type MediaAddresses = { readonly [name: string]: string };

/** Addresses for files that a page holds, until `release` is called. */
export function mediaAddresses(files: readonly MediaFile[]): {
  readonly addresses: MediaAddresses;
  readonly release: () => void;
} {
  const made = files.map(({ name, type, bytes }) => [name, URL.createObjectURL(new Blob([bytes], { type }))] as const);
  return {
    addresses: Object.fromEntries(made),
    release: () => {
      for (const [, address] of made) URL.revokeObjectURL(address);
    },
  };
}
