import type { Coercion } from './coercion.ts';
import type { Span } from './diagnostic.ts';
import type { CallShape, FunctionDefinition, Overload, Parameter } from './function.ts';
import type { OptionValue } from './option-set.ts';
import type { Operator } from './operators.ts';
import type { Symbol } from './scope.ts';
import type { Type } from './type.ts';
import type { Value } from './value.ts';

interface Node {
  readonly span: Span;
  readonly type: Type;
  /** Waits for a connector or another asynchronous behavior somewhere inside. */
  readonly awaits: boolean;
}

/** A whole or part of a row scope: `depth` scopes outward, 0 is the innermost. */
export interface RowNode extends Node {
  readonly kind: 'row';
  readonly depth: number;
}

/** An argument with the parameter it fills. */
export interface CheckedArgument {
  readonly parameter: Parameter;
  readonly node: Checked;
  /** For modes `column` and `name`. */
  readonly text?: string;
}

/**
 * A checked formula: every name resolved, every type known, coercions explicit. The only form that the compiler and a query planner read.
 */
export type Checked =
  /** `member`: the member of an enum that was written, where its backing value is what counts (rules before V1). */
  | (Node & { readonly kind: 'literal'; readonly value: Value; readonly member?: OptionValue })
  | (Node & { readonly kind: 'symbol'; readonly symbol: Symbol })
  | RowNode
  | (Node & { readonly kind: 'field'; readonly target: Checked; readonly name: string })
  /** `table.column`: the column as a one-column table. */
  | (Node & { readonly kind: 'column'; readonly target: Checked; readonly name: string })
  | (Node & { readonly kind: 'operator'; readonly operator: Operator; readonly operands: readonly Checked[] })
  | (Node & {
      readonly kind: 'call';
      readonly function: FunctionDefinition;
      readonly overload: Overload;
      readonly args: readonly CheckedArgument[];
      /** Indexes of the arguments that are tables where the overload wants scalars: applied row by row. */
      readonly tabular?: readonly number[];
      /** Where the overload was made for the call: the names of its arguments, and those that rows were given with `As`. */
      readonly given?: Pick<CallShape, 'names' | 'aliases'>;
    })
  | (Node & { readonly kind: 'record'; readonly fields: readonly (readonly [name: string, value: Checked])[] })
  | (Node & { readonly kind: 'table'; readonly rows: readonly Checked[] })
  | (Node & { readonly kind: 'coerce'; readonly operand: Checked; readonly coercion: Coercion })
  | (Node & { readonly kind: 'chain'; readonly items: readonly Checked[] })
  | (Node & { readonly kind: 'invalid' });

export type CheckedOf<K extends Checked['kind']> = Extract<Checked, { kind: K }>;
