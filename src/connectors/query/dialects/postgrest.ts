import type { Dialect, FigureQuestion } from '../dialect.ts';
import type { Aggregate, Operand, Predicate, Query, QueryColumn, SortTerm } from '../query.ts';
import { plainLiteral } from './odata.ts';

/*
 * Queries as PostgREST reads them (its reference, "Tables and Views"): `?status=eq.Open&order=total.desc.nullslast&limit=10`. What it cannot
 * be asked is left out, so that more rows come, and the formula chooses among them.
 */

/** What PostgREST has; figures are asked for and, where its administrator has not switched them on, worked out of the rows. */
export const postgrestFunctions: ReadonlySet<string> = new Set([
  ...['eq', 'ne', 'lt', 'le', 'gt', 'ge', 'and', 'or', 'not', 'in', 'startswith', 'endswith', 'contains', 'tolower'],
  ...['sum', 'min', 'max', 'average'],
]);

const operators = { eq: 'eq', ne: 'neq', lt: 'lt', le: 'lte', gt: 'gt', ge: 'gte' } as const;

/** The same inside of brackets, where commas, dots and brackets mean something. */
const inBrackets = (text: string): string =>
  /^[\w-]+$/.test(text) ? text : `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

/** Signs of patterns in a text that mean themselves; undefined where one cannot: `*` always stands for any text. */
const pattern = (text: string): string | undefined =>
  text.includes('*') ? undefined : text.replaceAll('\\', '\\\\').replaceAll('%', '\\%').replaceAll('_', '\\_');

/** A test of one column: `status`, `eq`, `Open`. */
interface Test {
  readonly column: QueryColumn;
  /** `eq`, `not.in`, `is`. */
  readonly operator: string;
  readonly value: string;
  /** The value is a list in brackets, its members quoted already. */
  readonly list?: boolean;
}

/** A condition as a tree of tests. */
type Tree = Test | { readonly joint: 'and' | 'or'; readonly parts: readonly Tree[] };

const isTest = (tree: Tree): tree is Test => 'operator' in tree;

/** A condition that holds wherever the given one does; undefined where only "always" would. `exact` is told of parts that are left out. */
function treeOf(predicate: Predicate, left: () => void): Tree | undefined {
  switch (predicate.kind) {
    case 'always':
      return undefined;
    case 'and':
    case 'or': {
      const parts = predicate.parts.map((part) => treeOf(part, left));
      const known = parts.filter((part) => part !== undefined);
      if (predicate.kind === 'or' && known.length < parts.length) return undefined;
      return known.length < 2 ? known[0] : { joint: predicate.kind, parts: known };
    }
    case 'blank':
      return { column: predicate.column, operator: predicate.is ? 'is' : 'not.is', value: 'null' };
    default: {
      const found = testOf(predicate);
      if (found === undefined) left();
      return found;
    }
  }
}

function testOf(predicate: Exclude<Predicate, { kind: 'always' | 'and' | 'or' | 'blank' }>): Tree | undefined {
  switch (predicate.kind) {
    case 'compare': {
      const { left, operator, right } = predicate;
      if (left.kind !== 'column' || right.kind !== 'constant') return undefined;
      return { column: left.column, operator: operators[operator], value: plainLiteral(right.value, right.like) };
    }
    case 'text': {
      const { test, column, part, ignoreCase, not } = predicate;
      const text = pattern(part);
      if (text === undefined || column.kind !== 'text') return undefined;
      const value = `${test === 'startswith' ? '' : '*'}${text}${test === 'endswith' ? '' : '*'}`;
      return { column, operator: `${not ? 'not.' : ''}${ignoreCase ? 'ilike' : 'like'}`, value };
    }
    case 'among': {
      const { column, values, ignoreCase, not } = predicate;
      const texts = values.map((value) => plainLiteral(value, column));
      if (!ignoreCase || column.kind !== 'text')
        return { column, operator: not ? 'not.in' : 'in', value: `(${texts.map(inBrackets).join(',')})`, list: true };
      const patterns = texts.map(pattern);
      if (patterns.includes(undefined)) return undefined;
      const operator = not ? 'not.ilike' : 'ilike';
      return { joint: not ? 'and' : 'or', parts: patterns.map((value) => ({ column, operator, value: value! })) };
    }
  }
}

const written = (tree: Tree): string =>
  isTest(tree)
    ? `${tree.column.path}.${tree.operator}.${tree.list === true ? tree.value : inBrackets(tree.value)}`
    : `${tree.joint}(${tree.parts.map(written).join(',')})`;

/** A condition as parameters: one for each column that is tested once, `and` and `or` for what is left. */
function conditions(filter: Predicate): { readonly parameters: Map<string, string>; readonly exact: boolean } {
  let exact = true;
  const tree = treeOf(filter, () => (exact = false));
  const parameters = new Map<string, string>();
  const rest: Tree[] = [];
  for (const part of tree === undefined ? [] : !isTest(tree) && tree.joint === 'and' ? tree.parts : [tree]) {
    if (isTest(part) && !parameters.has(part.column.path)) parameters.set(part.column.path, `${part.operator}.${part.value}`);
    else rest.push(part);
  }
  const [only] = rest;
  if (only !== undefined && rest.length === 1 && !isTest(only))
    parameters.set(only.joint, `(${only.parts.map(written).join(',')})`);
  else if (rest.length > 0) parameters.set('and', `(${rest.map(written).join(',')})`);
  return { parameters, exact };
}

const isNever = (filter: Predicate): boolean => filter.kind === 'always' && !filter.value;

const orderBy = (terms: readonly SortTerm[]): string =>
  terms
    .map(({ column: { path, nullable }, descending, blanksFirst }) =>
      [path, ...(descending ? ['desc'] : ['asc']), ...(nullable ? [blanksFirst ? 'nullsfirst' : 'nullslast'] : [])].join('.'),
    )
    .join(',');

export const postgrest: Dialect = {
  rows: ({ filter, order, skip, take, columns }: Query) => {
    const { parameters, exact } = conditions(filter);
    if (order.length > 0) parameters.set('order', orderBy(order));
    // No row at all is a limit, not a condition.
    const limit = isNever(filter) ? 0 : exact ? take : undefined;
    if (limit !== undefined) parameters.set('limit', String(limit));
    if (skip > 0) parameters.set('offset', String(skip));
    if (columns !== undefined) parameters.set('select', columns.join(','));
    return { parameters, exact };
  },
  figure: (aggregate, filter) => figure(aggregate, filter),
};

function figure(aggregate: Aggregate, filter: Predicate): FigureQuestion | undefined {
  const { parameters, exact } = conditions(filter);
  const column = aggregate.kind === 'count' || aggregate.kind === 'distinct' ? undefined : pathOf(aggregate.of);
  if (!exact || isNever(filter) || (column === undefined && aggregate.kind !== 'count')) return undefined;
  const asked =
    aggregate.kind === 'count'
      ? 'Figure:count()'
      : aggregate.kind === 'average'
        ? `Figure:${column}.sum(),Amount:${column}.count()`
        : `Figure:${column}.${aggregate.kind}()`;
  parameters.set('select', asked);
  return { parameters, in: 'first', field: 'Figure', ...(aggregate.kind === 'average' && { count: 'Amount' }) };
}

const pathOf = (of: Operand): string | undefined => (of.kind === 'column' ? of.column.path : undefined);
