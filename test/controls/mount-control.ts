import { assert } from 'chai';
import axe from 'axe-core';
import '../../src/controls/index.ts';
import type { ControlElement, EventDetail, OutputDetail } from '../../src/controls/index.ts';
import type { Value } from '../../src/formula/index.ts';

export interface Mounted<E extends ControlElement = ControlElement> {
  readonly element: E;
  /** Names of events raised, in order: `OnSelect`. */
  readonly events: string[];
  readonly outputs: OutputDetail[];
  /** A part of the shadow tree; the test fails where there is none. */
  readonly part: <P extends HTMLElement = HTMLElement>(selector: string) => P;
}

const mounted: HTMLElement[] = [];

/** Puts a control of this tag on the page, with properties as a host assigns them, and waits until it is drawn. */
export async function mountControl<E extends ControlElement = ControlElement>(
  tag: string,
  properties: { readonly [name: string]: Value } = {},
  { inside, before }: { inside?: HTMLElement; before?: (element: E) => void } = {},
): Promise<Mounted<E>> {
  const element = document.createElement(tag) as E;
  for (const [name, value] of Object.entries(properties)) {
    assert(element.assign(name, value), `${tag} has no property ${name}`);
  }
  before?.(element);
  const events: string[] = [];
  const outputs: OutputDetail[] = [];
  element.addEventListener('fx-event', (event) => events.push((event as CustomEvent<EventDetail>).detail.event));
  element.addEventListener('fx-output', (event) => outputs.push((event as CustomEvent<OutputDetail>).detail));
  (inside ?? document.body).append(element);
  mounted.push(element);
  await settled(element);
  return {
    element,
    events,
    outputs,
    part: (selector) => {
      const found = element.renderRoot.querySelector<HTMLElement>(selector);
      assert(found !== null, `${tag} has no part ${selector}`);
      return found as never;
    },
  };
}

/** Waits until controls have drawn what they were last told, twice over: drawing may ask for more drawing. */
export async function settled(...elements: readonly ControlElement[]): Promise<void> {
  for (let round = 0; round < 3; round++) await Promise.all(elements.map((element) => element.updateComplete));
}

/** The next frame: sizes have been observed by then, and scroll events sent. */
export const nextFrame = (): Promise<void> =>
  new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));

/** Waits until something holds; fails after two seconds. */
export async function until(holds: () => boolean, what: string): Promise<void> {
  const end = performance.now() + 2000;
  while (!holds()) {
    assert(performance.now() < end, `never came: ${what}`);
    await nextFrame();
  }
}

export function unmountAll(): void {
  for (const element of mounted.splice(0)) element.remove();
  document.documentElement.style.colorScheme = '';
}

/** Fails with the rules broken, if axe finds any in the element. */
export async function assertAccessible(element: Element): Promise<void> {
  const { violations } = await axe.run(element, {
    resultTypes: ['violations'],
    // Rules about whole pages.
    rules: { region: { enabled: false } },
  });
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`),
  );
  assert.deepEqual(found, []);
}

/** The computed style of a part, or of the element itself. */
export const styleOf = (element: Element, property: string, pseudo?: string): string =>
  getComputedStyle(element, pseudo).getPropertyValue(property);
