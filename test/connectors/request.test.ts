import { expect } from 'chai';
import fc from 'fast-check';
import { BlobValue, DateTimeValue, DateValue, Dynamic, FormulaError, row, type Value } from '../../src/formula/index.ts';
import { connect, type ConnectorSettings, type HttpRequest } from '../../src/connectors/index.ts';
import { shop } from './shop-description.ts';

function request(
  document: object,
  name: string,
  args: readonly Value[],
  settings: Partial<ConnectorSettings> = {},
): HttpRequest | FormulaError {
  const connector = connect(document, { namespace: 'C', ...settings });
  return connector.request(connector.namespace.functions.get(name)!, args);
}
const url = (...args: Parameters<typeof request>): string => {
  const made = request(...args);
  return made instanceof FormulaError ? made.message : made.url;
};
const values = (...items: Value[]): Value => items.map((Value) => ({ Value }));

/** A description with one query or path parameter. */
const parameter = (of: object, path = '/p'): object => ({
  openapi: '3.0.3',
  servers: [{ url: 'https://s.example' }],
  paths: {
    [path]: { get: { operationId: 'f', parameters: [{ name: 'c', required: true, in: 'query', ...of }], responses: {} } },
  },
});
/** A description of a write with this body. */
const body = (type: string, schema: object, rest: object = {}): object => ({
  openapi: '3.0.3',
  servers: [{ url: 'https://s.example' }],
  paths: {
    '/p': {
      post: { operationId: 'f', requestBody: { required: true, content: { [type]: { schema, ...rest } } }, responses: {} },
    },
  },
});
const sent = (document: object, args: readonly Value[]): string => {
  const made = request(document, 'f', args);
  if (made instanceof FormulaError) return made.message;
  const text =
    typeof made.body === 'string' ? made.body : made.body === undefined ? '' : new TextDecoder('latin1').decode(made.body);
  return `${made.headers.get('Content-Type') ?? ''} | ${text}`;
};

const list = { type: 'array', items: { type: 'string' } };
const object = { type: 'object', properties: { R: { type: 'number' }, G: { type: 'number' } } };

describe('requests', () => {
  it('place values', () => {
    expect(url(shop, 'getitems', [3])).to.equal('https://shop.example/api/items?count=3');
    expect(
      url(shop, 'getitems', [
        3,
        row([
          ['tag', values('a b', 'ü&')],
          ['open', true],
          ['since', new DateTimeValue(Date.UTC(2024, 0, 2, 3, 4, 5, 6))],
        ]),
      ]),
    ).to.equal('https://shop.example/api/items?count=3&tag=a%20b&tag=%C3%BC%26&open=true&since=2024-01-02T03%3A04%3A05.006Z');
    expect(url(shop, 'getItem', ["it's/1"])).to.equal('https://shop.example/api/items/it%27s%2F1');
  });

  it('leave blank options out', () => {
    expect(url(shop, 'getitems', [3, row([['open', null]])])).to.equal('https://shop.example/api/items?count=3');
  });

  it('write date-times in universal time', () => {
    const since = row([['since', new DateTimeValue(Date.UTC(2024, 6, 2, 12))]]);
    expect(url(shop, 'getitems', [1, since], { timeZone: 'America/Los_Angeles' })).to.contain(
      'since=2024-07-02T19%3A00%3A00.000Z',
    );
    expect(
      url(shop, 'getitems', [1, row([['since', new DateValue(Date.UTC(2024, 0, 2))]])], { timeZone: 'Europe/Berlin' }),
    ).to.contain('since=2024-01-01T23%3A00%3A00.000Z');
  });

  it('send nothing where an argument is an error', () => {
    const error = new FormulaError([{ kind: 13, message: 'x' }]);
    expect(request(shop, 'getItem', [error])).to.equal(error);
    expect(request(shop, 'getitems', [1, row([['open', error]])])).to.equal(error);
  });

  // RFC 6570 as OpenAPI 3 uses it, with its own example: a list blue, black, brown and a record R=100, G=200.
  const colors = values('blue', 'black', 'brown');
  const rgb = row([
    ['R', 100],
    ['G', 200],
  ]);
  const styles: readonly (readonly [place: string, style: string, explode: boolean, list: string, record: string])[] = [
    ['query', 'form', true, '?c=blue&c=black&c=brown', '?R=100&G=200'],
    ['query', 'form', false, '?c=blue,black,brown', '?c=R,100,G,200'],
    ['query', 'spaceDelimited', false, '?c=blue%20black%20brown', '?c=R%20100%20G%20200'],
    ['query', 'pipeDelimited', false, '?c=blue%7Cblack%7Cbrown', '?c=R%7C100%7CG%7C200'],
    ['query', 'deepObject', true, '?c=blue&c=black&c=brown', '?c[R]=100&c[G]=200'],
    ['path', 'simple', false, '/blue,black,brown', '/R,100,G,200'],
    ['path', 'simple', true, '/blue,black,brown', '/R=100,G=200'],
    ['path', 'label', false, '/.blue,black,brown', '/.R,100,G,200'],
    ['path', 'label', true, '/.blue.black.brown', '/.R=100.G=200'],
    ['path', 'matrix', false, '/;c=blue,black,brown', '/;c=R,100,G,200'],
    ['path', 'matrix', true, '/;c=blue;c=black;c=brown', '/;R=100;G=200'],
  ];
  for (const [place, style, explode, listText, recordText] of styles) {
    it(`write lists and records in a ${place} as ${style}${explode ? ', exploded' : ''}`, () => {
      const of = { in: place, style, explode };
      const path = place === 'path' ? '/{c}' : '/p';
      const base = place === 'path' ? 'https://s.example' : 'https://s.example/p';
      expect(url(parameter({ ...of, schema: list }, path), 'f', [colors])).to.equal(base + listText);
      expect(url(parameter({ ...of, schema: object }, path), 'f', [rgb])).to.equal(base + recordText);
    });
  }

  it('write Swagger 2.0 lists by collectionFormat, and truth values as Power Apps does', () => {
    const of = (rest: object): object => ({
      swagger: '2.0',
      host: 's.example',
      paths: {
        '/p': { get: { operationId: 'f', parameters: [{ name: 'c', in: 'query', required: true, ...rest }], responses: {} } },
      },
    });
    const arrays = { type: 'array', items: { type: 'string' } };
    expect(url(of(arrays), 'f', [colors])).to.equal('https://s.example/p?c=blue,black,brown');
    expect(url(of({ ...arrays, collectionFormat: 'multi' }), 'f', [colors])).to.equal(
      'https://s.example/p?c=blue&c=black&c=brown',
    );
    expect(url(of({ ...arrays, collectionFormat: 'pipes' }), 'f', [colors])).to.equal(
      'https://s.example/p?c=blue%7Cblack%7Cbrown',
    );
    expect(url(of({ type: 'boolean' }), 'f', [true])).to.equal('https://s.example/p?c=True');
    expect(url(of({ type: 'boolean' }), 'f', [true], { booleans: 'true' })).to.equal('https://s.example/p?c=true');
    expect(url(of({ type: 'boolean', default: 'false', required: false }), 'f', [])).to.equal('https://s.example/p?c=False');
  });

  it('write a parameter that has a content type as JSON', () => {
    expect(url(parameter({ content: { 'application/json': { schema: object } } }), 'f', [rgb])).to.equal(
      `https://s.example/p?c=${encodeURIComponent('{"R":100,"G":200}')}`,
    );
  });

  it('keep reserved characters where the definition wants them, but none that ends the value', () => {
    expect(url(parameter({ allowReserved: true, schema: { type: 'string' } }), 'f', ['a/b?c&d#e'])).to.equal(
      'https://s.example/p?c=a/b?c%26d%23e',
    );
  });

  it('write bodies by their content type', () => {
    const schema = {
      type: 'object',
      required: ['b'],
      properties: {
        b: { type: 'string' },
        a: { type: 'array', items: { type: 'integer' } },
        day: { type: 'string', format: 'date' },
        inner: { type: 'object', properties: { x: { type: 'number' } } },
      },
    };
    const args: Value[] = [
      'x & y',
      row([
        ['inner', row([['x', 1.5]])],
        ['a', values(1, 2)],
        ['day', new DateValue(Date.UTC(2024, 1, 29))],
      ]),
    ];
    expect(sent(body('application/json', schema), args)).to.equal(
      'application/json; charset=utf-8 | {"b":"x & y","a":[1,2],"day":"2024-02-29","inner":{"x":1.5}}',
    );
    expect(sent(body('application/x-www-form-urlencoded', schema), args)).to.equal(
      'application/x-www-form-urlencoded; charset=utf-8 | b=x+%26+y&a=1&a=2&day=2024-02-29&inner.x=1.5',
    );
    expect(sent(body('application/merge-patch+json', schema), ['x'])).to.equal(
      'application/merge-patch+json; charset=utf-8 | {"b":"x"}',
    );
    expect(sent(body('text/plain', { type: 'string' }), ['hello'])).to.equal('text/plain; charset=utf-8 | hello');
    expect(
      sent(body('application/octet-stream', { type: 'string', format: 'binary' }), [
        new BlobValue(new Uint8Array([65, 66]), 'image/png'),
      ]),
    ).to.equal('image/png | AB');
    expect(sent(body('application/json', list), [values('a', 'b')])).to.equal('application/json; charset=utf-8 | ["a","b"]');
    expect(sent(body('application/json', {}), [new Dynamic({ any: [1, null] })])).to.equal(
      'application/json; charset=utf-8 | {"any":[1,null]}',
    );
  });

  it('write multipart bodies whose names and contents cannot end a part', () => {
    const schema = {
      type: 'object',
      required: ['file'],
      properties: {
        file: { type: 'string', format: 'binary' },
        'a"b\r\nX: y': { type: 'string' },
        meta: { type: 'object', properties: { n: { type: 'integer' } } },
      },
    };
    const text = sent(body('multipart/form-data', schema), [
      new BlobValue(new Uint8Array([1, 2]), ''),
      row([
        ['a"b\r\nX: y', 'v'],
        ['meta', row([['n', 1]])],
      ]),
    ]);
    const boundary = /boundary=(\S+)/.exec(text)![1]!;
    expect(text.slice(text.indexOf('|') + 2).split(`--${boundary}`)).to.deep.equal([
      '',
      '\r\nContent-Disposition: form-data; name="file"; filename="file"\r\nContent-Type: application/octet-stream\r\n\r\n\u0001\u0002\r\n',
      '\r\nContent-Disposition: form-data; name="a%22b%0D%0AX: y"\r\n\r\nv\r\n',
      '\r\nContent-Disposition: form-data; name="meta"\r\nContent-Type: application/json\r\n\r\n{"n":1}\r\n',
      '--\r\n',
    ]);
    const typed = (type: string): string => sent(body('multipart/form-data', schema), [new BlobValue(new Uint8Array([1]), type)]);
    expect(typed('text/csv; charset="utf-8"')).to.contain('Content-Type: text/csv; charset="utf-8"\r\n');
    for (const type of ['text/plain\r\nX: y', 'x', 'a/b\n', '\u0000/x', 'a/b; c="\r\n"'])
      expect(typed(type), type).to.contain('Content-Type: application/octet-stream\r\n\r\n');
    expect(
      sent(body('application/json\r\nX: y', { type: 'object', required: ['a'], properties: { a: { type: 'string' } } }), ['v']),
    ).to.contain('application/json; charset=utf-8 | ');
  });

  // What a body of one field or of none makes on the wire; parts of a multipart body as `name: content`.
  const of = (schema: object, ...needed: string[]): object => ({
    type: 'object',
    properties: { v: schema },
    required: ['v', ...needed],
  });
  const texts = { type: 'array', items: { type: 'string' } };
  const record = { type: 'object', properties: { k: { type: 'string' }, n: { type: 'integer' } } };
  const file = (letter: number, type = ''): Value => new BlobValue(new Uint8Array([letter]), type);
  const [form, parts] = ['application/x-www-form-urlencoded', 'multipart/form-data'];
  const kn = row([
    ['k', 'x'],
    ['n', 1],
  ]);
  // oxfmt-ignore
  const bodies: readonly (readonly [what: string, type: string, schema: object, encoding: object, value: Value, sent: string])[] = [
    ['a list of texts: a part each', parts, of(texts), {}, values('x', 'y'), 'v: x, v: y'],
    ['a list of files: a part each', parts, of({ type: 'array', items: { type: 'string', format: 'binary' } }), {}, values(file(65, 'image/png'), file(66)), 'v (image/png): A, v (application/octet-stream): B'],
    ['a list of records: a part each', parts, of({ type: 'array', items: record }), {}, [kn, kn], 'v (application/json): {"k":"x","n":1}, v (application/json): {"k":"x","n":1}'],
    ['a list that is declared as JSON', parts, of(texts), { v: { contentType: 'application/json' } }, values('x'), 'v (application/json): ["x"]'],
    ['a record is JSON, whatever is declared', parts, of(record), { v: { contentType: 'application/xml' } }, kn, 'v (application/json): {"k":"x","n":1}'],
    ['a list in a form', form, of(texts), {}, values('x', 'y&'), 'v=x&v=y%26'],
    ['a list with commas', form, of(texts), { v: { explode: false } }, values('x', 'y'), 'v=x,y'],
    ['a list with pipes', form, of(texts), { v: { style: 'pipeDelimited' } }, values('x', 'y'), 'v=x%7Cy'],
    ['a record in a form', form, of(record), {}, kn, 'v.k=x&v.n=1'],
    ['a deep object', form, of(record), { v: { style: 'deepObject', explode: true } }, kn, 'v%5Bk%5D=x&v%5Bn%5D=1'],
    ['JSON in a form', form, of(record), { v: { contentType: 'application/json' } }, kn, 'v=%7B%22k%22%3A%22x%22%2C%22n%22%3A1%7D'],
    ['lines', 'application/x-ndjson', { type: 'array', items: record }, {}, [kn, kn], '{"k":"x","n":1}\n{"k":"x","n":1}\n'],
    ['a text sequence', 'application/json-seq', { type: 'array', items: record }, {}, [kn], '\u001E{"k":"x","n":1}\n'],
    ['a text as JSON', 'application/json', { type: 'string' }, {}, 'a "b"', '"a \\"b\\""'],
    ['bytes of any image type', 'image/*', { type: 'string', format: 'binary' }, {}, file(65), 'application/octet-stream | A'],
    ['no field that only the service sets', 'application/json', { type: 'object', required: ['id', 'v'], properties: { id: { type: 'integer', readOnly: true }, v: { type: 'object', required: ['id'], properties: { id: { type: 'integer', readOnly: true }, n: { type: 'integer' } } } } }, {}, row([['n', 1]]), '{"v":{"n":1}}'],
  ];
  for (const [what, type, schema, encoding, value, expected] of bodies)
    it(`write ${what} in ${type}`, () => {
      const text = sent(body(type, schema, { encoding }), [value]);
      const boundary = /boundary=(\S+)/.exec(text)?.[1];
      const read = (part: string): string => {
        const [, name, contentType, content] = /name="([^"]*)".*?(?:Content-Type: (\S+))?\r\n\r\n(.*)\r\n$/s.exec(part)!;
        return `${name}${contentType === undefined ? '' : ` (${contentType})`}: ${content}`;
      };
      const shown = boundary === undefined ? text : text.split(`--${boundary}`).slice(1, -1).map(read).join(', ');
      expect(shown.endsWith(expected) && (boundary === undefined || shown === expected), `${shown} | ${expected}`).to.equal(true);
    });

  const deep = row([
    ['a', values(1, 2)],
    ['b', row([['c', row([['d', new DateValue(Date.UTC(2024, 1, 29))]])]])],
    ['e', new Dynamic({ f: ['x', 'y'], g: null })],
  ]);
  const deepSchema = {
    type: 'object',
    properties: {
      a: { type: 'array', items: { type: 'integer' } },
      b: { type: 'object', properties: { c: { type: 'object', properties: { d: { type: 'string', format: 'date' } } } } },
      e: {},
    },
  };
  // oxfmt-ignore
  const odd: readonly (readonly [what: string, parameter: object, value: Value, query: string])[] = [
    ['what lies deep in a deep object', { style: 'deepObject', schema: deepSchema }, deep, '?c[a]=1&c[a]=2&c[b][c][d]=2024-02-29&c[e][f]=x&c[e][f]=y'],
    ['a list of records of one field', { schema: { type: 'array', items: { type: 'object', properties: { n: { type: 'integer' } } } } }, [row([['n', 1]])], '?c=%7B%22n%22%3A1%7D'],
    ['a list of lists', { schema: { type: 'array', items: { type: 'array', items: { type: 'integer' } } } }, values(values(1, 2), values(3)), '?c=%5B1%2C2%5D&c=%5B3%5D'],
    ['a list of days', { explode: false, schema: { type: 'array', items: { type: 'string', format: 'date' } } }, values(new DateValue(Date.UTC(2024, 1, 29)), new DateValue(0)), '?c=2024-02-29,1970-01-01'],
    ['an empty list', { schema: list }, [], ''],
    ['a small number', { schema: { type: 'number' } }, 1.5e-7, '?c=0.00000015'],
    ['a large number', { schema: { type: 'number' } }, -1e21, '?c=-1000000000000000000000'],
    ['a number beyond all digits', { schema: { type: 'number' } }, 1e300, '?c=1e%2B300'],
    ['nothing', { schema: { type: 'string' } }, null, '?c='],
  ];
  for (const [what, of, value, expected] of odd)
    it(`write ${what} in a query`, () => expect(url(parameter(of), 'f', [value])).to.equal(`https://s.example/p${expected}`));

  it('ask for what is required', () => {
    const schema = {
      type: 'object',
      required: ['a'],
      properties: { a: { type: 'object', required: ['b'], properties: { b: { type: 'string' }, c: { type: 'string' } } } },
    };
    expect(sent(body('application/json', schema), [row([['c', 'x']])])).to.equal('a.b is required; give it a value.');
  });

  for (const value of ['..', '.', '', 'a/../b', '..\\x', '%2e%2e', '..;x', 'x\u0000y']) {
    it(`refuse ${JSON.stringify(value)} in a path`, () =>
      expect(request(shop, 'getItem', [value])).to.be.instanceOf(FormulaError));
  }

  it('refuse lists, records and pairs of values that would be .. in a path', () => {
    const text = { type: 'string' };
    const path = (schema: object, rest: object = {}): object => parameter({ in: 'path', schema, ...rest }, '/items/{c}/x');
    for (const value of ['..', '.', '%2e%2E', '.%2e']) {
      expect(url(path(list), 'f', [values('a', value, 'b')]), value).to.not.contain('of a path');
      expect(url(path(list), 'f', [values(value)]), value).to.match(/outside|of a path/);
      expect(url(path({}), 'f', [new Dynamic([value])]), value).to.match(/outside|of a path/);
    }
    const pair = {
      openapi: '3.0.3',
      servers: [{ url: 'https://s.example' }],
      paths: {
        '/items/.{c}/x': {
          get: { operationId: 'f', parameters: [{ name: 'c', in: 'path', required: true, schema: text }], responses: {} },
        },
      },
    };
    expect(url(pair, 'f', ['.'])).to.contain('..');
    expect(url(pair, 'f', ['%2e'])).to.equal('https://s.example/items/.%252e/x');
  });

  it('never leave the base address, whatever is given', () => {
    const tricky = fc.string({
      unit: fc.constantFrom(
        '.',
        '/',
        '\\',
        '%',
        '2',
        'e',
        'f',
        '@',
        ':',
        '?',
        '#',
        ';',
        '\t',
        '\n',
        'a',
        '\uD800',
        'é',
        '//',
        '..',
        '%2e',
      ),
    });
    fc.assert(
      fc.property(tricky, (value) => {
        const made = request(shop, 'getItem', [value]);
        if (made instanceof FormulaError) return;
        const { origin, pathname, search, hash } = new URL(made.url);
        expect(origin).to.equal('https://shop.example');
        expect(pathname).to.match(/^\/api\/items\/[^/\\]+$/);
        expect(search + hash).to.equal('');
      }),
      { numRuns: 3000 },
    );
  });

  for (const path of [
    '//evil.example/x',
    '/../../x',
    '/..%2f/x',
    '/\\evil.example',
    '@evil.example',
    ':8080/x',
    '/a/%2e%2e/%2e%2e/x',
  ]) {
    it(`keep a path ${path} of a definition below the base`, () => {
      const made = request(
        { openapi: '3.0.0', servers: [{ url: 'https://s.example/base' }], paths: { [path]: { get: { operationId: 'f' } } } },
        'f',
        [],
      );
      if (!(made instanceof FormulaError)) expect(new URL(made.url).href).to.match(/^https:\/\/s\.example\/base\//);
    });
  }

  it('send nothing of what a path has after a #', () => {
    const parameters = [{ name: 'q', in: 'query', required: true, schema: { type: 'string' } }];
    const paths = { '/a#one': { get: { operationId: 'f', parameters } } };
    expect(url({ openapi: '3.0.0', servers: [{ url: 'https://s.example' }], paths }, 'f', ['x#y'])).to.equal(
      'https://s.example/a?q=x%23y',
    );
  });

  it('refuse line breaks in headers, and headers that are not a definition’s to set', () => {
    expect(request(shop, 'getitems', [1, row([['X-Trace', 'a\r\nB: c']])])).to.be.instanceOf(FormulaError);
    for (const name of [
      'Host',
      'Cookie',
      'Content-Length',
      'Transfer-Encoding',
      'X-Forwarded-For',
      'Sec-Fetch-Site',
      'X-MS-Request-Url',
      'x-fxloom-connection',
      'bad name',
    ]) {
      const made = request(parameter({ in: 'header', name, schema: { type: 'string' } }), 'f', ['x']);
      if (made instanceof FormulaError) throw new Error(made.message);
      expect([...made.headers.keys()], name).to.deep.equal([]);
    }
  });

  it('take relative servers from the document’s own address', () => {
    const document = { openapi: '3.0.0', servers: [{ url: '/v2' }], paths: { '/a': { get: { operationId: 'f' } } } };
    expect(url(document, 'f', [], { documentUrl: 'https://d.example/docs/openapi.json' })).to.equal('https://d.example/v2/a');
    expect(url(document, 'f', [])).to.contain('does not say where the service is');
    for (const server of [
      'javas' + 'cript:alert(1)',
      'file:///etc',
      'https://user:pass@s.example',
      'data:text/plain,x',
      'https://{host}/',
    ])
      expect(url({ ...document, servers: [{ url: server }] }, 'f', []), server).to.contain('does not say where the service is');
  });

  it('give each write a key of its own where the connection wants one', () => {
    const key = (): string | undefined => {
      const made = request(shop, 'deleteItem', ['1'], { idempotencyKey: 'Idempotency-Key' });
      return made instanceof FormulaError ? undefined : made.headers.get('Idempotency-Key');
    };
    expect(key())
      .to.match(/^[0-9a-f-]{36}$/)
      .and.not.equal(key());
  });
});
