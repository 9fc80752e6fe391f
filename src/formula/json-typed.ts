import { Decimal } from './decimal.ts';
import { FormulaError, formulaError } from './error.ts';
import { parseIsoDate, parseIsoTime } from './iso-date.ts';
import { startOfDay } from './calendar.ts';
import { kindName, rowType, VALUE, type Fields, type Type } from './type.ts';
import { DateValue, Dynamic, Guid, JsonNumber, row, type Json, type Row, type Value } from './value.ts';

/*
 * JSON as a value of a type (SEMANTICS 5.10): kinds must agree, nothing is converted. Fields that the type lacks are dropped, missing
 * ones are blank.
 */

interface Place {
  readonly timeZone: string;
}

const guidForm = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

const mismatch = (json: Json, type: Type): FormulaError =>
  formulaError('InvalidArgument', `The JSON holds ${kindOf(json)} where ${kindName(type)} is expected.`);

const kindOf = (json: Json): string =>
  Array.isArray(json)
    ? 'an array'
    : json instanceof JsonNumber || typeof json !== 'object'
      ? `a ${typeof json === 'object' ? 'number' : typeof json}`
      : 'an object';

/** A JSON value as a value of a type, or an error of kind InvalidArgument. */
export function fromJson(json: Json, type: Type, place: Place): Value {
  if (json === null) return null;
  if (type.kind === 'dynamic') return new Dynamic(json);
  if (type.kind === 'record') return isObject(json) ? recordOf(json, type.fields, place) : mismatch(json, type);
  if (type.kind === 'table') return Array.isArray(json) ? tableOf(json as readonly Json[], type, place) : mismatch(json, type);
  if (typeof json === 'string') return fromText(json, type, place) ?? mismatch(json, type);
  if (typeof json === 'boolean') return type.kind === 'boolean' ? json : mismatch(json, type);
  if (typeof json === 'object' && !(json instanceof JsonNumber)) return mismatch(json, type);
  return fromNumber(typeof json === 'number' ? String(json) : json.text, type) ?? mismatch(json, type);
}

const isObject = (json: Json): json is { readonly [name: string]: Json } =>
  typeof json === 'object' && json !== null && !Array.isArray(json) && !(json instanceof JsonNumber);

function fromText(text: string, type: Type, place: Place): Value | undefined {
  switch (type.kind) {
    case 'text':
    case 'hyperlink':
      return text;
    case 'date': {
      const found = parseIsoDate(text, place.timeZone);
      return found && new DateValue(startOfDay(found.wall));
    }
    case 'dateTime':
      return parseIsoDate(text, place.timeZone);
    case 'time':
      return parseIsoTime(text);
    case 'guid':
      return guidForm.test(text) ? new Guid(text.toLowerCase()) : undefined;
    default:
      return undefined;
  }
}

function fromNumber(digits: string, type: Type): Value | undefined {
  if (type.kind === 'decimal') return Decimal.parse(digits);
  if (type.kind !== 'number') return undefined;
  const number = Number(digits);
  return Number.isFinite(number) ? number : formulaError('Numeric', 'The number is too large.');
}

function recordOf(json: { readonly [name: string]: Json }, fields: Fields, place: Place): Row | FormulaError {
  const values: [string, Value][] = [];
  for (const [name, type] of fields) {
    const value = Object.hasOwn(json, name) ? fromJson(json[name]!, type, place) : null;
    if (value instanceof FormulaError) return value;
    values.push([name, value]);
  }
  return row(values);
}

/** An array of objects, or of plain values where the rows have the one column `Value`. */
function tableOf(items: readonly Json[], type: Extract<Type, { kind: 'table' }>, place: Place): Value {
  const [only, second] = type.fields;
  const plain = second === undefined && only !== undefined && only[0] === VALUE ? only[1] : undefined;
  const rows: (Row | null)[] = [];
  for (const item of items) {
    const bare = plain !== undefined && !(isObject(item) && Object.hasOwn(item, VALUE));
    const value = fromJson(item, bare ? plain : rowType(type), place);
    if (value instanceof FormulaError) return value;
    rows.push(bare ? row([[VALUE, value]]) : (value as Row | null));
  }
  return rows;
}
