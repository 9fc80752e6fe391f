import { Observable, type Subscription } from 'rxjs';
import {
  field,
  formulaError,
  isError,
  isRow,
  isTable,
  row,
  withFacts,
  type FormulaError,
  type Table,
  type TableRow,
  type Value,
} from '../formula/index.ts';
import { isBelow } from './address.ts';
import { isSafe } from './definition.ts';
import { askedRows, nextStep, pageStep, stepsBy, type PageStep } from './page-steps.ts';
import type { RecordType } from './service-type.ts';
import type { Signature } from './signature.ts';

/** Where an answer has its rows and the address of the next page. */
export interface PagePlan {
  /** The field of a record with the rows; undefined where the answer is the table itself. */
  readonly items: string | undefined;
  /** The fields that may have the next page's address; none where only a `Link` header can have it. */
  readonly nextLinks: readonly string[];
  /** The field is recognised by its name only, so what it holds must look like an address. */
  readonly guessed: boolean;
  /** How a parameter asks for further pages, where no address does. */
  readonly step: PageStep | undefined;
}

/** One page: its value, and what its `Link` header names as the next (RFC 8288). */
export interface Page {
  readonly value: Value;
  readonly link: string | undefined;
  /** It was kept on this device: when it came from the service. */
  readonly stored: number | undefined;
}

const usualLinks = /^(?:@odata\.)?next_?(?:link|page_?(?:url|link|uri)|url|uri|href)?$/i;

/**
 * How the pages of an operation hang together: as `x-ms-pageable` says, else by a text that is called like a next link beside the only
 * table of a record, else by the `Link` header, else by parameters that are called like a page, an offset or a cursor. Undefined where the
 * answer has no rows. `recognize: false` takes what is declared alone.
 */
export function pagePlan(signature: Signature, recognize: boolean): PagePlan | undefined {
  const { operation, answer } = signature;
  const { type } = answer;
  const safe = isSafe(operation.method);
  const step = safe && recognize ? pageStep(signature) : undefined;
  if (type.kind === 'table') return safe ? { items: undefined, nextLinks: [], guessed: false, step } : undefined;
  if (type.kind !== 'record') return undefined;
  const tables = [...type.fields.values()].filter((column) => column.type.kind === 'table');
  const declared = operation.pages;
  if (declared !== undefined) {
    const items = tables.some((table) => table.name === declared.items) ? declared.items : tables[0]?.name;
    return items === undefined ? undefined : { items, nextLinks: [declared.nextLink], guessed: false, step: undefined };
  }
  if (tables.length !== 1 || !safe) return undefined;
  return { items: tables[0]!.name, nextLinks: linkFields(type), guessed: true, step };
}

const linkFields = (type: RecordType): readonly string[] =>
  [...type.fields.values()].flatMap(({ name, type: { kind } }) => (kind === 'text' && usualLinks.test(name) ? [name] : []));

/** The target of `rel="next"` in a `Link` header; undefined where it has none. */
export function nextOfLink(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  for (const [, target, parameters] of header.matchAll(/<([^>]*)>((?:\s*;\s*[\w*-]+\s*(?:=\s*(?:"[^"]*"|[^",;\s]*))?)*)/g)) {
    const relation = /;\s*rel\s*=\s*(?:"([^"]*)"|([^",;\s]*))/i.exec(parameters ?? '');
    if ((relation?.[1] ?? relation?.[2] ?? '').toLowerCase().split(/\s+/).includes('next')) return target;
  }
  return undefined;
}

/** Which pages are fetched without being asked for: none, those that the call itself asks for (`top: 50`), all. */
export type AtOnce = 'none' | 'asked' | 'all';

/** What following pages takes from the connector. */
export interface PageContext {
  readonly plan: PagePlan;
  /** `Shop.ListOrders`. */
  readonly source: string;
  /** The address of the connection; pages never leave it. */
  readonly base: string;
  /** The address of the first page. */
  readonly url: string;
  readonly fetch: (url: string) => Observable<Page>;
  /** Pages are fetched up to this many rows, on demand or at once. */
  readonly maxRows: number;
  readonly atOnce: AtOnce;
}

/**
 * A table that grows page by page. Each emission is the first page's value with all rows so far; the table's facts say whether it is
 * complete and bring `more`, which fetches the next page. Completes when there are no more pages. A page that fails leaves the rows there
 * are, and `more` tries it again.
 */
export const pages = (context: PageContext): Observable<Value> =>
  new Observable((subscriber) => {
    const { plan, source, maxRows, atOnce } = context;
    const seen = new Set<string>([context.url]);
    let first: Value = null;
    let rows: Table | undefined;
    let pending: Subscription | undefined;
    let waiting = false;
    let next: string | undefined;
    /** There are more rows than are wanted. */
    let cut = false;
    let problem: FormulaError | undefined;
    const step = plan.step !== undefined && stepsBy(plan.step, context.url) ? plan.step : undefined;
    /** A service may lead on from what was asked for. */
    const asked = atOnce === 'all' ? Infinity : (askedRows(context.url) ?? Infinity);
    const enough = (): boolean => next !== undefined && rows!.length >= asked;
    let firstPage = 0;
    let lastPage = '';
    let url = context.url;
    /** When the oldest page came that was kept on this device. */
    let stored: number | undefined;

    const emit = (loading: boolean): void => {
      const table = withFacts([...(rows ?? [])], {
        complete: next === undefined && problem === undefined && !cut,
        source,
        received: stored ?? Date.now(),
        ...(stored !== undefined && { stored: true }),
        ...(loading && { loading }),
        ...(!loading && next !== undefined && { more }),
        ...(problem !== undefined && { problem }),
        ...(enough() && { enough: true }),
      });
      subscriber.next(withRows(first, plan.items, table));
    };
    const more = (): void => {
      if (next === undefined || waiting || subscriber.closed) return;
      waiting = true;
      emit(true);
      load(next);
    };
    const load = (address: string): void => {
      waiting = true;
      url = address;
      pending = context.fetch(address).subscribe({ next: received, error: (error: unknown) => subscriber.error(error) });
    };
    const failure = (what: string): FormulaError => formulaError('Network', `${source}: ${what}`);
    const fail = (what: string): void => {
      problem = failure(what);
      next = undefined;
      emit(false);
      subscriber.complete();
    };
    const received = ({ value, link, stored: kept }: Page): void => {
      waiting = false;
      if (kept !== undefined) stored = Math.min(kept, stored ?? kept);
      const added = rowsOf(value, plan.items);
      if (rows === undefined && added === undefined) {
        subscriber.next(value);
        subscriber.complete();
        return;
      }
      if (isError(value)) {
        problem = value;
        emit(false);
        if (atOnce !== 'none') subscriber.complete();
        return;
      }
      if (added === undefined && value !== null) {
        fail('the service gave a page without rows, so reading stops here.');
        return;
      }
      const page = added ?? [];
      if (rows === undefined) {
        first = value;
        firstPage = page.length;
      }
      problem = undefined;
      const named = linkOf(value, plan) ?? link;
      const address = nextAddress(named, context);
      if (address === undefined && step !== undefined && step.counts !== 'cursor' && repeats(page)) follow(url);
      else {
        rows = rows === undefined ? page : [...rows, ...page];
        if (address === undefined && named !== undefined)
          problem = failure("the service's next page lies outside of the connection, so reading stops here.");
        follow(address ?? (step && nextStep(step, url, value, { added: page.length, all: rows.length, firstPage })));
      }
      const following = atOnce === 'none' || enough() ? undefined : next;
      emit(following !== undefined);
      if (following !== undefined) load(following);
      else if (next === undefined || atOnce !== 'none') subscriber.complete();
    };
    /** Whether a page that a parameter asked for is the one before once more: the service does not look at the parameter. */
    const repeats = (page: Table): boolean => {
      const known = lastPage;
      lastPage = page.length === 0 ? '' : JSON.stringify([page.length, page[0], page[page.length - 1]]);
      return lastPage !== '' && lastPage === known;
    };
    /** Takes the next page's address, unless there are rows enough or it has been read. */
    const follow = (address: string | undefined): void => {
      next = address;
      if (address === undefined) return;
      if (seen.has(address)) problem = failure("the service's next page is one that was read already, so reading stops here.");
      seen.add(address);
      cut = rows!.length >= maxRows;
      if (cut) rows = rows!.slice(0, maxRows);
      if (cut || problem !== undefined) next = undefined;
    };
    load(context.url);
    return () => pending?.unsubscribe();
  });

function rowsOf(value: Value, items: string | undefined): Table | undefined {
  const table = items === undefined ? value : isRow(value) ? field(value, items) : null;
  return table !== null && isTable(table) ? table : undefined;
}

const withRows = (value: Value, items: string | undefined, rows: readonly TableRow[]): Value =>
  items === undefined || !isRow(value)
    ? rows
    : row([...Object.entries<Value>(value).filter(([name]) => name !== items), [items, rows]]);

function linkOf(value: Value, { nextLinks, guessed }: PagePlan): string | undefined {
  const links = isRow(value) ? nextLinks.map((name) => field(value, name)) : [];
  const link = links.find((text): text is string => typeof text === 'string' && text.trim() !== '');
  return link === undefined || (guessed && !/^(?:https?:)?\/|^\?/i.test(link)) ? undefined : link;
}

/** The next page's address on the connection's own host: of a link that names another host only path and query count. */
function nextAddress(link: string | undefined, { url, base }: PageContext): string | undefined {
  if (link === undefined) return undefined;
  try {
    const target = new URL(link, url);
    const own = new URL(base);
    const address = `${own.origin}${target.pathname}${target.search}`;
    return isBelow(address, base) ? address : undefined;
  } catch {
    return undefined;
  }
}
