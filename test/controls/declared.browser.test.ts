import { assert } from 'chai';
import { catalogue, commonParts, commonStates, type ControlElement } from '../../src/controls/index.ts';
import { formulaError } from '../../src/formula/index.ts';
import { contextOf } from './effects.ts';
import { mountControl, nextFrame, settled, unmountAll } from './mount-control.ts';

afterEach(unmountAll);

const told = (notes: object): string[] => Object.entries(notes).flatMap(([name, text]) => (text === null ? [] : [name]));

const situations: readonly ((element: ControlElement) => void)[] = [
  () => {},
  (element) => void element.assign('DisplayMode', 'view'),
  (element) => void (element.pending = true),
  (element) => void (element.error = formulaError('Network', 'The shop did not answer.')),
];

describe('what a page can style', () => {
  for (const { definition } of catalogue) {
    const { name, tag } = definition;
    it(`${name}: what is drawn has parts, states and slots that are declared, and the parts are there`, async () => {
      const seen = { parts: new Set<string>(), states: new Set<string>(), slots: new Set<string>() };
      for (const properties of [{}, contextOf(name, '').properties]) {
        for (const prepare of situations) {
          const { element } = await mountControl(tag, properties);
          prepare(element);
          await settled(element);
          await nextFrame();
          look(element, seen);
        }
      }
      const parts = told({ ...commonParts, ...definition.parts });
      const states = told({ ...commonStates, ...definition.states });
      const slots = [...(definition.children === undefined ? [] : ['']), ...told(definition.slots ?? {})];
      assert.deepEqual(
        [...seen.parts].filter((part) => !parts.includes(part)),
        [],
        'parts that nobody declared',
      );
      assert.deepEqual(
        [...seen.states].filter((state) => !states.includes(state)),
        [],
        'states that nobody declared',
      );
      assert.deepEqual(
        [...seen.slots].filter((slot) => !slots.includes(slot)),
        [],
        'slots that nobody declared',
      );
      assert.equal(seen.parts.has('control'), parts.includes('control'), 'the part control');
    });
  }
});

function look(element: ControlElement, seen: { readonly [what in 'parts' | 'states' | 'slots']: Set<string> }): void {
  for (const part of element.renderRoot.querySelectorAll('[part]')) for (const one of part.part) seen.parts.add(one);
  for (const slot of element.renderRoot.querySelectorAll('slot')) seen.slots.add(slot.name);
  const { states } = Reflect.get(element, 'internals') as ElementInternals;
  for (const state of states as unknown as Set<string>) seen.states.add(state);
}
