import { expect } from 'chai';
import { createApp, AppDocument, type App } from '../../../src/app/index.ts';
import { definitionOf, formulasOf, namedAt, rename, usesOf, type Named } from '../../../src/app/authoring/index.ts';
import { renameThereAndBack } from '../../../bench/renames.ts';
import { data, dataFiles } from '../../environment/data.ts';

const source = `App:
  Properties:
    Formulas: |-
      =Rate = 0.2;
      Gross(Net: Number): Number = Net * (1 + Rate);
      Doubled = Gross(Rate) * 2;
    OnStart: |-
      =Set(total, 1); ClearCollect('My rows', {total: total}); // total
Screens:
  Home:
    Properties:
      OnVisible: '=UpdateContext({step: 1}); Set(total, ''My Label''.Text & "total")'
    Children:
      - My Label:
          Control: Label@2.5.1
          Properties:
            Text: =$"{Gross(total)} total {step}"
            Color: |-
              =// total
              If(total > Rate,
                Self.Fill, Color.Red)
      - Rows:
          Control: Gallery@2.15.0
          Variant: Vertical
          Properties:
            Items: =Filter('My rows', total > Rate && [@total] > 1)
            OnSelect: |-
              =Navigate(Second, None, {step: step, note: Doubled})
          Children:
            - Inner:
                Control: Label@2.5.1
                Properties: { Text: =ThisItem.total & total, OnSelect: "=Reset(Inner)" }
  Second:
    Children:
      - Note:
          Control: Label@2.5.1
          Properties:
            Text: =step & note & Home.Width
EditorState:
  ScreensOrder:
    - Home
    - Second
`;

const open = (text: string): App => createApp(new AppDocument([{ name: 'App.pa.yaml', text }]));

/** What the first use of a name in a formula stands for. */
function named(app: App, where: string, name: string): Named {
  const formula = [...formulasOf(app)].find(({ owner, property }) => `${owner.name}.${property}` === where)!;
  return namedAt(app, formula, formula.text.indexOf(name))!;
}

/** The lines of a text that another does not have. */
const changed = (after: string, before: string): string[] => {
  const known = new Set(before.split('\n'));
  return after.split('\n').flatMap((line) => (known.has(line) ? [] : [line.trim()]));
};

describe('rename', () => {
  const rows: readonly (readonly [where: string, name: string, to: string, lines: readonly string[]])[] = [
    [
      'My Label.Text',
      'total',
      'Grand total',
      [
        "=Set('Grand total', 1); ClearCollect('My rows', {total: 'Grand total'}); // total",
        `OnVisible: '=UpdateContext({step: 1}); Set(''Grand total'', ''My Label''.Text & "total")'`,
        `Text: =$"{Gross('Grand total')} total {step}"`,
        "If('Grand total' > Rate,",
        "Items: =Filter('My rows', total > Rate && [@'Grand total'] > 1)",
        `Properties: { Text: =ThisItem.total & 'Grand total', OnSelect: "=Reset(Inner)" }`,
      ],
    ],
    [
      'My Label.Text',
      'step',
      'page',
      [
        `OnVisible: '=UpdateContext({page: 1}); Set(total, ''My Label''.Text & "total")'`,
        'Text: =$"{Gross(total)} total {page}"',
        '=Navigate(Second, None, {step: page, note: Doubled})',
      ],
    ],
    ['Note.Text', 'step', 'page', ['=Navigate(Second, None, {page: step, note: Doubled})', 'Text: =page & note & Home.Width']],
    ['Note.Text', 'Home', 'Start', ['Start:', 'Text: =step & note & Start.Width', '- Start']],
    ['Home.OnVisible', "'My Label'", 'Title', [`OnVisible: '=UpdateContext({step: 1}); Set(total, Title.Text & "total")'`, '- Title:']],
    ['Inner.OnSelect', 'Inner', 'A, B', ['- "A, B":', `Properties: { Text: =ThisItem.total & total, OnSelect: "=Reset('A, B')" }`]],
    ['Rows.Items', "'My rows'", 'Lines', ['=Set(total, 1); ClearCollect(Lines, {total: total}); // total', 'Items: =Filter(Lines, total > Rate && [@total] > 1)']],
    ['Rows.OnSelect', 'Doubled', 'Twice', ['Twice = Gross(Rate) * 2;', '=Navigate(Second, None, {step: step, note: Twice})']],
    ['My Label.Text', 'Gross', 'With tax', [`'With tax'(Net: Number): Number = Net * (1 + Rate);`, "Doubled = 'With tax'(Rate) * 2;", `Text: =$"{'With tax'(total)} total {step}"`]],
    ['App.Gross', 'Rate', 'Tax', ['=Tax = 0.2;', 'Gross(Net: Number): Number = Net * (1 + Tax);', 'Doubled = Gross(Tax) * 2;', 'If(total > Tax,', "Items: =Filter('My rows', total > Tax && [@total] > 1)"]],
  ]; // prettier-ignore

  for (const [where, name, to, lines] of rows) {
    it(`${name} in ${where} becomes ${to}, and nothing else changes`, () => {
      const app = open(source);
      const { files } = rename(app, named(app, where, name), to);
      expect(changed(files[0]!.text, source)).to.deep.equal(lines);
      const again = open(files[0]!.text);
      expect(again.diagnostics.map(({ code }) => code)).to.deep.equal(app.diagnostics.map(({ code }) => code));
    });
  }

  const refused: readonly (readonly [where: string, name: string, to: string, message: RegExp])[] = [
    ['My Label.Text', 'total', 'Home', /something else called Home/],
    ['My Label.Text', 'total', 'Color', /something else called Color/],
    ['Note.Text', 'step', 'total', /something else called total/],
    ['App.Gross', 'Rate', 'Net', /In App\.Gross the name Net would stand for something else/],
    ['My Label.Text', 'total', '  ', /begins and ends/],
    ['My Label.Text', 'total', 'a\nb', /in one line/],
    ['My Label.Text', 'total', 'total', /already/],
    ['My Label.Color', 'Fill', 'Paint', /not a name that this app gives/],
  ];
  for (const [where, name, to, message] of refused) {
    it(`${name} in ${where} cannot become ${JSON.stringify(to)}`, () => {
      const app = open(source);
      expect(() => rename(app, named(app, where, name), to)).to.throw(RangeError, message);
    });
  }

  it('tells where something is written, and who uses it', () => {
    const app = open(source);
    const lineOf = (offset: number): string => source.slice(offset, source.indexOf('\n', offset));
    expect(lineOf(definitionOf(app, named(app, 'Rows.OnSelect', 'Doubled'))!.offset)).to.equal('Doubled = Gross(Rate) * 2;');
    expect(lineOf(definitionOf(app, named(app, 'My Label.Text', 'Gross'))!.offset)).to.match(/^Gross\(Net/);
    expect(lineOf(definitionOf(app, named(app, 'Inner.OnSelect', 'Inner'))!.offset)).to.equal('Inner:');
    expect(definitionOf(app, named(app, 'My Label.Text', 'total'))).to.equal(undefined);
    const uses = usesOf(app, named(app, 'My Label.Text', 'total'));
    expect(uses.map(({ formula: { owner, property }, from }) => `${owner.name}.${property} ${from}`)).to.deep.equal([
      'App.OnStart 4', 'App.OnStart 47', 'Home.OnVisible 30', 'My Label.Text 9', 'My Label.Color 12', 'Rows.Items 36', 'Inner.Text 17',
    ]); // prettier-ignore
  });

  it('in real apps changes all uses and nothing else', async function () {
    this.timeout(600_000);
    const files = (await dataFiles('apps/payaml-given')).filter((name) => name.endsWith('.pa.yaml'));
    if (files.length === 0) return this.skip();
    let count = 0;
    for (const [number, file] of files.entries()) {
      // Some of each file; what is tried changes with its place in the file, not from run to run. `npm run bench rename` tries all.
      const result = renameThereAndBack((await data(`apps/payaml-given/${file}`))!, (i) => i % 7 === 0, number);
      expect(result.problems, file).to.deep.equal([]);
      count += result.count;
    }
    expect(count).to.be.above(20);
  });
});
