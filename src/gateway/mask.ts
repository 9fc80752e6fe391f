import { Transform, type TransformCallback } from 'node:stream';

const STAR = 0x2a;

/** The ways in which a secret can stand in an answer, as bytes. Short ones would garble any text. */
export function formsOf(secrets: readonly string[]): readonly Buffer[] {
  const forms = secrets
    .filter((secret) => secret.length >= 4)
    .flatMap((secret) => [
      secret,
      encodeURIComponent(secret),
      JSON.stringify(secret).slice(1, -1),
      Buffer.from(secret).toString('base64'),
    ]);
  return [...new Set(forms)].sort((a, b) => b.length - a.length).map((form) => Buffer.from(form));
}

/** A text without secrets: a star for each of their characters. */
export const maskText = (text: string, forms: readonly Buffer[]): string =>
  forms.reduce((shown, form) => shown.replaceAll(form.toString(), '*'.repeat(form.toString().length)), text);

/** Puts stars in the place of secrets in a body that is there as a whole. */
export function maskBytes(bytes: Buffer, forms: readonly Buffer[]): Buffer {
  for (const form of forms)
    for (let at = bytes.indexOf(form); at !== -1; at = bytes.indexOf(form, at + form.length))
      bytes.fill(STAR, at, at + form.length);
  return bytes;
}

/**
 * Lets a body through with stars in the place of secrets, as long as they are, so that its length stays; ends with an error where it is larger
 * than allowed. Only a piece's end that may be the beginning of a secret waits for the next piece.
 */
export class MaskedBody extends Transform {
  private readonly forms: readonly Buffer[];
  private readonly maximum: number;
  private length = 0;
  private rest: Buffer | undefined;

  constructor(forms: readonly Buffer[], maximum: number) {
    super();
    this.forms = forms;
    this.maximum = maximum;
  }

  override _transform(piece: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.length += piece.length;
    if (this.length > this.maximum) return done(new TooLarge());
    const bytes = this.rest === undefined ? piece : Buffer.concat([this.rest, piece]);
    maskBytes(bytes, this.forms);
    let waits = 0;
    for (const form of this.forms) waits = Math.max(waits, overlap(bytes, form));
    this.rest = waits === 0 ? undefined : bytes.subarray(bytes.length - waits);
    return done(null, waits === 0 ? bytes : bytes.subarray(0, bytes.length - waits));
  }

  override _flush(done: TransformCallback): void {
    done(null, this.rest);
  }
}

/** The body is larger than the gateway passes on. */
export class TooLarge extends Error {
  constructor() {
    super('The body is larger than allowed.');
  }
}

/** How many bytes at the end may be the beginning of a form. */
function overlap(bytes: Buffer, form: Buffer): number {
  for (let length = Math.min(form.length - 1, bytes.length); length > 0; length--) {
    const start = bytes.length - length;
    if (bytes[start] === form[0] && form.compare(bytes, start, bytes.length, 0, length) === 0) return length;
  }
  return 0;
}
