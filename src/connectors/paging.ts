import { Observable, type Subscription } from 'rxjs';
import {
  field,
  formulaError,
  isError,
  isRow,
  isTable,
  row,
  withFacts,
  type Row,
  type Table,
  type TableRow,
  type Value,
} from '../formula/index.ts';
import { isBelow } from './address.ts';
import type { Signature } from './signature.ts';
import type { RecordType } from './service-type.ts';

/** Where an answer has its rows and the address of the next page. */
export interface PagePlan {
  readonly nextLink: string;
  /** The field with the rows. */
  readonly items: string;
}

const usualLinks = /^(?:@odata\.)?next_?(?:link|page_?(?:url|link|uri)|url|uri|href)?$/i;

/**
 * How the pages of an operation hang together: as `x-ms-pageable` says, or where the answer is a record with one table and a text that is
 * called like a next link. Undefined where there are no pages.
 */
export function pagePlan({ operation, answer }: Signature): PagePlan | undefined {
  const { type } = answer;
  if (type.kind !== 'record') return undefined;
  const tables = [...type.fields.values()].filter((column) => column.type.kind === 'table');
  const declared = operation.pages;
  if (declared !== undefined) {
    const items =
      declared.items !== undefined && tables.some((table) => table.name === declared.items) ? declared.items : tables[0]?.name;
    return items === undefined ? undefined : { nextLink: declared.nextLink, items };
  }
  if (tables.length !== 1 || operation.method !== 'GET') return undefined;
  const link = linkField(type);
  return link === undefined ? undefined : { nextLink: link, items: tables[0]!.name };
}

const linkField = (type: RecordType): string | undefined =>
  [...type.fields.values()].find((column) => column.type.kind === 'text' && usualLinks.test(column.name))?.name;

/** What following pages takes from the connector. */
export interface PageContext {
  readonly plan: PagePlan;
  /** `Shop.ListOrders`. */
  readonly source: string;
  /** The address of the connection; pages never leave it. */
  readonly base: string;
  /** The address of the first page. */
  readonly url: string;
  readonly fetch: (url: string) => Observable<Value>;
  /** Pages are fetched up to this many rows, on demand or at once. */
  readonly maxRows: number;
  readonly atOnce: boolean;
}

/**
 * A table that grows page by page. Each emission is the first page's record with all rows so far; the table's facts say whether it is
 * complete and bring `more`, which fetches the next page. Completes when there are no more pages. A page that fails leaves the rows there
 * are, and `more` tries it again.
 */
export const pages = (context: PageContext): Observable<Value> =>
  new Observable((subscriber) => {
    const { plan, source, maxRows, atOnce } = context;
    const seen = new Set<string>([context.url]);
    let first: Row | undefined;
    let rows: readonly TableRow[] = [];
    let pending: Subscription | undefined;
    let waiting = false;
    let next: string | undefined;
    /** There are more rows than are wanted. */
    let cut = false;
    let problem: ReturnType<typeof formulaError> | undefined;

    const emit = (loading: boolean): void => {
      const table = withFacts([...rows] as Table, {
        complete: next === undefined && problem === undefined && !cut,
        source,
        received: Date.now(),
        ...(loading && { loading }),
        ...(!loading && next !== undefined && { more }),
        ...(problem !== undefined && { problem }),
      });
      subscriber.next(row([...Object.entries(first!).filter(([name]) => name !== plan.items), [plan.items, table]]));
    };
    const more = (): void => {
      if (next === undefined || waiting || subscriber.closed) return;
      waiting = true;
      if (!atOnce) emit(true);
      load(next);
    };
    const load = (url: string): void => {
      waiting = true;
      pending = context.fetch(url).subscribe({ next: received, error: (error: unknown) => subscriber.error(error) });
    };
    const received = (value: Value): void => {
      waiting = false;
      const items = isRow(value) ? field(value, plan.items) : null;
      if (first === undefined && (!isRow(value) || items === null || !isTable(items))) {
        subscriber.next(value);
        subscriber.complete();
        return;
      }
      if (isError(value)) {
        problem = value;
        emit(false);
        if (atOnce) subscriber.complete();
        return;
      }
      first ??= value as Row;
      problem = undefined;
      if (items !== null && isTable(items)) rows = [...rows, ...items].slice(0, maxRows);
      next = nextAddress(isRow(value) ? field(value, plan.nextLink) : null, context);
      if (next !== undefined && seen.has(next)) {
        problem = formulaError(
          'Network',
          `${source}: the service's next page is one that was read already, so reading stops here.`,
        );
        next = undefined;
      }
      if (next !== undefined) seen.add(next);
      if (rows.length >= maxRows && next !== undefined) {
        cut = true;
        next = undefined;
      }
      const go = atOnce && next !== undefined;
      emit(go);
      if (go) load(next!);
      else if (next === undefined) subscriber.complete();
    };
    load(context.url);
    return () => pending?.unsubscribe();
  });

/** The next page's address on the connection's own host: of a link that names another host only path and query count. */
function nextAddress(link: Value, { url, base }: PageContext): string | undefined {
  if (typeof link !== 'string' || link.trim() === '') return undefined;
  try {
    const target = new URL(link, url);
    const own = new URL(base);
    const address = `${own.origin}${target.pathname}${target.search}`;
    return isBelow(address, base) ? address : undefined;
  } catch {
    return undefined;
  }
}
