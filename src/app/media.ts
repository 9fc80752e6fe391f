import { types, type Symbol, type Value } from '../formula/index.ts';
import type { AppDiagnostic } from './document.ts';
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

/** The value of an attribute that names media: `{"logo": "logo.svg"}`. Addresses count from `base`; what has another shape is reported. */
export function readMedia(text: string, base: string, diagnostics: AppDiagnostic[]): MediaAddresses {
  if (text.trim() === '') return {};
  try {
    const given = JSON.parse(text) as { readonly [name: string]: string };
    return Object.fromEntries(Object.entries(given).map(([name, address]) => [name, new URL(address, base).href]));
  } catch (error) {
    const message = `The media are no JSON object from names to addresses: ${error instanceof Error ? error.message : String(error)}`;
    diagnostics.push({ file: 'media', line: 1, column: 1, severity: 'error', stage: 'syntax', code: 'MediaShape', message });
    return {};
  }
}
