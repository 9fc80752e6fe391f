import { createServer, type IncomingMessage, type Server, type ServerOptions, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BriefMemory } from './brief-memory.ts';
import { answerCall, callOf } from './calls.ts';
import type { Configuration, RequestLimits } from './configuration.ts';
import { ConfigurationError } from './configuration-error.ts';
import { againstForgery, CrossOrigin } from './cross-origin.ts';
import type { Database } from './database.ts';
import { Hooks } from './hooks.ts';
import { openKeyRing, privateFile } from './key-ring.ts';
import { lineLog, type Log } from './log.ts';
import { Metrics } from './metrics.ts';
import { AddressGuard, type Resolve } from './private-addresses.ts';
import { refusalOf, Refusal } from './refusal.ts';
import { readBody, readRequest, type ReadRequest } from './request-reading.ts';
import { routes, type Handling } from './routes.ts';
import { secretValue, SignIn, cookieOf } from './sign-in.ts';
import { ServiceConnection } from './service-connection.ts';
import { Store, type Person } from './store.ts';
import { upstream, type Upstream } from './upstream.ts';

/** What a gateway takes from where it runs. */
export interface GatewayOptions {
  readonly environment?: NodeJS.ProcessEnv;
  /** Takes the lines of the log; standard output unless it is given. */
  readonly write?: (text: string) => void;
  /** Says things to whoever starts it. */
  readonly told?: (text: string) => void;
  /** Where names of services lead. */
  readonly resolve?: Resolve;
}

/** Sizes and times of requests that the server itself keeps (`node:http`). */
const serverOptions = ({ headMilliseconds, requestMilliseconds }: RequestLimits): ServerOptions => ({
  maxHeaderSize: 16_384,
  headersTimeout: headMilliseconds,
  requestTimeout: requestMilliseconds,
  connectionsCheckingInterval: Math.min(5000, headMilliseconds),
  keepAliveTimeout: 30_000,
});
const MAX_HEADERS = 100;

/** A gateway that runs. */
export class Gateway {
  readonly url: string;
  /** Where the administrator's token stands. */
  readonly tokenFile: string;
  private readonly server: Server;
  private readonly handling: Handling;
  private readonly passes = new BriefMemory<Person | undefined>();
  private readonly up: Upstream;
  private readonly log: ReturnType<typeof lineLog>;
  private readonly shutdownMilliseconds: number;
  private readonly open = new Set<Promise<void>>();
  private closing: Promise<void> | undefined;

  private constructor(
    server: Server,
    url: string,
    tokenFile: string,
    handling: Handling,
    up: Upstream,
    log: ReturnType<typeof lineLog>,
    shutdownMilliseconds: number,
  ) {
    this.server = server;
    this.url = url;
    this.tokenFile = tokenFile;
    this.handling = handling;
    this.up = up;
    this.log = log;
    this.shutdownMilliseconds = shutdownMilliseconds;
  }

  /** Opens the database, reads the descriptions and begins to serve. Throws a `ConfigurationError` for what the operator can mend. */
  static async start(configuration: Configuration, options: GatewayOptions = {}): Promise<Gateway> {
    const { environment = process.env, told = () => undefined } = options;
    const log = lineLog(options.write ?? ((text) => void process.stdout.write(text)));
    const keys = openKeyRing(configuration.data, environment, told);
    const database = await openDatabase(configuration, environment);
    const up = upstream(new AddressGuard(configuration.allowPrivate, options.resolve), configuration.limits.timeoutMilliseconds);
    const server = createServer(serverOptions(configuration.limits));
    server.maxHeadersCount = MAX_HEADERS;
    try {
      const store = await Store.open(database, keys);
      await store.endExpired();
      const tokenFile = `${configuration.data}/admin-token`;
      const [token, made] = privateFile(tokenFile, () => `${secretValue()}\n`);
      if (made) told(`A token for the administrator was written to ${tokenFile}.`);
      await store.keepPass(token.trim(), 'admin', true, 'token');
      const url = await listen(server, configuration);
      const publicUrl = configuration.publicUrl ?? url;
      const connections = new Map<string, ServiceConnection>();
      for (const settings of configuration.connections.values()) {
        const connection = await ServiceConnection.open(settings, { store, upstream: up, publicUrl });
        for (const name of await connection.dropMoved()) {
          log('secret-dropped', { secret: name });
          told(`The secret ${name} was thrown away: it was for another address than the connection has now. Give it anew.`);
        }
        connections.set(settings.name, connection);
      }
      const hooks = new Hooks(store, publicUrl, log, configuration.limits.callbackMilliseconds);
      await hooks.endLeftovers(connections);
      const metrics = new Metrics();
      metrics.gauge('fxloom_gateway_waiting', () =>
        [...connections].map(([connection, { throttle }]) => [{ connection }, throttle.length]),
      );
      metrics.gauge('fxloom_gateway_callbacks', () => [[{}, hooks.open]]);
      const pages = new CrossOrigin(configuration.origins, publicUrl);
      const { oidc } = configuration;
      const oidcSecret = oidc?.clientSecret === undefined ? undefined : environment[oidc.clientSecret];
      if (oidc?.clientSecret !== undefined && oidcSecret === undefined)
        throw new ConfigurationError(`The variable ${oidc.clientSecret}, which oidc.clientSecret names, is not set.`);
      const signIn = oidc && new SignIn(oidc, oidcSecret, store, up, publicUrl, pages);
      const handling: Handling = {
        store,
        connections,
        hooks,
        metrics,
        pages,
        signIn,
        publicUrl,
        limits: configuration.limits,
        live: new Set(),
        revoked: () => undefined,
      };
      const gateway = new Gateway(server, url, tokenFile, handling, up, log, configuration.limits.shutdownMilliseconds);
      Object.assign(handling, { revoked: () => gateway.passes.clear() });
      metrics.gauge('fxloom_gateway_open', () => [[{}, gateway.open.size]]);
      server.on('request', (message: IncomingMessage, response: ServerResponse) => {
        const handled = gateway.handle(message, response).catch((error: unknown) => {
          log('fault', { name: error instanceof Error ? error.name : typeof error });
          response.destroy();
        });
        gateway.open.add(handled);
        void handled.finally(() => gateway.open.delete(handled));
      });
      log('started', { url, connections: connections.size });
      return gateway;
    } catch (error) {
      server.close();
      await database.close();
      throw error;
    }
  }

  /** Takes no more connections, lets the calls in flight end, and closes everything. */
  close(): Promise<void> {
    return (this.closing ??= this.end());
  }

  private async end(): Promise<void> {
    this.log('ending', { open: this.open.size });
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    const late = new Promise<void>((resolve) => setTimeout(resolve, this.shutdownMilliseconds).unref());
    await this.handling.hooks.close();
    for (const response of this.handling.live) response.destroy();
    // What comes on connections that are open already is answered, too.
    while (
      this.open.size > 0 &&
      (await Promise.race([Promise.all(this.open).then(() => 'all'), late.then(() => 'late')])) !== 'late'
    );
    this.server.closeAllConnections();
    await closed;
    this.up.close();
    await this.handling.store.close();
    this.log('ended');
    this.log.flush();
  }

  private async handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const start = performance.now();
    const facts: { [name: string]: string | number | undefined } = {};
    const { metrics } = this.handling;
    try {
      // No page is made of an answer, whatever a service sends.
      response.setHeader('X-Content-Type-Options', 'nosniff');
      response.setHeader('Content-Security-Policy', "default-src 'none'; sandbox");
      if (this.closing !== undefined) response.setHeader('Connection', 'close');
      await this.route(readRequest(message), response, facts);
    } catch (error) {
      const refusal = refusalOf(error);
      facts['error'] = refusal.code;
      if (refusal.code === 'internal') facts['fault'] = error instanceof Error ? error.name : typeof error;
      metrics.count('fxloom_gateway_refused_total', { code: refusal.code });
      refuse(message, response, refusal, String(facts['id'] ?? ''));
    }
    const milliseconds = Math.round((performance.now() - start) * 100) / 100;
    const { connection, operation } = facts;
    if (typeof connection === 'string' && typeof operation === 'string') {
      metrics.count('fxloom_gateway_calls_total', { connection, operation, status: String(response.statusCode) });
      metrics.time('fxloom_gateway_call_seconds', milliseconds / 1000, { connection });
    }
    this.log('call', { ...facts, status: response.statusCode, milliseconds });
  }

  private async route(
    read: ReadRequest,
    response: ServerResponse,
    facts: { [name: string]: string | number | undefined },
  ): Promise<void> {
    facts['id'] = read.id;
    facts['method'] = read.method;
    const { handling } = this;
    const [first = ''] = read.path;
    // Services call back without being asked who they are, and no page does.
    const route = routes.find(({ method, path }) => method === read.method && matches(path, read.path));
    const { pages, connections, limits } = handling;
    if (first !== 'hooks') pages.admit(read, response);
    if (read.method === 'OPTIONS') return pages.preflight(read, response);
    if (first === 'call' && read.path.length === 3) {
      if (read.method !== 'POST') throw new Refusal(405, 'method', 'Calls are made by POST.');
      const person = await this.person(read);
      const call = callOf(read.path, connections, person);
      Object.assign(facts, { person: person.name, connection: call.connection.name, operation: call.operation });
      return answerCall(call, read, response, handling);
    }
    if (route === undefined) throw new Refusal(404, 'not-found', 'The gateway has nothing here.');
    facts['route'] = route.path.join('/');
    const person = route.access === 'anybody' ? undefined : await this.person(read);
    if (person !== undefined) facts['person'] = person.name;
    if (route.access === 'admin' && person?.admin !== true) throw new Refusal(403, 'admin', 'This is for the administrator.');
    const body = route.takesBody === true ? await readBody(read.message, limits.bodyBytes) : undefined;
    return route.answer({ ...handling, read, response, person: person!, body, closing: this.closing !== undefined });
  }

  /** Who asks: by a token, or by the cookie of a session, which must come from a page that may. */
  private async person(read: ReadRequest): Promise<Person> {
    const [, token] = /^Bearer ([\w\-.~+/]+=*)$/i.exec(read.headers.get('authorization') ?? '') ?? [];
    const session = token === undefined ? cookieOf(read, this.handling.publicUrl, 'session') : undefined;
    const pass = token ?? session;
    const person = pass === undefined ? undefined : await this.passes.get(pass, () => this.handling.store.person(pass));
    if (person === undefined || person.by !== (token === undefined ? 'session' : 'token'))
      throw new Refusal(401, 'signed-out', 'Sign in to the gateway, or send a token that it has given.');
    // Links and forms of other sites bring a cookie along; going to sign in is all that they may do with it.
    if (person.by === 'session' && !(read.method === 'GET' && read.path.at(-1) === 'sign-in')) againstForgery(read);
    return person;
  }
}

const matches = (pattern: readonly string[], path: readonly string[]): boolean =>
  pattern.length === path.length && pattern.every((step, i) => step === '*' || step === path[i]);

async function openDatabase(configuration: Configuration, { DATABASE_URL: url }: NodeJS.ProcessEnv): Promise<Database> {
  if (url === undefined || url === '') return (await import('./embedded-database.ts')).openEmbeddedDatabase(configuration.data);
  try {
    return await (await import('./server-database.ts')).openServerDatabase(url, 'fxloom_gateway');
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND';
    // The address holds a password, which the driver's own words may repeat.
    throw new ConfigurationError(
      missing
        ? 'The driver of PostgreSQL is not installed. Run `npm install pg`.'
        : 'The database that DATABASE_URL names cannot be opened. Check the address, and that the server runs.',
    );
  }
}

function listen(server: Server, { host, port }: Configuration): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new ConfigurationError(`Something else listens at ${host}:${port}. End it, or choose another port in "listen".`)
          : new ConfigurationError(`The gateway cannot listen at ${host}:${port}: ${error.code ?? error.message}.`),
      ),
    );
    server.listen(port, host, () => {
      const { address, port: own, family } = server.address() as AddressInfo;
      resolve(`http://${family === 'IPv6' ? `[${address}]` : address}:${own}`);
    });
  });
}

/** A refusal as problem details (RFC 9457). */
function refuse(
  message: IncomingMessage,
  response: ServerResponse,
  { status, code, message: detail, retryAfter }: Refusal,
  id: string,
): void {
  if (response.headersSent || response.destroyed) {
    // The answer has begun: breaking it off says that it is not whole.
    response.destroy();
    return;
  }
  // What a service's answer has left, which may be what could not be sent.
  response.statusMessage = '';
  response.removeHeader('Content-Length');
  response.removeHeader('ETag');
  response.writeHead(status, {
    'Content-Type': 'application/problem+json',
    'Cache-Control': 'no-store',
    'X-Fxloom-Gateway-Error': code,
    ...(id !== '' && { 'X-Request-Id': id }),
    ...(retryAfter !== undefined && { 'Retry-After': retryAfter }),
    ...(status === 401 && { 'WWW-Authenticate': 'Bearer' }),
    // What is left of a body that was not read.
    ...(!message.complete && { Connection: 'close' }),
  });
  response.end(JSON.stringify({ type: 'about:blank', title: code, status, detail, requestId: id }));
}

export type { Log };
