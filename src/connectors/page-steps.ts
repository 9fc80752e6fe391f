import { field, isRow, type Row, type Value } from '../formula/index.ts';
import { safeDecode } from './json.ts';
import { escape, escapeName } from './parameter-style.ts';
import type { RecordType, ServiceType } from './service-type.ts';
import type { FunctionParameter, Signature } from './signature.ts';

/** How the next page is asked for by a parameter, where no answer names its address. */
export interface PageStep {
  readonly parameter: string;
  /** What the parameter counts: pages, rows, or nothing: it repeats what the last answer said. */
  readonly counts: 'pages' | 'rows' | 'cursor';
  readonly first: number;
  /** The parameter that says how many rows a page has. */
  readonly size: string | undefined;
  /** How many rows are asked for where the caller does not say. */
  readonly usualSize: string | undefined;
  /** Where the answer has the cursor, or how many rows or pages there are. */
  readonly cursor: readonly string[] | undefined;
  readonly total: readonly string[] | undefined;
  readonly totalPages: readonly string[] | undefined;
  readonly more: readonly string[] | undefined;
}

// Names that services call these things, with `_` and `-` taken out.
const cursorParameter =
  /^(?:cursor|nextcursor|pagetoken|nextpagetoken|nexttoken|startingafter|after|continuationtoken|continuation|\$?skiptoken|marker|startafter|pagecursor|paginationtoken|bookmark)$/;
const cursorField =
  /^(?:cursor|nextcursor|endcursor|nextpagetoken|nexttoken|continuationtoken|continuation|skiptoken|nextmarker|paginationtoken|nextpagecursor|next|bookmark|after)$/;
const pageParameter = /^(?:page|pagenumber|pageno|pagenum|pageindex|currentpage|\$page)$/;
const offsetParameter = /^(?:offset|\$?skip|start|startat|startindex|startrow|from|pageoffset)$/;
const sizeParameter =
  /^(?:limit|\$?top|\$?take|pagesize|perpage|size|maxresults|maxrecords|rows|first|pagelimit|resultsperpage|itemsperpage|count|max)$/;
/** A caller who gives one of these wants so many rows and no more. */
const capParameter = /^(?:limit|\$?top|\$?take|maxresults|maxrecords|rows|first|count|max)$/;
const totalField = /^(?:total|totalcount|totalitems|totalresults|totalrows|totalrecords|totalelements|odatacount)$/;
const totalPagesField = /^(?:totalpages|pagecount|pages|lastpage|numpages)$/;
const moreField = /^(?:hasmore|hasnext|hasnextpage|more|ismore)$/;

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z$]/g, '');

/** The step that the description tells of by the names of its parameters and fields; undefined where it tells of none. */
export function pageStep({ sent, answer }: Signature): PageStep | undefined {
  const query = sent.filter(({ place, required }) => place === 'query' && !required);
  const named = (pattern: RegExp, kind?: ServiceType['kind']): FunctionParameter | undefined =>
    query.find(({ wire, type }) => pattern.test(plain(wire)) && (kind === undefined || type.kind === kind));
  const fields = answer.type.kind === 'record' ? answer.type : undefined;
  const at = (pattern: RegExp, kinds: readonly ServiceType['kind'][]): readonly string[] | undefined =>
    fields === undefined ? undefined : fieldPath(fields, pattern, kinds);
  const sizing = named(sizeParameter, 'number');
  const size = sizing?.wire;
  const facts = {
    size,
    usualSize: typeof sizing?.default === 'number' ? String(sizing.default) : undefined,
    total: at(totalField, ['number']),
    totalPages: at(totalPagesField, ['number']),
    more: at(moreField, ['boolean']),
  };
  const cursor = at(cursorField, ['text', 'number']);
  const byCursor = cursor === undefined ? undefined : named(cursorParameter);
  if (byCursor !== undefined) return { ...facts, parameter: byCursor.wire, counts: 'cursor', first: 0, cursor };
  const counted = (parameter: FunctionParameter, counts: 'pages' | 'rows', start: number): PageStep => ({
    ...facts,
    parameter: parameter.wire,
    counts,
    first: typeof parameter.default === 'number' ? parameter.default : start,
    cursor: undefined,
  });
  const byPage = named(pageParameter, 'number');
  if (byPage !== undefined) return counted(byPage, 'pages', plain(byPage.wire) === 'pageindex' ? 0 : 1);
  const byOffset = named(offsetParameter, 'number');
  // A start alone may be anything; with a size beside it, it is a place in a list.
  return byOffset === undefined || size === undefined ? undefined : counted(byOffset, 'rows', 0);
}

/** A field with such a name, or one in a record inside: `meta.next_cursor`. */
function fieldPath(
  type: RecordType,
  pattern: RegExp,
  kinds: readonly ServiceType['kind'][],
  depth = 0,
): readonly string[] | undefined {
  for (const column of type.fields.values()) {
    if (pattern.test(plain(column.name)) && kinds.includes(column.type.kind)) return [column.name];
  }
  if (depth >= 2) return undefined;
  for (const column of type.fields.values()) {
    const inner = column.type.kind === 'record' ? fieldPath(column.type, pattern, kinds, depth + 1) : undefined;
    if (inner !== undefined) return [column.name, ...inner];
  }
  return undefined;
}

/** Whether the caller leaves pages to us: who names a place in the list, or how many rows he wants, gets that. */
export function stepsBy(step: PageStep, url: string): boolean {
  const own = queryValue(url, step.parameter);
  const size = step.size !== undefined && capParameter.test(plain(step.size)) ? queryValue(url, step.size) : undefined;
  const asked = size !== undefined && size !== step.usualSize;
  return !asked && (own === undefined || (step.counts !== 'cursor' && Number(own) === step.first));
}

/** How many rows a call asks for by itself; undefined where it does not say. */
export function askedRows(url: string): number | undefined {
  const cap = pairsOf(url)
    .map(pairName)
    .find((name) => capParameter.test(plain(name)));
  const asked = cap === undefined ? NaN : Number(queryValue(url, cap));
  return Number.isInteger(asked) && asked > 0 ? asked : undefined;
}

/** How far reading has come. */
export interface Progress {
  /** Rows of the last page, of all pages, and of the first. */
  readonly added: number;
  readonly all: number;
  readonly firstPage: number;
}

/** The address of the page after one; undefined where that was the last. */
export function nextStep(step: PageStep, url: string, value: Value, { added, all, firstPage }: Progress): string | undefined {
  const record = isRow(value) ? value : undefined;
  const number = (path: readonly string[] | undefined): number => {
    const found = path === undefined ? null : valueAt(record, path);
    return typeof found === 'number' ? found : Infinity;
  };
  if (step.more !== undefined && valueAt(record, step.more) === false) return undefined;
  if (step.counts === 'cursor') {
    const cursor = valueAt(record, step.cursor!);
    if ((typeof cursor !== 'string' && typeof cursor !== 'number') || cursor === '') return undefined;
    return withQueryValue(url, step.parameter, String(cursor));
  }
  const asked = step.size === undefined ? undefined : queryValue(url, step.size);
  const size = asked === undefined || Number.isNaN(Number(asked)) ? firstPage : Number(asked);
  if (added === 0 || added < size || all >= number(step.total)) return undefined;
  const current = Number(queryValue(url, step.parameter) ?? step.first);
  const index = step.counts === 'pages' ? current + 1 : current + added;
  if (step.counts === 'pages' && index - step.first >= number(step.totalPages)) return undefined;
  return withQueryValue(url, step.parameter, String(index));
}

const pairName = (pair: string): string => safeDecode(pair.split('=', 1)[0] ?? '');
const pairsOf = (url: string): readonly string[] =>
  url
    .split('?')
    .slice(1)
    .join('?')
    .split('&')
    .filter((pair) => pair !== '');

function queryValue(url: string, name: string): string | undefined {
  const pair = pairsOf(url).find((own) => pairName(own) === name);
  return pair === undefined ? undefined : safeDecode(pair.slice(pair.indexOf('=') + 1));
}

/** The address with another value of one parameter; the others stay as they are written. */
function withQueryValue(url: string, name: string, value: string): string {
  const pairs = pairsOf(url);
  const written = pairs.find((pair) => pairName(pair) === name)?.split('=', 1)[0] ?? escapeName(name);
  const kept = pairs.filter((pair) => pairName(pair) !== name);
  return `${url.split('?', 1)[0]!}?${[...kept, `${written}=${escape(value)}`].join('&')}`;
}

function valueAt(record: Row | undefined, path: readonly string[]): Value {
  let found: Value = record ?? null;
  for (const name of path) found = found !== null && isRow(found) ? field(found, name) : null;
  return found;
}
