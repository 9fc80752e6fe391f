import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';

/**
 * Serves tools at `http://127.0.0.1:PORT/mcp`, to programs of this machine: a page of the web, or a name that leads here, is refused. Each
 * request stands for itself. Ends with SIGTERM or SIGINT.
 */
export async function serveHttp(make: () => Server, port: number): Promise<number> {
  const http = createServer((request, response) => {
    const { port: own } = http.address() as AddressInfo;
    const isOwn = [`127.0.0.1:${own}`, `localhost:${own}`].includes(request.headers.host ?? '');
    if (!isOwn || request.headers.origin !== undefined || request.url !== '/mcp') {
      response.writeHead(isOwn && request.headers.origin === undefined ? 404 : 403).end();
      return;
    }
    const server = make();
    const transport = new StreamableHTTPServerTransport({});
    response.on('close', () => void server.close());
    server
      .connect(transport as Transport)
      .then(() => transport.handleRequest(request, response))
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve));
  console.error(`http://127.0.0.1:${(http.address() as AddressInfo).port}/mcp`);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  http.close();
  http.closeAllConnections();
  return 0;
}
