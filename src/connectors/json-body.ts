import {
  BlobValue,
  DateTimeValue,
  DateValue,
  Decimal,
  Dynamic,
  ErrorKind,
  field,
  FormulaError,
  formulaError,
  Guid,
  isRow,
  isTable,
  JsonNumber,
  OptionValue,
  type Row,
  type Value,
} from '../formula/index.ts';
import type { RecordType, ServiceType } from './service-type.ts';
import { base64, momentText, plainJson, valueText, type Writing } from './value-text.ts';

/** A required field that the caller left out. */
export class MissingField extends Error {
  readonly field: string;
  constructor(field: string) {
    super(field);
    this.field = field;
  }
}

/** The error for it, in words that say what to give. */
export const missingField = (field: string): FormulaError =>
  new FormulaError([{ kind: ErrorKind.MissingRequired, message: `${field} is required; give it a value.` }]);

/**
 * A value as JSON of a type: fields in the definition's order, blanks left out, dates and bytes as the service writes them. `undefined` is
 * a blank. Throws `MissingField`, or an error value found inside; `request.ts` catches both.
 */
export function toJson(value: Value, type: ServiceType, writing: Writing, path: string): unknown {
  if (value === null) return undefined;
  if (value instanceof FormulaError) throw value;
  if (value instanceof Dynamic) return value.json;
  if (value instanceof OptionValue) return value.value;
  if (value instanceof DateValue || value instanceof DateTimeValue) return momentText(value, type, writing.timeZone);
  if (value instanceof BlobValue) return base64(value.bytes);
  if (value instanceof Decimal) return type.kind === 'text' ? value.toString() : new JsonNumber(value.toString());
  if (value instanceof Guid) return value.text;
  switch (type.kind) {
    case 'record':
      return isRow(value) ? recordJson(value, type, writing, path) : plainJson(value, writing);
    case 'table':
      if (!isTable(value)) return isRow(value) ? [recordJson(value, type.row, writing, path)] : plainJson(value, writing);
      return value.map((row) => {
        if (row === null || !isRow(row)) return null;
        return type.scalar
          ? itemJson(row, type.row.fields.get('Value')!.type, writing, path)
          : recordJson(row, type.row, writing, path);
      });
    case 'text':
      return typeof value === 'string' ? value : valueText(value, type, { ...writing, booleans: 'true' });
    default:
      return plainJson(value, writing);
  }
}

/**
 * A row as an item of a list of plain values: its column `Value`, else its only column; where the items may be anything, a row of other
 * columns is a record.
 */
function itemJson(item: Row, type: ServiceType, writing: Writing, path: string): unknown {
  const columns = Object.keys(item);
  if (type.kind === 'untyped' && !columns.includes('Value')) return plainJson(item, writing);
  const name = columns.length === 1 ? columns[0]! : 'Value';
  if (columns.length > 0 && !columns.includes(name))
    throw formulaError('InvalidArgument', `${path} is a list of single values, so its rows need one column: Value.`);
  return toJson(field(item, name), type, writing, path) ?? null;
}

function recordJson(value: Row, type: RecordType, writing: Writing, path: string): unknown {
  if (type.fields.size === 0) return plainJson(value, writing);
  const given = fieldsByName(value);
  const entries: (readonly [string, unknown])[] = [];
  for (const field of type.fields.values()) {
    const of = given(field.name);
    const json = of === undefined ? undefined : toJson(of, field.type, writing, `${path}.${field.name}`);
    if (json !== undefined) entries.push([field.name, json]);
    else if (field.required && !field.hidden && !isNullable(of)) throw new MissingField(`${path}.${field.name}`);
  }
  return Object.fromEntries(entries);
}

/** A required field may be blank where the caller wrote so (`{name: Blank()}`): the service judges. */
const isNullable = (value: Value | undefined): boolean => value === null;

/** Finds a record's fields by name; in another case where no field has the name exactly. */
function fieldsByName(value: Row): (name: string) => Value | undefined {
  let folded: Map<string, Value> | undefined;
  return (name) => {
    if (Object.hasOwn(value, name)) return value[name] ?? null;
    folded ??= new Map(Object.entries(value).map(([key, of]) => [key.toLowerCase(), of]));
    return folded.get(name.toLowerCase());
  };
}

/**
 * A caller's JSON over the defaults: fields of records one by one, anything else replaced. What the caller left out (`undefined`) keeps
 * the default. The order of fields is `order`'s, so that a merged record reads as the definition writes it.
 */
export function mergeJson(fallback: unknown, given: unknown, type: ServiceType): unknown {
  if (given === undefined) return fallback;
  if (fallback === undefined || !isPlain(fallback) || !isPlain(given)) return given;
  const fields = type.kind === 'record' ? type.fields : undefined;
  const names = new Set([...(fields?.keys() ?? []), ...Object.keys(fallback), ...Object.keys(given)]);
  const entries: (readonly [string, unknown])[] = [];
  for (const name of names) {
    const own = Object.hasOwn(given, name) ? given[name] : undefined;
    const merged = mergeJson(
      Object.hasOwn(fallback, name) ? fallback[name] : undefined,
      own,
      fields?.get(name)?.type ?? { kind: 'untyped' },
    );
    if (merged !== undefined) entries.push([name, merged]);
  }
  return Object.fromEntries(entries);
}

const isPlain = (value: unknown): value is { readonly [name: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof JsonNumber);
