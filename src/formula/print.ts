import { DAY, partsOf } from './calendar.ts';
import { Decimal } from './decimal.ts';
import { ErrorKind, FormulaError } from './error.ts';
import { invariantNumber } from './number-text.ts';
import { OptionValue } from './option-set.ts';
import { isPlainName, keywords, reservedWords } from './names.ts';
import type { Fields, Type } from './type.ts';
import { Color, DateTimeValue, DateValue, Guid, TimeValue, Void, field, row, type Row, type Table, type Value } from './value.ts';

/*
 * A value as formula text that gives it again when evaluated (SEMANTICS 3.3): for tests, for the formula bar's result, for traces.
 */

/** A field name as it is written in a record: in quotes where it is no plain name or is a word of the language. */
export const printName = (name: string): string =>
  isPlainName(name) && !keywords.has(name) && !reservedWords.has(name) ? name : `'${name.replaceAll("'", "''")}'`;

const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;

const partial = new WeakSet<Row>();

/** A copy of a record that is printed with the fields that it has: those that its type has besides were never given. */
export function partialRow(record: Row): Row {
  const copy = row(Object.keys(record).map((name) => [name, field(record, name)] as const));
  partial.add(copy);
  return copy;
}

export interface PrintOptions {
  /** `typed` writes `Float(1)` and `Decimal(1)`, which mean the same under any rules; `plain`, the default, writes digits. */
  readonly numbers?: 'plain' | 'typed';
}

/**
 * The value as a formula. With its type, fields that the value lacks are written as `Blank()`. Fields come in ordinal order of their names.
 */
export function printValue(value: Value, type?: Type, options: PrintOptions = {}): string {
  if (value === null) return 'Blank()';
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return options.numbers === 'typed' ? `Float(${invariantNumber(value)})` : invariantNumber(value);
  if (typeof value === 'string') return quote(value);
  if (value instanceof Decimal) return options.numbers === 'typed' ? `Decimal(${value.toString()})` : value.toString();
  if (value instanceof FormulaError) return printError(value);
  if (value instanceof DateValue || value instanceof DateTimeValue || value instanceof TimeValue) return printMoment(value);
  if (value instanceof Guid) return `GUID(${quote(value.text)})`;
  if (value instanceof Color) return printColor(value);
  if (value instanceof OptionValue) return `${printName(value.set.name)}.${printName(value.name)}`;
  if (value instanceof Void) return 'If(true, {test:1}, "Void value (result of the expression can\'t be used).")';
  if (Array.isArray(value)) return printTable(value as Table, type, options);
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null ? printRow(value as Row, type, options) : 'Blank()';
}

function printMoment(value: DateValue | DateTimeValue | TimeValue): string {
  if (value instanceof TimeValue) {
    const { hour, minute, second, millisecond } = partsOf(((value.milliseconds % DAY) + DAY) % DAY);
    return `Time(${hour},${minute},${second},${millisecond})`;
  }
  const { year, month, day, hour, minute, second, millisecond } = partsOf(value.wall);
  if (value instanceof DateValue) return `Date(${year},${month},${day})`;
  return `DateTime(${year},${month},${day},${hour},${minute},${second},${millisecond})`;
}

const printColor = ({ red, green, blue, alpha }: Color): string =>
  `RGBA(${red},${green},${blue},${Math.round(alpha * 1000) / 1000})`;

function printError(error: FormulaError): string {
  const kinds = error.errors.map(({ kind }) => `{Kind:${kindName(kind)}}`);
  return kinds.length === 1 ? `Error(${kinds[0]!})` : `Error(Table(${kinds.join(',')}))`;
}

function kindName(kind: number): string {
  for (const [name, number] of Object.entries(ErrorKind)) if (number === kind) return `ErrorKind.${name}`;
  return String(kind);
}

const fieldsOf = (type: Type | undefined): Fields | undefined =>
  type?.kind === 'record' || type?.kind === 'table' || type?.kind === 'control' ? type.fields : undefined;

const ordinal = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function printRow(value: Row, type: Type | undefined, options: PrintOptions): string {
  const fields = fieldsOf(type);
  const names = fields === undefined || partial.has(value) ? Object.keys(value) : [...fields.keys()];
  return `{${[...names]
    .sort(ordinal)
    .map((name) => `${printName(name)}:${printValue(field(value, name), fields?.get(name), options)}`)
    .join(',')}}`;
}

function printTable(rows: Table, type: Type | undefined, options: PrintOptions): string {
  const row: Type | undefined = type?.kind === 'table' ? { kind: 'record', fields: type.fields } : undefined;
  return `Table(${rows.map((item) => printValue(item, row, options)).join(',')})`;
}
