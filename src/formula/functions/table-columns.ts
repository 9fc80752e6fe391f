import {
  column,
  given,
  newName,
  overload,
  param,
  perRow,
  repeated,
  defineFunction,
  type CallShape,
  type Documentation,
  type FunctionDefinition,
} from '../function.ts';
import { FormulaError } from '../error.ts';
import { any, emptyRecord, emptyTable, isTextLike, text, unknown, type Fields, type Type } from '../type.ts';
import { field, row, setField, type Row, type Table, type TableRow, type Value } from '../value.ts';
import { aggregateOf, cellOf, eachRow, firstError, pick, tableType, withColumns } from './rows.ts';

/*
 * Functions that change which columns a table or a record has. Each works on both alike: blank rows and error rows stay.
 */

export const documentation: Documentation = {
  table: {
    AddColumns: {
      forms: ['source, column, expression, ...'],
      summary: 'The rows, or the record, with further columns, each computed by a formula.',
      examples: [
        ['AddColumns([1, 2], Double, Value * 2)', 'Table({Double:2,Value:1},{Double:4,Value:2})'],
        ['AddColumns({a: 1}, b, a + 1, c, a + 2)', '{a:1,b:2,c:3}'],
      ],
    },
    DropColumns: {
      forms: ['source, column_name, ...'],
      summary: 'The rows, or the record, without some columns.',
      examples: [['DropColumns({a: 1, b: 2}, a)', '{b:2}']],
    },
    ShowColumns: {
      forms: ['source, column_name, ...'],
      summary: 'The rows, or the record, with only some columns.',
      examples: [['ShowColumns({a: 1, b: 2}, a)', '{a:1}']],
    },
    RenameColumns: {
      forms: ['source, old_column, new_column, ...'],
      summary: 'The rows, or the record, with other names for some columns.',
      examples: [['RenameColumns({a: 1, b: 2}, a, c)', '{b:2,c:1}']],
    },
    Search: {
      forms: ['source, text, column, ...'],
      summary: 'The rows with a text in one of some columns; capital and small letters are alike.',
      examples: [['Search(["Alice", "Bob"], "LI", Value)', 'Table({Value:"Alice"})']],
    },
  },
};

const sources = [emptyTable, emptyRecord] as const;

const inPairs = (count: number): readonly [string, ...string[]] | undefined =>
  count < 3
    ? ['ErrBadArityMinimum', String(count), '3', 'arguments']
    : count % 2 === 0
      ? ['ErrBadArityOdd', String(count)]
      : undefined;

const atLeast =
  (least: number) =>
  (count: number): readonly [string, ...string[]] | undefined =>
    count < least ? ['ErrBadArityMinimum', String(count), String(least), 'arguments'] : undefined;

/** Whether a column is known by this name, or shown by it. */
const isTaken = (type: { readonly fields: Fields; readonly displayNames?: ReadonlyMap<string, string> }, name: string): boolean =>
  type.fields.has(name) || [...(type.displayNames?.values() ?? [])].includes(name);

/** Whether a call would change the columns of one of the language's own records, which it reports. */
function isSealed(call: CallShape, code: string): boolean {
  if (!call.features.PowerFxV1CompatibilityRules || aggregateOf(call).sealed !== true) return false;
  call.error(0, code);
  return true;
}

function addedColumns(call: CallShape): Type {
  const type = aggregateOf(call);
  if (isSealed(call, 'ErrAddToSealed')) return type;
  const fields = new Map(type.fields);
  for (let i = 1; i + 1 < call.args.length; i += 2) {
    const name = call.names[i] ?? '';
    if (isTaken(type, name)) call.error(i, 'ErrColExists_Name', name);
    else if (fields.has(name)) call.error(i, 'ErrColConflict_Name', name);
    else fields.set(name, call.types[i + 1] ?? unknown);
  }
  return withColumns(type, fields);
}

/** The columns that names stand for, each once; a second mention finds nothing left. */
function droppedColumns(call: CallShape): Type {
  const type = aggregateOf(call);
  const fields = new Map(type.fields);
  for (const [i, name] of call.names.entries()) {
    if (i === 0 || name === undefined || !type.fields.has(name) || fields.delete(name)) continue;
    call.missing(i, name, fields.keys());
  }
  return withColumns(type, fields);
}

function shownColumns(call: CallShape): Type {
  const type = aggregateOf(call);
  const fields = new Map<string, Type>();
  for (const [i, name] of call.names.entries()) {
    const of = i === 0 || name === undefined ? undefined : type.fields.get(name);
    if (of === undefined) continue;
    if (fields.has(name!)) call.warning(i, 'WarnColumnNameSpecifiedMultipleTimes_Name', name!);
    fields.set(name!, of);
  }
  return withColumns(type, fields);
}

function renamedColumns(call: CallShape): Type {
  const type = aggregateOf(call);
  if (isSealed(call, 'ErrRenameOfSealed')) return type;
  const renames = new Map<string, string>();
  for (let i = 1; i + 1 < call.args.length; i += 2) {
    const [from, to] = [call.names[i] ?? '', call.names[i + 1] ?? ''];
    if (renames.has(from)) call.error(i, 'ErrColRenamedTwice_Name', from);
    else if (from !== to && (isTaken(type, to) || [...renames.values()].includes(to))) call.error(i + 1, 'ErrColExists_Name', to);
    else if (from !== to) renames.set(from, to);
    else continue;
    if (call.failed) return type;
  }
  return withColumns(type, new Map([...type.fields].map(([name, of]) => [renames.get(name) ?? name, of])));
}

const contains = (value: Value, wanted: string): boolean => typeof value === 'string' && value.toLowerCase().includes(wanted);

export const tableColumns: readonly FunctionDefinition[] = [
  {
    name: 'AddColumns',
    overloads: sources.map((source) =>
      overload({
        parameters: [given('source', source), repeated(newName('column', text)), repeated(perRow('expression', any))],
        accepts: (types) => types[0]?.kind === source.kind,
        arity: inPairs,
        result: addedColumns,
        evaluate: (value, names, formulas) =>
          eachRow(value, (item) => {
            const result: { [name: string]: Value } = { ...item };
            for (const [i, name] of names.entries()) setField(result, name, formulas[i]!(item));
            return result;
          }),
      }),
    ),
  },
  {
    name: 'DropColumns',
    overloads: sources.map((source) =>
      overload({
        parameters: [given('source', source), repeated(column('column_name', text))],
        accepts: (types) => types[0]?.kind === source.kind,
        arity: atLeast(2),
        result: droppedColumns,
        evaluate: (value, names) => {
          const dropped = new Set(names);
          return eachRow(value, (item) => row(Object.entries(item).filter(([name]) => !dropped.has(name))));
        },
      }),
    ),
  },
  {
    name: 'ShowColumns',
    overloads: sources.map((source) =>
      overload({
        parameters: [given('source', source), repeated(column('column_name', text))],
        accepts: (types) => types[0]?.kind === source.kind,
        arity: atLeast(2),
        result: shownColumns,
        evaluate: (value, names) => eachRow(value, (item) => pick(item, names)),
      }),
    ),
  },
  {
    name: 'RenameColumns',
    overloads: sources.map((source) =>
      overload({
        parameters: [given('source', source), repeated(column('old_column', text)), repeated(newName('new_column', text))],
        accepts: (types) => types[0]?.kind === source.kind,
        arity: inPairs,
        result: renamedColumns,
        evaluate: (value, from, to) => {
          const names = new Map(from.map((name, i) => [name, to[i]!]));
          return eachRow(value, (item: Row) =>
            row(Object.keys(item).map((name) => [names.get(name) ?? name, field(item, name)] as const)),
          );
        },
      }),
    ),
  },
  defineFunction({
    name: 'Search',
    parameters: [given('source', emptyTable), param('text', text), repeated(column('column', text))],
    arity: atLeast(3),
    result: (call) => {
      const type = tableType(call);
      for (const [i, name] of call.names.entries()) {
        const of = i < 2 || name === undefined ? undefined : type.fields.get(name);
        if (of !== undefined && !isTextLike(of)) call.error(i, 'ErrSearchWrongType');
      }
      return type;
    },
    evaluate: (rows: Table, wanted, columns) => {
      if (wanted === '') return rows;
      const part = wanted.toLowerCase();
      const error = firstError(rows.flatMap((item) => columns.map((name) => cellOf(item, name))));
      if (error !== undefined) return error;
      return rows.filter(
        (item: TableRow) => !(item instanceof FormulaError) && columns.some((name) => contains(cellOf(item, name), part)),
      );
    },
  }),
];
