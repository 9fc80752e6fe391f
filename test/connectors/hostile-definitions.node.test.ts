import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { bind, connect, connectText, objectSource, readDefinition } from '../../src/connectors/index.ts';
import { dataPath } from '../environment/data.node.ts';
import { get, named, names, openapi, survive, withSchema } from './hostile-document.ts';
import { shop } from './shop-description.ts';

type Case = readonly [name: string, document: object | string];
// oxlint-disable-next-line no-script-url -- what must not be followed
const script = 'javascript:alert(1)';

const chain = (depth: number, wrap: (inner: object) => object): object => {
  let schema: object = { type: 'string' };
  for (let i = 0; i < depth; i++) schema = wrap(schema);
  return schema;
};
const reference = (name: string): object => ({ $ref: `#/components/schemas/${name}` });
const answer = (schema: unknown): object => ({ responses: { 200: { content: { 'application/json': { schema } } } } });
const parameter = (rest: object): object =>
  openapi({
    '/a/{p}': { get: get({ parameters: [{ name: 'p', in: 'path', required: true, schema: { type: 'string' } }, rest] }) },
  });

const circles: readonly Case[] = (
  [
    ['properties', (inner) => ({ type: 'object', properties: { a: inner, b: inner } })],
    ['items', (inner) => ({ type: 'array', items: inner })],
    ['prefixItems', (inner) => ({ type: 'array', prefixItems: [inner, inner] })],
    ['allOf', (inner) => ({ allOf: [inner, inner] })],
    ['oneOf', (inner) => ({ oneOf: [inner, { type: 'string' }, inner] })],
    ['anyOf', (inner) => ({ anyOf: [inner, inner] })],
    ['not', (inner) => ({ not: inner })],
    ['additionalProperties', (inner) => ({ type: 'object', additionalProperties: inner })],
    ['a reference beside others', (inner) => ({ ...inner, description: 'x', properties: { a: inner } })],
  ] as readonly (readonly [string, (inner: object) => object])[]
).flatMap(([name, wrap]): readonly Case[] => [
  [`a circle of one through ${name}`, withSchema(reference('A'), { A: wrap(reference('A')) })],
  [`a circle of two through ${name}`, withSchema(reference('A'), { A: wrap(reference('B')), B: wrap(reference('A')) })],
  // Thirty levels of two references each: a thousand million nodes, if somebody wrote them out.
  [
    `a bomb of ${name}`,
    withSchema(
      reference('L0'),
      Object.fromEntries(
        Array.from({ length: 30 }, (_, i) => [`L${i}`, wrap(i === 29 ? { type: 'string' } : reference(`L${i + 1}`))]),
      ),
    ),
  ],
  [`five thousand levels of ${name}`, withSchema(chain(5000, wrap))],
]);

const pointers: readonly Case[] = [
  [
    '#',
    '',
    '#/',
    '#/components',
    '#/components/schemas',
    '#/paths/~1a/get',
    '#/%',
    '#/%00',
    '#/~2',
    '#anchor',
    '#/components/schemas/A/../B',
    '#/components/schemas/__proto__',
    '#/constructor/prototype',
  ].map((target): Case => [`the reference ${JSON.stringify(target)}`, withSchema({ $ref: target })]),
  [
    'http://evil.example/a.json',
    'https://evil.example/a.json#/x',
    '//evil.example/a',
    'file:///etc/passwd',
    '/etc/passwd',
    '../other.yaml#/A',
    'data:application/json,{}',
    script,
    'C:\\x.json',
    'urn:x:y',
  ].map((target): Case => [
    `the reference outside ${target}`,
    openapi({
      '/a': {
        $ref: target,
        get: get({ parameters: [{ $ref: target }], requestBody: { $ref: target }, ...answer({ $ref: target }) }),
      },
      '/b': { get: { operationId: 'healthy', responses: {} } },
    }),
  ]),
  [5, null, {}, [], true].map((target): Case => [`a reference that is ${JSON.stringify(target)}`, withSchema({ $ref: target })]),
  [
    ['a path', { '/a': { $ref: '#/paths/~1a' } }],
    ['a parameter', { '/a': { get: get({ parameters: [{ $ref: '#/paths/~1a/get/parameters/0' }] }) } }],
    ['a body', { '/a': { post: get({ requestBody: { $ref: '#/paths/~1a/post/requestBody' } }) } }],
    ['an answer', { '/a': { get: get({ responses: { 200: { $ref: '#/paths/~1a/get/responses/200' } } }) } }],
  ].map(([name, paths]): Case => [`a circle of ${name as string}`, openapi(paths)]),
].flat();

const values: readonly unknown[] = [null, 0, -1, Infinity, '', 'x', true, [], {}, [null], { '': null }, [[]], 'x'.repeat(10_000)];
const wrongTypes: readonly Case[] = [
  ...['info', 'servers', 'paths', 'components', 'security', 'webhooks', 'tags', 'externalDocs'].map(
    (member): readonly [string, (value: unknown) => object] => [member, (value) => ({ ...shop, [member]: value })],
  ),
  ...[
    'operationId',
    'parameters',
    'requestBody',
    'responses',
    'security',
    'servers',
    'summary',
    'deprecated',
    'x-ms-visibility',
    'x-ms-trigger',
    'x-ms-pageable',
  ].map((member): readonly [string, (value: unknown) => object] => [
    member,
    (value) => openapi({ '/a': { post: get({ [member]: value }) } }),
  ]),
  ...[
    'name',
    'in',
    'schema',
    'content',
    'style',
    'explode',
    'required',
    'x-ms-visibility',
    'x-ms-dynamic-values',
    'x-ms-dynamic-list',
    'x-ms-url-encoding',
  ].map((member): readonly [string, (value: unknown) => object] => [
    `parameter ${member}`,
    (value) => parameter({ name: 'q', in: 'query', schema: { type: 'string' }, [member]: value }),
  ]),
  ...[
    'type',
    'properties',
    'items',
    'required',
    'enum',
    'allOf',
    'oneOf',
    'additionalProperties',
    'format',
    'default',
    'const',
    'discriminator',
    'title',
    'x-ms-enum',
    'x-ms-enum-values',
    'x-ms-dynamic-schema',
    'x-ms-dynamic-properties',
  ].map((member): readonly [string, (value: unknown) => object] => [
    `schema ${member}`,
    (value) => withSchema({ type: 'object', properties: { a: { type: 'string' } }, [member]: value }),
  ]),
].map(([member, document]): Case => [
  `anything as ${member}`,
  openapi(
    Object.fromEntries(
      values.flatMap((value, i) =>
        Object.entries((document(value) as { paths?: object }).paths ?? {}).map(([path, item]) => [
          `/v${i}${path}`,
          item as unknown,
        ]),
      ),
    ),
  ),
]);

const places: readonly Case[] = [
  ...[
    script,
    'data:text/html,x',
    'file:///etc',
    '//evil.example',
    '\\\\evil.example',
    'https://u:p@evil.example',
    'https://{host}',
    'https://s.example:99999',
    'https://[',
    'ftp://s.example',
    'https://s.example/../..',
    'https://s.example?x=1#y',
    ' ',
    '{a}{b}',
    'http://127.1/',
  ].map((url): Case => [
    `the server ${url}`,
    {
      ...openapi({ '/a': { get: get() } }),
      servers: [{ url }, { url: 'https://s.example', variables: { host: { default: 'evil.example/' } } }],
    },
  ]),
  ...[
    '//evil.example/x',
    '/../../x',
    '/..%2f',
    '/\\evil',
    '@evil.example',
    'https://evil.example/',
    '/a?b#c',
    '/{',
    '/}{',
    '/{a}{a}{b}',
    '/{}',
    '',
    ' ',
    '/ü/{ü}',
    `/${'a'.repeat(40_000)}`,
    '/a\u0000b',
  ].map((path): Case => [`the path ${JSON.stringify(path.slice(0, 40))}`, openapi({ [path]: { get: get() } })]),
  ...[
    'Host',
    'Content-Length',
    'Transfer-Encoding',
    'Cookie',
    'Authorization',
    'X-Forwarded-For',
    'a\r\nb: c',
    'ü',
    '',
    'x:y',
    '__proto__',
  ].map((name): Case => [
    `the header ${JSON.stringify(name)}`,
    parameter({ name, in: 'header', required: true, schema: { type: 'string' } }),
  ]),
  ...['a b', 'ü', ';drop', '"quoted"', '../x', '<script>', '\u0000', 'x'.repeat(100_000), '🙂', '1', '-', '$'].map((id): Case => [
    `the operationId ${JSON.stringify(id.slice(0, 20))}`,
    openapi({ '/a': { get: get({ operationId: id }) }, '/b': { get: get({ operationId: id }) } }),
  ]),
];

const labels: readonly Case[] = ['1.2', '2.0', '2', '3.0.0', '3.1.0', '3.2.0', '3.3.0', '4.0.0', '', 'x'].flatMap(
  (version): readonly Case[] => [
    [`OpenAPI called Swagger ${version}`, { ...shop, openapi: undefined, swagger: version }],
    [
      `Swagger called OpenAPI ${version}`,
      {
        swagger: undefined,
        openapi: version,
        host: 's.example',
        definitions: { A: { type: 'object' } },
        paths: { '/a': { get: { ...get(), parameters: [{ in: 'body', name: 'b', schema: { $ref: '#/definitions/A' } }] } } },
      },
    ],
  ],
);

const shopText = JSON.stringify(shop);
const texts: readonly Case[] = [
  ['a byte order mark', `\uFEFF${shopText}`],
  ['UTF-16 read as Latin letters', [...shopText].join('\0')],
  ['an end in the middle', shopText.slice(0, shopText.length / 2)],
  ['trailing commas', shopText.replaceAll('}', ',}')],
  ['missing commas', shopText.replaceAll(',', '')],
  ['single quotes', shopText.replaceAll('"', "'")],
  ['names twice', shopText.replaceAll('"get":', '"get":{},"get":')],
  ['comments', shopText.replaceAll('{', '{/* x */')],
  ['deep lists', '['.repeat(200_000)],
  [
    'an alias bomb',
    `a: &a [x,x,x,x,x,x,x,x,x]\n${Array.from(
      { length: 12 },
      (_, i) =>
        `${String.fromCharCode(98 + i)}: &${String.fromCharCode(98 + i)} [${Array(9)
          .fill(`*${String.fromCharCode(97 + i)}`)
          .join(',')}]`,
    ).join('\n')}`,
  ],
  ['YAML that merges itself', 'openapi: 3.0.0\npaths: &p\n  <<: *p\n'],
  ['YAML tags', 'openapi: 3.0.0\npaths: !!js/function "x"\n'],
  ['tabs in YAML', 'openapi: 3.0.0\npaths:\n\t/a: {}\n'],
  ['cURL without end', `curl ${"'a' ".repeat(20_000)}`],
  ['cURL that opens a quote', "curl 'https://s.example"],
  [
    'cURL of hostile names',
    'curl https://s.example/__proto__/{constructor}?__proto__=1 -H "__proto__: x" -d "__proto__=1&toString=2"',
  ],
  [
    'a collection of itself',
    '{"info": {"name": "x"}, "item": [{"name": "__proto__", "request": {"url": {"raw": "{{a}}/{{__proto__}}", "query": [{"key": "__proto__", "value": "{{b}}"}, null, 7]}}}], "variable": [{"key": "a", "value": "{{a}}{{a}}"}, {"key": "b", "value": "{{a}}"}]}',
  ],
  [
    'a collection of deep folders',
    JSON.stringify(
      Array.from({ length: 500 }).reduce<object>((inner) => ({ name: 'f', item: [inner] }), {
        info: { name: 'x' },
        name: 'r',
        request: 'https://s.example',
      }),
    ).replace('{"name":"f"', '{"info":{"name":"x"},"name":"f"'),
  ],
];

const everyName: readonly Case[] = [
  'path',
  'operationId',
  'parameter',
  'property',
  'schema',
  'header',
  'scheme',
  'enum',
  'media type',
  'status',
].flatMap((kind) =>
  names.map((name): Case => {
    const schema =
      kind === 'property'
        ? { type: 'object', required: [name], properties: named(name, { type: 'string', default: 'd' }) }
        : kind === 'enum'
          ? { type: 'string', enum: [name], default: name }
          : reference('A');
    const operation = get({
      operationId: kind === 'operationId' ? name : 'f',
      parameters:
        kind === 'parameter' || kind === 'header'
          ? [{ name, in: kind === 'header' ? 'header' : 'query', required: true, schema: { type: 'string' } }]
          : [],
      requestBody: { required: true, content: named(kind === 'media type' ? name : 'application/json', { schema }) },
      responses: named(kind === 'status' ? name : '200', {
        content: { 'application/json': { schema: kind === 'schema' ? reference(name) : schema } },
      }),
      security: kind === 'scheme' ? [named(name, [])] : [],
    });
    return [
      `${JSON.stringify(name)} as ${kind}`,
      openapi(named(kind === 'path' ? `/${name}` : '/a', { post: operation }), {
        components: {
          schemas: named(kind === 'schema' ? name : 'A', { type: 'object' }),
          securitySchemes: named(name, { type: 'apiKey', in: 'header', name }),
        },
      }),
    ];
  }),
);

/** What code from outside could change, or add to. */
const intrinsics = (): string =>
  [Object, Array, Function, String, Map, Promise]
    .map((of) => [...Object.getOwnPropertyNames(of), ...Object.getOwnPropertyNames(of.prototype)].join())
    .join('|');

describe('hostile definitions', () => {
  const before = intrinsics();
  for (const [group, cases] of Object.entries({ circles, pointers, wrongTypes, places, labels, texts, everyName }))
    it(`of ${cases.length} kinds (${group}) are survived`, async () => {
      for (const [name, document] of cases) {
        try {
          await survive(document);
        } catch (error) {
          assert.fail(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
        }
      }
      assert.equal(intrinsics(), before);
    });

  /** A definition is read in steps that are counted, on any machine the same: this many for one function. */
  const MOST_READS = 600_000;
  for (const [schemas, references, properties] of [
    [10, 10, 1],
    [20, 20, 20],
    [500, 20, 200],
    [2000, 20, 50],
  ] as const)
    it(`whose ${schemas} schemas have ${references} references each, in circles, are read in a bounded number of steps`, () => {
      const to = (n: number): object => reference(`S${n % schemas}`);
      const net = Object.fromEntries(
        Array.from({ length: schemas }, (_, i) => [
          `S${i}`,
          {
            type: 'object',
            properties: Object.fromEntries(Array.from({ length: references }, (__, k) => [`p${k}`, to(i * 7 + k * 13 + 1)])),
          },
        ]),
      );
      const body = {
        type: 'object',
        properties: Object.fromEntries(Array.from({ length: properties }, (_, i) => [`b${i}`, to(i)])),
      };
      const content = { 'application/json': { schema: body } };
      const document = openapi(
        { '/a': { post: { operationId: 'f', requestBody: { content }, ...answer(to(0)) } } },
        { components: { schemas: net } },
      );
      const definition = readDefinition(objectSource(document));
      const { schemas: known } = definition;
      let reads = 0;
      const read = known.read.bind(known);
      known.read = (place) => {
        reads++;
        return read(place);
      };
      assert.equal(bind(definition, { namespace: 'C' }).operations.get('f')!.signature.answer.type.kind, 'record');
      assert.ok(reads > references && reads < MOST_READS, `${reads}`);
    });

  it('keep what is healthy', () => {
    const document = openapi({
      '/bad': 7,
      '/worse': { get: { operationId: 5, parameters: 'x', responses: { 200: { $ref: '#/none' } } } },
      '/good': { get: { operationId: 'good', ...answer({ type: 'string' }) } },
    });
    const connector = connect(document, { namespace: 'C' });
    assert.deepEqual([...connector.namespace.functions.keys()], ['worse', 'good']);
  });

  it('of twenty megabytes and more are refused with a message', () => {
    const { diagnostics } = connect(`{"openapi": "3.1.0", "x": "${'x'.repeat(20_000_001)}"}`, { namespace: 'C' });
    assert.deepEqual(
      diagnostics.map(({ code }) => code),
      ['too-large', 'not-a-definition'],
    );
  });
});

/** A small generator of numbers, so that a failure can be repeated. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % below;
  };
}

const folder = dataPath('connectors/given');
describe('published definitions, damaged', { skip: folder === undefined && 'the test data is absent (FXLOOM_DATA)' }, () => {
  const MUTATIONS = 5000;
  const pieces = [
    '{',
    '}',
    '[',
    ']',
    '"',
    ',',
    ':',
    'null',
    '5',
    '"__proto__"',
    '\\',
    '\u0000',
    '"$ref":"#"',
    '{"$ref":"#/paths"}',
    '"type":"array"',
    '-',
    '"x-ms-visibility":"internal",',
  ];

  it(`bind after ${MUTATIONS} mutations, without an exception or a request`, async (context) => {
    const files = readdirSync(folder!, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('apiDefinition.swagger.json'),
    );
    const documents = files.map((file) => readFileSync(join(folder!, file), 'utf8')).filter((text) => text.length < 40_000);
    let [functions, diagnostics, requests] = [0, 0, 0];
    for (let n = 0; n < MUTATIONS; n++) {
      const pick = random(n + 1);
      let text = documents[n % documents.length]!;
      for (let edit = pick(3); edit >= 0; edit--) {
        const at = pick(text.length);
        // Something put in, taken out, or moved within the document.
        const other = pick(text.length);
        const insert = [pieces[pick(pieces.length)]!, '', text.slice(other, other + pick(400))][pick(3)]!;
        text = text.slice(0, at) + insert + text.slice(at + pick(40));
      }
      const connector = connect(text, {
        namespace: 'C',
        includeUnsupported: true,
        transport: () => {
          requests++;
          throw new Error('binding must send nothing');
        },
      });
      for (const definition of connector.namespace.functions.values()) {
        functions++;
        assert.ok(definition.overloads.length > 0);
      }
      diagnostics += connector.diagnostics.length;
    }
    context.diagnostic(
      `${MUTATIONS} mutations of ${documents.length} definitions: ${functions} functions, ${diagnostics} diagnostics, ${requests} requests`,
    );
    assert.equal(requests, 0);
    assert.ok(functions > MUTATIONS);
  });
});

it('YAML is limited in its aliases, not in its length', async () => {
  const connector = await connectText(
    `openapi: 3.1.0\npaths:\n${Array.from({ length: 2000 }, (_, i) => `  /p${i}:\n    get: {operationId: f${i}, responses: {}}`).join('\n')}\n`,
    { namespace: 'C' },
  );
  assert.equal(connector.operations.size, 2000);
});
