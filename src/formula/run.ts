import type { Features } from './features.ts';
import type { FunctionDefinition } from './function.ts';
import type { FormulaError } from './error.ts';
import type { Type } from './type.ts';
import type { Reference, Row, Table, Value } from './value.ts';

/** What evaluation takes from its surroundings; an input, never the process's own zone or clock. */
export interface Surroundings {
  readonly features: Features;
  /** IANA name of the zone whose wall clock `DateTime` values show. */
  readonly timeZone: string;
  /** BCP 47 tag of the culture that texts are read and written in. */
  readonly culture: string;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly now: () => number;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
  /** Who uses the app, as `User` gives it; nobody unless given. */
  readonly user?: () => Row | undefined;
  /** What the app was opened with, as `Param` gives it. */
  readonly parameters?: ReadonlyMap<string, string>;
}

/** Calls of connector operations met by a formula. */
export interface RemoteCalls {
  /**
   * In a value formula: the latest answer to this call at this place of the formula, `PENDING` before the first. `site` is the same object
   * each time one place of one formula is evaluated.
   */
  read(site: object, operation: FunctionDefinition, args: readonly Value[]): Value;
  /** In a behavior: the answer. Never rejects: failures are error values. */
  start(operation: FunctionDefinition, args: readonly Value[]): Promise<Value>;
}

/** A place that behaviors may change: a variable, a collection, a data source, a field of one. */
export interface Assignable {
  readonly name: string;
  readonly type: Type;
  read(): Value;
  write(value: Value): void;
  /** What may be done with it; everything unless said otherwise. The checker refuses the rest. */
  readonly permissions?: Permissions;
}

/** What behaviors may do with a variable or a table. */
export interface Permissions {
  /** It may be given another value: `Set(x, …)`. */
  readonly set: boolean;
  /** A field of it may be given another value: `Set(x.a, …)`. */
  readonly deep: boolean;
  /** Its rows may be added, changed and removed: `Collect(x, …)`, `Patch(x, …)`. */
  readonly mutate: boolean;
}

/** A table that can be written to: a collection or a data source (`Collect`, `Patch`, `Remove` …). */
export interface WritableTable extends Assignable {
  /** The columns that tell its rows apart, where it has such. */
  readonly keys?: readonly string[];
  /** Adds rows at the end and gives what was stored. */
  create(rows: readonly Row[]): Value | Promise<Value>;
  /** Replaces or merges fields of a row that is in the table, and gives the stored row. */
  update(row: Row, changes: Row, unchanged?: boolean): Value | Promise<Value>;
  remove(rows: readonly Row[]): Value | Promise<Value>;
  clear(): Value | Promise<Value>;
  /** A record with the defaults of a new row. */
  defaults(): Row;
  refresh(): Value | Promise<Value>;
}

export type NotificationType = 'Error' | 'Information' | 'Success' | 'Warning';

/**
 * What behaviors do to an app. The language knows these effects by name only; the app runtime brings them. Without an app (a formula
 * evaluated alone) the functions that need one give an error of kind NotSupported.
 */
export interface Effects {
  setContext(values: Row): void;
  navigate(screen: Reference, transition: string | null, context: Row | null): boolean;
  back(transition: string | null): boolean;
  notify(message: string, type: NotificationType, timeoutMilliseconds: number): void;
  reset(control: Reference): void;
  /** `row`: of a gallery, from 1; `child`: a control in it. Gives an error where there is no such row. */
  select(control: Reference, row?: number, child?: Reference): Promise<FormulaError | undefined>;
  setFocus(control: Reference): void;
  /** Asks for a source's or connector's calls anew. */
  refresh(source: Reference | Table): Promise<Value>;
  /** Any further effect, by the function's name: `Launch`, `SubmitForm` … */
  perform(name: string, args: readonly Value[]): Value | Promise<Value>;
}

/** One evaluation: its surroundings, its budget, and the app behind it. */
export interface Run extends Surroundings {
  readonly calls: RemoteCalls | undefined;
  readonly effects: Effects | undefined;
  /** What the host wants to find again when a symbol is read: the row of a gallery that the formula is evaluated for. */
  readonly context?: unknown;
  /** Steps left before evaluation stops with an error of kind Timeout. Counted down per row of a loop and per row made. */
  fuel: number;
  /** When evaluation stops with an error of kind Timeout: milliseconds since 1970-01-01 UTC, by the machine's clock. */
  readonly deadline?: number;
  /** Cancels the evaluation: it gives an error of kind Timeout. A behavior that waits gives it at once. */
  readonly signal?: AbortSignal;
  /** Rows that a table made by the formula may have; more give an error of kind InsufficientMemory. */
  readonly maxRows?: number;
  /** Characters that a text made by the formula may have; more give an error of kind InsufficientMemory. */
  readonly maxTextLength?: number;
  /** Told of each place that a behavior is about to change. */
  readonly touch?: (place: Assignable) => void;
  /** How many calls of users' functions the evaluation is in. */
  depth?: number;
}
