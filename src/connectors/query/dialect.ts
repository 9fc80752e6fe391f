import type { Aggregate, Predicate, Query } from './query.ts';

/** Parameters of the operation that lists rows, by their names in the service. */
export type Parameters = ReadonlyMap<string, string>;

/** How a service wants its questions written. One file in `dialects` each; pure. */
export interface Dialect {
  /**
   * A question for rows; undefined where it cannot be written at all. Not `exact`: the rows are more than asked for, and the rest of the
   * formula chooses among them.
   */
  rows(query: Query): { readonly parameters: Parameters; readonly exact: boolean } | undefined;
  /** A question for a figure, and where the answer has it; undefined where the service cannot be asked. */
  figure?(aggregate: Aggregate, filter: Predicate, key: readonly string[]): FigureQuestion | undefined;
}

export interface FigureQuestion {
  readonly parameters: Parameters;
  /** `total`: the answer itself counts rows. `first`: fields of the answer's first row. `column`: a column of its rows. */
  readonly in: 'total' | 'first' | 'column';
  /** The field with the figure, or the column. */
  readonly field: string;
  /** For an average: the field with the number of values that the field above is the sum of. */
  readonly count?: string;
}
