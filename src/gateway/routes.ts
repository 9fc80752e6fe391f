import type { ServerResponse } from 'node:http';
import { SignInError } from '../connectors/forward.ts';
import type { RequestLimits } from './configuration.ts';
import type { CrossOrigin } from './cross-origin.ts';
import type { Hooks } from './hooks.ts';
import type { Metrics } from './metrics.ts';
import { notFound, Refusal } from './refusal.ts';
import type { ReadRequest } from './request-reading.ts';
import { secretParts, type ServiceConnection } from './service-connection.ts';
import { cookieOf, cookieText, type SignIn } from './sign-in.ts';
import type { Person, Store } from './store.ts';

/** What requests are answered from. */
export interface Handling {
  readonly store: Store;
  readonly connections: ReadonlyMap<string, ServiceConnection>;
  readonly hooks: Hooks;
  readonly metrics: Metrics;
  readonly pages: CrossOrigin;
  readonly signIn: SignIn | undefined;
  readonly publicUrl: string;
  readonly limits: RequestLimits;
  /** Answers that go on for as long as somebody listens. */
  readonly live: Set<ServerResponse>;
  /** Forgets whose a token is. */
  readonly revoked: () => void;
}

interface Asked extends Handling {
  readonly read: ReadRequest;
  readonly response: ServerResponse;
  /** Undefined where anybody may ask. */
  readonly person: Person;
  readonly body: Uint8Array<ArrayBuffer> | undefined;
  readonly closing: boolean;
}

interface Route {
  readonly method: string;
  /** Steps of the path; `*` is any one step. */
  readonly path: readonly string[];
  readonly access: 'anybody' | 'signed-in' | 'admin';
  readonly takesBody?: boolean;
  readonly answer: (asked: Asked) => void | Promise<void>;
}

/** Everything that the gateway answers beside calls. What is not here is not there. */
export const routes: readonly Route[] = [
  {
    method: 'GET',
    path: ['healthz'],
    access: 'anybody',
    answer: async ({ store, response, closing }) => {
      const well = !closing && (await store.answers());
      reply(response, well ? 200 : 503, { status: well ? 'ok' : closing ? 'ending' : 'no database' });
    },
  },
  {
    method: 'GET',
    path: ['metrics'],
    access: 'admin',
    answer: ({ metrics, response }) => {
      response.writeHead(200, { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' }).end(metrics.text());
    },
  },
  {
    method: 'GET',
    path: ['sign-in'],
    access: 'anybody',
    answer: ({ signIn, read, response }) => known(signIn).begin(read, response),
  },
  {
    method: 'GET',
    path: ['signed-in'],
    access: 'anybody',
    answer: ({ signIn, read, response }) => known(signIn).finish(read, response),
  },
  {
    method: 'POST',
    path: ['sign-out'],
    access: 'signed-in',
    answer: async ({ store, read, response, revoked, publicUrl }) => {
      await store.endPass(cookieOf(read, publicUrl, 'session') ?? '');
      revoked();
      response.setHeader('Set-Cookie', cookieText(publicUrl, 'session', '', 0));
      reply(response, 204);
    },
  },
  {
    method: 'GET',
    path: ['connections'],
    access: 'signed-in',
    answer: ({ connections, person, response }) =>
      reply(response, 200, {
        connections: [...connections.values()]
          .filter((connection) => connection.isFor(person))
          .map(({ name, operationNames }) => ({ name, operations: operationNames })),
      }),
  },
  {
    method: 'GET',
    path: ['connections', '*', 'definition'],
    access: 'signed-in',
    answer: (asked) => {
      const { text } = connectionOf(asked);
      const json = text.trimStart().startsWith('{');
      asked.response.writeHead(200, { 'Content-Type': json ? 'application/json' : 'application/yaml' }).end(text);
    },
  },
  { method: 'GET', path: ['connections', '*', 'sign-in'], access: 'signed-in', answer: beginConnection },
  { method: 'GET', path: ['connections', '*', 'signed-in'], access: 'anybody', answer: finishConnection },
  {
    method: 'POST',
    path: ['hooks', '*'],
    access: 'anybody',
    takesBody: true,
    answer: async ({ hooks, read, body, response }) => {
      await hooks.receive(read.path[1]!, read.headers, body);
      reply(response, 202);
    },
  },
  {
    method: 'POST',
    path: ['admin', 'tokens', '*'],
    access: 'admin',
    answer: async ({ store, read, response }) =>
      reply(response, 201, { token: await store.givePass(read.path[2]!, false, 'token') }),
  },
  {
    method: 'DELETE',
    path: ['admin', 'tokens', '*'],
    access: 'admin',
    answer: async ({ store, read, response, revoked }) => {
      const ended = await store.revoke(read.path[2]!);
      revoked();
      reply(response, 200, { ended });
    },
  },
  { method: 'PUT', path: ['admin', 'secrets', '*'], access: 'admin', takesBody: true, answer: (asked) => setSecret(asked, '') },
  {
    method: 'PUT',
    path: ['admin', 'secrets', '*', '*'],
    access: 'admin',
    takesBody: true,
    answer: (asked) => setSecret(asked, asked.read.path[3]!),
  },
  {
    method: 'DELETE',
    path: ['admin', 'secrets', '*'],
    access: 'admin',
    answer: async (asked) => {
      await adminConnection(asked).deleteSecret('');
      reply(asked.response, 204);
    },
  },
];

/** Answers with JSON, kept by nobody. */
function reply(response: ServerResponse, status: number, json?: unknown): void {
  response.writeHead(status, { 'Cache-Control': 'no-store', ...(json !== undefined && { 'Content-Type': 'application/json' }) });
  response.end(json === undefined ? undefined : JSON.stringify(json));
}

function known(signIn: SignIn | undefined): SignIn {
  if (signIn === undefined) throw notFound('sign-in: the configuration has no "oidc"');
  return signIn;
}

function connectionOf({ connections, read, person }: Asked): ServiceConnection {
  const connection = connections.get(read.path[1]!);
  if (connection === undefined || !(connection.isFor(person) || person.admin)) throw notFound(`connection ${read.path[1]}`);
  return connection;
}

function adminConnection({ connections, read }: Asked): ServiceConnection {
  const connection = connections.get(read.path[2]!);
  if (connection === undefined) throw notFound(`connection ${read.path[2]}`);
  return connection;
}

async function setSecret(asked: Asked, part: string): Promise<void> {
  const connection = adminConnection(asked);
  const text = new TextDecoder().decode(asked.body ?? new Uint8Array()).replace(/\r?\n$/, '');
  if (part !== '' && !secretParts.test(part))
    throw new Refusal(400, 'part', 'The parts of a secret are client, hook, parameter/NAME and scheme/NAME.');
  if (text === '') throw new Refusal(400, 'secret', 'Send the secret as the body.');
  await connection.setSecret(part, text);
  reply(asked.response, 204);
}

/** Sends a person to a service's own sign-in. A person's own token needs his session; the connection's the administrator. */
async function beginConnection(asked: Asked): Promise<void> {
  const connection = connectionOf(asked);
  const { person, response, publicUrl } = asked;
  const shared = connection.settings.oauth?.per !== 'person';
  if (shared ? !person.admin : person.by !== 'session')
    throw new Refusal(
      403,
      'sign-in',
      shared ? 'The administrator signs in for this connection.' : 'Sign in to the gateway in this browser first.',
    );
  const signIn = await connection.signIn(connection.tokenOwner(person));
  if (signIn === undefined || connection.settings.oauth?.grant !== 'authorizationCode')
    throw notFound(`sign-in to ${connection.name}`);
  const address = await told(() => signIn.begin());
  if (person.by === 'token') return reply(response, 200, { address: address.href });
  response.setHeader('Set-Cookie', cookieText(publicUrl, 'connecting', address.searchParams.get('state') ?? '', 600));
  response.writeHead(302, { Location: address.href, 'Cache-Control': 'no-store' }).end();
}

/** A browser comes back from a service's sign-in. For a person's own token it must be the browser of the session that began. */
async function finishConnection({ connections, read, response, publicUrl, store }: Asked): Promise<void> {
  const connection = connections.get(read.path[1]!);
  const oauth = connection?.settings.oauth;
  if (connection === undefined || oauth === undefined) throw notFound(`connection ${read.path[1]}`);
  let owner = '';
  if (oauth.per === 'person') {
    const person = await store.person(cookieOf(read, publicUrl, 'session') ?? '');
    const state = new URLSearchParams(read.query).get('state') ?? '';
    if (person === undefined || state === '' || cookieOf(read, publicUrl, 'connecting') !== state)
      throw new Refusal(400, 'sign-in', 'This sign-in did not begin in this browser. Begin anew.');
    owner = person.name;
  }
  const signIn = await connection.signIn(owner);
  await told(() => signIn!.finish(new URL(`${publicUrl}/connections/${connection.name}/signed-in?${read.query}`)));
  response.writeHead(200, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' });
  response.end('Signed in. This window can be closed.');
}

async function told<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw error instanceof SignInError ? new Refusal(502, 'sign-in', error.message) : error;
  }
}
