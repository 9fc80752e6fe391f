import assert from 'node:assert/strict';
import type { LookupAddress } from 'node:dns';
import { after, before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { Resolve } from '../../src/gateway/index.ts';
import { json, scriptedService, type ScriptedService } from '../connectors/scripted-service.node.ts';
import { orders } from './orders-description.ts';
import { outcome, raw, runGateway, type RunningGateway } from './running-gateway.node.ts';

/** This machine and its neighbours, in every spelling that addresses have. */
const spellings = [
  '127.0.0.1', '127.1', '0177.0.0.1', '0x7f.0.0.1', '2130706433', '0x7f000001', '127.0.0.1.', '１２７.0.0.1', '127。0。0。1', '0.0.0.0', '0', '10.0.0.1',
  '10.255.255.255', '100.64.0.1', '169.254.169.254', '0xa9fea9fe', '172.16.0.1', '192.168.1.1', '198.18.0.1', '224.0.0.1', '255.255.255.255', '[::1]', '[::]',
  '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[::127.0.0.1]', '[64:ff9b::7f00:1]', '[64:ff9b:1::1]', '[fc00::1]', '[fd12:3456::1]', '[fe80::1]', '[ff02::1]', '[2002:7f00:1::]', '[2001:db8::1]',
]; // oxfmt-ignore

/** What names lead to, one answer after the other. */
const names = new Map<string, string[][]>();
const asked: string[] = [];
const resolve = ((name: string, _options: unknown, callback: (error: Error | null, found: LookupAddress[]) => void) => {
  asked.push(name);
  const answers = names.get(name);
  const found = (answers !== undefined && answers.length > 1 ? answers.shift() : answers?.[0]) ?? [];
  callback(null, found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));
}) as unknown as Resolve; // oxfmt-ignore

let closed: RunningGateway;
let running: RunningGateway;
let service: ScriptedService;
let trap: ScriptedService;

const connection = (baseUrl: string): object => ({ definition: 'orders.json', baseUrl, users: 'all', operations: 'all' });
let answer: Parameters<typeof scriptedService>[0];

before(async () => {
  service = await scriptedService((...args) => answer(...args));
  trap = await scriptedService((response) => json(response, { id: 666 }));
  const { port } = new URL(service.url);
  closed = await runGateway(
    { connections: Object.fromEntries(spellings.map((host, i) => [`C${i}`, connection(`http://${host}:${port}/v1`)])) },
    { 'orders.json': orders },
    { resolve },
  );
  running = await runGateway(
    {
      allowPrivate: ['127.0.0.1'],
      origins: ['https://app.example'],
      limits: { timeoutMilliseconds: 700, answerBytes: 100_000 },
      connections: {
        Shop: connection(`${service.url}/v1`),
        Rebind: connection(`http://rebind.test:${port}/v1`),
        Mixed: connection(`http://mixed.test:${port}/v1`),
        Inside: connection(`http://inside.test:${port}/v1`),
        Nothing: connection(`http://nothing.test:${port}/v1`),
        Few: { ...connection(`${service.url}/v1`), limits: { parallel: 2, waiting: 3 } },
        Private: { ...connection(`${service.url}/v1`), users: ['ann'] },
      },
    },
    { 'orders.json': orders },
    { resolve },
  );
  for (const name of ['Shop', 'Rebind']) await running.ask('PUT', `/admin/secrets/${name}`, 'canary-key');
});
after(() => Promise.all([closed.close(), running.close(), service.close(), trap.close()]));

const list = (name: string): Promise<Response> => running.call(name, 'ListOrders');

describe('private addresses', () => {
  for (const [i, host] of spellings.entries())
    it(`${host} is refused`, async () => {
      const seen = service.seen.length;
      assert.equal(outcome(await closed.call(`C${i}`, 'ListOrders')), 'private-address');
      assert.equal(service.seen.length, seen);
    });

  it('a name is resolved once, and the connection goes to the address that was judged', async () => {
    answer = (response) => json(response, { value: [] });
    names.set('rebind.test', [['127.0.0.1'], ['127.0.0.2']]);
    assert.equal(outcome(await list('Rebind')), '200');
    assert.equal(asked.filter((name) => name === 'rebind.test').length, 1);
    // Over plain http no secret leaves the machine by a name.
    assert.equal(service.seen.at(-1)!.headers['x-key'], undefined);
  });

  for (const [name, addresses] of [
    ['Mixed', ['127.0.0.1', '10.0.0.1']],
    ['Inside', ['::1']],
    ['Inside', ['169.254.169.254']],
    ['Inside', ['::ffff:10.0.0.1']],
    ['Nothing', []],
  ] as const)
    it(`a name that leads to ${addresses.join(' and ') || 'nothing'} is refused`, async () => {
      names.set(`${name.toLowerCase()}.test`, [[...addresses]]);
      assert.equal(outcome(await list(name)), 'private-address');
    });
});

describe('redirects', () => {
  for (const status of [300, 301, 302, 303, 305, 307, 308])
    for (const target of ['/v1/orders/1', `TRAP/v1/orders`, 'http://169.254.169.254/', '//127.0.0.1/', 'file:///etc/passwd'])
      it(`${status} to ${target} is not followed`, async () => {
        const seen = service.seen.length;
        answer = (response) => response.writeHead(status, { location: target.replace('TRAP', trap.url) }).end('x');
        const response = await list('Shop');
        assert.equal(outcome(response), 'redirect');
        assert.equal(response.headers.get('location'), null);
        assert.deepEqual([service.seen.length - seen, trap.seen.length], [1, 0]);
      });
});

const bomb = gzipSync(Buffer.alloc(50_000_000));

const hostile = [
  '..', '.', '', '%2e%2e', '%252e%252e', '..%2f', '..%2Fadmin', '%2e%2e%2fadmin', '..;', '..;/x', '..%5cx', '\\', '%5c..%5c', 'a/../b', 'a%2f..%2fb', '//evil', '/x', '%00', '%0d%0aX: 1', '%09', 'a b', 'ä',
  '?x=1', '#x', 'a?b', '%', '%zz', '@evil', '%2e', '%2E%2E', '%252e%252e%252f', '.%2e', '..%252f', '%ff',
]; // oxfmt-ignore

describe('values of a path', () => {
  for (const value of hostile)
    it(`${JSON.stringify(value)} stays in its place`, async () => {
      const seen = service.seen.length;
      answer = (response) => json(response, { id: 1 });
      await running.call('Shop', 'GetFile', { path: `name=${encodeURIComponent(value)}` });
      for (const { url } of service.seen.slice(seen))
        assert.match(new URL(url, 'http://x').pathname, /^\/v1\/files\/[^/]+$/, url);
      if (/\.\.|2e(?:%|2)|^$|^\.$|[\\?#\s]|%0|%$|zz/i.test(value)) assert.equal(service.seen.length, seen);
    });
});

describe('requests in other forms', () => {
  const call = '/call/Shop/ListOrders';
  const host = ['Host', 'x'];
  const rows: readonly (readonly [target: string, extra: readonly string[], method?: string])[] = [
    [`/${call}`, host], [`/x/..${call}`, host], [`/call/Shop/../Shop/ListOrders`, host], [`/call/Shop/%2e%2e/ListOrders`, host], [`http://evil${call}`, host], [`http://x${call}`, host],
    [`${call}/`, host], ['/call//Shop/ListOrders', host], ['/call/Shop/ListOrders/..', host], ['\\call\\Shop\\ListOrders', host], ['/call\\Shop/ListOrders', host], [`${call}%00`, host],
    [`${call}?a=\\b`, host], ['*', host, 'OPTIONS'], ['/call/Shop%2FListOrders', host], ['/CALL/Shop/ListOrders', host], [`/admin${call}`, host], ['/healthz/../admin/tokens/x', host],
    [`/x?${call}`, host], ['/healthz?/metrics', host, 'POST'], [`${call}#x`, host], [`${call}%`, host], [call, [...host, 'Host', 'evil']], [call, [...host, 'Authorization', 'Bearer a']],
    [call, [...host, 'x-fxloom-path', 'id=1', 'X-Fxloom-Path', 'id=2']], [call, [...host, 'Origin', 'https://app.example', 'Origin', 'https://evil.example']],
    [`/${'a'.repeat(9000)}`, host], [call, [...host, 'X-Long', 'x'.repeat(17_000)]], ['', host], [call, host, 'GET'], [call, host, 'PUT'], [call, host, 'TRACE'], [call, host, 'CONNECT'],
  ]; // oxfmt-ignore
  for (const [target, extra, method] of rows)
    it(`${method ?? 'POST'} ${target.slice(0, 60)} ${extra.slice(2).join(' ').slice(0, 40)}`, async () => {
      const seen = service.seen.length;
      answer = (response) => json(response, {});
      const status = await raw(running.url, target, [...extra, 'Authorization', `Bearer ${running.admin}`], method);
      assert.ok(status === 0 || (status >= 400 && status < 500), String(status));
      assert.equal(service.seen.length, seen);
    });

  it('a header with the name of the prototype is a header like any other', async () => {
    answer = (response) => json(response, {});
    assert.equal(await raw(running.url, call, [...host, '__proto__', 'x', 'Authorization', `Bearer ${running.admin}`]), 200);
  });
});

describe('headers', () => {
  it('pass only as far as they are named', async () => {
    answer = (response) => response.writeHead(200, { 'content-type': 'application/json', 'set-cookie': 'a=1', 'x-powered-by': 'x', refresh: '0', 'strict-transport-security': 'x', 'access-control-allow-origin': '*', link: '</v1/orders?p=2>; rel=next', 'retry-after': '3', etag: '"1"' }).end('{}'); // oxfmt-ignore
    const response = await running.call('Shop', 'GetFile', {
      path: 'name=a',
      headers: { 'x-mode': 'm', 'x-other': 'o', 'x-key': 'mine', cookie: 'c=1', 'x-forwarded-for': '1.2.3.4', 'proxy-authorization': 'x', 'if-match': '"1"', origin: 'https://app.example' }, // oxfmt-ignore
    });
    const got = ['set-cookie', 'x-powered-by', 'refresh', 'strict-transport-security'].map((name) => response.headers.get(name));
    assert.deepEqual(got, [null, null, null, null]);
    assert.equal(response.headers.get('access-control-allow-origin'), 'https://app.example');
    for (const name of ['link', 'retry-after', 'etag', 'x-request-id']) {
      assert.ok(response.headers.get('access-control-expose-headers')!.includes(name), name);
      assert.notEqual(response.headers.get(name), null, name);
    }
    const sent = service.seen.at(-1)!.headers;
    assert.deepEqual(
      [sent['x-mode'], sent['x-other'], sent['x-key'], sent.cookie, sent['x-forwarded-for'], sent['proxy-authorization'], sent.authorization, sent['if-match'], sent.origin],
      ['m', undefined, 'canary-key', undefined, undefined, undefined, undefined, '"1"', undefined],
    ); // oxfmt-ignore
  });

  for (const [origin, method, status] of [
    ['https://app.example', 'POST', 200],
    ['https://app.example.evil', 'POST', 403],
    ['https://evil.example', 'POST', 403],
    ['http://app.example', 'POST', 403],
    ['null', 'POST', 403],
    ['https://app.example:8443', 'OPTIONS', 403],
    ['https://APP.example', 'OPTIONS', 403],
    ['https://app.example', 'OPTIONS', 204],
  ] as const)
    it(`${method} from ${origin}: ${status}`, async () => {
      answer = (response) => json(response, {});
      const response = await fetch(`${running.url}/call/Shop/ListOrders`, {
        method,
        headers: { authorization: `Bearer ${running.admin}`, origin, 'access-control-request-headers': 'authorization' },
      });
      assert.equal(response.status, status);
      assert.equal(response.headers.get('access-control-allow-origin'), status < 400 ? origin : null);
      assert.match(response.headers.get('vary')!, /Origin/);
    });
});

describe('services that misbehave', () => {
  const rows: readonly (readonly [what: string, Parameters<typeof scriptedService>[0], wanted: string])[] = [
    ['never answer', () => undefined, 'timeout'],
    ['break off before they answer', (response) => response.destroy(), 'network'],
    ['break off in the middle', (response) => { response.writeHead(200, { 'content-length': '100' }).write('half'); setTimeout(() => response.destroy(), 20); }, 'broken'],
    ['stop in the middle', (response) => void response.writeHead(200, { 'content-length': '100' }).write('half'), 'broken'],
    ['send too much', (response) => response.writeHead(200).end('x'.repeat(100_001)), 'broken'],
    ['send a bomb', (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb), 'broken'],
    ['send what cannot be unpacked', (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('no gzip'), 'broken'],
    ['send a reason with a secret', (response) => response.writeHead(401, 'canary-key is wrong').end(), '401'],
  ]; // oxfmt-ignore
  for (const [what, script, wanted] of rows)
    it(`${what}: ${wanted}`, async () => {
      answer = script;
      const response = await list('Shop').catch(() => undefined);
      const body = await response?.text().catch(() => undefined);
      assert.equal(response === undefined || body === undefined ? 'broken' : outcome(response), wanted);
      assert.ok(!`${response?.statusText} ${body}`.includes('canary'));
      answer = (again) => json(again, {});
      assert.equal((await list('Shop')).status, 200, 'the next call');
    });

  it('are not bothered for callers who have gone', async () => {
    const gone = new Promise<boolean>((done) => {
      answer = (response, { closed: end }) => {
        response.writeHead(200).write('begin');
        void end.then(done);
      };
    });
    const controller = new AbortController();
    const response = await fetch(`${running.url}/call/Shop/ListOrders`, {
      method: 'POST',
      signal: controller.signal,
      headers: { authorization: `Bearer ${running.admin}` },
    });
    assert.equal(response.status, 200);
    controller.abort();
    assert.equal(await gone, false);
  });

  it('get as many calls at once as the connection allows, from all callers together', async () => {
    let most = 0;
    let now = 0;
    let refused = 0;
    // Nothing is answered before all that are too many have been refused.
    const held: (() => void)[] = [];
    answer = (response, { closed: end }) => {
      most = Math.max(most, ++now);
      void end.then(() => now--);
      const go = (): void => json(response, {});
      if (refused === 3) go();
      else held.push(go);
    };
    const calls = Array.from({ length: 8 }, async () => {
      const found = outcome(await list('Few'));
      if (found === 'queue' && ++refused === 3) for (const go of held) go();
      return found;
    });
    const outcomes = await Promise.all(calls);
    assert.equal(most, 2);
    assert.deepEqual([outcomes.filter((of) => of === '200').length, outcomes.filter((of) => of === 'queue').length], [5, 3]);
  });
});

describe('who may what', () => {
  it('each route by each role', async () => {
    answer = (response) => json(response, {});
    const token = async (person: string): Promise<string> =>
      ((await (await running.ask('POST', `/admin/tokens/${person}`)).json()) as { token: string }).token;
    const [ann, bob] = [await token('ann'), await token('bob')];
    const roles: readonly (string | undefined)[] = [undefined, 'nonsense', bob, ann, running.admin];
    const rows: readonly (readonly [method: string, path: string, ...statuses: number[]])[] = [
      ['GET', '/healthz', 200, 200, 200, 200, 200],
      ['GET', '/metrics', 401, 401, 403, 403, 200],
      ['GET', '/connections', 401, 401, 200, 200, 200],
      ['GET', '/connections/Private/definition', 401, 401, 404, 200, 200],
      ['GET', '/connections/Shop/sign-in', 401, 401, 403, 403, 404],
      ['POST', '/call/Private/ListOrders', 401, 401, 404, 200, 404],
      ['POST', '/call/Shop/ListOrders', 401, 401, 200, 200, 200],
      ['PUT', '/admin/secrets/Few', 401, 401, 403, 403, 400],
      ['PUT', '/admin/secrets/Few/other', 401, 401, 403, 403, 400],
      ['DELETE', '/admin/secrets/Few', 401, 401, 403, 403, 204],
      ['POST', '/admin/tokens/eve', 401, 401, 403, 403, 201],
      ['DELETE', '/admin/tokens/eve', 401, 401, 403, 403, 200],
      ['POST', '/hooks/guess', 404, 404, 404, 404, 404],
      ['GET', '/sign-in', 404, 404, 404, 404, 404],
      ['GET', '/admin', 404, 404, 404, 404, 404],
      ['GET', '/debug', 404, 404, 404, 404, 404],
    ]; // oxfmt-ignore
    for (const [method, path, ...statuses] of rows) {
      const found = await Promise.all(
        roles.map((role) =>
          fetch(`${running.url}${path}`, {
            method,
            ...(role !== undefined && { headers: { authorization: `Bearer ${role}` } }),
          }).then(({ status }) => status),
        ),
      );
      assert.deepEqual(found, statuses, `${method} ${path}`);
    }
    const { connections } = (await (
      await fetch(`${running.url}/connections`, { headers: { authorization: `Bearer ${bob}` } })
    ).json()) as { connections: { name: string }[] };
    assert.ok(!connections.some(({ name }) => name === 'Private'));
    await running.ask('DELETE', '/admin/tokens/ann');
    assert.equal((await running.call('Shop', 'ListOrders', { token: ann })).status, 401, 'at once');
  });

  it('a session counts only with the header that forms cannot send', async () => {
    const rows: readonly (readonly [headers: { readonly [name: string]: string }, status: number])[] = [
      [{}, 401],
      [{ cookie: 'fxloom-session=x' }, 401],
      [{ cookie: `fxloom-session=${running.admin}` }, 401],
      [{ cookie: `fxloom-session=${running.admin}; fxloom-session=x` }, 401],
    ];
    for (const [headers, status] of rows)
      assert.equal((await fetch(`${running.url}/call/Shop/ListOrders`, { method: 'POST', headers })).status, status);
  });
});
