import { Buffer } from 'node:buffer';
import { inQuery, type Answer, type Call } from '../api/operation.ts';
import { invalidField } from '../api/problem.ts';
import { choice, defaulting, integer, text } from '../api/schema.ts';
import type { SqlValue } from '../database.ts';
import { folded } from '../seed/folded.ts';

/** The conditions of one query, with its parameters in the order in which they were named. */
export class Conditions {
  readonly parameters: SqlValue[] = [];
  readonly #terms: string[] = [];

  /** Adds a condition; each `?` stands for the next value. A value that is missing adds none. */
  add(term: string, ...values: (SqlValue | undefined)[]): void {
    if (values.includes(undefined)) return;
    let next = 0;
    this.#terms.push(term.replace(/\?/g, () => `$${this.parameters.push(values[next++] ?? null)}`));
  }

  /** Each word must occur in the column of folded text, whatever its case and accents. */
  search(words: string | undefined, column: string): void {
    for (const word of folded(words ?? '').split(/\s+/)) {
      if (word === '') continue;
      const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`;
      this.add(`${column} like ?`, pattern);
    }
  }

  copy(): Conditions {
    const copy = new Conditions();
    copy.parameters.push(...this.parameters);
    copy.#terms.push(...this.#terms);
    return copy;
  }

  /** What stands after `where`. */
  get sql(): string {
    return this.#terms.length === 0 ? 'true' : this.#terms.join(' and ');
  }
}

/** Parameters that all long lists have. */
export const paging = {
  top: inQuery(
    defaulting(integer({ minimum: 1, maximum: 500, summary: 'Page size', description: 'How many to answer at most.' }), 50),
  ),
  skip: inQuery(
    defaulting(
      integer({ minimum: 0, summary: 'Skip', description: 'How many to pass over; for jumping. To read on, follow nextLink.' }),
      0,
    ),
    'advanced',
  ),
  pageToken: inQuery(
    text({
      maxLength: 400,
      summary: 'Page token',
      description: 'Where to read on, out of a nextLink. What has come meanwhile repeats nothing.',
    }),
    'advanced',
  ),
} as const;

/** Parameters for the order of a list. */
export const sorting = <const C extends readonly string[]>(
  name: string,
  columns: C,
  first: C[number],
  direction: 'asc' | 'desc',
) => ({
  sort: inQuery(
    defaulting(choice(name, columns, { summary: 'Sort by', description: 'The column that decides the order.' }), first),
  ),
  order: inQuery(
    defaulting(
      choice('SortOrder', ['asc', 'desc'], { summary: 'Sort order', description: 'Ascending or descending.' }),
      direction,
    ),
  ),
});

interface ListCall extends Pick<Call<object, unknown>, 'shop' | 'baseUrl' | 'url'> {
  readonly parameters: {
    readonly top: number;
    readonly skip: number;
    readonly pageToken: string | undefined;
    readonly sort: string;
    readonly order: 'asc' | 'desc';
  };
}

interface Source {
  /** The table that is filtered and sorted. */
  readonly from: string;
  /** What an item is made from, where that is more: tables and joins. */
  readonly itemFrom?: string;
  /** The expression that gives an item, as JSON. */
  readonly item: string;
  /** The whole number that tells rows apart. */
  readonly key: string;
  /** What can be sorted by: the expression and its type. */
  readonly columns: ReadonlyMap<string, readonly [expression: string, type: string]>;
  /** What is made of an item before it is answered. */
  readonly present?: (item: never) => unknown;
}

/**
 * One page of a list. The next page begins after the last row of this one, wherever that row then is, so rows that come and go meanwhile
 * neither repeat nor hide others.
 */
export async function listPage(
  { shop, baseUrl, url, parameters }: ListCall,
  source: Source,
  conditions: Conditions,
): Promise<Answer> {
  const { top, sort, order } = parameters;
  const [expression, type] = source.columns.get(sort) ?? [source.key, 'integer'];
  const counted = conditions.copy();
  const after = parameters.pageToken === undefined ? undefined : readToken(parameters.pageToken, `${sort} ${order}`);
  if (after !== undefined) {
    conditions.add(
      `(${expression}, ${source.key}) ${order === 'asc' ? '>' : '<'} (?::text::${type}, ?::integer)`,
      after.value,
      after.key,
    );
  }
  const rows = await shop.database
    .query<{ item: unknown; value: string; key: number }>(
      // Items are made for one page only, not for everything that was sorted.
      `select ${source.item} as item, page.sorted::text as value, page.key
       from (
         select ${source.key} as key, ${expression} as sorted from ${source.from} where ${conditions.sql}
         order by sorted ${order}, key ${order} limit ${top + 1} offset ${after ? 0 : parameters.skip}
       ) as page, ${source.itemFrom ?? source.from}
       where ${source.key} = page.key order by page.sorted ${order}, page.key ${order}`,
      conditions.parameters,
    )
    .catch((error: unknown) => {
      // A token with a value that the column's type cannot read was made by someone else.
      if (after !== undefined) throw badToken();
      throw error;
    });
  const [total] = await shop.database.query<{ count: number }>(
    `select count(*)::integer as count from ${source.from} where ${counted.sql}`,
    counted.parameters,
  );
  const count = total?.count ?? 0;
  const page = rows.slice(0, top);
  const present = source.present as ((item: unknown) => unknown) | undefined;
  const last = rows.length > top ? page.at(-1) : undefined;
  const nextLink = last && nextAddress(baseUrl, url, writeToken(`${sort} ${order}`, last.value, last.key));
  return {
    body: { value: page.map(({ item }) => (present ? present(item) : item)), ...(nextLink !== undefined && { nextLink }), count },
    headers: { 'X-Total-Count': String(count), ...(nextLink !== undefined && { Link: `<${nextLink}>; rel="next"` }) },
  };
}

function nextAddress(baseUrl: string, url: URL, token: string): string {
  const next = new URLSearchParams(url.searchParams);
  next.delete('skip');
  next.set('pageToken', token);
  return `${baseUrl}${url.pathname}?${next.toString()}`;
}

const writeToken = (sorted: string, value: string, key: number): string =>
  Buffer.from(JSON.stringify([sorted, value, key])).toString('base64url');

const badToken = () => invalidField('pageToken', 'Is not a page token of this list in this order.');

function readToken(token: string, sorted: string): { value: string; key: number } {
  try {
    const [of, value, key] = JSON.parse(Buffer.from(token, 'base64url').toString()) as unknown[];
    if (of === sorted && typeof value === 'string' && typeof key === 'number' && Number.isSafeInteger(key)) return { value, key };
  } catch {
    // Not even JSON: answered below.
  }
  throw badToken();
}
