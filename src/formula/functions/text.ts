import { FormulaError, formulaError, joinErrors } from '../error.ts';
import {
  defineFunction,
  given,
  optional,
  param,
  perRow,
  repeated,
  type Documentation,
  type FunctionDefinition,
} from '../function.ts';
import { exceeds } from '../limits.ts';
import type { Run } from '../run.ts';
import { toLower, toProper, toUpper } from '../text-case.ts';
import { joinedMember } from '../option-set.ts';
import { concatenatedSet } from '../operators.ts';
import * as types from '../type.ts';
import { boolean, columnOf, emptyTable, number, numeric, text } from '../type.ts';
import { writtenType } from './results.ts';

/*
 * Parts of texts, and texts of parts. Characters are counted in UTF-16 units; a count with a fraction loses it.
 */

export const documentation: Documentation = {
  text: {
    Left: {
      summary: 'The first characters of a text.',
      examples: [
        ['Left("Power Fx", 5)', '"Power"'],
        ['Left(12345, 2)', '"12"'],
      ],
    },
    Right: {
      summary: 'The last characters of a text.',
      examples: [['Right("Power Fx", 2)', '"Fx"']],
    },
    Mid: {
      summary: 'The characters of a text from a position on: so many, or all.',
      examples: [
        ['Mid("Power Fx", 7)', '"Fx"'],
        ['Mid("Power Fx", 2, 3)', '"owe"'],
      ],
    },
    Len: {
      forms: ['text', 'text_column'],
      summary: 'How many characters a text has.',
      examples: [['Len("Power")', '5']],
    },
    Find: {
      forms: [
        'find_text, within_text',
        'find_text, within_text, start_num',
        'find_text_or_column, within_text_or_column',
        'find_text_or_column, within_text_or_column, start_num',
      ],
      summary: 'The position of a text within another, from 1; blank where it is not. Capital and small letters differ.',
      examples: [
        ['Find("o", "Power Fx")', '2'],
        ['Find("x", "Power Fx", 3)', '8'],
        ['Find("f", "Power Fx")', 'Blank()'],
      ],
    },
    Replace: {
      forms: ['old_text, start_num, num_chars, new_text', 'text_column, start_num, num_chars, new_text'],
      summary: 'The text with the characters at a position replaced.',
      examples: [['Replace("Power Fx", 1, 5, "Magic")', '"Magic Fx"']],
    },
    Substitute: {
      summary:
        'The text with each occurrence of a part replaced, or with the one that is numbered. Capital and small letters differ.',
      examples: [
        ['Substitute("a-b-c", "-", "+")', '"a+b+c"'],
        ['Substitute("a-b-c", "-", "+", 2)', '"a-b+c"'],
      ],
    },
    Split: {
      summary: 'A table of the parts of a text between separators; without a separator, of its characters.',
      examples: [
        ['Split("a,b", ",")', 'Table({Value:"a"},{Value:"b"})'],
        ['Split("ab", "")', 'Table({Value:"a"},{Value:"b"})'],
      ],
    },
    Upper: {
      forms: ['text', 'text_column'],
      summary: 'The text in capital letters.',
      examples: [['Upper("abc")', '"ABC"']],
    },
    Lower: {
      forms: ['text', 'text_column'],
      summary: 'The text in small letters.',
      examples: [['Lower("ABC")', '"abc"']],
    },
    Proper: {
      forms: ['text', 'text_column'],
      summary: 'The text with a capital letter at the begin of each word, and small ones after it.',
      examples: [['Proper("power FX")', '"Power Fx"']],
    },
    Trim: {
      forms: ['text', 'text_column'],
      summary: 'The text without blanks at its ends, and with single blanks between words.',
      examples: [['Trim("  a   b ")', '"a b"']],
    },
    TrimEnds: {
      forms: ['text', 'text_column'],
      summary: 'The text without blanks at its ends; those between words stay.',
      examples: [['TrimEnds("  a   b ")', '"a   b"']],
    },
    StartsWith: {
      summary: 'Whether a text begins with another; capital and small letters are alike.',
      examples: [['StartsWith("Power Fx", "power")', 'true']],
    },
    EndsWith: {
      summary: 'Whether a text ends with another; capital and small letters are alike.',
      examples: [['EndsWith("Power Fx", "fx")', 'true']],
    },
    Concatenate: {
      summary: 'Texts joined to one.',
      examples: [
        ['Concatenate("a", 1, true)', '"a1true"'],
        ['JSON([1], Concatenate(JSONFormat.Compact, JSONFormat.FlattenValueTables))', '"[1]"'],
      ],
    },
  },
  table: {
    Concat: {
      summary: 'A text for each row of a table, joined to one, with a separator between them.',
      examples: [['Concat([1, 2, 3], Value, ", ")', '"1, 2, 3"']],
    },
  },
};

const negativeCount = formulaError('InvalidArgument', 'The number of characters cannot be negative.');
const noPosition = formulaError('InvalidArgument', 'Positions in a text begin at 1.');
const beyondText = formulaError('InvalidArgument', 'The start position lies outside the text.');
const noInstance = formulaError('InvalidArgument', 'The occurrences of a text are counted from 1.');

/** Blanks of all widths and line ends, as .NET sees them. */
const ends =
  /^[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+|[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+$/g;
/** Runs of blanks inside a text; line ends and no-break spaces stay. */
const runs = /[\t \x85\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/g;

const trimEnds = (value: string): string => value.replace(ends, '');

/** From this length on a text is measured before it is made. */
const LONG = 100_000;

/** The error for a text that would be too long with each occurrence of a part replaced. */
function tooLongReplaced(value: string, part: string, replacement: string, run: Run): FormulaError | undefined {
  if ((value.length / part.length) * replacement.length < LONG) return undefined;
  let count = 0;
  for (let at = value.indexOf(part); at >= 0; at = value.indexOf(part, at + part.length)) count++;
  return exceeds(value.length + count * (replacement.length - part.length), run);
}

/** Replaces the given occurrence of a part, counted from 1; parts do not overlap. */
function substituteOne(value: string, part: string, replacement: string, instance: number): string {
  let at = value.indexOf(part);
  for (let i = 1; at >= 0 && i < instance; i++) at = value.indexOf(part, at + part.length);
  return at < 0 ? value : value.slice(0, at) + replacement + value.slice(at + part.length);
}

const parts: readonly FunctionDefinition[] = [
  defineFunction({
    name: 'Left',
    parameters: [param('text', text), param('num_chars', number)],
    rowByRow: true,
    result: text,
    evaluate: (value, count) => (count < 0 ? negativeCount : value.slice(0, Math.trunc(count))),
  }),
  defineFunction({
    name: 'Right',
    parameters: [param('text', text), param('num_chars', number)],
    rowByRow: true,
    result: text,
    evaluate: (value, count) => (count < 0 ? negativeCount : value.slice(Math.max(0, value.length - Math.trunc(count)))),
  }),
  defineFunction({
    name: 'Mid',
    parameters: [param('text', text), param('start_num', number), optional(param('num_chars', number))],
    rowByRow: true,
    result: text,
    evaluate: (value, start, count) => {
      const from = Math.trunc(start);
      const wrong = [from < 1 && noPosition, count !== undefined && count < 0 && negativeCount].filter(
        (error) => error !== false,
      );
      if (wrong.length > 0) return wrong.reduce(joinErrors);
      return value.slice(from - 1, count === undefined ? undefined : from - 1 + Math.trunc(count));
    },
  }),
  defineFunction({
    name: 'Len',
    parameters: [param('text', text)],
    rowByRow: true,
    result: numeric,
    evaluate: (value) => value.length,
  }),
  defineFunction({
    name: 'Find',
    parameters: [param('find_text', text), param('within_text', text), optional(param('start_num', number))],
    rowByRow: true,
    result: numeric,
    evaluate: (find, value, start = 1) => {
      const from = Math.trunc(start);
      if (from < 1 || from > value.length + 1) return beyondText;
      const at = value.indexOf(find, from - 1);
      return at < 0 ? null : at + 1;
    },
  }),
  defineFunction({
    name: 'Replace',
    parameters: [param('old_text', text), param('start_num', number), param('num_chars', number), param('new_text', text)],
    rowByRow: true,
    result: text,
    evaluate: (value, start, count, replacement) => {
      const from = Math.trunc(start);
      if (from < 1) return noPosition;
      if (count < 0) return negativeCount;
      return value.slice(0, from - 1) + replacement + value.slice(from - 1 + Math.trunc(count));
    },
  }),
  defineFunction({
    name: 'Substitute',
    parameters: [param('text', text), param('old_text', text), param('new_text', text), optional(param('instance_num', number))],
    rowByRow: true,
    result: text,
    evaluate: (value, part, replacement, occurrence, run) => {
      if (occurrence !== undefined && occurrence < 1) return noInstance;
      if (part === '') return value;
      if (occurrence === undefined) {
        const tooLong = replacement.length > part.length ? tooLongReplaced(value, part, replacement, run) : undefined;
        return tooLong ?? value.replaceAll(part, () => replacement);
      }
      return occurrence > value.length ? value : substituteOne(value, part, replacement, Math.trunc(occurrence));
    },
  }),
  defineFunction({
    name: 'Split',
    parameters: [param('text', text), param('separator', text)],
    result: columnOf(text),
    evaluate: (value, separator) => value.split(separator).map((part) => ({ Value: part })),
  }),
];

const forms: readonly FunctionDefinition[] = [
  defineFunction({
    name: 'Upper',
    parameters: [param('text', text)],
    rowByRow: true,
    result: text,
    evaluate: (value, run) => toUpper(value, run.culture),
  }),
  defineFunction({
    name: 'Lower',
    parameters: [param('text', text)],
    rowByRow: true,
    result: text,
    evaluate: (value, run) => toLower(value, run.culture),
  }),
  defineFunction({
    name: 'Proper',
    parameters: [param('text', text)],
    rowByRow: true,
    result: text,
    evaluate: (value, run) => toProper(value, run.culture),
  }),
  defineFunction({
    name: 'Trim',
    parameters: [param('text', text)],
    rowByRow: true,
    result: text,
    evaluate: (value) => trimEnds(value.replace(runs, ' ')),
  }),
  defineFunction({
    name: 'TrimEnds',
    parameters: [param('text', text)],
    rowByRow: true,
    result: text,
    evaluate: trimEnds,
  }),
];

const comparisons: readonly FunctionDefinition[] = (['StartsWith', 'EndsWith'] as const).map((name) =>
  defineFunction({
    name,
    parameters: [param('text', text), param(name === 'StartsWith' ? 'start' : 'end', text)],
    result: boolean,
    evaluate: (value, part) => {
      if (part.length > value.length) return false;
      const at = name === 'StartsWith' ? value.slice(0, part.length) : value.slice(value.length - part.length);
      return toUpper(at, 'en-US') === toUpper(part, 'en-US');
    },
  }),
);

const joins: readonly FunctionDefinition[] = [
  defineFunction({
    name: 'Concatenate',
    folds: true,
    parameters: [param('text', text), repeated(param('text', text))],
    rowByRow: true,
    result: (call) => {
      const set = concatenatedSet(call.args.map((_, i) => writtenType(call, i)));
      return set === undefined ? text : types.optionType(set);
    },
    specialize: (call) => {
      const set = concatenatedSet(call.args.map((_, i) => writtenType(call, i)));
      const joined = (first: string, rest: readonly string[]): string => first + rest.join('');
      const tooLong = (first: string, rest: readonly string[], run: Run): FormulaError | undefined =>
        exceeds(
          rest.reduce((length, part) => length + part.length, first.length),
          run,
        );
      if (set === undefined) return (first, rest, run) => tooLong(first, rest, run) ?? joined(first, rest);
      return (first, rest) => joinedMember(set, joined(first, rest));
    },
  }),
  defineFunction({
    name: 'Concat',
    parameters: [given('table', emptyTable), perRow('expression', text), optional(given('separator', text))],
    result: text,
    evaluate: (rows, each, separator, run) => {
      const found: string[] = [];
      let length = 0;
      for (const item of rows) {
        const part = each(item);
        if (part instanceof FormulaError) return part;
        const text = (part as string | null) ?? '';
        found.push(text);
        length += text.length + (separator?.length ?? 0);
        const tooLong = length > LONG ? exceeds(length, run) : undefined;
        if (tooLong !== undefined) return tooLong;
      }
      return found.join(separator ?? '');
    },
  }),
];

export const texts: readonly FunctionDefinition[] = [...parts, ...forms, ...comparisons, ...joins];
