import { FormulaError, formulaError, joinErrors } from '../error.ts';
import {
  defineFunction,
  given,
  maybe,
  optional,
  overload,
  param,
  perRow,
  raw,
  repeated,
  type CallShape,
  type Documentation,
  type FunctionDefinition,
} from '../function.ts';
import { candidatesFor, firstFor, recordsFor } from '../row-formula.ts';
import * as types from '../type.ts';
import { any, boolean, dynamic, emptyTable, number, numeric, type Type } from '../type.ts';
import { rowsType } from '../unify.ts';
import { isRow, type Table, type TableRow, type Value } from '../value.ts';
import { at, elementsOf, noArray, part, tableOfElements } from '../dynamic.ts';
import { filter, firstError, rowTypeOf, single, tableType } from './rows.ts';
import { writtenType } from './results.ts';

export const documentation: Documentation = {
  table: {
    Filter: {
      summary: 'The rows for which a condition is true.',
      examples: [['Filter([1, 2, 3], Value > 1)', 'Table({Value:2},{Value:3})']],
    },
    LookUp: {
      summary: 'The first row for which a condition is true, or a formula over that row.',
      examples: [['LookUp([1, 2, 3], Value > 1, Value * 10)', '20']],
    },
    First: {
      summary: 'The first row of a table, or the first value of a dynamic array.',
      examples: [
        ['First([1, 2, 3]).Value', '1'],
        ['First(ParseJSON("[1, 2, 3]")) + 0', '1'],
      ],
    },
    Last: {
      summary: 'The last row of a table, or the last value of a dynamic array.',
      examples: [
        ['Last([1, 2, 3]).Value', '3'],
        ['Last(ParseJSON("[1, 2, 3]")) + 0', '3'],
      ],
    },
    FirstN: {
      summary: 'The first rows of a table, or values of a dynamic array.',
      examples: [['FirstN([1, 2, 3], 1)', 'Table({Value:1})']],
    },
    LastN: {
      summary: 'The last rows of a table, or values of a dynamic array.',
      examples: [['LastN([1, 2, 3], 1)', 'Table({Value:3})']],
    },
    Index: {
      summary: 'The row of a table, or the value of a dynamic array, that has a number; the first has 1.',
      examples: [['Index(["a", "b"], 2).Value', '"b"']],
    },
    IsEmpty: {
      summary: 'Whether a table or a dynamic array has no rows.',
      examples: [
        ['IsEmpty(Filter([1], false))', 'true'],
        ['IsEmpty([1])', 'false'],
      ],
    },
    CountRows: {
      summary: 'How many rows a table, or values a dynamic array, has.',
      examples: [['CountRows([1, 2, 3])', '3']],
    },
    ForAll: {
      summary: 'A formula for each row: a table of the results. In behaviors it acts on each row in order.',
      examples: [
        ['ForAll([1, 2], Value * 10)', 'Table({Value:10},{Value:20})'],
        ['ForAll([1, 2], {a: Value})', 'Table({a:1},{a:2})'],
        ['ForAll(ParseJSON("[1, 2]"), ThisRecord + 1)', 'Table({Value:2},{Value:3})'],
      ],
    },
    Table: {
      summary: 'A table of records and of the rows of tables, or of the values of a dynamic array.',
      examples: [
        ['Table({a: 1}, {a: 2})', 'Table({a:1},{a:2})'],
        ['ForAll(Table(ParseJSON("[1, 2]")), Value + 0)', 'Table({Value:1},{Value:2})'],
      ],
    },
  },
};

const negative = formulaError('InvalidArgument', 'The number of rows cannot be negative.');
const noSuchRow = formulaError('InvalidArgument', 'There is no row of that number. Rows are counted from 1.');

const firstOf = <T>(items: readonly T[], count: number): readonly T[] => items.slice(0, Math.trunc(count));
const lastOf = <T>(items: readonly T[], count: number): readonly T[] =>
  items.slice(Math.max(0, items.length - Math.trunc(count)));

/** The type of `ForAll`: records become rows, other results a column of values. */
function resultsOf(call: CallShape): Type {
  const type = call.types[1] ?? types.unknown;
  if (type.kind === 'record') return types.tableOf(type);
  return type.kind === 'void' || type.kind === 'unknown' ? type : types.columnOf(type);
}

/** A formula's results as rows; errors are collected from all of them. */
function forAll(items: readonly Value[], formula: (item: TableRow) => Value): Value {
  let error: FormulaError | null = null;
  const results = items.map((item): TableRow => {
    const value = formula(item as TableRow);
    if (typeof value !== 'object') return { Value: value };
    if (value instanceof FormulaError) error = error === null ? value : joinErrors(error, value);
    return isRow(value) ? value : single(types.VALUE, value);
  });
  return error ?? results;
}

/** The type that the rows of a `Table` call share; reports the argument that does not fit. */
function rowsTogether(call: CallShape): Type {
  let type: Type = types.blank;
  for (const [i, next] of call.types.entries()) {
    const rowType = next.kind === 'table' ? types.rowType(next) : next;
    if (rowType.kind !== 'record' && rowType.kind !== 'blank') {
      call.error(i, 'ErrNeedRecordOrTable');
      return emptyTable;
    }
    const common = rowsType(type, rowType, call.features);
    if (common === undefined) {
      call.error(i, 'ErrTableDoesNotAcceptThisType');
      return emptyTable;
    }
    type = common;
  }
  if (type.kind !== 'record') return emptyTable;
  const table = types.tableOf(type);
  for (const [i, next] of call.types.entries()) if (next.kind !== 'blank') call.coerce(i, next.kind === 'table' ? table : type);
  return table;
}

export const tables: readonly FunctionDefinition[] = [
  defineFunction({
    name: 'Filter',
    parameters: [
      given('source', emptyTable),
      perRow('logical_test', boolean, { pure: true }),
      repeated(perRow('logical_test', boolean, { pure: true })),
    ],
    result: (call) => {
      if (call.args.length > 2 && call.features.PowerFxV1CompatibilityRules) call.error(2, 'ErrFilterFunction_OnlyTwoArgs');
      return tableType(call);
    },
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
    parameters: [given('source', emptyTable), perRow('condition', boolean, { pure: true }), optional(perRow('result', any))],
    result: (call) => {
      // Other than Filter it converts nothing but members of enums.
      const condition = writtenType(call, 1);
      if (!['boolean', 'option', 'dynamic', 'blank', 'unknown'].includes(condition.kind)) call.error(1, 'ErrBooleanExpected');
      return call.types[2] ?? rowTypeOf(call);
    },
    evaluate: (rows, condition, result) => {
      const first = firstFor(condition, rows);
      if (first !== undefined) return first < 0 ? null : result === undefined ? rows[first]! : result(rows[first]!);
      const candidates = candidatesFor(condition, rows)?.rows;
      const count = candidates === undefined ? rows.length : candidates.length;
      for (let i = 0; i < count; i++) {
        const item = rows[candidates === undefined ? i : candidates[i]!]!;
        const verdict = condition(item);
        if (verdict instanceof FormulaError) return verdict;
        if (verdict === true) return result === undefined ? item : result(item);
      }
      return null;
    },
  }),
  ...(['First', 'Last'] as const).map((name): FunctionDefinition => {
    const index = name === 'First' ? 0 : -1;
    return {
      name,
      overloads: [
        overload({
          parameters: [given('source', emptyTable)],
          result: rowTypeOf,
          row: (rows) => (index < 0 ? rows.length - 1 : 0),
          evaluate: (rows) => rows.at(index) ?? null,
        }),
        overload({
          parameters: [given('source', dynamic)],
          accepts: ([first]) => first?.kind === 'dynamic',
          result: dynamic,
          evaluate: ({ json }) => at(json, (items) => items.at(index)),
        }),
      ],
    };
  }),
  ...(['FirstN', 'LastN'] as const).map((name): FunctionDefinition => {
    const take = name === 'FirstN' ? firstOf : lastOf;
    return {
      name,
      overloads: [
        overload({
          when: (features) => features.FirstLastNRequiresSecondArguments,
          parameters: [given('source', emptyTable), param('count', number)],
          result: (call) => tableType(call),
          evaluate: (rows, count) => (count < 0 ? negative : take(rows, count)),
        }),
        overload({
          when: (features) => !features.FirstLastNRequiresSecondArguments,
          parameters: [given('source', emptyTable), optional(param('count', number))],
          result: (call) => tableType(call),
          evaluate: (rows, count = 1) => (count < 0 ? negative : take(rows, count)),
        }),
        overload({
          parameters: [given('source', dynamic), param('count', number)],
          result: dynamic,
          evaluate: ({ json }, count) => (count < 0 ? negative : part(json, (items) => take(items, count))),
        }),
      ],
    };
  }),
  {
    name: 'Index',
    overloads: [
      overload({
        parameters: [maybe('table', emptyTable), param('index', number)],
        result: rowTypeOf,
        row: (_, number) => Math.trunc(Number(number ?? 0)) - 1,
        evaluate: (rows, number) => {
          if (number < 1) return noSuchRow;
          if (rows === null) return null;
          const index = Math.trunc(number) - 1;
          return index < rows.length ? rows[index]! : noSuchRow;
        },
      }),
      overload({
        parameters: [maybe('table', dynamic), param('index', number)],
        result: dynamic,
        evaluate: (array, number) => {
          if (number < 1) return noSuchRow;
          if (array === null) return null;
          return at(array.json, (items) => (number < items.length + 1 ? items[Math.trunc(number) - 1] : noSuchRow));
        },
      }),
    ],
  },
  {
    name: 'IsEmpty',
    overloads: [
      overload({
        parameters: [maybe('source', emptyTable)],
        result: boolean,
        evaluate: (rows) => rows === null || rows.length === 0,
      }),
      overload({
        parameters: [given('source', dynamic)],
        result: boolean,
        evaluate: ({ json }) => (Array.isArray(json) ? json.length === 0 : noArray),
      }),
      overload({
        // Before V1 anything may be asked; what is no table is empty where it is blank.
        when: (features) => !features.RestrictedIsEmptyArguments,
        parameters: [maybe('source', any)],
        result: boolean,
        evaluate: (value) => value === null,
      }),
    ],
  },
  {
    name: 'CountRows',
    overloads: [
      overload({
        parameters: [param('source', emptyTable)],
        result: numeric,
        evaluate: (rows) => firstError(rows) ?? rows.length,
      }),
      overload({
        parameters: [given('source', dynamic)],
        result: numeric,
        evaluate: ({ json }) => (Array.isArray(json) ? json.length : noArray),
      }),
    ],
  },
  {
    name: 'ForAll',
    overloads: [
      overload({
        parameters: [given('source', emptyTable), perRow('formula', any)],
        result: resultsOf,
        evaluate: (rows, formula) => recordsFor(formula, rows) ?? forAll(rows, formula),
      }),
      overload({
        parameters: [given('source', dynamic), perRow('formula', any)],
        result: resultsOf,
        evaluate: (value, formula) => {
          const items = elementsOf(value);
          return items instanceof FormulaError ? items : forAll(items, formula);
        },
      }),
    ],
  },
  {
    name: 'Table',
    overloads: [
      overload({
        parameters: [repeated(raw('record_or_table', any))],
        result: rowsTogether,
        specialize:
          ({ types: given }) =>
          (items) => {
            const rows: TableRow[] = [];
            for (const [i, item] of items.entries()) {
              if (given[i]!.kind !== 'table') rows.push(item as TableRow);
              else if (item instanceof FormulaError) return item;
              else if (item !== null) rows.push(...(item as Table));
            }
            return rows;
          },
      }),
      overload({
        parameters: [given('record_or_table', dynamic)],
        result: types.columnOf(dynamic),
        evaluate: (value) => tableOfElements(value),
      }),
    ],
  },
];
