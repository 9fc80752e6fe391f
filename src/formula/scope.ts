import type { CheckResult } from './check.ts';
import type { Checked } from './checked.ts';
import type { FunctionDefinition } from './function.ts';
import type { OptionSet } from './option-set.ts';
import type { Assignable, Run, WritableTable } from './run.ts';
import type { Type } from './type.ts';
import type { Value } from './value.ts';

/** A name that a formula can read: a variable, a collection, a named formula, a property of a control. */
export interface Symbol {
  readonly name: string;
  readonly type: Type;
  /** Its value now. Called on each evaluation; cheap. The run tells which row of the host it is for (`Run.context`). */
  read(run: Run): Value;
  /** Whatever the host wants to know it by: the node of its graph. */
  readonly source?: unknown;
  /** For a name that stands for a formula: that formula, checked, as it was written. A planner looks through the name. */
  readonly meaning?: Checked | undefined;
  /** Present where behaviors may change it. */
  readonly place?: Assignable | WritableTable;
  /**
   * For a control: its properties, each a symbol of its own, so that a formula depends on `Slider1.Value` and not on all of `Slider1`. Names
   * that it does not give may still be fields of the type.
   */
  member?(name: string): Symbol | undefined;
  /** What completion and hover say about it. */
  readonly summary?: string;
  /** The kind of thing, for colours and icons. */
  readonly role?: 'variable' | 'collection' | 'control' | 'screen' | 'property' | 'formula' | 'app';
}

/** A name with functions and values behind a dot: a connector, `Calendar`, an enum. */
export interface Namespace {
  readonly name: string;
  readonly functions: ReadonlyMap<string, FunctionDefinition>;
  readonly summary?: string;
}

/**
 * All that the language knows of the world outside a formula. Look-ups rather than maps, so that a host can resolve lazily; the lists are
 * for completion and for "did you mean".
 */
export interface Scope {
  symbol(name: string): Symbol | undefined;
  function(name: string): FunctionDefinition | undefined;
  namespace(name: string): Namespace | undefined;
  optionSet(name: string): OptionSet | undefined;
  /** A named type (`Number`, or a user's own). */
  type(name: string): Type | undefined;
  /** Whether a function of this name is known to the language but not available here. */
  isReserved?(name: string): boolean;
  symbols(): Iterable<Symbol>;
  functions(): Iterable<FunctionDefinition>;
  namespaces(): Iterable<Namespace>;
  optionSets(): Iterable<OptionSet>;
  /** The names that `type` knows. */
  typeNames?(): Iterable<string>;
  /**
   * Where data sources answer queries: gives a checked formula of the same value that asks them for what they can do themselves, with what
   * there is to say of the rest.
   */
  plan?(result: CheckResult, text: string, behavior: boolean): CheckResult;
}
