import { coercionTo } from '../coercion.ts';
import { removeFlags } from '../enums.ts';
import { equal } from '../equality.ts';
import { FormulaError, formulaError } from '../error.ts';
import {
  defineFunction,
  place,
  raw,
  repeated,
  type CallShape,
  type Documentation,
  type FunctionDefinition,
} from '../function.ts';
import { logicalName } from '../marks.ts';
import { OptionValue } from '../option-set.ts';
import * as types from '../type.ts';
import { any, emptyTable, isAggregate, kindName } from '../type.ts';
import { isRow, type Row } from '../value.ts';
import { writableTable } from '../variable-table.ts';
import { fitRows, rowsOf } from './fit-rows.ts';
import { afterwards, currentRows, rowsAfter } from './writable.ts';

/*
 * `Remove`: rows that are given, each once or, with `RemoveFlags.All`, as often as it is there.
 */

export const documentation: Documentation = {
  behavior: {
    Remove: {
      summary: 'Removes rows from a collection or data source. With RemoveFlags.All, all rows that are equal to a given one.',
      examples: [['Remove(Orders, First(Orders)); First(Orders).Id', '2']],
    },
  },
};

const notFound = formulaError('NotFound', 'The record is not in the table. It may have been changed or removed meanwhile.');

/** Whether the last of several arguments asks for all copies of a row. */
const isFlag = (call: CallShape, index: number): boolean => {
  const type = call.types[index]!;
  return (
    index > 1 && index === call.args.length - 1 && (type.kind === 'text' || (type.kind === 'option' && type.set === removeFlags))
  );
};

/** A row to remove has all columns of the table: it is found by them. */
function checkRow(call: CallShape, index: number): void {
  const [table] = call.types;
  const type = call.types[index]!;
  if (isFlag(call, index)) {
    const node = call.args[index]!;
    const value = node.kind === 'literal' ? node.value : undefined;
    const text = value instanceof OptionValue ? value.value : value;
    if (typeof text === 'string' && text.toLowerCase() !== 'all') call.error(index, 'ErrRemoveAllArg');
    return;
  }
  if (type.kind === 'blank' || type.kind === 'unknown' || table?.kind !== 'table') return;
  if (!isAggregate(type)) return call.error(index, 'ErrNeedRecordOrTable');
  for (const name of [...table.fields.keys()].toSorted()) {
    const wanted = table.fields.get(name)!;
    const given = [...type.fields].find(([field]) => logicalName(table, field) === name);
    if (given === undefined) return call.error(index, 'ErrColumnMissing_ColName_ExpectedType', name, kindName(wanted));
    if (coercionTo(given[1], wanted, call.features) === undefined) {
      const code = 'ErrColumnTypeMismatch_ColName_ExpectedType_ActualType';
      return call.error(index, code, name, kindName(wanted), kindName(given[1]));
    }
  }
  fitRows(call, index);
}

export const removals: readonly FunctionDefinition[] = [
  defineFunction({
    name: 'Remove',
    behavior: true,
    awaits: true,
    parameters: [place('source', emptyTable), raw('record', any), repeated(raw('record', any))],
    result: (call) => {
      for (let i = 1; i < call.args.length; i++) checkRow(call, i);
      return call.features.PowerFxV1CompatibilityRules ? types.voidType : (call.types[0] ?? types.unknown);
    },
    evaluate: (target, first, more) => {
      const given = [first, ...more];
      const last = given.at(-1);
      const all = given.length > 1 && (last instanceof OptionValue || typeof last === 'string');
      const { rows, error } = rowsOf(all ? given.slice(0, -1) : given);
      if (error !== undefined) return error;
      const result = all ? copies(currentRows(target).filter(isRow), rows) : { rows, missing: false };
      return afterwards(writableTable(target).remove(result.rows), (done) =>
        done instanceof FormulaError ? done : result.missing ? notFound : rowsAfter(target),
      );
    },
  }),
];

/** All rows that are equal to one of those given, and whether one of those has none. */
const copies = (rows: readonly Row[], given: readonly Row[]): { readonly rows: readonly Row[]; readonly missing: boolean } => ({
  rows: rows.filter((item) => given.some((record) => equal(record, item))),
  missing: given.some((record) => !rows.some((item) => equal(record, item))),
});
