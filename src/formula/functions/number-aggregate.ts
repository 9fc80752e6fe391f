import { Decimal } from '../decimal.ts';
import { FormulaError, formulaError, joinErrors } from '../error.ts';
import { given, maybe, overload, perRow, repeated, type FunctionDefinition } from '../function.ts';
import { emptyTable, number, numeric, type SimpleType } from '../type.ts';
import type { Value } from '../value.ts';

/*
 * Functions that make one number of many: of their arguments, or of a formula for each row of a table. Blanks are left out.
 */

/** The values of an aggregate without blanks, or the errors among them. */
function valuesOf(values: Iterable<Value>): Value[] | FormulaError {
  const found: Value[] = [];
  let error: FormulaError | null = null;
  for (const value of values) {
    if (value instanceof FormulaError) error = error === null ? value : joinErrors(error, value);
    else if (value !== null) found.push(value);
  }
  return error ?? found;
}

/** An aggregate of numbers; `of` says whether decimals stay decimals. */
const aggregate = <T extends number | Decimal>(
  name: string,
  summary: string,
  examples: FunctionDefinition['examples'],
  of: SimpleType<'number' | 'numeric'>,
  combine: (numbers: readonly T[]) => Value,
): FunctionDefinition => {
  const over = (values: Iterable<Value>): Value => {
    const found = valuesOf(values);
    return found instanceof FormulaError ? found : combine(found as T[]);
  };
  return {
    name,
    category: 'number',
    summary,
    examples,
    overloads: [
      overload({
        parameters: [given('table', emptyTable), perRow('number', of)],
        result: of,
        evaluate: (rows, each) => over(rows.map((item) => (item instanceof FormulaError ? item : each(item)))),
      }),
      overload({
        parameters: [maybe('number', of), repeated(maybe('number', of))],
        result: of,
        evaluate: (first, rest) => over([first as Value, ...(rest as readonly Value[])]),
      }),
    ],
  };
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

/** The first or last of the numbers in their order. */
const extreme = (numbers: readonly Numeric[], sign: 1 | -1): Value => {
  let found: Numeric | null = null;
  for (const value of numbers) {
    if (found === null) found = value;
    else if (value instanceof Decimal) found = value.compare(found as Decimal) * sign > 0 ? value : found;
    else found = (value - (found as number)) * sign > 0 ? value : found;
  }
  return found;
};

export const aggregates: readonly FunctionDefinition[] = [
  aggregate(
    'Sum',
    'The sum of numbers, or of a formula over the rows of a table.',
    [
      ['Sum(1, 2, 3)', '6'],
      ['Sum([1, 2], Value * 10)', '30'],
    ],
    numeric,
    (all: readonly Numeric[]) => (all.length === 0 ? null : sum(all)),
  ),
  aggregate(
    'Average',
    'The average of numbers, or of a formula over the rows of a table.',
    [['Average(1, 2, 6)', '3']],
    numeric,
    average,
  ),
  aggregate('Min', 'The smallest number.', [['Min(3, 1, 2)', '1']], numeric, (all: readonly Numeric[]) => extreme(all, -1)),
  aggregate('Max', 'The greatest number.', [['Max(3, 1, 2)', '3']], numeric, (all: readonly Numeric[]) => extreme(all, 1)),
  aggregate('VarP', 'The variance of numbers that are the whole population.', [['VarP(1, 2, 3, 4)', '1.25']], number, variance),
  aggregate(
    'StdevP',
    'The standard deviation of numbers that are the whole population.',
    [['StdevP(1, 3)', '1']],
    number,
    (all: readonly number[]) => {
      const found = variance(all);
      return typeof found === 'number' ? Math.sqrt(found) : found;
    },
  ),
];
