import type { IncomingMessage } from 'node:http';

/** What is to go wrong with one answer. */
export interface Fault {
  /** The answer comes so many milliseconds later than it could. */
  readonly delay?: number;
  /** The operation is not done; the answer is this status. */
  readonly status?: number;
  /** The seconds of `Retry-After` beside the status; 1 unless given, with 429 and 503. */
  readonly retryAfter?: number;
  /** The connection is cut after so many bytes of the body. */
  readonly truncate?: number;
  /** The body has only so many bytes, and ends properly: JSON that breaks off. */
  readonly shorten?: number;
  /** The socket is reset instead of an answer: before the operation is done, or after. */
  readonly reset?: 'before' | 'after';
}

const PREFIX = 'x-fault-';
const NUMBERS = new Map([
  ['delay', 'delay'],
  ['status', 'status'],
  ['retry-after', 'retryAfter'],
  ['truncate', 'truncate'],
  ['shorten', 'shorten'],
] as const);

/**
 * The fault that a request asks for itself, by headers or query parameters such as `x-fault-delay=300`. The parameters are taken out of
 * the request's address: the operations do not know of them.
 */
export function takeFault(request: IncomingMessage): Fault {
  const url = new URL(request.url ?? '/', 'http://service');
  const asked = new Map<string, string>();
  for (const [name, value] of Object.entries(request.headers))
    if (name.startsWith(PREFIX)) asked.set(name.slice(PREFIX.length), String(value));
  for (const [name, value] of [...url.searchParams]) {
    if (!name.toLowerCase().startsWith(PREFIX)) continue;
    asked.set(name.toLowerCase().slice(PREFIX.length), value);
    url.searchParams.delete(name);
    request.url = url.pathname + url.search;
  }
  const fault: { -readonly [K in keyof Fault]: Fault[K] } = {};
  for (const [name, property] of NUMBERS) if (/^\d+$/.test(asked.get(name) ?? '')) fault[property] = Number(asked.get(name));
  if (asked.has('reset')) fault.reset = asked.get('reset') === 'before' ? 'before' : 'after';
  return fault;
}
