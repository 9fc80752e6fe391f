import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A small OAuth 2 authorization server with its protected service: PKCE is verified, codes count once, refresh tokens are rotated. A
 * browser is shown a page that asks for consent; anything else has consented. Pages of all origins may read it.
 */
export interface AuthorizationServer {
  readonly url: string;
  /** How many tokens were given for a code and for a refresh token. */
  readonly granted: { code: number; refresh: number };
  /** All tokens that are no longer taken from now on. */
  expire(): void;
  /** What the next sign-in is to say of itself. */
  answer: { issuer?: string; state?: string; error?: string };
  close(): Promise<void>;
}

/** What a browser has to be told so that pages of other origins may call. */
const open = { 'access-control-allow-origin': '*', 'access-control-allow-headers': 'authorization, content-type' };

export async function authorizationServer(clientId: string): Promise<AuthorizationServer> {
  const codes = new Map<string, string>();
  let access = new Set<string>();
  const refresh = new Set<string>();
  const state: AuthorizationServer = {
    url: '',
    granted: { code: 0, refresh: 0 },
    expire: () => {
      access = new Set();
    },
    answer: {},
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  const reply = (response: ServerResponse, status: number, body: unknown): void => {
    response.writeHead(status, { ...open, 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  const tokens = (): object => {
    const token = `access-${randomUUID()}`;
    const next = `refresh-${randomUUID()}`;
    access.add(token);
    refresh.add(next);
    return { access_token: token, token_type: 'Bearer', expires_in: 3600, refresh_token: next };
  };
  const routes: {
    readonly [path: string]: (query: URLSearchParams, response: ServerResponse, request: IncomingMessage) => void;
  } = {
    '/.well-known/oauth-authorization-server': (_, response) =>
      reply(response, 200, {
        issuer: state.url,
        authorization_endpoint: `${state.url}/authorize`,
        token_endpoint: `${state.url}/token`,
        authorization_response_iss_parameter_supported: true,
      }),
    '/authorize': (query, response, request) => {
      const asks = request.headers.accept?.includes('text/html') === true && !query.has('consent');
      if (asks) {
        const to = (consent: string): string => `/authorize?${String(new URLSearchParams([...query, ['consent', consent]]))}`;
        const link = (consent: string, text: string): string => `<a href="${to(consent).replaceAll('&', '&amp;')}">${text}</a>`;
        response
          .writeHead(200, { 'content-type': 'text/html' })
          .end(`<!doctype html><title>Sign in</title>${link('yes', 'Allow')} ${link('no', 'Refuse')}`);
        return;
      }
      const back = new URL(query.get('redirect_uri')!);
      const code = `code-${randomUUID()}`;
      codes.set(code, query.get('code_challenge_method') === 'S256' ? query.get('code_challenge')! : '');
      const error = query.get('consent') === 'no' ? 'access_denied' : state.answer.error;
      if (error === undefined) back.searchParams.set('code', code);
      else back.searchParams.set('error', error);
      back.searchParams.set('state', state.answer.state ?? query.get('state')!);
      back.searchParams.set('iss', state.answer.issuer ?? state.url);
      response.writeHead(302, { location: back.href }).end();
    },
    '/token': (query, response) => {
      const code = query.get('code') ?? '';
      const challenge = createHash('sha256')
        .update(query.get('code_verifier') ?? '')
        .digest('base64url');
      const byCode = query.get('grant_type') === 'authorization_code' && codes.get(code) === challenge;
      const byRefresh = query.get('grant_type') === 'refresh_token' && refresh.delete(query.get('refresh_token') ?? '');
      codes.delete(code);
      if (query.get('client_id') !== clientId || !(byCode || byRefresh)) reply(response, 400, { error: 'invalid_grant' });
      else {
        state.granted[byCode ? 'code' : 'refresh']++;
        reply(response, 200, tokens());
      }
    },
    '/me': (_, response, request) => {
      const token = request.headers.authorization?.replace('Bearer ', '') ?? '';
      if (access.has(token)) reply(response, 200, { name: 'Ann' });
      else reply(response, 401, { message: `The token ${token} has ended.` });
    },
  };
  const server = createServer({ keepAliveTimeout: 75_000 }, (request, response) => {
    const { pathname, searchParams } = new URL(request.url!, 'http://x');
    let body = '';
    request.on('data', (piece: Buffer) => (body += piece.toString()));
    request.on('end', () => {
      const act = routes[pathname];
      if (request.method === 'OPTIONS') response.writeHead(204, open).end();
      else if (act === undefined) reply(response, 404, {});
      else act(request.method === 'POST' ? new URLSearchParams(body) : searchParams, response, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  (state as { url: string }).url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return state;
}
