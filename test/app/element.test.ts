import type { FormulaNode } from '../../src/app/graph.ts';
import { expect } from 'chai';
import type { AppElement } from '../../src/app/index.ts';
import '../../src/app/index.ts';
import type { ControlElement } from '../../src/controls/index.ts';
import { isError, type Value } from '../../src/formula/index.ts';

const settled = async (): Promise<void> => {
  for (let i = 0; i < 3; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
};

let host: HTMLElement;
const addresses: string[] = [];
/** An app in the page, at the size given, from the text of its file. */
async function show(text: string, attributes: { readonly [name: string]: string } = {}): Promise<AppElement> {
  const src = URL.createObjectURL(new Blob([text]));
  addresses.push(src);
  const element = document.createElement('fx-app');
  for (const [name, value] of Object.entries({ src, ...attributes })) element.setAttribute(name, value);
  host.append(element);
  await element.ready;
  await settled();
  return element;
}

/** The element of a control on the visible screen. */
const find = (app: AppElement, name: string): ControlElement =>
  app.shadowRoot!.querySelector<ControlElement>(`[data-control="${name}"]`)!;
const texts = (app: AppElement, name: string): string[] =>
  [...app.shadowRoot!.querySelectorAll<ControlElement>(`[data-control="${name}"]`)].map((element) =>
    String(element.read('Text')),
  );
const inside = <E extends Element>(element: Element, selector: string): E => element.shadowRoot!.querySelector<E>(selector)!;

function type(element: Element, text: string): void {
  const input = inside<HTMLInputElement>(element, 'input');
  input.value = text;
  input.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
  input.dispatchEvent(new Event('change', { bubbles: true }));
}
const press = (element: Element): void => inside<HTMLElement>(element, 'button').click();

const screens = `
Screens:
  One:
    Properties:
      OnVisible: =Set(visits, visits + 1)
    Children:
      - Name:
          Control: TextInput
          Properties:
            Default: ="Ann"
      - Greeting:
          Control: Label
          Properties:
            Text: ="Hello " & Name.Text
            Fill: =Color.Red
      - Broken:
          Control: Label
          Properties:
            Text: =Nope
      - Go:
          Control: Button
          Properties:
            OnSelect: =Navigate(Two, ScreenTransition.Fade)
            Text: ="Go " & visits
      - List:
          Control: Gallery@2.15.0
          Properties:
            Height: =300
            TemplateSize: =60
            Items: |-
              =ForAll(Sequence(500), {id: Value, name: "row " & Value})
          Children:
            - RowName:
                Control: Label
                Properties:
                  Text: =ThisItem.name & " of " & Name.Text
            - RowInput:
                Control: TextInput
                Properties:
                  Default: =ThisItem.id
                  OnChange: =Set(changed, ThisItem.id & "/" & RowInput.Text)
  Two:
    Children:
      - Back1:
          Control: Button
          Properties:
            OnSelect: =Back()
      - Other:
          Control: Label
          Properties:
            Text: =Name.Text & List.Selected.name
`;

describe('fx-app', () => {
  beforeEach(() => {
    host = document.createElement('div');
    host.style.setProperty('width', '800px');
    host.style.setProperty('height', '600px');
    document.body.append(host);
  });
  afterEach(() => {
    host.remove();
    for (const address of addresses.splice(0)) URL.revokeObjectURL(address);
  });

  it('shows the first screen; what users do reaches formulas, and what formulas say the page', async () => {
    const app = await show(screens);
    expect(find(app, 'Greeting').read('Text')).to.equal('Hello Ann');
    expect(getComputedStyle(find(app, 'Greeting')).backgroundColor).to.equal('rgb(255, 0, 0)');
    type(find(app, 'Name'), 'Bob');
    await settled();
    expect(find(app, 'Greeting').read('Text')).to.equal('Hello Bob');
    expect(app.value('Greeting.Text')).to.equal('Hello Bob');
  });

  it('shows a broken formula at its control and in a list, and runs the rest', async () => {
    const app = await show(screens);
    const [broken] = app.diagnostics;
    expect(app.diagnostics).to.have.length(1);
    expect(broken).to.include({ control: 'Broken', property: 'Text', line: 19, column: 20, code: 'ErrInvalidName' });
    expect(find(app, 'Broken').error?.message).to.include('Nope');
    expect(app.shadowRoot!.querySelector('.problems')!.textContent).to.include('Broken.Text');
    const quiet = await show(screens, { diagnostics: 'off' });
    expect(quiet.shadowRoot!.querySelector('.problems')).to.equal(null);
    expect(quiet.diagnostics).to.have.length(1);
    expect(find(quiet, 'Broken').error).to.equal(null);
  });

  it('goes to another screen and back; what is not shown is not evaluated and keeps what was typed', async () => {
    const app = await show(screens);
    const moves: unknown[] = [];
    app.addEventListener('fx-navigate', (event) => moves.push((event as CustomEvent).detail));
    type(find(app, 'Name'), 'Bob');
    press(find(app, 'Go'));
    await settled();
    expect(find(app, 'Other').read('Text')).to.equal('Bobrow 1');
    const { evaluations } = app.app!.graph;
    app.set('visits', 7);
    await settled();
    expect(app.app!.graph.evaluations).to.equal(evaluations);
    press(find(app, 'Back1'));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(find(app, 'Go').read('Text')).to.equal('Go 8');
    expect(find(app, 'Name').read('Text')).to.equal('Bob');
    expect(inside<HTMLInputElement>(find(app, 'Name'), 'input').value).to.equal('Bob');
    // The transition ends when the machine has time for it.
    const shown = () => app.shadowRoot!.querySelectorAll('fx-screen').length;
    for (let i = 0; i < 100 && shown() > 1; i++) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(shown()).to.equal(1);
    expect(moves).to.deep.equal([
      { from: 'One', to: 'Two' },
      { from: 'Two', to: 'One' },
    ]);
  });

  it('draws only the rows in sight, with what was typed in them', async () => {
    const app = await show(screens);
    expect(texts(app, 'RowName')[0]).to.equal('row 1 of Ann');
    expect(texts(app, 'RowName').length).to.be.lessThan(30);
    type(find(app, 'Name'), 'Bob');
    type(find(app, 'RowInput'), '99');
    await settled();
    expect(app.value('changed')).to.equal('1/99');
    expect(texts(app, 'RowName')[1]).to.equal('row 2 of Bob');
    const scroller = inside<HTMLElement>(find(app, 'List'), '.scroller');
    scroller.scrollTop = 20_000;
    await settled();
    expect(texts(app, 'RowName')).to.not.include('row 1 of Bob');
    expect(texts(app, 'RowInput')).to.not.include('99');
    scroller.scrollTop = 0;
    await settled();
    expect(texts(app, 'RowInput')).to.include('99');
  });

  it('tells formulas the sizes that an automatic layout gives', async () => {
    const app = await show(`
Screens:
  Home:
    Properties:
      Width: =App.Width
    Children:
      - Line:
          Control: GroupContainer@1.3.0
          Variant: AutoLayout
          Properties:
            LayoutDirection: =LayoutDirection.Horizontal
            Width: =Parent.Width
          Children:
            - Left:
                Control: GroupContainer@1.3.0
                Variant: ManualLayout
                Properties:
                  FillPortions: =1
                Children:
                  - Inner:
                      Control: Label
                      Properties:
                        Width: =Parent.Width - 100
            - Right:
                Control: Label
                Properties:
                  Width: =200
                  FillPortions: =0
`);
    expect(app.diagnostics).to.deep.equal([]);
    expect(app.value('Left.Width')).to.equal(600);
    expect(find(app, 'Inner').getBoundingClientRect().width).to.equal(500);
    host.style.setProperty('width', '600px');
    await settled();
    expect(app.value('Left.Width')).to.equal(400);
    expect(app.value('Inner.Width')).to.equal(300);
  });

  it('takes variables, gives values and streams of values', async () => {
    const app = await show(screens);
    const seen: Value[] = [];
    const subscription = app.observe('Greeting.Text').subscribe((value) => seen.push(value));
    await settled();
    type(find(app, 'Name'), 'Cy');
    await settled();
    subscription.unsubscribe();
    type(find(app, 'Name'), 'Di');
    await settled();
    expect(seen).to.deep.equal(['Hello Ann', 'Hello Cy']);
    app.set('visits', 40);
    await settled();
    expect(find(app, 'Go').read('Text')).to.equal('Go 40');
  });

  it('tells App.OnError of errors that controls show, each once', async () => {
    const app = await show(`
App:
  Properties:
    OnError: =Set(met, met & FirstError.Source & ";")
Screens:
  One:
    Children:
      - A:
          Control: Label
          Properties:
            Text: =1 / zero
      - B:
          Control: Label
          Properties:
            Text: =A.Text & "!"
      - C:
          Control: Label
          Properties:
            Text: =met
`);
    app.set('zero', 0);
    await settled();
    await app.app!.idle();
    expect(app.value('C.Text')).to.equal('A.Text;');
  });

  it('says in place what cannot be loaded', async () => {
    const app = document.createElement('fx-app');
    app.src = '/no/such/app.pa.yaml';
    app.setAttribute('connections', '{"Shop": {"definition": "/no/such.json"}, "Bad": 1}');
    host.append(app);
    await app.ready;
    expect(app.diagnostics.map(({ code }) => code).toSorted((a, b) => a.localeCompare(b))).to.deep.equal([
      'ConnectionDefinition',
      'FileMissing',
      'FileMissing',
    ]);
    // The list comes after the first picture.
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(app.shadowRoot!.querySelector('.problems')!.textContent).to.include('/no/such/app.pa.yaml');
    const broken = await show(screens, { connections: '{"Shop": ' });
    expect(broken.diagnostics[0]).to.include({ code: 'ConnectionsSyntax', line: 1 });
    expect(find(broken, 'Greeting').read('Text')).to.equal('Hello Ann');
  });

  it('leaves nothing behind, and keeps its state when it is moved', async () => {
    const app = await show(screens);
    const { graph } = app.app!;
    type(find(app, 'Name'), 'Bob');
    const other = document.createElement('section');
    host.append(other);
    other.append(app);
    await settled();
    expect(find(app, 'Greeting').read('Text')).to.equal('Hello Bob');
    const node = app.app!.control('Greeting').property('Text')!.node;
    expect((node as FormulaNode).live).to.equal(true);
    app.remove();
    await settled();
    expect((node as FormulaNode).live).to.equal(false);
    expect(app.app).to.equal(undefined);
    expect(graph.evaluations).to.be.greaterThan(0);
  });

  describe('as an island', () => {
    async function island(markup: string): Promise<AppElement> {
      const template = document.createElement('template');
      template.setHTMLUnsafe(markup);
      host.append(template.content.cloneNode(true));
      const app = host.querySelector('fx-app')!;
      await app.ready;
      await settled();
      return app;
    }
    const read = (id: string, name = 'Text'): Value => document.querySelector<ControlElement>(`#${id}`)!.read(name);

    it('runs formulas in attributes of controls, and reads plain attributes', async () => {
      const app = await island(`
        <fx-app>
          <p>Choose: <fx-drop-down id="Status" items='["Open", "Shipped"]' default="Shipped"></fx-drop-down></p>
          <fx-text-input name="Who" default="Ann"></fx-text-input>
          <fx-label id="out" text='=Who.Text & ": " & Status.Selected.Value & n'></fx-label>
          <fx-button id="more" text="More" on-select="=Set(n, n + 1)"></fx-button>
          <fx-label id="bad" text="=Nope"></fx-label>
        </fx-app>`);
      expect(read('out')).to.equal('Ann: Shipped');
      type(document.querySelector('[name="Who"]')!, 'Bob');
      press(document.querySelector('#more')!);
      await settled();
      expect(read('out')).to.equal('Bob: Shipped1');
      expect(app.diagnostics.map(({ code, file }) => `${code} ${file}`)).to.deep.equal([
        'ErrInvalidName <fx-label id="bad" text>',
      ]);
      expect(isError(document.querySelector<ControlElement>('#bad')!.error)).to.equal(true);
    });

    it('repeats the template of a gallery', async () => {
      const app = await island(`
        <fx-app>
          <fx-gallery id="List" height="200" template-size="40" items='=[{id: 1, name: "a"}, {id: 2, name: "b"}]'>
            <template><fx-label id="RowName" text='=ThisItem.name & Amount.Text'></fx-label><fx-text-input id="Amount" default="=ThisItem.id"></fx-text-input></template>
          </fx-gallery>
          <fx-label id="out" text="=List.Selected.RowName.Text"></fx-label>
        </fx-app>`);
      expect(app.diagnostics).to.deep.equal([]);
      const rows = [...document.querySelectorAll<ControlElement>('[data-control="RowName"]')].map((element) =>
        element.read('Text'),
      );
      expect(rows).to.deep.equal(['a1', 'b2']);
      expect(read('out')).to.equal('a1');
    });
  });
});
