import { expect } from 'chai';
import { of } from 'rxjs';
import {
  type BlobValue,
  DateTimeValue,
  DateValue,
  type Decimal,
  Dynamic,
  ErrorKind,
  factsOf,
  FormulaError,
  isTable,
  type Value,
} from '../../src/formula/index.ts';
import { connect, type ConnectorSettings } from '../../src/connectors/index.ts';
import { parseJson, writeJson } from '../../src/connectors/json-text.ts';
import { readMoment } from '../../src/connectors/moment.ts';
import { shop } from './shop-description.ts';

interface Given {
  readonly status?: number;
  readonly type?: string;
  readonly body: string | Uint8Array;
}

/** What a call gives for an answer. */
async function answered(
  name: string,
  args: readonly Value[],
  { status = 200, type = 'application/json', body }: Given,
  settings: Partial<ConnectorSettings> = {},
): Promise<Value> {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  const connector = connect(shop, {
    namespace: 'Shop',
    retries: 0,
    ...settings,
    transport: () => of({ status, reason: '', headers: new Map([['content-type', type]]), body: of(bytes) }),
  });
  return connector.call(connector.namespace.functions.get(name)!, args);
}
const item = (fields: object, settings: Partial<ConnectorSettings> = {}): Promise<Value> =>
  answered('getItem', ['1'], { body: JSON.stringify(fields) }, settings);
const codes = (text: string): number[] => Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));
const kindName = (value: Value): string | undefined =>
  value instanceof FormulaError ? Object.entries(ErrorKind).find(([, number]) => number === value.kind)?.[0] : undefined;

describe('answers', () => {
  // oxfmt-ignore
  const bare: readonly (readonly [schema: object, body: string, value: unknown])[] = [
    [{ type: 'string', format: 'date' }, '2024-02-29', new DateValue(Date.UTC(2024, 1, 29))],
    [{ type: 'string', format: 'date-time' }, ' 2024-02-29T01:02:03Z\n', new DateTimeValue(Date.UTC(2024, 1, 29, 1, 2, 3))],
    [{ type: 'boolean' }, 'True', true],
    [{ type: 'integer' }, '42', 42],
    [{ type: 'string' }, ' a ', ' a '],
  ];
  for (const [schema, body, value] of bare)
    it(`in plain text (${JSON.stringify(body)}) are read as ${JSON.stringify(schema)}`, async () => {
      const responses = { 200: { description: '', content: { 'text/plain': { schema } } } };
      const connector = connect(
        { openapi: '3.0.0', servers: [{ url: 'https://s.example' }], paths: { '/a': { get: { operationId: 'f', responses } } } },
        {
          namespace: 'C',
          transport: () =>
            of({
              status: 200,
              reason: '',
              headers: new Map([['content-type', 'text/plain']]),
              body: of(new TextEncoder().encode(body)),
            }),
        },
      );
      expect(await connector.call(connector.namespace.functions.get('f')!, [])).to.deep.equal(value);
    });

  it('become values of the described type', async () => {
    const value = await item(
      {
        id: 7,
        name: 'x',
        price: 1.5,
        created: '2024-01-02T03:04:05Z',
        day: '2024-02-29',
        active: true,
        picture: 'QUI=',
        tags: ['a', null],
        extra: 1,
      },
      { timeZone: 'America/New_York' },
    );
    expect(value).to.deep.include({
      id: 7,
      name: 'x',
      price: 1.5,
      active: true,
      created: new DateTimeValue(Date.UTC(2024, 0, 1, 22, 4, 5)),
      day: new DateValue(Date.UTC(2024, 1, 29)),
      tags: [{ Value: 'a' }, { Value: null }],
    });
    expect((value as { picture: BlobValue }).picture.bytes).to.deep.equal(new Uint8Array([65, 66]));
  });

  it('leave rows as they were parsed', async () => {
    const value = await answered('getitems', [1], { body: '[{"id": 1, "name": "a"}, null, {"id": 2}]' });
    expect(value).to.deep.equal([{ id: 1, name: 'a' }, null, { id: 2 }]);
    expect(isTable(value) && factsOf(value)).to.include({ complete: true, source: 'Shop.getitems' });
  });

  it('are blank where the body is empty, and one row where one object comes for a table', async () => {
    expect(await answered('getItem', ['1'], { body: ' \n' })).to.equal(null);
    expect(await answered('getitems', [1], { body: '{"id": 1}' })).to.deep.equal([{ id: 1 }]);
    expect(await answered('getItem', ['1'], { body: '[{"id": 1}]' })).to.deep.equal({ id: 1 });
  });

  it('put an error where a value is of another type, and leave the rest', async () => {
    const value = (await item({
      id: { a: 1 },
      name: 5,
      price: '2.5',
      active: 'yes',
      created: '2024-02-30',
      day: '',
      tags: 7,
    })) as { [name: string]: Value };
    expect(value['name']).to.equal('5');
    expect(value['price']).to.equal(2.5);
    expect(value['day']).to.equal(null);
    for (const name of ['id', 'active', 'created', 'tags']) expect(kindName(value[name]!), name).to.equal('InvalidArgument');
    expect((value['created'] as FormulaError).message).to.contain('a date and time in created');
  });

  it('are an error as a whole where the connection wants that', async () => {
    const value = await item({ id: 1, name: 5 }, { mismatch: 'answer' });
    expect(kindName(value)).to.equal('InvalidArgument');
    expect((value as FormulaError).message).to.match(/^Shop\.getItem failed: .* a number .* a text in name/);
  });

  it('do not lose digits silently', async () => {
    expect(kindName(((await answered('getItem', ['1'], { body: '{"id": 9007199254740993}' })) as { id: Value }).id)).to.equal(
      'Numeric',
    );
    expect(kindName(((await answered('getItem', ['1'], { body: '{"price": 1e400}' })) as { price: Value }).price)).to.equal(
      'Numeric',
    );
    expect(await answered('getItem', ['1'], { body: '{"price": 0.12345678901234567891, "id": 9007199254740992}' })).to.deep.equal(
      {
        price: 0.12345678901234568,
        id: 9007199254740992,
      },
    );
    const long = {
      ...shop,
      paths: {
        '/x': {
          get: {
            operationId: 'x',
            responses: {
              200: {
                content: {
                  'application/json': { schema: { type: 'object', properties: { id: { type: 'integer', format: 'int64' } } } },
                },
              },
            },
          },
        },
      },
    };
    const as = async (int64: 'decimal' | 'text'): Promise<Value> => {
      const connector = connect(long, {
        namespace: 'C',
        int64,
        transport: () =>
          of({ status: 200, reason: '', headers: new Map(), body: of(new TextEncoder().encode('{"id": 9223372036854775807}')) }),
      });
      return connector.call(connector.namespace.functions.get('x')!, []);
    };
    expect(await as('text')).to.deep.equal({ id: '9223372036854775807' });
    expect(((await as('decimal')) as { id: Decimal }).id.toString()).to.equal('9223372036854775807');
  });

  it('keep numbers of untyped values exact', () => {
    const text = '{"a":9007199254740993,"b":[1e400,-0.5],"c":"9007199254740993"}';
    expect(writeJson(parseJson(text)!.json)).to.equal(text);
    expect(parseJson('{"a": 12345678901234567890')).to.equal(undefined);
    expect(writeJson(parseJson('[1.10, 100000000000000000000]')!.json)).to.equal('[1.1,100000000000000000000]');
  });

  it('never let a name reach a prototype', async () => {
    const value = await answered(
      'getItem',
      ['1'],
      { body: '{"__proto__": {"polluted": 1}, "constructor": 2, "id": 1}' },
      { keepUnknownFields: true },
    );
    expect(({} as { polluted?: unknown }).polluted).to.equal(undefined);
    expect(Object.getPrototypeOf(value)).to.equal(Object.prototype);
    expect((value as { constructor: unknown }).constructor).to.be.instanceOf(Dynamic);
  });

  it('say what is no data', async () => {
    const page = await answered('getItem', ['1'], { body: '<!doctype html><title>Sign in</title>', type: 'text/html' });
    expect(kindName(page)).to.equal('InvalidJSON');
    expect((page as FormulaError).message).to.contain('a web page');
    const full = JSON.stringify({ id: 1, name: 'ä\\"x', tags: ['a', 'b'], price: -1.5e3, active: true });
    for (let end = 1; end < full.length; end++)
      expect(kindName(await answered('getItem', ['1'], { body: full.slice(0, end) })), `cut at ${end}`).to.equal('InvalidJSON');
  });

  it('are read in the charset they come in', async () => {
    const latin = new Uint8Array(codes('{"name": "é"}'));
    expect(await answered('getItem', ['1'], { body: latin, type: 'application/json; charset=iso-8859-1' })).to.deep.equal({
      name: 'é',
    });
    const utf16 = new Uint8Array(new Uint16Array([0xfeff, ...codes('{"id":1}')]).buffer);
    expect(await answered('getItem', ['1'], { body: utf16 })).to.deep.equal({ id: 1 });
    expect(await answered('getItem', ['1'], { body: '\uFEFF{"id":1}' })).to.deep.equal({ id: 1 });
  });

  it('map each status to a kind', async () => {
    const kinds: readonly (readonly [name: string, args: readonly Value[], status: number, kind: string])[] = [
      ['getItem', ['1'], 400, 'InvalidArgument'],
      ['getItem', ['1'], 401, 'ReadPermission'],
      ['getItem', ['1'], 403, 'ReadPermission'],
      ['addItem', [1, 'x'], 403, 'CreatePermission'],
      ['deleteItem', ['1'], 403, 'DeletePermissions'],
      ['getItem', ['1'], 404, 'NotFound'],
      ['getItem', ['1'], 408, 'Timeout'],
      ['getItem', ['1'], 409, 'Conflict'],
      ['getItem', ['1'], 412, 'Conflict'],
      ['addItem', [1, 'x'], 422, 'Validation'],
      ['getItem', ['1'], 429, 'QuotaExceeded'],
      ['getItem', ['1'], 500, 'ServiceUnavailable'],
      ['getItem', ['1'], 502, 'ServiceUnavailable'],
      ['getItem', ['1'], 503, 'ServiceUnavailable'],
      ['getItem', ['1'], 504, 'Timeout'],
      ['getItem', ['1'], 301, 'Network'],
    ];
    for (const [name, args, status, kind] of kinds) {
      const value = await answered(name, args, { status, body: 'no' });
      expect(kindName(value), `${name} ${status}`).to.equal(kind);
      expect((value as FormulaError).errors[0]!.details).to.deep.include({ httpStatus: status, httpResponse: 'no' });
      expect(kindName(await answered(name, args, { status, body: 'no' }, { errorKinds: 'network' }))).to.equal('Network');
    }
  });

  it('tell fields and words of a refusal, in the shapes that services use', async () => {
    const refused = async (body: object, status = 422): Promise<FormulaError> =>
      (await answered('addItem', [1, 'x'], { status, body: JSON.stringify(body) })) as FormulaError;
    const shapes: readonly object[] = [
      { title: 'Refused', errors: [{ field: 'price', message: 'Too low.' }] },
      { errors: { price: ['Too low.'] } },
      { ModelState: { price: ['Too low.'] }, Message: 'Refused' },
      { detail: [{ loc: ['body', 'price'], msg: 'Too low.', type: 'x' }] },
      { errors: [{ source: { pointer: '/data/attributes/price' }, detail: 'Too low.' }] },
      { 'invalid-params': [{ name: 'price', reason: 'Too low.' }] },
      { error: { message: 'Refused', details: [{ target: 'price', message: 'Too low.' }] } },
    ];
    for (const shape of shapes)
      expect((await refused(shape)).errors[0]!.details?.fields, JSON.stringify(shape)).to.deep.equal({ price: 'Too low.' });
    expect(kindName(await refused({ errors: { price: ['Too low.'] } }, 400))).to.equal('Validation');
    expect((await refused({ detail: 'The order is closed' })).message).to.equal(
      'Shop.addItem failed: the service answered 422: The order is closed.',
    );
    expect((await refused({ error: { code: 'x', message: { value: 'Closed!' } } })).message).to.contain('Closed!');
  });

  it('read the dates that services write, and no others', () => {
    const day = Date.UTC(2023, 11, 27);
    const good: readonly (readonly [string, number])[] = [
      ['2023-12-27', day],
      ['2023-12-27T15:10:59.1175Z', Date.UTC(2023, 11, 27, 15, 10, 59, 117)],
      ['2023-12-27T15:10:59+09:30', Date.UTC(2023, 11, 27, 5, 40, 59)],
      ['2023-12-27 15:10', Date.UTC(2023, 11, 27, 15, 10)],
      ['/Date(1703635200000)/', day],
      ['Wed, 27 Dec 2023 00:00:00 GMT', day],
    ];
    for (const [text, wall] of good) expect(readMoment(text, 'UTC'), text).to.equal(wall);
    expect(readMoment('2023-06-27T12:00:00Z', 'Asia/Kathmandu')).to.equal(Date.UTC(2023, 5, 27, 17, 45));
    expect(readMoment('2023-06-27T12:00:00', 'Asia/Kathmandu')).to.equal(Date.UTC(2023, 5, 27, 12));
    for (const text of ['2023-02-29', '2023-13-01', 'yesterday', '27.12.2023', '2023-12-27T25:00:00Z', '1703635200', ''])
      expect(readMoment(text, 'UTC'), text).to.equal(undefined);
  });
});
