import { BlobValue, type Value } from '../formula/index.ts';

/**
 * The address of a picture or film, if it is one that cannot run anything: from the web, from the page's own place, or carried along as
 * data or as a blob. Null for all others (`javascript:` and its like).
 */
export function mediaAddress(value: Value): string | null {
  if (value instanceof BlobValue) return blobAddress(value);
  if (typeof value !== 'string' || value.trim() === '') return null;
  const text = value.trim().replace(/^appres:\/\//, '');
  if (/^data:/i.test(text)) return /^data:(image|audio|video)\//i.test(text) ? text : null;
  return hasSafeScheme(text, ['http:', 'https:', 'blob:', 'file:']) ? text : null;
}

/** The address of subtitles: of the web, from the page's own place, or carried along as WebVTT. */
export const captionsAddress = (text: string): string | null =>
  /^data:text\/vtt[;,]/i.test(text.trim()) || (text.trim() !== '' && hasSafeScheme(text.trim(), ['http:', 'https:', 'blob:']))
    ? text.trim()
    : null;

/** The address of a link, if it is one that only leads somewhere: to the web, a mailbox, a telephone. Null for all others. */
export const linkAddress = (text: string): string | null =>
  text.trim() !== '' && hasSafeScheme(text.trim(), ['http:', 'https:', 'mailto:', 'tel:', 'sms:']) ? text.trim() : null;

/** As the browser would read it: relative addresses have the page's scheme; tabs, line ends and case in the scheme do not matter. */
function hasSafeScheme(text: string, schemes: readonly string[]): boolean {
  try {
    const { protocol } = new URL(text, 'https://relative.invalid/');
    return schemes.includes(protocol);
  } catch {
    return false;
  }
}

const blobAddresses = new WeakMap<BlobValue, string>();

/** One address per blob for as long as the page lives: the bytes are in memory anyway. */
function blobAddress(blob: BlobValue): string {
  let address = blobAddresses.get(blob);
  if (address === undefined) {
    address = URL.createObjectURL(new Blob([blob.bytes as Uint8Array<ArrayBuffer>], { type: blob.mediaType }));
    blobAddresses.set(blob, address);
  }
  return address;
}

/** How a picture fills a box, as `object-fit` and `background-size` have it. */
export function backgroundImage(element: HTMLElement, image: Value, position: string): void {
  const address = mediaAddress(image);
  const { style } = element;
  if (address === null) {
    for (const name of ['background-image', 'background-size', 'background-repeat']) style.removeProperty(name);
    return;
  }
  style.setProperty('background-image', `url("${address.replaceAll(/["\\\n\r\f]/g, escaped)}")`);
  style.setProperty('background-size', sizes.get(position) ?? 'contain');
  style.setProperty('background-repeat', position === 'tile' ? 'repeat' : 'no-repeat');
}

const sizes = new Map([
  ['fill', 'cover'],
  ['fit', 'contain'],
  ['stretch', '100% 100%'],
  ['tile', 'auto'],
  ['center', 'auto'],
]);

/** A character as an escape in a style sheet's text. */
const escaped = (character: string): string => `\\${character.codePointAt(0)!.toString(16)} `;
