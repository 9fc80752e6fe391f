import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as the service saw it. */
export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** Settled when the connection has gone: `true` where the answer had been sent whole. */
  readonly closed: Promise<boolean>;
}

export interface ScriptedService {
  readonly url: string;
  readonly seen: readonly Seen[];
  /** The n-th request, once it has come. */
  request(n: number): Promise<Seen>;
  close(): Promise<void>;
}

/** Answers a request; `n` counts from 0. */
export type Script = (response: ServerResponse, request: Seen, n: number) => void;

/** A real HTTP server that does what a test tells it to. */
export async function scriptedService(script: Script): Promise<ScriptedService> {
  const seen: Seen[] = [];
  const waiting: (() => void)[] = [];
  const server = createServer({ keepAliveTimeout: 75_000 }, (incoming, response) => {
    const pieces: Buffer[] = [];
    incoming.on('data', (piece: Buffer) => pieces.push(piece));
    incoming.on('end', () => {
      const closed = new Promise<boolean>((resolve) => response.once('close', () => resolve(response.writableFinished)));
      const request: Seen = {
        method: incoming.method ?? '',
        url: incoming.url ?? '',
        headers: incoming.headers,
        body: Buffer.concat(pieces).toString(),
        closed,
      };
      const n = seen.push(request) - 1;
      for (const tell of waiting.splice(0)) tell();
      script(response, request, n);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    request: async (n) => {
      while (seen.length <= n) await new Promise<void>((resolve) => waiting.push(resolve));
      return seen[n]!;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Answers with JSON. */
export function json(
  response: ServerResponse,
  value: unknown,
  status = 200,
  headers: { readonly [name: string]: string } = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(value));
}
