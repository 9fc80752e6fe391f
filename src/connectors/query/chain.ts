import type { Checked, Value } from '../../formula/core.ts';
import type { Bound } from './bind-value.ts';
import { always, joined, type Query, type QueryColumn, type Queryable, type SortTerm } from './query.ts';
import { mayFail } from './may-fail.ts';
import type { Condition } from './plan-condition.ts';

/** One step of an order, its direction perhaps an outer value. */
export interface TermPlan {
  readonly column: QueryColumn;
  readonly descending: (values: readonly Value[]) => boolean;
}

/** A query with its outer values put in. Where it is not exact it gives more rows than the formula wants, and `take` is left out. */
export interface BoundQuery {
  readonly query: Query;
  readonly exact: boolean;
  /** The rows come last first. */
  readonly reversed: boolean;
}

/**
 * A run of functions over the rows of one source (`FirstN(Sort(Filter(Orders, …), …), 10)`): what of it the source is asked, and how the formula
 * goes on from what comes back. Grows from the inside out.
 */
export class Chain {
  readonly source: Queryable;
  readonly captured: Checked[] = [];
  private readonly conditions: Condition[] = [];
  /** All conditions so far can be said by the source, as far as is known before the values are. */
  whole = true;
  /** Innermost last. */
  private order: readonly TermPlan[] = [];
  private limit: ((values: readonly Value[]) => number | undefined) | undefined;
  private fromEnd = false;
  /** What comes now works on the first rows alone, or on rows that only this formula knows. */
  closed = false;
  /** Columns by their names now; null for one that the formula made. */
  private names: Map<string, QueryColumn | null>;
  /** Names of the source's columns that are read here. */
  private readonly read = new Set<string>();
  /** Whether all columns are wanted. */
  private everything = true;
  private selectable = true;
  /** What the formula does with the rows. */
  rebuild: (rows: Checked) => Checked = (rows) => rows;

  constructor(source: Queryable) {
    this.source = source;
    this.names = new Map(source.abilities.columns);
  }

  capture(node: Checked): number {
    return this.captured.push(node) - 1;
  }

  columnOf(name: string): QueryColumn | undefined {
    return this.names.get(name) ?? undefined;
  }

  /** A further step of the formula itself. */
  continueWith(step: (rows: Checked) => Checked): void {
    const before = this.rebuild;
    this.rebuild = (rows) => step(before(rows));
  }

  /** Rows for which a formula holds, and what the source can say of it. */
  where(condition: Condition | undefined, formula: Checked): void {
    if (condition !== undefined) this.conditions.push(condition);
    if (condition !== undefined && condition.partial !== true) return;
    this.whole = false;
    // An error takes the place of a row: what comes then must see it.
    if (mayFail(formula)) this.closed = true;
  }

  sort(terms: readonly TermPlan[]): void {
    this.order = [...terms, ...this.order];
  }

  get sortTerms(): readonly TermPlan[] {
    return this.order;
  }

  /** Whether the source is asked for a number of rows. */
  get limited(): boolean {
    return this.limit !== undefined;
  }

  /** Only so many rows, from the front or the end. */
  limitTo(count: (values: readonly Value[]) => number | undefined, fromEnd = false): void {
    if (!this.closed && this.whole) {
      this.limit = count;
      this.fromEnd = fromEnd;
    }
    this.closed = true;
  }

  // ---- Columns -----------------------------------------------------------------------------------------------------------------

  /** Columns are read here; all where undefined. */
  reads(columns: ReadonlySet<string> | undefined): void {
    const names = columns ?? new Set([...this.names.keys()].filter((name) => !name.includes('.')));
    for (const name of names) {
      const column = this.names.get(name);
      if (column) this.read.add(column.name);
      // A related record as a whole, or a column that queries do not know.
      else if (column === undefined) this.read.add(name);
    }
  }

  show(names: ReadonlySet<string>): void {
    this.names = new Map([...this.names].filter(([name]) => names.has(rootOf(name))));
    for (const name of names) if (!this.names.has(name)) this.read.add(name);
    this.everything = false;
  }

  drop(names: ReadonlySet<string>): void {
    this.names = new Map([...this.names].filter(([name]) => !names.has(rootOf(name))));
  }

  rename(names: ReadonlyMap<string, string>): void {
    // A column that queries know by its new name only; others keep the old one out of sight.
    const renamed = (name: string): string => {
      const root = rootOf(name);
      const to = names.get(root);
      return to === undefined ? name : `${to}${name.slice(root.length)}`;
    };
    for (const name of names.keys()) if (!this.names.has(name)) this.selectable = false;
    this.names = new Map([...this.names].map(([name, column]) => [renamed(name), column]));
  }

  add(names: Iterable<string>): void {
    for (const name of names) this.names.set(name, null);
  }

  // ---- Asking ------------------------------------------------------------------------------------------------------------------

  /** All conditions with their values. */
  filter(values: readonly Value[]): Bound {
    const bounds = this.conditions.map((condition) => condition(values));
    return {
      predicate: joined('and', [always, ...bounds.map(({ predicate }) => predicate)]),
      exact: this.whole && bounds.every(({ exact }) => exact),
    };
  }

  bind(values: readonly Value[]): BoundQuery {
    const { predicate, exact } = this.filter(values);
    const take = exact ? this.limit?.(values) : undefined;
    const reversed = this.fromEnd && take !== undefined;
    const terms = this.order.map(({ column, descending }): SortTerm => ({
      column,
      descending: descending(values),
      blanksFirst: false,
    }));
    return {
      query: {
        filter: predicate,
        order: reversed ? opposite(withKey(terms, this.source)) : terms,
        skip: 0,
        take,
        columns: this.everything || !this.selectable ? undefined : [...this.wanted()],
        expand: [...this.read],
      },
      exact,
      reversed,
    };
  }

  private wanted(): ReadonlySet<string> {
    const shown = [...this.names.values()].filter((column) => column !== null).map(({ name }) => rootOf(name));
    return new Set([...[...this.read].map(rootOf), ...shown]);
  }
}

const rootOf = (name: string): string => name.split('.', 1)[0]!;

const opposite = (terms: readonly SortTerm[]): readonly SortTerm[] =>
  terms.map((term) => ({ ...term, descending: !term.descending, blanksFirst: !term.blanksFirst }));

/** An order in which no two rows are alike: rows that are equal otherwise come as the source gives them, by their key. */
export function withKey(terms: readonly SortTerm[], { abilities }: Queryable): readonly SortTerm[] {
  const ordered = new Set(terms.map(({ column }) => column.name));
  const keys = abilities.key.flatMap((name) => {
    const column = abilities.columns.get(name);
    return column === undefined || !column.sort || ordered.has(name) ? [] : [{ column, descending: false, blanksFirst: false }];
  });
  return [...terms, ...keys].slice(0, Math.max(abilities.sortColumns, terms.length));
}
