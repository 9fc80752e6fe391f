import { expect } from 'chai';
import fc from 'fast-check';
import { scanJson, seekJson } from '../../src/connectors/json-scanner.ts';
import { jsonSource, readSource } from '../../src/connectors/index.ts';
import { SoughtPlace } from '../../src/connectors/place.ts';
import { seekStrict } from '../../src/connectors/seek-json.ts';

const mended = (text: string): unknown => scanJson(text).root;
const repairs = (text: string): string[] => scanJson(text).repairs.map(({ offset, message }) => `${offset}: ${message}`);

describe('definition text', () => {
  it('reads sound JSON as JSON.parse does, without repairs', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        const { root, repairs: found } = scanJson(text);
        expect(root).to.deep.equal(JSON.parse(text));
        expect(found).to.deep.equal([]);
      }),
    );
  });

  it('mends what people do to JSON, and says where', () => {
    expect(mended('{"a": 1, "b": [1, 2,],}')).to.deep.equal({ a: 1, b: [1, 2] });
    expect(repairs('{"a": 1,}')).to.deep.equal(['8: There is a comma before } that JSON does not allow.']);
    expect(mended('{"a": 1 "b": 2}')).to.deep.equal({ a: 1, b: 2 });
    expect(repairs('{"a": 1 "b": 2}')).to.deep.equal(['8: A comma is missing here.']);
    expect(mended('{"a": {"b": 1}')).to.deep.equal({ a: { b: 1 } });
    expect(mended('{"a": [1, {"b": 2}')).to.deep.equal({ a: [1, { b: 2 }] });
    expect(mended("{'a': 'x'}")).to.deep.equal({ a: 'x' });
    expect(mended('{a: yes}')).to.deep.equal({ a: 'yes' });
    expect(mended('{"a": "line\nbreak"}')).to.deep.equal({ a: 'line\nbreak' });
    expect(mended('/* c */ {"a": 1 // c\n}')).to.deep.equal({ a: 1 });
    expect(mended('{"a": 1} trailing')).to.deep.equal({ a: 1 });
    expect(mended('\uFEFF{"a": "\\u0041\\q"}')).to.deep.equal({ a: 'Aq' });
    expect(mended('')).to.equal(undefined);
  });

  it('reports a name that stands twice', () => {
    expect(scanJson('{"a": 1, "a": 2}').repairs.map(({ code }) => code)).to.deep.equal(['duplicate-key']);
  });

  it('ends for any text and any prefix, and never throws', () => {
    const text = '{"paths": {"/a": {"get": {"x": [1, -2.5e3, "s\\n", true, null]}}}}';
    for (let end = 0; end <= text.length; end++) scanJson(text.slice(0, end));
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('{', '}', '[', ']', ',', ':', '"', "'", '\\', 'a', '1', '.', '-', '/', '*', ' ', '\n'),
        }),
        (soup) => {
          scanJson(soup);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('takes any depth', () => {
    const deep = 200_000;
    expect(scanJson(`${'['.repeat(deep)}1`).repairs).to.have.length(1);
  });

  it('does not let a name reach a prototype', () => {
    const root = mended('{"__proto__": {"polluted": true},}') as object;
    expect(Object.hasOwn(root, '__proto__')).to.equal(true);
    expect(({} as { polluted?: boolean }).polluted).to.equal(undefined);
  });

  it('finds the place of a pointer', () => {
    const text = '{\n  "paths": {\n    "/a": {"get": [0, {"x": 1}]},\n    "~b/": true\n  }\n}';
    const place = (pointer: string): unknown => jsonSource(text).places([pointer, '/openapi']).get(pointer);
    expect(place('/paths/~1a/get/1/x')).to.deep.equal({ line: 3, column: 29 });
    expect(place('/paths/~0b~1')).to.deep.equal({ line: 4, column: 12 });
    expect(place('')).to.deep.equal({ line: 1, column: 1 });
    expect(place('/paths/nothing')).to.deep.equal({ line: 2, column: 12 });
  });

  it('finds the same places in sound JSON as in what had to be mended', () => {
    const pointers = (value: unknown, at: string): string[] => [
      at,
      ...(typeof value === 'object' && value !== null
        ? Object.entries(value).flatMap(([name, of]) => pointers(of, `${at}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`))
        : []),
    ];
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        const all = pointers(JSON.parse(text), '');
        const offsets = [seekStrict, seekJson].map((seek) => {
          const sought = SoughtPlace.of(all);
          seek(text, sought);
          return all.map((pointer) => sought.nearest(pointer));
        });
        expect(offsets[0]).to.deep.equal(offsets[1]);
      }),
    );
  });

  it('reads YAML, with places', async () => {
    const source = await readSource(
      'openapi: 3.1.0\ninfo:\n  title: T\npaths:\n  /a:\n    get:\n      responses:\n        200: {description: ok}\n',
    );
    expect(source.root).to.deep.equal({
      openapi: '3.1.0',
      info: { title: 'T' },
      paths: { '/a': { get: { responses: { 200: { description: 'ok' } } } } },
    });
    expect(source.places(['/paths/~1a/get']).get('/paths/~1a/get')).to.deep.equal({ line: 7, column: 7 });
  });

  it('reports broken YAML, and refuses to grow', async () => {
    const broken = await readSource('a: [1, 2\nb: }');
    expect(broken.diagnostics[0]).to.include({ severity: 'error', code: 'yaml' });
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghi'
      .split('')
      .map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[i]}`).join(',')}]`)
      .join('\n')}`;
    expect((await readSource(bomb)).diagnostics.map(({ code }) => code)).to.deep.equal(['yaml']);
  });
});
