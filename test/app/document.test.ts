import { expect } from 'chai';
import fc from 'fast-check';
import { allControls, AppDocument } from '../../src/app/index.ts';
import { data, dataFiles } from '../environment/data.ts';

const read = (text: string): AppDocument => new AppDocument([{ name: 'app.pa.yaml', text }]);
/** `line:column code` of each diagnostic. */
const found = (text: string): string[] => read(text).diagnostics.map(({ line, column, code }) => `${line}:${column} ${code}`);
const lines = (...all: string[]): string => `${all.join('\n')}\n`;

const sample = lines(
  'App:',
  '  Properties:',
  '    OnStart: =Set(x, 1)',
  'Screens:',
  '  # The first screen',
  '  Home:',
  '    Properties:',
  '      Fill: =White # calm',
  '    Children:',
  '      - Box:',
  '          Control: GroupContainer@1.3.0',
  '          Variant: AutoLayout',
  '          Children:',
  '            - Save:',
  '                Control: Classic/Button@2.2.0',
  '                IsLocked: true',
  '                Properties:',
  "                  Text: '=\"it''s\" & x'",
  '                  OnSelect: |-',
  '                    =Set(x, 2);',
  '                    ',
  '                      Notify("done: " & x)',
  '      - Title:',
  '          Control: Label',
);

describe('app document', () => {
  it('reads screens, controls, types, variants and properties', () => {
    const document = read(sample);
    expect(document.diagnostics).to.deep.equal([]);
    expect(document.app.properties.get('OnStart')?.formula).to.equal('Set(x, 1)');
    expect([...allControls(document.screens)].map(({ name, control }) => `${name}: ${control}`)).to.deep.equal([
      'Home: Screen',
      'Box: GroupContainer',
      'Save: Button',
      'Title: Label',
    ]);
    const save = document.find('Save')!;
    expect(save).to.include({ template: 'Classic/Button@2.2.0', version: '2.2.0', locked: true });
    expect(save.properties.get('Text')?.formula).to.equal('"it\'s" & x');
    expect(save.properties.get('OnSelect')?.formula).to.equal('Set(x, 2);\n\n  Notify("done: " & x)');
    expect(document.find('Box')).to.include({ variant: 'AutoLayout', version: '1.3.0' });
    expect(save.path).to.deep.equal(['Screens', 'Home', 'Box', 'Save']);
  });

  it('merges files, and orders screens as the editor does', () => {
    const document = new AppDocument([
      { name: 'a', text: lines('Screens:', '  A:') },
      { name: 'b', text: lines('Screens:', '  B:') },
      { name: 'c', text: lines('EditorState:', '  ScreensOrder:', '    - B') },
    ]);
    expect(document.screens.map((screen) => screen.name)).to.deep.equal(['B', 'A']);
    const twice = new AppDocument([...document.files, { name: 'd', text: lines('Screens:', '  A:') }]);
    expect(twice.diagnostics).to.have.length(1);
    expect(twice.diagnostics[0]).to.include({ file: 'd', line: 2, column: 3, code: 'DuplicateName' });
    expect(twice.diagnostics[0]!.message).to.include('a, line 2');
  });

  it('reads the clipboard form as a screen', () => {
    const document = read(lines('- A:', '    Control: Label', '- B:', '    Control: Label'));
    expect(document.diagnostics).to.deep.equal([]);
    expect(document.screens[0]!.children.map((control) => control.name)).to.deep.equal(['A', 'B']);
  });

  it('keeps components with their custom properties', () => {
    const document = read(
      lines(
        'ComponentDefinitions:',
        '  Header:',
        '    DefinitionType: CanvasComponent',
        '    AccessAppScope: true',
        '    CustomProperties:',
        '      Title: { PropertyKind: Input, DataType: Text, Default: \'="x"\', RaiseOnReset: true }',
        '      Pick: { PropertyKind: Event, ReturnType: None, Parameters: [{ Row: { DataType: Number, IsOptional: true } }] }',
        '    Children:',
        '      - Label1:',
        '          Control: Label',
        'Screens:',
        '  Home:',
        '    Children:',
        '      - Label1:',
        '          Control: Label',
        '      - Header1: { Control: CanvasComponent, ComponentName: Header }',
        '      - Other1: { Control: CanvasComponent }',
      ),
    );
    expect(document.diagnostics.map(({ line, code }) => `${line} ${code}`)).to.deep.equal(['17 MissingComponentName']);
    const header = document.components[0]!;
    expect(header.accessAppScope).to.equal(true);
    expect(header.customProperties.get('Title')).to.include({ kind: 'Input', dataType: 'Text', raiseOnReset: true });
    expect(header.customProperties.get('Title')?.default?.formula).to.equal('"x"');
    expect(header.customProperties.get('Pick')?.parameters).to.deep.equal([{ name: 'Row', dataType: 'Number', optional: true }]);
    expect(header.children[0]!.path).to.deep.equal(['ComponentDefinitions', 'Header', 'Label1']);
    expect(document.find('Header1')?.componentName).to.equal('Header');
  });

  describe('places', () => {
    const placed = (text: string, property: string, part: string, control = 'L'): string => {
      const source = read(text).find(control)!.properties.get(property)!;
      const { line, column } = source.placeOf(source.formula.indexOf(part));
      return `${line}:${column}`;
    };
    const control = (...properties: string[]): string =>
      lines(
        'Screens:',
        '  S:',
        '    Children:',
        '      - L:',
        '          Control: Label',
        '          Properties:',
        ...properties,
      );

    it('are found in plain, folded, quoted and block scalars', () => {
      expect(placed(control('            Text: =1 + bad'), 'Text', 'bad')).to.equal('7:24');
      expect(placed(control('            Text: =1 +', '              bad'), 'Text', 'bad')).to.equal('8:15');
      expect(placed(control("            Text: '=\"it''s'' \" & bad'"), 'Text', 'bad')).to.equal('7:34');
      expect(placed(control('            Text: "=\\"a\\u0041\\U0001F600\\" & \\', '              bad"'), 'Text', 'bad')).to.equal(
        '8:15',
      );
      expect(placed(control('            Text: |-', '              =1 +', '', '                bad'), 'Text', 'bad')).to.equal(
        '10:17',
      );
      expect(placed(control('            Text: >-', '              =1 +', '              bad'), 'Text', 'bad')).to.equal('9:15');
      expect(
        placed(
          control('            Text: |2+', '              =1 +', '              bad').replaceAll('\n', '\r\n'),
          'Text',
          'bad',
        ),
      ).to.equal('9:15');
    });

    it('exist for every offset', () => {
      const source = read(sample).find('Save')!.properties.get('OnSelect')!;
      for (let i = -1; i <= source.formula.length + 5; i++) {
        const { line, offset } = source.placeOf(i);
        expect(line).to.be.within(20, 23);
        if (/\S/.test(source.formula[i] ?? ' ')) expect(sample[offset]).to.equal(source.formula[i]);
      }
    });
  });

  describe('bad input', () => {
    it('is reported with its place, and the rest is read', () => {
      expect(found('Screens: [1]')).to.deep.equal(['1:10 WrongShape']);
      expect(found('42')).to.deep.equal(['1:1 NotAnApp']);
      expect(found('')).to.deep.equal([]);
      expect(found(lines('Screens:', '  A:', '    Childs:'))).to.deep.equal(['3:5 UnknownKey']);
      expect(found(lines('Screens:', '  A:', '  A:'))).to.include('3:3 DuplicateName');
      expect(
        found(lines('App:', '  Properties:', '    A: 1', '    B: [x]', '    C: &a =1', '    D: *a', '    E:', '    F: ~')),
      ).to.deep.equal(['3:8 NotAFormula', '4:8 NotAFormula', '6:8 AliasUsed']);
      expect(found(lines('App:', '  Properties:', '    A: =If(x, "a: b")'))).to.include.members(['3:8 YamlSyntax']);
      const children = (...items: string[]): string[] =>
        found(lines('Screens:', '  A:', '    Children:', ...items.map((item) => `      ${item}`)));
      expect(children('x: 1')).to.deep.equal(['4:7 WrongShape']);
      expect(children('- B:')).to.deep.equal(['4:9 MissingControl']);
      expect(children('- B: { Control: label }')).to.deep.equal(['4:23 InvalidControlType']);
      expect(children('- B: { Control: Screen }')).to.deep.equal(['4:23 InvalidControlType']);
      expect(children('- B: { Control: Label, IsLocked: maybe }')).to.deep.equal(['4:40 WrongShape']);
      expect(children('- B: { Control: Label }', '  C: { Control: Label }')).to.deep.equal(['5:9 WrongShape']);
      expect(children('- A: { Control: Label }')).to.deep.equal(['4:9 DuplicateName']);
      expect(children('- ~: { Control: Label }', '- : { Control: Label }')).to.deep.equal(['5:9 WrongShape']);
    });

    it('of any depth or size ends in a diagnostic', () => {
      const deep = found('['.repeat(100_000));
      expect(deep[0]).to.match(/YamlSyntax/);
      expect(deep).to.have.length.lessThan(25);
      let nested = '';
      for (let i = 0; i < 150; i++) {
        const indent = ' '.repeat(4 + i * 4);
        nested += `${indent}Children:\n${indent}- C${i}:\n${indent}    Control: GroupContainer\n`;
      }
      expect(read(`Screens:\n  A:\n${nested}`).diagnostics.map(({ code }) => code)).to.deep.equal(['TooDeep']);
    });

    it('never throws, whatever is cut out of a file', () => {
      fc.assert(
        fc.property(
          fc.nat(sample.length),
          fc.nat(sample.length),
          fc.constantFrom('', '\t', ':', '- ', '&a', '{', '"', '\0'),
          (from, length, insert) => {
            const document = read(sample.slice(0, from) + insert + sample.slice(from + length));
            for (const { line, column } of document.diagnostics) expect(line * column).to.be.greaterThan(0);
          },
        ),
        { numRuns: 300 },
      );
    });
  });

  describe('editing', () => {
    const edited = (control: string, property: string, formula: string | null, text = sample): string => {
      const document = read(text);
      document.edit(document.find(control)!, property, formula);
      return document.files[0]!.text;
    };
    /** The lines that are not the same in both texts, `-` gone and `+` new. */
    const diff = (before: string, after: string): string[] => {
      const a = before.split('\n');
      const b = after.split('\n');
      const drop = (one: (all: string[]) => unknown): unknown => [one(a), one(b)];
      while (a.length > 0 && b.length > 0 && a[0] === b[0]) drop((all) => all.shift());
      while (a.length > 0 && b.length > 0 && a.at(-1) === b.at(-1)) drop((all) => all.pop());
      return [...a.map((line) => `-${line.trim()}`), ...b.map((line) => `+${line.trim()}`)];
    };
    const change = (control: string, property: string, formula: string | null): string[] =>
      diff(sample, edited(control, property, formula));

    it('changes only the lines of the property', () => {
      expect(change('Home', 'Fill', 'Black')).to.deep.equal(['-Fill: =White # calm', '+Fill: =Black # calm']);
      expect(change('Save', 'Text', "'a b'")).to.deep.equal(["-Text: '=\"it''s\" & x'", "+Text: '=''a b'''"]);
      expect(change('Save', 'OnSelect', 'Set(x, 3);\n\n  Notify("done: " & x)')).to.deep.equal([
        '-=Set(x, 2);',
        '-',
        '+=Set(x, 3);',
        '+',
      ]);
      expect(change('App', 'OnStart', 'Set(x, {a: 1})')).to.deep.equal([
        '-OnStart: =Set(x, 1)',
        '+OnStart: |-',
        '+=Set(x, {a: 1})',
      ]);
    });

    it('adds properties in order, and Properties where there were none', () => {
      expect(change('Home', 'OnVisible', 'Set(x, 1)')).to.deep.equal(['+OnVisible: =Set(x, 1)']);
      expect(change('Home', 'BorderStyle', '1')).to.deep.equal(['+BorderStyle: =1']);
      expect(change('Title', 'Text', '"a"')).to.deep.equal(['+Properties:', '+Text: ="a"']);
      expect(change('Box', 'Fill', 'Red')).to.deep.equal(['+Properties:', '+Fill: =Red']);
      expect(edited('A', 'Fill', 'Red', 'Screens:\n  A:')).to.equal('Screens:\n  A:\n    Properties:\n      Fill: =Red');
      expect(edited('A', 'Fill', 'Red', 'Screens: { A: { Children: [] } }')).to.equal(
        'Screens: { A: { Children: [], Properties: { Fill: =Red } } }',
      );
      expect(edited('App', 'OnStart', '1', 'Screens:\n  A:\n')).to.equal(
        'Screens:\n  A:\nApp:\n  Properties:\n    OnStart: =1\n',
      );
    });

    it('takes properties away', () => {
      expect(change('Save', 'Text', null)).to.deep.equal(["-Text: '=\"it''s\" & x'"]);
      expect(change('Home', 'Fill', null)).to.deep.equal(['-Properties:', '-Fill: =White # calm']);
      expect(change('Home', 'Nothing', null)).to.deep.equal([]);
    });

    it('keeps Windows line ends', () => {
      const text = edited('Save', 'OnSelect', 'a;\nb', sample.replaceAll('\n', '\r\n'));
      expect(text).to.include('=a;\r\n                    b\r\n');
      expect(/[^\r]\n/.test(text)).to.equal(false);
    });

    it('refuses a control of another document', () => {
      const other = read(lines('Screens:', '  X:')).find('X')!;
      expect(() => read(sample).edit(other, 'Fill', '1')).to.throw(RangeError);
    });

    it('holds any formula, in every style, and nothing else changes', function () {
      this.timeout(60_000);
      const flow = 'Screens: { S: { Children: [{ L: { Control: Label, Properties: { Text: =1, X: "=2", Y: \'=3\' } } }] } }\n';
      const styles = lines(
        'Screens:',
        '  S:',
        '    Children:',
        '      - L:',
        '          Control: Label',
        '          Properties:',
        '            A: =1 # c',
        '            B: "=2"',
        "            C: '=3'",
        '            D: |-',
        '              =4',
        '            E: |+',
        '              =5',
        '',
        '            F: >',
        '              =6',
        '            G:',
        '',
        '            # end',
        '      - M:',
        '          Control: Label',
      );
      const char = fc.constantFrom(...'ab=\'"\\:#,[]{}()&*!|>%@`- \n\té\u0001\u0085\ud800'.split(''), '😀');
      const formula = fc.array(char, { maxLength: 12 }).map((chars) => chars.join(''));
      const pick = fc.record({
        text: fc.constantFrom(styles, flow),
        property: fc.constantFrom(...'ABCDEFGHXYZ'.split(''), 'Text', 'With space'),
        formula,
      });
      fc.assert(
        fc.property(fc.array(pick, { minLength: 1, maxLength: 4 }), (edits) => {
          const document = read(edits[0]!.text);
          for (const { property, formula: wanted } of edits) {
            const formulas = (): { [name: string]: string } =>
              Object.fromEntries([...document.find('L')!.properties].map(([name, source]) => [name, source.formula.trimEnd()]));
            const expected = { ...formulas(), [property]: wanted.trimEnd() };
            document.edit(document.find('L')!, property, wanted);
            expect(document.diagnostics, document.files[0]!.text).to.deep.equal([]);
            expect(formulas(), document.files[0]!.text).to.deep.equal(expected);
          }
          if (edits[0]!.text === styles) {
            expect(document.files[0]!.text).to.include('            # end\n      - M:\n          Control: Label\n');
          }
        }),
        { numRuns: 1000 },
      );
    });
  });
});

const given = [
  ...(await dataFiles('apps/payaml-given')).map((file) => `payaml-given/${file}`),
  ...(await dataFiles('apps/snippets-given')).map((file) => `snippets-given/${file}`),
];
const negative = await dataFiles('apps/negative');

describe('app files of others', () => {
  if (given.length === 0) it.skip('needs FXLOOM_DATA');
  for (const file of given.filter((name) => name.endsWith('.pa.yaml'))) {
    it(`opens ${file}, and edits change only their lines`, async () => {
      const text = (await data(`apps/${file}`))!;
      const document = new AppDocument([{ name: file, text }]);
      expect(document.diagnostics).to.deep.equal([]);
      expect(document.files[0]!.text).to.equal(text);
      const owners = [document.app, ...allControls([...document.screens, ...document.components])].filter(
        (owner) => owner.properties.size > 0,
      );
      for (const owner of owners) {
        for (const [name, source] of owner.properties) {
          const { offset } = source.placeOf(0);
          // A backslash: an escape in a quoted text.
          if (source.formula.trim() !== '') expect(text[offset], `${owner.name}.${name}`).to.be.oneOf([source.formula[0], '\\']);
        }
      }
      // The same formula again is the same text: the style is kept.
      for (const owner of owners.filter((_, i) => i % 7 === 0)) {
        for (const [name, source] of owner.properties) {
          const again = new AppDocument(document.files);
          again.edit(owner, name, source.formula);
          expect(
            again.files[0]!.text.split(/\r?\n/)
              .map((line) => line.trimEnd())
              .filter((line) => line !== ''),
          ).to.deep.equal(
            text
              .split(/\r?\n/)
              .map((line) => line.trimEnd())
              .filter((line) => line !== ''),
          );
        }
      }
    });
  }
  for (const file of negative) {
    it(`refuses ${file}`, async () => {
      const document = new AppDocument([{ name: file, text: (await data(`apps/negative/${file}`))! }]);
      expect(document.diagnostics.filter(({ severity }) => severity === 'error')).to.have.length.greaterThan(0);
    });
  }
});
