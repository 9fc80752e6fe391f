import { formulaError, type FormulaError } from './error.ts';
import { JsonNumber, type Json } from './value.ts';

/** Numbers that a double may write otherwise: many digits, an exponent, or zeros at the end or the beginning of a fraction. */
const longNumber = /\d[\d.]{15,}|\d[eE]|\.\d*0|-0/;
const stringOrNumber = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Parses JSON text. Numbers that a double would not give back as they are keep their digits; an error of kind InvalidJSON where the text is none. */
export function readJson(text: string): Json | FormulaError {
  try {
    const plain = JSON.parse(text) as Json;
    return longNumber.test(text) ? keepingDigits(text) : plain;
  } catch {
    return formulaError('InvalidJSON', 'The text is not valid JSON.');
  }
}

/** The same for text that is known to be JSON: such numbers travel through the parser as marked strings. */
function keepingDigits(text: string): Json {
  let tag = '\uE000';
  while (text.includes(tag) || text.includes(`\\u${tag.charCodeAt(0).toString(16)}`)) tag += '\uE000';
  const marked = text.replace(stringOrNumber, (part) => (part.startsWith('"') || isExact(part) ? part : `"${tag}${part}"`));
  return JSON.parse(marked, (_, value: Json) =>
    typeof value === 'string' && value.startsWith(tag) ? new JsonNumber(value.slice(tag.length)) : value,
  ) as Json;
}

/** Whether a double gives back the digits of a number as they are. */
const isExact = (digits: string): boolean => digits.length < 16 && String(Number(digits)) === digits && !digits.includes('e');
