import { defer } from 'rxjs';
import type { HttpRequest } from './request.ts';
import { fetchTransport, type Transport } from './transport.ts';

/** A gateway: a server of the page's owner that keeps the credentials and sends the requests. */
export interface GatewayOptions {
  /** The address of the gateway: `/api/connect`, absolute or relative to the page. */
  readonly url: string;
  /** Which connection the gateway is to use; it knows its address and its credentials by this name. */
  readonly connection: string;
  /** Whether cookies of the gateway go along (`include` for one on another origin); by default those of the page's own origin. */
  readonly credentials?: RequestCredentials;
  /** Further headers, such as a token against forged requests. Asked for each time. */
  readonly headers?: () => Iterable<readonly [string, string]>;
}

/**
 * Sends requests through a gateway. The page never says a whole address: only the path and query below the connection's own address, so that
 * the gateway can be no open proxy. Request:
 *
 * ```
 * POST {url}/invoke
 * x-ms-request-method: PATCH
 * x-ms-request-url: /v1/orders/17?notify=true
 * x-fxloom-connection: Shop
 * (the headers and the body of the call itself)
 * ```
 *
 * The answer is the service's own: its status, its headers as far as the gateway passes them on, its body. The method and address headers are
 * those of the proxy protocol that the Power Fx connectors library speaks.
 */
export const gatewayTransport =
  (options: GatewayOptions, send: Transport = fetchTransport(fetchOptions(options))): Transport =>
  (request, operation) =>
    defer(() => send(gatewayRequest(options, request), operation));

const fetchOptions = ({ credentials }: GatewayOptions): RequestInit => ({
  redirect: 'manual',
  ...(credentials && { credentials }),
});

/** A call's request as the gateway gets it. */
export function gatewayRequest({ url, connection, headers }: GatewayOptions, request: HttpRequest): HttpRequest {
  const { pathname, search } = new URL(request.url);
  return {
    method: 'POST',
    url: `${url.replace(/\/+$/, '')}/invoke`,
    headers: new Map([
      ...request.headers,
      ...(headers?.() ?? []),
      ['x-ms-request-method', request.method],
      ['x-ms-request-url', `${pathname}${search}`],
      ['x-fxloom-connection', connection],
    ]),
    body: request.body,
  };
}
