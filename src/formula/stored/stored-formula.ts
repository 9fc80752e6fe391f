/*
 * Checked formulas as data: what a program without the parser and the checker runs. Names of functions, types and symbols stand in tables that
 * the formulas of one app share; a node is an array that begins with its kind and, in most kinds, the index of its type. `write-formulas.ts`
 * and `read-formulas.ts` are the two sides. A change of what is written here is another version.
 */

/** The version of the form. Another one is not read. */
export const STORED_VERSION = 1;

/** Kinds of nodes, by their number. */
export const Kind = {
  literal: 0,
  symbol: 1,
  row: 2,
  field: 3,
  column: 4,
  operator: 5,
  call: 6,
  record: 7,
  table: 8,
  coerce: 9,
  chain: 10,
  invalid: 11,
} as const;

/** JSON, as it is read. */
export type Data = null | boolean | number | string | readonly Data[] | { readonly [name: string]: Data };

/** A node: `[kind, …]`. */
export type StoredNode = readonly Data[];

/** What formulas of one app share. */
export interface StoredTables {
  /** A name of a simple kind, or `[letter, …]` with indexes of other types. */
  readonly types: readonly Data[];
  /** Enums by name, sets of choices whole. */
  readonly sets: readonly Data[];
  /** Names as formulas write them: `["Slider1", "Value"]`. */
  readonly symbols: readonly (readonly string[])[];
  /** `[path, overload, names of its parameters]`. */
  readonly functions: readonly (readonly [path: readonly string[], overload: number, parameters: string])[];
}

/** Something that was to be read is not as it was written, or of another version. */
export class StoredFormulaError extends Error {
  override readonly name = 'StoredFormulaError';
}

/** A formula names something that is not there: a connection that is missing, another definition of a service. */
export class MissingNameError extends Error {
  override readonly name = 'MissingNameError';
}
