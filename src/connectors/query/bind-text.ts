import { FormulaError, type Table, type Value, field } from '../../formula/core.ts';
import { always, isBlank, joined, never, type Predicate, type QueryColumn, type TextTest } from './query.ts';
import { anyRow, bindComparison, exactly, roughly, type Bound } from './bind-value.ts';

/*
 * Tests of texts, once the text to look for is known.
 */

// eslint-disable-next-line no-control-regex
const ascii = /[\0-\x7f]+/g;

/** The part of a text whose letters every service takes alike, capital or small: letters beyond ASCII have rules of their own. */
function plainPart(test: TextTest, part: string): string {
  if (test === 'startswith') return /^[\0-\x7f]*/.exec(part)![0];
  if (test === 'endswith') return /[\0-\x7f]*$/.exec(part)![0];
  return [...part.matchAll(ascii)].reduce((longest, [run]) => (run.length > longest.length ? run : longest), '');
}

export const textTests: { readonly [T in TextTest]: (text: string, part: string) => boolean } = {
  startswith: (text, part) => text.startsWith(part),
  endswith: (text, part) => text.endsWith(part),
  contains: (text, part) => text.includes(part),
};

export interface TextQuestion {
  readonly test: TextTest;
  readonly column: QueryColumn;
  readonly ignoreCase: boolean;
  readonly not: boolean;
  /** How the service compares texts without being asked to. */
  readonly texts: 'exact' | 'insensitive';
}

/** Whether a column's text begins with, ends with or holds a part. A blank column is an empty text. */
export function bindTextTest({ test, column, ignoreCase, not, texts }: TextQuestion, value: Value): Bound {
  if (value !== null && typeof value !== 'string') return anyRow;
  const wanted = value ?? '';
  if (wanted === '') return exactly(not ? never : always);
  if (column.kind === 'choice' && column.members !== undefined) {
    const fold = (text: string): string => (ignoreCase ? text.toLowerCase() : text);
    const found = column.members.filter((member) => textTests[test](fold(member), fold(wanted)));
    return exactly(amongMembers(column, found, not));
  }
  const part = ignoreCase ? plainPart(test, wanted) : wanted;
  const exact = part === wanted && (ignoreCase || texts === 'exact');
  if (part === '' || (not && !exact)) return anyRow;
  const predicate: Predicate = { kind: 'text', test, column, part, ignoreCase, not };
  return { predicate: not ? joined('or', [predicate, isBlank(column)]) : predicate, exact };
}

const amongMembers = (column: QueryColumn, values: readonly string[], not: boolean): Predicate => {
  if (values.length === 0) return not ? always : never;
  const predicate: Predicate = { kind: 'among', column, values, ignoreCase: false, not };
  return not ? joined('or', [predicate, isBlank(column)]) : predicate;
};

export interface ListQuestion {
  readonly column: QueryColumn;
  /** The one column of the table that has the values. */
  readonly valueColumn: string;
  readonly ignoreCase: boolean;
  readonly not: boolean;
  readonly zone: string;
  readonly texts: 'exact' | 'insensitive';
  readonly longest: number;
}

/** Whether a column's value is one of a table's. */
export function bindAmong(question: ListQuestion, table: Value): Bound {
  const { column, valueColumn, ignoreCase, not, texts } = question;
  if (table === null) return exactly(not ? always : never);
  if (!Array.isArray(table)) return anyRow;
  const values = new Set<Value>();
  for (const item of table as Table) {
    const value = item === null || item instanceof FormulaError ? item : field(item, valueColumn);
    // Blanks and errors among the values are for the formula itself to judge.
    if (value === null || value instanceof FormulaError) return anyRow;
    values.add(value);
  }
  if (values.size > question.longest) return anyRow;
  if (column.kind !== 'text') return bindEach(question, values);
  const folded = new Set<string>();
  for (const value of values) {
    if (typeof value !== 'string') return anyRow;
    if (ignoreCase && plainPart('startswith', value) !== value) return anyRow;
    folded.add(ignoreCase ? value.toLowerCase() : value);
  }
  const exact = ignoreCase || texts === 'exact';
  if (not && !exact) return anyRow;
  if (folded.size === 0) return exactly(not ? always : never);
  const predicate: Predicate = { kind: 'among', column, values: [...folded], ignoreCase, not };
  return { predicate: not ? joined('or', [predicate, isBlank(column)]) : predicate, exact };
}

function bindEach({ column, ignoreCase, not, zone, texts }: ListQuestion, values: ReadonlySet<Value>): Bound {
  const wanted =
    column.kind === 'choice' && ignoreCase
      ? (column.members ?? []).filter((member) => [...values].some((value) => same(member, value)))
      : [...values];
  const bounds = wanted.map((value) => bindComparison(column, not ? 'ne' : 'eq', value, { zone, texts }));
  const predicate = joined(
    not ? 'and' : 'or',
    bounds.map((bound) => bound.predicate),
  );
  return bounds.every(({ exact }) => exact) ? exactly(predicate) : roughly(predicate);
}

const same = (member: string, value: Value): boolean => typeof value === 'string' && member.toLowerCase() === value.toLowerCase();
