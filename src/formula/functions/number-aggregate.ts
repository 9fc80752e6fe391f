import { serialOf } from '../calendar.ts';
import { Decimal } from '../decimal.ts';
import { FormulaError, formulaError } from '../error.ts';
import type { Features } from '../features.ts';
import { given, maybe, overload, perRow, repeated, type CallShape, type FunctionDefinition } from '../function.ts';
import { numberKind } from '../number-kind.ts';
import * as types from '../type.ts';
import { any, dateTime, emptyTable, isDateLike, number, type Type } from '../type.ts';
import type { DateTimeValue, DateValue, TimeValue, Value } from '../value.ts';

/*
 * Functions that make one number of many: of their arguments, or of a formula for each row of a table. Blanks are left out.
 */

/** What an aggregate computes with. */
const suggests: readonly Type[] = [types.numeric, types.text, types.boolean, types.date, dateTime, types.time];

/** The values of an aggregate without blanks, or the first error among those of rows. */
function valuesOf(values: Iterable<Value>): Value[] | FormulaError {
  const found: Value[] = [];
  for (const value of values) {
    if (value instanceof FormulaError) return value;
    if (value !== null) found.push(value);
  }
  return found;
}

/** The one type of an aggregate's values and result, from the types that it is given. */
type TypeRule = (given: readonly Type[], features: Features) => Type;

const aggregate = <T extends Value>(
  name: string,
  summary: string,
  examples: FunctionDefinition['examples'],
  typeOf: TypeRule,
  combine: (values: readonly T[]) => Value,
): FunctionDefinition => {
  const over = (values: Iterable<Value>): Value => {
    const found = valuesOf(values);
    return found instanceof FormulaError ? found : combine(found as T[]);
  };
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
    category: 'number',
    summary,
    examples,
    overloads: [
      overload({
        parameters: [given('source', emptyTable), perRow('expression', any, { suggests })],
        result: result(1),
        evaluate: (rows, each) => over(rows.map(each)),
      }),
      overload({
        parameters: [maybe('number', any, { suggests }), repeated(maybe('number', any, { suggests }))],
        result: result(0),
        evaluate: (first, rest) => over([first as Value, ...(rest as readonly Value[])]),
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

/** The sum of numbers that are all doubles or all decimals; there is at least one. */
function sum(numbers: readonly Numeric[]): Numeric | FormulaError {
  const [first] = numbers;
  if (!(first instanceof Decimal)) return (numbers as readonly number[]).reduce((total, value) => total + value, 0);
  let total: Decimal | FormulaError = Decimal.zero;
  for (const value of numbers as readonly Decimal[]) if (total instanceof Decimal) total = total.add(value);
  return total;
}

const noNumbers = formulaError('Div0', 'There are no numbers to take the average of.');

function average(numbers: readonly Numeric[]): Value {
  if (numbers.length === 0) return noNumbers;
  const total = sum(numbers);
  if (total instanceof Decimal) return total.divide(Decimal.fromNumber(numbers.length) as Decimal);
  return total instanceof FormulaError ? total : total / numbers.length;
}

/** The mean of the squares of the distances from the average. */
function variance(numbers: readonly number[]): Value {
  if (numbers.length === 0) return noNumbers;
  const mean = numbers.reduce((total, value) => total + value, 0) / numbers.length;
  return numbers.reduce((total, value) => total + (value - mean) ** 2, 0) / numbers.length;
}

type Ordered = Numeric | DateValue | DateTimeValue | TimeValue;

const compare = (a: Ordered, b: Ordered): number => {
  if (typeof a === 'number') return a - (b as number);
  return a instanceof Decimal ? a.compare(b as Decimal) : serialOf(a) - serialOf(b as DateValue);
};

/** The value that comes last in the order, or first where `sign` is negative. */
const extreme = (values: readonly Ordered[], sign: 1 | -1): Value =>
  values.length === 0 ? null : values.reduce((found, value) => (compare(value, found) * sign > 0 ? value : found));

export const aggregates: readonly FunctionDefinition[] = [
  aggregate(
    'Sum',
    'The sum of numbers, or of a formula over the rows of a table.',
    [
      ['Sum(1, 2, 3)', '6'],
      ['Sum([1, 2], Value * 10)', '30'],
    ],
    numbers,
    (all: readonly Numeric[]) => (all.length === 0 ? null : sum(all)),
  ),
  aggregate(
    'Average',
    'The average of numbers, or of a formula over the rows of a table.',
    [['Average(1, 2, 6)', '3']],
    numbers,
    average,
  ),
  aggregate(
    'Min',
    'The smallest number, or the earliest date or time.',
    [
      ['Min(3, 1, 2)', '1'],
      ['Min(Date(2026, 11, 20), Date(2026, 5, 31))', 'Date(2026,5,31)'],
    ],
    ordered,
    (all: readonly Ordered[]) => extreme(all, -1),
  ),
  aggregate(
    'Max',
    'The greatest number, or the latest date or time.',
    [
      ['Max(3, 1, 2)', '3'],
      ['Max([1, 2], Value * 10)', '20'],
    ],
    ordered,
    (all: readonly Ordered[]) => extreme(all, 1),
  ),
  aggregate('VarP', 'The variance of numbers that are the whole population.', [['VarP(1, 2, 3, 4)', '1.25']], doubles, variance),
  aggregate(
    'StdevP',
    'The standard deviation of numbers that are the whole population.',
    [['StdevP(1, 3)', '1']],
    doubles,
    (all: readonly number[]) => {
      const found = variance(all);
      return typeof found === 'number' ? Math.sqrt(found) : found;
    },
  ),
];
