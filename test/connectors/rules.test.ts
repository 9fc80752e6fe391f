import { expect } from 'chai';
import { connect, type Connector, type ConnectorSettings } from '../../src/connectors/index.ts';
import { requestText, signatureText } from './signature-text.ts';
import {
  BlobValue,
  canvas,
  check,
  createScope,
  DateTimeValue,
  DateValue,
  FormulaError,
  row,
  type Value,
} from '../../src/formula/index.ts';

// How an operation becomes a function, rule by rule. Documents are Swagger 2.0, as connectors are published.
type Settings = Partial<ConnectorSettings>;
const internal = { 'x-ms-visibility': 'internal' };
const text = { type: 'string' };
const integer = { type: 'integer' };

function bound(operation: object, settings: Settings = {}, rest: object = {}, method = 'post', path = '/a'): Connector {
  return connect(
    {
      swagger: '2.0',
      info: {},
      host: 's.example',
      paths: {
        [path]: {
          [method]: {
            operationId: 'f',
            consumes: ['application/json'],
            produces: ['application/json'],
            responses: { 200: { schema: text } },
            ...operation,
          },
        },
      },
      ...rest,
    },
    { namespace: 'C', includeUnsupported: true, includeInternal: true, includeWebhooks: true, ...settings },
  );
}
const swaggerMode: Settings = { compatibility: 'swagger' };
const query = (name: string, rest: object = {}): object => ({ in: 'query', name, type: 'string', ...rest });
const required = { required: true };
const fixed = { required: true, default: 'd' };
const body = (schema: object, rest: object = {}): object => ({ in: 'body', name: 'body', schema, ...rest });
const object = (properties: object, needed: readonly string[] = []): object => ({ type: 'object', properties, required: needed });

describe('parameters', () => {
  // oxfmt-ignore
  const rows: readonly (readonly [what: string, parameters: readonly object[], settings: Settings, signature: string])[] = [
    ['required ones first: path, query, header, body', [body(object({ b: text }, ['b']), required), { in: 'header', name: 'h', type: 'string', required: true }, query('q', required), query('o')], {}, 'f(q:s, h:s, b:s, {o:s}) -> s'],
    ['in the document’s order elsewhere', [body(object({ b: text }, ['b']), required), { in: 'header', name: 'h', type: 'string', required: true }, query('q', required)], swaggerMode, 'f(h:s, q:s, b:s) -> s'],
    ['names as they are', [query('$top'), query('a b', required)], {}, 'f(a b:s, {$top:s}) -> s'],
    ['an optional namesake', [query('id', required), { in: 'header', name: 'id', type: 'string' }, body(object({ id: text }))], {}, 'f(id:s, {id_1:s, id_2:s}) -> s'],
    ['internal, required, default', [query('v', { ...fixed, ...internal })], {}, 'f(hidden v:s="d") -> s'],
    ['internal, required, default', [query('v', { ...fixed, 'x-ms-visibility': 'Internal' })], swaggerMode, 'f(hidden v:s="d") -> s'],
    ['internal, required, no default', [query('v', { ...required, ...internal })], {}, 'f(v:s) -> s'],
    ['internal, required, no default', [query('v', { ...required, ...internal })], swaggerMode, 'f() -> s'],
    ['internal, required, no default, shown', [query('v', { ...required, ...internal })], { ...swaggerMode, exposeInternal: true }, 'f(v:s) -> s'],
    ['internal, optional', [query('v', internal), query('w', { default: 'd', ...internal })], {}, 'f({v:s, w:s="d"}) -> s'],
    ['internal, optional', [query('v', internal), query('w', { default: 'd', ...internal })], swaggerMode, 'f() -> s'],
    ['connectionId', [query('connectionId', { ...required, ...internal })], {}, 'f() -> s'],
    ['internal in the body, required, default, body required', [body(object({ p: { ...text, default: 'd', ...internal } }, ['p']), required)], {}, 'f(p:s="d") -> s'],
    ['internal in the body, required, default, body optional', [body(object({ p: { ...text, default: 'd', ...internal } }, ['p']))], {}, 'f(hidden p:s="d") -> s'],
    ['internal in the body, required, default', [body(object({ p: { ...text, default: 'd', ...internal } }, ['p']), required)], swaggerMode, 'f(hidden p:s="d") -> s'],
    ['internal in the body, required, no default', [body(object({ p: { ...text, ...internal } }, ['p']), required)], {}, 'f(p:s) -> s'],
    ['internal in the body, required, no default', [body(object({ p: { ...text, ...internal } }, ['p']), required)], swaggerMode, 'f() -> s'],
    ['internal in the body, optional', [body(object({ p: { ...text, ...internal } }))], {}, 'f({p:s}) -> s'],
    ['internal in the body, optional', [body(object({ p: { ...text, ...internal } }))], swaggerMode, 'f() -> s'],
    ['internal inside, required, default', [body(object({ r: object({ k: { ...text, default: 'd', ...internal }, t: text }, ['k']) }, ['r']), required)], {}, 'f(r:![t:s]={"k":"d"}, hidden r:![k:s]={"k":"d"}) -> s'],
    ['internal inside, required, no default', [body(object({ r: object({ k: { ...text, ...internal }, t: text }, ['k']) }, ['r']), required)], {}, 'f(r:![t:s]) -> s'],
    ['internal inside, optional', [body(object({ r: object({ k: { ...text, ...internal }, t: text }) }, ['r']), required)], {}, 'f(r:![k:s, t:s]) -> s'],
    ['internal inside, optional', [body(object({ r: object({ k: { ...text, ...internal }, t: text }) }, ['r']), required)], swaggerMode, 'f(r:![t:s]) -> s'],
    ['defaults as their types want them', [query('n', { type: 'integer', default: '5' }), query('b', { type: 'boolean', default: 'True' }), query('s', { default: 7 })], {}, 'f({n:w=5, b:b=true, s:s="7"}) -> s'],
    ['a body without properties', [body({ type: 'array', items: integer }, { ...required, name: 'rows' })], {}, 'f(rows:*[Value:w]) -> s'],
    ['a body of anything', [body({}, required)], {}, 'f(body:O) -> s'],
    ['an optional body', [body({ type: 'array', items: text })], {}, 'f({body:*[Value:s]}) -> s'],
    ['form fields', [{ in: 'formData', name: 'file', type: 'file', required: true }, { in: 'formData', name: 'note', type: 'string' }], {}, 'f(file:o, {note:s}) -> s'],
    ['a body of allOf', [body({ allOf: [object({ a: text }, ['a']), object({ b: integer })] }, required)], {}, 'f(a:s, {b:w}) -> s'],
    ['item with dynamicProperties, unwrapped', [{ in: 'body', name: 'item', required: true, schema: object({ dynamicProperties: { type: 'object' } }) }], { unwrapDynamicProperties: true }, 'f(item:![]) -> s'],
    ['item with dynamicProperties', [{ in: 'body', name: 'item', required: true, schema: object({ dynamicProperties: { type: 'object' } }) }], {}, 'f({dynamicProperties:![]}) -> s'],
    ['a parameter of the path', [{ in: 'path', name: 'x', required: true, type: 'string' }], {}, 'f(x:s) -> s'],
    ['a parameter that the connection fills', [query('q', required), query('r', required)], { globals: new Map([['q', 'v']]) }, 'f(r:s) -> s'],
    ['a body whose fields are lists of anything', [body(object({ l: { type: 'array' }, m: { type: 'object', additionalProperties: object({ a: text }) } }, ['l']), required)], {}, 'f(l:O, {m:O}) -> s'],
    ['items of what is no list', [body({ type: 'object', items: text }, required)], {}, 'f(body:![]) -> s unsupported: its body has items although it is no array'],
  ];
  for (const [what, parameters, settings, signature] of rows)
    it(`${what} (${settings.compatibility ?? 'powerApps'}): ${signature}`, () =>
      expect(signatureText(bound({ parameters }, settings), 'f')).to.equal(signature));
});

describe('types', () => {
  const node = { $ref: '#/definitions/Node' };
  const definitions = {
    Node: object({ name: text, next: node }),
    List: object({ items: { type: 'array', items: { $ref: '#/definitions/List' } } }),
    Rows: { type: 'array', items: { $ref: '#/definitions/Rows' } },
    Pet: { ...object({ kind: text }), discriminator: 'kind' },
  };
  // oxfmt-ignore
  const rows: readonly (readonly [schema: object, type: string])[] = [
    [text, 's'], [{ ...text, format: 'uri' }, 's'], [{ ...text, format: 'anything' }, 's'], [{ ...text, format: 'date' }, 'D'], [{ ...text, format: 'date-time' }, 'd'], [{ ...text, format: 'date-no-tz' }, 'd'],
    [{ ...text, format: 'byte' }, 'o'], [{ ...text, format: 'binary' }, 'o'], [{ type: 'file' }, 'o'],
    [integer, 'w'], [{ ...integer, format: 'int64' }, 'w'], [{ ...integer, format: 'unixtime' }, 'w'], [{ type: 'number' }, 'w'], [{ type: 'number', format: 'double' }, 'w'], [{ type: 'number', format: 'currency' }, 'w'], [{ type: 'boolean' }, 'b'],
    [{ type: 'boolean', enum: ['true', 'false'] }, 'b'], [{ ...text, enum: ['a', 'b'] }, 's'], [{ ...text, format: 'enum', enum: ['a', 'b'] }, 'l'], [{ ...integer, enum: [1, 2] }, 'w'],
    [{ type: 'array' }, 'O'], [{ type: 'array', items: text }, '*[Value:s]'], [{ type: 'array', items: object({ a: text }) }, '*[a:s]'], [{ type: 'array', items: { type: 'array', items: integer } }, '*[Value:*[Value:w]]'],
    [{ type: 'array', items: { $ref: '#/definitions/Pet' } }, 'O'], [{ $ref: '#/definitions/Pet' }, 'O'],
    [object({ b: text, a: integer, 'x y': text }), "![a:w, b:s, 'x y':s]"], [{ type: 'object' }, '![]'], [{}, 'O'], [{ properties: { a: text } }, '![a:s]'],
    [{ type: 'object', additionalProperties: object({ a: text }) }, 'O'], [{ type: 'object', additionalProperties: text }, '![]'],
    [node, '![name:s, next:![name:s, next:O]]'], [{ $ref: '#/definitions/List' }, '![items:*[items:*[]]]'], [{ $ref: '#/definitions/Rows' }, '*[Value:*[]]'],
    [{ type: 'number', format: 'anything' }, 'w'], [{ type: 'thing' }, 'O'], [{ type: ['string', 'null'] }, 's'], [{ type: ['string', 'integer'] }, 'O'], [{ const: 5 }, 'w'], [{ ...text, contentEncoding: 'base64' }, 'o'],
    [{ oneOf: [{ type: 'null' }, integer] }, 'w'], [{ anyOf: [object({ a: text }), object({ b: integer })] }, '![a:s, b:w]'], [{ oneOf: [text, integer] }, 'O'], [{ type: 'array', items: [text, text] }, '*[Value:s]'],
    [{ allOf: [object({ a: text }), { $ref: '#/definitions/Node' }] }, '![a:s, name:s, next:![name:s, next:O]]'],
  ];
  for (const [schema, type] of rows)
    it(`${JSON.stringify(schema)} is ${type}`, () =>
      expect(signatureText(bound({ responses: { 200: { schema } } }, {}, { definitions }), 'f')).to.equal(`f() -> ${type}`));

  it('show titles, then summaries, without braces, once each', () => {
    const schema = object({
      a: { ...text, title: 'Name' },
      b: { ...text, 'x-ms-summary': '{Name}' },
      c: { ...text, title: 'a' },
    });
    const shown = bound({ responses: { 200: { schema } } }).namespace.functions.get('f')!.overloads[0]!.result as {
      displayNames?: ReadonlyMap<string, string>;
    };
    expect([...shown.displayNames!]).to.deep.equal([
      ['a', 'Name'],
      ['b', 'Name_1'],
      ['c', 'a_1'],
    ]);
  });
});

describe('enumerations', () => {
  const units = {
    type: 'string',
    enum: ['I', 'C'],
    'x-ms-enum': { name: 'Units' },
    'x-ms-enum-values': [
      { value: 'I', displayName: 'Imperial' },
      { value: 'C', displayName: 'Metric' },
    ],
  };
  // oxfmt-ignore
  const rows: readonly (readonly [parameter: object, settings: Settings, type: string])[] = [
    [units, {}, 's'], [units, { choices: true }, 'l'], [units, { compatibility: 'tabular' }, 'l'], [units, { choices: true, choicesAsText: true }, 's'],
    [{ ...units, 'x-ms-enum': { modelAsString: true } }, { choices: true }, 's'], [{ type: 'integer', enum: [1, 2] }, { choices: true }, 'l'],
  ];
  for (const [parameter, settings, type] of rows)
    it(`${JSON.stringify(parameter)} ${JSON.stringify(settings)} is ${type}`, () =>
      expect(signatureText(bound({ parameters: [query('u', { ...parameter, required: true })] }, settings), 'f')).to.equal(
        `f(u:${type}) -> s`,
      ));
});

describe('answers', () => {
  const schema = integer;
  // oxfmt-ignore
  const rows: readonly (readonly [what: string, operation: object, signature: string])[] = [
    ['the lowest success', { responses: { 404: { schema: text }, 202: { schema: text }, 201: { schema } } }, 'f() -> w'],
    ['else the default', { responses: { 404: { schema: text }, default: { schema } } }, 'f() -> w'],
    ['else the first', { responses: { 404: { schema }, 500: {} } }, 'f() -> w'],
    ['none', { responses: {} }, 'f() -> O'],
    ['without a schema', { responses: { 200: {} } }, 'f() -> s'],
    ['text', { produces: ['text/plain; charset=utf-8'], responses: { 200: { schema } } }, 'f() -> w'],
    ['bytes', { produces: ['application/octet-stream'], responses: { 200: { schema: { type: 'string', format: 'binary' } } } }, 'f() -> o'],
    ['the first type that is known', { produces: ['application/xml', 'text/csv'], responses: { 200: { schema: text } } }, 'f() -> s'],
    ['no type that is known', { produces: ['application/x-msgpack'], responses: { 200: { schema } } }, 'f() -> O unsupported: its answer is application/x-msgpack, which is not supported'],
    ['a range after the statuses in it', { responses: { '2XX': { schema: text }, 204: { schema } } }, 'f() -> w'],
    ['anything', { produces: ['*/*'], responses: { 200: { schema } } }, 'f() -> w'],
    ['a web page', { produces: ['text/html'], responses: { 200: { schema: text } } }, 'f() -> s'],
    ['bytes, where nothing says what', { produces: [], responses: { 200: { schema: { type: 'file' } } } }, 'f() -> o'],
    ['XML where there is nothing better', { produces: ['application/xml'], responses: { 200: { schema } } }, 'f() -> w'],
  ];
  for (const [what, operation, signature] of rows)
    it(what, () => expect(signatureText(bound(operation), 'f')).to.equal(signature));
});

describe('functions', () => {
  it('count the parameters of a path, and cannot be called where a cookie is needed', () => {
    const operation = { operationId: 'f', parameters: [query('q')], responses: { 200: { schema: text } } };
    const path = {
      parameters: [{ in: 'path', name: 'id', required: true, type: 'string' }, query('q', required)],
      get: operation,
    };
    expect(signatureText(bound({}, {}, { paths: { '/a/{id}': path } }), 'f')).to.equal('f(id:s, {q:s}) -> s');
    const cookie = (needed: boolean): Connector => {
      const parameters = [{ in: 'cookie', name: 'c', required: needed, schema: text }];
      return connect(
        { openapi: '3.0.0', paths: { '/a': { get: { operationId: 'f', parameters } } } },
        { namespace: 'C', includeUnsupported: true },
      );
    };
    expect(signatureText(cookie(false), 'f')).to.equal('f() -> O');
    expect(signatureText(cookie(true), 'f')).to.contain('unsupported: the parameter c is a cookie');
  });

  it('have the letters and digits of an id or of a path for a name', () => {
    const get = (operationId?: string): object => ({ get: { ...(operationId !== undefined && { operationId }), responses: {} } });
    const paths = { '/a/{b}-c': get(), '/d': get('Get_Items-V2'), '/e': get('2 go'), '/f': get('...') };
    expect([...bound({}, {}, { paths }).operations.keys()]).to.deep.equal(['abc', 'GetItemsV2', '_2go']);
  });

  it('leave triggers, callbacks and internal ones out', () => {
    const get = (operationId: string, rest: object = {}): object => ({ get: { operationId, responses: {}, ...rest } });
    const document = {
      swagger: '2.0',
      paths: {
        '/a': get('plain'),
        '/b': get('trigger', { 'x-ms-trigger': 'batch' }),
        '/c': { ...get('callback'), 'x-ms-notification-content': { schema: {} } },
        '/d': get('hidden', internal),
        '/e': get('old', { deprecated: true }),
      },
    };
    const names = (settings: Settings): string[] => [...connect(document, { namespace: 'C', ...settings }).operations.keys()];
    expect(names({})).to.deep.equal(['plain', 'old']);
    expect(names({ includeInternal: true })).to.deep.equal(['plain', 'hidden', 'old']);
    expect(names({ includeWebhooks: true })).to.deep.equal(['plain', 'callback', 'old']);
  });

  for (const [method, behavior] of [
    ['get', false],
    ['head', false],
    ['post', true],
    ['put', true],
    ['patch', true],
    ['delete', true],
    ['options', true],
  ] as const)
    it(`of ${method} are ${behavior ? 'behavior' : 'data'}`, () =>
      expect(bound({}, {}, {}, method).namespace.functions.get('f')!.behavior).to.equal(behavior));
});

describe('requests by Power Apps’ rules', () => {
  const day = new DateValue(Date.UTC(2024, 1, 29));
  const moment = new DateTimeValue(Date.UTC(2024, 1, 29, 1, 2, 3, 4));
  const schema = object({
    b: text,
    a: object({ y: integer, x: { ...text, default: 'dx', ...internal } }, ['x']),
    when: { ...text, format: 'date-time' },
    local: { ...text, format: 'date-no-tz' },
    day: { ...text, format: 'date' },
    blob: { ...text, format: 'byte' },
    list: { type: 'array', items: integer },
    n: { ...integer, default: 3 },
  });
  const all = row([
    ['n', 9],
    ['list', [{ Value: 1 }, { Value: 2 }]],
    ['blob', new BlobValue(new Uint8Array([1, 2]), '')],
    ['day', day],
    ['local', moment],
    ['when', moment],
    ['a', row([['Y', 5]])],
    ['b', ''],
  ]);
  // oxfmt-ignore
  const rows: readonly (readonly [what: string, operation: object, args: readonly Value[], request: string, method?: string, path?: string])[] = [
    ['what is not given is its default', { parameters: [query('top', { type: 'integer', default: 0 }), query('x')] }, [], 'GET https://s.example/a?top=0', 'get'],
    ['in the document’s order, not the caller’s', { parameters: [query('o'), query('r', required)] }, ['1', row([['o', '2']])], 'GET https://s.example/a?o=2&r=1', 'get'],
    ['escaped', { parameters: [query('q', required)] }, ["a+b/c?d=e&f#g'(h)*!ü"], 'GET https://s.example/a?q=a%2Bb%2Fc%3Fd%3De%26f%23g%27%28h%29%2A%21%C3%BC', 'get'],
    ['escaped twice', { parameters: [{ in: 'path', name: 'p', required: true, type: 'string', 'x-ms-url-encoding': 'double' }] }, ['a/b c'], 'GET https://s.example/x/a%252Fb%2520c', 'get', '/x/{p}'],
    ['dates and truth', { parameters: [query('d', { format: 'date', ...required }), query('t', { format: 'date-time', ...required }), query('b', { type: 'boolean', ...required })] }, [day, moment, true], 'GET https://s.example/a?d=2024-02-29&t=2024-02-29T01%3A02%3A03.004Z&b=True', 'get'],
    ['a body in its schema’s order, with what is hidden', { parameters: [body(schema)] }, [all], 'POST https://s.example/a application/json {"b":"","a":{"y":5,"x":"dx"},"when":"2024-02-29T01:02:03.004Z","local":"2024-02-29T01:02:03.004","day":"2024-02-29","blob":"AQI=","list":[1,2],"n":9}'],
    ['defaults of the body', { parameters: [body(schema, required)] }, [], 'POST https://s.example/a application/json {"a":{"x":"dx"},"n":3}'],
    ['no body where nothing is given', { parameters: [body(object({ b: text }))] }, [], 'POST https://s.example/a'],
    ['a form', { consumes: ['application/x-www-form-urlencoded'], parameters: [body(schema)] }, [row([['b', 'x y'], ['list', [{ Value: 1 }, { Value: 2 }]], ['a', row([['y', 5]])]])], 'POST https://s.example/a application/x-www-form-urlencoded b=x+y&a.y=5&a.x=dx&list=1&list=2&n=3'],
    ['anything where anything is taken', { parameters: [body({}, required)] }, [row([['a', [{ b: day }]]])], 'POST https://s.example/a application/json {"a":[{"b":"2024-02-29"}]}'],
    ['rows of any columns where a list of anything is taken', { parameters: [body({ type: 'array', items: {} }, required)] }, [[{ Value: 1 }, { a: 'x', b: true }, null]], 'POST https://s.example/a application/json [1,{"a":"x","b":true},null]'],
    ['the only column of rows, whatever its name', { parameters: [body({ type: 'array', items: integer }, required)] }, [[{ n: 1 }, { n: 2 }]], 'POST https://s.example/a application/json [1,2]'],
    ['no rows of several columns for a list of values', { parameters: [body({ type: 'array', items: integer }, required)] }, [[{ n: 1, m: 2 }]], 'error: body is a list of single values, so its rows need one column: Value.'],
    ['a text that is called JSON goes out bare', { parameters: [body(text, required)] }, ['hi'], 'POST https://s.example/a text/plain hi'],
    ['other scalars are JSON', { parameters: [body(integer, required)] }, [5], 'POST https://s.example/a application/json 5'],
    ['JSON before a form, whatever stands first', { consumes: ['application/x-www-form-urlencoded', 'application/json'], parameters: [body(object({ b: text }, ['b']))] }, ['x'], 'POST https://s.example/a application/json {"b":"x"}'],
    ['no body is dropped for its type', { consumes: ['application/vnd.x+json'], parameters: [body(object({ b: text }, ['b']))] }, ['x'], 'POST https://s.example/a application/vnd.x+json {"b":"x"}'],
    ['lists in a query with commas', { parameters: [query('q', { type: 'array', items: text, ...required })] }, [[{ Value: 'a' }, { Value: 'b c' }]], 'GET https://s.example/a?q=a,b%20c', 'get'],
    ['lists in a form as it says', { consumes: ['application/x-www-form-urlencoded'], parameters: ['csv', 'multi', 'pipes'].map((collectionFormat) => ({ in: 'formData', name: collectionFormat, type: 'array', items: text, required: true, collectionFormat })) }, ['csv', 'multi', 'pipes'].map(() => [{ Value: 'a' }, { Value: 'b' }]), 'POST https://s.example/a application/x-www-form-urlencoded csv=a,b&multi=a&multi=b&pipes=a%7Cb'],
    ['a namesake by its own name', { parameters: [query('id', required), { in: 'header', name: 'id', type: 'string' }, body(object({ id: text }))] }, ['1', row([['id_1', '2'], ['id_2', '3']])], 'POST https://s.example/a?id=1 id=2 application/json {"id":"3"}'],
    ['blank where a value is required', { parameters: [query('q', required), query('o')] }, [null, row([['o', null]])], 'GET https://s.example/a?q=', 'get'],
    ['wall clocks without a zone', { parameters: [query('q', { format: 'date-no-tz', ...required })] }, [moment], 'GET https://s.example/a?q=2024-02-29T01%3A02%3A03.004', 'get'],
    ['defaults inside a record, where none is given', { parameters: [body(object({ r: object({ x: { ...integer, default: 3 }, y: text }) }, ['r']), required)] }, [], 'POST https://s.example/a application/json {"r":{"x":3}}'],
    ['a caller’s record over the defaults; blank does not count', { parameters: [body(object({ r: object({ x: { ...integer, default: 3 }, y: text }) }, ['r']), required)] }, [row([['x', null], ['y', 'z']])], 'POST https://s.example/a application/json {"r":{"x":3,"y":"z"}}'],
    ['a text body', { consumes: ['text/plain'], parameters: [body(text, required)] }, ['hi'], 'POST https://s.example/a text/plain hi'],
    ['the content type that the caller names', { consumes: ['application/json', 'text/plain'], parameters: [{ in: 'header', name: 'Content-Type', type: 'string', required: true }, { ...body({ type: 'string', format: 'binary' }), required: true }] }, ['image/png', new BlobValue(new Uint8Array([65]), '')], 'POST https://s.example/a image/png A'],
  ];
  for (const [what, operation, args, request, method, path] of rows)
    it(what, () =>
      expect(requestText(bound(operation, { idempotencyKey: false }, {}, method, path), 'f', ...args)).to.equal(request),
    );

  it('ask for JSON where it is among the types', () => {
    const connector = bound({
      produces: ['text/plain', 'application/json'],
      responses: { 200: { schema: object({ a: text }) } },
    });
    const request = connector.request(connector.namespace.functions.get('f')!, []);
    expect(request instanceof FormulaError ? '' : request.headers.get('Accept')).to.equal('application/json, */*;q=0.1');
  });
});

describe('formulas', () => {
  const schema = object({ any: {}, list: { type: 'array', items: {} }, rows: { type: 'array', items: object({ v: {} }) } });
  const { name, namespace } = bound({ parameters: [body(schema, required)] });
  const scope = createScope({ namespaces: new Map([[name, namespace]]) });
  for (const given of [
    'any: 1',
    'any: {a: 1}',
    'any: [1]',
    'any: Today()',
    'any: ParseJSON("1")',
    'list: [{a: 1}]',
    'rows: [{v: {a: 1}}]',
  ])
    it(`give {${given}} where anything is taken`, () =>
      expect(check(`C.f({${given}})`, scope, { features: canvas, behavior: true }).diagnostics).to.deep.equal([]));
});
