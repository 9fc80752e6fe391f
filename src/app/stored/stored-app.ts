import { MissingNameError, STORED_VERSION, type Data, type Features, type StoredTables } from '../../formula/index.ts';
import type { AppDiagnostic } from '../document.ts';

/*
 * An app as it was checked when it was exported: JSON that a page runs without the parser, the checker and the reader of app files. Formulas
 * are indexes into one list, so those that are alike are there once; -1 stands for none.
 */

/** The version of the form, that of formulas included. Another one is not read. */
export const APP_VERSION = `1.${STORED_VERSION}`;

/** Name and formula, one after the other. */
export type StoredProperties = readonly Data[];

/** `[name, kind, properties, children, component]`; `kind` is an index into `kinds`. */
export type StoredControl = readonly [
  name: string,
  kind: number,
  properties: StoredProperties,
  children?: readonly StoredControl[],
  component?: string,
];

/** `[name, kind, type, raises on reset, default, parameters]`; a parameter is `[name, type, optional, default]`. */
export type StoredCustomProperty = readonly [
  name: string,
  kind: string,
  dataType: string,
  raiseOnReset: number,
  formula: number,
  parameters: readonly (readonly [name: string, dataType: string, optional: number, formula: number])[],
];

/** `[name, access to the app's scope, custom properties, properties, children]` */
export type StoredComponent = readonly [
  name: string,
  accessAppScope: number,
  custom: readonly StoredCustomProperty[],
  properties: StoredProperties,
  children: readonly StoredControl[],
];

/** `[name, changes things, result, parameters and their types, facts (2 awaits, 4 volatile), body, summary]` */
export type StoredFunction = readonly [
  name: string,
  behavior: number,
  result: number,
  parameters: readonly Data[],
  facts: number,
  body: Data,
  summary: string,
];

export interface StoredApp {
  readonly fxloom: 'app';
  readonly version: string;
  /** The file that the app is kept apart by on a device. */
  readonly file: string;
  readonly features?: Features;
  /** `[control, template, variant, layout]` */
  readonly kinds: readonly (readonly string[])[];
  readonly app: StoredControl;
  readonly screens: readonly StoredControl[];
  readonly components: readonly StoredComponent[];
  /** Data sources with the columns that the app speaks of. */
  readonly sources: readonly (readonly [name: string, columns: readonly string[]])[];
  readonly mentions: readonly string[];
  readonly named: StoredProperties;
  readonly functions: readonly StoredFunction[];
  /** `[home, variables and their types, collections and theirs]`; the home of what is global is empty. */
  readonly variables: readonly (readonly [home: string, variables: readonly Data[], collections: readonly Data[]])[];
  /**
   * Formulas that stand in no file, and those of instances of components that mean something else there than in the definition, by the
   * control's key.
   */
  readonly own: readonly (readonly [key: string, formulas: StoredProperties])[];
  /**
   * `[facts, formula, names that it reads besides, names in it that it does not read]`; facts: 1 valid, 4 volatile. One with an error:
   * `[0, type, message, code]`.
   */
  readonly formulas: readonly (readonly Data[])[];
  readonly tables: StoredTables;
  readonly diagnostics: readonly AppDiagnostic[];
}

/** An exported app is not as it was written, or of another version. */
export class StoredAppError extends Error {
  override readonly name = 'StoredAppError';
}

export const damaged = (error: unknown): StoredAppError =>
  new StoredAppError(
    `This exported app is damaged. Export it again. (${error instanceof Error ? error.message : String(error)})`,
  );

/** Whatever goes wrong because of the data's shape is damage. A name that is not here is another matter. */
export function orDamaged<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof StoredAppError || error instanceof MissingNameError ? error : damaged(error);
  }
}
