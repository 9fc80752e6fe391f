import { textToNumber } from '../coercion.ts';
import { FormulaError } from '../error.ts';
import { defineFunction, raw, type FunctionDefinition } from '../function.ts';
import { Decimal } from '../decimal.ts';
import type { Run } from '../run.ts';
import * as types from '../type.ts';
import { any, boolean } from '../type.ts';
import { DateTimeValue, DateValue, Dynamic, JsonNumber, TimeValue, type Json, type Value } from '../value.ts';

/** Whether a value is nothing that a person would see: blank, or an empty text. */
export const isBlank = (value: Value): boolean =>
  value === null || value === '' || (value instanceof Dynamic && value.json === '');

export const information: readonly FunctionDefinition[] = [
  defineFunction({
    name: 'Blank',
    category: 'information',
    summary: 'No value.',
    parameters: [],
    result: types.blank,
    examples: [['Blank()', 'Blank()']],
    evaluate: () => null,
  }),
  defineFunction({
    name: 'IsBlank',
    category: 'information',
    summary: 'Whether a value is blank or an empty text.',
    parameters: [raw('expression', any)],
    result: boolean,
    examples: [
      ['IsBlank("")', 'true'],
      ['IsBlank(0)', 'false'],
    ],
    evaluate: (value) => (value instanceof FormulaError ? value : isBlank(value)),
  }),
  defineFunction({
    name: 'IsError',
    category: 'information',
    summary: 'Whether a value is an error.',
    parameters: [raw('value', any, { voids: true })],
    result: boolean,
    examples: [['IsError(1 / 0)', 'true']],
    evaluate: (value) => value instanceof FormulaError,
  }),
  defineFunction({
    name: 'IsBlankOrError',
    category: 'information',
    summary: 'Whether a value is blank, an empty text, or an error.',
    parameters: [raw('expression', any)],
    result: boolean,
    examples: [['IsBlankOrError(1 / 0)', 'true']],
    evaluate: (value) => value instanceof FormulaError || isBlank(value),
  }),
  defineFunction({
    name: 'IsNumeric',
    category: 'information',
    summary: 'Whether a value is a number or a date, or a text that says a number.',
    parameters: [raw('value', any)],
    result: boolean,
    examples: [
      ['IsNumeric("1,234")', 'true'],
      ['IsNumeric("many")', 'false'],
    ],
    evaluate: (value, run) => (value instanceof FormulaError ? value : isNumeric(value, run)),
  }),
];

function isNumeric(value: Value, run: Run): boolean {
  if (value instanceof Dynamic) return isNumeric(plainJson(value.json), run);
  if (typeof value === 'string') return typeof textToNumber(value, run) === 'number';
  if (typeof value === 'number' || value instanceof Decimal) return true;
  return value instanceof DateValue || value instanceof DateTimeValue || value instanceof TimeValue;
}

/** A JSON number or text as a value; anything else as blank. */
const plainJson = (json: Json): Value =>
  typeof json === 'string' || typeof json === 'number' ? json : json instanceof JsonNumber ? json.text : null;
