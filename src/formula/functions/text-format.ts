import { coercionTo, plainText } from '../coercion.ts';
import { constantText } from '../constant.ts';
import { cultureOf, unknownCulture } from '../culture.ts';
import { Decimal } from '../decimal.ts';
import { dateTimeFormat } from '../enums.ts';
import { FormulaError, formulaError } from '../error.ts';
import type { Features } from '../features.ts';
import { format, formatByName, isPattern, type Formattable } from '../format/format.ts';
import { defineFunction, maybe, optional, type CallShape, type Documentation, type FunctionDefinition } from '../function.ts';
import { OptionValue } from '../option-set.ts';
import type { Run } from '../run.ts';
import * as types from '../type.ts';
import {
  any,
  boolean,
  date,
  dateTime,
  dynamic,
  isDateLike,
  isNumeric,
  numeric,
  optionType,
  text,
  time,
  type Type,
} from '../type.ts';
import { DateTimeValue, DateValue, Dynamic, TimeValue, type Value } from '../value.ts';
import { writtenType } from './results.ts';

/*
 * `Text`: any value as text, numbers and dates by a format and in the manner of a language.
 */

export const documentation: Documentation = {
  text: {
    Text: {
      summary: 'A value as text; numbers and dates by a format, in the manner of a language.',
      examples: [
        ['Text(1234.5, "#,##0.00")', '"1,234.50"'],
        ['Text(1234.5, "#,##0.00 €", "de-DE")', '"1.234,50 €"'],
        ['Text(0.25, "0%")', '"25%"'],
        ['Text(-5, "0;(0);zero")', '"(5)"'],
        ['Text(Date(2026, 5, 31), "dddd, mmmm d, yyyy")', '"Sunday, May 31, 2026"'],
        ['Text(Time(14, 30, 0), "h:mm AM/PM")', '"2:30 PM"'],
        ['Text(Date(2026, 5, 31), DateTimeFormat.LongDate, "fr-FR")', '"dimanche 31 mai 2026"'],
      ],
      parameters: {
        format_text: 'Numbers: 0 # . , % E+0; dates: yyyy mm dd hh ss AM/PM, or a member of DateTimeFormat.',
        language: 'Such as "en-US" or "de-DE"; the language of the app unless given.',
      },
    },
  },
};

const takesFormat = (type: Type): boolean =>
  isNumeric(type) || isDateLike(type) || type.kind === 'blank' || type.kind === 'dynamic';

const isText = ({ kind }: Type): boolean => kind === 'text' || kind === 'blank' || kind === 'dynamic';

function resultType(call: CallShape): Type {
  const [value, pattern] = call.types as readonly [Type, ...Type[]];
  if (value.kind === 'unknown') {
    call.error(0, 'ErrNumberOrStringExpected');
    return text;
  }
  if (value.kind !== 'blank' && coercionTo(value, text, call.features) === undefined) call.error(0, 'ErrNumberOrStringExpected');
  if (call.args.length > 2 && !isText(writtenType(call, 2))) call.error(2, 'ErrStringExpected');
  if (pattern === undefined) return text;
  if (pattern.kind === 'option' && pattern.set === dateTimeFormat) return text;
  const written = call.args[1]!;
  if (written.kind === 'literal' && written.member?.set === dateTimeFormat) {
    call.coerce(1, types.optionType(dateTimeFormat));
    return text;
  }
  if (
    !isText(pattern) &&
    !(pattern.kind === 'option' && pattern.set.backing === 'text' && pattern.set.coercesToBacking === true)
  ) {
    call.error(1, 'ErrStringExpected');
    return text;
  }
  call.coerce(1, text);
  if (!takesFormat(value)) refuse(call, 'ErrNotSupportedFormat_Func');
  const constant = constantText(call.args[1]!);
  if (constant !== undefined && !isPattern(patternIn(constant, call.features))) refuse(call, 'ErrIncorrectFormat_Func');
  return text;
}

/** A format that fails each time: said as a warning where it stands, and the call is refused. */
function refuse(call: CallShape, code: string): void {
  call.warning(1, code, 'Text');
  call.error('name', 'ErrInvalidArgs_Func', 'Text');
}

/**
 * A format without the language that it says it is written in. Patterns are the same in every language here, and how the result is written the
 * third argument says.
 */
const patternIn = (written: string, { TextFormatNamesLanguage: named }: Features): string =>
  named ? written.replace(/\[\$-[\w-]*\]/, '') : written;

const noFormat = formulaError('InvalidArgument', 'Only numbers and dates take a format.');

/** A dynamic value as what a format can show: a number, or a text that says a number or a date. */
function typed(value: Dynamic, run: Run): Value {
  for (const type of [run.features.NumberIsFloat ? types.number : types.decimal, types.dateTime]) {
    const coercion = coercionTo(dynamic, type, run.features);
    const found = typeof coercion === 'object' ? coercion.apply(value, run) : null;
    if (!(found instanceof FormulaError)) return found;
  }
  return noFormat;
}

const isFormattable = (value: Value): value is Formattable =>
  typeof value === 'number' ||
  value instanceof Decimal ||
  value instanceof DateValue ||
  value instanceof DateTimeValue ||
  value instanceof TimeValue;

function formatted(value: Value, pattern: Value, culture: string, run: Run): Value {
  const shown = value instanceof Dynamic ? typed(value, run) : (value ?? 0);
  if (shown instanceof FormulaError) return shown;
  const known = shown ?? 0;
  if (!isFormattable(known)) return noFormat;
  return pattern instanceof OptionValue
    ? formatByName(known, String(pattern.value), { culture, timeZone: run.timeZone })
    : format(known, patternIn(pattern as string, run.features), culture);
}

export const formatting: FunctionDefinition = defineFunction({
  name: 'Text',
  parameters: [
    maybe('value', any, { suggests: [numeric, text, boolean, dateTime, date, time] }),
    optional(
      maybe('format_text', any, {
        suggests: [text, optionType(dateTimeFormat)],
      }),
    ),
    optional(maybe('language', text)),
  ],
  result: resultType,
  evaluate: (value, pattern, language, run) => {
    if (pattern === undefined) return value === null ? null : plainValue(value, run);
    if (pattern === null || language === null) return '';
    const culture = language === undefined ? run.culture : cultureOf(language);
    return culture === undefined ? unknownCulture(language!) : formatted(value, pattern, culture, run);
  },
});

function plainValue(value: Value, run: Run): Value {
  if (!(value instanceof Dynamic)) return plainText(value, run) ?? null;
  const coercion = coercionTo(dynamic, text, run.features);
  return typeof coercion === 'object' ? coercion.apply(value, run) : null;
}
