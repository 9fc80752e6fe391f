import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import fc from 'fast-check';
import { connect } from '../../src/connectors/index.ts';
import type { FormulaError, Value } from '../../src/formula/index.ts';
import { Diagnostics } from '../../src/connectors/diagnostic.ts';
import { Schemas } from '../../src/connectors/schema.ts';
import { readXml, XmlError } from '../../src/connectors/xml/read-xml.ts';
import { rootShape } from '../../src/connectors/xml/shape.ts';
import { writeXml } from '../../src/connectors/xml/write-xml.ts';
import { xmlReader } from '../../src/connectors/xml/xml-json.ts';
import { scriptedService, type ScriptedService } from './scripted-service.node.ts';

const text = { type: 'string' };
const integer = { type: 'integer' };
const object = (properties: object, rest: object = {}): object => ({ type: 'object', properties, ...rest });
const list = (items: object, xml?: object): object => ({ type: 'array', items, ...(xml && { xml }) });

const schemasOf = (schema: object): Schemas =>
  new Schemas({ components: { schemas: { Order: schema } } }, new Diagnostics(), true);
const place = { raw: { $ref: '#/components/schemas/Order' }, pointer: '' };
const written = (schema: object, json: unknown): string =>
  writeXml(json, rootShape(schemasOf(schema), place, 'root')).replace('<?xml version="1.0" encoding="UTF-8"?>\n', '');
const read = (schema: object, xml: string): unknown => xmlReader(schemasOf(schema), place)(xml);

describe('XML bodies', () => {
  // The examples of OpenAPI 3.1 section 4.8.26, and what follows from it.
  const animals = { animals: ['a', 'b'] };
  // oxfmt-ignore
  const rows: readonly (readonly [what: string, schema: object, json: unknown, xml: string])[] = [
    ['names of the schema', object({ id: integer, name: text }), { id: 1, name: 'a' }, '<Order><id>1</id><name>a</name></Order>'],
    ['another name', object({ name: { ...text, xml: { name: 'title' } } }, { xml: { name: 'order' } }), { name: 'a' }, '<order><title>a</title></order>'],
    ['attributes', object({ id: { ...integer, xml: { attribute: true } }, open: { type: 'boolean', xml: { attribute: true } } }), { id: 1, open: true }, '<Order id="1" open="true"/>'],
    ['text beside attributes', object({ id: { ...integer, xml: { attribute: true } }, value: { ...text, xml: { nodeType: 'text' } } }), { id: 1, value: 'x' }, '<Order id="1">x</Order>'],
    ['namespaces with prefixes', object({ name: { ...text, xml: { namespace: 'http://e.x/s', prefix: 's' } } }), { name: 'a' }, '<Order><s:name xmlns:s="http://e.x/s">a</s:name></Order>'],
    ['a namespace of the root', object({ name: text }, { xml: { namespace: 'http://e.x/s' } }), { name: 'a' }, '<Order xmlns="http://e.x/s"><name>a</name></Order>'],
    ['a list', object({ animals: list(text) }), animals, '<Order><animals>a</animals><animals>b</animals></Order>'],
    ['a list whose items have a name', object({ animals: list({ ...text, xml: { name: 'animal' } }) }), animals, '<Order><animal>a</animal><animal>b</animal></Order>'],
    ['a list whose own name means nothing', object({ animals: list({ ...text, xml: { name: 'animal' } }, { name: 'aliens' }) }), animals, '<Order><animal>a</animal><animal>b</animal></Order>'],
    ['a wrapped list', object({ animals: list(text, { wrapped: true }) }), animals, '<Order><animals><animals>a</animals><animals>b</animals></animals></Order>'],
    ['a wrapped list with both names', object({ animals: list({ ...text, xml: { name: 'animal' } }, { name: 'aliens', wrapped: true }) }), animals, '<Order><aliens><animal>a</animal><animal>b</animal></aliens></Order>'],
    ['a wrapped list with its name alone', object({ animals: list(text, { name: 'aliens', wrapped: true }) }), animals, '<Order><aliens><aliens>a</aliens><aliens>b</aliens></aliens></Order>'],
    ['records in a list', object({ lines: list(object({ n: integer }, { xml: { name: 'line' } })) }), { lines: [{ n: 1 }, { n: 2 }] }, '<Order><line><n>1</n></line><line><n>2</n></line></Order>'],
    ['a list at the root', list(object({ n: integer }, { xml: { name: 'line' } })), [{ n: 1 }], '<Order><line><n>1</n></line></Order>'],
    ['markup and quotes', object({ a: text, b: { ...text, xml: { attribute: true } } }), { a: '<&>"\'', b: '"<' }, '<Order b="&quot;&lt;"><a>&lt;&amp;&gt;&quot;\'</a></Order>'],
  ];
  for (const [what, schema, json, xml] of rows) {
    it(`write ${what}`, () => assert.equal(written(schema, json), xml));
    it(`read ${what}`, () => assert.deepEqual(read(schema, xml), json));
  }

  it('leave blanks out, keep what the schema does not name, and mend names', () => {
    assert.equal(
      written(object({ a: text }), { a: null, 'b c': [1, { '9': true }] }),
      '<Order><b_c>1</b_c><b_c><_9>true</_9></b_c></Order>',
    );
  });

  it('read other prefixes, empty values, xsi:nil, CDATA and numbers beyond doubles', () => {
    const schema = object({ a: text, n: integer, big: integer, d: { ...text, format: 'date' }, o: {} });
    const xml =
      '<?xml version="1.0"?><!DOCTYPE x [<!ELEMENT a ANY>]><q:x xmlns:q="u"><!-- c --><q:a><![CDATA[<b>]]>&#65;&#x42;</q:a><n/><big>12345678901234567890</big><d>\n 2024-01-31 </d><o u="1"><p>1</p><p>2</p>t</o></q:x>';
    const value = read(schema, xml) as { readonly [name: string]: unknown };
    assert.deepEqual(
      { ...value, big: String((value['big'] as { text: string }).text) },
      { a: '<b>AB', n: null, big: '12345678901234567890', d: '2024-01-31', o: { '@u': '1', p: ['1', '2'], '#text': 't' } },
    );
    assert.deepEqual(read(schema, '<x xmlns:xsi="s"><a xsi:nil="true"/></x>'), { a: null });
  });

  it('come back as they were written, whatever the texts', () => {
    const schema = object({
      id: { ...text, xml: { attribute: true } },
      name: text,
      tags: list({ ...text, xml: { name: 'tag' } }, { wrapped: true }),
      lines: list(object({ n: integer }, { xml: { name: 'line' } })),
    });
    // XML has no control characters, and knows one line end.
    // oxlint-disable-next-line no-control-regex -- they are what is taken out
    const string = fc.string({ unit: 'grapheme' }).map((of) => of.replace(/[\u0000-\u001F\uFFFE\uFFFF]/g, ''));
    fc.assert(
      fc.property(
        fc.record(
          {
            id: string,
            name: string,
            tags: fc.array(string),
            lines: fc.array(fc.record({ n: fc.integer() }, { noNullPrototype: true })),
          },
          { noNullPrototype: true },
        ),
        (json) => {
          assert.deepEqual(read(schema, written(schema, json)), json);
        },
      ),
    );
  });
});

describe('what is no XML', () => {
  const rows: readonly (readonly [what: string, xml: string])[] = [
    ['nothing', ''],
    ['text', 'hello'],
    ['an open element', '<a><b></b>'],
    ['elements that cross', '<a><b></a></b>'],
    ['two roots', '<a/><b/>'],
    ['an entity of its own', '<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>'],
    ['entities that grow', '<!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><l>&b;</l>'],
    ['a file', '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>'],
    ['a character that is none', '<a>&#0;</a>'],
    ['a bare ampersand', '<a>a & b</a>'],
    ['a bad attribute', '<a b=c/>'],
    ['depth', '<a>'.repeat(300)],
    ['an end alone', '</a>'],
  ];
  for (const [what, xml] of rows) it(`${what} is an error`, () => assert.throws(() => readXml(xml), XmlError));

  it('is an error or an element, whatever it is', () => {
    const pieces = fc.array(
      fc.constantFrom(
        '<',
        '>',
        '/',
        'a',
        '="',
        '"',
        "'",
        '&',
        ';',
        '<!--',
        '-->',
        '<![CDATA[',
        ']]>',
        '<?',
        '?>',
        '<!DOCTYPE',
        '[',
        ']',
        ' ',
        'xmlns:',
        '</a>',
        '<a>',
      ),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(pieces, (of) => {
        try {
          assert.equal(typeof readXml(of.join('')).name, 'string');
        } catch (error) {
          assert.ok(error instanceof XmlError, String(error));
        }
      }),
      { numRuns: 5000 },
    );
  });
});

describe('services that speak XML', () => {
  const order = object(
    {
      id: { ...integer, xml: { attribute: true } },
      placed: { ...text, format: 'date-time' },
      lines: list(object({ n: integer, price: { type: 'number' } }, { xml: { name: 'line' } }), { wrapped: true }),
    },
    { xml: { name: 'order' } },
  );
  const content = { 'application/xml': { schema: { $ref: '#/components/schemas/Order' } } };
  const document = {
    openapi: '3.1.0',
    components: { schemas: { Order: order } },
    paths: {
      '/order': { post: { operationId: 'Send', requestBody: { required: true, content }, responses: { 200: { content } } } },
    },
  };
  const open: ScriptedService[] = [];
  after(() => Promise.all(open.map((service) => service.close())));
  const call = async (body: string, type: string): Promise<{ readonly value: Value; readonly service: ScriptedService }> => {
    const service = await scriptedService((response) => response.writeHead(200, { 'content-type': type }).end(body));
    open.push(service);
    const connector = connect(document, { namespace: 'Shop', baseUrl: service.url });
    const args: readonly Value[] = [{ id: 1, lines: [{ n: 2, price: 1.5 }] }];
    const { id, lines } = args[0] as { readonly id: Value; readonly lines: Value };
    return { service, value: await connector.call(connector.namespace.functions.get('Send')!, [{ id, lines }]) };
  };

  it('get a body of their form, and give records and tables', async () => {
    const { value, service } = await call(
      '<o id="7"><placed>2024-01-31T10:00:00Z</placed><lines><line><n>1</n><price>2.5</price></line></lines></o>',
      'application/xml',
    );
    assert.equal(service.seen[0]!.headers['content-type'], 'application/xml; charset=utf-8');
    assert.equal(
      service.seen[0]!.body,
      '<?xml version="1.0" encoding="UTF-8"?>\n<order id="1"><lines><line><n>2</n><price>1.5</price></line></lines></order>',
    );
    assert.deepEqual({ ...(value as object), placed: undefined }, { id: 7, placed: undefined, lines: [{ n: 1, price: 2.5 }] });
  });

  it('may answer in JSON all the same, and are an error where they do not speak XML', async () => {
    assert.deepEqual((await call('{"id": 3}', 'application/json')).value, { id: 3 });
    const { value } = await call('<o><id>', 'text/xml; charset=utf-8');
    assert.match((value as FormulaError).message, /^Shop\.Send failed: the service answered with text that is no XML/);
  });
});
