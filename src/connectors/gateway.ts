import { from, switchMap, throwError } from 'rxjs';
import type { ApiOperation } from './definition.ts';
import { pathValues } from './path-template.ts';
import type { HttpRequest } from './request.ts';
import { CallFailure, fetchTransport, type Transport } from './transport.ts';

/** A gateway: a server of the page's owner that keeps the credentials and calls the services. */
export interface GatewayOptions {
  /** The address of the gateway: `/api/connect`, absolute or relative to the page. */
  readonly url: string;
  /** Which connection the gateway is to use; it knows its address and its credentials by this name. */
  readonly connection: string;
  /** Whether cookies of the gateway go along (`include` for one on another origin); by default those of the page's own origin. */
  readonly credentials?: RequestCredentials;
  /** Further headers, such as `Authorization` with the person's token for the gateway. Asked for each time. */
  readonly headers?: () => Iterable<readonly [string, string]> | Promise<Iterable<readonly [string, string]>>;
}

/** Without this header a gateway takes no call: a form of another site cannot send it. */
export const GATEWAY_HEADER = 'x-fxloom-gateway';

/** The values of a path, by the names of its placeholders, escaped as in an address: `id=17`. */
export const PATH_HEADER = 'x-fxloom-path';

/**
 * Calls services through a gateway. The page names a connection and an operation and gives the values, never an address, so that the gateway
 * can be no open proxy. Request:
 *
 * ```
 * POST {url}/call/Shop/UpdateOrder?notify=true
 * x-fxloom-gateway: 1
 * x-fxloom-path: id=17
 * (the headers and the body of the call itself)
 * ```
 *
 * The answer is the service's own: its status, its headers as far as the gateway passes them on, its body. What the gateway itself refuses is
 * an `application/problem+json` (RFC 9457). Fails with `address` for requests that are no call of an operation, such as a next page elsewhere.
 */
export const gatewayTransport =
  (options: GatewayOptions, send: Transport = fetchTransport(fetchOptions(options))): Transport =>
  (request, operation) => {
    if (request.headers.get('Upgrade') === 'websocket') return throwError(() => new CallFailure('no-socket'));
    return from(gatewayRequest(options, request, operation)).pipe(switchMap((asked) => send(asked, operation)));
  };

const fetchOptions = ({ credentials }: GatewayOptions): RequestInit => ({
  redirect: 'manual',
  ...(credentials && { credentials }),
});

/** What an operation is called between a page and its gateway: its id, else its method and path. */
export const operationName = ({ id, method, path }: ApiOperation): string => id ?? `${method} ${path}`;

/** A call's request as the gateway gets it. */
export async function gatewayRequest(
  { url, connection, headers }: GatewayOptions,
  request: HttpRequest,
  operation: ApiOperation | undefined,
): Promise<HttpRequest> {
  const base = url.replace(/\/+$/, '');
  const { pathname, search } = new URL(request.url);
  const own: (readonly [string, string])[] = [...((await headers?.()) ?? []), [GATEWAY_HEADER, '1']];
  // A question whether the service can be reached: more than the gateway cannot be known without a call.
  if (request.method === 'HEAD' && operation?.method !== 'HEAD')
    return { method: 'GET', url: `${base}/healthz`, headers: new Map(own), body: undefined };
  const values = operation && pathValues(operation.path, pathname);
  if (operation === undefined || values === undefined) throw new CallFailure('address');
  const path = [...values].map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
  return {
    method: 'POST',
    url: `${base}/call/${encodeURIComponent(connection)}/${encodeURIComponent(operationName(operation))}${search}`,
    headers: new Map([...request.headers, ...own, ...(path === '' ? [] : [[PATH_HEADER, path] as const])]),
    body: request.body,
  };
}
