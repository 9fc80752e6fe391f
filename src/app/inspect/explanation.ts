import type { ExchangeFacts } from '../../connectors/index.ts';
import type { TableFacts, Type, Value } from '../../formula/index.ts';

/** A formula as it stands in the app's files. */
export interface WrittenFormula {
  readonly text: string;
  /** The control and the property that it is the formula of. */
  readonly control: string;
  readonly property: string;
  /** Where it begins; empty for a formula that a kind of control brings. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** The part of a formula that an error comes from. */
export interface ErrorOrigin {
  readonly formula: WrittenFormula;
  /** Offsets into the formula. */
  readonly from: number;
  readonly to: number;
  /** Where the part begins in the file. */
  readonly line: number;
  readonly column: number;
}

/** What a value is that is explained. */
export type ExplainedKind =
  | 'property'
  | 'formula'
  | 'variable'
  | 'collection'
  | 'table'
  | 'row'
  | 'call'
  | 'behavior'
  | 'control'
  | 'name';

/** Why a value is so: one value, where it comes from, and the values that it follows from. */
export interface Explanation {
  readonly kind: ExplainedKind;
  /** As formulas write it: `Label1.Text`, `Shop.ListOrders({status: "Open"})`. */
  readonly name: string;
  readonly type: Type;
  readonly value: Value;
  /** An answer is awaited. */
  readonly pending: boolean;
  /** Where the value comes from, as a phrase: `typed by the user`. */
  readonly because: string;
  /** When that was: milliseconds since 1970-01-01 UTC. */
  readonly at?: number;
  readonly formula?: WrittenFormula;
  /** Of an error: the part of a formula that it comes from. */
  readonly origin?: ErrorOrigin;
  /** Of a table: whether it is complete, and how old. */
  readonly facts?: TableFacts;
  /** Of a call: what was sent, and what came; newest last. */
  readonly exchanges?: readonly ExchangeFacts[];
  /** False for a name that the formula has, but did not read this time: it stands in a branch that was not taken. */
  readonly used: boolean;
  /** What it follows from; worked out when it is first asked for. */
  readonly inputs: readonly Explanation[];
}
