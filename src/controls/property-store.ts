import { isTable, type Value } from '../formula/index.ts';
import type { Plan, Slot } from './plan.ts';

/** An output that has another value than when it was last told. */
export interface ChangedOutput {
  readonly property: string;
  readonly value: Value;
}

/** The values of one control's properties: what was assigned, what the user chose, and what follows from both. */
export class PropertyStore {
  readonly #plan: Plan;
  readonly #assigned: (Value | undefined)[] = [];
  readonly #chosen = new Map<string, Value>();
  /** Derived values since the last change of anything. */
  readonly #derived = new Map<string, Value>();
  readonly #told: (Value | undefined)[] = [];

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  /** What a property is worth now; blank where there is none of that name. */
  read(name: string): Value {
    const slot = this.#plan.slots.get(name);
    if (slot === undefined) return null;
    const chosen = this.#chosen.get(slot.name);
    const assigned = this.#assigned[slot.index];
    if (slot.property.derive !== undefined) return this.#derive(slot, chosen, assigned);
    if (chosen !== undefined) return chosen;
    return assigned === undefined ? slot.initial : assigned;
  }

  /** What was assigned; undefined where nothing was. */
  assigned(slot: Slot): Value | undefined {
    return this.#assigned[slot.index];
  }

  /** Assigns a value, or takes it back (undefined). What a formula newly says goes before what the user chose earlier. */
  assign(slot: Slot, value: Value | undefined): void {
    this.#assigned[slot.index] = value;
    if (slot.tells) this.#chosen.delete(slot.name);
    this.#derived.clear();
  }

  /** What the user chose; undefined takes it back. */
  choose(name: string, value: Value | undefined): void {
    if (value === undefined) this.#chosen.delete(name);
    else this.#chosen.set(name, value);
    this.#derived.clear();
  }

  /** Takes back all that the user chose. */
  reset(): void {
    this.#chosen.clear();
    this.#derived.clear();
  }

  /** The outputs whose values have changed since this was last asked. */
  changedOutputs(): ChangedOutput[] {
    const changed: ChangedOutput[] = [];
    for (const slot of this.#plan.outputs) {
      const value = this.read(slot.name);
      const told = this.#told[slot.index];
      if (sameOutput(told === undefined ? slot.initial : told, value)) continue;
      this.#told[slot.index] = value;
      changed.push({ property: slot.name, value });
    }
    return changed;
  }

  #derive(slot: Slot, chosen: Value | undefined, assigned: Value | undefined): Value {
    let value = this.#derived.get(slot.name);
    if (value === undefined) {
      value = slot.property.derive!((other) => this.read(other), chosen, assigned);
      this.#derived.set(slot.name, value);
    }
    return value;
  }
}

/** Tables of the same rows are the same: they are made anew whenever they are derived. */
const sameOutput = (a: Value, b: Value): boolean =>
  Object.is(a, b) || (isTable(a) && isTable(b) && a.length === b.length && a.every((row, index) => row === b[index]));
