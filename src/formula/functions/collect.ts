import { FormulaError } from '../error.ts';
import {
  defineFunction,
  place,
  raw,
  repeated,
  type CallShape,
  type Documentation,
  type FunctionDefinition,
} from '../function.ts';
import * as types from '../type.ts';
import { any, kindName, type Type } from '../type.ts';
import { commonType } from '../unify.ts';
import { isRow, type Value } from '../value.ts';
import { writableTable } from '../variable-table.ts';
import { fitRows, rowsOf } from './fit-rows.ts';
import { afterwards, firstRow } from './writable.ts';

/*
 * Functions that fill and empty collections.
 */

export const documentation: Documentation = {
  behavior: {
    Collect: {
      summary: 'Adds rows to a collection or data source.',
      examples: [['Collect(Orders, {Id: 3, City: "Oslo"}); CountRows(Orders)', '3']],
    },
    ClearCollect: {
      summary: 'Replaces the rows of a collection.',
      examples: [['ClearCollect(Orders, {Id: 3, City: "Oslo"}); CountRows(Orders)', '1']],
    },
    Clear: {
      summary: 'Removes all rows of a collection.',
      examples: [['Clear(Orders); CountRows(Orders)', '0']],
    },
  },
};

/** The type that `Collect` gives a collection: the columns of all items. */
const collected = (call: CallShape): Type => {
  const fields = new Map<string, Type>();
  const add = (name: string, of: Type): void => {
    const known = fields.get(name);
    fields.set(name, known === undefined ? of : (commonType(known, of, call.features) ?? of));
  };
  for (const type of call.types.slice(1)) {
    if (types.isAggregate(type)) for (const [name, of] of type.fields) add(name, of);
    else if (type.kind !== 'blank' && type.kind !== 'unknown') add(types.VALUE, type);
  }
  return types.table(fields);
};

/** Whether a call adds one record: it then gives that record, by the rules of V1; otherwise a table. */
const addsOne = (call: CallShape): boolean =>
  call.features.PowerFxV1CompatibilityRules && call.args.length === 2 && call.types[1]?.kind !== 'table';

/** Refuses what holds no rows: a record, a number. */
function checkCollection(call: CallShape): void {
  const type = call.types[0];
  if (type === undefined || type.kind === 'table' || type.kind === 'blank' || type.kind === 'unknown' || call.failed) return;
  call.error(0, 'ErrBadType_ExpectedType_ProvidedType', 'Table', kindName(type), '');
}

const collecting = (name: 'Collect' | 'ClearCollect'): FunctionDefinition =>
  defineFunction({
    name,
    behavior: true,
    awaits: true,
    parameters: [place('collection', any), raw('item', any), repeated(raw('item', any))],
    result: (call) => {
      checkCollection(call);
      for (let i = 1; i < call.args.length; i++) fitRows(call, i, true);
      const [collection] = call.types;
      const type = collection?.kind === 'table' ? collection : (collected(call) as types.TableType);
      return addsOne(call) ? types.rowType(type) : type;
    },
    declares: (call) =>
      call.names[0] === undefined ? [] : [{ scope: 'collection', name: call.names[0], type: collected(call) }],
    specialize: (call) => {
      const one = addsOne(call);
      return (target, item, more) => {
        const { rows, error } = rowsOf([item, ...more]);
        const table = writableTable(target);
        const given = (stored: Value): Value =>
          stored instanceof FormulaError ? stored : (error ?? (one ? firstRow(stored) : asTable(stored)));
        const add = (): Value => (rows.length === 0 ? given(one ? null : []) : afterwards(table.create(rows), given));
        if (name === 'Collect') return add();
        return afterwards(table.clear(), (cleared) => (cleared instanceof FormulaError ? cleared : add()));
      };
    },
  });

const asTable = (stored: Value): Value => (isRow(stored) ? [stored] : stored);

export const collections: readonly FunctionDefinition[] = [
  collecting('Collect'),
  collecting('ClearCollect'),
  defineFunction({
    name: 'Clear',
    behavior: true,
    awaits: true,
    parameters: [place('source', any)],
    result: (call) => {
      checkCollection(call);
      return call.features.PowerFxV1CompatibilityRules ? types.voidType : types.boolean;
    },
    evaluate: (target) => afterwards(writableTable(target).clear(), (done) => (done instanceof FormulaError ? done : true)),
  }),
];
