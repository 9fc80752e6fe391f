import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { connect, describeFunction, jsonSource } from '../../../src/connectors/index.ts';
import { checkDefinition, iconProblem, toSwagger } from '../../../src/connectors/publish/index.ts';

const item = {
  type: 'object',
  required: ['id'],
  properties: {
    id: { type: 'integer', format: 'int64' },
    name: { type: ['string', 'null'] },
    tags: { type: 'array', items: { type: 'string' } },
  },
};
const answer = { 200: { description: 'ok', content: { 'application/json': { schema: { $ref: '#/components/schemas/Item' } } } } };
const description = {
  openapi: '3.1.0',
  info: { title: 'Items', version: '1' },
  servers: [{ url: 'https://a.example/v1' }],
  components: {
    schemas: { Item: item },
    securitySchemes: {
      key: { type: 'apiKey', in: 'header', name: 'X-Key' },
      sign: {
        type: 'oauth2',
        flows: {
          authorizationCode: {
            authorizationUrl: 'https://a.example/a',
            tokenUrl: 'https://a.example/t',
            scopes: { read: 'Read' },
          },
        },
      },
    },
  },
  paths: {
    '/items/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }],
      get: {
        operationId: 'Get',
        parameters: [{ name: 'view', in: 'query', schema: { type: 'array', items: { type: 'string' } } }],
        responses: answer,
      },
      put: {
        operationId: 'Put',
        requestBody: { required: true, content: { 'application/json': { schema: { $ref: '#/components/schemas/Item' } } } },
        responses: answer,
      },
    },
    '/files': {
      post: {
        operationId: 'Upload',
        requestBody: {
          content: {
            'multipart/form-data': {
              schema: {
                type: 'object',
                required: ['file'],
                properties: { file: { type: 'string', format: 'binary' }, note: { type: 'string' } },
              },
            },
          },
        },
        responses: { 204: { description: 'done' } },
      },
    },
  },
};

/** A square PNG, as far as its first bytes say. */
function png(width: number, height: number): Uint8Array {
  const bytes = new Uint8Array(64);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  new DataView(bytes.buffer).setUint32(16, width);
  new DataView(bytes.buffer).setUint32(20, height);
  return bytes;
}

describe('a definition as Swagger 2.0', () => {
  it('gives the same functions', () => {
    const given = connect(description, { namespace: 'S' });
    const { document, losses } = toSwagger(given.definition);
    assert.deepEqual(losses, []);
    const functions = (of: object): unknown[] => [...connect(of, { namespace: 'S' }).operations.values()].map(describeFunction);
    assert.deepEqual(functions(document), functions(description));
    assert.deepEqual(given.definition.servers[0]?.url, connect(document, { namespace: 'S' }).definition.servers[0]?.url);
    const text = JSON.stringify(document);
    assert.deepEqual(
      checkDefinition(jsonSource(text), text.length).filter(({ severity }) => severity === 'error'),
      [],
    );
  });

  it('says what it cannot express, each with its place', () => {
    const schema = { oneOf: [{ type: 'string' }, { type: 'object' }] };
    const { losses } = toSwagger(
      connect(
        {
          ...description,
          servers: [{ url: 'https://a.example' }, { url: 'https://b.example' }],
          webhooks: { a: {} },
          components: {
            schemas: { Item: { ...item, not: {} }, Any: schema },
            securitySchemes: { t: { type: 'http', scheme: 'bearer' }, m: { type: 'mutualTLS' } },
          },
          paths: {
            '/a': {
              get: {
                operationId: 'A',
                callbacks: {},
                parameters: [
                  { name: 'c', in: 'cookie', schema: { type: 'string' } },
                  { name: 'o', in: 'query', schema: { type: 'object' } },
                ],
                responses: {
                  200: {
                    description: '',
                    links: {},
                    content: { 'application/json': { schema }, 'text/plain': { schema: { type: 'string' } } },
                  },
                },
              },
            },
          },
        },
        { namespace: 'S' },
      ).definition,
    );
    const places = losses.map(({ pointer }) => pointer);
    for (const place of [
      '/servers',
      '/webhooks',
      '/components/schemas/Item/not',
      '/components/schemas/Any/oneOf',
      '/components/securitySchemes/t',
      '/components/securitySchemes/m',
      '/paths/~1a/get/callbacks',
      '/paths/~1a/get/parameters/0',
      '/paths/~1a/get/parameters/1/schema',
      '/paths/~1a/get/responses/200/links',
      '/paths/~1a/get/responses/200',
    ])
      assert.ok(places.includes(place), `${place} of ${places.join()}`);
  });
});

describe('fxloom connector pack', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fxloom-pack-'));
  after(() => rmSync(folder, { recursive: true }));
  const run = (...args: string[]): { status: number | null; err: string } => {
    const { status, stderr } = spawnSync(process.execPath, ['bin/fxloom.mjs', 'connector', 'pack', ...args], {
      encoding: 'utf8',
    });
    return { status, err: stderr };
  };
  const api = join(folder, 'api.json');
  const icon = join(folder, 'icon.png');
  writeFileSync(api, JSON.stringify(description));
  writeFileSync(icon, png(160, 160));

  it('writes the whole folder, or none', () => {
    const out = join(folder, 'Items');
    const facts = ['--publisher', 'Tea', '--color', '#1a73e8'];
    const before = readdirSync(folder);
    for (const [args, problem] of [
      [[api, '--out', out, '--publisher', 'Tea', '--color', '#ffffff'], /not allowed/],
      [[`${api}x`, '--out', out, ...facts], /ENOENT/],
      [[icon, '--out', out, ...facts], /no API description/],
      [[api, '--out', out, ...facts, '--icon', api], /no PNG/],
      [[api], /Usage/],
    ] as const) {
      const { status, err } = run(...args);
      assert.deepEqual([status, problem.test(err)], [2, true], err);
      assert.deepEqual(readdirSync(folder), before);
    }
    assert.deepEqual(run(api, '--out', out, ...facts, '--icon', icon), { status: 0, err: '' });
    assert.deepEqual(readdirSync(out).toSorted(), ['apiDefinition.swagger.json', 'apiProperties.json', 'icon.png', 'readme.md']);
    const { properties } = JSON.parse(readFileSync(join(out, 'apiProperties.json'), 'utf8')) as {
      properties: { [name: string]: object };
    };
    assert.deepEqual(Object.keys(properties['connectionParameters']!), ['api_key', 'token']);
    assert.deepEqual(
      [properties['publisher'], properties['stackOwner'], properties['iconBrandColor']],
      ['Tea', 'Tea', '#1a73e8'],
    );
    assert.match(run(api, '--out', out, ...facts).err, /there already/);
    assert.ok(existsSync(join(out, 'readme.md')));
  });

  it('looks at icons', () => {
    assert.deepEqual(
      [png(160, 160), png(160, 150), png(64, 64), new Uint8Array(3)].map((bytes) => iconProblem(bytes)),
      [
        undefined,
        'The icon has 160 by 150 pixels and is no square.',
        'The icon has 64 pixels; it should have 100 to 230.',
        'The icon is no PNG.',
      ],
    );
  });
});
