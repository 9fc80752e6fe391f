import { DateValue, Decimal, Guid, type Value } from '../../../formula/core.ts';
import type { Dialect, FigureQuestion } from '../dialect.ts';
import type { Aggregate, Operand, Predicate, Query, QueryCapabilities, QueryColumn, SortTerm } from '../query.ts';
import { dayText, instantText } from './moment-text.ts';

/*
 * Queries by OData 4.01 (URL Conventions, sections 5.1.1 and 5.1.4; Data Aggregation extension 4.0). Services that take a part of it, such as
 * tabular connectors, say so by their capabilities.
 */

/** A text as a literal: quotes are doubled, so that no value ends it (URL Conventions 4.01 section 2). */
const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A value as a literal of a column's type. */
export function literal(value: Value, { kind, type }: QueryColumn): string {
  if (value === null) return 'null';
  if (value instanceof DateValue) return dayText(value.wall);
  if (kind === 'date') return dayText(value as number);
  if (kind === 'dateTime') return instantText(value as number);
  if (typeof value === 'number') return String(Object.is(value, -0) ? 0 : value);
  if (typeof value === 'boolean') return String(value);
  if (value instanceof Decimal) return value.toString();
  if (value instanceof Guid) return value.text;
  const text = typeof value === 'string' ? value : '';
  if (kind === 'guid' && type !== 'Edm.String') return text;
  return kind === 'choice' && type !== undefined && !type.startsWith('Edm.') ? `${type}${quoted(text)}` : quoted(text);
}

/** A value as it stands in paths and behind operators: without quotes. */
export function plainLiteral(value: Value, column: QueryColumn): string {
  if (typeof value === 'string') return value;
  const text = literal(value, { ...column, type: 'Edm.String' });
  return /^'.*'$/s.test(text) ? text.slice(1, -1).replaceAll("''", "'") : text;
}

function operand(of: Operand): string {
  switch (of.kind) {
    case 'column':
      return of.column.path;
    case 'constant':
      return literal(of.value, of.like);
    case 'arithmetic':
      return `(${operand(of.left)} ${of.operator} ${operand(of.right)})`;
  }
}

/** Where services differ in writing conditions. */
type Abilities = Pick<QueryCapabilities, 'texts' | 'functions'>;

/** A condition as `$filter` wants it, in parentheses wherever it could be read in two ways. */
export function condition(predicate: Predicate, abilities: Abilities): string {
  const lowered = (column: QueryColumn, ignoreCase: boolean): string =>
    ignoreCase && abilities.texts === 'exact' ? `tolower(${column.path})` : column.path;
  const folded = (text: string, ignoreCase: boolean): string => quoted(ignoreCase ? text.toLowerCase() : text);
  const there = (column: QueryColumn, test: string): string => (column.nullable ? `(${test} and ${column.path} ne null)` : test);
  switch (predicate.kind) {
    case 'always':
      return String(predicate.value);
    case 'and':
    case 'or':
      return `(${predicate.parts.map((part) => condition(part, abilities)).join(` ${predicate.kind} `)})`;
    case 'compare': {
      const { left, operator, right } = predicate;
      const test = `${operand(left)} ${operator} ${operand(right)}`;
      return operator === 'ne' && left.kind === 'column' ? there(left.column, test) : test;
    }
    case 'blank':
      return `${predicate.column.path} ${predicate.is ? 'eq' : 'ne'} null`;
    case 'text': {
      const { test, column, part, ignoreCase, not } = predicate;
      const call = `${test}(${lowered(column, ignoreCase)},${folded(part, ignoreCase)})`;
      return not ? there(column, `not ${call}`) : call;
    }
    case 'among': {
      const { column, values, ignoreCase, not } = predicate;
      const path = lowered(column, ignoreCase);
      const written = values.map((value) =>
        typeof value === 'string' && column.kind === 'text' ? folded(value, ignoreCase) : literal(value, column),
      );
      const test = abilities.functions.has('in')
        ? `${path} in (${written.join(',')})`
        : `(${written.map((value) => `${path} eq ${value}`).join(' or ')})`;
      return not ? there(column, `not (${test})`) : test;
    }
  }
}

const orderBy = (terms: readonly SortTerm[]): string =>
  terms.map(({ column, descending }) => `${column.path}${descending ? ' desc' : ''}`).join(',');

export const odata = (abilities: QueryCapabilities): Dialect => ({
  rows: ({ filter, order, skip, take, columns, expand }: Query) => {
    const parameters = new Map<string, string>();
    const isNever = filter.kind === 'always' && !filter.value;
    if (filter.kind !== 'always' || isNever) parameters.set('$filter', condition(filter, abilities));
    if (order.length > 0) parameters.set('$orderby', orderBy(order));
    if (take !== undefined) parameters.set('$top', String(take));
    if (skip > 0) parameters.set('$skip', String(skip));
    if (columns !== undefined && abilities.select) parameters.set('$select', columns.join(','));
    if (expand.length > 0) parameters.set('$expand', expand.join(','));
    return { parameters, exact: true };
  },
  figure: (aggregate, filter, key) => figure(aggregate, filter, key, abilities),
});

function figure(
  aggregate: Aggregate,
  filter: Predicate,
  key: readonly string[],
  abilities: QueryCapabilities,
): FigureQuestion | undefined {
  const wanted = filter.kind === 'always' && filter.value ? undefined : condition(filter, abilities);
  if (aggregate.kind === 'count')
    return {
      parameters: new Map([...(wanted === undefined ? [] : [['$filter', wanted] as const]), ['$count', 'true'], ['$top', '0']]),
      in: 'total',
      field: '@odata.count',
    };
  const first = wanted === undefined ? '' : `filter(${wanted})/`;
  if (aggregate.kind === 'distinct') {
    const { path, name } = aggregate.column;
    if (path !== name) return undefined;
    const apply = `${first}groupby((${path}),aggregate(${key[0]} with min as FirstRow))`;
    return {
      parameters: new Map([
        ['$apply', apply],
        ['$orderby', 'FirstRow'],
      ]),
      in: 'column',
      field: name,
    };
  }
  const of = operand(aggregate.of);
  if (aggregate.kind !== 'average')
    return {
      parameters: new Map([['$apply', `${first}aggregate(${of} with ${aggregate.kind} as Figure)`]]),
      in: 'first',
      field: 'Figure',
    };
  const there = aggregate.column.nullable ? `filter(${of} ne null)/` : '';
  const apply = `${first}${there}aggregate(${of} with sum as Figure,$count as Amount)`;
  return { parameters: new Map([['$apply', apply]]), in: 'first', field: 'Figure', count: 'Amount' };
}
