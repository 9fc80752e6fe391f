import type { Value } from '../formula/index.ts';
import { ControlElement } from './control.ts';
import { defineElement } from './define-element.ts';
import type { ControlDefinition, PropertiesOf } from './definition.ts';
import { planOf, registerStyles } from './plan.ts';

/** A kind of control: the class of its elements, with its declaration. */
export interface ControlKind {
  new (): ControlElement;
  readonly definition: ControlDefinition;
}

/** The kinds whose files have been loaded, by name. */
export const registered = new Map<string, ControlKind>();

/** The class of a kind of control, before what its own file adds. */
export type ControlClass<D extends ControlDefinition = ControlDefinition> = Omit<
  typeof ControlElement,
  'prototype' | 'definition'
> & { new (): ControlElement<D> & PropertiesOf<D>; readonly definition: D };

/**
 * Makes the base class of a kind from its declaration: properties under their names, attributes, outputs and events as typed methods.
 *
 *     export class Slider extends controlElement({name: 'Slider', tag: 'fx-slider', …}) {
 *       override render() { return html`<input type="range" .value=${live(String(this.Value))} @input=${this.#move} />`; }
 *       #move(event: Event) { this.output('Value', …); this.raise('OnChange'); }
 *     }
 *     register(Slider);
 *
 * @throws {TypeError} if a property alias names a property that is not there.
 */
export function controlElement<const D extends ControlDefinition>(definition: D): ControlClass<D> {
  const plan = planOf(definition);
  const Base = ControlElement as unknown as new () => ControlElement;
  class Kind extends Base {
    static readonly definition = definition;
    static readonly plan = plan;
  }
  for (const [name] of plan.slots) {
    Object.defineProperty(Kind.prototype, name, {
      get(this: Kind): Value {
        return this.read(name);
      },
      set(this: Kind, value: Value) {
        this.assign(name, value);
      },
      configurable: true,
      enumerable: true,
    });
  }
  registerStyles(definition);
  return Kind as unknown as ControlClass<D>;
}

/** Makes a kind known, and gives it its tag. */
export function register(control: { readonly definition: ControlDefinition }): void {
  const { name, tag } = control.definition;
  registered.set(name, control as unknown as ControlKind);
  defineElement(tag, control as unknown as CustomElementConstructor);
}
