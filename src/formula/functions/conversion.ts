import { parseDate, parseTime } from '../date-read.ts';
import { startOfDay } from '../calendar.ts';
import { coercionTo, textToDecimal, textToNumber } from '../coercion.ts';
import { cultureOf, unknownCulture } from '../culture.ts';
import { Decimal } from '../decimal.ts';
import { FormulaError, formulaError } from '../error.ts';
import type { Features } from '../features.ts';
import { defineFunction, given, optional, overload, param, type Documentation, type FunctionDefinition } from '../function.ts';
import { OptionValue } from '../option-set.ts';
import type { Run } from '../run.ts';
import * as types from '../type.ts';
import { any, boolean, dynamic, guid, number, table, text, type Type } from '../type.ts';
import { DateValue, Dynamic, Guid, type Value } from '../value.ts';

/*
 * Functions that turn a value of one type into another.
 */

export const documentation: Documentation = {
  conversion: {
    Value: {
      summary: 'The number that a text says, or that a date or true/false stands for.',
      examples: [
        ['Value("1,234.5")', '1234.5'],
        ['Value("1.234,5", "de-DE")', '1234.5'],
        ['Value("12%")', '0.12'],
      ],
    },
    Float: {
      summary: 'A value as a floating-point number.',
      examples: [['Float("1.5")', '1.5']],
    },
    Decimal: {
      summary: 'A value as a decimal number, exact to 28 digits.',
      examples: [['Decimal("1.5")', '1.5']],
    },
    Boolean: {
      forms: ['text', 'input', 'boolean', 'number'],
      summary: 'The truth value that a text ("true", "false"), a number (not 0) or a choice stands for.',
      examples: [
        ['Boolean("TRUE")', 'true'],
        ['Boolean(0)', 'false'],
      ],
    },
    GUID: {
      summary: 'A new globally unique identifier, or the one that a text says.',
      examples: [
        ['GUID("5cc45615f7594a53b225d3a2497f60ad")', 'GUID("5cc45615-f759-4a53-b225-d3a2497f60ad")'],
        ['IsBlank(GUID())', 'false'],
      ],
    },
  },
  date: {
    DateValue: {
      summary: 'The date that a text says.',
      examples: [
        ['DateValue("5/31/2026")', 'Date(2026,5,31)'],
        ['DateValue("31.05.2026", "de-DE")', 'Date(2026,5,31)'],
      ],
    },
    DateTimeValue: {
      summary: 'The date and time that a text says.',
      examples: [['DateTimeValue("5/31/2026 2:30 PM")', 'DateTime(2026,5,31,14,30,0,0)']],
    },
    TimeValue: {
      summary: 'The time of day that a text says.',
      examples: [['TimeValue("2:30 PM")', 'Time(14,30,0,0)']],
    },
  },
  text: {
    Char: {
      forms: ['number', 'column_of_numbers'],
      summary: 'The character with a number of Latin-1, 1 to 255.',
      examples: [['Char(65)', '"A"']],
    },
    UniChar: {
      forms: ['number', 'column_of_numbers'],
      summary: 'The character with a number of Unicode.',
      examples: [['UniChar(8364)', '"€"']],
    },
  },
  information: {
    Language: {
      summary: 'The language and region that the app is shown in, such as "en-US".',
      examples: [['Language()', '"en-US"']],
    },
  },
};

interface Place {
  readonly culture: string;
  readonly timeZone: string;
  readonly now: () => number;
}

/** The run's culture and zone, or the given culture; an error where that is none. */
function placeOf(language: string | undefined, run: Run): Place | FormulaError {
  if (language === undefined) return run;
  const culture = cultureOf(language);
  return culture === undefined ? unknownCulture(language) : { culture, timeZone: run.timeZone, now: run.now };
}

// ---- Numbers ------------------------------------------------------------------------------------------------------------------------

type NumberKind = 'number' | 'decimal';
const readers = { number: textToNumber, decimal: textToDecimal };

/** `Value`, `Float` and `Decimal`: from any scalar; texts are read in the given language. `kindOf` says which kind a type becomes, `refusal` by which rules not. */
const toNumber = (
  name: string,
  kindOf: (from: Type, features: Features) => NumberKind,
  refusal: (features: Features) => string | undefined = () => undefined,
): FunctionDefinition =>
  defineFunction({
    name,
    parameters: [given('text', any), optional(given('language', text))],
    result: (call) => {
      const refused = refusal(call.features);
      if (refused !== undefined) call.error(0, refused);
      const from = call.types[0]!;
      const to = types[kindOf(from, call.features)];
      const plain = from.kind === 'text' || from.kind === 'dynamic' || (from.kind === 'option' && from.set.backing === 'number');
      const fits = plain || call.coerce(0, to);
      if (!fits) call.error(0, 'ErrNumberOrStringExpected');
      return to;
    },
    evaluate: (value, language, run) => {
      const place = placeOf(language, run);
      if (place instanceof FormulaError) return place;
      const to = kindOf(text, run.features);
      if (typeof value === 'string') return readers[to](value, place);
      if (value instanceof OptionValue) return to === 'decimal' ? Decimal.fromNumber(Number(value.value)) : Number(value.value);
      if (!(value instanceof Dynamic)) return value;
      const coercion = coercionTo(dynamic, types[to], run.features);
      return typeof coercion === 'object' ? coercion.apply(value, { ...run, culture: place.culture }) : null;
    },
  });

/** Both kinds of numbers keep theirs; everything else becomes what numbers are in formulas. */
const ownKind = (from: Type, features: Features): NumberKind =>
  from.kind === 'number' || from.kind === 'decimal' ? from.kind : features.NumberIsFloat ? 'number' : 'decimal';

// ---- Dates --------------------------------------------------------------------------------------------------------------------------

const toDate = (
  name: string,
  argument: string,
  result: Type,
  read: (text: string, place: Place) => Value,
): FunctionDefinition => ({
  name,
  overloads: [
    overload({
      parameters: [given(argument, dynamic)],
      accepts: ([first]) => first?.kind === 'dynamic',
      result,
      evaluate: (value, run) => {
        const coercion = coercionTo(dynamic, result, run.features);
        return typeof coercion === 'object' ? coercion.apply(value, run) : null;
      },
    }),
    overload({
      parameters: [given(argument, text), optional(given('language_code', text))],
      result,
      evaluate: (value, language, run) => {
        const place = placeOf(language, run);
        return place instanceof FormulaError ? place : read(value, place);
      },
    }),
  ],
});

// ---- Identifiers --------------------------------------------------------------------------------------------------------------------

const digits = /^[0-9a-f]{32}$/;
const dashed = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const notGuid = formulaError('InvalidArgument', 'The text is no GUID. It has 32 hexadecimal digits, with or without dashes.');

/** An identifier from its digits, with or without dashes, in braces or parentheses or not. */
function readGuid(value: string): Guid | FormulaError {
  const trimmed = value.trim().toLowerCase();
  const bare = /^\{.*\}$|^\(.*\)$/.test(trimmed) ? trimmed.slice(1, -1) : trimmed;
  if (dashed.test(bare)) return new Guid(bare);
  if (bare !== trimmed || !digits.test(bare)) return notGuid;
  return new Guid(bare.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'));
}

/** A new identifier (version 4), from the run's own source of chance. */
function newGuid(run: Run): Guid {
  let hex = '';
  for (let i = 0; i < 32; i++) hex += Math.floor(run.random() * 16).toString(16);
  const variant = '89ab'[Number.parseInt(hex[16]!, 16) % 4]!;
  return readGuid(`${hex.slice(0, 12)}4${hex.slice(13, 16)}${variant}${hex.slice(17)}`) as Guid;
}

// ---- Characters ---------------------------------------------------------------------------------------------------------------------

const noCharacter = formulaError('InvalidArgument', 'No character has this number. Char takes 1 to 255, UniChar 1 to 1114111.');
const halfCharacter = formulaError('NotApplicable', 'This number stands for half of a character.');

export const conversions: readonly FunctionDefinition[] = [
  toNumber('Value', ownKind),
  toNumber('Float', () => 'number'),
  toNumber(
    'Decimal',
    () => 'decimal',
    (features) => (features.PowerFxV1CompatibilityRules ? undefined : 'ErrDecimalRequiresPowerFxV1'),
  ),
  defineFunction({
    name: 'Boolean',
    parameters: [given('value', any)],
    rowByRow: true,
    result: (call) => {
      const type = call.types[0]!;
      const column = type.kind === 'table' ? [...type.fields.keys()][0] : undefined;
      const member = type.kind === 'option' && type.set.backing === 'boolean';
      const fits = member || call.coerce(0, column === undefined ? boolean : table(new Map([[column, boolean]])));
      if (!fits) call.error(0, 'ErrBooleanExpected');
      return boolean;
    },
    evaluate: (value) => (value instanceof OptionValue ? value.value : (value as Value)),
  }),
  toDate('DateValue', 'date_text', types.date, readDateOnly),
  toDate('DateTimeValue', 'time_text', types.dateTime, parseDate),
  toDate('TimeValue', 'time_text', types.time, parseTime),
  {
    name: 'GUID',
    volatile: true,
    overloads: [
      overload({ parameters: [], result: guid, evaluate: newGuid }),
      overload({ parameters: [given('GUID_string', text)], result: guid, evaluate: readGuid }),
    ],
  },
  defineFunction({
    name: 'Char',
    folds: true,
    parameters: [param('number', number)],
    rowByRow: true,
    result: text,
    evaluate: (value) => (value < 1 || value >= 256 ? noCharacter : String.fromCharCode(value)),
  }),
  defineFunction({
    name: 'UniChar',
    folds: true,
    parameters: [param('number', number)],
    rowByRow: true,
    result: text,
    evaluate: (value) => {
      const code = Math.floor(value);
      if (code < 1 || code > 0x10ffff) return noCharacter;
      return code >= 0xd800 && code <= 0xdfff ? halfCharacter : String.fromCodePoint(code);
    },
  }),
  defineFunction({
    name: 'Language',
    parameters: [],
    result: text,
    evaluate: (run) => run.culture,
  }),
];

function readDateOnly(value: string, place: Place): Value {
  const found = parseDate(value, place);
  return found instanceof FormulaError || found === null ? found : new DateValue(startOfDay(found.wall));
}
