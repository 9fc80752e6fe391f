import type { Decimal } from './decimal.ts';
import { FormulaError } from './error.ts';
import type { OptionValue } from './option-set.ts';

/**
 * What a formula computes. Plain data: blank is `null`, an error is a `FormulaError` (never thrown), records are plain objects and tables
 * arrays, as parsed JSON gives them. `undefined` is never a value.
 */
export type Value =
  | null
  | boolean
  | number
  | string
  | Decimal
  | DateValue
  | DateTimeValue
  | TimeValue
  | Guid
  | Color
  | BlobValue
  | OptionValue
  | Dynamic
  | Reference
  | Void
  | FormulaError
  | Row
  | Table;

/** A record. Made by `row` or by `JSON.parse`, read by `field`: never by a bare index with a name from outside. */
export interface Row {
  readonly [field: string]: Value;
}

/** A table: its rows in order. A row can be blank or an error (SEMANTICS 5.4). */
export type Table = readonly TableRow[];
export type TableRow = Row | null | FormulaError;

/** A date: `wall` is milliseconds from 1970-01-01 on the wall clock. A time of day may hide in it (SEMANTICS 5.8, DateAdd). */
export class DateValue {
  readonly wall: number;
  constructor(wall: number) {
    this.wall = wall;
  }
}

/** A point on the wall clock of the app's time zone: `wall` is milliseconds from 1970-01-01 00:00 of that clock. */
export class DateTimeValue {
  readonly wall: number;
  constructor(wall: number) {
    this.wall = wall;
  }
}

/** A time of day, or a span: `milliseconds` from midnight, beyond a day or below zero where arithmetic led there. */
export class TimeValue {
  readonly milliseconds: number;
  constructor(milliseconds: number) {
    this.milliseconds = milliseconds;
  }
}

/** A globally unique identifier, lower case with dashes. */
export class Guid {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** A colour: channels 0 to 255, alpha 0 to 1. */
export class Color {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
  readonly alpha: number;
  constructor(red: number, green: number, blue: number, alpha: number) {
    this.red = red;
    this.green = green;
    this.blue = blue;
    this.alpha = alpha;
  }
}

/** Bytes: a file, a picture. Two are equal only if they are the same object. */
export class BlobValue {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  constructor(bytes: Uint8Array, mediaType: string) {
    this.bytes = bytes;
    this.mediaType = mediaType;
  }
}

/** Parsed JSON. Numbers keep their digits where a double cannot hold them (`JsonNumber`). */
export type Json = null | boolean | number | string | JsonNumber | readonly Json[] | { readonly [name: string]: Json };

/** A JSON number whose digits a double would lose. */
export class JsonNumber {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** A value whose type is not known when a formula is checked (`ParseJSON`); SEMANTICS 5.10. */
export class Dynamic {
  readonly json: Json;
  constructor(json: Json) {
    this.json = json;
  }
}

/** Something of the app that is named rather than computed: a control, a screen. Passed to `Navigate`, `Reset`, `SetFocus` … */
export class Reference {
  readonly name: string;
  readonly target: unknown;
  constructor(name: string, target: unknown) {
    this.name = name;
    this.target = target;
  }
}

/** The result of a behavior that has none. */
export class Void {
  declare private readonly brand: 'void';
}
export const VOID = new Void();

const plainNames: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/** Whether a field of this name would be mistaken for something that every JavaScript object inherits. */
export const isInheritedName = (name: string): boolean => plainNames.has(name);

/** A field of a record; blank where the record lacks it. Inherited names (`constructor`, `__proto__`) are only found as own fields. */
export function field(record: Row, name: string): Value {
  if (plainNames.has(name) && !Object.hasOwn(record, name)) return null;
  return record[name] ?? null;
}

/** A record of these fields, safe for any name. */
export function row(fields: Iterable<readonly [string, Value]>): Row {
  const record: { [field: string]: Value } = {};
  for (const [name, value] of fields) setField(record, name, value);
  return record;
}

type Part<At> = (at: At) => Value;

/**
 * Makes records of these fields, each with what its part gives. All share one constructor: after the first few, JavaScript engines give each
 * just the room that its fields take. A store of its own for each of the first fields lets engines learn its name: a third of the time that
 * filling `{}` in a loop takes.
 */
export function recordMaker(names: readonly string[]): <At>(parts: readonly Part<At>[]) => (at: At) => Row {
  function Empty(): void {}
  Empty.prototype = Object.prototype;
  const Made = Empty as unknown as new () => { [field: string]: Value };
  const [a, b, c] = names as readonly [string, string, string];
  const set = names.includes('__proto__') ? setField : setPlainField;
  // Fields that have held other than a double keep doubles as they are given; otherwise each is copied into the record.
  for (const value of [null, 0]) {
    const record = new Made();
    for (const name of names) set(record, name, value);
  }
  return <At>(parts: readonly Part<At>[]) => {
    const [first, second, third] = parts as readonly [Part<At>, Part<At>, Part<At>];
    if (names.length === 2 && set === setPlainField) {
      return (at: At) => {
        const record = new Made();
        record[a] = first(at);
        record[b] = second(at);
        return record;
      };
    }
    if (names.length < 3 || set === setField) {
      return (at: At) => {
        const record = new Made();
        for (let i = 0; i < names.length; i++) set(record, names[i]!, parts[i]!(at));
        return record;
      };
    }
    return (at: At) => {
      const record = new Made();
      record[a] = first(at);
      record[b] = second(at);
      record[c] = third(at);
      for (let i = 3; i < names.length; i++) record[names[i]!] = parts[i]!(at);
      return record;
    };
  };
}

const setPlainField = (record: { [field: string]: Value }, name: string, value: Value): void => {
  record[name] = value;
};

/** Sets a field of a record under construction, safe for `__proto__`. */
export function setField(record: { [field: string]: Value }, name: string, value: Value): void {
  if (name === '__proto__') {
    Object.defineProperty(record, name, { value, enumerable: true, configurable: true, writable: true });
  } else {
    record[name] = value;
  }
}

export const isTable = (value: Value): value is Table => Array.isArray(value);

/** Whether a value is a record: an object that is none of the value classes. */
export function isRow(value: Value): value is Row {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

export const isError = (value: Value): value is FormulaError => value instanceof FormulaError;
