import type { Assignable, FunctionDefinition, Value } from '../formula/index.ts';
import type { ControlModel } from './control-model.ts';
import type { PropertySource } from './document.ts';

/** One run of a behavior, kept by what it changed. */
export interface Cause {
  readonly control: ControlModel;
  readonly source: PropertySource;
  /** When it began: milliseconds since 1970-01-01 UTC. */
  readonly at: number;
  /** The calls that it made, the first ones. */
  readonly calls: { readonly operation: FunctionDefinition; readonly args: readonly Value[] }[];
}

/** What remembers who changed it last. */
export interface Touched {
  /** The behavior; undefined where the page around the app gave the value. */
  cause: Cause | undefined;
  /** When: milliseconds since 1970-01-01 UTC; undefined before the first change. */
  touched: number | undefined;
}

/** Calls of one run that are remembered. */
export const MAX_CALLS = 20;

/** Notes who changes a place. What is no variable or collection keeps no such note. */
export function touch(place: Assignable | Touched, cause: Cause | undefined): void {
  if (!('touched' in place)) return;
  place.cause = cause;
  place.touched = Date.now();
}
