import { expect } from 'chai';
import { connect } from '../../src/connectors/index.ts';
import { BlobValue, row, type Value } from '../../src/formula/index.ts';
import { requestText, signatureText } from './signature-text.ts';

const list = (values: object): object[] => Object.entries(values).map(([key, value]) => ({ key, value: value as unknown }));
const answer = (body: unknown, code = 200): object => ({
  name: 'ok',
  code,
  header: list({ 'Content-Type': 'application/json; charset=utf-8' }),
  body: JSON.stringify(body),
});
const request = (name: string, method: string, url: unknown, rest: object = {}, response: readonly object[] = []): object => ({
  name,
  request: { method, url, ...rest },
  response,
});
const url = (raw: string, rest: object = {}): object => ({
  raw,
  host: ['{{baseUrl}}'],
  path: raw.replace(/^\{\{baseUrl\}\}\/|\?.*$/g, '').split('/'),
  ...rest,
});

const collection = {
  info: { name: 'Shop', description: 'Orders.', schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json' },
  auth: { type: 'bearer', bearer: list({ token: 'very-secret' }) },
  variable: [...list({ baseUrl: 'https://old.example', version: 'v9', tenant: '' })],
  item: [
    {
      name: 'Orders',
      variable: list({ baseUrl: 'https://folder.example/{{version}}' }),
      item: [
        request(
          'list',
          'GET',
          url('{{baseUrl}}/orders?status=open&page=1&tag=a&tag=b&next={{cursor}}', {
            query: [
              { key: 'status', value: 'open', description: 'Which.' },
              { key: 'page', value: '1' },
              { key: 'tag', value: 'a' },
              { key: 'tag', value: 'b' },
              { key: 'next', value: '{{cursor}}' },
              { key: 'from', value: '2024-01-31', disabled: true },
            ],
          }),
          {
            header: [...list({ 'X-Tenant': '{{tenant}}', Accept: 'application/json', 'X-Version': '3' })],
            description: 'All orders.',
          },
          [
            answer([
              {
                id: 1,
                total: 2.5,
                made: '2024-01-01T10:00:00Z',
                day: '2024-01-01',
                note: null,
                paid: true,
                lines: [{ sku: 'a', n: 1 }],
              },
            ]),
            answer([{ id: 2, total: 3, made: '2024-01-02T10:00:00Z', day: '2024-01-02', note: 'x', lines: [] }]),
            answer({ error: 'no' }, 400),
          ],
        ),
        request(
          'show',
          'GET',
          url('{{baseUrl}}/orders/:orderId/lines/{{line}}.json', {
            variable: [{ key: 'orderId', value: '17', description: 'Its number.' }],
          }),
        ),
        request(
          'add',
          'POST',
          '{{baseUrl}}/orders',
          {
            auth: { type: 'noauth' },
            body: {
              mode: 'raw',
              raw: '{\n  // what\n  "name": "{{name}}", "count": {{count}}, "tags": ["a"],\n  "note": null\n}',
              options: { raw: { language: 'json' } },
            },
          },
          [answer({ id: 3 }, 201)],
        ),
        request('upload', 'PUT', '{{baseUrl}}/orders/1/picture', {
          body: {
            mode: 'formdata',
            formdata: [
              { key: 'picture', type: 'file', src: 'x.png' },
              { key: 'title', value: 't', type: 'text' },
              { key: 'old', value: '', disabled: true },
            ],
          },
        }),
        request('login', 'POST', '{{baseUrl}}/login', {
          body: { mode: 'urlencoded', urlencoded: list({ user: 'u', age: '5' }) },
        }),
        request('file', 'POST', '{{baseUrl}}/file', {
          body: { mode: 'file', file: { src: 'a.pdf' } },
          header: list({ 'Content-Type': 'application/pdf' }),
        }),
        request('text', 'POST', '{{baseUrl}}/text', { body: { mode: 'raw', raw: 'hello' } }),
        request(
          'one',
          'POST',
          '{{baseUrl}}/graphql',
          { body: { mode: 'graphql', graphql: { query: 'query ($id: ID) { one(id: $id) { id } }', variables: '{"id": "5"}' } } },
          [answer({ data: { one: { id: '5' } } })],
        ),
        request('two', 'POST', '{{baseUrl}}/graphql', {
          body: { mode: 'graphql', graphql: { query: '{ two }', variables: '' } },
        }),
        request('list closed', 'GET', url('{{baseUrl}}/orders?sort=x')),
      ],
    },
    request('Other host', 'GET', 'https://other.example/a?x', {
      auth: { type: 'apikey', apikey: list({ key: 'X-Key', value: 's3cret', in: 'header' }) },
    }),
    { name: 'plain', request: 'postman-echo.com/get' },
  ],
};
const connector = connect(collection, { namespace: 'Shop' });
const values = (...items: Value[]): Value => items.map((Value) => ({ Value }));

describe('Postman collections', () => {
  // oxfmt-ignore
  const signatures: readonly string[] = [
    'OrdersList({status:s="open", page:w=1, tag:*[Value:s]=["a","b"], next:s, from:D, sort:s="x", \'X-Tenant\':s, \'X-Version\':w=3}) -> *[day:D, id:w, lines:*[n:w, sku:s], made:d, note:s, paid:b, total:w]',
    'OrdersShow(orderId:s="17", line:s) -> O',
    'OrdersAdd(name:s, tags:*[Value:s], {count:O, note:O}) -> ![id:w]',
    'OrdersUpload(picture:o, title:s, {old:s}) -> O',
    'OrdersLogin(user:s, age:w) -> O',
    'OrdersFile(file:o) -> O',
    'OrdersText(body:s) -> O',
    'OrdersOne({variables:![id:s]}, hidden query:s="query ($id: ID) { one(id: $id) { id } }") -> ![data:![one:![id:s]]]',
    'OrdersTwo({variables:O}, hidden query:s="{ two }") -> O',
    'OtherHost({x:s}) -> O',
    'Plain() -> O',
  ];
  for (const text of signatures)
    it(`give ${text}`, () =>
      expect(signatureText(connector, text.slice(0, text.indexOf('(')))).to.equal(
        text.replaceAll("'X-Tenant'", 'X-Tenant').replaceAll("'X-Version'", 'X-Version'),
      ));

  const base = 'https://folder.example/v9';
  // oxfmt-ignore
  const requests: readonly (readonly [name: string, args: readonly Value[], text: string])[] = [
    ['OrdersList', [], `GET ${base}/orders?status=open&page=1&tag=a&tag=b&sort=x X-Version=3`],
    ['OrdersList', [row([['page', 2], ['status', 'new & old'], ['tag', values('c')]])], `GET ${base}/orders?status=new%20%26%20old&page=2&tag=c&sort=x X-Version=3`],
    ['OrdersShow', ['5', 'a'], `GET ${base}/orders/5/lines/a.json`],
    ['OrdersShow', [null, 'a'], `GET ${base}/orders/17/lines/a.json`],
    ['OrdersAdd', ['n', values('x')], `POST ${base}/orders application/json {"name":"n","tags":["x"]}`],
    ['OrdersLogin', ['a b', 5], `POST ${base}/login application/x-www-form-urlencoded user=a+b&age=5`],
    ['OrdersFile', [new BlobValue(new Uint8Array([65]), '')], `POST ${base}/file application/pdf A`],
    ['OrdersText', ['hi'], `POST ${base}/text text/plain hi`],
    ['OrdersOne', [row([['variables', row([['id', '7']])]])], `POST ${base}/graphql application/json {"query":"query ($id: ID) { one(id: $id) { id } }","variables":{"id":"7"}}`],
    ['OrdersTwo', [], `POST ${base}/graphql application/json {"query":"{ two }"}`],
    ['OtherHost', [], 'GET https://other.example/a'],
    ['Plain', [], 'GET https://postman-echo.com/get'],
  ];
  for (const [name, args, text] of requests)
    it(`send ${text}`, () => expect(requestText(connector, name, ...args)).to.equal(text));

  it('hand security down, and keep no secret', () => {
    const security = (name: string): unknown =>
      connector.operations.get(name)!.operation.security.map((requirement) => [...requirement.keys()]);
    expect(['OrdersList', 'OrdersAdd', 'OtherHost', 'Plain'].map(security)).to.deep.equal([
      [['bearer']],
      [],
      [['apiKey']],
      [['bearer']],
    ]);
    expect([...connector.definition.securitySchemes]).to.deep.equal([
      ['bearer', { kind: 'bearer' }],
      ['apiKey', { kind: 'apiKey', in: 'header', name: 'X-Key' }],
    ]);
  });

  it('take values of an environment, but not its secrets', () => {
    const environment = {
      name: 'Test',
      values: [
        { key: 'baseUrl', value: 'http://localhost:9', enabled: true },
        { key: 'tenant', value: 't1', enabled: true },
        { key: 'line', value: 'never', type: 'secret', enabled: true },
        { key: 'version', value: 'off', enabled: false },
      ],
    };
    const bound = connect(collection, { namespace: 'Shop', environment });
    expect(requestText(bound, 'OrdersList')).to.equal(
      'GET http://localhost:9/orders?status=open&page=1&tag=a&tag=b&sort=x X-Tenant=t1 X-Version=3',
    );
    expect(signatureText(bound, 'OrdersShow')).to.contain('line:s)');
  });

  it('say what they lack, where', () => {
    const text = `{"info": {"name": "X", "schema": "https://schema.getpostman.com/json/collection/v2.0.0/collection.json"},
 "item": [
  {"name": "a", "request": {"url": "{{host}}/a", "auth": {"type": "basic", "basic": {"username": "u", "password": "p"}}, "header": "X-A: 1\\nX-B: b"}},
  {"name": "b", "request": {"url": "{{host}}/a"}},
  {"name": "c", "request": {}},
  7,
  {"name": "d"},
  {"name": "e", "request": {"method": "POST", "url": "{{host}}/e", "body": {"mode": "raw", "raw": "{\\"a\\": 1,, }"}}},
  {"name": "f", "request": {"url": "{{host}}/f", "body": {"mode": "odd"}}}
 ]}`;
    const bound = connect(text, { namespace: 'X' });
    expect(bound.definition).to.include({ format: 'postman', version: '2.0', title: 'X' });
    expect(signatureText(bound, 'A')).to.equal('A({X-A:w=1, X-B:s="b"}) -> O');
    expect(signatureText(bound, 'E')).to.equal('E(a:w) -> O');
    expect(requestText(bound, 'A')).to.contain('does not say where the service is');
    expect(requestText(connect(text, { namespace: 'X', baseUrl: 'https://s.example' }), 'A')).to.equal(
      'GET https://s.example/a X-A=1 X-B=b',
    );
    expect(bound.diagnostics.map(({ code, line, severity }) => `${line} ${severity} ${code}`).toSorted()).to.deep.equal([
      '3 warning server',
      '4 info duplicate-path',
      '5 error path',
      '6 error path',
      '7 warning path',
      '8 warning body',
      '9 warning body',
    ]);
  });
});
