import {
  DAY,
  EPOCH,
  dateFromSerial,
  dateTimeFromSerial,
  inCalendar,
  inTimes,
  serialOf,
  startOfDay,
  timeFromSerial,
} from './calendar.ts';
import { readHexColor } from './color-text.ts';
import { parseDate, parseTime } from './date-read.ts';
import { dateText } from './date-text.ts';
import { Decimal } from './decimal.ts';
import { formulaError } from './error.ts';
import type { Features } from './features.ts';
import { FormulaError } from './error.ts';
import { parseIsoDate, parseIsoTime } from './iso-date.ts';
import { readNumber } from './number-read.ts';
import { localize, numberToText } from './number-text.ts';
import { OptionValue, memberOf, type OptionBacking, type OptionSet } from './option-set.ts';
import type { Run } from './run.ts';
import { isAggregate, isNumeric, isTextLike, kindName, type Fields, type Type } from './type.ts';
import { withFactsOf } from './table-facts.ts';
import type { Dynamic } from './value.ts';
import {
  DateTimeValue,
  DateValue,
  Guid,
  JsonNumber,
  TimeValue,
  field,
  row,
  type BlobValue,
  type Color,
  type Json,
  type Row,
  type Table,
  type Value,
} from './value.ts';

/*
 * How a value of one type reaches another (SEMANTICS 5.2). The checker asks `coercionTo` once and puts the answer into the tree, so that
 * evaluation never guesses. Blanks and errors pass through unchanged: what a blank stands for is the parameter's or operator's matter.
 */

export interface Coercion {
  readonly to: Type;
  readonly apply: (value: Value, run: Run) => Value;
  /** How it is made again, where it is not what `coercionTo` gives: rows that fit a table, or records that lack fields of their type. */
  readonly made?: readonly ['rows', names: readonly (readonly [from: string, to: string])[]] | readonly ['partial'];
}

type Convert = (value: never, run: Run) => Value;

const invalid = (what: string, value: string): FormulaError =>
  formulaError('InvalidArgument', `"${value.length > 40 ? `${value.slice(0, 40)}…` : value}" is not ${what}.`);

/** A text as a number, by the rules of `Value`; blank for an empty text. */
export function textToNumber(value: string, place: { readonly culture: string }): number | null | FormulaError {
  if (simpleNumber.test(value) && place.culture === 'en-US') return Number(value);
  if (value === '') return null;
  const read = readNumber(value, place.culture);
  const number = read === undefined ? NaN : Number(read.digits) / (read.percent ? 100 : 1);
  return Number.isFinite(number) ? number : invalid('a number', value);
}
const simpleNumber = /^-?\d{1,15}(?:\.\d{1,15})?$/;

/** A text as a decimal, by the rules of `Value`. */
export function textToDecimal(value: string, place: { readonly culture: string }): Decimal | null | FormulaError {
  if (value === '') return null;
  const read = readNumber(value, place.culture);
  const found = read && Decimal.parse(read.digits);
  if (!(found instanceof Decimal)) return invalid('a number', value);
  return read!.percent ? found.multiply(Decimal.parse('0.01') as Decimal) : found;
}

const textToBoolean = (value: string): Value => {
  const word = value.toLowerCase();
  if (word === 'true') return true;
  if (word === 'false') return false;
  return value === '' ? null : invalid('true or false', value);
};

const inRange = <T extends DateValue | DateTimeValue>(value: T): T | FormulaError =>
  inCalendar(value.wall) ? value : formulaError('InvalidArgument', 'The date is outside the years 1 to 9999.');

function timeOfSerial(serial: number): TimeValue | FormulaError {
  const time = timeFromSerial(serial);
  return inTimes(time.milliseconds) ? time : formulaError('InvalidArgument', 'The time is too long.');
}

const finite = (value: number): number | FormulaError =>
  Number.isFinite(value) ? value : formulaError('Numeric', 'The number is too large.');

/** Conversions between plain kinds: `from>to`. */
const conversions = new Map<string, Convert>();
const define = <V>(from: string, to: string, convert: (value: V, run: Run) => Value): void => {
  conversions.set(`${from}>${to}`, convert);
};

define<boolean>('boolean', 'number', (value) => (value ? 1 : 0));
define<boolean>('boolean', 'decimal', (value) => (value ? Decimal.one : Decimal.zero));
define<boolean>('boolean', 'text', (value) => (value ? 'true' : 'false'));
define<number>('number', 'boolean', (value) => value !== 0);
define<number>('number', 'decimal', (value) => {
  const found = Decimal.fromNumber(value);
  return found instanceof FormulaError ? formulaError('InvalidArgument', found.message) : found;
});
define<number>('number', 'text', (value, run) => numberToText(value, run.culture));
define<number>('number', 'date', (value) => inRange(dateFromSerial(value)));
define<number>('number', 'dateTime', (value) => inRange(dateTimeFromSerial(value)));
define<number>('number', 'time', timeOfSerial);
define<Decimal>('decimal', 'boolean', (value) => value.sign !== 0);
define<Decimal>('decimal', 'number', (value) => value.toNumber());
define<Decimal>('decimal', 'text', (value, run) => localize(value.toString(), run.culture));
define<Decimal>('decimal', 'date', (value) => inRange(dateFromSerial(value.toNumber())));
define<Decimal>('decimal', 'dateTime', (value) => inRange(dateTimeFromSerial(value.toNumber())));
define<Decimal>('decimal', 'time', (value) => timeOfSerial(value.toNumber()));
define<string>('text', 'number', textToNumber);
define<string>('text', 'decimal', textToDecimal);
define<string>('text', 'boolean', textToBoolean);
define<string>('text', 'date', (value, run) => {
  const found = parseDate(value, run);
  return found instanceof DateTimeValue ? new DateValue(startOfDay(found.wall)) : found;
});
define<string>('text', 'dateTime', (value, run) => parseDate(value, run));
define<string>('text', 'time', (value, run) => parseTime(value, run));
for (const kind of ['date', 'dateTime', 'time']) {
  define<DateValue>(kind, 'number', serialOf);
  define<DateValue>(kind, 'decimal', (value) => Decimal.fromNumber(serialOf(value)));
  define<DateValue | DateTimeValue | TimeValue>(kind, 'text', (value, run) => dateText(value, run));
}
define<DateValue>('date', 'dateTime', (value) => new DateTimeValue(value.wall));
define<DateValue>('date', 'time', (value) => new TimeValue(value.wall - EPOCH));
define<DateTimeValue>('dateTime', 'date', (value) => new DateValue(startOfDay(value.wall)));
// A date and time as a time is the whole span since day zero, whose text shows the time of day.
define<DateTimeValue>('dateTime', 'time', (value) => new TimeValue(value.wall - EPOCH));
define<TimeValue>('time', 'date', (value) => new DateValue(startOfDay(dateTimeFromSerial(value.milliseconds / DAY).wall)));
define<TimeValue>('time', 'dateTime', (value) => dateTimeFromSerial(value.milliseconds / DAY));
define<Guid>('guid', 'text', (value) => value.text);
define<BlobValue>('blob', 'image', (value) => value);
define<BlobValue>('blob', 'media', (value) => value);

const textTo = (kind: string): string => (kind === 'hyperlink' || kind === 'image' || kind === 'media' ? 'text' : kind);

// ---- Options ----------------------------------------------------------------------------------------------------------------------

/**
 * A backing value where a member is expected: where the set allows it, or the rules do not tell enums from what backs them. By those rules
 * all that becomes the backing type will do.
 */
function toOption(from: Type, set: OptionSet, features: Features): Convert | undefined {
  const { backing } = set;
  const weak = set.source === 'enum' && !features.StronglyTypedBuiltinEnums;
  if (set.acceptsBacking !== true && !weak) return undefined;
  if (backing === textTo(from.kind)) return (value: Value) => memberOf(set, value as OptionBacking);
  const numbers = isNumeric(from) && backing === 'number';
  const convert = weak || numbers ? conversions.get(`${textTo(from.kind)}>${backing}`) : undefined;
  if (convert === undefined) return undefined;
  return (value: never, run: Run) => {
    const converted = convert(value, run);
    return converted === null || converted instanceof FormulaError ? converted : memberOf(set, converted as OptionBacking);
  };
}

/** What a member shows as text: its backing text, or its name. */
export const optionText = (value: OptionValue): string =>
  value.set.source === 'choices'
    ? (value.set.displayNames?.get(value.name) ?? value.name)
    : value.set.backing === 'text'
      ? String(value.value)
      : value.name;

// ---- Dynamic ----------------------------------------------------------------------------------------------------------------------

const dateKinds: ReadonlySet<string> = new Set(['date', 'dateTime', 'time']);
const notDate = formulaError('InvalidArgument', 'The dynamic value is no date or time: those are texts in JSON.');

/** A JSON number whose digits count: they are the text, and all of them go into a decimal. */
function ofDigits(digits: string, kind: 'text' | 'decimal'): Value {
  if (kind === 'text') return digits;
  const found = Decimal.parse(digits);
  return found instanceof Decimal ? found : invalid('a decimal', digits);
}

/** A dynamic value where a type is asked for: JSON's own kinds, converted as their typed counterparts would be. */
function fromDynamic(to: Type): ((value: Dynamic, run: Run) => Value) | undefined {
  const kind = textTo(to.kind);
  if (!['boolean', 'number', 'decimal', 'text', 'date', 'dateTime', 'time', 'guid', 'color'].includes(kind)) return undefined;
  return ({ json }, run) => {
    if (json === null) return null;
    if (typeof json === 'object' && !(json instanceof JsonNumber)) {
      return formulaError(
        'InvalidArgument',
        `The dynamic value is ${Array.isArray(json) ? 'an array' : 'an object'}, not ${kindName(to)}.`,
      );
    }
    if (json instanceof JsonNumber && (kind === 'text' || kind === 'decimal')) return ofDigits(json.text, kind);
    const value = json instanceof JsonNumber ? finite(Number(json.text)) : json;
    if (value instanceof FormulaError) return value;
    if (typeof value !== 'string' && dateKinds.has(kind)) return notDate;
    if (typeof value === 'string' && kind === 'color') {
      return readHexColor(value) ?? formulaError('InvalidArgument', `"${value.slice(0, 40)}" is no colour. Write "#rrggbb".`);
    }
    if (typeof value === 'string' && kind === 'guid') {
      const found = guidForm.test(value) ? new Guid(value.toLowerCase()) : undefined;
      if (found !== undefined) return found;
      return formulaError('InvalidArgument', `"${value.slice(0, 40)}" is not ${kindName(to)}.`);
    }
    if (typeof value === 'string' && dateKinds.has(kind)) return isoMoment(value, kind, run) ?? notIso(value);
    const from = typeof value === 'string' ? 'text' : typeof value === 'boolean' ? 'boolean' : 'number';
    if (from === kind) return value;
    const convert = conversions.get(`${from}>${kind}`);
    return convert === undefined
      ? formulaError('InvalidArgument', `The dynamic value is not ${kindName(to)}.`)
      : convert(value as never, run);
  };
}

/** Dates in JSON are ISO 8601, whatever the culture. */
function isoMoment(value: string, kind: string, run: Run): Value | undefined {
  if (kind === 'time') return parseIsoTime(value);
  const found = parseIsoDate(value, run.timeZone);
  return found !== undefined && kind === 'date' ? new DateValue(startOfDay(found.wall)) : found;
}

const notIso = (value: string): FormulaError =>
  formulaError('InvalidArgument', `"${value.slice(0, 40)}" is no date or time as JSON has them, such as 2026-05-31T14:30:00Z.`);

const guidForm = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

// ---- Records and tables -----------------------------------------------------------------------------------------------------------

type Apply = (value: Value, run: Run) => Value;

const guard =
  (convert: Convert): Apply =>
  (value, run) =>
    value === null || value instanceof FormulaError ? value : convert(value as never, run);

/** Field by field. Fields that the target lacks are dropped from sight only, the value keeps them; before V1 they are gone. */
function fieldsTo(from: Fields, to: Fields, features: Features): ((value: Row, run: Run) => Row) | undefined | null {
  const steps: [string, Apply][] = [];
  for (const [name, target] of to) {
    const source = from.get(name);
    if (source === undefined) continue;
    const coercion = coercionTo(source, target, features);
    if (coercion === undefined) return null;
    if (coercion !== 'same') steps.push([name, guard(coercion.apply)]);
  }
  const drops = !features.PowerFxV1CompatibilityRules && [...from.keys()].some((name) => !to.has(name));
  if (steps.length === 0 && !drops) return undefined;
  const changed = new Map(steps);
  return (value, run) =>
    row(
      [...new Set(drops ? to.keys() : [...Object.keys(value), ...changed.keys()])].map((name) => {
        const apply = changed.get(name);
        return [name, apply === undefined ? field(value, name) : apply(field(value, name), run)] as const;
      }),
    );
}

// ---- The question -----------------------------------------------------------------------------------------------------------------

/** How a value of type `from` becomes one of type `to`: `'same'` where it is one already, undefined where it cannot. */
export function coercionTo(from: Type, to: Type, features: Features): Coercion | 'same' | undefined {
  if (to.kind === 'any' || from.kind === 'blank' || from === to) return 'same';
  if (from.kind === 'unknown' || to.kind === 'unknown') return from.kind === to.kind ? 'same' : undefined;
  const direct = convertTo(from, to, features);
  return direct === undefined || direct === 'same' ? direct : { to, apply: guard(direct) };
}

function convertTo(from: Type, to: Type, features: Features): Convert | 'same' | undefined {
  if (from.kind === 'dynamic') return to.kind === 'dynamic' ? 'same' : fromDynamic(to);
  if (from.kind === 'option') {
    if (to.kind === 'option') return from.set === to.set ? 'same' : undefined;
    if (isTextLike(to)) return (value: OptionValue) => optionText(value);
    const { backing, coercesToBacking } = from.set;
    if (coercesToBacking !== true) return undefined;
    if (backing === to.kind) return (value: OptionValue) => value.value;
    // Numbers of both kinds are numbers.
    const numbers = backing === 'number' && to.kind === 'decimal';
    return numbers ? (value: OptionValue) => Decimal.fromNumber(value.value as number) : undefined;
  }
  if (to.kind === 'option') return toOption(from, to.set, features);
  if (isAggregate(from) && isAggregate(to)) {
    if (from.kind !== to.kind) return undefined;
    const convert = fieldsTo(from.fields, to.fields, features);
    if (convert === null) return undefined;
    if (convert === undefined) return 'same';
    if (from.kind === 'record') return convert;
    return (value: Table, run: Run) =>
      withFactsOf(
        value.map((item) => (item === null || item instanceof FormulaError ? item : convert(item, run))),
        value,
      );
  }
  if (from.kind === 'control') return to.kind === 'control' || to.kind === 'any' ? 'same' : undefined;
  const source = textTo(from.kind);
  const target = textTo(to.kind);
  if (source === target) return 'same';
  return conversions.get(
    `${source}>${to.kind === 'image' || to.kind === 'media' ? (source === 'blob' ? to.kind : target) : target}`,
  );
}

/** A value whose type is known only now, as text: for messages and for values of any type. */
export function plainText(value: Value, run: { readonly culture: string; readonly timeZone: string }): string | undefined {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return numberToText(value, run.culture);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (value instanceof Decimal) return localize(value.toString(), run.culture);
  if (value instanceof OptionValue) return optionText(value);
  if (value instanceof Guid) return value.text;
  if (value instanceof DateValue || value instanceof DateTimeValue || value instanceof TimeValue) return dateText(value, run);
  return undefined;
}

export type { Color, Json };
