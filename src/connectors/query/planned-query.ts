import type { FormulaError } from '../../formula/core.ts';
import {
  formulaError,
  lazy,
  overload,
  raw,
  repeated,
  types,
  type Checked,
  type FunctionDefinition,
  type Overload,
  type Span,
  type Type,
  type Value,
} from '../../formula/core.ts';
import type { BoundQuery } from './chain.ts';
import type { Aggregate, Predicate, Queryable } from './query.ts';

/** What a figure is asked with; undefined where the source cannot give it for these values. */
export interface BoundAggregate {
  readonly aggregate: Aggregate;
  readonly filter: Predicate;
}

/** What is asked of a source, once the outer values of the formula are known. */
export type Question =
  | { readonly kind: 'rows'; readonly bind: (values: readonly Value[]) => BoundQuery }
  | { readonly kind: 'figure'; readonly bind: (values: readonly Value[]) => BoundAggregate | undefined };

const values = overload({
  parameters: [repeated(raw('value', types.any))],
  result: types.unknown,
  evaluate: () => null,
});

/** A planned question as the operation of a connector: formulas call it with their outer values, and the source answers. */
export class PlannedQuery implements FunctionDefinition {
  readonly name: string;
  readonly overloads: readonly Overload[] = [values];
  readonly remote: NonNullable<FunctionDefinition['remote']>;
  readonly source: Queryable;
  readonly question: Question;
  /** Only so many rows are wanted, however many there are. */
  readonly limited: boolean;

  constructor(source: Queryable, namespace: string, question: Question, limited = false) {
    this.name = source.name;
    this.source = source;
    this.question = question;
    this.limited = limited;
    this.remote = { namespace, id: source.name, safe: true };
  }
}

/** The call of a planned question in the place of what it was planned for. */
export function queryCall(query: PlannedQuery, captured: readonly Checked[], type: Type, span: Span): Checked {
  const parameter = values.parameters[0]!;
  return {
    kind: 'call',
    function: query,
    overload: values,
    args: captured.map((node) => ({ parameter, node })),
    type,
    awaits: true,
    span: { from: span.from, to: span.to },
  };
}

/** The answer of a source that cannot give a figure after all: the formula works it out of the rows. */
export const notGiven: FormulaError = formulaError('NotSupported', 'The source does not give this figure.');

const eitherOverload = overload({
  parameters: [raw('figure', types.any), lazy('otherwise', types.any)],
  result: types.unknown,
  evaluate: (figure, otherwise) => (figure === notGiven ? otherwise() : figure),
  evaluateAsync: async (...args: readonly never[]) => {
    const [figure, otherwise] = args as unknown as [Value, () => Promise<Value>];
    return figure === notGiven ? otherwise() : figure;
  },
});

const either: FunctionDefinition = {
  name: 'Query',
  overloads: [eitherOverload],
};

/** A figure of the source; where it cannot give it, a formula over its rows. */
export const figureOr = (figure: Checked, otherwise: Checked): Checked => ({
  kind: 'call',
  function: either,
  overload: eitherOverload,
  args: [
    { parameter: eitherOverload.parameters[0]!, node: figure },
    { parameter: eitherOverload.parameters[1]!, node: otherwise },
  ],
  type: otherwise.type,
  awaits: true,
  span: otherwise.span,
});
