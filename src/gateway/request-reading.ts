import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Refusal } from './refusal.ts';

/** A request whose form has been checked. */
export interface ReadRequest {
  readonly id: string;
  readonly method: string;
  /** The pieces of the path, decoded: `['call', 'Shop', 'ListOrders']`. */
  readonly path: readonly string[];
  /** As in the address, without `?`. */
  readonly query: string;
  /** By lower-case name; of several with one name none. */
  readonly headers: ReadonlyMap<string, string>;
  readonly message: IncomingMessage;
}

const MAX_URL = 8192;

/** Headers that must not be there twice: two readers would believe two of them. */
const single = new Set(['host', 'origin', 'authorization', 'content-type', 'cookie', 'x-fxloom-path', 'x-fxloom-gateway']);

/**
 * Takes a request apart, once, for everything that decides about it. The target must be a plain path in the one way of writing it (RFC 9112
 * section 3.2.1): no other form, no empty, `.` or `..` steps, no backslash. An escaped slash is a part of a name. Throws a `Refusal`.
 */
export function readRequest(message: IncomingMessage): ReadRequest {
  const target = message.url ?? '';
  if (target.length > MAX_URL) throw new Refusal(414, 'address-length', `The address is longer than ${MAX_URL} characters.`);
  const [, pathname, query = ''] = /^((?:\/[\w\-.~!$&'()*+,;=:@%]+)+)(?:\?([^#\s\\]*))?$/.exec(target) ?? [];
  const steps = (pathname ?? '').split('/').slice(1).map(decoded);
  if (pathname === undefined || steps.some((step) => step === undefined || /^\.\.?$/.test(step)))
    throw new Refusal(400, 'address', 'The address is not of the form that the gateway has.');
  const headers = new Map<string, string>();
  const seen = new Set<string>();
  for (let i = 0; i < message.rawHeaders.length; i += 2) {
    const name = message.rawHeaders[i]!.toLowerCase();
    if (seen.has(name) && single.has(name)) throw new Refusal(400, 'header', `The header ${name} is there twice.`);
    seen.add(name);
    headers.set(name, message.rawHeaders[i + 1]!);
  }
  return { id: randomUUID(), method: message.method ?? '', path: steps as string[], query, headers, message };
}

/** A step of a path, decoded once; undefined where it would be more than one step, or none. */
function decoded(step: string): string | undefined {
  try {
    const text = decodeURIComponent(step);
    // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
    return text === '' || /[\\\u0000-\u001F\u007F]/.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

/** The body. Throws a `Refusal` where it is larger than allowed. */
export async function readBody(message: IncomingMessage, maximum: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const tooLarge = new Refusal(413, 'body-size', `The body is larger than ${maximum} bytes.`);
  if (Number(message.headers['content-length'] ?? 0) > maximum) throw tooLarge;
  if ((message.headers['content-encoding'] ?? 'identity') !== 'identity')
    throw new Refusal(415, 'content-encoding', 'Send the body as it is, not compressed.');
  const pieces: Buffer[] = [];
  let length = 0;
  try {
    for await (const piece of message as AsyncIterable<Buffer>) {
      length += piece.length;
      if (length > maximum) throw tooLarge;
      pieces.push(piece);
    }
  } catch (error) {
    throw error === tooLarge ? error : new Refusal(400, 'body-end', 'The body broke off.');
  }
  return length === 0 ? undefined : new Uint8Array(Buffer.concat(pieces));
}
