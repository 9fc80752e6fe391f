import { sortOrder } from '../enums.ts';
import { FormulaError, formulaError, joinErrors } from '../error.ts';
import {
  defineFunction,
  given,
  newName,
  optional,
  overload,
  param,
  perRow,
  repeated,
  type CallShape,
  type FunctionDefinition,
} from '../function.ts';
import { OptionValue } from '../option-set.ts';
import { compareValues } from '../order.ts';
import * as types from '../type.ts';
import {
  any,
  boolean,
  emptyRecord,
  emptyTable,
  number,
  text,
  type Aggregate,
  type Fields,
  type RecordType,
  type TableType,
  type Type,
} from '../type.ts';
import { commonType } from '../unify.ts';
import { isRow, row, setField, type Row, type Table, type TableRow, type Value } from '../value.ts';

const tableType = (call: CallShape): TableType => {
  const type = call.types[0];
  return type?.kind === 'table' ? type : emptyTable;
};

const rowTypeOf = (call: CallShape): RecordType => types.rowType(tableType(call));
const sameTable = (call: CallShape): Type => tableType(call);

/** The rows for which the predicate holds; an error in a predicate takes the row's place. */
function filter(rows: Table, predicate: (row: Row | null) => Value): TableRow[] {
  const found: TableRow[] = [];
  for (const item of rows) {
    const verdict = item instanceof FormulaError ? item : predicate(item);
    if (verdict === true) found.push(item);
    else if (verdict instanceof FormulaError) found.push(verdict);
  }
  return found;
}

/** The errors among values, joined; null where there is none. */
function errorsOf(values: Iterable<Value>): FormulaError | null {
  let error: FormulaError | null = null;
  for (const value of values) if (value instanceof FormulaError) error = error === null ? value : joinErrors(error, value);
  return error;
}

/** Applies a change to a record, or to each row of a table. */
const eachRow = (value: Value, change: (row: Row) => Row): Value =>
  Array.isArray(value)
    ? (value as Table).map((item) => (item === null || item instanceof FormulaError ? item : change(item)))
    : change(value as Row);

const descending = (order: Value | undefined): boolean => {
  const word = order instanceof OptionValue ? order.value : order;
  return typeof word === 'string' && word.toLowerCase() === 'descending';
};

const withFields = (type: Aggregate, fields: Fields): Type =>
  type.kind === 'table' ? types.table(fields) : types.record(fields);
const aggregateOf = (call: CallShape): Aggregate => {
  const type = call.types[0];
  return type !== undefined && types.isAggregate(type) ? type : emptyTable;
};

export const tables: readonly FunctionDefinition[] = [
  defineFunction({
    name: 'Filter',
    category: 'table',
    summary: 'The rows for which a condition is true.',
    parameters: [given('table', emptyTable), perRow('condition', boolean), repeated(perRow('condition', boolean))],
    result: (call) => {
      if (call.args.length > 2 && call.features.PowerFxV1CompatibilityRules) call.error(2, 'ErrFilterFunction_OnlyTwoArgs');
      return tableType(call);
    },
    examples: [['Filter([1, 2, 3], Value > 1)', 'Table({Value:2},{Value:3})']],
    evaluate: (rows, condition, more) =>
      more.length === 0
        ? filter(rows, condition)
        : filter(rows, (item) => {
            for (const test of [condition, ...more]) {
              const verdict = test(item);
              if (verdict !== true) return verdict;
            }
            return true;
          }),
  }),
  defineFunction({
    name: 'LookUp',
    category: 'table',
    summary: 'The first row for which a condition is true, or a formula over that row.',
    parameters: [given('table', emptyTable), perRow('condition', boolean), optional(perRow('result', any))],
    result: (call) => call.types[2] ?? rowTypeOf(call),
    examples: [['LookUp([1, 2, 3], Value > 1, Value * 10)', '20']],
    evaluate: (rows, condition, result) => {
      for (const item of rows) {
        if (item instanceof FormulaError) return item;
        const verdict = condition(item);
        if (verdict instanceof FormulaError) return verdict;
        if (verdict === true) return result === undefined ? item : result(item);
      }
      return null;
    },
  }),
  ...(['First', 'Last'] as const).map((name) =>
    defineFunction({
      name,
      category: 'table',
      summary: `The ${name.toLowerCase()} row of a table.`,
      parameters: [given('table', emptyTable)],
      result: rowTypeOf,
      examples: [[`${name}([1, 2, 3]).Value`, name === 'First' ? '1' : '3']],
      evaluate: (rows) => rows.at(name === 'First' ? 0 : -1) ?? null,
    }),
  ),
  ...(['FirstN', 'LastN'] as const).map((name) =>
    defineFunction({
      name,
      category: 'table',
      summary: `The ${name === 'FirstN' ? 'first' : 'last'} rows of a table.`,
      parameters: [given('table', emptyTable), optional(param('count', number))],
      result: sameTable,
      examples: [[`${name}([1, 2, 3], 1)`, name === 'FirstN' ? 'Table({Value:1})' : 'Table({Value:3})']],
      evaluate: (rows, count) => {
        const wanted = Math.trunc(count ?? 1);
        if (wanted < 0) return formulaError('InvalidArgument', 'The number of rows cannot be negative.');
        return name === 'FirstN' ? rows.slice(0, wanted) : rows.slice(Math.max(0, rows.length - wanted));
      },
    }),
  ),
  defineFunction({
    name: 'CountRows',
    category: 'table',
    summary: 'How many rows a table has.',
    parameters: [param('table', emptyTable)],
    result: number,
    examples: [['CountRows([1, 2, 3])', '3']],
    evaluate: (rows) => errorsOf(rows) ?? rows.length,
  }),
  defineFunction({
    name: 'CountIf',
    category: 'table',
    summary: 'How many rows satisfy a condition.',
    parameters: [param('table', emptyTable), perRow('condition', boolean)],
    result: number,
    examples: [['CountIf([1, 2, 3], Value > 1)', '2']],
    evaluate: (rows, condition) => {
      const found = filter(rows, condition);
      return errorsOf(found) ?? found.length;
    },
  }),
  defineFunction({
    name: 'IsEmpty',
    category: 'table',
    summary: 'Whether a table has no rows.',
    parameters: [param('table', emptyTable)],
    result: boolean,
    examples: [['IsEmpty(Filter([1], false))', 'true']],
    evaluate: (rows) => rows.length === 0,
  }),
  defineFunction({
    name: 'Sort',
    category: 'table',
    summary: 'The rows in the order of a formula; blanks last.',
    parameters: [given('table', emptyTable), perRow('by', any), optional(param('order', types.optionType(sortOrder)))],
    result: sameTable,
    examples: [['Sort([3, 1, 2], Value)', 'Table({Value:1},{Value:2},{Value:3})']],
    evaluate: (rows, by, order, run) => {
      const keyed = rows.map((item) => ({ item, key: item instanceof FormulaError ? item : by(item) }));
      const error = errorsOf(keyed.map(({ key }) => key));
      if (error !== null) return error;
      const down = descending(order);
      return keyed.sort((a, b) => compareValues(a.key, b.key, down, run.culture)).map(({ item }) => item);
    },
  }),
  defineFunction({
    name: 'ForAll',
    category: 'table',
    summary: 'A formula for each row: a table of the results. In behaviors it acts on each row in order.',
    parameters: [given('table', emptyTable), perRow('formula', any)],
    result: (call) => {
      const type = call.types[1] ?? types.unknown;
      if (type.kind === 'record') return types.tableOf(type);
      return type.kind === 'void' || type.kind === 'unknown' ? type : types.columnOf(type);
    },
    examples: [
      ['ForAll([1, 2], Value * 10)', 'Table({Value:10},{Value:20})'],
      ['ForAll([1, 2], {a: Value})', 'Table({a:1},{a:2})'],
    ],
    evaluate: (rows, formula) => {
      const results: TableRow[] = [];
      let error: FormulaError | null = null;
      for (const item of rows) {
        const value = item instanceof FormulaError ? item : formula(item);
        if (value instanceof FormulaError) error = error === null ? value : joinErrors(error, value);
        else results.push(isRow(value) ? value : row([['Value', value]]));
      }
      return error ?? results;
    },
  }),
  {
    name: 'AddColumns',
    category: 'table',
    summary: 'The rows with one more column, computed for each.',
    examples: [['AddColumns([1, 2], Double, Value * 2)', 'Table({Double:2,Value:1},{Double:4,Value:2})']],
    overloads: [emptyTable, emptyRecord].map((source) =>
      overload({
        parameters: [given('source', source), newName('column', text), perRow('value', any)],
        result: (call) => {
          const type = aggregateOf(call);
          const name = call.names[1] ?? '';
          if (type.fields.has(name)) call.error(1, 'ErrColExists_Name', name);
          return withFields(type, new Map([...type.fields, [name, call.types[2] ?? types.unknown]]));
        },
        evaluate: (value, name, formula) =>
          eachRow(value as Value, (item) => {
            const result = { ...item };
            setField(result, name, formula(item));
            return result;
          }),
      }),
    ),
  },
  defineFunction({
    name: 'Table',
    category: 'table',
    summary: 'A table of records, or of the rows of tables.',
    parameters: [repeated(given('row', any))],
    result: (call) => {
      let type: Type = types.blank;
      for (const [i, next] of call.types.entries()) {
        const rowType = next.kind === 'table' ? types.rowType(next) : next;
        const common: Type | undefined =
          rowType.kind === 'record' || rowType.kind === 'blank' ? commonType(type, rowType, call.features) : undefined;
        if (common === undefined) {
          call.error(i, 'ErrTableDoesNotAcceptThisType');
          return emptyTable;
        }
        type = common;
      }
      return type.kind === 'record' ? types.tableOf(type) : emptyTable;
    },
    examples: [['Table({a: 1}, {a: 2})', 'Table({a:1},{a:2})']],
    evaluate: (rows) =>
      (rows as readonly Value[]).flatMap((item) => (Array.isArray(item) ? (item as Table) : [item as TableRow])),
  }),
];
