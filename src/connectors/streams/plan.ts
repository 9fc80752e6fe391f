import type { ApiOperation, Server } from '../definition.ts';
import type { Diagnostics } from '../diagnostic.ts';
import { child, isObject, member, textMember, type JsonObject } from '../json.ts';

/**
 * How an answer goes on, and what its items make together.
 *
 * `kind`: server-sent events; lines of JSON; messages of a WebSocket; or answers asked for again and again. `value`: each item adds a row;
 * an item takes the place of the row with the same key; or the newest item is the value.
 */
export interface StreamPlan {
  readonly kind: 'events' | 'lines' | 'messages' | 'polls';
  readonly value: 'rows' | 'keyed' | 'newest';
  /** The column that tells rows apart, where `value` is `keyed`. */
  readonly key: string;
  /** A field of an item that says that its row is gone; empty where there is none. */
  readonly removed: string;
  /** The newest rows that are kept; undefined: as the connection's settings say. */
  readonly keep: number | undefined;
  /** The WebSocket subprotocol to ask for; empty for none. */
  readonly protocol: string;
}

/** What `x-fxloom-stream` of an operation says; a part of a plan. */
export type StreamHints = Partial<StreamPlan>;

const EXTENSION = 'x-fxloom-stream';
const texts = ['key', 'removed', 'protocol'] as const;
const words = ['over', 'value', 'keep', ...texts];

/**
 * Reads `x-fxloom-stream` of an operation: `"newest"`, `"websocket"`, or an object of `over` (`"websocket"`), `value` (`"rows"` or
 * `"newest"`), `key`, `removed`, `keep` and `protocol`. What is wrong in it is reported and left out.
 */
export function readStreamHints(operation: JsonObject, pointer: string, diagnostics: Diagnostics): StreamHints | undefined {
  const raw = member(operation, EXTENSION);
  if (raw === undefined) return undefined;
  const place = child(pointer, EXTENSION);
  const wrong = (message: string): void => diagnostics.warning('stream', place, message);
  const said = raw === 'websocket' ? { over: raw } : typeof raw === 'string' ? { value: raw } : raw;
  if (!isObject(said)) {
    wrong(`${EXTENSION} must be "newest", "rows", "websocket", or an object such as {"key": "id"}.`);
    return undefined;
  }
  const unknown = Object.keys(said).find((name) => !words.includes(name));
  if (unknown !== undefined) wrong(`${EXTENSION} has no member ${unknown}; there are ${words.join(', ')}.`);
  const over = textMember(said, 'over');
  if (over !== undefined && over !== 'websocket') wrong(`${EXTENSION} can be over "websocket" only, not ${over}.`);
  const value = textMember(said, 'value');
  if (value !== undefined && value !== 'rows' && value !== 'newest')
    wrong(`The value of ${EXTENSION} must be "rows" or "newest", not ${value}.`);
  const keep = member(said, 'keep');
  const named = texts.map((name) => [name, textMember(said, name) ?? ''] as const).filter(([, text]) => text !== '');
  return {
    ...Object.fromEntries(named),
    ...(over === 'websocket' && { kind: 'messages' }),
    ...(named.some(([name]) => name === 'key') && { value: 'keyed' }),
    ...((value === 'rows' || value === 'newest') && { value }),
    ...(typeof keep === 'number' && keep >= 1 && { keep: Math.floor(keep) }),
  };
}

const isSocket = ({ url }: Server): boolean => /^wss?:/i.test(url);

/** The plan of an operation whose answer goes on: by its media type, its hints, or because its servers are WebSockets. */
export function streamPlan(
  { stream, servers: own, method }: ApiOperation,
  all: readonly Server[],
  kind: StreamPlan['kind'] | undefined,
): StreamPlan | undefined {
  const servers = own.length > 0 ? own : all;
  const socket = method === 'GET' && servers.length > 0 && servers.every(isSocket);
  const found = stream?.kind ?? (socket ? 'messages' : kind);
  if (found === undefined) return undefined;
  return { value: 'rows', key: '', removed: '', keep: undefined, protocol: '', ...stream, kind: found };
}
