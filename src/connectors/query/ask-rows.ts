import { Observable, type Subscription } from 'rxjs';
import {
  factsOf,
  field,
  FormulaError,
  formulaError,
  isRow,
  withFacts,
  type FunctionDefinition,
  type Row,
  type Table,
  type TableRow,
  type Value,
} from '../../formula/core.ts';
import type { BoundQuery } from './chain.ts';
import { withKey } from './chain.ts';
import type { Dialect, Parameters } from './dialect.ts';
import {
  always,
  isBlank,
  joined,
  type Predicate,
  type Query,
  type QueryCapabilities,
  type Queryable,
  type SortTerm,
} from './query.ts';

/** What asking for rows takes from the source. */
export interface RowService extends Queryable {
  readonly dialect: Dialect;
  /** The operation that lists rows, with parameters of the service. */
  list(parameters: Parameters): { readonly operation: FunctionDefinition; readonly args: readonly Value[] };
  /** The rows in an answer. */
  rowsOf(answer: Value): Value;
  start(operation: FunctionDefinition, args: readonly Value[]): Observable<Value>;
  /** Rows of the first page; later ones have more. */
  readonly pageRows: number;
  /** Rows that are fetched at most for one formula. */
  readonly maxRows: number;
  /** Related records that are always wanted, and those that may be. */
  readonly relations: { readonly always: ReadonlySet<string>; readonly known: ReadonlySet<string> };
}

/** Where all rows are wanted, pages grow up to this. */
const MOST_ROWS_OF_A_PAGE = 5000;

/**
 * The rows that answer a query, page by page. Emits the rows so far with facts: whether they are all, and `more` to get the next page. Ends
 * when there are no more. What goes wrong after the first page leaves the rows that there are, says why, and can be tried again.
 */
export const askRows = (service: RowService, bound: BoundQuery): Observable<Value> =>
  new Observable((subscriber) => {
    const reader = new RowReader(service, bound, (value, last) => {
      subscriber.next(value);
      if (last) subscriber.complete();
    });
    reader.more();
    return () => reader.stop();
  });

/**
 * The parts in which rows are asked for. A source that has blanks at the wrong end of an order gives those that are there and those that are
 * blank one after the other.
 */
function segmentsOf(query: Query, { blanks }: QueryCapabilities): readonly Query[] {
  const [first, ...others] = query.order;
  if (first === undefined || !first.column.nullable || blanks === 'anywhere') return [query];
  const natural = blanks === 'first' ? !first.descending : first.descending;
  if (natural === first.blanksFirst) return [query];
  const there = { ...query, filter: joined('and', [query.filter, isBlank(first.column, false)]) };
  const blank = { ...query, filter: joined('and', [query.filter, isBlank(first.column)]), order: others };
  return first.blanksFirst ? [blank, there] : [there, blank];
}

class RowReader {
  private readonly service: RowService;
  private readonly bound: BoundQuery;
  private readonly tell: (value: Value, last: boolean) => void;
  private segments: readonly Query[];
  private segment = 0;
  /** How many rows there were before this segment. */
  private segmentStart = 0;
  private readonly rows: TableRow[] = [];
  /** Rows of this segment before the page that is being read. */
  private before = 0;
  private pageRows: number;
  /** Keys of the rows before this page, and of those in it. */
  private readonly known = new Set<string>();
  private inPage = new Set<string>();
  private running: Subscription | undefined;
  /** Gets the rest of a page that the service cuts in pieces itself. */
  private rest: (() => void) | undefined;
  private columns: readonly string[] | undefined;
  /** How many rows of the page that is being read have been looked at; it may come in pieces. */
  private looked = 0;
  private problem: FormulaError | undefined;
  private remark: string | undefined;
  private loading = false;
  private ended = false;
  private any = false;
  /** How many rows are wanted; all where the source gives more rows than the formula wants, which then chooses among them. */
  private take: number | undefined;

  constructor(service: RowService, bound: BoundQuery, tell: (value: Value, last: boolean) => void) {
    this.service = service;
    this.bound = bound;
    this.tell = tell;
    this.segments = segmentsOf(bound.query, service.abilities);
    this.pageRows = service.pageRows;
    this.take = bound.query.take;
  }

  stop(): void {
    this.running?.unsubscribe();
  }

  readonly more = (): void => {
    if (this.loading || this.ended) return;
    this.loading = true;
    if (this.any) this.emit();
    if (this.rest !== undefined) {
      const { rest } = this;
      this.rest = undefined;
      rest();
    } else this.load();
  };

  /** How many rows are still wanted. */
  private get wanted(): number {
    return Math.min(this.take ?? Infinity, this.service.maxRows) - this.rows.length;
  }

  private load(): void {
    const { service } = this;
    const { abilities } = service;
    const query = this.segments[this.segment]!;
    const size = Math.min(abilities.skip ? this.pageRows : Infinity, Math.max(1, this.wanted));
    for (const name of this.inPage) this.known.add(name);
    const question = this.question(query, size);
    if (question === undefined) {
      this.fail(formulaError('NotSupported', `${service.name} cannot be asked in this order.`));
      return;
    }
    if (addressLength(question.parameters) > abilities.addressLength && query.filter.kind !== 'always') {
      this.shorten();
      return;
    }
    if (!question.exact) this.take = undefined;
    const { operation, args } = service.list(question.parameters);
    const asked = abilities.top && abilities.skip && question.exact ? size : undefined;
    this.running?.unsubscribe();
    const start = this.rows.length;
    this.looked = 0;
    this.running = service.start(operation, args).subscribe({
      next: (answer) => this.received(answer, start, asked, query),
      error: (error: unknown) => this.fail(formulaError('Internal', `${service.name}: ${String(error)}`)),
    });
  }

  private question(query: Query, size: number): ReturnType<Dialect['rows']> {
    const { service } = this;
    const { abilities } = service;
    return service.dialect.rows({
      ...query,
      order: abilities.sortColumns === 0 ? [] : withKey(query.order, service),
      skip: this.before,
      take: abilities.top && (abilities.skip || query.take !== undefined) ? size : undefined,
      columns:
        query.columns && [...new Set([...query.columns, ...abilities.key])].filter((name) => !service.relations.known.has(name)),
      expand: this.expanded(query),
    });
  }

  /** Asks for more rows by a shorter condition, where the whole one makes an address that the service would not take. */
  private shorten(): void {
    const { service } = this;
    this.remark = `A condition is too long for an address of ${service.name}, so a part of it is worked out here.`;
    this.take = undefined;
    const { filter } = this.bound.query;
    const fits = (parts: readonly Predicate[]): boolean => {
      const question = this.question({ ...this.bound.query, filter: joined('and', parts) }, 1);
      return question !== undefined && addressLength(question.parameters) <= service.abilities.addressLength;
    };
    const parts: Predicate[] = [];
    for (const part of filter.kind === 'and' ? filter.parts : []) if (fits([...parts, part])) parts.push(part);
    this.segments = segmentsOf(
      { ...this.bound.query, take: undefined, filter: joined('and', [always, ...parts]) },
      service.abilities,
    );
    this.load();
  }

  private expanded(query: Query): readonly string[] {
    const { always: wanted, known } = this.service.relations;
    const read = query.expand.map((name) => name.split('.', 1)[0]!).filter((name) => known.has(name));
    const chosen = query.columns === undefined ? wanted : query.columns.filter((name) => wanted.has(name));
    return [...new Set([...chosen, ...read])];
  }

  private received(answer: Value, start: number, asked: number | undefined, query: Query): void {
    if (answer instanceof FormulaError) {
      this.refused(answer, query);
      return;
    }
    const page = this.service.rowsOf(answer);
    if (page instanceof FormulaError || !Array.isArray(page)) {
      this.fail(page instanceof FormulaError ? page : this.lie('gave an answer without rows'));
      return;
    }
    const facts = factsOf(page as Table);
    if (facts?.loading === true) return;
    this.loading = false;
    this.problem = facts?.problem;
    this.rows.length = start;
    const added = this.add(page as Table);
    if (this.problem === undefined) this.problem = this.changed(page as Table) ?? this.disordered(start, query);
    if (added === 0 && page.length > 0 && start > 0)
      this.problem = this.lie('gave a page that it had given before, so reading stops here');
    this.rest = facts?.complete === false && this.problem === undefined ? facts.more : undefined;
    if (this.rest === undefined) this.finishPage(page.length, asked, facts?.complete === false);
    if (this.wanted <= 0) this.finish();
    this.emit();
  }

  /** The page is there. The next one, the next segment, or nothing comes after it. */
  private finishPage(count: number, asked: number | undefined, cut: boolean): void {
    this.before += count;
    if (this.problem !== undefined || cut) {
      this.finish();
      return;
    }
    this.pageRows = Math.min(this.pageRows * 2, MOST_ROWS_OF_A_PAGE);
    if (asked !== undefined && count >= asked) return;
    this.segment++;
    this.segmentStart = this.rows.length;
    this.before = 0;
    if (this.segment >= this.segments.length) this.finish();
  }

  private finish(): void {
    this.ended = true;
    this.rest = undefined;
  }

  /** Rows that have come before are left out: others were added or removed in front of them meanwhile. */
  private add(page: Table): number {
    const { key } = this.service.abilities;
    const most = Math.min(this.take ?? Infinity, this.service.maxRows);
    let added = 0;
    this.inPage = new Set();
    for (const item of page) {
      const name = isRow(item) && key.length > 0 ? JSON.stringify(key.map((column) => field(item, column))) : undefined;
      if (name !== undefined && this.known.has(name)) continue;
      if (name !== undefined) this.inPage.add(name);
      added++;
      if (this.rows.length < most) this.rows.push(item);
    }
    return added;
  }

  // ---- What a service may do wrong ---------------------------------------------------------------------------------------------

  private lie(what: string): FormulaError {
    return formulaError('Network', `${this.service.name} ${what}.`);
  }

  /** A column that all rows before had, blank or not, and none of these rows has. Services may leave blanks out here and there. */
  private changed(page: Table): FormulaError | undefined {
    const rows = page.slice(this.looked).filter((item): item is Row => isRow(item));
    this.looked = page.length;
    if (rows.length === 0) return undefined;
    const missing = [...(this.columns ?? [])].filter(
      (name) => !name.startsWith('@') && !rows.some((item) => Object.hasOwn(item, name)),
    );
    if (missing.length > 0)
      return this.lie(`changed its columns between pages: ${missing.join(', ')} is gone. Refresh to read it anew`);
    const names = this.columns ?? Object.keys(rows[0]!);
    this.columns = names.filter((name) => rows.every((item) => Object.hasOwn(item, name)));
    return undefined;
  }

  /** Rows out of the order that was asked for. */
  private disordered(start: number, { order }: Query): FormulaError | undefined {
    const [term] = order;
    if (term === undefined || term.column.kind !== 'number') return undefined;
    for (let i = Math.max(this.segmentStart + 1, start); i < this.rows.length; i++) {
      const [a, b] = [valueOf(this.rows[i - 1]!, term), valueOf(this.rows[i]!, term)];
      if (typeof a !== 'number' || typeof b !== 'number' || (term.descending ? a >= b : a <= b)) continue;
      return this.lie(`says that it sorts by ${term.column.name}, and gave rows in another order`);
    }
    return undefined;
  }

  /** A condition that the service does not take after all is left to the formula; the rows are then looked through here. */
  private refused(error: FormulaError, query: Query): void {
    const status = error.errors[0]?.details?.httpStatus ?? 0;
    const canGoOn = query.filter.kind !== 'always' && this.rows.length === 0 && refusals.has(status) && !this.bound.reversed;
    if (!canGoOn) {
      this.fail(error);
      return;
    }
    this.remark = `${this.service.name} refused a condition that it should know, so it is worked out here: ${error.message}`;
    this.take = undefined;
    this.segments = segmentsOf({ ...this.bound.query, take: undefined, filter: always }, this.service.abilities);
    this.load();
  }

  private fail(error: FormulaError): void {
    this.loading = false;
    this.problem = error;
    if (this.any || this.rows.length > 0) this.emit();
    else this.tell(error, false);
  }

  private emit(): void {
    this.any = true;
    const { rows, problem, remark, loading, ended, service } = this;
    const enough = this.take !== undefined && rows.length >= this.take;
    const cut = !enough && this.wanted <= 0 && this.segment < this.segments.length;
    const complete = ended && problem === undefined && !cut;
    const shown = this.bound.reversed ? rows.toReversed() : [...rows];
    const table = withFacts(shown, {
      complete,
      source: service.name,
      received: Date.now(),
      ...(loading && { loading }),
      ...(!loading && !ended && { more: this.more }),
      ...(problem !== undefined && { problem }),
      ...(remark !== undefined && { remark }),
    });
    this.tell(table, ended && problem === undefined);
  }
}

/** How many characters parameters take in an address. */
export function addressLength(parameters: Parameters): number {
  let length = 0;
  for (const [name, value] of parameters) length += encodeURIComponent(name).length + encodeURIComponent(value).length + 2;
  return length;
}

/** Statuses by which services refuse a question rather than an asker. */
const refusals: ReadonlySet<number> = new Set([400, 414, 422, 431, 500, 501]);

const valueOf = (item: TableRow, { column }: SortTerm): Value => (isRow(item) ? field(item, column.name) : null);
