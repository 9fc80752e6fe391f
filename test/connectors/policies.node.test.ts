import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { EMPTY } from 'rxjs';
import { connect, type ConnectorSettings } from '../../src/connectors/index.ts';
import { Dynamic, isRow, row, type FormulaError, type Json, type Value } from '../../src/formula/index.ts';
import { dataPath } from '../environment/data.node.ts';
import { json, scriptedService, type ScriptedService, type Seen } from './scripted-service.node.ts';

const open: ScriptedService[] = [];
after(() => Promise.all(open.map((service) => service.close())));

const record = {
  type: 'object',
  properties: {
    a: { type: 'string' },
    list: { type: 'array', items: { type: 'object', properties: { k: { type: 'string' }, v: { type: 'string' } } } },
  },
};
const description = {
  swagger: '2.0',
  host: 'api.example',
  basePath: '/v1',
  schemes: ['http'],
  paths: {
    '/items/{id}': {
      get: {
        operationId: 'Get',
        parameters: [
          { name: 'id', in: 'path', required: true, type: 'string' },
          { name: 'q', in: 'query', type: 'string' },
          { name: 'X-A', in: 'header', type: 'string' },
        ],
        produces: ['application/json'],
        responses: { 200: { schema: record } },
      },
      put: {
        operationId: 'Put',
        parameters: [
          { name: 'id', in: 'path', required: true, type: 'string' },
          { name: 'body', in: 'body', schema: {} },
        ],
        produces: ['application/json'],
        responses: { 200: { schema: record } },
      },
    },
  },
};
const policy = (templateId: string, parameters: object, rest: object = {}): object => ({
  templateId,
  title: templateId,
  parameters: {
    ...Object.fromEntries(Object.entries(parameters).map(([name, value]) => [`x-ms-apimTemplateParameter.${name}`, value])),
    ...rest,
  },
});
const onAnswer = { 'x-ms-apimTemplate-policySection': 'Response' };

interface Outcome {
  readonly seen: readonly Seen[];
  readonly value: Value;
}
async function call(
  policies: readonly object[],
  name: string,
  args: readonly Value[],
  answer: unknown = {},
  settings: Partial<ConnectorSettings> = {},
  status = 200,
): Promise<Outcome> {
  const service = await scriptedService((response, request) =>
    json(response, answer ?? JSON.parse(request.body), status, { location: '/old' }),
  );
  open.push(service);
  const connector = connect(description, {
    namespace: 'C',
    retries: 0,
    baseUrl: `${service.url}/v1`,
    apiProperties: { properties: { policyTemplateInstances: policies } },
    ...settings,
    connectionParameters: { host: service.url, key: 'secret-key', token: '/eu', ...settings.connectionParameters },
  });
  const value = await connector.call(connector.namespace.functions.get(name)!, args);
  return { seen: service.seen, value };
}
const options = row([
  ['q', 'x y'],
  ['X-A', 'h'],
]);
const dynamic = (json_: unknown): Value => new Dynamic(json_ as Json);

describe('policies change requests', () => {
  const rows: readonly (readonly [
    name: string,
    policies: readonly object[],
    pick: (seen: Seen) => unknown,
    expected: unknown,
  ])[] = [
    [
      'the host, from the connection',
      [policy('dynamichosturl', { urlTemplate: "@connectionParameters('host')@connectionParameters('token')/v2/" })],
      ({ url }) => url,
      '/eu/v2/items/7?q=x%20y',
    ],
    [
      'the host, with a default',
      [policy('dynamicHostUrl', { urlTemplate: "@connectionParameters('host')/@ConnectionParameters('none','d')" })],
      ({ url }) => url,
      '/d/items/7?q=x%20y',
    ],
    [
      'the path and the verb',
      [policy('routerequesttoendpoint', { newPath: "/other('{id}')/x?fixed=1", httpMethod: 'POST' })],
      ({ method, url }) => `${method} ${url}`,
      "POST /v1/other('7')/x?fixed=1&q=x%20y",
    ],
    [
      'the path, the verb kept',
      [policy('routerequesttoendpoint', { newPath: 'other/{id}', httpMethod: '@Request.OriginalHTTPMethod' })],
      ({ method, url }) => `${method} ${url}`,
      'GET /v1/other/7?q=x%20y',
    ],
    [
      'a header, replaced',
      [policy('setheader', { name: 'x-a', value: "Bearer @headers('X-A')", existsAction: 'override' })],
      ({ headers }) => headers['x-a'],
      'Bearer h',
    ],
    [
      'a header, where there is none',
      [policy('setheader', { name: 'X-A', value: 'no', existsAction: 'skip' })],
      ({ headers }) => headers['x-a'],
      'h',
    ],
    [
      'a header, added to',
      [policy('setheader', { name: 'X-A', value: 'more', existsAction: 'append' })],
      ({ headers }) => headers['x-a'],
      'h,more',
    ],
    [
      'a header from the connection',
      [policy('setheader', { name: 'Api-Key', value: "Key @connectionParameters('key')" })],
      ({ headers }) => headers['api-key'],
      'Key secret-key',
    ],
    [
      'a header of another operation: not',
      [policy('setheader', { name: 'X-A', value: 'no' }, { 'x-ms-apimTemplate-operationName': ['Put'] })],
      ({ headers }) => headers['x-a'],
      'h',
    ],
    [
      'a query parameter',
      [policy('setqueryparameter', { name: '%24top', value: "[@queryParameters('q')]", existsAction: 'skip' })],
      ({ url }) => url,
      '/v1/items/7?q=x%20y&%24top=%5Bx%20y%5D',
    ],
    [
      'a query parameter, replaced',
      [policy('setqueryparameter', { name: 'q', value: "<@queryParameters('q')>", existsAction: 'override' })],
      ({ url }) => url,
      '/v1/items/7?q=%3Cx%20y%3E',
    ],
  ];
  for (const [name, policies, pick, expected] of rows) {
    it(name, async () => {
      const { seen } = await call(policies, 'Get', ['7', options]);
      assert.equal(pick(seen[0]!), expected);
    });
  }

  const bodies: readonly (readonly [name: string, policies: readonly object[], given: unknown, expected: unknown])[] = [
    [
      'a property',
      [
        policy('setproperty', {
          newPropertyParentPathTemplate: '@body().a',
          newPropertySubPathTemplate: "['@odata.id']",
          propertyValuePathTemplate: 'https://x/{@body().id}',
        }),
      ],
      { id: 5 },
      { id: 5, a: { '@odata.id': 'https://x/5' } },
    ],
    [
      'a property that is JSON',
      [
        policy('setproperty', {
          newPropertyParentPathTemplate: '@body()',
          newPropertySubPathTemplate: 'f',
          propertyValuePathTemplate: '[{"v": {@body().f}}]',
        }),
      ],
      { f: [1] },
      { f: [{ v: [1] }] },
    ],
    [
      'a text',
      [
        policy('stringreplace', {
          propertyParentPath: '@body().l',
          propertySubPath: 's',
          sourceString: '.',
          replacementString: '%2E',
        }),
      ],
      { l: [{ s: 'a.b.c' }, { t: 1 }] },
      { l: [{ s: 'a%2Eb%2Ec' }, { t: 1 }] },
    ],
    [
      'a text to a list, its records to a dictionary',
      [
        policy('StringToArray', {
          propertyParentPath: '@body()',
          propertySubPath: 'who',
          delimiterList: ';',
          childPropertyName: 'id',
          newPropertyPath: '@body().who',
        }),
        policy('EncodePropertyValue', { propertyParentPath: '@body().who', propertySubPath: 'id' }),
        policy('ConvertArrayToObject', {
          propertyParentPath: '@body()',
          propertySubPath: 'who',
          keyWithinCollectionPath: 'id',
          newPropertyPath: '@body().who',
          retainKey: 'false',
        }),
      ],
      { who: 'a b; c' },
      { who: { 'a%20b': {}, c: {} } },
    ],
    [
      'properties moved',
      [
        policy('moveproperties', {
          srcParentPath: '@body()',
          srcSubPath: 'custom',
          dstParentPath: '@body()',
          dstSubPath: 'null',
          copyOnlySubProperties: 'true',
        }),
      ],
      { custom: { x: 1, y: 2 }, z: 3 },
      { z: 3, x: 1, y: 2 },
    ],
  ];
  for (const [name, policies, given, expected] of bodies) {
    it(`in the body: ${name}`, async () => {
      const { seen } = await call(policies, 'Put', ['7', row([['body', dynamic(given)]])]);
      assert.deepEqual(JSON.parse(seen[0]!.body), expected);
    });
  }

  it('with a value that is asked for first', async () => {
    const { seen } = await call(
      [
        policy('setvaluefromurl', {
          parameterTemplate: "@headers('If-Match')",
          httpMethod: 'GET',
          parameterValueUrl: '/v1/items/{id}/etag',
          parameterValuePathTemplate: "@body()['@odata.etag']",
        }),
      ],
      'Get',
      ['7'],
      { '@odata.etag': 'W/1' },
    );
    assert.deepEqual(
      seen.map(({ url, headers }) => [url, headers['if-match']]),
      [
        ['/v1/items/7/etag', undefined],
        ['/v1/items/7', 'W/1'],
      ],
    );
  });
});

describe('policies change answers', () => {
  it('dictionaries to lists', async () => {
    const { value } = await call(
      [
        policy(
          'convertobjecttoarray',
          { propertyParentPath: '@body()', propertySubPath: 'd', newPropertyPath: '@body().list', keyName: 'k', valueName: 'v' },
          onAnswer,
        ),
      ],
      'Get',
      ['7'],
      { d: { one: 'x', two: 'y' } },
    );
    assert.ok(isRow(value));
    assert.deepEqual(value['list'], [
      row([
        ['k', 'one'],
        ['v', 'x'],
      ]),
      row([
        ['k', 'two'],
        ['v', 'y'],
      ]),
    ]);
  });

  it('statuses that mean signed out', async () => {
    const { value } = await call(
      [policy('setconnectionstatustounauthenticated', { statusCode: 403 })],
      'Get',
      ['7'],
      {},
      {},
      403,
    );
    assert.equal((value as FormulaError).errors[0]!.details?.httpStatus, 401);
  });
});

describe('policies', () => {
  it('say what the connection lacks to know the host', async () => {
    const { value, seen } = await call(
      [policy('dynamichosturl', { urlTemplate: "https://@connectionParameters('region').x.example" })],
      'Get',
      ['7'],
    );
    assert.match(String((value as FormulaError).message), /needs a value for region/);
    assert.equal(seen.length, 0);
  });

  // oxfmt-ignore
  const hosts: readonly (readonly [base: string, hosts: readonly string[]])[] = [
    ['https://us.api.example', ['evil.example', 'x@api.example', 'api.example/?a', '127.0.0.1']],
    ['https://api.shop.co.uk', ['evil.co.uk', 'shop.co.uk.evil.example']],
    ['https://127.0.0.1', ['10.0.0.1', '0.1']],
  ];
  for (const [baseUrl, values] of hosts)
    for (const host of values)
      it(`of ${baseUrl} let a caller choose no host ${host}`, async () => {
        const { value, seen } = await call(
          [policy('dynamichosturl', { urlTemplate: "https://@queryParameters('q')" })],
          'Get',
          ['7', row([['q', host]])],
          {},
          { baseUrl },
        );
        assert.match(String(value), /none of this service/);
        assert.equal(seen.length, 0);
      });

  for (const region of [
    'evil.example/',
    'evil.example#',
    'evil.example?',
    'evil.example\\',
    'a@evil.example/',
    'evil.example:443/',
    '../x',
    '\t/',
  ])
    it(`let a value of the connection change only its part of the host: ${JSON.stringify(region)}`, async () => {
      const sent: string[] = [];
      const { value } = await call(
        [policy('dynamichosturl', { urlTemplate: "https://@connectionParameters('region').x.example/v1" })],
        'Get',
        ['7'],
        {},
        {
          connectionParameters: { region },
          transport: ({ url }) => {
            sent.push(new URL(url).hostname);
            return EMPTY;
          },
        },
      ).catch((error: unknown) => ({ value: String(error) }));
      assert.deepEqual(sent, [], String(value));
      assert.match(String(value), /none of this service/);
    });

  for (const [template, parameters, q] of [
    ['routerequesttoendpoint', { newPath: "/a/@queryParameters('q')/b" }, '../../../admin'],
    ['routerequesttoendpoint', { newPath: "/a/@queryParameters('q')" }, '%2e%2e'],
    ['routerequesttoendpoint', { newPath: "@queryParameters('q')" }, '..\\..'],
    ['setvaluefromurl', { parameterTemplate: "@headers('X')", parameterValueUrl: "/v1/@queryParameters('q')/x" }, '../admin'],
    ['setvaluefromurl', { parameterTemplate: "@headers('X')", parameterValueUrl: "@queryParameters('q')" }, '//evil.example/'],
  ] as const)
    it(`of ${template} let no caller leave the path by ${q}`, async () => {
      const { value, seen } = await call([policy(template, parameters)], 'Get', ['7', row([['q', q]])]);
      assert.match(String(value), /none of this service/);
      assert.deepEqual(seen, []);
    });

  it('put secrets into headers that no redirect takes along, and that no record holds', async () => {
    const canary = 'canary-of-policies';
    const other = await scriptedService((response) => json(response, { a: 'other' }));
    const service = await scriptedService((response, { url, headers }) =>
      url.includes('/8')
        ? response.writeHead(307, { location: other.url }).end()
        : json(response, { a: JSON.stringify(headers) }, 200, { location: `/x?key=${String(headers['x-a'])}` }),
    );
    open.push(other, service);
    const connector = connect(description, {
      namespace: 'C',
      retries: 0,
      baseUrl: `${service.url}/v1`,
      connectionParameters: { key: canary },
      apiProperties: {
        properties: {
          policyTemplateInstances: [
            policy('setheader', { name: 'X-A', value: "@connectionParameters('key')" }),
            policy('setqueryparameter', { name: 'k', value: "@connectionParameters('key')" }),
          ],
        },
      },
    });
    const get = connector.namespace.functions.get('Get')!;
    assert.match(String(await connector.call(get, ['8'])), /elsewhere|307/);
    const { exchanges, ...report } = await connector.attempt('Get', { id: '7' });
    assert.equal(service.seen.at(-1)!.headers['x-a'], canary);
    assert.ok(!JSON.stringify([exchanges, report.request, [...report.request!.headers]]).includes(canary));
    assert.equal(other.seen.length, 0);
  });

  it('show no value of the connection in errors', async () => {
    const { value } = await call(
      [policy('setheader', { name: 'k', value: "@connectionParameters('key')" })],
      'Get',
      ['7'],
      { message: 'wrong key secret-key' },
      {},
      400,
    );
    assert.ok(!JSON.stringify(value).includes('secret-key') && JSON.stringify(value).includes('wrong key'));
  });

  const folder = dataPath('connectors/given');
  it(
    'of published connectors are all known',
    { skip: folder === undefined && 'the test data is absent (FXLOOM_DATA)' },
    (context) => {
      const known = new Set(
        'dynamichosturl dynamicsubdomain routerequesttoendpoint setheader setqueryparameter setvaluefromurl setproperty stringreplace encodepropertyvalue stringtoarray convertarraytoobject convertobjecttoarray moveproperties setconnectionstatustounauthenticated updatenextlink pollingtrigger'.split(
          ' ',
        ),
      );
      const counts = new Map<string, number>();
      for (const file of readdirSync(folder!, { recursive: true, encoding: 'utf8' }).filter((name) =>
        name.endsWith('apiProperties.json'),
      )) {
        const text = readFileSync(join(folder!, file), 'utf8').replace(/^\uFEFF/, '');
        for (const [, template] of text.matchAll(/"templateId"\s*:\s*"([^"]+)"/g))
          counts.set(template!.toLowerCase(), (counts.get(template!.toLowerCase()) ?? 0) + 1);
      }
      context.diagnostic([...counts].map(([name, n]) => `${name} ${n}`).join(', '));
      assert.deepEqual(
        [...counts.keys()].filter((name) => !known.has(name)),
        [],
      );
      assert.ok(counts.size >= 16);
    },
  );
});
