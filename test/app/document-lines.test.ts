import { expect } from 'chai';
import fc from 'fast-check';
import { readLines } from '../../src/app/document-lines.ts';
import { parseYaml } from '../../src/app/yaml-library.ts';
import { isList, isMap, isScalar, type YamlNode } from '../../src/app/yaml-nodes.ts';
import { data, dataFiles } from '../environment/data.ts';

/** A tree as plain data: texts with their style and place. */
function plain(node: YamlNode): unknown {
  if (isScalar(node)) {
    const { value, type, range } = node;
    return value === '' ? '' : [value, type, range.slice(0, 2)];
  }
  if (isList(node)) return node.items.map((item) => plain(item));
  if (isMap(node)) return new Map(node.items.map((pair) => [plain(pair.key), plain(pair.value)]));
  return node;
}

/** Whether the reader took the text; it must then say what the library says. */
function agrees(text: string): boolean {
  const own = readLines(text);
  if (own === undefined) return false;
  const { root, problems } = parseYaml(text);
  expect(problems, JSON.stringify(text)).to.deep.equal([]);
  expect(plain(own), JSON.stringify(text)).to.deep.equal(plain(root));
  return true;
}

const sample = `# A comment
App:
  Properties:
    OnStart: |-
      =Set(x, 1);

        Set(y, 2)
    Empty:
Screens:
  Home:
    Children:
    - Box:
        Control: Label@2.5.1 # version
        Properties:
          Text: '="it''s"'
          Other: "=\\"a\\n\\""

          Keep: |+
            =1

          X: =2

      # end
    -
      Last: |
        =3
EditorState:
  ScreensOrder:
    - Home
`;

describe('reading by lines', () => {
  it('takes the usual forms', () => {
    expect(agrees(sample)).to.equal(true);
    expect(agrees(sample.replaceAll('\n', '\r\n'))).to.equal(true);
  });

  it('leaves mistakes to the library', () => {
    expect(agrees('a: |\n   \n  b\n')).to.equal(false);
  });

  it('says what the library says, or leaves the text to it', function () {
    this.timeout(60_000);
    let taken = 0;
    const char = fc.constantFrom(...' \n\t:-#|>+"\'{}[],&*!?%@`=ax1\\\r'.split(''), '\n  ', ': ', ' #', '- ', '|-\n', '\u0085');
    const insert = fc.record({ at: fc.nat(sample.length), length: fc.nat(8), text: fc.array(char, { maxLength: 3 }) });
    fc.assert(
      fc.property(fc.array(insert, { minLength: 1, maxLength: 3 }), (edits) => {
        let text = sample;
        for (const { at, length, text: with_ } of edits) text = text.slice(0, at) + with_.join('') + text.slice(at + length);
        if (agrees(text)) taken++;
      }),
      { numRuns: 4000 },
    );
    expect(taken).to.be.greaterThan(100);
  });

  it('takes files of others', async () => {
    const files = await dataFiles('apps/payaml-given');
    const taken = await Promise.all(files.map(async (file) => agrees((await data(`apps/payaml-given/${file}`))!)));
    expect(taken.filter((one) => !one).length).to.be.at.most(files.length / 5);
  });
});
