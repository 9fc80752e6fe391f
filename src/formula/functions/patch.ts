import { coercionTo } from '../coercion.ts';
import type { DataSource } from '../data-source.ts';
import { equal } from '../equality.ts';
import { FormulaError, formulaError } from '../error.ts';
import type { Features } from '../features.ts';
import {
  maybe,
  overload,
  place,
  raw,
  repeated,
  type CallShape,
  type Documentation,
  type FunctionDefinition,
} from '../function.ts';
import { partialRow } from '../print.ts';
import type { WritableTable } from '../run.ts';
import * as types from '../type.ts';
import { any, emptyRecord, emptyTable, isAggregate, kindName, type Type } from '../type.ts';
import { field, isRow, row, type Row, type Table, type TableRow, type Value } from '../value.ts';
import { writableTable } from '../variable-table.ts';
import { fitRows } from './fit-rows.ts';
import { afterwards, firstRow, inOrder } from './writable.ts';

/*
 * `Patch` and `Update`: rows of a table changed or added; and records joined.
 */

export const documentation: Documentation = {
  behavior: {
    Patch: {
      summary: 'Changes or adds rows of a data source and gives them back; or joins records, the later over the earlier.',
      examples: [['Patch({Name: "Ann", Age: 3}, {Age: 4})', '{Age:4,Name:"Ann"}']],
    },
  },
};

const noKey = formulaError(
  'NotSupported',
  'This table has no key to find its rows by. Give the row first and then its changes: Patch(table, row, changes).',
);
const differ = formulaError('InvalidArgument', 'The two tables differ in length: each row needs its changes.');

const fitAll = (call: CallShape): void => {
  for (let i = 1; i < call.args.length; i++) fitRows(call, i);
};

const rowOf = (call: CallShape): Type => (call.types[0]?.kind === 'table' ? types.rowType(call.types[0]) : types.unknown);

/**
 * Changes the row that is equal to a record. Where there is none, adds one: of the changes alone in a collection, of the record and the
 * changes in a source that tells by itself whether a record is one of its rows. Blank for a blank record.
 */
function patchOne(source: DataSource, current: Value, changes: Row): Value | Promise<Value> {
  if (current === null || current instanceof FormulaError) return current;
  const record = current as Row;
  if (source.has?.(record) === true) return source.update(record, changes);
  const rows = (source.read() ?? []) as Table;
  const known: Value | undefined = Array.isArray(rows)
    ? (rows as Table).find((item: TableRow) => isRow(item) && equal(item, record))
    : undefined;
  if (isRow(known ?? null)) return source.update(known as Row, changes);
  if (source.has !== undefined) return afterwards(source.create([merged([record, changes])]), firstRow);
  return afterwards(source.create([changes]), (stored) => {
    const created = firstRow(stored);
    return isRow(created) ? partialRow(created) : created;
  });
}

/** The row with the same key, changed by a record; a new row where there is none. */
function patchByKey(source: DataSource, record: TableRow): Value | Promise<Value> {
  // A source that knows its rows by itself has perhaps not given them all.
  if (source.has !== undefined && isRow(record)) {
    return source.has(record) ? source.update(record, record) : afterwards(source.create([record]), firstRow);
  }
  const { keys }: WritableTable = source;
  if (keys === undefined || keys.length === 0) return noKey;
  if (!isRow(record)) return record;
  const rows = (source.read() ?? []) as Table;
  const known = rows.find((item) => isRow(item) && keys.every((key) => equal(field(item, key), field(record, key))));
  if (isRow(known ?? null)) return source.update(known as Row, record);
  return afterwards(source.create([record]), firstRow);
}

/** Several changes in order: a table of what came of them. */
const allOf = (changes: readonly (() => Value | Promise<Value>)[]): Value =>
  inOrder(changes).then((results): Value => (Array.isArray(results) ? (results as Table) : results)) as unknown as Value;

const merged = (records: readonly (Row | null)[]): Row => row(records.flatMap((record) => Object.entries(record ?? {})));

const patchRow = overload({
  parameters: [
    place('source', emptyTable),
    raw('record', emptyRecord),
    maybe('update', emptyRecord),
    repeated(maybe('update', emptyRecord)),
  ],
  accepts: ([first]) => first?.kind === 'table' || first?.kind === 'unknown',
  result: (call) => {
    fitAll(call);
    return rowOf(call);
  },
  evaluate: (target, current, changes, more) => patchOne(writableTable(target), current, merged([changes, ...more])) as Value,
});

const patchRows = overload({
  parameters: [place('source', emptyTable), maybe('rows', emptyTable), maybe('updates', emptyTable)],
  accepts: ([first, ...others]) => first?.kind === 'table' && others.every(({ kind }) => kind === 'table'),
  result: (call) => {
    fitAll(call);
    return call.types[0] ?? types.unknown;
  },
  evaluate: (target, rows, changes) => {
    if (rows === null || changes === null) return null;
    if (rows.length !== changes.length) return differ;
    const source = writableTable(target);
    return allOf(
      rows.map((item, i) => () => {
        const change = changes[i]!;
        return change instanceof FormulaError ? change : patchOne(source, item, change ?? {});
      }),
    );
  },
});

const patchKeyedRow = overload({
  parameters: [place('source', emptyTable), maybe('record', emptyRecord)],
  accepts: ([first, second]) => first?.kind === 'table' && second?.kind === 'record',
  result: (call) => {
    fitAll(call);
    return rowOf(call);
  },
  evaluate: (target, record) => (record === null ? null : (patchByKey(writableTable(target), record) as Value)),
});

const patchKeyedRows = overload({
  parameters: [place('source', emptyTable), maybe('rows', emptyTable)],
  accepts: ([first, second]) => first?.kind === 'table' && second?.kind === 'table',
  result: (call) => {
    fitAll(call);
    return call.types[0] ?? types.unknown;
  },
  evaluate: (target, records) => {
    if (records === null) return null;
    const source = writableTable(target);
    return allOf(records.map((record) => () => patchByKey(source, record)));
  },
});

/** The fields of all records; one that comes again keeps the type that it had first. */
function joinedFields(call: CallShape): Type {
  const fields = new Map<string, Type>();
  for (const [i, type] of call.types.entries()) {
    if (type.kind !== 'record') {
      if (type.kind !== 'blank' && type.kind !== 'unknown') call.error(i, 'ErrNeedRecord_Arg');
      continue;
    }
    for (const [name, of] of type.fields) {
      const known = fields.get(name);
      if (known === undefined) fields.set(name, of);
      else if (!takes(known, of, call.features))
        call.error(i, 'ErrTypeError_Arg_Expected_Found', name, kindName(known), kindName(of));
    }
  }
  return types.record(fields);
}

/** Whether a field of a type takes a value of another as it is. */
function takes(wanted: Type, given: Type, features: Features): boolean {
  if (given.kind === 'blank' || wanted.kind === 'unknown' || given.kind === 'unknown') return true;
  if (isAggregate(wanted) && isAggregate(given) && wanted.kind === given.kind) {
    return [...wanted.fields].every(([name, of]) => given.fields.has(name) && takes(of, given.fields.get(name)!, features));
  }
  return coercionTo(given, wanted, features) === 'same';
}

const joined = { suggests: [emptyRecord] };

const joinRecords = overload({
  parameters: [maybe('record', any, joined), maybe('update', any, joined), repeated(maybe('update', any, joined))],
  pure: true,
  accepts: ([first]) => first?.kind !== 'table' && first?.kind !== 'unknown',
  result: joinedFields,
  evaluate: (first, second, more) => {
    const records = [first, second, ...more] as readonly (Row | null)[];
    return records.every((record) => record === null) ? null : merged(records);
  },
});

export const patches: readonly FunctionDefinition[] = [
  {
    name: 'Patch',
    behavior: true,
    awaits: true,
    overloads: [patchRow, patchRows, patchKeyedRow, patchKeyedRows, joinRecords],
  },
];
