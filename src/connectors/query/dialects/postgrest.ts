import { Decimal, type Value } from '../../../formula/core.ts';
import type { Dialect, FigureQuestion } from '../dialect.ts';
import type { Aggregate, Comparison, Operand, Predicate, QueryCapabilities, QueryColumn, TextTest } from '../query.ts';
import { dayText, instantText } from './moment-text.ts';

/*
 * Queries by PostgREST 12 ("Tables and Views", "Aggregate Functions"): conditions are values of parameters called like the columns, or
 * one tree in the parameter `and`.
 */

const operators: { readonly [C in Comparison]: string } = { eq: 'eq', ne: 'neq', lt: 'lt', le: 'lte', gt: 'gt', ge: 'gte' };

function textOf(value: Value, { kind }: QueryColumn): string {
  if (kind === 'date') return dayText(value as number);
  if (kind === 'dateTime') return instantText(value as number);
  if (value instanceof Decimal) return value.toString();
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** A value inside of a tree, where commas, dots and brackets mean something: always in quotes. */
const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;

/** The letters themselves, in a regular expression. */
const plainPattern = (text: string): string => text.replace(/[\\^$.|?*+()[\]{}-]/g, '\\$&');

const patterns: { readonly [T in TextTest]: (part: string) => string } = {
  startswith: (part) => `^${part}`,
  endswith: (part) => `${part}$`,
  contains: (part) => part,
};

/** A condition as a part of a tree; undefined where the dialect has no words for it. */
function tree(predicate: Predicate): string | undefined {
  switch (predicate.kind) {
    case 'always':
      return undefined;
    case 'and':
    case 'or': {
      const parts = predicate.parts.map(tree);
      return parts.includes(undefined) ? undefined : `${predicate.kind}(${parts.join(',')})`;
    }
    case 'compare': {
      const { left, operator, right } = predicate;
      if (left.kind !== 'column' || right.kind !== 'constant') return undefined;
      return `${name(left.column)}.${operators[operator]}.${quoted(textOf(right.value, right.like))}`;
    }
    case 'blank':
      return `${name(predicate.column)}.${predicate.is ? '' : 'not.'}is.null`;
    case 'text': {
      const { test, column, part, ignoreCase, not } = predicate;
      return `${name(column)}.${not ? 'not.' : ''}${ignoreCase ? 'imatch' : 'match'}.${quoted(patterns[test](plainPattern(part)))}`;
    }
    case 'among': {
      const { column, values, ignoreCase, not } = predicate;
      if (ignoreCase && column.kind === 'text') {
        const any = values.map((value) => `${name(column)}.imatch.${quoted(`^${plainPattern(String(value))}$`)}`);
        return `${not ? 'not.' : ''}or(${any.join(',')})`;
      }
      return `${name(column)}.${not ? 'not.' : ''}in.(${values.map((value) => quoted(textOf(value, column))).join(',')})`;
    }
  }
}

const name = ({ path }: QueryColumn): string => path;

/** The parameter of a condition; undefined where it cannot be written. */
function parameterOf(filter: Predicate): readonly [string, string] | undefined {
  const parts = filter.kind === 'and' ? filter.parts : [filter];
  const written = parts.map(tree);
  return written.includes(undefined) ? undefined : ['and', `(${written.join(',')})`];
}

export const postgrest = (abilities: QueryCapabilities): Dialect => ({
  rows: ({ filter, order, skip, take, columns }) => {
    const parameters = new Map<string, string>();
    let exact = true;
    if (filter.kind === 'always') {
      if (!filter.value) parameters.set('limit', '0');
    } else {
      const parameter = parameterOf(filter);
      if (parameter === undefined) exact = false;
      else parameters.set(...parameter);
    }
    if (order.length > 0)
      parameters.set(
        'order',
        order
          .map(
            ({ column, descending, blanksFirst }) =>
              `${column.path}.${descending ? 'desc' : 'asc'}.nulls${blanksFirst ? 'first' : 'last'}`,
          )
          .join(','),
      );
    if (take !== undefined && !parameters.has('limit')) parameters.set('limit', String(take));
    if (skip > 0) parameters.set('offset', String(skip));
    if (columns !== undefined && abilities.select) parameters.set('select', columns.join(','));
    return { parameters, exact };
  },
  figure: (aggregate, filter) => figure(aggregate, filter),
});

const functions = { sum: 'sum', min: 'min', max: 'max', average: 'sum' } as const;

function figure(aggregate: Aggregate, filter: Predicate): FigureQuestion | undefined {
  if (aggregate.kind === 'distinct') return undefined;
  const select =
    aggregate.kind === 'count'
      ? 'figure:count()'
      : columnFigure(aggregate.of, functions[aggregate.kind], aggregate.kind === 'average');
  const where = filter.kind === 'always' ? [] : parameterOf(filter);
  if (select === undefined || where === undefined || (filter.kind === 'always' && !filter.value)) return undefined;
  const parameters = new Map<string, string>([['select', select], ...(where.length === 0 ? [] : [where as [string, string]])]);
  return { parameters, in: 'first', field: 'figure', ...(aggregate.kind === 'average' && { count: 'amount' }) };
}

const columnFigure = (of: Operand, call: string, counted: boolean): string | undefined =>
  of.kind === 'column' ? `figure:${of.column.path}.${call}()${counted ? `,amount:${of.column.path}.count()` : ''}` : undefined;
