import type { Checked } from './checked.ts';
import type { ChoiceSource } from './choices.ts';
import type { Coercion } from './coercion.ts';
import type { Evaluate } from './evaluate.ts';
import type { Features } from './features.ts';
import type { Assignable, Run } from './run.ts';
import type { Symbol } from './scope.ts';
import type { RowFormula } from './row-formula.ts';
import type { Fields, Type, ValueOf } from './type.ts';
import type { Dynamic, Table, Value } from './value.ts';
import type { Span } from './diagnostic.ts';

export type Category =
  | 'text'
  | 'number'
  | 'logic'
  | 'table'
  | 'record'
  | 'date'
  | 'color'
  | 'conversion'
  | 'information'
  | 'behavior';

/**
 * How an argument reaches `evaluate`:
 * - `value`: evaluated and coerced; an error among such arguments is the call's result, several are collected
 * - `raw`: evaluated and coerced, but errors are passed in (pending values never are: they end the call)
 * - `lazy`: as `() => Value`
 * - `perRow`: as `(row) => Value` (`RowFormula`, which some functions ask for all rows at once); the row's fields are names in it. Not to be kept: all calls share one frame
 * - `column`: the name of an existing column, as text; `name`: a new name, as text
 * - `type`: a type expression, as `Type`
 * - `place`: something that can be assigned to, as `Assignable`
 * - `choices`: a set of choices, or a column of a data source written `Source.Column`, as `ChoiceSource`
 */
export type Mode = 'value' | 'raw' | 'lazy' | 'perRow' | 'column' | 'name' | 'type' | 'place' | 'choices';

/** What a blank argument does: `zero` becomes the type's zero (0, "", false), `result` makes the whole call blank, `keep` passes `null`. */
export type IfBlank = 'zero' | 'result' | 'keep';

export interface Parameter<
  T extends Type = Type,
  M extends Mode = Mode,
  B extends IfBlank = IfBlank,
  O extends boolean = boolean,
  R extends boolean = boolean,
> {
  readonly name: string;
  /**
   * What the argument is coerced to. `any` takes what comes. All `numeric` parameters of a call become numbers, or all become decimals: as
   * an operator between them would decide, repeated ones following those before them (SEMANTICS 5.2).
   */
  readonly type: T;
  readonly mode: M;
  readonly ifBlank: B;
  /** May be left out; `evaluate` then gets `undefined`. */
  readonly optional: O;
  /** Takes further arguments; `evaluate` gets an array. Several in a row take turns (`AddColumns`); others may follow (`GroupBy`). */
  readonly repeated: R;
  /** One sentence for completion. Parameters of the language's own functions have it in the documentation. */
  readonly summary?: string;
  /**
   * For `perRow` and `lazy`: the names that this argument sees, beside those around the call. By default a `perRow` argument sees the
   * columns of the first argument.
   */
  readonly scope?: (call: CallShape) => RowScope;
  /** The types that completion looks for, where the parameter's own says too little. */
  readonly suggests?: readonly Type[];
  /** Texts or numbers offered by completion, for parameters that take one of a few. */
  readonly choices?: readonly (string | number)[];
  /** For a record: what there is to know of its fields. */
  readonly fields?: FieldNotes | undefined;
  /** The argument is written `expression As Name`; `evaluate` gets both as `Named`, and type rules the name. */
  readonly named?: boolean;
  /** For `named`: what an argument without `As` is instead. */
  readonly unnamed?: Parameter;
  /** For `column`: an identifier by any rules. */
  readonly identifier?: boolean;
  /** For `column`: the name may also be a formula that gives a text; it is then looked for when the formula runs. */
  readonly computed?: boolean;
  /** The argument may be without a value: the result of a behavior that has none. Always so for lazy arguments. */
  readonly voids?: boolean;
  /** For `place`: the formula asks about the table, but does not follow its rows. */
  readonly unread?: boolean;
  /** A record or table may have no other fields than the type, and one that does not fit is named. */
  readonly strict?: boolean;
  /** For `place`: the place itself gets another value, as by `Set`; otherwise rows of it change. */
  readonly assigns?: boolean;
  /** By the rules of V1 the argument may not change anything: a condition over rows. */
  readonly pure?: boolean;
  /** The argument may be written `table As Name`, which names its rows. Always so for the first one of a function over rows. */
  readonly aliased?: boolean;
}

/** What there is to know of the fields of a record that a parameter takes, by name; inner records have notes of their own. */
export type FieldNotes = ReadonlyMap<string, FieldNote>;

export interface FieldNote {
  readonly summary?: string;
  readonly choices?: readonly (string | number)[];
  readonly required?: boolean;
  readonly fields?: FieldNotes | undefined;
}

/** An argument written `expression As Name`: the name, and what its parameter's mode makes of the expression. */
export interface Named<T> {
  readonly name: string;
  readonly value: T;
}

/** The parameter that an argument fills, of `count` arguments: repeated ones take turns, those after them are filled from the end. */
export function parameterAt(parameters: readonly Parameter[], index: number, count: number): Parameter {
  const { first, turns, after } = repetition(parameters);
  if (turns === 0 || index < first) return parameters[Math.min(index, parameters.length - 1)]!;
  if (count - index <= after) return parameters[parameters.length - (count - index)]!;
  return parameters[first + ((index - first) % turns)]!;
}

/** Which parameters repeat. */
interface Repetition {
  /** The index of the first. */
  readonly first: number;
  /** How many take turns. */
  readonly turns: number;
  /** How many follow. */
  readonly after: number;
}

/** Kept, since every argument of every call asks. */
const repetitions = new WeakMap<readonly Parameter[], Repetition>();

/** Which parameters repeat, if any. */
export function repetition(parameters: readonly Parameter[]): Repetition {
  let found = repetitions.get(parameters);
  if (found === undefined) {
    const turns = parameters.filter((parameter) => parameter.repeated).length;
    const first = turns === 0 ? parameters.length : parameters.findIndex((parameter) => parameter.repeated);
    found = { first, turns, after: parameters.length - first - turns };
    repetitions.set(parameters, found);
  }
  return found;
}

/** The names that a row argument brings into view. */
export interface RowScope {
  readonly fields: Fields;
  /** Names of the whole row; `ThisRecord` unless said otherwise. */
  readonly aliases?: readonly string[];
  /** Fields are reached through an alias only. */
  readonly aliasOnly?: boolean;
  /** Other names of fields, by their own. */
  readonly displayNames?: ReadonlyMap<string, string>;
}

type One<P> =
  P extends Parameter<infer T, infer M, infer B>
    ? M extends 'value'
      ? ValueOf<T> | (B extends 'keep' ? null : never)
      : M extends 'raw'
        ? Value
        : M extends 'lazy'
          ? () => Value
          : M extends 'perRow'
            ? RowFormula
            : M extends 'column' | 'name'
              ? string
              : M extends 'type'
                ? Type
                : M extends 'choices'
                  ? ChoiceSource
                  : Assignable
    : never;

/** The TypeScript type of what `evaluate` gets for a parameter. */
export type ArgumentOf<P> =
  P extends Parameter<Type, Mode, IfBlank, infer O, infer R>
    ? R extends true
      ? readonly One<P>[]
      : O extends true
        ? One<P> | undefined
        : One<P>
    : never;

export type ArgumentsOf<P extends readonly Parameter[]> = { -readonly [I in keyof P]: ArgumentOf<P[I]> };

/** A name of the app that a call brings into being: a variable by `Set`, a collection by `Collect`, a context variable. */
export interface Declared {
  readonly scope: 'variable' | 'collection' | 'context';
  readonly name: string;
  readonly type: Type;
}

/** A call as a type rule sees it: the checked arguments so far, in order. */
export interface CallShape {
  readonly args: readonly Checked[];
  readonly types: readonly Type[];
  /** For each argument its text: the name of a column or new name, the alias after `As`, or the bare name that it is. */
  readonly names: readonly (string | undefined)[];
  /** For each argument, checked or not yet, the name that it is, if it is a bare one. */
  readonly bareNames: readonly (string | undefined)[];
  /** For each argument the name that its rows were given with `As`. */
  readonly aliases: readonly (string | undefined)[];
  /** Whether the formula may change things. */
  readonly behavior: boolean;
  readonly features: Features;
  /** What `numeric` is in this call: numbers or decimals. */
  readonly number: Type;
  readonly span: Span;
  /** The span of the function's name. */
  readonly nameSpan: Span;
  /** Reports an error that refuses this overload. `at`: an argument's index, the function's name, or the whole call. */
  error(at: number | 'name' | 'call' | Span, code: string, ...parameters: readonly string[]): void;
  warning(at: number | 'name' | 'call' | Span, code: string, ...parameters: readonly string[]): void;
  /** Reports that a column is missing, with the most similar of those that are there. */
  missing(at: number, name: string, columns: Iterable<string>): void;
  /** Refuses this overload although only warnings were reported. */
  refuse(): void;
  /** Whether an error has been reported for this overload. */
  readonly failed: boolean;
  /** Puts a coercion around an argument, after the declared ones; whether there is one. */
  coerce(index: number, to: Type): boolean;
  /** Puts this conversion around an argument, after the declared ones. */
  convert(index: number, coercion: Coercion): void;
}

/** What an overload does: one argument for each parameter, in order, then the run. */
export type Implementation<P extends readonly Parameter[]> = (...args: [...ArgumentsOf<P>, Run]) => Value;

export interface Overload<P extends readonly Parameter[] = readonly Parameter[]> {
  readonly parameters: P;
  /**
   * The type of the result; a function of the arguments where it depends on them. It may report errors. `numeric` is what the numeric
   * parameters are, or the type of number literals where there are none; a double that `evaluate` gives becomes a decimal where it must.
   */
  readonly result: Type | ((call: CallShape) => Type);
  /** A count of arguments that the parameters allow but the function does not (`SortByColumns` wants pairs): a code and its parts. */
  readonly arity?: (count: number) => readonly [code: string, ...parameters: string[]] | undefined;
  /** What the call brings into being. The host unifies the types of all mentions of a name. */
  readonly declares?: (call: CallShape) => readonly Declared[];
  /** A single value in each of these scalar parameters may also be a one-column table: the function is then applied row by row. */
  readonly rowByRow?: boolean;
  /**
   * Whether the overload is meant for arguments of these types, as they are before conversion: for overloads that differ only by types of
   * which one becomes the other. One that is not meant serves only where no other does.
   */
  readonly accepts?: (types: readonly Type[]) => boolean;
  /** For a function that changes something: this overload does not, and may be used in any formula. */
  readonly pure?: boolean;
  /** Only where these rules are on (or, with `false`, off). */
  readonly when?: (features: Features) => boolean;
  /**
   * Which row of the first argument, a table, the call gives: it can then be assigned to where the table can. Gets the evaluated arguments.
   */
  readonly row?: (table: Table, ...args: readonly Value[]) => number;
  /** Gets one argument for each parameter, in order, then the run. Never throws for what a user wrote. Not called where `compile` is there. */
  readonly evaluate: Implementation<P>;
  /** For functions whose work depends on the types of their arguments (`JSON`): makes `evaluate` for a call, once it has been checked. */
  readonly specialize?: (call: CallShape) => Implementation<P>;
  /**
   * Instead of calling `evaluate`: a closure made of those of the arguments, for functions that choose between lazy arguments and are met
   * everywhere. Parameters with a scope of their own cannot be used with it.
   */
  readonly compile?: (args: readonly Evaluate[]) => Evaluate;
  /**
   * The same for a behavior that awaits calls inside lazy arguments: those come as `() => Promise<Value>`. Functions without lazy
   * arguments do not need it, unless they wait for something themselves that `evaluate` does not.
   */
  readonly evaluateAsync?: (...args: readonly never[]) => Promise<Value>;
}

/**
 * What people read of a function of the language: in completion, in the reference and in the studio. It stands in the function's file, but
 * not in its record, so that a page that only runs formulas leaves it out.
 */
export interface FunctionDocumentation {
  /** One sentence: what it gives. */
  readonly summary: string;
  /** Formula and printed result; they run as tests. */
  readonly examples?: readonly (readonly [formula: string, result: string])[];
  /** A word on limits or differences. */
  readonly remarks?: string;
  /** How it is called, where its overloads do not say so: `number, places`. Optional parameters are forms of their own. */
  readonly forms?: readonly string[];
  /** One sentence for a parameter, by its name, where name and type do not say it. */
  readonly parameters?: { readonly [name: string]: string };
}

/** The documentation of the functions of a file, by category and name. */
export type Documentation = { readonly [C in Category]?: { readonly [name: string]: FunctionDocumentation } };

/**
 * One function of the language. Checker, compiler, completion and tests read this record; no other file knows the function.
 */
export interface FunctionDefinition {
  /** As it is called: `Left`, `Calendar.MonthsLong`, `Shop.ListOrders`. */
  readonly name: string;
  /** One sentence: what it gives. The language's own functions have it in their documentation. */
  readonly summary?: string;
  /** In order of preference: the first that accepts the arguments is taken. */
  readonly overloads: readonly Overload[];
  /** Changes something: only allowed in behavior formulas. */
  readonly behavior?: boolean;
  /** Depends on more than its arguments (`Now`, `Rand`): evaluated anew each time. */
  readonly volatile?: boolean;
  /** A call with constant arguments is a constant, where a rule asks for one (patterns of texts). */
  readonly folds?: boolean;
  /** `evaluate` may give a promise (an effect of the app): only in behaviors. */
  readonly awaits?: boolean;
  /** Answers later: a connector's operation. */
  readonly remote?: RemoteOperation;
  /** What a call follows from beside its arguments, for functions that an app defines: the names that the function's own formula reads. */
  readonly reads?: () => Iterable<Symbol>;
  /** Known to the language, but switched on by the host (`regex`, `json`, `mutation` …). */
  readonly needs?: string;
}

/** What a connector function adds to its record. */
export interface RemoteOperation {
  readonly namespace: string;
  readonly id: string;
  /** May run whenever a formula is evaluated (GET, HEAD); otherwise only in behaviors. */
  readonly safe: boolean;
  /** Goes on answering by itself (server-sent events): a behavior takes the first answer instead of the last. */
  readonly stream?: boolean;
  /** What the service itself says of calls; absent where its description says everything. */
  readonly live?: LiveCalls;
}

/** For each argument of a call its value, where that is known when the formula is checked; of a record, the fields that are known. */
export type KnownArguments = readonly (Value | undefined)[];

/**
 * What a service says of a call that is being written: allowed values, and types that depend on other arguments. Each answers at once with
 * what is known, and asks the service for what is not; `changed` tells when to look again.
 */
export interface LiveCalls {
  /** Allowed values of an argument, or of a field inside it. */
  suggestions(argument: number, fields: readonly string[], known: KnownArguments): readonly LiveValue[] | undefined;
  /** The type of an argument; undefined where it is not known, or is the declared one. */
  argumentType(argument: number, known: KnownArguments): Type | undefined;
  /** An answer that came untyped, as a value of the type that the checker gave the call. */
  typed(value: Dynamic, type: Type): Value;
  /** Calls back after the service has told something. Gives what stops it. */
  changed(listener: () => void): () => void;
}

export interface LiveValue {
  readonly value: string | number | boolean;
  /** For people, where it says more than the value. */
  readonly title: string;
}

// ---- Building records -------------------------------------------------------------------------------------------------------------

type Made<T extends Type, M extends Mode, B extends IfBlank> = Parameter<T, M, B, false, false>;

const make =
  <M extends Mode, B extends IfBlank>(mode: M, ifBlank: B) =>
  <const T extends Type>(
    name: string,
    type: T,
    extra?: Omit<Partial<Parameter>, 'name' | 'type' | 'mode' | 'ifBlank' | 'optional' | 'repeated'>,
  ): Made<T, M, B> => ({
    name,
    type,
    mode,
    ifBlank,
    optional: false,
    repeated: false,
    ...extra,
  });

/** A value; blank becomes the type's zero. */
export const param = make('value', 'zero');
/** A value; if it is blank, so is the call. */
export const given = make('value', 'result');
/** A value that may be blank. */
export const maybe = make('value', 'keep');
/** A value that may be blank or an error. */
export const raw = make('raw', 'keep');
export const lazy = make('lazy', 'keep');
export const perRow = make('perRow', 'keep');
export const column = make('column', 'keep');
export const newName = make('name', 'keep');
export const typeParam = make('type', 'keep');
export const place = make('place', 'keep');
export const choiceSource = make('choices', 'keep');

export const optional = <T extends Type, M extends Mode, B extends IfBlank>(
  parameter: Parameter<T, M, B, false, false>,
): Parameter<T, M, B, true, false> => ({ ...parameter, optional: true });

export const repeated = <T extends Type, M extends Mode, B extends IfBlank>(
  parameter: Parameter<T, M, B, false, false>,
): Parameter<T, M, B, false, true> => ({ ...parameter, repeated: true });

/** An overload as it is written: with `evaluate`, or with `specialize` or `compile` instead. */
type Definition<P extends readonly Parameter[]> = Omit<Overload<P>, 'evaluate' | 'specialize' | 'compile'> &
  (Pick<Overload<P>, 'evaluate'> | Required<Pick<Overload<P>, 'specialize'>> | Required<Pick<Overload<P>, 'compile'>>);

const unspecialized = (): never => {
  throw new Error('A call of this function has not been checked.');
};

/** One overload; the declared parameters give `evaluate` its TypeScript types. */
export const overload = <const P extends readonly Parameter[]>(definition: Definition<P>): Overload =>
  ({ evaluate: unspecialized, ...definition }) as unknown as Overload;

/** A function with one overload: the common case, written flat. */
export const defineFunction = <const P extends readonly Parameter[]>(
  definition: Omit<FunctionDefinition, 'overloads'> & Definition<P>,
): FunctionDefinition => {
  const { name, summary, behavior, volatile, folds, awaits, remote, needs, ...rest } = definition;
  return {
    name,
    ...(summary !== undefined && { summary }),
    ...(behavior && { behavior }),
    ...(volatile && { volatile }),
    ...(folds && { folds }),
    ...(awaits && { awaits }),
    ...(remote && { remote }),
    ...(needs !== undefined && { needs }),
    overloads: [overload(rest as unknown as Definition<P>)],
  };
};
