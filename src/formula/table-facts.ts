import type { FormulaError } from './error.ts';
import type { Table } from './value.ts';

/** What is known of a table beside its rows: where it comes from, and whether it is all there. */
export interface TableFacts {
  /** All rows are there. Otherwise pages are still to come, or the table goes on growing. */
  readonly complete: boolean;
  /** The call that gave it: `Shop.ListOrders`. */
  readonly source: string;
  /** When the newest rows arrived: milliseconds since 1970-01-01 UTC. */
  readonly received: number;
  /** They were kept on this device at that time, and the service has not been asked since. */
  readonly stored?: boolean;
  /** Asks for the next page; the table is then replaced by a longer one. Absent where there is none, or while one is on its way. */
  readonly more?: () => void;
  /** The next page is on its way. */
  readonly loading?: boolean;
  /** There are more, and here are as many as the call itself asked for (`top: 50`). */
  readonly enough?: boolean;
  /** Rows go on arriving by themselves. */
  readonly live?: boolean;
  /** Something worth knowing of how the rows came: a condition that the service did not take after all. */
  readonly remark?: string;
  /** Why no more rows come. */
  readonly problem?: FormulaError;
}

/** Beside the rows rather than in them: plain arrays stay plain. */
const known = new WeakMap<Table, TableFacts>();

/** Notes what is known of a table; gives the table. */
export function withFacts<T extends Table>(table: T, facts: TableFacts): T {
  known.set(table, facts);
  return table;
}

/** Notes of a table that was made of another one, row by row, what is known of that one; gives the table. */
export function withFactsOf<T extends Table>(made: T, source: Table): T {
  const facts = known.get(source);
  return facts === undefined ? made : withFacts(made, facts);
}

/** What is known of a table; undefined for a table that a formula made. */
export const factsOf = (table: Table): TableFacts | undefined => known.get(table);
