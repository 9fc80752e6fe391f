import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, describe, it } from 'node:test';
import { firstValueFrom, filter } from 'rxjs';
import { connect, gatewayTransport } from '../../src/connectors/index.ts';
import { isTable } from '../../src/formula/index.ts';
import { authorizationServer } from '../connectors/authorization-server.node.ts';
import { json, scriptedService } from '../connectors/scripted-service.node.ts';
import { identityProvider } from './identity-provider.node.ts';
import { orders } from './orders-description.ts';
import { outcome, runGateway } from './running-gateway.node.ts';

const open: { close(): Promise<void> }[] = [];
after(async () => {
  for (const one of open.toReversed()) await one.close();
});
const kept = <T extends { close(): Promise<void> }>(one: T): T => {
  open.push(one);
  return one;
};

const own = {
  openapi: '3.0.3',
  info: { title: 'Me', version: '1' },
  components: { securitySchemes: { oauth: { type: 'oauth2', flows: { authorizationCode: { authorizationUrl: '/authorize', tokenUrl: '/token', scopes: {} } } } } },
  security: [{ oauth: [] }],
  paths: { '/me': { get: { operationId: 'Me', responses: { 200: { description: 'ok', content: { 'application/json': {} } } } } } },
}; // oxfmt-ignore

const location = (response: Response): string => response.headers.get('location')!;
const cookies = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0]!)
    .filter((cookie) => !cookie.endsWith('='))
    .join('; ');
const get = (url: string, cookie = ''): Promise<Response> => fetch(url, { redirect: 'manual', headers: { cookie } });

describe('people sign in by OpenID Connect', () => {
  for (const [what, claims, wanted] of [
    ['a verified address', { email: 'ann@example.com', email_verified: true }, '302'],
    ['an address that nobody verified', { email: 'ann@example.com', email_verified: false }, 'sign-in'],
    ['an answer to another question', { email: 'ann@example.com', email_verified: true, nonce: 'other' }, 'sign-in'],
  ] as const)
    it(`with ${what}: ${wanted}`, async () => {
      const provider = kept(await identityProvider(claims));
      const service = kept(await scriptedService((response) => json(response, { value: [] })));
      const { url } = kept(
        await runGateway(
          {
            allowPrivate: ['127.0.0.1'],
            origins: ['https://app.example'],
            oidc: { issuer: provider.url, clientId: 'gateway' },
            connections: {
              Shop: { definition: 'orders.json', baseUrl: service.url, users: ['ann@example.com'], operations: 'all' },
            },
          },
          { 'orders.json': orders },
        ),
      );
      assert.equal(outcome(await get(`${url}/sign-in?return=https://evil.example/`)), 'return');
      const begun = await get(`${url}/sign-in?return=https://app.example/page`);
      assert.match(begun.headers.getSetCookie()[0]!, /HttpOnly; SameSite=Lax/);
      const back = location(await get(location(begun)));
      if (wanted === '302') assert.equal(outcome(await get(`${url}/signed-in?code=x&state=unknown`)), 'sign-in');
      const finished = await get(back, cookies(begun));
      assert.equal(outcome(finished), wanted);
      assert.equal(outcome(await get(back, cookies(begun))), 'sign-in', 'a second time');
      if (wanted !== '302') return;
      assert.equal(location(finished), 'https://app.example/page');
      const call = (headers: { readonly [name: string]: string }): Promise<Response> =>
        fetch(`${url}/call/Shop/ListOrders`, { method: 'POST', headers: { cookie: cookies(finished), ...headers } });
      const page = { origin: 'https://app.example', 'x-fxloom-gateway': '1' };
      assert.equal(outcome(await call(page)), '200');
      assert.equal(outcome(await call({ origin: 'https://app.example' })), 'forgery');
      assert.equal(outcome(await call({ 'x-fxloom-gateway': '1' })), 'forgery');
      assert.equal(outcome(await call({ ...page, origin: 'https://evil.example' })), 'origin');
      const out = await fetch(`${url}/sign-out`, { method: 'POST', headers: { cookie: cookies(finished), ...page } });
      assert.equal(out.status, 204);
      assert.equal(outcome(await call(page)), 'signed-out');
    });
});

describe('the gateway signs in to services', () => {
  it('by authorization code: the administrator once, tokens renewed here, once for calls refused together', async () => {
    const server = kept(await authorizationServer('client'));
    const { url, call, ask, log } = kept(
      await runGateway(
        {
          allowPrivate: ['127.0.0.1'],
          connections: { Me: { definition: 'me.json', baseUrl: server.url, users: 'all', operations: 'read', oauth: { grant: 'authorizationCode', clientId: 'client', issuer: server.url } } },
        },
        { 'me.json': own },
      ),
    ); // oxfmt-ignore
    assert.equal((await call('Me', 'Me')).status, 401, 'nobody has signed in');
    const { address } = (await (await ask('GET', '/connections/Me/sign-in')).json()) as { address: string };
    const back = location(await get(address));
    assert.ok(back.startsWith(`${url}/connections/Me/signed-in?`));
    assert.equal((await get(back)).status, 200);
    assert.equal((await get(back)).status, 502, 'a code counts once');
    assert.deepEqual(await (await call('Me', 'Me')).json(), { name: 'Ann' });
    server.expire();
    const answers = await Promise.all(Array.from({ length: 20 }, async () => (await call('Me', 'Me')).status));
    assert.deepEqual([...new Set(answers)], [200]);
    assert.deepEqual(server.granted, { code: 1, refresh: 1 });
    assert.ok(!/access-|refresh-|code-/.test(log.join('')));
  });

  it('by client credentials, with the secret as HTTP Basic', async () => {
    const service = kept(
      await scriptedService((response, { url, headers, body }) => {
        if (url !== '/token') return json(response, { by: headers.authorization });
        const right = headers.authorization === `Basic ${Buffer.from('client:canaryclient').toString('base64')}`;
        return right && body.includes('grant_type=client_credentials') ? json(response, { access_token: 'canarytoken', token_type: 'Bearer', expires_in: 3600 }) : json(response, { error: 'invalid_client' }, 401);
      }),
    ); // oxfmt-ignore
    const { call, ask } = kept(
      await runGateway(
        {
          allowPrivate: ['127.0.0.1'],
          connections: { Me: { definition: 'me.json', baseUrl: service.url, users: 'all', operations: 'read', oauth: { grant: 'clientCredentials', clientId: 'client', tokenUrl: `${service.url}/token` } } },
        },
        { 'me.json': own },
      ),
    ); // oxfmt-ignore
    assert.equal(outcome(await call('Me', 'Me')), 'sign-in');
    assert.equal((await ask('PUT', '/admin/secrets/Me/client', 'canaryclient')).status, 204);
    for (let i = 0; i < 2; i++)
      assert.deepEqual(await (await call('Me', 'Me')).json(), { by: `Bearer ${'*'.repeat('canarytoken'.length)}` });
    assert.equal(service.seen.filter(({ url }) => url === '/token').length, 2);
  });
});

describe('callbacks of services', () => {
  it('are registered for the first listener, relayed as a stream that formulas see, and ended with the gateway', async () => {
    let callback = '';
    const service = kept(
      await scriptedService((response, { method, body }) => {
        if (method === 'DELETE') return void response.writeHead(204).end();
        callback = (JSON.parse(body) as { callback: string }).callback;
        return json(response, {}, 201, { location: '/subscriptions/7' });
      }),
    );
    const running = await runGateway(
      {
        allowPrivate: ['127.0.0.1'],
        connections: { Shop: { definition: 'orders.json', baseUrl: service.url, users: 'all', operations: 'all', hooks: { header: 'X-Signature', prefix: 'sha256=' } } },
      },
      { 'orders.json': orders },
    ); // oxfmt-ignore
    await running.ask('PUT', '/admin/secrets/Shop/hook', 'canary-hook');
    const shop = connect(orders, {
      namespace: 'Shop',
      gateway: true,
      transport: gatewayTransport({
        url: running.url,
        connection: 'Shop',
        headers: () => [['authorization', `Bearer ${running.admin}`]],
      }),
    });
    const values = shop.start(shop.namespace.functions.get('OnOrder')!, [{ status: 'Open' }]).pipe(filter(isTable));
    let wanted = 0;
    const rows = firstValueFrom(
      values.pipe(filter((table) => (wanted === 0 ? void (wanted = 1) : undefined, table.length === 2))),
    );
    await service.request(0);
    while (callback === '' || wanted === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    assert.match(callback, new RegExp(`^${running.url}/hooks/[\\w-]{43}$`));
    const send = (body: string, signature: string): Promise<Response> =>
      fetch(callback, { method: 'POST', body, headers: { 'x-signature': signature } });
    const signed = (body: string, secret = 'canary-hook'): string =>
      `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
    for (const wrong of ['', 'sha256=', signed('{"id":1}', 'other'), signed('{"id":2}'), signed('{"id":1}').slice(7)])
      assert.equal(outcome(await send('{"id":1}', wrong)), 'signature', wrong);
    for (const body of ['{"id":1}', '{"id":2,"note":"b"}']) assert.equal((await send(body, signed(body))).status, 202);
    assert.deepEqual(
      (await rows).map((row) => ({ ...row })),
      [{ id: 1 }, { id: 2, note: 'b' }],
    );
    await running.close();
    const { method, url, headers } = service.seen.at(-1)!;
    assert.deepEqual([method, url, headers['x-key']], ['DELETE', '/subscriptions/7', undefined]);
  });
});
