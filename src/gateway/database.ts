/** What a query may carry as a parameter. Dates are passed as text, lists as JSON text. */
export type SqlValue = string | number | boolean | null;

/** A row as the statement selects it. Statements cast to text, integer, double precision or boolean, so drivers cannot differ. */
export type SqlRow = { readonly [column: string]: unknown };

/** Runs statements, one at a time. */
export interface Queries {
  /** Answers the rows; parameters are `$1`, `$2` … */
  query<R extends SqlRow>(sql: string, parameters?: readonly SqlValue[]): Promise<R[]>;
  /** Several statements without parameters. */
  script(sql: string): Promise<void>;
}

/** A PostgreSQL database, embedded or a server. */
export interface Database extends Queries {
  /** Commits when `work` is done, rolls back when it throws. */
  transaction<T>(work: (queries: Queries) => Promise<T>): Promise<T>;
  /**
   * Calls `heard` with the payload of each `pg_notify(current_schema() || '_' || channel, payload)`, once its transaction has
   * committed. Two schemas of one database do not hear each other.
   */
  listen(channel: string, heard: (payload: string) => void): Promise<void>;
  close(): Promise<void>;
}
