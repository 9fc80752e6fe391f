import { randomBytes } from 'node:crypto';
import { after } from 'node:test';
import pg from 'pg';
import { startService, type ServiceOptions } from '../../demo/service/main.ts';
import { Promises, type Description } from './described.ts';

export interface Answer<T> {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed JSON, or text where it is not JSON, or nothing. */
  readonly body: T;
}

/** What a request that is not valid gets. */
export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly errors?: { readonly [field: string]: readonly string[] };
}

export interface Shop {
  readonly url: string;
  /** Sends a request and asserts that the answer is as the service's own description promises. */
  ask<T>(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer<T>>;
  get<T>(path: string, headers?: Record<string, string>): Promise<Answer<T>>;
  /** The service's description, as it was when it started. */
  readonly description: Description;
  readonly promises: Promises;
}

/** A shop for one test file: in memory, or in a schema of its own on the server that `DATABASE_URL` names. Ends with the file. */
export async function runShop(options: ServiceOptions = {}): Promise<Shop> {
  const place = databasePlace();
  const service = await startService({ activity: false, ...place.options, ...options });
  after(async () => {
    await service.close();
    await place.drop();
  });
  const description = (await (await fetch(`${service.url}/openapi.json`)).json()) as Description;
  const promises = new Promises(description);
  const ask = async <T>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> => {
    const response = await fetch(service.url + path, {
      method,
      headers: { ...(body !== undefined && { 'Content-Type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const type = response.headers.get('Content-Type');
    const read: unknown = text === '' ? undefined : type?.includes('json') ? JSON.parse(text) : text;
    promises.check(method, path.split('?')[0] ?? '', response.status, type, read);
    return { status: response.status, headers: response.headers, body: read as T };
  };
  return { url: service.url, description, promises, ask, get: (path, headers) => ask('GET', path, undefined, headers) };
}

/** Where a test's shop lives, and how it is cleared away. */
export function databasePlace(): { readonly options: ServiceOptions; drop(): Promise<void> } {
  const { DATABASE_URL: url } = process.env;
  if (url === undefined || url === '') return { options: {}, drop: () => Promise.resolve() };
  const schema = `fxloom_test_${randomBytes(6).toString('hex')}`;
  return {
    options: { databaseUrl: url, schema },
    drop: async () => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      await client.query(`drop schema if exists ${schema} cascade`);
      await client.end();
    },
  };
}
