import { canvas } from './features.ts';
import { DEFAULT_FUEL } from './limits.ts';
import type { Run } from './run.ts';
import type { Value } from './value.ts';

/**
 * What an evaluation sees: the row of the innermost row scope, the scopes around it, and the run. At the top, `row` is null.
 */
export interface Frame {
  readonly row: Value;
  readonly outer: Frame | undefined;
  readonly run: Run;
}

/** A compiled formula. Never throws for what a user wrote: failures are values. */
export type Evaluate = (frame: Frame) => Value;

/** A compiled behavior: a promise only where it waits for something. */
export type EvaluateAsync = (frame: Frame) => Value | Promise<Value>;

const constants = new WeakMap<Evaluate, Value>();

/** A closure that always gives this value, and says so to those that are built on it. */
export function constant(value: Value): Evaluate {
  const evaluate = (): Value => value;
  constants.set(evaluate, value);
  return evaluate;
}

/** The value that a closure always gives; undefined where it depends on anything. */
export const constantOf = (evaluate: Evaluate): Value | undefined => constants.get(evaluate);

/** The outermost frame of an evaluation. */
export const rootFrame = (run: Run): Frame => ({ row: null, outer: undefined, run });

/** A frame for what depends on no surroundings: constants. */
export const stillFrame = (): Frame =>
  rootFrame({
    features: canvas,
    timeZone: 'UTC',
    culture: 'en-US',
    now: () => 0,
    random: () => 0,
    calls: undefined,
    effects: undefined,
    fuel: DEFAULT_FUEL,
  });

/** A frame for a row. */
export const rowFrame = (row: Value, outer: Frame): Frame => ({ row, outer, run: outer.run });
