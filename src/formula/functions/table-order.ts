import { takeRows } from '../columns.ts';
import { sortOrder } from '../enums.ts';
import { FormulaError, formulaError } from '../error.ts';
import { equal } from '../equality.ts';
import {
  column,
  defineFunction,
  given,
  maybe,
  optional,
  overload,
  perRow,
  repeated,
  type CallShape,
  type Documentation,
  type FunctionDefinition,
} from '../function.ts';
import { OptionValue } from '../option-set.ts';
import { compareValues, ranksOf } from '../order.ts';
import { inOrder, sortByRank } from '../ranking.ts';
import { numbersFor } from '../row-formula.ts';
import * as types from '../type.ts';
import { any, emptyTable, text, type Type } from '../type.ts';
import { isRow, type Table, type TableRow, type Value } from '../value.ts';
import type { Run } from '../run.ts';
import { cellOf, firstError, resultColumn, single, tableType } from './rows.ts';

export const documentation: Documentation = {
  table: {
    Sort: {
      summary: 'The rows in the order of a formula; blanks last.',
      examples: [
        ['Sort([3, 1, 2], Value)', 'Table({Value:1},{Value:2},{Value:3})'],
        ['Sort([3, 1, 2], Value, SortOrder.Descending)', 'Table({Value:3},{Value:2},{Value:1})'],
      ],
    },
    SortByColumns: {
      summary: 'The rows in the order of columns, each ascending or descending, or in the order of given values.',
      examples: [
        ['SortByColumns([{a: 2, b: 1}, {a: 1, b: 2}], a)', 'Table({a:1,b:2},{a:2,b:1})'],
        ['SortByColumns(["low", "high"], Value, ["high", "low"])', 'Table({Value:"high"},{Value:"low"})'],
      ],
    },
    Distinct: {
      summary: 'The different results of a formula over the rows, each once.',
      examples: [['Distinct([1, 2, 1], Value)', 'Table({Value:1},{Value:2})']],
    },
    Shuffle: {
      summary: 'The rows in an order of chance.',
      examples: [['CountRows(Shuffle([1, 2, 3]))', '3']],
    },
  },
};

const order = types.optionType(sortOrder);

const isDescending = (value: Value | undefined): boolean => {
  const word = value instanceof OptionValue ? value.value : value;
  return typeof word === 'string' && word.toLowerCase() === 'descending';
};

/** Whether values of a type have an order that rows can be sorted by. */
const isSortable = (type: Type): boolean =>
  type.kind === 'option' ||
  type.kind === 'blank' ||
  types.isNumeric(type) ||
  types.isDateLike(type) ||
  types.isTextLike(type) ||
  type.kind === 'boolean';

function checkKey(call: CallShape, index: number, type: Type | undefined): void {
  if (type !== undefined && type.kind !== 'unknown' && !isSortable(type)) call.error(index, 'ErrSortWrongType');
}

/** Rows in the order of their keys, the first key of each row counting most; rows whose keys are equal keep their order. */
function sorted(rows: Table, keys: readonly (readonly Value[])[], down: readonly boolean[], run: Run): Value {
  for (const [i] of rows.entries()) {
    for (const values of keys) if (values[i] instanceof FormulaError) return values[i];
  }
  const ranks = keys.map((values) => ranksOf(values, run.culture));
  if (ranks.every((found) => found !== undefined)) return ranked(rows, ranks, down);
  return Array.from(inOrder(rows.length))
    .sort((a, b) => {
      for (const [i, values] of keys.entries()) {
        const difference = compareValues(values[a]!, values[b]!, down[i]!, run.culture);
        if (difference !== 0) return difference;
      }
      return 0;
    })
    .map((index) => rows[index]!);
}

function ranked(rows: Table, ranks: readonly Float64Array[], down: readonly boolean[]): Table {
  let order: Uint32Array = inOrder(rows.length);
  for (let i = ranks.length - 1; i >= 0; i--) order = sortByRank(order, ranks[i]!, down[i]!);
  return takeRows(rows, order);
}

const noColumn = (name: string): FormulaError => formulaError('InvalidFunctionUsage', `There is no column "${name}" to sort by.`);

/** The error for the first of these names, some of them computed, that is no column. */
function unknownColumn(call: CallShape, names: readonly string[]): FormulaError | undefined {
  const { fields } = tableType(call);
  const name = names.find((candidate) => !fields.has(candidate));
  return name === undefined ? undefined : noColumn(name);
}

const atLeastTwo = (count: number): readonly [string, ...string[]] | undefined =>
  count < 2 ? ['ErrBadArityMinimum', String(count), '2', 'arguments'] : undefined;

/** Rows in the order in which their values stand among others; those that are not among them last, as they were. */
function sortedAs(rows: Table, name: string, wanted: readonly Value[]): Value {
  const keys = rows.map((item) => cellOf(item, name));
  const error = firstError([...keys, ...wanted]);
  if (error !== undefined) return error;
  if (different(wanted).length < wanted.length) return sameTwice;
  const rank = (key: Value): number => {
    const index = key === null ? -1 : wanted.findIndex((candidate) => equal(candidate, key));
    return index < 0 ? wanted.length : index;
  };
  return rows
    .map((item, i) => ({ item, rank: rank(keys[i]!) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}

export const tableOrder: readonly FunctionDefinition[] = [
  defineFunction({
    name: 'Sort',
    parameters: [given('source', emptyTable), perRow('expression', any), optional(maybe('order', order))],
    result: (call) => {
      checkKey(call, 1, call.types[1]);
      return tableType(call);
    },
    evaluate: (rows, by, direction, run) => {
      const numbers = numbersFor(by, rows);
      if (numbers !== undefined) return ranked(rows, [numbers], [isDescending(direction)]);
      return sorted(rows, [rows.map((item) => by(item))], [isDescending(direction)], run);
    },
  }),
  {
    name: 'SortByColumns',
    overloads: [
      overload({
        parameters: [
          given('source', emptyTable),
          repeated(column('column', text, { computed: true })),
          repeated(maybe('order', order)),
        ],
        arity: atLeastTwo,
        result: (call) => {
          const type = tableType(call);
          for (let i = 1; i < call.args.length; i += 2) checkKey(call, i, type.fields.get(call.names[i] ?? ''));
          return type;
        },
        specialize: (call) => (rows, columns, orders, run) =>
          unknownColumn(call, columns) ??
          sorted(
            rows,
            columns.map((name) => rows.map((item) => cellOf(item, name))),
            columns.map((_, i) => isDescending(orders[i])),
            run,
          ),
      }),
      overload({
        parameters: [given('source', emptyTable), column('column', text, { computed: true }), maybe('values', emptyTable)],
        result: (call) => {
          const type = tableType(call);
          const values = tableType(call, 2);
          const of = type.fields.get(call.names[1] ?? '');
          checkKey(call, 1, of);
          const [valueType] = values.fields.values();
          if (values.fields.size !== 1 || valueType === undefined) call.error(2, 'ErrInvalidSchemaNeedCol');
          else if (of !== undefined && valueType.kind !== 'blank' && valueType.kind !== of.kind)
            call.error(2, 'ErrTypeError_Arg_Expected_Found', call.names[1] ?? '', types.kindName(of), types.kindName(valueType));
          return type;
        },
        specialize: (call) => {
          const [valueName = types.VALUE] = tableType(call, 2).fields.keys();
          return (rows, name, values) =>
            unknownColumn(call, [name]) ??
            sortedAs(
              rows,
              name,
              (values ?? []).map((item) => cellOf(item, valueName)),
            );
        },
      }),
    ],
  },
  defineFunction({
    name: 'Distinct',
    parameters: [given('source', emptyTable), perRow('expression', any)],
    result: (call) => types.table({ [resultColumn(call.features)]: call.types[1] ?? types.unknown }),
    evaluate: (rows, formula, run) => {
      const values = rows.map((item) => formula(item));
      const error = firstError(values);
      if (error !== undefined) return error;
      if (values.some((value) => typeof value === 'object' && (Array.isArray(value) || isRow(value)))) return notPlain;
      return different(values).map((value) => single(resultColumn(run.features), value));
    },
  }),
  defineFunction({
    name: 'Shuffle',
    volatile: true,
    parameters: [given('source', emptyTable)],
    result: (call) => tableType(call),
    evaluate: (rows, run) => {
      const shuffled: TableRow[] = [...rows];
      for (let i = shuffled.length - 1; i > 0; i--) {
        const j = Math.floor(run.random() * (i + 1));
        [shuffled[i], shuffled[j]] = [shuffled[j]!, shuffled[i]!];
      }
      return shuffled;
    },
  }),
];

const sameTwice = formulaError('InvalidArgument', 'A value stands twice in the order to sort by.');
const notPlain = formulaError('InvalidArgument', 'Records and tables cannot be compared. Give a single value for each row.');

/** Each value once, in order of first appearance; plain ones are found by hash. */
function different(values: readonly Value[]): Value[] {
  const plain = new Set<Value>();
  const found: Value[] = [];
  for (const value of values) {
    const isPlain = typeof value !== 'object' || value === null;
    if (isPlain ? plain.has(value) : found.some((known) => equal(known, value))) continue;
    if (isPlain) plain.add(value);
    found.push(value);
  }
  return found;
}
