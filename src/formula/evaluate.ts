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

/** The outermost frame of an evaluation. */
export const rootFrame = (run: Run): Frame => ({ row: null, outer: undefined, run });

/** A frame for a row. */
export const rowFrame = (row: Value, outer: Frame): Frame => ({ row, outer, run: outer.run });

/** Thrown through a formula that has used up its steps; caught where the formula was entered. */
export const OUT_OF_FUEL = Symbol('out of fuel');
