import { textToNumber } from '../coercion.ts';
import { FormulaError } from '../error.ts';
import { defineFunction, raw, type Documentation, type FunctionDefinition } from '../function.ts';
import { Decimal } from '../decimal.ts';
import type { Run } from '../run.ts';
import * as types from '../type.ts';
import { any, boolean } from '../type.ts';
import { DateTimeValue, DateValue, Dynamic, JsonNumber, TimeValue, type Json, type Value } from '../value.ts';

export const documentation: Documentation = {
  information: {
    Blank: {
      summary: 'No value.',
      examples: [['Blank()', 'Blank()']],
    },
    IsBlank: {
      summary: 'Whether a value is blank or an empty text.',
      examples: [
        ['IsBlank("")', 'true'],
        ['IsBlank(0)', 'false'],
      ],
    },
    IsError: {
      summary: 'Whether a value is an error.',
      examples: [['IsError(1 / 0)', 'true']],
    },
    IsBlankOrError: {
      summary: 'Whether a value is blank, an empty text, or an error.',
      examples: [['IsBlankOrError(1 / 0)', 'true']],
    },
    IsNumeric: {
      summary: 'Whether a value is a number or a date, or a text that says a number.',
      examples: [
        ['IsNumeric("1,234")', 'true'],
        ['IsNumeric("many")', 'false'],
      ],
    },
  },
};

/** Whether a value is nothing that a person would see: blank, or an empty text. */
export const isBlank = (value: Value): boolean =>
  value === null || value === '' || (value instanceof Dynamic && value.json === '');

export const information: readonly FunctionDefinition[] = [
  defineFunction({
    name: 'Blank',
    parameters: [],
    result: types.blank,
    evaluate: () => null,
  }),
  defineFunction({
    name: 'IsBlank',
    parameters: [raw('expression', any)],
    result: boolean,
    evaluate: (value) => (value instanceof FormulaError ? value : isBlank(value)),
  }),
  defineFunction({
    name: 'IsError',
    parameters: [raw('value', any, { voids: true })],
    result: boolean,
    evaluate: (value) => value instanceof FormulaError,
  }),
  defineFunction({
    name: 'IsBlankOrError',
    parameters: [raw('expression', any)],
    result: boolean,
    evaluate: (value) => value instanceof FormulaError || isBlank(value),
  }),
  defineFunction({
    name: 'IsNumeric',
    parameters: [raw('value', any)],
    result: boolean,
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
