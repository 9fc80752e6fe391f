import { FormulaError, formulaError, joinErrors } from '../error.ts';
import { defineFunction, given, maybe, overload, param, perRow, repeated, type FunctionDefinition } from '../function.ts';
import { emptyTable, number } from '../type.ts';
import type { Value } from '../value.ts';

// ---- Rounding -----------------------------------------------------------------------------------------------------------------------

/** Shifts the decimal point by the digits of a number's text, so that 1.005 rounds as people expect. */
const shift = (value: number, digits: number): number => {
  const [mantissa, exponent] = String(value).split('e') as [string, string | undefined];
  return Number(`${mantissa}e${Number(exponent ?? 0) + digits}`);
};

const rounded = (value: number, digits: number, round: (value: number) => number): number => {
  const places = Math.trunc(digits);
  if (places > 300) return value;
  if (places < -300) return 0;
  return shift(Math.sign(value) * round(shift(Math.abs(value), places)), -places);
};

const rounding = (
  name: string,
  summary: string,
  round: (value: number) => number,
  example: readonly [string, string],
): FunctionDefinition =>
  defineFunction({
    name,
    category: 'number',
    summary,
    parameters: [param('number', number), param('digits', number)],
    rowByRow: true,
    result: number,
    examples: [example],
    evaluate: (value, digits) => rounded(value, digits, round),
  });

// ---- Aggregates -----------------------------------------------------------------------------------------------------------------------

/** The numbers of an aggregate: blanks left out, or the errors among them. */
function numbersOf(values: Iterable<Value>): number[] | FormulaError {
  const found: number[] = [];
  let error: FormulaError | null = null;
  for (const value of values) {
    if (value instanceof FormulaError) error = error === null ? value : joinErrors(error, value);
    else if (value !== null) found.push(value as number);
  }
  return error ?? found;
}

/** Over arguments, or over a formula for each row of a table. */
const aggregate = (
  name: string,
  summary: string,
  examples: FunctionDefinition['examples'],
  combine: (numbers: readonly number[]) => Value,
): FunctionDefinition => {
  const over = (values: Iterable<Value>): Value => {
    const numbers = numbersOf(values);
    return numbers instanceof FormulaError ? numbers : combine(numbers);
  };
  return {
    name,
    category: 'number',
    summary,
    examples,
    overloads: [
      overload({
        parameters: [given('table', emptyTable), perRow('number', number)],
        result: number,
        evaluate: (rows, each) => over(rows.map((item) => (item instanceof FormulaError ? item : each(item)))),
      }),
      overload({
        parameters: [maybe('number', number), repeated(maybe('number', number))],
        result: number,
        evaluate: (first, rest) => over([first, ...rest]),
      }),
    ],
  };
};

const noNumbers = formulaError('Div0', 'There are no numbers to take the average of.');
const sum = (numbers: readonly number[]): number => numbers.reduce((total, value) => total + value, 0);

export const numbers: readonly FunctionDefinition[] = [
  rounding('Round', 'The number rounded to digits after the point; halves away from zero.', Math.round, [
    'Round(2.345, 2)',
    '2.35',
  ]),
  rounding('RoundUp', 'The number rounded away from zero.', Math.ceil, ['RoundUp(2.341, 2)', '2.35']),
  rounding('RoundDown', 'The number rounded towards zero.', Math.floor, ['RoundDown(2.349, 2)', '2.34']),
  defineFunction({
    name: 'Mod',
    category: 'number',
    summary: 'What is left after division; its sign is that of the divisor.',
    parameters: [param('number', number), param('divisor', number)],
    rowByRow: true,
    result: number,
    examples: [
      ['Mod(8, 3)', '2'],
      ['Mod(-8, 3)', '1'],
    ],
    evaluate: (value, divisor) => {
      if (divisor === 0) return formulaError('Div0', 'The divisor is zero.');
      const rest = value % divisor;
      return rest !== 0 && rest < 0 !== divisor < 0 ? rest + divisor : rest;
    },
  }),
  aggregate(
    'Sum',
    'The sum of numbers, or of a formula over the rows of a table.',
    [
      ['Sum(1, 2, 3)', '6'],
      ['Sum([1, 2], Value * 10)', '30'],
    ],
    (all) => (all.length === 0 ? null : sum(all)),
  ),
  aggregate('Average', 'The average of numbers, or of a formula over the rows of a table.', [['Average(1, 2, 6)', '3']], (all) =>
    all.length === 0 ? noNumbers : sum(all) / all.length,
  ),
  aggregate('Min', 'The smallest number.', [['Min(3, 1, 2)', '1']], (all) =>
    all.length === 0 ? null : all.reduce((a, b) => Math.min(a, b)),
  ),
  aggregate('Max', 'The greatest number.', [['Max(3, 1, 2)', '3']], (all) =>
    all.length === 0 ? null : all.reduce((a, b) => Math.max(a, b)),
  ),
];
