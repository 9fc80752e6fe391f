import { equal } from './equality.ts';
import { FormulaError, formulaError } from './error.ts';
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
  const indexOf = (record: Row, among: Table): number => {
    const same = among.indexOf(record);
    return same >= 0 ? same : among.findIndex((item) => item !== null && !(item instanceof FormulaError) && equal(item, record));
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
      const index = indexOf(record, rows());
      if (index < 0) return notFound;
      const stored = row([...Object.entries(rows()[index] as Row), ...Object.entries(changes)]);
      variable.write(rows().map((item, i) => (i === index ? stored : item)));
      return stored;
    },
    remove: (removed): Value => {
      const left = [...rows()];
      let missing = false;
      for (const record of removed) {
        const index = indexOf(record, left);
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
