import { assert } from 'chai';
import '../../src/index.ts';
import { catalogue, type ControlElement, type Label, type TextInput, type Toggle } from '../../src/controls/index.ts';
import type { AppElement } from '../../src/app/index.ts';
import type { Value } from '../../src/formula/index.ts';
import { mountControl, nextFrame, settled, styleOf, unmountAll, until } from './mount-control.ts';

afterEach(unmountAll);

const appOf = (text: string): string => `Screens:
  Home:
    Children:
      - Name:
          Control: TextInput
          Properties:
            Default: ="${text}"
      - Greeting:
          Control: Label
          Properties:
            Text: ="Hello, " & Name.Text
`;
const addressOf = (text: string): string => URL.createObjectURL(new Blob([appOf(text)], { type: 'text/plain' }));

/** All controls below, also those in the shadow trees of apps. */
function controlsIn(root: Element | ShadowRoot): ControlElement[] {
  return [...root.querySelectorAll<ControlElement>('*')].flatMap((element) => [
    element,
    ...(element.shadowRoot === null ? [] : controlsIn(element.shadowRoot)),
  ]);
}
const labelOf = (app: AppElement): Label | undefined =>
  controlsIn(app.shadowRoot ?? app).find((element) => element.localName === 'fx-label') as Label | undefined;

describe('in a page of somebody else', () => {
  it('every control works alone, without an app', async () => {
    for (const { definition } of catalogue) {
      const { element } = await mountControl(definition.tag);
      assert.equal(element.definition, definition);
      assert.isNotNull(element.shadowRoot, definition.tag);
    }
  });

  it('two apps on one page have nothing to do with each other', async () => {
    const apps = ['one', 'two'].map((text) => {
      const app = document.createElement('fx-app');
      app.src = addressOf(text);
      document.body.append(app);
      return app;
    });
    const [first, second] = await Promise.all(apps.map(async (app) => (await app.ready, app)));
    await until(() => labelOf(second!)?.Text === 'Hello, two', 'the second app');
    const field = controlsIn(first!.shadowRoot ?? first!).find(({ localName }) => localName === 'fx-text-input') as TextInput;
    field.renderRoot.querySelector('input')!.value = 'Aiko';
    field.renderRoot.querySelector('input')!.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
    await until(() => labelOf(first!)?.Text === 'Hello, Aiko', 'the first app');
    assert.equal(labelOf(second!)?.Text, 'Hello, two');
    for (const app of apps) app.remove();
  });

  it('properties are set by attributes, rich ones by property too; setting one writes no attribute', async () => {
    const { element } = await mountControl('fx-gallery', { Items: [{ name: 'Oak' }] });
    assert.isFalse(element.hasAttribute('items'));
    element.setAttribute('items', '[{"name": "Ash"}]');
    assert.deepEqual(element.read('Items'), [{ name: 'Ash' }]);
    element.setAttribute('template-size', '40');
    assert.equal(element.read('TemplateSize'), 40);
  });

  it('events leave shadow trees of the page, native input as well, and carry the names of the declaration', async () => {
    const host = document.createElement('div');
    const root = host.attachShadow({ mode: 'open' });
    document.body.append(host);
    const heard: string[] = [];
    const hear = ({ type }: Event): unknown => heard.push(type);
    const types = ['input', 'change', 'fx-output', 'fx-event'];
    for (const type of types) document.addEventListener(type, hear);
    const field = document.createElement('fx-text-input');
    root.append(field);
    await settled(field);
    const input = field.renderRoot.querySelector('input')!;
    input.value = 'x';
    input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    input.dispatchEvent(new Event('change', { bubbles: true }));
    for (const type of types) document.removeEventListener(type, hear);
    assert.sameMembers([...new Set(heard)], types);
    host.remove();
  });

  it('a press that the page stops does not follow a link', async () => {
    const { element, part } = await mountControl('fx-link', { Text: 'Shop', URL: 'https://shop.example/' });
    element.addEventListener('click', (event) => event.preventDefault());
    const click = new MouseEvent('click', { bubbles: true, composed: true, cancelable: true });
    part('a').dispatchEvent(click);
    assert.isTrue(click.defaultPrevented);
  });

  it('outputs can be observed until one has enough', async () => {
    const { element } = await mountControl<Toggle>('fx-toggle');
    const values: Value[] = [];
    const end = element.observe('Value', (value) => values.push(value));
    const box = element.renderRoot.querySelector('input')!;
    box.click();
    element.reset();
    end();
    box.click();
    assert.deepEqual(values, [false, true, false]);
  });

  it('nothing of ours reaches the page: no style sheet, no global rule', async () => {
    const sheets = (): number => document.styleSheets.length + document.adoptedStyleSheets.length;
    const outside = document.createElement('button');
    document.body.append(outside);
    const before = [sheets(), styleOf(outside, 'background-color'), styleOf(document.body, 'font-family')];
    for (const { definition } of catalogue) await mountControl(definition.tag);
    assert.deepEqual([sheets(), styleOf(outside, 'background-color'), styleOf(document.body, 'font-family')], before);
    outside.remove();
  });

  it('dark surroundings, fonts and tokens of the page are taken over; parts and states can be styled', async () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
      .theirs { color-scheme: dark; font-family: Georgia; --fx-radius-4: 13px }
      .theirs fx-button::part(control) { letter-spacing: 3px }
      .theirs fx-button:state(disabled) { outline: 5px solid red }`);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    const box = document.createElement('div');
    box.className = 'theirs';
    document.body.append(box);
    const { element, part } = await mountControl('fx-button', { Text: 'Save', DisplayMode: 'disabled' }, { inside: box });
    assert.match(styleOf(part('[part~=control]'), 'font-family'), /Georgia/);
    assert.equal(styleOf(element, 'border-top-left-radius'), '13px');
    assert.equal(styleOf(part('[part~=control]'), 'letter-spacing'), '3px');
    assert.equal(styleOf(element, 'outline-width'), '5px');
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
    box.remove();
  });

  it('slots show what the page puts there', async () => {
    for (const tag of ['fx-gallery', 'fx-data-table']) {
      const note = document.createElement('p');
      note.slot = 'empty';
      note.textContent = 'Order something first';
      const { element } = await mountControl(tag, { Items: [] }, { before: (list) => list.append(note) });
      await nextFrame();
      assert.isAbove(note.getBoundingClientRect().height, 0, tag);
      element.assign('Items', [{ Name: 'Oak' }]);
      await settled(element);
      await nextFrame();
      assert.equal(note.getBoundingClientRect().height, 0, tag);
    }
  });

  it('moving an element keeps what was typed; taking it away and bringing it back too', async () => {
    const { element } = await mountControl<TextInput>('fx-text-input', { Default: 'first' });
    const input = element.renderRoot.querySelector('input')!;
    input.value = 'typed';
    input.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
    const other = document.createElement('div');
    document.body.append(other);
    other.append(element);
    await settled(element);
    assert.equal(element.Text, 'typed');
    element.remove();
    await nextFrame();
    document.body.append(element);
    await settled(element);
    assert.equal(element.Text, 'typed');
    assert.equal(element.renderRoot.querySelector('input')!.value, 'typed');
    other.remove();
  });

  it('direction and language come from around it', async () => {
    const box = document.createElement('div');
    box.dir = 'rtl';
    document.body.append(box);
    const { element } = await mountControl('fx-check-box', { Text: 'Gift' }, { inside: box });
    const [mark, text] = [...element.renderRoot.querySelectorAll('.tick, .text')].map(
      (part) => part.getBoundingClientRect().left,
    );
    assert.isAbove(mark!, text!, 'the box is at the right');
    box.remove();
  });
});
