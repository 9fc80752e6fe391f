import { rowIndex } from './data-source.ts';
import { formulaError } from './error.ts';
import type { Assignable, WritableTable } from './run.ts';
import { row, type Row, type Table, type Value } from './value.ts';

const notFound = formulaError('NotFound', 'The record is not in the table. It may have been changed or removed meanwhile.');

/**
 * A variable that holds a table, as a table that can be written to. Each change gives the variable a new table: whoever holds the old one
 * keeps it.
 */
export function variableTable(variable: Assignable): WritableTable {
  const rows = (): Table => {
    const value = variable.read();
    return Array.isArray(value) ? (value as Table) : [];
  };
  return {
    name: variable.name,
    type: variable.type,
    read: () => variable.read(),
    write: (value) => variable.write(value),
    create: (added) => {
      variable.write([...rows(), ...added]);
      return added.length === 1 ? added[0]! : added;
    },
    update: (record, changes) => {
      const index = rowIndex(rows(), record);
      if (index < 0) return notFound;
      const stored = row([...Object.entries(rows()[index] as Row), ...Object.entries(changes)]);
      variable.write(rows().map((item, i) => (i === index ? stored : item)));
      return stored;
    },
    remove: (removed): Value => {
      const left = [...rows()];
      let missing = false;
      for (const record of removed) {
        const index = rowIndex(left, record);
        if (index < 0) missing = true;
        else left.splice(index, 1);
      }
      variable.write(left);
      return missing ? notFound : null;
    },
    clear: () => {
      variable.write([]);
      return null;
    },
    defaults: () => (variable.type.kind === 'table' ? row([...variable.type.fields.keys()].map((name) => [name, null])) : {}),
    refresh: () => true,
  };
}

/** The table of a place: a collection or data source, or a variable that holds a table. */
export const writableTable = (target: Assignable): WritableTable =>
  typeof (target as Partial<WritableTable>).create === 'function' ? (target as WritableTable) : variableTable(target);
