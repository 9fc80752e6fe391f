import {
  BlobValue,
  DateTimeValue,
  DateValue,
  Decimal,
  Dynamic,
  field,
  formulaError,
  JsonNumber,
  option,
  OptionValue,
  setField,
  type FormulaError,
  type Json,
  type TableRow,
  type Value,
} from '../formula/index.ts';
import { isObject } from './json.ts';
import { readMoment } from './moment.ts';
import type { Int64As, NumberType, OptionsType, RecordType, ServiceType, TableType } from './service-type.ts';
import { fromBase64 } from './value-text.ts';

/** How answers are read; a part of a connector's settings. */
export interface Decoding {
  readonly timeZone: string;
  readonly int64: Int64As;
  /** Where a value is of another type than described: an error in its place, or for the whole answer. */
  readonly mismatch: 'cell' | 'answer';
  readonly keepUnknownFields: boolean;
}

type Decode = (json: Json | undefined, where: string) => Value;

/** A mismatch under the rule that it fails the whole answer. */
class Mismatch extends Error {
  readonly value: FormulaError;
  constructor(value: FormulaError) {
    super(value.message);
    this.value = value;
  }
}

/**
 * Reads answers of described types. A decoder is compiled once for each type and kept. Rows stay the objects that `JSON.parse` made: only
 * columns whose values formulas hold in another form (dates, bytes, choices, exact numbers) are rewritten in place, and every other value
 * is looked at once to see that it is of its type.
 */
export class Decoder {
  private readonly settings: Decoding;
  private readonly known = new WeakMap<ServiceType, Decode>();

  constructor(settings: Decoding) {
    this.settings = settings;
  }

  /** The value that JSON stands for; the JSON's objects may become the value's. */
  decode(json: Json, type: ServiceType): Value {
    try {
      return this.decoderOf(type)(json, '');
    } catch (error) {
      if (error instanceof Mismatch) return error.value;
      throw error;
    }
  }

  private decoderOf(type: ServiceType): Decode {
    let decode = this.known.get(type);
    if (decode === undefined) {
      // Known before it is made: a type may be part of itself only through untyped values, but types are shared.
      decode = (json, where) => made(json, where);
      this.known.set(type, decode);
      const made = this.make(type);
      this.known.set(type, made);
      return made;
    }
    return decode;
  }

  private make(type: ServiceType): Decode {
    switch (type.kind) {
      case 'untyped':
        return (json) => (json === null || json === undefined ? null : new Dynamic(json));
      case 'record':
        return this.recordDecoder(type);
      case 'table':
        return this.tableDecoder(type);
      default:
        return this.scalarDecoder(type);
    }
  }

  private mismatch(expected: string, json: Json | undefined, where: string): Value {
    const place = where === '' ? '' : ` in ${where.slice(1)}`;
    const error = formulaError(
      'InvalidArgument',
      `The service answered with ${jsonKind(json)} where its definition says ${expected}${place}. The definition and the service differ.`,
    );
    if (this.settings.mismatch === 'answer') throw new Mismatch(error);
    return error;
  }

  private scalarDecoder(type: Exclude<ServiceType, RecordType | TableType>): Decode {
    const { read, expected } = this.scalarReader(type);
    return (json, where) => {
      if (json === null || json === undefined) return null;
      const value = read(json);
      if (value !== undefined) return value;
      // Some services wrap a single value in an array.
      if (Array.isArray(json) && json.length === 1)
        return json[0] === null ? null : (read(json[0] as Json) ?? this.mismatch(expected, json, where));
      return this.mismatch(expected, json, where);
    };
  }

  private scalarReader(type: Exclude<ServiceType, RecordType | TableType>): {
    readonly read: (json: Json) => Value | undefined;
    readonly expected: string;
  } {
    const lenient = this.settings.mismatch === 'cell';
    const { timeZone } = this.settings;
    switch (type.kind) {
      case 'text':
        return { expected: 'a text', read: (json) => (typeof json === 'string' ? json : lenient ? scalarText(json) : undefined) };
      case 'number':
        return { expected: 'a number', read: numberReader(type, this.settings) };
      case 'boolean':
        return {
          expected: 'true or false',
          read: (json) => (typeof json === 'boolean' ? json : lenient ? booleanOf(json) : undefined),
        };
      case 'date':
        return {
          expected: 'a date',
          read: (json) => momentOf(json, timeZone, (wall) => new DateValue(Math.floor(wall / 86_400_000) * 86_400_000)),
        };
      case 'dateTime':
        return {
          expected: 'a date and time',
          read: (json) => momentOf(json, type.zone === 'none' ? 'UTC' : timeZone, (wall) => new DateTimeValue(wall)),
        };
      case 'blob':
        return { expected: 'bytes in base64', read: blobOf };
      case 'option':
        return { expected: 'one of the choices', read: (json) => optionOf(json, type) };
      case 'untyped':
        return { expected: 'anything', read: (json) => new Dynamic(json) };
    }
  }

  private tableDecoder(type: TableType): Decode {
    const decodeRow = type.scalar ? this.decoderOf(type.row.fields.get('Value')!.type) : this.decoderOf(type.row);
    return (json, where) => {
      if (json === null || json === undefined) return null;
      // An object where a table is described is its only row.
      const items = Array.isArray(json)
        ? (json as Json[])
        : isObject(json) && !(json instanceof JsonNumber)
          ? [json as Json]
          : undefined;
      if (items === undefined) return this.mismatch('a table', json, where);
      const rows = items as unknown as TableRow[];
      for (let i = 0; i < items.length; i++) {
        const value = decodeRow(items[i], where);
        rows[i] = type.scalar ? { Value: value } : (value as TableRow);
      }
      return rows;
    };
  }

  private recordDecoder(type: RecordType): Decode {
    const columns = [...type.fields.values()]
      .filter((column) => !column.hidden)
      .map(({ name, type: of }) => ({ name, decode: this.decoderOf(of), fast: fastCheck(of, this.settings.int64) }));
    return (json, where) => {
      if (json === null || json === undefined) return null;
      if (Array.isArray(json) && json.length === 1) json = json[0] as Json;
      if (!isObject(json) || json instanceof JsonNumber) return this.mismatch('a record', json, where);
      const record = json as { [name: string]: Value };
      for (const { name, decode, fast } of columns) {
        const value = field(record, name) as Json | null;
        if (value === null || typeof value === fast) continue;
        const decoded = decode(value, `${where}.${name}`);
        if (decoded !== value) setField(record, name, decoded);
      }
      if (this.settings.keepUnknownFields) keepUnknown(record, type);
      return record;
    };
  }
}

/** The `typeof` of values that are already in the form formulas hold; nothing for types whose values must be read. */
function fastCheck(type: ServiceType, int64: Int64As): string {
  if (type.kind === 'text') return 'string';
  if (type.kind === 'boolean') return 'boolean';
  return type.kind === 'number' && (type.format !== 'int64' || int64 === 'number') ? 'number' : '';
}

function keepUnknown(record: { [name: string]: Value }, type: RecordType): void {
  for (const name of Object.keys(record)) {
    const value = record[name] as Json | null;
    if (value !== null && !type.fields.has(name)) setField(record, name, new Dynamic(value));
  }
}

function scalarText(json: Json): string | undefined {
  if (json instanceof JsonNumber) return json.text;
  return typeof json === 'number' || typeof json === 'boolean' ? String(json) : undefined;
}

function booleanOf(json: Json): boolean | undefined {
  return json === 'true' || json === 'True' ? true : json === 'false' || json === 'False' ? false : undefined;
}

/** Reads numbers; digits that a double cannot hold are an error, or an exact value where the settings say so. */
function numberReader(type: NumberType, { int64, mismatch }: Decoding): (json: Json) => Value | undefined {
  const exactAs = type.format === 'int64' ? int64 : 'number';
  return (json) => {
    const value =
      mismatch === 'cell' && typeof json === 'string' && /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(json)
        ? Number.isSafeInteger(Number(json)) || json.length < 16
          ? Number(json)
          : new JsonNumber(json)
        : json;
    if (exactAs === 'text')
      return value instanceof JsonNumber ? value.text : typeof value === 'number' ? String(value) : undefined;
    if (exactAs === 'decimal')
      return typeof value === 'number'
        ? Decimal.fromNumber(value)
        : value instanceof JsonNumber
          ? (Decimal.parse(value.text) ?? undefined)
          : undefined;
    if (typeof value === 'number') return value;
    return value instanceof JsonNumber ? inexact(value) : undefined;
  };
}

function inexact({ text }: JsonNumber): Value {
  const value = Number(text);
  if (!Number.isFinite(value))
    return formulaError('Numeric', `The service answered with the number ${text.slice(0, 40)}, which is too large.`);
  if (!/^-?\d+$/.test(text)) return value;
  return formulaError(
    'Numeric',
    `The service answered with the number ${text.slice(0, 40)}, which has more digits than a number holds exactly. Let the connection read such numbers as decimals or text (int64).`,
  );
}

function momentOf(json: Json, zone: string, make: (wall: number) => Value): Value | undefined {
  if (typeof json !== 'string') return undefined;
  if (json === '') return null;
  const wall = readMoment(json, zone);
  return wall === undefined ? undefined : make(wall);
}

function blobOf(json: Json): Value | undefined {
  if (typeof json !== 'string') return undefined;
  const match = /^data:([^;,]*);base64,/.exec(json);
  const bytes = fromBase64(match === null ? json : json.slice(match[0].length));
  return bytes === undefined ? undefined : new BlobValue(bytes, match?.[1] ?? '');
}

function optionOf(json: Json, { set }: OptionsType): Value | undefined {
  if (typeof json !== 'string' && typeof json !== 'number') return undefined;
  return option(set, String(json)) ?? new OptionValue(set, String(json), json);
}

function jsonKind(json: Json | undefined): string {
  if (json === null || json === undefined) return 'nothing';
  if (Array.isArray(json)) return `a list of ${json.length}`;
  if (json instanceof JsonNumber || typeof json === 'number') return 'a number';
  if (typeof json === 'string') return 'a text';
  return typeof json === 'boolean' ? 'true or false' : 'a record';
}
