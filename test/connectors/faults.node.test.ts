import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { connect, type Connector, type ConnectorSettings } from '../../src/connectors/index.ts';
import { ErrorKind, FormulaError, type Value } from '../../src/formula/index.ts';
import { json, scriptedService, type Script, type ScriptedService } from './scripted-service.node.ts';

const verbs = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
const record = { type: 'object', properties: { a: { type: 'integer' } } };
const description = {
  openapi: '3.1.0',
  paths: {
    '/{code}': Object.fromEntries(
      verbs.map((verb) => [
        verb.toLowerCase(),
        {
          operationId: verb,
          parameters: [{ name: 'code', in: 'path', required: true, schema: { type: 'integer' } }],
          responses: { 200: { content: { 'application/json': { schema: record } } } },
        },
      ]),
    ),
  },
};
const open: ScriptedService[] = [];
after(() => Promise.all(open.map((service) => service.close())));
async function bound(script: Script, settings: Partial<ConnectorSettings> = {}): Promise<Connector> {
  const service = await scriptedService(script);
  open.push(service);
  return connect(description, { namespace: 'C', baseUrl: service.url, retries: 0, ...settings });
}
const call = (connector: Connector, verb: string, code: number): Promise<Value> =>
  connector.call(connector.namespace.functions.get(verb)!, [code]);
const kindName = (value: Value): string | undefined =>
  value instanceof FormulaError ? Object.entries(ErrorKind).find(([, number]) => number === value.kind)?.[0] : undefined;

// oxfmt-ignore
const expected: readonly (readonly [statuses: readonly number[], kind: string])[] = [
  [[401], 'ReadPermission'],
  [[404, 410], 'NotFound'],
  [[405, 406, 415, 501], 'NotSupported'],
  [[408, 504], 'Timeout'],
  [[409, 412, 423, 428], 'Conflict'],
  [[422], 'Validation'],
  [[429], 'QuotaExceeded'],
];
const permission: { readonly [verb: string]: string } = {
  POST: 'CreatePermission',
  PUT: 'EditPermissions',
  PATCH: 'EditPermissions',
  DELETE: 'DeletePermissions',
};
function expectedKind(status: number, verb: string): string {
  const own = expected.find(([statuses]) => statuses.includes(status))?.[1];
  if (own !== undefined) return own;
  if (status === 402 || status === 403 || status === 451) return permission[verb] ?? 'ReadPermission';
  if (status < 400) return 'Network';
  return status < 500 ? 'InvalidArgument' : 'ServiceUnavailable';
}

describe('every status of every verb', () => {
  let connector: Connector;
  before(async () => {
    connector = await bound((response, { url }) => {
      const status = Number(url.slice(1));
      if (status === 204 || status === 205 || status === 304) response.writeHead(status).end();
      else json(response, { a: status, message: `said ${status}` }, status);
    });
  });
  for (const verb of verbs) {
    it(`${verb} 200 to 599`, async () => {
      const statuses = Array.from({ length: 400 }, (_, i) => 200 + i);
      const values = await Promise.all(statuses.map((status) => call(connector, verb, status)));
      const wrong = statuses.flatMap((status, i) => {
        const value = values[i]!;
        if (status < 300) {
          const empty = verb === 'HEAD' || status === 204 || status === 205;
          return (empty ? value === null : JSON.stringify(value).includes(`"a":${status}`))
            ? []
            : [`${status} ${JSON.stringify(value)}`];
        }
        if (!(value instanceof FormulaError)) return [`${status} is no error`];
        const { details, message } = value.errors[0]!;
        // A browser, and Node with it, shows nobody that a proxy wants a password.
        if (status === 407 && details?.httpStatus === undefined)
          return kindName(value) === 'Network' ? [] : [`407 ${kindName(value)}`];
        const complete =
          details?.httpStatus === status &&
          details.httpRequest?.startsWith(`${verb} http`) === true &&
          (verb === 'HEAD' ||
            status === 304 ||
            (details.httpResponse?.includes(`said ${status}`) === true && message.includes(`said ${status}`)));
        return kindName(value) === expectedKind(status, verb) && complete
          ? []
          : [`${status} ${kindName(value)} ${JSON.stringify(details)}`];
      });
      assert.deepEqual(wrong, []);
    });
  }
});

describe('every other fault', () => {
  const body = JSON.stringify({ a: 1, text: 'x'.repeat(2000) });
  const send =
    (text: string | Buffer, headers: { readonly [name: string]: string } = {}): Script =>
    (response) =>
      void response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(text);
  const cut: Script = (response) =>
    void response.writeHead(200, { 'content-length': '5000' }).write(body, () => response.socket?.destroy());
  // oxfmt-ignore
  const faults: readonly (readonly [name: string, script: Script, outcome: string | undefined, settings?: Partial<ConnectorSettings>])[] = [
    ['a reset before the answer', (response) => void response.socket?.resetAndDestroy(), 'Network'],
    ['a reset within the headers', (response) => void response.socket?.write('HTTP/1.1 200 OK\r\nContent-', () => response.socket?.resetAndDestroy()), 'Network'],
    ['an end within the body', cut, 'Network'],
    ['a reset within a chunked body', (response) => void response.writeHead(200).write('{"a": 1', () => response.socket?.resetAndDestroy()), 'Network'],
    ['no HTTP at all', (response) => void response.socket?.end('hello\r\n\r\n'), 'Network'],
    ['an answer that does not come', () => {}, 'Timeout', { timeoutMilliseconds: 50 }],
    ['a body that does not end', (response) => void response.writeHead(200).write('{'), 'Timeout', { timeoutMilliseconds: 50 }],
    ['a body that is too large', send(`"${'x'.repeat(50_000)}"`), 'InsufficientMemory', { maxResponseBytes: 10_000 }],
    ['a body that never stops', (response) => { const write = (): void => void (response.write('x'.repeat(65_536)) ? setImmediate(write) : response.once('drain', write)); write(); response.on('error', () => {}); }, 'InsufficientMemory', { maxResponseBytes: 1_000_000 }],
    ['gzip that is none', send('no gzip', { 'content-encoding': 'gzip' }), 'Network'],
    ['gzip that is cut', send(gzipSync(body).subarray(0, 20), { 'content-encoding': 'gzip' }), 'InvalidJSON'],
    ['a web page', send('<!doctype html><p>Sign in', { 'content-type': 'text/html' }), 'InvalidJSON'],
    ['a text that is no JSON', send('{"a": 1'), 'InvalidJSON'],
    ['NaN', send('{"a": NaN}'), 'InvalidJSON'],
    ['a list for a record', send('[{"a": 1}, {"a": 2}]'), 'InvalidArgument'],
    ['a number for a record', send('7'), 'InvalidArgument'],
    ['a list for a number, under the strict rule', send('{"a": [1, 2]}'), 'InvalidArgument', { mismatch: 'answer' }],
    ['nothing', send(''), undefined],
    ['null', send('null'), undefined],
    ['invalid UTF-8', send(Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x31, 0x2c, 0x22, 0xff, 0x22, 0x3a, 0x32, 0x7d])), undefined],
    ['a byte order mark', send('\uFEFF{"a": 1}'), undefined],
    ['UTF-16', send(Buffer.from('\uFEFF{"a": 1}', 'utf16le')), undefined],
    ['twice the same name', send('{"a": 1, "a": 2}'), undefined],
    ['__proto__', send('{"__proto__": {"a": 1}}'), undefined],
    ['depth without end', send(`${'['.repeat(100_000)}${']'.repeat(100_000)}`), 'InvalidArgument'],
  ];
  for (const [name, script, outcome, settings] of faults)
    it(name, async () => {
      const value = await call(await bound(script, settings), 'GET', 1);
      assert.equal(kindName(value), outcome, String(value));
      if (value instanceof FormulaError) assert.match(value.errors[0]!.details?.httpRequest ?? '', /^GET http/);
    });

  it('a body that is cut at any byte is an error or the whole', async () => {
    const text = JSON.stringify({ a: 12, b: [1.5, 'ü', null, true], c: { d: '\\"' } });
    const bytes = Buffer.from(text);
    const connector = await bound(
      (response, { url }) =>
        void response.writeHead(200, { 'content-type': 'application/json' }).end(bytes.subarray(0, Number(url.slice(1)))),
    );
    for (let length = 1; length < bytes.length; length++)
      assert.equal(kindName(await call(connector, 'GET', length)), 'InvalidJSON', `${length}`);
    assert.equal(kindName(await call(connector, 'GET', bytes.length)), undefined);
    assert.equal(({} as { a?: unknown }).a, undefined);
  });

  it('no service', async () => {
    const connector = connect(description, { namespace: 'C', baseUrl: 'http://127.0.0.1:1', retries: 0 });
    assert.equal(kindName(await call(connector, 'GET', 1)), 'Network');
    const nowhere = connect(description, { namespace: 'C', baseUrl: 'https://nowhere.invalid', retries: 0 });
    assert.equal(kindName(await call(nowhere, 'GET', 1)), 'Network');
  });
});
