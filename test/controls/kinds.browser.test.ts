import { assert } from 'chai';
import {
  attributeName,
  catalogue,
  ControlElement,
  loadIcons,
  type ControlDefinition,
  type PropertyDefinition,
} from '../../src/controls/index.ts';
import { Color, DateValue, formulaError, PENDING, type OptionSet, type Value } from '../../src/formula/index.ts';
import { assertAccessible, mountControl, nextFrame, settled, unmountAll, until } from './mount-control.ts';
import { contextOf, testedWithTheirKind } from './effects.ts';

const picture = 'data:image/svg+xml,%3Csvg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/%3E';

/** A value that is not the property's default. */
function another({ type, default: before = null }: PropertyDefinition): Value {
  switch (type.kind) {
    case 'text':
    case 'hyperlink':
      return 'Kungsgatan 12';
    case 'number':
      return before === 37 ? 38 : 37;
    case 'boolean':
      return before !== true;
    case 'color':
      return new Color(200, 30, 90, 1);
    case 'image':
    case 'media':
      return picture;
    case 'option':
      return otherMember(type.set, before);
    case 'date':
    case 'dateTime':
      return new DateValue(Date.UTC(2026, 10, 25));
    case 'table':
      return [{ Value: 'Two' }, { Value: 'Three' }];
    case 'record':
      return { Value: 'Two' };
    default:
      return 'Two';
  }
}

const otherMember = (set: OptionSet, before: Value): Value =>
  [...set.members.values()].find((member) => member !== before) ?? null;

/** All that can be seen or heard of a control: its tree, its own attributes, states, accessibility, outputs, size. */
function appearance(element: ControlElement): string {
  const states = [
    'hidden',
    'disabled',
    'readonly',
    'active',
    'pending',
    'error',
    'align-start',
    'align-center',
    'align-end',
    'align-stretch',
  ];
  const internals = Reflect.get(element, 'internals') as ElementInternals;
  const outputs = Object.entries(element.definition.properties)
    .filter(([, { direction }]) => direction === 'out')
    .map(([name]) => JSON.stringify(element.read(name)));
  const parts = [...element.renderRoot.querySelectorAll<HTMLElement>('*')].map((part) => {
    const value = part instanceof HTMLInputElement ? `${part.value}${part.checked}${part.indeterminate}` : '';
    const { width, height, opacity, transform } = getComputedStyle(part);
    return `${part.localName}${value} ${width} ${height} ${opacity} ${transform}`;
  });
  const { width, height } = element.getBoundingClientRect();
  const own = getComputedStyle(element);
  return [
    (element.renderRoot as ShadowRoot).innerHTML.replaceAll(/<!--.*?-->|<style>.*?<\/style>/g, ''),
    element.getAttribute('style'),
    element.getAttribute('data-inner'),
    [...element.querySelectorAll<ControlElement>('fx-data-table-row, fx-data-table-column')]
      .map((cell) => `${cell.tabIndex} ${cell.matches(':state(marked)')} ${cell.shadowRoot!.textContent}`)
      .join(),
    [...element.querySelectorAll('*')]
      .map((child) => `${child.outerHTML} ${child.matches(':is(:state(pop), :state(push))')}`)
      .join(),
    states.filter((state) => element.matches(`:state(${state})`)).join(),
    [internals.role, internals.ariaLabel, internals.ariaLevel, internals.ariaLive, element.matches(':invalid')].join(),
    own.backgroundImage,
    own.backgroundColor,
    own.borderTopColor,
    own.color,
    own.display,
    own.flexDirection,
    own.flexWrap,
    own.alignItems,
    [...element.children].map((child) => `${(child as HTMLElement).offsetLeft} ${(child as HTMLElement).offsetTop}`).join(),
    outputs.join(),
    `${width} ${height}`,
    parts.join('\n'),
  ].join('\n');
}

const inputs = ({ properties }: ControlDefinition): (readonly [string, PropertyDefinition])[] =>
  Object.entries(properties).filter(([, { direction }]) => direction !== 'out');

const states: readonly (readonly [name: string, prepare: (element: ControlElement) => void])[] = [
  ['usual', () => {}],
  ['to press', (element) => void (element.interactive = true)],
  ['disabled', (element) => void element.assign('DisplayMode', 'disabled')],
  ['read only', (element) => void element.assign('DisplayMode', 'view')],
  ['failed', (element) => void (element.error = formulaError('Network', 'The shop did not answer. Try again in a moment.'))],
  ['waiting', (element) => void (element.pending = true)],
];

before(loadIcons);
afterEach(unmountAll);

for (const { definition } of catalogue) {
  const { tag, name } = definition;

  describe(name, () => {
    it('is a custom element', async () => {
      const { element } = await mountControl(tag);
      assert.isTrue(element instanceof ControlElement);
      assert.equal(element.definition, definition);
    });

    for (const [property, declared] of inputs(definition)) {
      const css = declared.css;
      if (testedWithTheirKind.has(`${name}.${property}`)) continue;
      if (css === undefined) {
        it(`${property} has an effect`, async () => {
          const { properties, prepare, value } = contextOf(name, property);
          const { element } = await mountControl(tag, properties);
          prepare?.(element);
          await drawn(element);
          const before = appearance(element);
          element.assign(property, value ?? another(declared));
          await settled(element);
          if (declared.ignored !== true) return until(() => appearance(element) !== before, 'an effect');
          await nextFrame();
          assert.isTrue(appearance(element) === before, 'has an effect by now');
        });
      } else {
        it(`${property} reaches the style sheets`, async () => {
          const { element } = await mountControl(tag, {});
          element.assign(property, styleSample(declared));
          await settled(element);
          assert.notEqual(element.style.getPropertyValue(`--fx-own-${css}`), '', 'is set on the element');
          assert.isTrue(sheetsAround(element).includes(`--fx-own-${css}`), 'is read by a style sheet');
          element.assign(property, null);
          await settled(element);
          assert.equal(element.style.getPropertyValue(`--fx-own-${css}`), '', 'blank leaves it to the theme');
        });
      }
    }

    it('takes attributes of plain values', async () => {
      for (const [property, declared] of inputs(definition)) {
        const { kind } = declared.type;
        if (kind !== 'text' && kind !== 'number' && kind !== 'boolean') continue;
        const element = document.createElement(tag) as ControlElement;
        const value = another(declared);
        element.setAttribute(attributeName(property, declared), String(value));
        assert.equal(element.read(property), value, property);
        element.setAttribute(attributeName(property, declared), '=1+1');
        assert.equal(element.read(property), value, 'a formula is left to the host');
      }
    });

    it('tolerates blank, errors and nonsense in every property', async () => {
      const { element } = await mountControl(tag);
      for (const value of [null, 'nonsense', -1, [null, formulaError('Div0', 'Row failed.'), { a: null }], { x: 1 }] as Value[]) {
        for (const [property] of inputs(definition)) element.assign(property, value);
        await settled(element);
      }
      for (const [property] of inputs(definition)) element.assign(property, formulaError('Div0', 'Division by zero.'));
      await settled(element);
      // What is wrong with its looks alone takes nothing away of what it says.
      const says = inputs(definition).some(([, { category }]) => category !== 'design');
      assert.equal(element.error?.message, says ? 'Division by zero.' : undefined);
      for (const [property] of inputs(definition)) element.assign(property, PENDING);
      await settled(element);
      assert.equal(element.error, null);
      assert.equal(element.pending, true);
    });

    for (const scheme of ['light', 'dark'] as const) {
      it(`axe finds nothing in any state, ${scheme}`, async () => {
        document.documentElement.style.colorScheme = scheme;
        const stage = document.createElement('div');
        stage.style.setProperty('background', scheme === 'light' ? '#ffffff' : '#1f1f1f');
        stage.style.setProperty('padding', '24px');
        document.body.append(stage);
        for (const [state, prepare] of states) {
          // What has a text on it is called by its text.
          const label =
            'AccessibleLabel' in definition.properties &&
            !('Text' in definition.properties && !('HintText' in definition.properties))
              ? { AccessibleLabel: `What it is, ${state}` }
              : {};
          const { element } = await mountControl(tag, { ...label, ...contextOf(name, '').properties }, { inside: stage });
          prepare(element);
          await settled(element);
        }
        await nextFrame();
        await assertAccessible(stage);
        stage.remove();
      });
    }
  });
}

/** What is drawn by sizes, or loaded, needs a frame more. */
async function drawn(element: ControlElement): Promise<void> {
  await settled(element);
  if (element.definition.children !== undefined || element.localName === 'fx-html-viewer') await nextFrame();
}

/** A value that style sheets write in a way of their own: the default may be one that they leave out. */
function styleSample(declared: PropertyDefinition): Value {
  if (declared.type.kind !== 'option') return another(declared);
  const members = [...declared.type.set.members.values()];
  return members.find((member) => declared.style === undefined || declared.style(member) !== null) ?? null;
}

/** The texts of the style sheets that can place or draw a control: its own, and what those of containers say about children. */
function sheetsAround(element: ControlElement): string {
  const holders = ['fx-group-container', 'fx-screen', 'fx-gallery-row'].map((tag) => sheetsOf(customElements.get(tag)!));
  const aboutChildren = holders.flatMap((text) => text.match(/::slotted[^{]*\{[^}]*\}/g) ?? []);
  return [sheetsOf(element.constructor), ...aboutChildren].join('\n');
}

const sheetsOf = (kind: unknown): string =>
  (kind as typeof ControlElement).elementStyles
    .map((sheet) => ('cssText' in sheet ? sheet.cssText : [...sheet.cssRules].map((rule) => rule.cssText).join('\n')))
    .join('\n');
