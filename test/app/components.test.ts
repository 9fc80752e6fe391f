import { expect } from 'chai';
import { createApp, type App } from '../../src/app/index.ts';
import { AppDocument } from '../../src/app/index.ts';
import '../../src/controls/index.ts';

/** A component named Box, and what the app around it says. */
const appOf = (component: string, screen: string, scope = false): App => {
  const text = `
App:
  Properties:
    OnStart: =Set(global, 1)
Screens:
  Home:
    Children:
${indent(screen, 6)}
ComponentDefinitions:
  Box:
    DefinitionType: CanvasComponent
    AccessAppScope: ${scope}
${indent(component, 4)}
`;
  return createApp(new AppDocument([{ name: 'app.pa.yaml', text }]), { surroundings: { culture: 'en-US', timeZone: 'UTC' } });
};

const indent = (text: string, by: number): string => text.trim().replaceAll(/^/gm, ' '.repeat(by));
const box = (name: string, properties = ''): string => `
- ${name}:
    Control: CanvasComponent
    ComponentName: Box
    Properties:
      Y: =0
${indent(properties === '' ? 'X: =0' : properties, 6)}
`;
const label = (name: string, text: string): string => `
- ${name}:
    Control: Label
    Properties:
      Text: =${text}
`;
const codes = (app: App): string[] =>
  app.diagnostics.map(({ control, component, property, code }) => `${component ?? ''}/${control}.${property} ${code}`);

const titled = `
CustomProperties:
  Title: { PropertyKind: Input, DataType: Text, Default: '="none"' }
  Long: { PropertyKind: Output, DataType: Text }
Properties:
  Long: =Box.Title & "!"
  Width: =200
Children:
  - Text1:
      Control: Label
      Properties:
        Text: =Box.Long
        Width: =Parent.Width - 20
`;

describe('components', () => {
  it('give each instance its inputs and outputs', () => {
    const app = appOf(
      titled,
      box('A', 'Title: ="a" & Other.Text') + box('B') + label('Other', '"o"') + label('Out', 'A.Long & B.Long'),
    );
    expect(codes(app)).to.deep.equal([]);
    expect(app.value('Out.Text')).to.equal('ao!none!');
    const inside = app.control('A').inside.get('Text1')!;
    expect(inside.property('Text')!.node.read()).to.equal('ao!');
    expect(inside.property('Width')!.node.read()).to.equal(180);
    expect(app.value('B.Width')).to.equal(200);
  });

  it('report what is wrong in a definition once, at its place', () => {
    const app = appOf(
      titled.replace('=Box.Long', '=Box.Wrong'),
      box('A') + box('B', 'Title: =nowhere') + '\n- C:\n    Control: CanvasComponent\n    ComponentName: Nobody',
    );
    expect(codes(app)).to.have.members([
      'Box/Text1.Text ErrInvalidName',
      '/B.Title ErrInvalidName',
      '/C.undefined UnknownControl',
    ]);
  });

  it('keep variables and collections to themselves, unless they have access to the app', async () => {
    const component = `
Children:
  - Press:
      Control: Button
      Properties:
        OnSelect: |-
          =Set(count, count + 1);
          Collect(seen, {n: count})
  - Shown:
      Control: Label
      Properties:
        Text: =count & "/" & CountRows(seen)
`;
    const shown = (app: App, name: string): unknown => app.control(name).inside.get('Shown')!.property('Text')!.node.read();
    const press = (app: App, name: string) => app.run(app.control(name).inside.get('Press')!, 'OnSelect');
    for (const [scope, other] of [
      [false, '/0'],
      [true, '2/2'],
    ] as const) {
      const app = appOf(component, box('A') + box('B'), scope);
      expect(codes(app)).to.deep.equal([]);
      await press(app, 'A');
      await press(app, 'A');
      expect([shown(app, 'A'), shown(app, 'B')]).to.deep.equal(['2/2', other]);
    }
    const reading = appOf(component.replace('count & "/"', 'global & count & "/"'), box('A'));
    expect(codes(reading)).to.deep.equal(['Box/Shown.Text ErrInvalidName']);
  });

  it('are called with arguments: functions in formulas, events and actions in behaviors', async () => {
    const app = appOf(
      `
CustomProperties:
  Rate: { PropertyKind: Input, DataType: Number, Default: =2 }
  Name: { PropertyKind: InputFunction, ReturnType: Text, Default: '="-" & of', Parameters: [{ of: { DataType: Number } }] }
  Times:
    PropertyKind: OutputFunction
    ReturnType: Number
    Parameters:
      - x: { DataType: Number }
      - more: { DataType: Number, IsOptional: true, Default: =10 }
  OnDone: { PropertyKind: Event, ReturnType: Text, Parameters: [{ what: { DataType: Text } }] }
  Add: { PropertyKind: Action, ReturnType: None, Parameters: [{ n: { DataType: Number } }] }
Properties:
  Times: =x * Box.Rate + more
  Add: =Set(sum, sum + n)
Children:
  - Named:
      Control: Label
      Properties:
        Text: =Box.Name(sum)
  - Go:
      Control: Button
      Properties:
        OnSelect: =Box.Add(1); Set(answer, Box.OnDone("go"))
  - Answer:
      Control: Label
      Properties:
        Text: =answer
`,
      box('A', 'Rate: =In.Value\nName: ="n" & of & In.Value\nOnDone: =Set(heard, heard & what); "thanks"') +
        '\n- In:\n    Control: Slider\n    Properties:\n      Default: =3\n' +
        label('Product', 'A.Times(4) & "," & A.Times(4, 1)') +
        label('Heard', 'heard'),
    );
    expect(codes(app)).to.deep.equal([]);
    expect(app.value('Product.Text')).to.equal('22,13');
    const inside = app.control('A').inside;
    const read = (name: string): unknown => inside.get(name)!.property('Text')!.node.read();
    expect(read('Named')).to.equal('n3');
    await app.run(inside.get('Go')!, 'OnSelect');
    await app.change('In', 'Value', 5);
    expect([read('Named'), read('Answer'), app.value('Heard.Text')]).to.deep.equal(['n15', 'thanks', 'go']);
    expect(app.value('Product.Text')).to.equal('30,21');
    expect(app.evaluate('A.Times(Color.Red)').diagnostics.map(({ code }) => code)).to.not.deep.equal([]);
  });

  it('take tables with the columns of their default, or of the first instance', () => {
    const component = (byDefault: string): string => `
CustomProperties:
  Rows: { PropertyKind: Input, DataType: Table${byDefault} }
  First: { PropertyKind: Output, DataType: Record }
Properties:
  First: =First(Box.Rows)
`;
    for (const byDefault of ['', `, Default: '=[{a: 1}]'`]) {
      const app = appOf(component(byDefault), box('A', "Rows: '=[{a: 7}]'") + label('Out', 'A.First.a'));
      expect(codes(app), byDefault).to.deep.equal([]);
      expect(app.value('Out.Text')).to.equal('7');
    }
  });

  it('stand in rows of galleries, and in one another; one in itself is refused', async () => {
    const app = appOf(
      titled,
      `
- List:
    Control: Gallery
    Properties:
      Items: '=[{n: "x"}, {n: "y"}]'
    Children:
${indent(box('InRow', 'Title: =ThisItem.n'), 6)}
`,
    );
    expect(codes(app)).to.deep.equal([]);
    const text = app.control('InRow').inside.get('Text1')!.property('Text')!;
    expect([0, 1].map((index) => app.row('List', index).value(text))).to.deep.equal(['x!', 'y!']);
    const nested = appOf(`Children:\n${indent(box('Self1'), 2)}`, box('A'));
    expect(codes(nested)).to.deep.equal(['Box/Self1.undefined UnknownControl']);
  });

  it('are reset as a whole', async () => {
    const app = appOf(
      `
Properties:
  OnReset: =Set(resets, resets + 1)
Children:
  - In:
      Control: TextInput
      Properties:
        Default: ="first"
  - Shown:
      Control: Label
      Properties:
        Text: =resets & In.Text
`,
      `${box('A')}\n- Undo:\n    Control: Button\n    Properties:\n      OnSelect: =Reset(A)`,
    );
    const { inside } = app.control('A');
    app.choose(inside.get('In')!, 'Value', 'typed', undefined);
    await app.press('Undo');
    await app.idle();
    expect(inside.get('Shown')!.property('Text')!.node.read()).to.equal('1first');
  });

  it('show circles that lead through an instance', () => {
    const app = appOf(titled, box('A', 'Title: =Out.Text') + label('Out', 'A.Long'));
    const circle = app.diagnostics.find(({ code }) => code === 'CircularReference');
    expect(circle?.message).to.include('A.Title').and.include('A.Long').and.include('Out.Text');
  });
});
