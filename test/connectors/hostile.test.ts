import { expect } from 'chai';
import fc from 'fast-check';
import { of } from 'rxjs';
import { connect } from '../../src/connectors/index.ts';
import { FormulaError, isRow, type Value } from '../../src/formula/index.ts';
import { get, named, names, openapi, survive, withSchema } from './hostile-document.ts';
import { shop } from './shop-description.ts';

const documents: readonly (readonly [name: string, document: object | string])[] = [
  [
    'a schema that is a reference to itself',
    withSchema({ $ref: '#/components/schemas/A' }, { A: { $ref: '#/components/schemas/A' } }),
  ],
  [
    'two references in a circle',
    withSchema(
      { $ref: '#/components/schemas/A' },
      { A: { $ref: '#/components/schemas/B' }, B: { $ref: '#/components/schemas/A' } },
    ),
  ],
  [
    'a schema that is the sum of itself',
    withSchema(
      { $ref: '#/components/schemas/A' },
      { A: { allOf: [{ $ref: '#/components/schemas/A' }, { properties: { a: { $ref: '#/components/schemas/A' } } }] } },
    ),
  ],
  [
    'alternatives that contain themselves',
    withSchema(
      { $ref: '#/components/schemas/A' },
      {
        A: {
          oneOf: [
            { $ref: '#/components/schemas/A' },
            {
              anyOf: [
                { $ref: '#/components/schemas/A' },
                { type: 'object', properties: { x: { $ref: '#/components/schemas/A' } } },
              ],
            },
          ],
        },
      },
    ),
  ],
  [
    'tables of tables of themselves',
    withSchema(
      { $ref: '#/components/schemas/A' },
      { A: { type: 'array', items: { type: 'array', items: { $ref: '#/components/schemas/A' } } } },
    ),
  ],
  [
    'a dictionary of itself',
    withSchema(
      { $ref: '#/components/schemas/A' },
      { A: { type: 'object', additionalProperties: { $ref: '#/components/schemas/A' } } },
    ),
  ],
  [
    'a reference into itself with siblings',
    withSchema({ $ref: '#/components/schemas/A', title: 'x' }, { A: { $ref: '#/components/schemas/A', description: 'y' } }),
  ],
  [
    'references to other documents',
    withSchema({
      properties: Object.fromEntries(
        ['https://evil.example/a', 'file:///etc/passwd', 'other.json#/a', '//evil', 'data:,x', '/x', '#x', '#/%zz', '', 7].map(
          ($ref, i) => [`p${i}`, { $ref }],
        ),
      ),
    }),
  ],
  ['references to everything but schemas', withSchema({ $ref: '#/openapi' })],
  [
    'a path item that is a reference',
    openapi({ '/a': { $ref: '#/paths/~1b' }, '/b': { get: get() }, '/c': { $ref: '#/paths/~1c' } }),
  ],
  [
    'servers that are no addresses',
    openapi(
      { '/a': { get: get() } },
      {
        servers: [
          'javas' + 'cript:x',
          { url: 7 },
          { url: '//evil' },
          { url: 'https://{x}/', variables: { x: { default: 'a/../..' } } },
          { url: 'https://a@b/' },
          { url: '\\\\x' },
          null,
        ],
      },
    ),
  ],
  [
    'paths that are addresses',
    openapi({
      'https://evil.example/x': { get: get() },
      '//evil/x': { get: get({ operationId: 'g' }) },
      '': { get: get({ operationId: 'h' }) },
      '/{': { get: get({ operationId: 'i' }) },
      '/{}/{a}{b}/{a}': { get: get({ operationId: 'j' }) },
    }),
  ],
  [
    'wrong types everywhere',
    {
      openapi: '3.1.0',
      info: 'x',
      servers: 'x',
      tags: 5,
      security: 'x',
      components: 7,
      paths: {
        '/a': {
          get: {
            operationId: 5,
            summary: {},
            parameters: {},
            responses: [],
            requestBody: 'x',
            tags: 1,
            deprecated: 'maybe',
            security: [1],
            'x-ms-visibility': 5,
            'x-ms-pageable': 'x',
            'x-ms-trigger': {},
          },
        },
      },
    },
  ],
  [
    'wrong types in Swagger',
    {
      swagger: '2.0',
      host: 5,
      basePath: [],
      schemes: 'https',
      consumes: 'x',
      produces: {},
      securityDefinitions: [],
      definitions: 5,
      paths: {
        '/a': {
          post: {
            parameters: [
              'x',
              null,
              { in: 'body', name: 5 },
              { in: 'query', name: 'q', type: {}, items: 7, enum: 'x', default: {} },
              { in: 'body', name: 'b', schema: 'x' },
            ],
            responses: { 200: 'x', 201: { schema: 5 } },
          },
        },
      },
    },
  ],
  [
    'wrong types in schemas',
    withSchema({
      type: 5,
      properties: [],
      required: 'x',
      items: 7,
      allOf: 'x',
      oneOf: {},
      enum: {},
      format: [],
      title: 7,
      additionalProperties: 'x',
      discriminator: 'x',
      default: { a: 1 },
      'x-ms-enum-values': 'x',
      'x-ms-enum': 5,
    }),
  ],
  [
    'two hundred alternatives',
    withSchema({
      oneOf: Array.from({ length: 200 }, (_, i) => ({ type: 'object', properties: { [`p${i}`]: { type: 'string' } } })),
    }),
  ],
  [
    'an enumeration of a hundred thousand',
    withSchema({ type: 'string', enum: Array.from({ length: 100_000 }, (_, i) => `v${i}`) }),
  ],
  ['a default of a megabyte', withSchema({ type: 'string', default: 'x'.repeat(1_000_000) })],
  ['expensive patterns', withSchema({ type: 'string', pattern: '(a+)+$' })],
  ['no document', 'null'],
  ['a list', '[]'],
  ['a text', '"x"'],
  ['nothing', ''],
  ['binary', '\u0000\u0001\uFFFD{'],
  ['a web page', '<!doctype html><title>x</title>'],
  ['Swagger called OpenAPI', { ...shop, openapi: '2.0' }],
  ['OpenAPI called Swagger', { ...shop, openapi: undefined, swagger: '2.0' }],
  ['security without schemes', openapi({ '/a': { get: get({ security: [{ nobody: [] }, { __proto__: [] }] }) } })],
];

/** Random changes in portions, so that no test lasts long on a slow machine. */
const seeds = [1, 2, 3, 4, 5];

describe('hostile definitions', () => {
  for (const [name, document] of documents) it(`survives ${name}`, () => survive(document));

  for (const name of names) {
    it(`survives ${JSON.stringify(name)} as a name of everything`, async () => {
      const before = JSON.stringify(Object.getOwnPropertyNames(Object.prototype));
      const parameter = { name, in: 'query', schema: { type: 'string' } };
      await survive(
        openapi(
          {
            ...named(`/${name}`, { get: get({ operationId: name }) }),
            '/x': {
              post: get({
                operationId: 'g',
                parameters: [parameter, { ...parameter, in: 'header' }],
                requestBody: {
                  content: {
                    'application/json': {
                      schema: { type: 'object', required: [name], properties: named(name, { type: 'string', default: 'd' }) },
                    },
                  },
                },
              }),
            },
          },
          {
            components: {
              schemas: named(name, { type: 'string' }),
              securitySchemes: named(name, { type: 'apiKey', in: 'header', name }),
            },
          },
        ),
      );
      await survive(
        withSchema(
          { $ref: `#/components/schemas/${name}` },
          named(name, { type: 'object', properties: named(name, { enum: [name] }) }),
        ),
      );
      expect(JSON.stringify(Object.getOwnPropertyNames(Object.prototype))).to.equal(before);
    });
  }

  it('survives any depth', async () => {
    let schema: object = { type: 'string' };
    for (let i = 0; i < 5000; i++)
      schema = i % 2 === 0 ? { type: 'object', properties: { a: schema } } : { type: 'array', items: schema };
    await survive(withSchema(schema));
    await survive(`${'['.repeat(100_000)}`);
    await survive(`{"openapi": "3.1.0", "x": ${'{"a": '.repeat(20_000)}`);
  });

  it('binds twenty thousand operations on demand, and says that more are left out', () => {
    const paths = Object.fromEntries(
      Array.from({ length: 20_010 }, (_, i) => [`/p${i}`, { get: get({ operationId: `f${i}` }) }]),
    );
    const connector = connect(openapi(paths), { namespace: 'C' });
    expect(connector.operations.size).to.equal(20_000);
    expect(connector.namespace.functions.get('f7')?.name).to.equal('C.f7');
    expect(connector.diagnostics.map(({ code }) => code)).to.deep.equal(['limit']);
  });

  for (const seed of seeds)
    it(`survives a sound definition with anything in the place of anything (${seed})`, async () => {
      const text = JSON.stringify(shop);
      const places = fc.array(
        fc.tuple(
          fc.nat(text.length),
          fc.nat(3),
          fc.constantFrom('', '{', '}', '[', ']', '"', ',', ':', '5', 'null', '__proto__', '\\u0000', '..'),
        ),
        { minLength: 1, maxLength: 4 },
      );
      await fc.assert(
        fc.asyncProperty(places, async (edits) => {
          let damaged = text;
          for (const [at, length, insert] of edits) damaged = damaged.slice(0, at) + insert + damaged.slice(at + length);
          await survive(damaged);
        }),
        { numRuns: 60, seed },
      );
    });

  for (const seed of seeds)
    it(`survives a sound definition with a part replaced by another value (${seed})`, async () => {
      const values: readonly unknown[] = [
        null,
        0,
        '',
        'x',
        true,
        [],
        {},
        [[]],
        { $ref: '#' },
        { $ref: '#/paths' },
        { type: 'array' },
        { allOf: [{ $ref: '#/components/schemas/Item' }] },
      ];
      await fc.assert(
        fc.asyncProperty(fc.nat(10_000), fc.constantFrom(...values), async (n, value) => {
          let i = 0;
          const spots: number[] = [];
          JSON.stringify(shop, (_key, of: unknown) => (spots.push(i++), of));
          const target = n % spots.length;
          i = 0;
          await survive(
            JSON.parse(JSON.stringify(shop, (_key, of: unknown) => (i++ === target && target > 0 ? value : of))) as object,
          );
        }),
        { numRuns: 120, seed },
      );
    });
});

describe('hostile answers', () => {
  const answer = (body: string): Promise<Value> => {
    const connector = connect(shop, {
      namespace: 'C',
      retries: 0,
      transport: () => of({ status: 200, reason: '', headers: new Map(), body: of(new TextEncoder().encode(body)) }),
    });
    return connector.call(connector.namespace.functions.get('getItem')!, ['1']);
  };

  it('survive any JSON where a record is described', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ depthSize: 'large' }), async (json) => {
        const value = await answer(JSON.stringify(json));
        expect(value === null || value instanceof FormulaError || isRow(value)).to.equal(true);
      }),
      { numRuns: 500 },
    );
  });

  it('survive any depth', async () => {
    const depth = 300_000;
    expect(await answer(`${'['.repeat(depth)}${']'.repeat(depth)}`)).to.be.instanceOf(FormulaError);
    expect(isRow(await answer(`{"id": 1, "extra": ${'['.repeat(depth)}${']'.repeat(depth)}}`))).to.equal(true);
    expect(await answer(`{"id": 12345678901234567890, "extra": ${'['.repeat(depth)}${']'.repeat(depth)}}`)).to.not.equal(
      undefined,
    );
  });
});
