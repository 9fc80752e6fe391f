import { expect } from 'chai';
import { allControls, AppDocument } from '../../src/app/document.ts';
import { data, dataFiles } from '../environment/data.ts';

const read = (text: string): AppDocument => new AppDocument([{ name: 'app.pa.yaml', text }]);
const lines = (...all: string[]): string => `${all.join('\n')}\n`;
const sample = lines(
  'Screens:',
  '  Home: # first',
  '    Children:',
  '    - Box:',
  '        Control: GroupContainer',
  '        Variant: AutoLayout',
  '        Children:',
  '          # about Save - the only one',
  '          -',
  '            Save:',
  '              Control: Button',
  '              Properties:',
  '                OnSelect: |-',
  '                  =Set(x, 1);',
  '',
  '                    Notify(Title.Text & Save.Text & First(rows).Save)',
  '    - Title:',
  '        Control: Label',
  '        Properties: { Text: ="a" }',
  '  Empty:',
  'EditorState:',
  '  ScreensOrder:',
  '    - Empty',
  '    - Home',
);
const added = '- Mark:\n    Control: Circle\n    Properties:\n      Fill: =Red\n';

/** The lines that a change takes out (`-`) and brings in (`+`), where all others stay in their order. */
function difference(before: string, after: string): string[] {
  const [a, b] = [before, after].map((text) => text.split('\n')) as [string[], string[]];
  let from = 0;
  while (from < Math.min(a.length, b.length) && a[from] === b[from]) from++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - from && a.at(-1 - end) === b.at(-1 - end)) end++;
  return [...a.slice(from, a.length - end).map((line) => `-${line}`), ...b.slice(from, b.length - end).map((line) => `+${line}`)];
}

const changed = (work: (document: AppDocument) => void, text = sample): string[] => {
  const document = read(text);
  work(document);
  expect(document.diagnostics).to.deep.equal([]);
  return difference(text, document.files[0]!.text);
};
const within = (indent: number, text: string): string[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => `+${' '.repeat(indent)}${line}`);

describe('controls of a document', () => {
  it('are put in as lines of their own', () => {
    const into = (parent: string, before?: string): string[] =>
      changed((document) =>
        document.insert(added, document.find(parent)!, before === undefined ? undefined : document.find(before)),
      );
    expect(into('Home')).to.deep.equal(within(4, added));
    expect(into('Home', 'Title')).to.deep.equal(within(4, added));
    expect(into('Box')).to.deep.equal(within(10, added));
    expect(into('Empty')).to.deep.equal(['+    Children:', ...within(6, added)]);
    expect(into('Title')).to.deep.equal(['+        Children:', ...within(10, added)]);
    expect(changed((document) => document.insert(added, document.screens[0]!), '- A:\n    Control: Label\n')).to.deep.equal(
      within(0, added),
    );
    const component = 'ComponentDefinitions:\n  C:\n    DefinitionType: CanvasComponent\n    Children:\n';
    expect(changed((document) => document.insert(added, document.components[0]!), component)).to.deep.equal(within(6, added));
  });

  it('keep the line ends of the file', () => {
    const document = read(sample.replaceAll('\n', '\r\n'));
    document.insert(added, document.find('Home')!);
    expect(/[^\r]\n/.test(document.files[0]!.text)).to.equal(false);
    expect(document.find('Mark')?.properties.get('Fill')?.formula).to.equal('Red');
  });

  it('are taken out with their lines alone', () => {
    const without = (name: string, text?: string): string[] =>
      changed((document) => document.remove(document.find(name)!), text).map((line) => line.trim());
    expect(without('Title')).to.deep.equal(['-    - Title:', '-        Control: Label', '-        Properties: { Text: ="a" }']);
    expect(without('Save')).to.have.lengthOf(10);
    expect(without('Box')[0]).to.equal('-    - Box:');
    expect(without('Empty')).to.deep.equal([
      '-  Empty:',
      '-EditorState:',
      '-  ScreensOrder:',
      '-    - Empty',
      '+EditorState:',
      '+  ScreensOrder:',
    ]);
    const flow = 'Screens: { A: { Children: [{ B: { Control: Label } }, { C: { Control: Label } }] } }';
    expect(without('B', flow)).to.deep.equal([`-${flow}`, '+Screens: { A: { Children: [{ C: { Control: Label } }] } }']);
    expect(without('C', flow)).to.deep.equal([`-${flow}`, '+Screens: { A: { Children: [{ B: { Control: Label } }] } }']);
  });

  it('are copied, and get free names where they are pasted, in their formulas too', () => {
    const document = read(sample);
    const copied = document.copy(document.find('Box')!, document.find('Title')!);
    expect(copied).to.include('- Box:\n    Control: GroupContainer\n').and.to.include('\n- Title:\n    Control: Label\n');
    expect(document.insert(copied, document.find('Empty')!)).to.deep.equal(['Box_1', 'Title_1']);
    expect(document.find('Save_1')!.properties.get('OnSelect')!.formula).to.equal(
      'Set(x, 1);\n\n  Notify(Title_1.Text & Save_1.Text & First(rows).Save)',
    );
    expect(document.insert(copied, document.find('Empty')!)).to.deep.equal(['Box_2', 'Title_2']);
    const flow = read('Screens: { A: { Children: [{ B: { Control: Label, Properties: { Text: =1 } } }] } }');
    expect(document.insert(flow.copy(flow.find('B')!), document.find('Home')!)).to.deep.equal(['B']);
    expect(document.find('B')!.properties.get('Text')!.formula).to.equal('1');
  });

  it('are refused where that cannot be', () => {
    const document = read(sample);
    const home = document.find('Home')!;
    // oxfmt-ignore
    const rows: readonly (readonly [work: () => unknown, said: RegExp])[] = [
      [() => document.insert('hello', home), /no list of controls/],
      [() => document.insert('- A:\n    Text: =1\n', home), /Line 2 of what is pasted: Control A has no Text/],
      [() => document.insert('Screens:\n  A:\n    Children:\n      - B:\n          Control: Label\n', home), /no list of controls/],
      [() => document.insert(added, read('Screens:\n  X:\n').find('X')!), /X is not in this document/],
      [() => document.remove(read('Screens:\n  X:\n').find('X')!), /X is not in this document/],
      [() => { const flow = read('Screens: { A: { Children: [] } }'); flow.insert(added, flow.find('A')!); }, /in braces/],
    ];
    for (const [work, said] of rows) expect(work).to.throw(RangeError, said);
    expect(document.files[0]!.text).to.equal(sample);
  });
});

const names = (await dataFiles('apps/payaml-given')).map((file) => `apps/payaml-given/${file}`);
const texts = new Map(await Promise.all(names.map(async (name) => [name, (await data(name))!] as const)));

describe('app files of others', function () {
  this.timeout(120_000);
  if (names.length === 0) it.skip('needs FXLOOM_DATA');

  it('change only the lines of controls that come, go and are edited, a thousand times', () => {
    let seed = 11;
    const random = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
    const documents = names.map((name) => new AppDocument([{ name, text: texts.get(name)! }]));
    const done = { insert: 0, remove: 0, edit: 0, paste: 0 };
    for (let i = 0; i < 1000; i++) {
      const document = documents[random(documents.length)]!;
      const homes = [...document.screens, ...document.components];
      const owners = [...allControls(homes)];
      const owner = owners[random(owners.length)];
      if (owner === undefined) continue;
      const before = document.files[0]!.text;
      const others = formulasOf(document);
      const what = `${document.files[0]!.name} ${owner.path.join('/')} ${i}`;
      const kind = (['insert', 'remove', 'edit', 'paste'] as const)[random(4)]!;
      if (kind === 'remove' && (owner.path.length < 3 || owners.length < 4)) continue;
      done[kind]++;
      if (kind === 'insert') document.insert(added.replace('Mark', `Mark${i}`), owner);
      else if (kind === 'remove') document.remove(owner);
      else if (kind === 'edit') document.edit(owner, 'Tooltip', `"${i}: # ${i}"`);
      else if (owner.path.length > 2)
        document.insert(
          document.copy(owner),
          homes.find(({ name }) => name === owner.path[1])!,
        );
      expect(document.diagnostics, what).to.deep.equal([]);
      const now = formulasOf(document);
      // Whatever is not of this control is there as it was.
      const inside = owner.path.join('/');
      for (const [path, formula] of others)
        if (!(path.startsWith(`${inside}/`) || path.startsWith(`${inside}.`)) || kind !== 'remove') {
          if (path !== `${inside}.Tooltip`) expect(now.get(path), `${what}: ${path}`).to.equal(formula);
        } else expect(now.has(path), `${what}: ${path}`).to.equal(false);
      const lost = difference(before, document.files[0]!.text).filter((line) => line.startsWith('-')).length;
      if (kind === 'insert' || kind === 'paste') expect(lost, what).to.be.at.most(before.endsWith('\n') ? 0 : 1);
      if (kind === 'edit') expect(lost, what).to.be.at.most(1);
    }
    expect(Math.min(...Object.values(done))).to.be.greaterThan(50);
  });
});

/** All formulas of a document, by path and name. */
function formulasOf(document: AppDocument): Map<string, string> {
  const all = new Map<string, string>();
  for (const control of allControls([...document.screens, ...document.components])) {
    all.set(`${control.path.join('/')}.`, control.template ?? control.control);
    for (const [name, { formula }] of control.properties) all.set(`${control.path.join('/')}.${name}`, formula);
  }
  return all;
}
