import { FormulaError, Pending, type Value } from '../formula/index.ts';

/** Whether a control waits or has failed: by what its host says, and by the values that its properties were given. */
export class Status {
  hostPending = false;
  hostError: FormulaError | null = null;
  readonly #waiting = new Set<string>();
  readonly #failed = new Map<string, FormulaError>();

  get pending(): boolean {
    return this.hostPending || this.#waiting.size > 0;
  }

  get error(): FormulaError | null {
    return this.hostError ?? this.#failed.values().next().value ?? null;
  }

  /** Takes note of what a property was given; whether that changes anything. */
  note(property: string, value: Value): boolean {
    const waited = this.#waiting.delete(property);
    const failed = this.#failed.delete(property);
    if (value instanceof Pending) this.#waiting.add(property);
    else if (value instanceof FormulaError) this.#failed.set(property, value);
    return waited || failed || value instanceof FormulaError;
  }
}
