import type { DataSource } from './data-source.ts';
import { option, type OptionSet } from './option-set.ts';
import type { Type } from './type.ts';
import type { Table, Value } from './value.ts';

/** Where choices come from: a set of them by itself, or a column of a data source. */
export type ChoiceSource = { readonly set: OptionSet } | { readonly table: DataSource; readonly column: string };

const members = (set: OptionSet): Value[] => [...set.members.keys()].map((name) => option(set, name)!);

/** The values that there are to choose from, as a table with the column `Value`. `type`: that of the column. */
export function choicesOf(source: ChoiceSource, type: Type | undefined): Table {
  const values =
    'set' in source
      ? members(source.set)
      : type?.kind === 'option'
        ? members(type.set)
        : (source.table.column?.(source.column)?.choices ?? (type?.kind === 'boolean' ? [true, false] : []));
  return values.map((Value) => ({ Value }));
}
