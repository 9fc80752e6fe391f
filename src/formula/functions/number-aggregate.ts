import { serialOf } from '../calendar.ts';
import { Decimal } from '../decimal.ts';
import { FormulaError, formulaError } from '../error.ts';
import type { Features } from '../features.ts';
import {
  given,
  maybe,
  overload,
  perRow,
  repeated,
  type CallShape,
  type Documentation,
  type FunctionDefinition,
} from '../function.ts';
import { numberKind } from '../number-kind.ts';
import { numbersFor, type RowFormula } from '../row-formula.ts';
import * as types from '../type.ts';
import { any, dateTime, emptyTable, isDateLike, number, type Type } from '../type.ts';
import type { DateTimeValue, DateValue, Table, TimeValue, Value } from '../value.ts';

/*
 * Functions that make one number of many: of their arguments, or of a formula for each row of a table. Blanks are left out.
 */

export const documentation: Documentation = {
  number: {
    Sum: {
      summary: 'The sum of numbers, or of a formula over the rows of a table.',
      examples: [
        ['Sum(1, 2, 3)', '6'],
        ['Sum([1, 2], Value * 10)', '30'],
      ],
    },
    Average: {
      summary: 'The average of numbers, or of a formula over the rows of a table.',
      examples: [['Average(1, 2, 6)', '3']],
    },
    Min: {
      summary: 'The smallest number, or the earliest date or time.',
      examples: [
        ['Min(3, 1, 2)', '1'],
        ['Min(Date(2026, 11, 20), Date(2026, 5, 31))', 'Date(2026,5,31)'],
      ],
    },
    Max: {
      summary: 'The greatest number, or the latest date or time.',
      examples: [
        ['Max(3, 1, 2)', '3'],
        ['Max([1, 2], Value * 10)', '20'],
      ],
    },
    VarP: {
      summary: 'The variance of numbers that are the whole population.',
      examples: [['VarP(1, 2, 3, 4)', '1.25']],
    },
    StdevP: {
      summary: 'The standard deviation of numbers that are the whole population.',
      examples: [['StdevP(1, 3)', '1']],
    },
  },
};

/** What an aggregate computes with. */
const suggests: readonly Type[] = [types.numeric, types.text, types.boolean, types.date, dateTime, types.time];

/** What a formula gives for rows, without blanks, or the first error among it. */
function valuesOf(rows: Table, each: RowFormula): ArrayLike<Value> | FormulaError {
  const numbers = numbersFor(each, rows);
  if (numbers !== undefined) return numbers;
  const found: Value[] = [];
  for (const item of rows) {
    const value = each(item);
    if (value instanceof FormulaError) return value;
    if (value !== null) found.push(value);
  }
  return found;
}

const isThere = (value: Value): boolean => value !== null;

/** The one type of an aggregate's values and result, from the types that it is given. */
type TypeRule = (given: readonly Type[], features: Features) => Type;

const aggregate = <T extends Value>(
  name: string,
  typeOf: TypeRule,
  combine: (values: ArrayLike<T>) => Value,
): FunctionDefinition => {
  const result =
    (first: number) =>
    (call: CallShape): Type => {
      if (call.types[0]?.kind === 'dynamic') call.error(0, 'ErrUntypedObjectScope');
      const type = typeOf(call.types.slice(first), call.features);
      for (let i = first; i < call.types.length; i++) if (!call.coerce(i, type)) call.error(i, 'ErrNumberExpected');
      return type;
    };
  return {
    name,
    overloads: [
      overload({
        parameters: [given('source', emptyTable), perRow('expression', any, { suggests })],
        result: result(1),
        evaluate: (rows, each) => {
          const values = valuesOf(rows, each);
          return values instanceof FormulaError ? values : combine(values as ArrayLike<T>);
        },
      }),
      overload({
        parameters: [maybe('number', any, { suggests }), repeated(maybe('number', any, { suggests }))],
        result: result(0),
        evaluate: (first, rest) => {
          const values = [first as Value, ...(rest as readonly Value[])];
          return combine((values.every(isThere) ? values : values.filter(isThere)) as ArrayLike<Value> as ArrayLike<T>);
        },
      }),
    ],
  };
};

const doubles: TypeRule = () => number;
/** Numbers as the first is one. */
const numbers: TypeRule = (given, features) => types[numberKind(given.slice(0, 1), features)];

/** Dates and times too: the first argument's type, or before V1 one that holds them all. */
const ordered: TypeRule = (given, features) => {
  const [first] = given;
  if (features.PowerFxV1CompatibilityRules) return first !== undefined && isDateLike(first) ? first : numbers(given, features);
  const kinds = new Set(given.map(({ kind }) => kind));
  if (kinds.size === 1 && isDateLike(first!)) return first!;
  return kinds.size === 2 && kinds.has('date') && kinds.has('dateTime') ? dateTime : types[numberKind(given, features)];
};

type Numeric = number | Decimal;

function total(numbers: ArrayLike<number>): number {
  let found = 0;
  for (let i = 0; i < numbers.length; i++) found += numbers[i]!;
  return found;
}

/** The sum of numbers that are all doubles or all decimals; there is at least one. */
function sum(numbers: ArrayLike<Numeric>): Numeric | FormulaError {
  if (!(numbers[0] instanceof Decimal)) return total(numbers as ArrayLike<number>);
  let found: Decimal | FormulaError = Decimal.zero;
  for (const value of Array.from(numbers as ArrayLike<Decimal>)) if (found instanceof Decimal) found = found.add(value);
  return found;
}

const noNumbers = formulaError('Div0', 'There are no numbers to take the average of.');

function average(numbers: ArrayLike<Numeric>): Value {
  if (numbers.length === 0) return noNumbers;
  const all = sum(numbers);
  if (all instanceof Decimal) return all.divide(Decimal.fromNumber(numbers.length) as Decimal);
  return all instanceof FormulaError ? all : all / numbers.length;
}

/** The mean of the squares of the distances from the average. */
function variance(numbers: ArrayLike<number>): Value {
  if (numbers.length === 0) return noNumbers;
  const mean = total(numbers) / numbers.length;
  return total(Array.from(numbers, (value) => (value - mean) ** 2)) / numbers.length;
}

type Ordered = Numeric | DateValue | DateTimeValue | TimeValue;

const compare = (a: Exclude<Ordered, number>, b: Exclude<Ordered, number>): number => {
  return a instanceof Decimal ? a.compare(b as Decimal) : serialOf(a) - serialOf(b as DateValue);
};

/** The value that comes last in the order, or first where `sign` is negative. */
function extreme(values: ArrayLike<Ordered>, sign: 1 | -1): Value {
  const first = values[0];
  if (first === undefined) return null;
  let found = first;
  if (typeof first === 'number') {
    for (let i = 1; i < values.length; i++) if (sign > 0 ? values[i]! > found : values[i]! < found) found = values[i]!;
  } else {
    for (const value of Array.from(values as ArrayLike<Exclude<Ordered, number>>))
      if (compare(value, found as DateValue) * sign > 0) found = value;
  }
  return found;
}

export const aggregates: readonly FunctionDefinition[] = [
  aggregate('Sum', numbers, (all: ArrayLike<Numeric>) => (all.length === 0 ? null : sum(all))),
  aggregate('Average', numbers, average),
  aggregate('Min', ordered, (all: ArrayLike<Ordered>) => extreme(all, -1)),
  aggregate('Max', ordered, (all: ArrayLike<Ordered>) => extreme(all, 1)),
  aggregate('VarP', doubles, variance),
  aggregate('StdevP', doubles, (all: ArrayLike<number>) => {
    const found = variance(all);
    return typeof found === 'number' ? Math.sqrt(found) : found;
  }),
];
