import { assert } from 'chai';
import type { ControlElement } from '../../src/controls/index.ts';
import type { Value } from '../../src/formula/index.ts';
import { assertAccessible, mountControl, nextFrame, settled, styleOf, unmountAll } from './mount-control.ts';

afterEach(unmountAll);

type Properties = { readonly [name: string]: Value };

interface MountedCard {
  readonly card: ControlElement;
  readonly input: ControlElement;
  readonly field: HTMLElement;
}

/** A card with a label and a field of some kind. */
async function addCard(
  form: HTMLElement,
  properties: Properties,
  tag = 'fx-text-input',
  more: Properties = {},
): Promise<MountedCard> {
  const { element: card } = await mountControl('fx-data-card', { DisplayName: 'Note', ...properties }, { inside: form });
  await mountControl('fx-label', { Text: properties['DisplayName'] ?? 'Note', Height: 20 }, { inside: card });
  const { element: input } = await mountControl(tag, { Y: 24, Width: 200, ...more }, { inside: card });
  await settled(card, input);
  return { card, input, field: input.renderRoot.querySelector<HTMLElement>('[part~="control"]')! };
}

const mountForm = async (properties: Properties = {}) =>
  (await mountControl('fx-form', { Width: 600, NumberOfColumns: 2, ...properties })).element;

describe('a form', () => {
  it('places its cards by Y and X, each as many columns wide as its width asks for', async () => {
    const form = await mountForm();
    const wide = await addCard(form, { X: 0, Y: 1, Width: 600 });
    const right = await addCard(form, { X: 1, Y: 0, Width: 300 });
    const left = await addCard(form, { X: 0, Y: 0, Width: 300 });
    await settled(form);
    await nextFrame();
    const box = ({ card }: MountedCard): [number, number, number] => {
      const { left: x, top, width } = card.getBoundingClientRect();
      const origin = form.getBoundingClientRect();
      return [x - origin.left, top - origin.top, width];
    };
    assert.deepEqual(
      [box(left), box(right)],
      [
        [0, 0, 300],
        [300, 0, 300],
      ],
    );
    const [x, y, width] = box(wide);
    assert.deepEqual([x, width, y >= 50], [0, 600, true]);
  });

  it('has one column where there is little room', async () => {
    const form = await mountForm({ Width: 400 });
    const first = await addCard(form, { X: 0, Y: 0, Width: 200 });
    const second = await addCard(form, { X: 1, Y: 0, Width: 200 });
    await nextFrame();
    assert.equal(first.card.getBoundingClientRect().width, 400);
    assert.isAtLeast(second.card.getBoundingClientRect().top, first.card.getBoundingClientRect().bottom);
  });

  it('cards grow with what is in them', async () => {
    const form = await mountForm();
    const { card, input } = await addCard(form, { Height: 50 });
    assert.isAtLeast(card.getBoundingClientRect().bottom, input.getBoundingClientRect().bottom);
    input.assign('Y', 300);
    await settled(input);
    assert.isAtLeast(card.getBoundingClientRect().height, 332);
  });

  it('in view mode lets people read, in the modes of its DefaultMode write', async () => {
    const form = await mountForm({ DefaultMode: 'view' });
    const { input, field } = await addCard(form, {});
    assert.deepEqual([input.mode, field.hasAttribute('readonly')], ['view', true]);
    form.assign('DefaultMode', 'new');
    await settled(form, input);
    assert.deepEqual([input.mode, form.readText('DisplayMode')], ['edit', 'edit']);
    const { element: viewer } = await mountControl('fx-form-viewer');
    assert.equal((await addCard(viewer, {})).input.mode, 'view');
  });

  const kinds: readonly (readonly [tag: string, properties: Properties])[] = [
    ['fx-text-input', {}],
    ['fx-number-input', {}],
    ['fx-drop-down', { Items: [{ Value: 'New' }] }],
    ['fx-combo-box', { Items: [{ Value: 'New' }] }],
    ['fx-date-picker', {}],
    ['fx-radio', { Items: [{ Value: 'New' }] }],
    ['fx-list-box', { Items: [{ Value: 'New' }] }],
    ['fx-toggle', {}],
  ];
  for (const [tag, more] of kinds) {
    it(`${tag} in a card has its name, and its error while there is one`, async () => {
      const form = await mountForm({ AccessibleLabel: 'Edit order' });
      const { card, input } = await addCard(form, { DisplayName: 'Due date', Required: true, MaxLength: 5 }, tag, more);
      const said = (name: string): string | null => input.renderRoot.querySelector(`[${name}]`)?.getAttribute(name) ?? null;
      if (tag !== 'fx-toggle') assert.equal(said('aria-label'), 'Due date');
      assert.equal(said('aria-invalid'), null);
      card.assign('Error', 'Too early.');
      await settled(card, input);
      assert.deepEqual([said('aria-invalid'), said('aria-description')], ['true', 'Too early.']);
      card.assign('Error', '');
      await settled(card, input);
      assert.deepEqual([said('aria-invalid'), said('aria-description')], [null, null]);
    });
  }

  it('an error marks the field, unless the field says otherwise itself', async () => {
    const form = await mountForm();
    const { card, input } = await addCard(form, {});
    const before = styleOf(input, 'border-top-color');
    card.assign('Error', 'Too long.');
    await settled(card, input);
    await new Promise((resolve) => setTimeout(resolve, 250));
    assert.notEqual(styleOf(input, 'border-top-color'), before);
    assert.isTrue(input.matches(':state(invalid)'));
    input.assign('ValidationState', 'Success');
    await settled(input);
    assert.isFalse(input.matches(':state(invalid)'));
  });

  it('is accessible: a form with a name, groups with the names of their fields', async () => {
    const form = await mountForm({ AccessibleLabel: 'Edit order' });
    const { card } = await addCard(form, { DisplayName: 'Note', Required: true });
    card.assign('Error', 'Note is required.');
    await settled(card);
    await assertAccessible(form);
  });
});
