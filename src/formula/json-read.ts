import { formulaError, type FormulaError } from './error.ts';
import { JsonNumber, type Json } from './value.ts';

/** Digits that a double may lose: more than 15 of them, or an exponent. */
const longNumber = /\d[\d.]{15,}|\d[eE]/;
const stringOrNumber = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Parses JSON text. Numbers that a double cannot hold keep their digits; an error of kind InvalidJSON where the text is none. */
export function readJson(text: string): Json | FormulaError {
  try {
    const plain = JSON.parse(text) as Json;
    return longNumber.test(text) ? keepingDigits(text) : plain;
  } catch {
    return formulaError('InvalidJSON', 'The text is not valid JSON.');
  }
}

/** The same for text that is known to be JSON: numbers with many digits travel through the parser as marked strings. */
function keepingDigits(text: string): Json {
  let tag = '\uE000';
  while (text.includes(tag) || text.includes(`\\u${tag.charCodeAt(0).toString(16)}`)) tag += '\uE000';
  const marked = text.replace(stringOrNumber, (part) => (part.startsWith('"') || isExact(part) ? part : `"${tag}${part}"`));
  return JSON.parse(marked, (_, value: Json) =>
    typeof value === 'string' && value.startsWith(tag) ? new JsonNumber(value.slice(tag.length)) : value,
  ) as Json;
}

/** Whether a double holds all digits of a number. */
const isExact = (digits: string): boolean => digits.length < 16 && !/[eE]/.test(digits);
