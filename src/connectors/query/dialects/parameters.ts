import type { Dialect } from '../dialect.ts';
import type { Predicate, Query, QueryColumn } from '../query.ts';
import { dayText, instantText } from './moment-text.ts';

/*
 * Lists whose operation has parameters of its own for what a query wants: one called like a column, for rows that have a value there; one for
 * the order that names what it takes; one for how many rows, and one for how many to leave out.
 */

/** Which parameters of an operation mean what. */
export interface ListParameters {
  /** For rows with a value in a column, by the column's name. */
  readonly equal: ReadonlyMap<string, string>;
  readonly sort:
    | { readonly parameter: string; readonly up: ReadonlyMap<string, string>; readonly down: ReadonlyMap<string, string> }
    | undefined;
  readonly limit: string | undefined;
  readonly offset: string | undefined;
}

export const listParameters = ({ equal, sort, limit, offset }: ListParameters): Dialect => ({
  rows: ({ filter, order, skip, take }: Query) => {
    const parameters = new Map<string, string>();
    let exact = true;
    for (const part of filter.kind === 'and' ? filter.parts : [filter]) {
      const found = equality(part);
      const parameter = found && equal.get(found.column.name);
      if (found !== undefined && parameter !== undefined && !parameters.has(parameter)) parameters.set(parameter, found.text);
      else if (part.kind !== 'always' || !part.value) exact = false;
    }
    const [term] = order;
    if (term !== undefined && sort !== undefined) {
      const word = (term.descending ? sort.down : sort.up).get(term.column.name);
      if (word === undefined) return undefined;
      parameters.set(sort.parameter, word);
    }
    if (limit !== undefined && take !== undefined && exact) parameters.set(limit, String(take));
    if (offset !== undefined && skip > 0) parameters.set(offset, String(skip));
    return { parameters, exact };
  },
});

function equality(part: Predicate): { readonly column: QueryColumn; readonly text: string } | undefined {
  if (part.kind !== 'compare' || part.operator !== 'eq' || part.left.kind !== 'column' || part.right.kind !== 'constant')
    return undefined;
  const { column } = part.left;
  const { value } = part.right;
  if (column.kind === 'date' && typeof value === 'number') return { column, text: dayText(value) };
  if (column.kind === 'dateTime' && typeof value === 'number') return { column, text: instantText(value) };
  // What is empty is left out of a request, and would ask for everything.
  if (value === '' || (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')) return undefined;
  return { column, text: String(value) };
}
