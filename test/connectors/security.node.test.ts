import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { inspect } from 'node:util';
import {
  connect,
  gatewayTransport,
  OAuthCredentials,
  SignInError,
  type Connector,
  type ConnectorSettings,
  type Credential,
  type Credentials,
  type TraceEvent,
} from '../../src/connectors/index.ts';
import { FormulaError, type Value } from '../../src/formula/index.ts';
import { authorizationServer, type AuthorizationServer } from './authorization-server.node.ts';
import { json, scriptedService, type Script, type ScriptedService } from './scripted-service.node.ts';

const schemes = {
  header: { type: 'apiKey', in: 'header', name: 'X-Key' },
  query: { type: 'apiKey', in: 'query', name: 'key' },
  cookie: { type: 'apiKey', in: 'cookie', name: 'session' },
  basic: { type: 'http', scheme: 'basic' },
  bearer: { type: 'http', scheme: 'bearer' },
  oauth: { type: 'oauth2', flows: { authorizationCode: { authorizationUrl: '/authorize', tokenUrl: '/token', scopes: {} } } },
};
const answers = {
  200: {
    description: 'ok',
    content: { 'application/json': { schema: { type: 'object', properties: { name: { type: 'string' } } } } },
  },
};
const description = {
  openapi: '3.1.0',
  info: { title: 'Me', version: '1' },
  components: { securitySchemes: schemes },
  paths: {
    '/me': { get: { operationId: 'Me', security: [{ oauth: ['read'] }], responses: answers } },
    '/open': { get: { operationId: 'Open', security: [], responses: answers } },
    ...Object.fromEntries(
      Object.keys(schemes).map((name) => [
        `/by/${name}`,
        {
          get: { operationId: `By${name}`, security: [{ [name]: [] }], responses: answers },
          post: { operationId: `Post${name}`, security: [{ [name]: [] }], responses: answers },
        },
      ]),
    ),
  },
};

const open: { close(): Promise<void> }[] = [];
after(() => Promise.all(open.map((server) => server.close())));

async function service(script: Script): Promise<ScriptedService> {
  const started = await scriptedService(script);
  open.push(started);
  return started;
}

const bind = (baseUrl: string, settings: Partial<ConnectorSettings>): Connector =>
  connect(description, { namespace: 'S', baseUrl, retries: 0, ...settings });
const call = (connector: Connector, name: string): Promise<Value> => connector.call(connector.namespace.functions.get(name)!, []);

const given = (credentials: { readonly [scheme: string]: Credential }): Credentials => ({ get: ({ name }) => credentials[name] });

describe('credentials', () => {
  it('go where the scheme says, and nowhere without one', async () => {
    const { url, seen } = await service((response) => json(response, { name: 'x' }));
    const connector = bind(url, {
      credentials: given({
        header: { kind: 'apiKey', value: 'k1' },
        query: { kind: 'apiKey', value: 'k 2' },
        cookie: { kind: 'apiKey', value: 'k3' },
        basic: { kind: 'basic', user: 'ann', password: 'pä' },
        bearer: { kind: 'bearer', token: 't5' },
      }),
    });
    for (const name of ['Byheader', 'Byquery', 'Bybasic', 'Bybearer', 'Open']) await call(connector, name);
    assert.deepEqual(
      seen.map(({ url: address, headers }) => [address, headers['x-key'], headers.authorization]),
      [
        ['/by/header', 'k1', undefined],
        ['/by/query?key=k%202', undefined, undefined],
        ['/by/basic', undefined, `Basic ${Buffer.from('ann:pä').toString('base64')}`],
        ['/by/bearer', undefined, 'Bearer t5'],
        ['/open', undefined, undefined],
      ],
    );
  });

  it('go only to the hosts that they are for, over https or inside this machine', async () => {
    const { url, seen } = await service((response) => json(response, { name: 'x' }));
    const credential = (origins: readonly string[]): Credentials =>
      given({ bearer: { kind: 'bearer', token: 'canary', origins } });
    for (const [origins, sent] of [
      [[url], 'Bearer canary'],
      [['https://else.example', `${url}/path`], 'Bearer canary'],
      [['https://else.example'], undefined],
      [[], undefined],
    ] as const) {
      await call(bind(url, { credentials: credential(origins) }), 'Bybearer');
      assert.equal(seen.at(-1)!.headers.authorization, sent, String(origins));
    }
    let asked: string | undefined = '';
    const plain = bind('http://plain.example', {
      credentials: credential(['http://plain.example']),
      transport: gatewayTransport({ url, connection: 'S' }),
    });
    await call(plain, 'Bybearer');
    asked = seen.at(-1)!.headers.authorization;
    assert.equal(asked, undefined);
  });

  it('do not follow a redirect', async () => {
    const other = await service((response) => json(response, { name: 'other' }));
    const { url } = await service((response) => response.writeHead(302, { location: `${other.url}/by/bearer` }).end());
    const value = await call(bind(url, { credentials: given({ header: { kind: 'apiKey', value: 'canary' } }) }), 'Byheader');
    assert.match((value as FormulaError).message, /elsewhere|302/);
    assert.equal(other.seen.length, 0);
  });

  it('stay with a gateway: it gets the names of the connection and the operation', async () => {
    const { url, seen } = await service((response) => json(response, { name: 'x' }));
    const transport = gatewayTransport({ url: `${url}/api/`, connection: 'Shop', headers: () => [['x-csrf', '1']] });
    const connector = connect(description, { namespace: 'S', baseUrl: 'https://shop.example/v1', transport });
    assert.deepEqual(await call(connector, 'Postbearer'), { name: 'x' });
    const { method, url: address, headers } = seen[0]!;
    assert.deepEqual(
      [method, address, headers['x-fxloom-gateway'], headers['x-csrf']],
      ['POST', '/api/call/Shop/Postbearer', '1', '1'],
    );
  });

  it('are found nowhere: not in errors, traces, or what the connector is made of', async () => {
    const secrets = ['canary-header-1', 'canary query/2', 'canary-password-3', 'canary-"token"-4', 'canary-oauth-5'];
    const [header, query, password, token, oauth] = secrets as [string, string, string, string, string];
    const credentials = given({
      header: { kind: 'apiKey', value: header },
      query: { kind: 'apiKey', value: query },
      basic: { kind: 'basic', user: 'ann', password },
      bearer: { kind: 'bearer', token },
      oauth: { kind: 'bearer', token: oauth },
    });
    // The service repeats all that it was sent, in its reason, its headers and its body, with many statuses; sometimes it breaks off.
    const { url, seen } = await service((response, { url: address, headers }, n) => {
      if (n % 7 === 6) response.destroy();
      else {
        const told = `${address} ${decodeURIComponent(address)} ${JSON.stringify(headers)} ${headers.authorization ?? ''}`;
        const status = [400, 401, 403, 404, 422, 500, 503][n % 7]!;
        response.writeHead(status, `No ${(headers.authorization ?? '').replaceAll(/[^ -~]/g, '')}`, {
          'content-type': 'application/json',
        });
        response.end(JSON.stringify({ message: told, errors: { key: told } }));
      }
    });
    const events: TraceEvent[] = [];
    const connector = bind(url, { credentials, trace: (event) => events.push(event) });
    const values: Value[] = [];
    for (let i = 0; i < 10; i++) {
      for (const name of ['header', 'query', 'basic', 'bearer', 'oauth'])
        values.push(await call(connector, `By${name}`), await call(connector, `Post${name}`));
    }
    assert.equal(values.filter((value) => value instanceof FormulaError).length, 100);
    const sent = JSON.stringify(
      seen.map(({ url: address, headers }) => [decodeURIComponent(address), headers.authorization, headers['x-key']]),
    );
    assert.ok(sent.includes(header) && sent.includes(query), 'the secrets were sent');
    const shown = [
      JSON.stringify(values),
      JSON.stringify(events),
      inspect([values, events], { depth: 20, showHidden: true, maxStringLength: null, maxArrayLength: null }),
      JSON.stringify(connector.definition.diagnostics),
      inspect(connector, { depth: 4, showHidden: false }),
    ].join('\n');
    const forms = [
      ...secrets,
      encodeURIComponent(query),
      JSON.stringify(token).slice(1, -1),
      Buffer.from(`ann:${password}`).toString('base64'),
    ];
    for (const form of forms) assert.ok(!shown.includes(form), form);
  });
});

describe('OAuth 2', () => {
  async function started(): Promise<{ server: AuthorizationServer; credentials: OAuthCredentials; connector: Connector }> {
    const server = await authorizationServer('fxloom');
    open.push(server);
    const credentials = new OAuthCredentials({
      clientId: 'fxloom',
      redirectUri: `${server.url}/back`,
      issuer: server.url,
      origins: [server.url],
      scopes: ['read'],
      // What a browser does: it follows the address until it is sent back.
      authorize: async (address) => new URL((await fetch(address, { redirect: 'manual' })).headers.get('location')!),
    });
    return { server, credentials, connector: bind(server.url, { credentials }) };
  }

  it('signs in by authorization code with PKCE', async () => {
    const { server, credentials, connector } = await started();
    assert.equal(await credentials.isSignedIn(), false);
    assert.ok((await call(connector, 'Me')) instanceof FormulaError);
    const address = await credentials.begin();
    assert.deepEqual([address.searchParams.get('code_challenge_method'), address.searchParams.get('scope')], ['S256', 'read']);
    await credentials.signIn();
    assert.deepEqual(await call(connector, 'Me'), { name: 'Ann' });
    assert.deepEqual(server.granted, { code: 1, refresh: 0 });
    assert.ok(!inspect(credentials, { depth: 9, showHidden: true }).includes('access-') && JSON.stringify(credentials) === '{}');
    await credentials.signOut();
    assert.ok((await call(connector, 'Me')) instanceof FormulaError);
  });

  it('renews once for twenty calls that are refused together', async () => {
    const { server, credentials, connector } = await started();
    await credentials.signIn();
    server.expire();
    const values = await Promise.all(Array.from({ length: 20 }, () => call(connector, 'Me')));
    assert.deepEqual(
      values,
      Array.from({ length: 20 }, () => ({ name: 'Ann' })),
    );
    assert.deepEqual(server.granted, { code: 1, refresh: 1 });
  });

  it('refuses what another server, another sign-in or a thief answers', async () => {
    const { server, credentials } = await started();
    for (const answer of [{ issuer: 'https://evil.example' }, { state: 'another' }, { error: 'access_denied' }]) {
      server.answer = answer;
      await assert.rejects(credentials.signIn(), SignInError, JSON.stringify(answer));
    }
    server.answer = {};
    const first = await credentials.begin();
    const back = new URL((await fetch(first, { redirect: 'manual' })).headers.get('location')!);
    // The verifier of another sign-in does not fit the code.
    await credentials.begin();
    await assert.rejects(credentials.finish(back), SignInError);
    await assert.rejects(credentials.finish(back), /No sign-in was under way/);
    assert.equal(server.granted.code, 0);
  });
});
