import { quoteName, types, type OptionSet, type RecordType as FormulaRecord, type Type } from '../formula/index.ts';
import type { Visibility } from './definition.ts';

/**
 * The type of a value as the service's definition says it: richer than a formula's type, so that a request can be written and an answer
 * read exactly. `serviceType.ts` knows what formulas see of it.
 */
export type ServiceType =
  | TextType
  | NumberType
  | { readonly kind: 'boolean' }
  | { readonly kind: 'date' }
  | DateTimeType
  | BlobType
  | OptionsType
  | { readonly kind: 'untyped' }
  | RecordType
  | TableType;

export interface TextType {
  readonly kind: 'text';
  /** Texts that the definition names; suggestions, not a limit. */
  readonly choices?: readonly Choice[];
}

export interface NumberType {
  readonly kind: 'number';
  readonly format: 'integer' | 'int64' | 'decimal' | 'double';
  readonly choices?: readonly Choice[];
}

export interface DateTimeType {
  readonly kind: 'dateTime';
  /** `none`: the text has no zone and means the same wall clock everywhere (`date-no-tz`). */
  readonly zone: 'offset' | 'none';
}

export interface BlobType {
  readonly kind: 'blob';
}

/** One of a set of choices. */
export interface OptionsType {
  readonly kind: 'option';
  readonly set: OptionSet;
}

export interface Choice {
  readonly value: string | number | boolean;
  readonly label: string;
}

export interface RecordType {
  readonly kind: 'record';
  readonly fields: ReadonlyMap<string, ServiceField>;
}

export interface TableType {
  readonly kind: 'table';
  readonly row: RecordType;
  /** The JSON array holds plain values; each becomes a row `{Value}`. */
  readonly scalar: boolean;
}

export interface ServiceField {
  readonly name: string;
  readonly type: ServiceType;
  readonly required: boolean;
  /** Not shown to formulas; with a default it is sent all the same. */
  readonly hidden: boolean;
  /** What is sent where the caller gives nothing: JSON of the field's type. */
  readonly default: unknown;
  /** The name shown to people, where it differs. */
  readonly label: string;
  readonly description: string;
  readonly visibility: Visibility;
}

export const text: TextType = { kind: 'text' };
export const boolean: ServiceType = { kind: 'boolean' };
export const date: ServiceType = { kind: 'date' };
export const dateTime: DateTimeType = { kind: 'dateTime', zone: 'offset' };
export const wallDateTime: DateTimeType = { kind: 'dateTime', zone: 'none' };
export const blob: BlobType = { kind: 'blob' };
export const untyped: ServiceType = { kind: 'untyped' };
export const emptyRecord: RecordType = { kind: 'record', fields: new Map() };
export const emptyTable: TableType = { kind: 'table', row: emptyRecord, scalar: false };
export const integer: NumberType = { kind: 'number', format: 'integer' };
export const int64: NumberType = { kind: 'number', format: 'int64' };
export const decimal: NumberType = { kind: 'number', format: 'decimal' };
export const double: NumberType = { kind: 'number', format: 'double' };

/** A table of plain values: rows `{Value}`. */
export const tableOfValues = (type: ServiceType): TableType => ({
  kind: 'table',
  scalar: true,
  row: { kind: 'record', fields: new Map([['Value', plainField('Value', type)]]) },
});

export const plainField = (name: string, type: ServiceType): ServiceField => ({
  name,
  type,
  required: false,
  hidden: false,
  default: undefined,
  label: name,
  description: '',
  visibility: 'none',
});

/** How integers of 64 bits reach formulas: a double (digits beyond 2^53 are an error value), an exact decimal, or text. */
export type Int64As = 'number' | 'decimal' | 'text';

/** How a service's types reach formulas. */
interface View {
  readonly int64: Int64As;
  /** What stands for an untyped value: a dynamic one in answers, anything at all in arguments. */
  readonly untyped: Type;
  readonly known: WeakMap<ServiceType, Type>;
}

const view = (int64: Int64As, untyped: Type): View => ({ int64, untyped, known: new WeakMap() });
const views = (untyped: Type): { readonly [I in Int64As]: View } => ({
  number: view('number', untyped),
  decimal: view('decimal', untyped),
  text: view('text', untyped),
});
const answers = views(types.dynamic);
const inputs = views(types.any);

/** What a formula sees of a service's type. The same service type gives the same formula type object. */
export const formulaType = (type: ServiceType, int64As: Int64As = 'number'): Type => seen(type, answers[int64As]);

/** What a formula may give where the service wants a type: the same, but anything where the service takes anything. */
export const inputType = (type: ServiceType, int64As: Int64As = 'number'): Type => seen(type, inputs[int64As]);

function seen(type: ServiceType, by: View): Type {
  switch (type.kind) {
    case 'text':
      return types.text;
    case 'number':
      return type.format === 'int64' && by.int64 !== 'number'
        ? by.int64 === 'decimal'
          ? types.decimal
          : types.text
        : types.number;
    case 'boolean':
      return types.boolean;
    case 'date':
      return types.date;
    case 'dateTime':
      return types.dateTime;
    case 'blob':
      return types.blob;
    case 'untyped':
      return by.untyped;
    default: {
      let made = by.known.get(type);
      if (made === undefined) by.known.set(type, (made = makeType(type, by)));
      return made;
    }
  }
}

function makeType(type: OptionsType | RecordType | TableType, by: View): Type {
  if (type.kind === 'option') return types.optionType(type.set);
  if (type.kind === 'record') return recordOf(type.fields.values(), by);
  return types.tableOf(seen(type.row, by) as FormulaRecord);
}

/** The record that a formula may give for these fields. */
export const inputRecord = (fields: Iterable<ServiceField>, int64As: Int64As): FormulaRecord => recordOf(fields, inputs[int64As]);

/** The record of these fields, display names included. */
function recordOf(fields: Iterable<ServiceField>, by: View): FormulaRecord {
  const visible = [...fields].filter((field) => !field.hidden);
  const names = new Map(visible.map((field) => [field.name, seen(field.type, by)]));
  const labels = displayNames(visible);
  return labels.size === 0 ? types.record(names) : { ...types.record(names), displayNames: labels };
}

/** Names for people, made unique against the columns' own names and each other by `_1`, `_2` … */
export function displayNames(fields: readonly { readonly name: string; readonly label: string }[]): ReadonlyMap<string, string> {
  const own = new Set(fields.map((field) => field.name));
  const labels = new Map<string, string>();
  const used = new Set<string>();
  for (const { name, label } of fields) {
    if (label === '' || label === name) continue;
    let unique = label;
    for (let i = 1; own.has(unique) || used.has(unique); i++) unique = `${label}_${i}`;
    used.add(unique);
    labels.set(name, unique);
  }
  return labels;
}

/**
 * The type in the notation of the reference's tests: `s` text, `w` number, `b` boolean, `d` date-time, `D` date, `o` blob, `O` untyped,
 * `l` choice, `![…]` record, `*[…]` table, names in ordinal order. `labels`: display names too.
 */
export function printServiceType(type: ServiceType, labels = false): string {
  switch (type.kind) {
    case 'text':
      return 's';
    case 'number':
      return 'w';
    case 'boolean':
      return 'b';
    case 'date':
      return 'D';
    case 'dateTime':
      return 'd';
    case 'blob':
      return 'o';
    case 'option':
      return 'l';
    case 'untyped':
      return 'O';
    case 'record':
      return `!${printFields(type, labels)}`;
    case 'table':
      return `*${printFields(type.row, labels)}`;
  }
}

function printFields(type: RecordType, labels: boolean): string {
  const visible = [...type.fields.values()].filter((field) => !field.hidden);
  const shown = labels ? displayNames(visible) : new Map<string, string>();
  const ordered = visible.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return `[${ordered
    .map(({ name, type: of }) => {
      const label = shown.get(name);
      return `${quoteName(name)}${label === undefined ? '' : `\`${quoteName(label)}`}:${printServiceType(of, labels)}`;
    })
    .join(', ')}]`;
}
