import axe from 'axe-core';
import { assert, expect } from 'chai';

import '../../src/index.ts';
import { createApp, AppDocument, mount, type App } from '../../src/app/index.ts';
import '../../src/studio/index.ts';
import type { Studio } from '../../src/studio/index.ts';
import { until } from '../controls/mount-control.ts';

const source = `# The head of the file stays.
Screens:
  Home:
    Children:
      - Title:
          Control: Label@2.5.1
          Properties:
            Text: ="Orders" # and its comment
            X: =40
            Y: =40
            Width: =200
      - Follower:
          Control: Label@2.5.1
          Properties:
            X: =Title.X + 10
            Y: =Title.Y + 200
            FontWeight: =FontWeight.Bold
            Color: =RGBA(10, 20, 30, 1)
`;

describe('building a screen in the studio', () => {
  let app: App;
  let studio: Studio;

  beforeEach(async () => {
    app = createApp(new AppDocument([{ name: 'App.pa.yaml', text: source }]));
    studio = document.createElement('fx-studio');
    studio.panel = true;
    const stage = document.createElement('div');
    stage.style.cssText = 'width: 800px; height: 600px';
    studio.append(stage);
    document.body.append(studio);
    mount(app, stage);
    await app.start();
    studio.app = app;
    await studio.updateComplete;
    studio.control = 'Title';
    await studio.updateComplete;
  });
  afterEach(() => studio.remove());

  const text = (): string => app.document!.files[0]!.text;
  const within = <E extends HTMLElement>(...selectors: readonly string[]): E =>
    selectors.reduce<Element>((root, selector) => root.shadowRoot!.querySelector(selector)!, studio) as E;
  const panel = (selector: string): HTMLElement => within('fx-property-panel', selector);
  const errors = (): readonly string[] =>
    app.diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message);

  async function insert(title: string): Promise<void> {
    within('fx-app-bar', 'fx-insert-menu', '.open').click();
    const choices = (): HTMLButtonElement[] => [
      ...within('fx-app-bar', 'fx-insert-menu').shadowRoot!.querySelectorAll<HTMLButtonElement>('.group button'),
    ];
    const found = (): HTMLButtonElement | undefined => choices().find(({ textContent }) => textContent.trim() === title);
    await until(() => found() !== undefined, `a choice ${title}`);
    const before = app.program.model.controls.size;
    found()!.click();
    await until(() => app.program.model.controls.size > before, `${title} in the app`);
    await until(() => studio.control !== 'Title', `${title} chosen`);
    await studio.updateComplete;
  }

  it('puts a control below the others, under the first free name', async () => {
    await insert('Button');
    expect(studio.control).to.equal('Button1');
    expect(text()).to.include(
      '      - Button1:\n          Control: Button\n          Properties:\n            X: =40\n            Y: =296\n',
    );
    expect(text().startsWith('# The head of the file stays.\n')).to.equal(true);
    studio.undo();
    expect(text()).to.equal(source);
  });

  it('puts a gallery that shows rows, and a new screen that is shown', async () => {
    await insert('Gallery');
    expect(errors()).to.deep.equal([]);
    expect(app.evaluate('CountRows(Gallery1.AllItems)').value).to.equal(3);
    studio.control = 'Title';
    await insert('Screen');
    expect(app.screen?.name).to.equal('Screen1');
    await insert('Text input');
    expect(text().trimEnd().endsWith('Y: =40')).to.equal(true);
    expect(app.control('TextInput1').screen?.name).to.equal('Screen1');
  });

  for (const [property, field, value, written] of [
    ['Text', 'input', 'Say "hi"', 'Text: ="Say ""hi""" # and its comment'],
    ['Width', 'input', '320', 'Width: =320'],
    ['Align', 'select', 'center', 'Align: =Align.Center'],
  ] as const) {
    it(`a field writes ${written}`, () => {
      const input = panel(`#field-${property}`) as HTMLInputElement;
      expect(input.localName).to.equal(field);
      input.value = value;
      input.dispatchEvent(new Event('change'));
      expect(text()).to.include(written);
      expect(errors()).to.deep.equal([]);
    });
  }

  it('shows formulas as what they are, members and colours in fields, and gives defaults back', async () => {
    studio.control = 'Follower';
    await studio.updateComplete;
    const formula = panel('[aria-label="Formula of X"]');
    expect(formula.textContent.trim()).to.equal('=Title.X + 10');
    formula.click();
    expect(studio.property).to.equal('X');
    expect((panel('#field-FontWeight') as HTMLSelectElement).value).to.equal('bold');
    expect((panel('#field-Color') as HTMLInputElement).value).to.equal('#0a141e');
    panel('[aria-label="Give Color back its default"]').click();
    expect(text()).not.to.include('Color:');
  });

  it('moves by dragging and by keys; what follows a formula stays with it', async () => {
    const handle = (name: string): HTMLElement => within(`.handle.${name}`);
    await until(() => studio.shadowRoot!.querySelector('.handle.move')?.checkVisibility() === true, 'a handle');
    const drag = (element: HTMLElement, x: number, y: number): void => {
      // There is no pointer to capture for an event that a script makes.
      element.setPointerCapture = () => undefined;
      const event = (type: string, clientX: number, clientY: number): PointerEvent =>
        new PointerEvent(type, { clientX, clientY, button: 0, bubbles: true, cancelable: true });
      element.dispatchEvent(event('pointerdown', 100, 100));
      element.dispatchEvent(event('pointermove', 100 + x, 100 + y));
      element.dispatchEvent(event('pointerup', 100 + x, 100 + y));
    };
    drag(handle('move'), 24, -8);
    drag(handle('size'), 50, 12);
    assert.include(text(), 'X: =64\n            Y: =32\n            Width: =250\n');
    const key = (name: string, shiftKey: boolean): void => {
      studio.dispatchEvent(new KeyboardEvent('keydown', { key: name, ctrlKey: true, shiftKey, bubbles: true }));
    };
    key('ArrowDown', false);
    key('ArrowLeft', true);
    assert.include(text(), 'X: =64\n            Y: =40\n            Width: =242\n');
    studio.control = 'Follower';
    await studio.updateComplete;
    key('ArrowDown', false);
    assert.include(text(), 'Y: =Title.Y + 200');
  });

  it('picks the control under a press, with Alt or while controls are picked; the app hears nothing', async () => {
    const label =
      studio.querySelector('[data-control=Follower]') ??
      studio.querySelector('div')!.shadowRoot?.querySelector('[data-control=Follower]');
    const press = (altKey: boolean): boolean =>
      label!.dispatchEvent(new MouseEvent('click', { altKey, bubbles: true, composed: true, cancelable: true }));
    expect(press(false)).to.equal(true);
    expect(studio.control).to.equal('Title');
    expect(press(true)).to.equal(false);
    expect(studio.control).to.equal('Follower');
    studio.control = 'Title';
    await studio.updateComplete;
    [...studio.shadowRoot!.querySelectorAll<HTMLButtonElement>('.toggle')].find(({ title }) => title.includes('Alt'))!.click();
    expect(press(false)).to.equal(false);
    expect(studio.control).to.equal('Follower');
  });

  for (const valid of [true, false]) {
    it(`keeps a formula that is ${valid ? 'right' : 'wrong'} where it was typed, when something else is chosen at once`, async () => {
      studio.property = 'Text';
      await studio.updateComplete;
      const detail = { formula: 'Typed', result: { valid, diagnostics: [] } };
      within('fx-formula-bar').dispatchEvent(new CustomEvent('fx-input', { detail }));
      expect(text()).to.equal(source);
      studio.control = 'Follower';
      await studio.updateComplete;
      expect(text()).to.include('Text: =Typed # and its comment');
      expect(errors()).to.have.length(1);
    });
  }

  it('axe finds nothing in the panel and the open menu', async () => {
    within('fx-app-bar', 'fx-insert-menu', '.open').click();
    const choices = (): number => within('fx-app-bar', 'fx-insert-menu').shadowRoot!.querySelectorAll('.group button').length;
    await until(() => choices() > 40, 'all kinds');
    const { violations } = await axe.run(studio, { rules: { region: { enabled: false } } });
    const found = violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
    expect(found.filter((line) => /fx-property-panel|insert|field-|name-|group/.test(line))).to.deep.equal([]);
  });
});
