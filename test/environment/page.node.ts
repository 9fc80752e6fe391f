import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build, defaultClientConditions } from 'vite';

/** A page of a test's own, with modules of the sources, under a strict content security policy. */
export interface PageServer {
  /** Its origin; the page is `/`, and each module `/NAME.js`. */
  readonly url: string;
  /** The server beneath, for what it should do besides. */
  readonly server: Server;
  close(): Promise<void>;
}

/** Answers requests that are for none of the modules. */
export type Route = (request: IncomingMessage, response: ServerResponse) => void;

/** Bundles modules by name and serves them; `connect` is what the page may connect to besides its own origin. */
export async function servePage(
  modules: { readonly [name: string]: string },
  route: Route,
  connect: (origin: string) => string = () => '',
): Promise<PageServer> {
  const built = await build({
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    mode: 'development',
    resolve: { conditions: ['es2015', ...defaultClientConditions] },
    build: {
      write: false,
      target: 'es2023',
      minify: false,
      modulePreload: false,
      rolldownOptions: {
        checks: { ineffectiveDynamicImport: false },
        input: modules,
        preserveEntrySignatures: 'strict',
        output: { entryFileNames: '[name].js' },
      },
    },
  });
  const outputs = (Array.isArray(built) ? built : [built]).flatMap((one) => ('output' in one ? one.output : []));
  const files = new Map(outputs.map((file) => [`/${file.fileName}`, file.type === 'chunk' ? file.code : String(file.source)]));
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://x');
    const file = files.get(pathname);
    const policy = `default-src 'self'; connect-src 'self' ${connect(request.headers.host ?? '')}`;
    if (file !== undefined) response.writeHead(200, { 'content-type': 'text/javascript' }).end(file);
    else if (pathname === '/')
      response
        .writeHead(200, { 'content-type': 'text/html', 'content-security-policy': policy })
        .end('<!doctype html><title>Page</title>');
    else route(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    server,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
