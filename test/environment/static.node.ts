import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';

const types = new Map([
  ['.html', 'text/html'],
  ['.js', 'text/javascript'],
  ['.css', 'text/css'],
  ['.svg', 'image/svg+xml'],
]);

/** A web server for a folder. `url` has no slash at the end. */
export async function serveFolder(folder: string, policy?: string): Promise<{ readonly url: string; close(): void }> {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    const file = join(folder, path === '/' ? 'index.html' : path);
    if (!existsSync(file)) return void response.writeHead(path === '/favicon.ico' ? 204 : 404).end();
    response.writeHead(200, {
      'content-type': types.get(extname(file)) ?? 'text/plain',
      ...(policy !== undefined && { 'content-security-policy': policy }),
    });
    response.end(readFileSync(file));
  });
  await new Promise<void>((listening) => server.listen(0, 'localhost', listening));
  return { url: `http://localhost:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}
