import { assert } from 'chai';
import { catalogue, type ControlElement } from '../../src/controls/index.ts';
import { BlobValue, DateValue, type Value } from '../../src/formula/index.ts';
import { contextOf } from './effects.ts';
import { mountControl, settled, unmountAll } from './mount-control.ts';

const status = [{ Value: 'Open' }, { Value: 'Paid' }, { Value: 'Shipped' }];
const november = new DateValue(Date.UTC(2026, 10, 20));
const png = new BlobValue(new Uint8Array([1, 2, 3]), 'image/png');

interface Row {
  readonly properties?: { readonly [name: string]: Value };
  /** What the user chooses. */
  readonly choice: Value;
  readonly sent: (string | { readonly bytes: number; readonly type: string })[];
  /** Files are not kept by browsers. */
  readonly kept?: false;
}

/** For each kind that takes part in forms: what the user chooses, and what the form sends. */
const kinds: { readonly [kind: string]: Row } = {
  AddMedia: { choice: png, sent: [{ bytes: 3, type: 'image/png' }], kept: false },
  Attachments: {
    choice: [
      { Name: 'a.png', Value: png },
      { Name: 'Note', Value: 'https://files.invalid/note' },
    ],
    sent: [{ bytes: 3, type: 'image/png' }, 'https://files.invalid/note'],
    kept: false,
  },
  CheckBox: { choice: true, sent: ['on'] },
  ComboBox: { properties: { Items: status }, choice: [status[1]!, status[2]!], sent: ['Paid', 'Shipped'] },
  DatePicker: { choice: november, sent: ['2026-11-20'] },
  DropDown: { properties: { Items: status, AllowEmptySelection: true }, choice: status[1]!, sent: ['Paid'] },
  ListBox: { properties: { Items: status }, choice: [status[0]!, status[2]!], sent: ['Open', 'Shipped'] },
  NumberInput: { choice: 7.5, sent: ['7.5'] },
  PenInput: { choice: png, sent: [{ bytes: 3, type: 'image/png' }], kept: false },
  Radio: { properties: { Items: status }, choice: status[2]!, sent: ['Shipped'] },
  Rating: { choice: 4, sent: ['4'] },
  RichTextEditor: { choice: '<p>Hello</p>', sent: ['<p>Hello</p>'] },
  Slider: { choice: 30, sent: ['30'] },
  TextInput: { choice: 'Helga', sent: ['Helga'] },
  Toggle: { choice: true, sent: ['on'] },
};

const sentBy = (form: HTMLFormElement): unknown[] =>
  new FormData(form)
    .getAll('field')
    .map((value) => (typeof value === 'string' ? value : { bytes: value.size, type: value.type }));

afterEach(unmountAll);

describe('in an HTML form', () => {
  let form: HTMLFormElement;

  beforeEach(() => {
    form = document.createElement('form');
    document.body.append(form);
  });
  afterEach(() => form.remove());

  const within = async (tag: string, properties: Row['properties'] = {}): Promise<ControlElement> => {
    const before = (element: ControlElement): void => element.setAttribute('name', 'field');
    return (await mountControl(tag, properties, { inside: form, before })).element;
  };

  it('every kind that has a value takes part', () => {
    const found = catalogue.filter(({ definition }) => definition.form !== undefined).map(({ definition }) => definition.name);
    assert.deepEqual(found.toSorted(), Object.keys(kinds));
  });

  for (const { definition } of catalogue) {
    const row = kinds[definition.name];
    if (row === undefined || definition.form === undefined) continue;
    const { name, tag } = definition;

    it(`${name}: sends its value, as FormData tells, and the default after a reset`, async () => {
      const element = await within(tag, row.properties);
      const first = sentBy(form);
      element.restore(definition.form as never, row.choice);
      await settled(element);
      assert.deepEqual(sentBy(form), row.sent);
      form.reset();
      await settled(element);
      assert.deepEqual(sentBy(form), first);
      assert.equal(element.form, form);
    });

    it(`${name}: a fieldset disables it, and then it sends nothing`, async () => {
      const fieldset = document.createElement('fieldset');
      form.append(fieldset);
      const element = await within(tag, row.properties);
      fieldset.append(element);
      element.restore(definition.form as never, row.choice);
      fieldset.disabled = true;
      await settled(element);
      assert.equal(element.mode, 'disabled');
      assert.deepEqual(sentBy(form), []);
      fieldset.disabled = false;
      await settled(element);
      assert.equal(element.mode, 'edit');
      assert.deepEqual(sentBy(form), row.sent);
    });

    it(`${name}: what the browser kept comes back`, async () => {
      const element = await within(tag, row.properties);
      let kept: unknown;
      const internals = Reflect.get(element, 'internals') as ElementInternals;
      const original = internals.setFormValue.bind(internals);
      internals.setFormValue = (value, state) => {
        kept = state;
        original(value, state);
      };
      element.restore(definition.form as never, row.choice);
      await settled(element);
      if (row.kept === false) return assert.isTrue(kept === null || name === 'Attachments');
      const other = await within(tag);
      element.remove();
      other.formStateRestoreCallback(kept as string);
      // What there is to choose from may come later.
      for (const [property, value] of Object.entries(row.properties ?? {})) other.assign(property, value);
      await settled(other);
      assert.deepEqual(sentBy(form), row.sent);
    });

    // A slider always has a value.
    if ('Required' in definition.properties && name !== 'Slider') {
      it(`${name}: keeps the form from being sent while it is empty, and says so once it was tried`, async () => {
        const { Items: _, ...properties } = { ...contextOf(name, '').properties, ...row.properties };
        const empty = Object.fromEntries(
          Object.keys(properties)
            .filter((key) => /^Default|^Value/.test(key))
            .map((key) => [key, null]),
        );
        const element = await within(tag, { ...empty, Required: true, ...(name === 'Rating' ? { Default: null } : {}) });
        assert.isFalse(form.matches(':valid'), 'the form is not valid');
        assert.isFalse(element.matches(':state(user-invalid)'), 'and nothing is marked yet');
        assert.isTrue(element.validity?.valueMissing);
        assert.isFalse(form.checkValidity());
        assert.isTrue(element.matches(':state(user-invalid)'), 'marked');
        assert.notEqual(element.validationMessage, '');
        element.assign('Items', status);
        element.restore(definition.form as never, row.choice);
        await settled(element);
        assert.isTrue(form.matches(':valid'), 'valid');
        assert.isFalse(element.matches(':state(user-invalid)'), 'and marked no more');
      });
    }

    if ('AccessibleLabel' in definition.properties) {
      it(`${name}: a label element of the page names it, and leads to it`, async () => {
        const label = document.createElement('label');
        label.textContent = 'The field';
        label.htmlFor = 'the-field';
        form.append(label);
        const element = await within(tag, row.properties);
        element.id = 'the-field';
        element.requestUpdate('mode', null);
        await settled(element);
        assert.deepEqual(element.labels, [label]);
        const named = [...element.renderRoot.querySelectorAll('[aria-label]')].map((part) => part.getAttribute('aria-label'));
        assert.isTrue(
          named.some((text) => text?.startsWith('The field')),
          `${named.join(', ')} includes the label`,
        );
        label.click();
        assert.equal(document.activeElement, element);
      });
    }
  }
});
