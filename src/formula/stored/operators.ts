import * as language from '../operators.ts';
import type { Operator } from '../operators.ts';

const { arithmetic, comparison, equality, serialEquality, neverEqual } = language;
const { number, decimal, addTo, subtractFrom, negateMoment } = arithmetic;
const moments = ['date', 'dateTime', 'time'] as const;

/** Operators that are there from the start; stored formulas know them by their number here. */
export const operators: readonly Operator[] = [
  number.add, number.subtract, number.multiply, number.divide, number.raise, number.negate, number.percent,
  decimal.add, decimal.subtract, decimal.multiply, decimal.divide, decimal.negate, decimal.percent,
  ...moments.map((kind) => addTo[kind]), ...moments.map((kind) => subtractFrom[kind]), ...moments.map((kind) => negateMoment[kind]),
  arithmetic.dateDifference, arithmetic.decimalDateDifference, arithmetic.subtractMoment,
  ...['<', '>', '<=', '>='].map((name) => comparison[name]!),
  ...[equality, serialEquality, neverEqual].flatMap((pair) => [pair['=']!, pair['<>']!]),
  language.and, language.or, language.not, language.concatenate, language.membership.row,
]; // prettier-ignore

/** Operators of one operand; all others have two, those that join texts at least one. */
export const unary: ReadonlySet<Operator> = new Set([
  number.negate,
  number.percent,
  decimal.negate,
  decimal.percent,
  ...moments.map((kind) => negateMoment[kind]),
  language.not,
]);
