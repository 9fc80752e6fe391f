import { FormulaError, Pending } from '../error.ts';
import type { Assignable } from '../run.ts';
import { VOID, type Table, type TableRow, type Value } from '../value.ts';

/*
 * Tables that functions write to. What a table does may take time: its results may be promises.
 */

/** The rows that a place holds now. */
export const currentRows = (target: Assignable): Table => {
  const value = target.read();
  return Array.isArray(value) ? (value as Table) : [];
};

/** Goes on when a value is there, now or later. */
export const afterwards = (value: Value | Promise<Value>, next: (value: Value) => Value | Promise<Value>): Value =>
  (value instanceof Promise ? value.then(next) : next(value)) as Value;

/** The one row of what a table stored. */
export const firstRow = (value: Value): Value => (Array.isArray(value) ? ((value[0] as TableRow | undefined) ?? null) : value);

/** Changes rows one after the other and gives what came of each; the first error ends it. */
export async function inOrder(changes: readonly (() => Value | Promise<Value>)[]): Promise<Value[] | FormulaError> {
  const results: Value[] = [];
  for (const change of changes) {
    const result = await change();
    if (result instanceof FormulaError) return result;
    results.push(result);
  }
  return results;
}

/** The same where nobody looks at the results. */
export const inOrderVoid = (changes: readonly (() => Value | Promise<Value>)[]): Value =>
  inOrder(changes).then((results): Value => (results instanceof FormulaError ? results : VOID)) as unknown as Value;

/** The rows after a change, for rules that give them; blank where they are asked for and have not come: the change itself was made. */
export function rowsAfter(target: Pick<Assignable, 'read'>): Value {
  const rows = target.read();
  return rows instanceof Pending ? null : rows;
}
