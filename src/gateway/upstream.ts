import { Agent as HttpAgent, request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { lastValueFrom, Observable, toArray } from 'rxjs';
import { CallFailure, isRepeatable, type HttpRequest, type HttpResponse, type Transport } from '../connectors/forward.ts';
import { PrivateAddress, type AddressGuard } from './private-addresses.ts';

/** The way from a gateway to services. */
export interface Upstream {
  readonly send: Transport;
  /** The same for libraries that ask by `fetch`. */
  readonly fetch: typeof fetch;
  close(): void;
}

/** Bodies of answers that have not been touched, as the streams that they are: what reads slowly holds them up. */
const streams = new WeakMap<Observable<Uint8Array>, Readable>();
export const streamOf = (body: Observable<Uint8Array>): Readable | undefined => streams.get(body);

const decoders = new Map([
  ['gzip', createGunzip],
  ['x-gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
]);

/**
 * Sends requests by Node's own client: to addresses that the guard admits, connecting to the very address that it has judged; without following
 * redirects; without waiting longer than allowed for an answer or for its next piece. Compressed bodies are unpacked, because secrets are
 * looked for in them.
 */
export function upstream(guard: AddressGuard, timeoutMilliseconds: number): Upstream {
  const options = { keepAlive: true, maxFreeSockets: 64 };
  const agents = { 'http:': new HttpAgent(options), 'https:': new HttpsAgent(options) };

  const send: Transport = (request) =>
    new Observable((subscriber) => {
      const url = new URL(request.url);
      if (!guard.admitsHost(url.hostname)) {
        subscriber.error(new PrivateAddress());
        return undefined;
      }
      let handedOver = false;
      let sent: ClientRequest | undefined;
      const clock = setTimeout(() => {
        subscriber.error(new CallFailure('timeout'));
        sent?.destroy();
      }, timeoutMilliseconds);
      const begin = (again: boolean): void => {
        const secure = url.protocol === 'https:';
        sent = (secure ? httpsRequest : httpRequest)(url, {
          method: request.method,
          agent: again ? false : agents[secure ? 'https:' : 'http:'],
          lookup: guard.lookup,
          headers: headersOf(request),
        });
        const own = sent;
        own.on('response', (answer) => {
          clearTimeout(clock);
          if (answer.statusCode! >= 300 && answer.statusCode! < 400 && answer.statusCode !== 304) {
            own.destroy();
            subscriber.error(new CallFailure('redirect'));
            return;
          }
          handedOver = true;
          // An event stream is silent for as long as it likes.
          if (!isEventStream(answer.headers['content-type'] ?? '')) limitSilence(answer, timeoutMilliseconds);
          subscriber.next(responseOf(answer));
          subscriber.complete();
        });
        own.on('error', (error: NodeJS.ErrnoException) => {
          // The service had closed a connection that was kept open, and has seen nothing.
          if (own.reusedSocket && error.code === 'ECONNRESET' && isRepeatable(request.method) && !again && !subscriber.closed)
            begin(true);
          else subscriber.error(error instanceof PrivateAddress ? error : new CallFailure('network'));
        });
        own.end(request.body);
      };
      begin(false);
      return () => {
        clearTimeout(clock);
        if (!handedOver) sent?.destroy();
      };
    });

  return {
    send,
    fetch: async (input, init) => {
      const url = input instanceof Request ? input.url : String(input);
      const body = init?.body;
      const request: HttpRequest = {
        method: init?.method ?? 'GET',
        url,
        headers: new Map(new Headers(init?.headers)),
        body:
          body === undefined || body === null ? undefined : body instanceof URLSearchParams ? body.toString() : (body as string),
      };
      const response = await lastValueFrom(send(request));
      const pieces = await lastValueFrom(response.body.pipe(toArray()));
      return new Response(response.status === 204 ? null : Buffer.concat(pieces), {
        status: response.status,
        headers: [...response.headers],
      });
    },
    close: () => {
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
}

/** Ends an answer whose next piece does not come. Its connection may have others after it, which have a clock of their own. */
function limitSilence(answer: IncomingMessage, milliseconds: number): void {
  const { socket } = answer;
  const end = (): void => void answer.destroy(new CallFailure('timeout'));
  socket.setTimeout(milliseconds);
  socket.once('timeout', end);
  answer.once('close', () => {
    socket.setTimeout(0);
    socket.off('timeout', end);
  });
}

/** Whether a body goes on for as long as somebody listens. */
export const isEventStream = (mediaType: string): boolean =>
  /^(?:text\/event-stream|application\/(?:x-ndjson|jsonl|json-seq))\b/i.test(mediaType);

function headersOf({ headers, body }: HttpRequest): { [name: string]: string | number } {
  return {
    'user-agent': 'fxloom-gateway',
    ...Object.fromEntries(headers),
    'accept-encoding': 'identity',
    ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }),
  };
}

function responseOf(answer: IncomingMessage): HttpResponse {
  const headers = new Map(
    Object.entries(answer.headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : [])),
  );
  const unpack = decoders.get((headers.get('content-encoding') ?? '').trim().toLowerCase());
  let stream: Readable = answer;
  if (unpack !== undefined) {
    headers.delete('content-encoding');
    headers.delete('content-length');
    const unpacked = unpack();
    answer.on('error', (error) => unpacked.destroy(error));
    unpacked.on('close', () => answer.destroy());
    stream = answer.pipe(unpacked);
  }
  const body = new Observable<Uint8Array>((subscriber) => {
    stream.on('data', (piece: Buffer) => subscriber.next(piece));
    stream.on('end', () => subscriber.complete());
    stream.on('error', () => subscriber.error(new CallFailure('network')));
    stream.on('aborted', () => subscriber.error(new CallFailure('network')));
    return () => stream.destroy();
  });
  // Who reads it hears of an error; until then nobody does.
  stream.on('error', () => undefined);
  streams.set(body, stream);
  return { status: answer.statusCode!, reason: answer.statusMessage ?? '', headers, body };
}
