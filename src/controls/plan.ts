import { Color, type Value } from '../formula/index.ts';
import { attributeName, type ControlDefinition, type PropertyDefinition } from './definition.ts';
import { cssColor, displayText } from './display-text.ts';
import { hold } from './hold.ts';

/** One property of a kind, as its elements work with it. */
export interface Slot {
  readonly index: number;
  readonly name: string;
  readonly property: PropertyDefinition;
  /** What it is worth while nobody has set it. */
  readonly initial: Value;
  /** Whether the control sets it. */
  readonly tells: boolean;
}

/** What the elements of a kind share: worked out from the declaration once. */
export interface Plan {
  readonly slots: ReadonlyMap<string, Slot>;
  readonly attributes: ReadonlyMap<string, Slot>;
  readonly outputs: readonly Slot[];
}

export function planOf(definition: ControlDefinition): Plan {
  const slots = new Map<string, Slot>();
  for (const [name, property] of Object.entries(definition.properties)) {
    const tells = property.direction === 'out' || property.direction === 'both';
    slots.set(name, { index: slots.size, name, property, initial: hold(property.type, property.default ?? null), tells });
  }
  const own = [...slots.values()];
  for (const [alias, name] of Object.entries(definition.propertyAliases ?? {})) {
    const slot = slots.get(name);
    if (slot === undefined)
      throw new TypeError(`${definition.name}: the property alias ${alias} names ${name}, which is not there.`);
    slots.set(alias, slot);
  }
  const attributes = new Map(
    [...slots].map(([name, slot]) => [attributeName(name, slot.name === name ? slot.property : bare), slot]),
  );
  return { slots, attributes, outputs: own.filter((slot) => slot.tells) };
}

const bare = {} as PropertyDefinition;

/** The style-sheet text of a property's value; null where the theme decides. */
export function styleText({ property }: Slot, value: Value | undefined): string | null {
  if (value === undefined || value === null || value === '') return null;
  if (property.style !== undefined) return property.style(value);
  if (value instanceof Color) return cssColor(value);
  return typeof value === 'number' ? `${value}${property.unit ?? 'px'}` : displayText(value);
}

const registered = new Set<string>();

/**
 * Makes the custom properties of a kind known to the browser as not inherited: the Width of a container must not be that of its children.
 * Harmless where another copy of this library did it already.
 */
export function registerStyles(definition: ControlDefinition): void {
  if (typeof CSS === 'undefined' || !('registerProperty' in CSS)) return;
  for (const { css } of Object.values(definition.properties)) {
    if (css === undefined || registered.has(css)) continue;
    registered.add(css);
    try {
      CSS.registerProperty({ name: `--fx-own-${css}`, syntax: '*', inherits: false });
    } catch {
      // Registered already.
    }
  }
}
