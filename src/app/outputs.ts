import { hold, type ControlDefinition, type Derive, type PropertyDefinition } from '../controls/core.ts';
import { FormulaError, option, type Type, type Value } from '../formula/index.ts';
import type { Property } from './property.ts';

// Outputs of controls (`TextInput1.Text`, `Gallery1.Selected`) computed from what formulas assign and what the user chose, as the kind of
// control declares it: the same with and without an element.

/** What an output follows from. */
export interface OutputInput {
  /** The value of another property of the control. */
  readonly read: (name: string) => Value;
  readonly chosen: Value | undefined;
  /** What a formula assigns to it, for outputs that formulas may set. */
  readonly assigned: Value | undefined;
}

/** Thrown through a declaration's function when it reads an error, which is then the output's value. */
class Interrupted {
  readonly error: FormulaError;
  constructor(error: FormulaError) {
    this.error = error;
  }
}

/** The value of an output. */
export function outputValue(definition: ControlDefinition, name: string, input: OutputInput): Value {
  const property = definition.properties[name]!;
  const derive = property.derive ?? byChoice(property);
  try {
    return defaultValue(
      property,
      derive((other) => held(definition, other, input.read(other)), input.chosen, input.assigned),
    );
  } catch (thrown) {
    if (thrown instanceof Interrupted) return thrown.error;
    throw thrown;
  }
}

const byChoice =
  (property: PropertyDefinition): Derive =>
  (_, chosen, assigned) =>
    chosen ?? assigned ?? defaultValue(property);

function held(definition: ControlDefinition, name: string, value: Value): Value {
  if (value instanceof FormulaError) throw new Interrupted(value);
  const property = definition.properties[name];
  return property === undefined ? value : hold(property.type, value);
}

const known = new WeakMap<Derive, readonly string[]>();

/** The properties that an output follows from, found by trying: with no choice, with a blank one, and with one. */
export function outputSources(definition: ControlDefinition, name: string): readonly string[] {
  const derive = definition.properties[name]?.derive;
  if (derive === undefined) return [];
  let names = known.get(derive);
  if (names === undefined) {
    const found = new Set<string>();
    const read = (other: string): Value => {
      found.add(other);
      const property = definition.properties[other];
      return property === undefined ? null : hold(property.type, property.default ?? null);
    };
    for (const chosen of [undefined, null, {}] as const) derive(read, chosen, undefined);
    found.delete(name);
    known.set(derive, (names = [...found].filter((other) => Object.hasOwn(definition.properties, other))));
  }
  return names;
}

/** Whether the user chooses this output itself; others follow from what was chosen. */
export const isChosen = (property: PropertyDefinition): boolean => property.derive === undefined || property.derive.length > 1;

/** What a user changes to change an output: itself, or the one that it follows from (`Text` of a text input from its `Value`). */
export function chosenOf({ owner, name }: Property): Property | undefined {
  const definition = owner.kind?.definition;
  if (definition === undefined) return undefined;
  const names = [name, ...outputSources(definition, name)];
  return names
    .map((one) => owner.property(one))
    .find((one) => one?.definition !== undefined && one.isOutput && isChosen(one.definition));
}

/** The default of a property as formulas see it: a member of its enum where the declaration has the text that the member is worth. */
export const defaultValue = (property: PropertyDefinition, value: Value = property.default ?? null): Value =>
  optionOf(property.type, value);

function optionOf(type: Type, value: Value): Value {
  if (type.kind !== 'option' || (typeof value !== 'string' && typeof value !== 'number')) return value;
  for (const [name, worth] of type.set.members) if (worth === value) return option(type.set, name) ?? value;
  return value;
}
