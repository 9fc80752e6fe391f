import { expect } from 'chai';
import { connect, connectText, describeFunction, printServiceType } from '../../src/connectors/index.ts';
import { FormulaError, row, type Value } from '../../src/formula/index.ts';
import { shop } from './shop-description.ts';

const signatureOf = (document: object | string, name: string): unknown => {
  const connector = connect(document, { namespace: 'C', includeUnsupported: true });
  const operation = connector.operations.get(name);
  if (operation === undefined) throw new RangeError(`no ${name} among ${[...connector.operations.keys()].join(', ')}`);
  const { required, optional, hidden, returnType } = describeFunction(operation);
  const list = (parameters: typeof required): string =>
    parameters.map(({ name: parameter, type }) => `${parameter}:${type}`).join(' ');
  return { required: list(required), optional: list(optional), ...(hidden.length > 0 && { hidden: list(hidden) }), returnType };
};
const swagger = (operation: object, rest: object = {}): object => ({
  swagger: '2.0',
  info: {},
  host: 'x.example',
  paths: { '/a': { post: { operationId: 'f', responses: {}, ...operation } } },
  ...rest,
});
const codes = (document: object | string): string[] => {
  const connector = connect(document, { namespace: 'C', includeUnsupported: true });
  for (const operation of connector.operations.values()) void operation.signature;
  return connector.diagnostics.map(({ code, line, column }) => (line === undefined ? code : `${code} ${line}:${column}`));
};

describe('definitions', () => {
  it('make functions: required parameters first, optional ones in a record', () => {
    expect(signatureOf(shop, 'getitems')).to.deep.equal({
      required: 'count:w',
      optional: 'tag:*[Value:s] open:b since:d X-Trace:s',
      returnType: "*[active:b, created:d, day:D, id:w, name:s, 'odd name':s, picture:o, price:w, tags:*[Value:s]]",
    });
    expect(signatureOf(shop, 'addItem')).to.include({ required: 'id:w name:s' });
    expect(signatureOf(shop, 'getItem')).to.include({ required: 'id:s', optional: '' });
    expect(signatureOf(shop, 'deleteItem')).to.include({ returnType: 's' });
  });

  it('keep a type finite that contains itself, and type its first turn', () => {
    const inner = '![children:*[], name:s, parent:O]';
    const tree = `![children:*${inner.slice(1)}, name:s, parent:${inner}]`;
    expect(signatureOf(shop, 'tree')).to.include({ returnType: tree });
    expect(codes(shop)).to.deep.equal(['recursive-type', 'recursive-type']);
  });

  it('read the same from YAML', async () => {
    const connector = await connectText(
      'openapi: 3.0.3\npaths:\n  /x/{id}:\n    get:\n      operationId: x\n      parameters:\n      - {name: id, in: path, required: true, schema: {type: integer}}\n      responses:\n        200: {description: ok}\n',
      { namespace: 'C' },
    );
    expect([...connector.namespace.functions.keys()]).to.deep.equal(['x']);
  });

  it('take names apart as Power Apps does', () => {
    const document = {
      swagger: '2.0',
      paths: {
        '/1st/{x}': { get: {} },
        '/b': {
          get: { operationId: 'Get_Items-V2' },
          post: { operationId: 'getItemsV2' },
          put: { operationId: 'GetItemsV2' },
          patch: { operationId: '1-a' },
          delete: { operationId: '…' },
        },
      },
    };
    expect([...connect(document, { namespace: 'C' }).operations.keys()]).to.deep.equal([
      '_1stx',
      'GetItemsV2',
      'getItemsV2',
      'GetItemsV2_1',
      '_1a',
    ]);
    expect(codes(document)).to.include.members(['duplicate-name', 'operation-name']);
  });

  it('flatten bodies, keep internal parameters with defaults hidden, and rename optional namesakes', () => {
    const document = swagger({
      parameters: [
        { name: 'version', in: 'query', required: true, type: 'string', default: '7', 'x-ms-visibility': 'Internal' },
        { name: 'secret', in: 'query', required: true, type: 'string', 'x-ms-visibility': 'internal' },
        { name: 'id', in: 'query', type: 'string' },
        {
          name: 'payload',
          in: 'body',
          schema: {
            type: 'object',
            required: ['id', 'inner'],
            properties: {
              id: { type: 'integer' },
              inner: {
                type: 'object',
                required: ['kind'],
                properties: { kind: { type: 'string', default: 'k', 'x-ms-visibility': 'internal' }, text: { type: 'string' } },
              },
              note: { type: 'string', format: 'uri' },
            },
          },
        },
      ],
    });
    expect(signatureOf(document, 'f')).to.deep.equal({
      required: 'secret:s id:w inner:![text:s]',
      optional: 'id_1:s note:s',
      hidden: 'version:s inner:![kind:s]',
      returnType: 'O',
    });
  });

  it('merge allOf, and unite records of oneOf', () => {
    const schema = (of: object): object => swagger({ parameters: [{ name: 'body', in: 'body', required: true, schema: of }] });
    expect(
      signatureOf(
        schema({
          allOf: [{ required: ['a'], properties: { a: { type: 'string' } } }, { properties: { b: { type: 'boolean' } } }],
          properties: { c: { type: 'number' } },
        }),
        'f',
      ),
    ).to.include({ required: 'a:s', optional: 'b:b c:w' });
    const result = (of: object): unknown =>
      signatureOf(
        {
          openapi: '3.1.0',
          paths: { '/a': { get: { operationId: 'f', responses: { 200: { content: { 'application/json': { schema: of } } } } } } },
        },
        'f',
      );
    expect(result({ oneOf: [{ type: 'null' }, { type: 'string' }] })).to.include({ returnType: 's' });
    expect(
      result({
        oneOf: [
          { type: 'object', properties: { a: { type: 'string' }, b: { type: 'string' } } },
          { type: 'object', properties: { a: { type: 'number' }, c: { type: 'boolean' } } },
        ],
      }),
    ).to.include({ returnType: '![a:O, b:s, c:b]' });
    expect(result({ anyOf: [{ type: 'string' }, { type: 'number' }] })).to.include({ returnType: 'O' });
    expect(
      result({
        oneOf: [
          { allOf: [{ properties: { a: { type: 'string' } } }, { properties: { b: { type: 'number' } } }] },
          { properties: { c: { type: 'boolean' } } },
        ],
      }),
    ).to.include({ returnType: '![a:s, b:w, c:b]' });
    expect(result({ const: 5 })).to.include({ returnType: 'w' });
    expect(result({ type: ['integer', 'null'] })).to.include({ returnType: 'w' });
    expect(result({ type: 'string', contentMediaType: 'image/png' })).to.include({ returnType: 'o' });
  });

  it('read OpenAPI 3.2: methods of any name, QUERY, whole queries, shared media types, its own address', () => {
    const answer = { responses: { 200: { content: { 'application/json': { $ref: '#/components/mediaTypes/Text' } } } } };
    const connector = connect(
      {
        openapi: '3.2.0',
        $self: 'https://s.example/openapi.json',
        webhooks: { made: { post: {} } },
        servers: [{ url: 'https://s.example' }],
        paths: {
          '/a': {
            query: {
              operationId: 'find',
              requestBody: {
                required: true,
                content: {
                  'application/json': { schema: { type: 'object', required: ['q'], properties: { q: { type: 'string' } } } },
                },
              },
              ...answer,
            },
            get: {
              operationId: 'list',
              parameters: [
                {
                  name: 'all',
                  in: 'querystring',
                  required: true,
                  content: {
                    'application/x-www-form-urlencoded': {
                      schema: { type: 'object', properties: { b: { type: 'string' }, c: { type: 'integer' } } },
                    },
                  },
                },
              ],
              ...answer,
            },
            additionalOperations: {
              COPY: { operationId: 'copy', ...answer },
              'no method': { operationId: 'none' },
              CONNECT: { operationId: 'none2' },
            },
          },
        },
        components: {
          mediaTypes: { Text: { schema: { $ref: 'https://s.example/openapi.json#/components/schemas/T' } } },
          schemas: { T: { type: 'string' } },
        },
      },
      { namespace: 'C' },
    );
    const made = (name: string, ...args: Value[]): unknown => {
      const request = connector.request(connector.namespace.functions.get(name)!, args);
      return request instanceof FormulaError ? request.message : `${request.method} ${request.url} ${String(request.body)}`;
    };
    expect([...connector.operations.keys()]).to.deep.equal(['find', 'list', 'copy']);
    expect(['find', 'list', 'copy'].map((name) => connector.operations.get(name)!.signature.behavior)).to.deep.equal([
      false,
      false,
      true,
    ]);
    expect(printServiceType(connector.operations.get('list')!.signature.answer.type)).to.equal('s');
    expect(made('find', 'x')).to.equal('QUERY https://s.example/a {"q":"x"}');
    expect(
      made(
        'list',
        row([
          ['b', 'x y'],
          ['c', 2],
        ]),
      ),
    ).to.equal('GET https://s.example/a?b=x%20y&c=2 undefined');
    expect(made('copy')).to.equal('COPY https://s.example/a undefined');
    expect(connector.diagnostics.map(({ code, severity }) => `${severity} ${code}`)).to.deep.equal(['info webhook']);
  });

  const forms: readonly (readonly [schema: object, type: string])[] = [
    [{ type: 'array', prefixItems: [{ type: 'string' }, { type: 'string' }] }, '*[Value:s]'],
    [{ type: 'array', prefixItems: [{ type: 'string' }, { type: 'integer' }], items: false }, '*[Value:O]'],
    [{ type: 'array', items: [{ type: 'number' }] }, '*[Value:w]'],
    [{ type: ['array', 'null'], items: { const: 'x' } }, '*[Value:s]'],
    [{ $defs: { D: { type: 'boolean' } }, $ref: '#/components/schemas/Holder/$defs/D' }, 'b'],
    [{ $ref: '#named' }, 'd'],
    [{ enum: ['a', null] }, 's'],
    [{ enum: [1, 'a'] }, 'O'],
    [{ anyOf: [{ const: 1 }, { const: 2 }] }, 'w'],
    [{ type: 'object', unevaluatedProperties: false, properties: { a: true, b: { type: 'string' } } }, '![a:O, b:s]'],
    [{ type: 'string', contentEncoding: 'base64url' }, 'o'],
    [true, 'O'] as unknown as readonly [object, string],
  ];
  for (const [schema, type] of forms)
    it(`read the JSON Schema 2020-12 form ${JSON.stringify(schema)}`, () =>
      expect(
        signatureOf(
          {
            openapi: '3.1.1',
            paths: { '/a': { get: { operationId: 'f', responses: { 200: { content: { 'application/json': { schema } } } } } } },
            components: {
              schemas: {
                Holder: { $defs: { D: { type: 'boolean' }, E: { $anchor: 'named', type: 'string', format: 'date-time' } } },
              },
            },
          },
          'f',
        ),
      ).to.include({ returnType: type }));

  it('keep types small where references fan out without end', () => {
    const schemas: { [name: string]: object } = {};
    for (let i = 0; i < 40; i++) {
      const next = { $ref: `#/components/schemas/S${i + 1}` };
      schemas[`S${i}`] = { type: 'object', properties: { a: next, b: next } };
    }
    for (let i = 0; i < 25; i++)
      schemas[`M${i}`] = {
        type: 'object',
        properties: Object.fromEntries(Array.from({ length: 25 }, (_, k) => [`p${k}`, { $ref: `#/components/schemas/M${k}` }])),
      };
    schemas['S40'] = { type: 'string' };
    const get = (name: string): object => ({
      get: {
        operationId: name,
        responses: { 200: { content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } } } },
      },
    });
    const connector = connect(
      { openapi: '3.0.0', paths: { '/a': get('S0'), '/b': get('M0') }, components: { schemas } },
      { namespace: 'C' },
    );
    expect(connector.operations.get('S0')!.signature.answer.type.kind).to.equal('record');
    expect(connector.operations.get('M0')!.signature.answer.type.kind).to.equal('record');
  });

  it('say what is wrong, where, and keep the rest', () => {
    const text = `{
  "swagger": "2.0", "host": "https://x/",
  "paths": {
    "/a": {"get": {"operationId": "a", "parameters": [{"$ref": "#/parameters/none"}], "responses": {"200": {"schema": {"$ref": "https://evil.example/x.json"}}}}},
    "/b": 7,
    "/c": {"get": {"operationId": "c", "parameters": [{"name": "q", "in": "nowhere"}, {"in": "query"}], "responses": {"200": {"description": "ok"}}}}
  },
}`;
    const connector = connect(text, { namespace: 'C' });
    for (const operation of connector.operations.values()) void operation.signature;
    expect([...connector.operations.keys()]).to.deep.equal(['a', 'c']);
    expect(codes(text)).to.have.members([
      'syntax 8:1',
      'path 5:11',
      'server 2:29',
      'reference 4:55',
      'reference-outside 4:119',
      'parameter 6:55',
      'parameter 6:87',
    ]);
  });

  it('call a document that is no description what it is', async () => {
    for (const document of ['', '[]', '7', 'null', '"x"', '{}', '{"hello": 1}'])
      expect(codes(document).join(), document).to.match(/not-a-definition/);
    // oxfmt-ignore
    for (const [document, advice] of [
      [{ _postman_variable_scope: 'environment', values: [] }, 'beside it'],
      [{ name: 'Old', requests: [], order: [] }, 'v2.1'],
      [{ asyncapi: '2.6.0', info: {} }, 'OpenAPI'],
    ] as const) expect(connect(document, { namespace: 'C' }).diagnostics[0]?.message).to.contain(advice);
    const page = await connectText('<!doctype html><title>API</title>', { namespace: 'C' });
    expect(page.diagnostics[0]?.message).to.contain('web page');
    expect(codes({ openapi: '3.0.0', servers: [{ url: 'https://{region}.example' }], paths: {} })).to.deep.equal(['server']);
    expect(codes({ openapi: '3.0.0' })).to.deep.equal(['paths']);
    expect(codes({ swagger: '1.2', paths: {} })).to.deep.equal(['version']);
    expect(codes({ openapi: '4.0.0', paths: {} })).to.deep.equal(['version']);
  });
});
