import { from, Observable, switchMap } from 'rxjs';
import type { ApiOperation } from './definition.ts';
import type { HttpRequest } from './request.ts';
import type { ConnectorSettings } from './settings.ts';

/** An answer whose body is still arriving. */
export interface HttpResponse {
  readonly status: number;
  /** The reason phrase; empty where the protocol has none. */
  readonly reason: string;
  /** By lower-case name. Across origins only what the service exposes can be read. */
  readonly headers: ReadonlyMap<string, string>;
  /** The body in pieces; can be read once. Unsubscribing ends the connection. */
  readonly body: Observable<Uint8Array>;
}

/**
 * Sends a request and gives its one answer. Unsubscribing before the answer aborts. Fails with `CallFailure` where no answer came. Pages,
 * gateways and tests bring their own. `operation` is what the request was made for, where it was made for one.
 */
export type Transport = (request: HttpRequest, operation?: ApiOperation) => Observable<HttpResponse>;

export type FailureReason =
  | 'network'
  | 'timeout'
  | 'too-large'
  | 'redirect'
  | 'address'
  | 'wrong-host'
  | 'not-recorded'
  | 'no-socket'
  | 'socket-header';

/** Why no usable answer came. Turned into an error value at the connector's edge. */
export class CallFailure extends Error {
  readonly reason: FailureReason;
  constructor(reason: FailureReason) {
    super(reason);
    this.reason = reason;
  }
}

/** Options of `fetch` that a page may want to set for all calls. */
export type FetchOptions = Pick<RequestInit, 'credentials' | 'cache' | 'redirect' | 'keepalive'>;

/** The transport that pages use: `fetch`. Redirects are followed unless the options say otherwise. */
export const fetchTransport =
  (options: FetchOptions = {}, fetchFunction: typeof fetch = (...args) => fetch(...args)): Transport =>
  (request) =>
    new Observable((subscriber) => {
      const controller = new AbortController();
      let handedOver = false;
      const answered = (response: Response): void => {
        if (response.type === 'opaqueredirect') {
          subscriber.error(new CallFailure('redirect'));
          return;
        }
        handedOver = true;
        subscriber.next({
          status: response.status,
          reason: response.statusText,
          headers: new Map(response.headers),
          body: bodyOf(response, controller),
        });
        subscriber.complete();
      };
      fetchFunction(request.url, {
        ...options,
        method: request.method,
        headers: [...request.headers],
        signal: controller.signal,
        ...(request.body !== undefined && { body: request.body }),
      }).then(answered, () => subscriber.error(new CallFailure('network')));
      return () => {
        if (!handedOver) controller.abort();
      };
    });

/** The transport of connectors that have none of their own: `fetch`, and WebSockets for requests that ask for one. */
export const pageTransport = (options: FetchOptions = {}): Transport => {
  const http = fetchTransport(options);
  return (request, operation) =>
    request.headers.get('Upgrade') === 'websocket'
      ? from(import('./streams/web-socket.ts')).pipe(
          switchMap(({ webSocketTransport }) => webSocketTransport(request, operation)),
        )
      : http(request, operation);
};

/**
 * What sends the requests of a connection: its own transport, else the page's. Redirects are not followed where requests may carry secrets:
 * a browser would take all headers but `Authorization` along to another host.
 */
export function ownTransport({
  transport,
  credentials,
  connectionParameters = {},
}: Pick<ConnectorSettings, 'transport' | 'credentials' | 'connectionParameters'>): Transport {
  const secrets = credentials !== undefined || Object.keys(connectionParameters).length > 0;
  return transport ?? pageTransport(secrets ? { redirect: 'manual' } : {});
}

/** The body as it arrives. A connection that breaks before its end is a failure; an end is an end. */
const bodyOf = (response: Response, controller: AbortController): Observable<Uint8Array> =>
  new Observable((subscriber) => {
    const reader = response.body?.getReader();
    if (reader === undefined) {
      subscriber.complete();
      return;
    }
    const pump = async (): Promise<void> => {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        if (subscriber.closed) return;
        subscriber.next(value);
      }
      subscriber.complete();
    };
    pump().catch(() => subscriber.error(new CallFailure('network')));
    return () => controller.abort();
  });
