import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { join, resolve } from 'node:path';
import { checkConfiguration, Gateway, type GatewayOptions } from '../../src/gateway/index.ts';

/** A gateway that serves in this process, from a folder of its own. */
export interface RunningGateway {
  readonly gateway: Gateway;
  readonly url: string;
  readonly folder: string;
  /** The lines of its log so far. */
  readonly log: string[];
  readonly admin: string;
  /** Asks it as an administrator. */
  readonly ask: (method: string, path: string, body?: string) => Promise<Response>;
  /** Calls an operation with a token. */
  readonly call: (connection: string, operation: string, options?: CallOptions) => Promise<Response>;
  close(): Promise<void>;
}

export interface CallOptions {
  readonly path?: string;
  readonly query?: string;
  readonly headers?: { readonly [name: string]: string };
  readonly body?: string;
  readonly token?: string;
}

export const folderOf = (): string => mkdtempSync(join(resolve('node_modules/.cache'), 'gateway-'));

/** Starts a gateway. `documents` are written as files beside its configuration. */
export async function runGateway(
  configuration: object,
  documents: { readonly [file: string]: object },
  options: GatewayOptions & { readonly folder?: string } = {},
): Promise<RunningGateway> {
  const folder = options.folder ?? folderOf();
  for (const [name, document] of Object.entries(documents)) writeFileSync(join(folder, name), JSON.stringify(document));
  const log: string[] = [];
  const gateway = await Gateway.start(checkConfiguration({ listen: '127.0.0.1:0', ...configuration }, 'gateway.json', folder), {
    environment: {},
    write: (text) => void log.push(text),
    ...options,
  });
  const admin = readFileSync(gateway.tokenFile, 'utf8').trim();
  return {
    gateway,
    url: gateway.url,
    folder,
    log,
    admin,
    ask: (method, path, body) =>
      fetch(`${gateway.url}${path}`, {
        method,
        headers: { authorization: `Bearer ${admin}` },
        ...(body !== undefined && { body }),
      }),
    call: (connection, operation, { path, query, headers, body, token = admin } = {}) =>
      fetch(
        `${gateway.url}/call/${encodeURIComponent(connection)}/${encodeURIComponent(operation)}${query === undefined ? '' : `?${query}`}`,
        {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, ...(path !== undefined && { 'x-fxloom-path': path }), ...headers },
          ...(body !== undefined && { body }),
        },
      ),
    close: async () => {
      await gateway.close();
      if (options.folder === undefined) rmSync(folder, { recursive: true });
    },
  };
}

/** The code of a refusal; the status where the answer is the service's own. */
export const outcome = (response: Response): string => response.headers.get('x-fxloom-gateway-error') ?? String(response.status);

/** Sends a request as it is written, and gives the status. */
export function raw(url: string, target: string, headers: readonly string[], method = 'POST'): Promise<number> {
  const { hostname, port } = new URL(url);
  return new Promise((done) => {
    const request = httpRequest(
      { host: hostname, port, method, path: target, headers: [...headers], setHost: false },
      (response) => {
        response.resume();
        done(response.statusCode ?? 0);
      },
    );
    request.on('error', () => done(0));
    request.end();
  });
}
