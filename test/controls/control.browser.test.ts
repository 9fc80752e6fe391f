import { assert } from 'chai';
import {
  applyTheme,
  data,
  controlElement,
  register,
  type Button,
  type ControlElement,
  type EventDetail,
  type Label,
  type TextInput,
} from '../../src/controls/index.ts';
import { Color, formulaError, PENDING, types } from '../../src/formula/index.ts';
import { mountControl, nextFrame, settled, styleOf, unmountAll, until } from './mount-control.ts';

afterEach(unmountAll);

describe('properties', () => {
  it('are the element’s own, by their Power Apps names', async () => {
    const { element, part } = await mountControl<Button>('fx-button');
    element.Text = 'Save';
    await settled(element);
    assert.equal(part('.text').textContent, 'Save');
    assert.equal(element.Text, 'Save');
  });

  it('set before the kind is defined are not lost', async () => {
    const element = document.createElement('fx-late-label') as ControlElement & { Text: string };
    element.Text = 'early';
    document.body.append(element);
    class Late extends controlElement({
      name: 'LateLabel',
      tag: 'fx-late-label',
      category: 'display',
      summary: 'For a test.',
      properties: { Text: data(types.text, '', 'The text.') },
      events: {},
    }) {
      override render(): string {
        return this.Text;
      }
    }
    register(Late);
    register(Late);
    await settled(element);
    assert.equal((element.renderRoot as ShadowRoot).textContent, 'early');
    element.Text = 'late';
    await settled(element);
    assert.equal((element.renderRoot as ShadowRoot).textContent, 'late');
    element.remove();
  });

  it('write only what changed: a colour does not render anew', async () => {
    const { element } = await mountControl<Label>('fx-label', { Text: 'a' });
    let renders = 0;
    const render = element.render.bind(element);
    element.render = () => {
      renders++;
      return render();
    };
    element.Fill = new Color(1, 2, 3, 1);
    element.X = 12;
    await settled(element);
    assert.equal(renders, 0);
    assert.equal(styleOf(element, 'background-color'), 'rgb(1, 2, 3)');
    element.Text = 'b';
    await settled(element);
    assert.equal(renders, 1);
  });

  it('of a container are not those of its children', async () => {
    const { element } = await mountControl('fx-group-container', { Fill: new Color(200, 0, 0, 1), Width: 321, BorderRadius: 9 });
    const { element: child } = await mountControl('fx-label', { Text: 'inside' }, { inside: element });
    assert.equal(styleOf(element, 'width'), '321px');
    assert.equal(styleOf(child, 'background-color'), 'rgba(0, 0, 0, 0)');
    assert.equal(styleOf(child, 'width'), '150px');
    assert.equal(styleOf(child, 'border-top-left-radius'), '0px');
  });

  it('take options as members, as their names, and as what they are worth', async () => {
    const { element } = await mountControl<Label>('fx-label', { Text: 'a' });
    for (const [given, held] of [
      ['Center', 'center'],
      ['center', 'center'],
      ['RIGHT', 'right'],
    ] as const) {
      element.assign('Align', given);
      assert.equal(element.Align, held);
    }
    await settled(element);
    assert.equal(styleOf(element, 'text-align'), 'end');
  });

  it('have the names of modern controls too', async () => {
    const { element } = await mountControl<Label>('fx-label', { Text: 'a', FontColor: new Color(1, 2, 3, 1), FontItalic: true });
    assert.equal(styleOf(element, 'color'), 'rgb(1, 2, 3)');
    assert.equal(styleOf(element, 'font-style'), 'italic');
    assert.equal(element.Italic, true);
  });

  it('that do not exist are refused', async () => {
    const { element } = await mountControl('fx-label');
    for (const name of ['Nonsense', '__proto__', 'constructor', 'innerHTML']) assert.isFalse(element.assign(name, 'x'), name);
  });
});

describe('attributes', () => {
  it('make a control usable in plain HTML', async () => {
    const box = document.createElement('div');
    document.body.append(box);
    const button = document.createElement('fx-button');
    button.setAttribute('text', 'Save');
    button.setAttribute('fill', '#c00');
    button.setAttribute('width', '200');
    button.setAttribute('display-mode', 'Disabled');
    box.append(button);
    await settled(button);
    assert.equal(button.Text, 'Save');
    assert.equal(styleOf(button, 'width'), '200px');
    assert.equal(button.mode, 'disabled');
    button.removeAttribute('display-mode');
    await settled(button);
    assert.equal(button.mode, 'edit');
    await until(() => styleOf(button, 'background-color') === 'rgb(204, 0, 0)', 'the fill');
    box.remove();
  });

  it('take lists as JSON, as rows, and separated by commas', () => {
    const list = document.createElement('fx-drop-down') as ControlElement;
    for (const [text, rows] of [
      ['["Open", "Paid"]', [{ Value: 'Open' }, { Value: 'Paid' }]],
      ['[{"name": "Ada", "id": 1}]', [{ name: 'Ada', id: 1 }]],
      ['Open, Paid', [{ Value: 'Open' }, { Value: 'Paid' }]],
      ['[broken', []],
    ] as const) {
      list.setAttribute('items', text);
      assert.deepEqual(list.read('Items'), rows);
    }
  });
});

describe('waiting and failing', () => {
  it('a pending value keeps what is shown, and says that the control waits', async () => {
    const { element, part } = await mountControl<Label>('fx-label', { Text: 'before' });
    element.assign('Text', PENDING);
    await settled(element);
    assert.equal(part('.text').textContent, 'before');
    assert.isTrue(element.pending);
    assert.isTrue(element.matches(':state(pending)'));
    assert.isNull(element.renderRoot.querySelector('.skeleton'));
    element.assign('Text', 'after');
    await settled(element);
    assert.isFalse(element.matches(':state(pending)'));
    assert.equal(part('.text').textContent, 'after');
  });

  it('where nothing was shown yet, a skeleton appears, not at once', async () => {
    const { element, part } = await mountControl('fx-label', { Text: PENDING });
    assert.equal(styleOf(part('.skeleton'), 'opacity'), '0');
    assert.equal(styleOf(part('.skeleton'), 'animation-delay'), '0.2s');
    assert.isTrue(element.pending);
  });

  it('an error is shown in place, with its message, until a value comes', async () => {
    const { element, part } = await mountControl('fx-label', { Text: formulaError('Network', 'The shop did not answer.') });
    assert.include(part('[part="error"]').textContent, 'The shop did not answer.');
    assert.isTrue(element.matches(':state(error)'));
    element.assign('Text', 'fine');
    await settled(element);
    assert.isNull(element.error);
    assert.equal(part('.text').textContent, 'fine');
  });

  it('the host’s error goes before those of properties', async () => {
    const { element } = await mountControl('fx-label', { Text: formulaError('Div0', 'Division by zero.') });
    element.error = formulaError('Custom', 'Said by the host.');
    assert.equal(element.error.message, 'Said by the host.');
    element.error = null;
    assert.equal((element.error as Error | null)?.message, 'Division by zero.');
  });
});

describe('events', () => {
  it('come from what the user does, as fx-event and as a DOM event', async () => {
    const { element, events, part } = await mountControl<Button>('fx-button', { Text: 'Save' });
    const dom: string[] = [];
    element.addEventListener('select', () => dom.push('select'));
    element.Text = 'Changed';
    await settled(element);
    assert.deepEqual(events, []);
    part('button').click();
    assert.deepEqual(events, ['OnSelect']);
    assert.deepEqual(dom, ['select']);
  });

  it('bubble, so that a host can listen in one place', async () => {
    const { element: container } = await mountControl('fx-group-container');
    const heard: string[] = [];
    container.addEventListener('fx-event', (event) => heard.push((event as CustomEvent<EventDetail>).detail.event));
    const { part } = await mountControl('fx-button', {}, { inside: container });
    part('button').click();
    assert.deepEqual(heard, ['OnSelect']);
  });

  it('a promise handed in makes a button busy, and no second press counts', async () => {
    const { element, events, part } = await mountControl<Button>('fx-button', { Text: 'Save' });
    let finish = (): void => {};
    element.addEventListener('fx-event', (event) => {
      (event as CustomEvent<EventDetail>).detail.waitUntil(new Promise<void>((resolve) => (finish = resolve)));
    });
    part('button').click();
    await settled(element);
    assert.isTrue(element.busy);
    assert.isTrue(element.matches(':state(busy)'));
    part('button').click();
    assert.deepEqual(events, ['OnSelect']);
    finish();
    await until(() => !element.busy, 'the end of the work');
    part('button').click();
    assert.deepEqual(events, ['OnSelect', 'OnSelect']);
  });

  it('AutoDisableOnSelect off: every press counts', async () => {
    const { element, events, part } = await mountControl<Button>('fx-button', { AutoDisableOnSelect: false });
    element.addEventListener('fx-event', (event) => {
      (event as CustomEvent<EventDetail>).detail.waitUntil(new Promise(() => {}));
    });
    part('button').click();
    part('button').click();
    assert.equal(events.length, 2);
  });

  it('work that fails does not keep a button busy', async () => {
    const { element, part } = await mountControl<Button>('fx-button');
    element.addEventListener('fx-event', (event) => {
      (event as CustomEvent<EventDetail>).detail.waitUntil(Promise.reject(new Error('no')));
    });
    part('button').click();
    await until(() => !element.busy, 'the end of the work');
  });

  it('a label is a button only where its OnSelect does something', async () => {
    const { element, events } = await mountControl<Label>('fx-label', { Text: 'Show all' });
    assert.isNull(element.renderRoot.querySelector('button'));
    element.interactive = true;
    await settled(element);
    element.renderRoot.querySelector('button')!.click();
    assert.deepEqual(events, ['OnSelect']);
  });
});

describe('modes', () => {
  it('a container hands its mode on to what is inside', async () => {
    const { element: outer } = await mountControl('fx-group-container');
    const { element: inner } = await mountControl('fx-group-container', {}, { inside: outer });
    const { element: button, part } = await mountControl<Button>('fx-button', {}, { inside: inner });
    outer.assign('DisplayMode', 'disabled');
    await settled(outer, inner, button);
    assert.equal(button.mode, 'disabled');
    assert.isTrue(part<HTMLButtonElement>('button').disabled);
    outer.assign('DisplayMode', 'edit');
    await settled(outer, inner, button);
    assert.isFalse(part<HTMLButtonElement>('button').disabled);
  });

  it('view: a button is there and cannot be pressed', async () => {
    const { element } = await mountControl<Button>('fx-button', { DisplayMode: 'view' });
    assert.isNull(element.renderRoot.querySelector('button'));
  });

  it('Visible false takes it out of sight and of the tab order', async () => {
    const { element } = await mountControl<Button>('fx-button', { Visible: false });
    assert.equal(styleOf(element, 'display'), 'none');
    element.Visible = true;
    await settled(element);
    assert.notEqual(styleOf(element, 'display'), 'none');
  });
});

describe('choices', () => {
  it('go back to the default on reset, and the host is told', async () => {
    const { element, outputs, part } = await mountControl<TextInput>('fx-text-input', { Default: 'first' });
    const input = part<HTMLInputElement>('input');
    input.value = 'typed';
    input.dispatchEvent(new InputEvent('input'));
    assert.equal(element.Text, 'typed');
    element.reset();
    await settled(element);
    assert.equal(input.value, 'first');
    assert.deepEqual(
      outputs.filter(({ property }) => property === 'Text').map(({ value, cause }) => [value, cause]),
      [
        ['first', 'derived'],
        ['typed', 'user'],
        ['first', 'reset'],
      ],
    );
  });

  it('an earlier one can be put back silently', async () => {
    const { element, outputs, part } = await mountControl<TextInput>('fx-text-input', { Default: 'first' });
    outputs.length = 0;
    element.restore('Value', 'typed before');
    await settled(element);
    assert.equal(part<HTMLInputElement>('input').value, 'typed before');
    assert.deepEqual(
      outputs.map(({ cause }) => cause),
      ['derived', 'derived'],
    );
    element.restore('Value', undefined);
    await settled(element);
    assert.equal(element.Text, 'first');
  });

  it('stay when the default changes, and are replaced when the value itself is set', async () => {
    const { element } = await mountControl<TextInput>('fx-text-input', { Default: 'first' });
    element.restore('Value', 'typed');
    element.Default = 'second';
    assert.equal(element.Text, 'typed');
    element.Value = 'set';
    assert.equal(element.Text, 'set');
  });
});

describe('themes', () => {
  it('one brand colour gives the rest, for a part of the page', async () => {
    const box = document.createElement('div');
    document.body.append(box);
    applyTheme(box, { brand: '#b4262c', density: 'compact' });
    const { element } = await mountControl('fx-button', {}, { inside: box });
    const { element: other } = await mountControl('fx-button');
    assert.equal(styleOf(element, 'background-color'), 'rgb(180, 38, 44)');
    assert.equal(styleOf(other, 'background-color'), 'rgb(15, 108, 189)');
    assert.isBelow(element.offsetHeight, other.offsetHeight);
    box.remove();
  });

  it('dark surroundings are followed at once', async () => {
    const { element } = await mountControl('fx-text-input');
    document.documentElement.style.colorScheme = 'dark';
    await nextFrame();
    await until(() => styleOf(element, 'background-color') === 'rgb(31, 31, 31)', 'the dark field');
  });

  it('a page’s token goes before ours', async () => {
    const { element } = await mountControl(
      'fx-button',
      {},
      { before: (button) => button.style.setProperty('--fx-button-fill', 'rgb(0, 100, 0)') },
    );
    assert.equal(styleOf(element, 'background-color'), 'rgb(0, 100, 0)');
  });

  it('the font is that of the page', async () => {
    const { part } = await mountControl('fx-button');
    document.body.style.fontFamily = 'Georgia';
    assert.equal(styleOf(part('button'), 'font-family'), 'Georgia');
    document.body.style.fontFamily = '';
  });
});

describe('pages', () => {
  it('a thousand mounts leave nothing behind', async () => {
    for (let round = 0; round < 1000; round++) {
      const element = document.createElement(round % 2 === 0 ? 'fx-button' : 'fx-gallery');
      document.body.append(element);
      element.remove();
    }
    await nextFrame();
    assert.equal(document.querySelectorAll('fx-button, fx-gallery, fx-gallery-row').length, 0);
  });
});
