import { assert } from 'chai';
import { sendKeys } from '@web/test-runner-commands';
import type { ControlElement, DropDown, TextInput, Toggle } from '../../src/controls/index.ts';
import { field, formulaError } from '../../src/formula/index.ts';
import { assertAccessible, mountControl, nextFrame, settled, styleOf, unmountAll, until } from './mount-control.ts';

afterEach(unmountAll);

const causes = (outputs: readonly { property: string; value: unknown; cause: string }[], property: string): unknown[] =>
  outputs.filter((output) => output.property === property && output.cause === 'user').map(({ value }) => value);

describe('a text input', () => {
  it('tells the text while it is typed, and OnChange when it is left', async () => {
    const { element, events, outputs } = await mountControl<TextInput>('fx-text-input', { AccessibleLabel: 'Name' });
    element.focus();
    await sendKeys({ type: 'Ada' });
    assert.equal(element.Text, 'Ada');
    assert.deepEqual(causes(outputs, 'Text'), ['A', 'Ad', 'Ada']);
    assert.deepEqual(events, []);
    await sendKeys({ press: 'Tab' });
    assert.deepEqual(events, ['OnChange']);
  });

  it('tells nothing and raises nothing when a formula sets it', async () => {
    const { element, events, outputs } = await mountControl<TextInput>('fx-text-input', { Default: 'a' });
    element.Default = 'b';
    await settled(element);
    assert.deepEqual(causes(outputs, 'Text'), []);
    assert.deepEqual(events, []);
  });

  it('DelayOutput: tells the text after a pause, or when it is left', async () => {
    const { element, outputs } = await mountControl<TextInput>('fx-text-input', { DelayOutput: true });
    element.focus();
    await sendKeys({ type: 'Ada' });
    assert.deepEqual(causes(outputs, 'Text'), []);
    await until(() => element.Text === 'Ada', 'the text');
    assert.deepEqual(causes(outputs, 'Text'), ['Ada']);
    await sendKeys({ type: '!' });
    await sendKeys({ press: 'Tab' });
    assert.equal(element.Text, 'Ada!');
  });

  it('TriggerOutput FocusOut: tells the text only when it is left', async () => {
    const { element, outputs } = await mountControl<TextInput>('fx-text-input', { TriggerOutput: 'FocusOut' });
    element.focus();
    await sendKeys({ type: 'Ada' });
    assert.deepEqual(causes(outputs, 'Text'), []);
    await sendKeys({ press: 'Enter' });
    assert.deepEqual(causes(outputs, 'Text'), ['Ada']);
  });

  it('keeps the place of the cursor while a formula answers', async () => {
    const { element, part } = await mountControl<TextInput>('fx-text-input', { Default: 'Helga' });
    const input = part<HTMLInputElement>('input');
    element.addEventListener('fx-output', () => void element.assign('Tooltip', element.Text));
    element.focus();
    input.setSelectionRange(2, 2);
    await sendKeys({ type: 'xy' });
    assert.equal(element.Text, 'Hexylga');
    assert.equal(input.selectionStart, 4);
  });

  it('can be emptied by its own button', async () => {
    const { element, events, part } = await mountControl<TextInput>('fx-text-input', { Default: 'oak', Clear: true });
    part('button').click();
    await settled(element);
    assert.equal(element.Text, '');
    assert.isNull(element.renderRoot.querySelector('button'));
    assert.deepEqual(events, ['OnChange']);
  });

  for (const [mode, selector, can] of [
    ['disabled', 'input:disabled', false],
    ['view', 'input:read-only', false],
    ['edit', 'input:read-write', true],
  ] as const) {
    it(`${mode}: ${can ? 'can' : 'cannot'} be typed in`, async () => {
      const { element, part } = await mountControl<TextInput>('fx-text-input', { Default: 'a', DisplayMode: mode });
      part(selector).focus();
      await sendKeys({ type: 'b' });
      assert.equal(element.Text, can ? 'ab' : 'a');
    });
  }

  it('shows an error where it belongs, and says it to screen readers', async () => {
    const { element, part } = await mountControl<TextInput>('fx-text-input', { Default: 'helga@', AccessibleLabel: 'E-mail' });
    element.error = formulaError('Validation', 'Write an address like name@example.com.');
    await settled(element);
    const input = part('input');
    assert.equal(input.getAttribute('aria-invalid'), 'true');
    assert.include(part(`#${input.getAttribute('aria-describedby')!}`).textContent, 'name@example.com');
    assert.notEqual(styleOf(part('.message'), 'display'), 'none');
  });

  it('password, search, number and several lines are what the platform has for them', async () => {
    for (const [properties, selector] of [
      [{ Mode: 'password' }, 'input[type=password]'],
      [{ Type: 'Search' }, 'input[type=search]'],
      [{ Format: 'number' }, 'input[inputmode=decimal]'],
      [{ Mode: 'multiline' }, 'textarea'],
      [{ MaxLength: 5 }, 'input[maxlength="5"]'],
    ] as const) {
      const { part } = await mountControl<TextInput>('fx-text-input', properties);
      part(selector);
    }
  });

  it('where an app file means the modern one, its value is set by Value', async () => {
    const { element, part } = await mountControl<TextInput>('fx-text-input', { Value: 'set', Placeholder: 'hint' });
    assert.equal(part<HTMLInputElement>('input').value, 'set');
    assert.equal(element.Text, 'set');
    assert.equal(part<HTMLInputElement>('input').placeholder, 'hint');
  });
});

describe('a drop down', () => {
  const status = [{ Value: 'Open' }, { Value: 'Paid' }, { Value: 'Shipped' }];
  const name = (element: DropDown): unknown => (element.Selected === null ? null : field(element.Selected, 'Value'));

  it('has the first row selected, or that of its Default', async () => {
    const { element } = await mountControl<DropDown>('fx-drop-down', { Items: status });
    assert.equal(name(element), 'Open');
    element.Default = 'Shipped';
    await settled(element);
    assert.equal(name(element), 'Shipped');
    assert.equal(element.renderRoot.querySelector('select')!.value, '2');
  });

  it('may have none selected', async () => {
    const { element, part } = await mountControl<DropDown>('fx-drop-down', {
      Items: status,
      AllowEmptySelection: true,
      HintText: 'Any',
    });
    assert.equal(element.Selected, null);
    assert.equal(part<HTMLSelectElement>('select').selectedOptions[0]!.text, 'Any');
  });

  it('tells what the user chose, by the keyboard alone', async () => {
    const { element, events, outputs } = await mountControl<DropDown>('fx-drop-down', {
      Items: status,
      AccessibleLabel: 'Status',
    });
    element.focus();
    await sendKeys({ press: 'Enter' });
    await nextFrame();
    await sendKeys({ press: 'ArrowDown' });
    await sendKeys({ press: 'Enter' });
    await until(() => name(element) === 'Paid', 'the second row');
    assert.deepEqual(causes(outputs, 'Selected'), [status[1]]);
    assert.deepEqual(causes(outputs, 'SelectedText'), [{ Value: 'Paid' }]);
    assert.include(events, 'OnChange');
  });

  it('keeps the choice when the same rows are read again, and gives it up when they are gone', async () => {
    const { element } = await mountControl<DropDown>('fx-drop-down', { Items: status });
    element.restore('Selected', status[2]);
    const fresh = status.map((row) => ({ ...row }));
    element.Items = fresh;
    await settled(element);
    assert.isTrue(element.Selected === fresh[2]);
    element.Items = fresh.slice(0, 2);
    await settled(element);
    assert.equal(name(element), 'Open');
  });

  it('shows the column that is asked for, or the one that names the row', async () => {
    const people = [{ id: 7, name: 'Ada', city: 'London' }];
    const { element } = await mountControl<DropDown>('fx-drop-down', { Items: people });
    assert.equal(element.renderRoot.querySelector('option')!.text, 'Ada');
    element.ItemDisplayText = 'city';
    await settled(element);
    assert.equal(element.renderRoot.querySelector('option')!.text, 'London');
  });

  it('leaves out blank rows and error rows', async () => {
    const { element } = await mountControl<DropDown>('fx-drop-down', {
      Items: [null, formulaError('Div0', 'No.'), { Value: 'One' }],
    });
    assert.equal(element.renderRoot.querySelectorAll('option').length, 1);
    assert.equal(name(element), 'One');
  });

  it('view: opens nothing', async () => {
    const { element } = await mountControl<DropDown>('fx-drop-down', { Items: status, DisplayMode: 'view' });
    element.focus();
    await sendKeys({ press: 'ArrowDown' });
    await sendKeys({ press: 'Enter' });
    assert.equal(name(element), 'Open');
  });
});

describe('a toggle', () => {
  it('is switched by space, and tells so', async () => {
    const { element, events, outputs } = await mountControl<Toggle>('fx-toggle', { Label: 'Notify' });
    element.focus();
    await sendKeys({ press: 'Space' });
    assert.isTrue(element.Value);
    assert.deepEqual(causes(outputs, 'Value'), [true]);
    assert.deepEqual(events, ['OnCheck', 'OnChange', 'OnSelect']);
    await sendKeys({ press: 'Space' });
    assert.deepEqual(events.slice(3), ['OnUncheck', 'OnChange', 'OnSelect']);
  });

  it('its text can be pressed too', async () => {
    const { element, part } = await mountControl<Toggle>('fx-toggle', { Label: 'Notify' });
    part('.text').click();
    assert.isTrue(element.Value);
  });

  for (const mode of ['view', 'disabled']) {
    it(`${mode}: cannot be switched`, async () => {
      const { element, part } = await mountControl<Toggle>('fx-toggle', { DisplayMode: mode, Default: true });
      part('input').click();
      assert.isTrue(element.Value);
      assert.isTrue(part<HTMLInputElement>('input').checked);
    });
  }
});

describe('forms', () => {
  async function mountForm(): Promise<{ form: HTMLFormElement; name: TextInput; status: DropDown; notify: Toggle }> {
    const form = document.createElement('form');
    document.body.append(form);
    const add = async <E extends ControlElement>(tag: string, field: string, properties: object): Promise<E> => {
      const { element } = await mountControl<E>(tag, properties as never, {
        inside: form,
        before: (made) => made.setAttribute('name', field),
      });
      return element;
    };
    const name = await add<TextInput>('fx-text-input', 'name', { Default: 'Ada', Required: true, AccessibleLabel: 'Name' });
    const status = await add<DropDown>('fx-drop-down', 'status', {
      Items: [{ Value: 'Open' }, { Value: 'Paid' }],
      AccessibleLabel: 'Status',
    });
    const notify = await add<Toggle>('fx-toggle', 'notify', { Default: true, AccessibleLabel: 'Notify' });
    return { form, name, status, notify };
  }
  afterEach(() => document.querySelectorAll('form').forEach((form) => form.remove()));

  it('send the values of controls', async () => {
    const { form } = await mountForm();
    assert.deepEqual(
      [...new FormData(form)],
      [
        ['name', 'Ada'],
        ['status', 'Open'],
        ['notify', 'on'],
      ],
    );
  });

  it('see what is missing and what is wrong', async () => {
    const { form, name } = await mountForm();
    assert.isTrue(form.checkValidity());
    name.Default = '';
    await settled(name);
    assert.isFalse(form.checkValidity());
    assert.isTrue(name.matches(':invalid'));
    name.Default = 'Ada';
    name.error = formulaError('Validation', 'This name is taken.');
    await settled(name);
    assert.isFalse(form.checkValidity());
  });

  it('reset controls', async () => {
    const { form, name, notify } = await mountForm();
    name.restore('Value', 'typed');
    notify.restore('Value', false);
    form.reset();
    assert.equal(name.Text, 'Ada');
    assert.isTrue(notify.Value);
  });

  it('disable controls by their fieldset', async () => {
    const { form, name } = await mountForm();
    const fieldset = document.createElement('fieldset');
    fieldset.disabled = true;
    form.append(fieldset);
    fieldset.append(name);
    await settled(name);
    assert.equal(name.mode, 'disabled');
    fieldset.disabled = false;
    await settled(name);
    assert.equal(name.mode, 'edit');
  });

  it('a label of the page names a control', async () => {
    const box = document.createElement('div');
    const label = document.createElement('label');
    label.textContent = 'Customer';
    label.htmlFor = 'customer';
    box.append(label);
    document.body.append(box);
    await mountControl('fx-text-input', {}, { inside: box, before: (element) => (element.id = 'customer') });
    await assertAccessible(box);
    const input = box.querySelector<ControlElement>('fx-text-input')!.renderRoot.querySelector('input')!;
    assert.equal(input.getAttribute('aria-label'), 'Customer');
    box.remove();
  });
});
