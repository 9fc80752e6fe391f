import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { cors } from 'hono/cors';
import { openapiOf } from './api/openapi.ts';
import type { Shop } from './api/operation.ts';
import { Problem } from './api/problem.ts';
import { addRoutes, baseUrlOf, respondProblem } from './api/router.ts';
import { swaggerOf } from './api/swagger.ts';
import type { Database } from './database.ts';
import { openEmbeddedDatabase } from './embedded-database.ts';
import { FaultScripts } from './faults/fault-script.ts';
import { Faults } from './faults/fault-routes.ts';
import { RequestLog } from './faults/request-log.ts';
import { operations } from './operations.ts';
import { fillDatabase, seedOf } from './seed/seed.ts';
import { openServerDatabase } from '../../src/gateway/server-database.ts';
import { Activity } from './shop/activity.ts';
import { OrderEvents } from './shop/order-events.ts';

export interface ServiceOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** `127.0.0.1` unless given. */
  readonly host?: string;
  /** A PostgreSQL server; without one the database is embedded, in memory. */
  readonly databaseUrl?: string;
  /** The schema of a server's database that holds the shop: `fxloom_shop` unless given. */
  readonly schema?: string;
  /** Time that every answer takes at least, in milliseconds. */
  readonly latencyMs?: number;
  /** Another number gives another shop. */
  readonly seed?: number;
  /** Whether the shop goes about its business while someone watches its events: true unless given. */
  readonly activity?: boolean;
  /** The key of secured operations. */
  readonly apiKey?: string;
}

export interface Service {
  /** Its address, without a slash at the end. */
  readonly url: string;
  /** Ends all connections and the database; the port is free at once. */
  close(): Promise<void>;
}

export const DEFAULT_SEED = 20_261_115;
export const DEFAULT_KEY = 'demo-key';
const START = Date.parse('2026-11-15T12:00:00Z');

/** A connection lasts longer than the pauses of a busy client: one that is closed while a request is on its way fails the request. */
const LASTING = { keepAliveTimeout: 75_000 };

/** Starts the shop. */
export async function startService(options: ServiceOptions = {}): Promise<Service> {
  const database = await openDatabase(options);
  try {
    const started = Date.now();
    const now = () => new Date(START + (Date.now() - started));
    const activity = new Activity(database, now, options.activity ?? true);
    const shop: Shop = { database, events: await OrderEvents.open(database), activity, now };
    const faults = new Faults(new FaultScripts(), new RequestLog(operations), options.latencyMs ?? 0);
    const listener = getRequestListener(applicationOf(shop, faults, options.apiKey ?? DEFAULT_KEY).fetch);
    const server = createServer(LASTING, (request, response) => {
      faults.receive(request, response);
      void listener(request, response);
    });
    await listening(server, options.port ?? 0, options.host ?? '127.0.0.1');
    const { address, family, port } = server.address() as AddressInfo;
    return {
      url: `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`,
      close: async () => {
        await ended(server);
        await activity.stop();
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function openDatabase({ databaseUrl, schema = 'fxloom_shop', seed = DEFAULT_SEED }: ServiceOptions): Promise<Database> {
  const shop = seedOf(seed);
  if (databaseUrl === undefined) return openEmbeddedDatabase(shop.fingerprint, (database) => fillDatabase(database, shop));
  const database = await openServerDatabase(databaseUrl, schema);
  await fillDatabase(database, shop);
  return database;
}

function applicationOf(shop: Shop, faults: Faults, apiKey: string): Hono {
  const app = new Hono();
  app.use(
    cors({
      origin: '*',
      allowMethods: ['GET', 'POST', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'],
      exposeHeaders: ['ETag', 'Link', 'Location', 'Retry-After', 'X-Total-Count'],
      maxAge: 600,
    }),
  );
  app.use(faults.middleware);
  faults.addRoutes(app);
  app.get('/openapi.json', (context) => context.json(openapiOf(operations, baseUrlOf(context))));
  app.get('/swagger.json', (context) => context.json(swaggerOf(operations, baseUrlOf(context))));
  addRoutes(app, operations, shop, apiKey);
  app.notFound((context) =>
    respondProblem(new Problem(404, 'Not Found', `There is nothing at ${new URL(context.req.url).pathname}.`)),
  );
  app.onError((error) => {
    if (error instanceof Problem) return respondProblem(error);
    console.error(error);
    return respondProblem(new Problem(500, 'Internal Server Error', 'The service failed. Its log says more.'));
  });
  return app;
}

function listening(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function ended(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
