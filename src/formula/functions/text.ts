import { FormulaError, formulaError, joinErrors } from '../error.ts';
import { defineFunction, given, maybe, optional, param, perRow, repeated, type FunctionDefinition } from '../function.ts';
import { boolean, emptyTable, number, text } from '../type.ts';

const negative = formulaError('InvalidArgument', 'The number of characters cannot be negative.');

/** Whole characters (UTF-16 units) asked for; fractions are cut off. */
const count = (value: number): number => Math.trunc(value);

export const texts: readonly FunctionDefinition[] = [
  defineFunction({
    name: 'Left',
    category: 'text',
    summary: 'The first characters of a text.',
    parameters: [param('text', text), param('count', number)],
    rowByRow: true,
    result: text,
    examples: [
      ['Left("Power Fx", 5)', '"Power"'],
      ['Left(12345, 2)', '"12"'],
    ],
    evaluate: (value, characters) => (characters < 0 ? negative : value.slice(0, count(characters))),
  }),
  defineFunction({
    name: 'Len',
    category: 'text',
    summary: 'How many characters a text has.',
    parameters: [param('text', text)],
    rowByRow: true,
    result: number,
    examples: [['Len("Power")', '5']],
    evaluate: (value) => value.length,
  }),
  defineFunction({
    name: 'Upper',
    category: 'text',
    summary: 'The text in capital letters.',
    parameters: [param('text', text)],
    result: text,
    examples: [['Upper("abc")', '"ABC"']],
    evaluate: (value, run) => value.toLocaleUpperCase(run.culture),
  }),
  defineFunction({
    name: 'Lower',
    category: 'text',
    summary: 'The text in small letters.',
    parameters: [param('text', text)],
    result: text,
    examples: [['Lower("ABC")', '"abc"']],
    evaluate: (value, run) => value.toLocaleLowerCase(run.culture),
  }),
  defineFunction({
    name: 'Trim',
    category: 'text',
    summary: 'The text without blanks at its ends, and with single blanks between words.',
    parameters: [param('text', text)],
    result: text,
    examples: [['Trim("  a   b ")', '"a b"']],
    evaluate: (value) => value.replace(/^ +| +$/g, '').replace(/ {2,}/g, ' '),
  }),
  ...(['StartsWith', 'EndsWith'] as const).map((name) =>
    defineFunction({
      name,
      category: 'text',
      summary: `Whether a text ${name === 'StartsWith' ? 'begins' : 'ends'} with another; capital and small letters are alike.`,
      parameters: [param('text', text), param('part', text)],
      result: boolean,
      examples: [[`${name}("Power Fx", "${name === 'StartsWith' ? 'power' : 'fx'}")`, 'true']],
      evaluate: (value, part) => {
        const whole = value.toLowerCase();
        return name === 'StartsWith' ? whole.startsWith(part.toLowerCase()) : whole.endsWith(part.toLowerCase());
      },
    }),
  ),
  defineFunction({
    name: 'Concatenate',
    category: 'text',
    summary: 'Texts joined to one.',
    parameters: [param('text', text), repeated(param('text', text))],
    rowByRow: true,
    result: text,
    examples: [['Concatenate("a", 1, true)', '"a1true"']],
    evaluate: (first, rest) => first + rest.join(''),
  }),
  defineFunction({
    name: 'Concat',
    category: 'table',
    summary: 'A text for each row of a table, joined to one, with a separator between them.',
    parameters: [given('table', emptyTable), perRow('text', text), optional(maybe('separator', text))],
    result: text,
    examples: [['Concat([1, 2, 3], Value, ", ")', '"1, 2, 3"']],
    evaluate: (rows, each, separator) => {
      const parts: string[] = [];
      let error: FormulaError | null = null;
      for (const item of rows) {
        const part = item instanceof FormulaError ? item : each(item);
        if (part instanceof FormulaError) error = error === null ? part : joinErrors(error, part);
        else parts.push((part as string | null) ?? '');
      }
      return error ?? parts.join(separator ?? '');
    },
  }),
];
