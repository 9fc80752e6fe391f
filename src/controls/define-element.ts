/**
 * Which copy of this library defines the elements of a page: the first that is loaded. Values of one copy mean nothing to another, so
 * elements of two must not meet in one app; a second copy, of another version, leaves all elements to the first.
 */
const key = Symbol.for('fxloom.elements');
const own = {};

/** Whether the elements of this page are those of this copy. */
export function definesElements(): boolean {
  if (typeof customElements === 'undefined') return false;
  const page = globalThis as { [key]?: object };
  page[key] ??= own;
  return page[key] === own;
}

/** Gives an element its tag where there are tags (not in Node), and neither another copy nor the page has taken it. */
export function defineElement(tag: string, constructor: CustomElementConstructor): void {
  if (definesElements() && customElements.get(tag) === undefined) customElements.define(tag, constructor);
}
