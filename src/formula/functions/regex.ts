import { match, matchOptions } from '../enums.ts';
import { formulaError, type FormulaError } from '../error.ts';
import {
  defineFunction,
  maybe,
  optional,
  param,
  type CallShape,
  type Documentation,
  type FunctionDefinition,
} from '../function.ts';
import { addMessages } from '../messages.ts';
import { OptionValue } from '../option-set.ts';
import { OUT_OF_STEPS, makeMatcher, type Hit, type Matcher } from '../regex/matcher.ts';
import { regexMessages } from '../regex/messages.ts';
import { isFault } from '../regex/read-pattern.ts';
import type { Run } from '../run.ts';
import * as types from '../type.ts';
import { boolean, columnOf, number, optionType, record, text, type Type } from '../type.ts';
import { row, type Row, type Value } from '../value.ts';
import { constantAt } from './results.ts';

/*
 * `IsMatch`, `Match`, `MatchAll`. Pattern and options are constants, so a formula is checked with them: what a pattern captures is known, and
 * what is wrong with it is said where it is written.
 */

export const documentation: Documentation = {
  text: {
    IsMatch: {
      forms: ['text, format', 'text, format, extent'],
      summary: 'Whether a text contains a match of a regular expression.',
      examples: [
        ['IsMatch("Order 123", "\\d+")', 'true'],
        [
          'IsMatch("123-4567", Match.Digit & Match.Digit & Match.Digit & "-" & Match.MultipleDigits, MatchOptions.Complete)',
          'true',
        ],
      ],
      parameters: {
        regular_expression: 'A regular expression, or members of Match joined with & and texts.',
        options: 'Members of MatchOptions, joined with &.',
      },
    },
    Match: {
      summary: 'The first match of a regular expression in a text: what matched, where it begins, and what its groups captured.',
      examples: [
        ['Match("Bob <bob@contoso.com>", "<(?<email>" & Match.Email & ")>").email', '"bob@contoso.com"'],
        ['Match("abc", "b")', '{FullMatch:"b",StartMatch:2}'],
      ],
      parameters: {
        regular_expression: 'A regular expression, or members of Match joined with & and texts.',
        options: 'Members of MatchOptions, joined with &.',
      },
    },
    MatchAll: {
      summary: 'A table of all matches of a regular expression in a text.',
      examples: [['MatchAll("a1b22", "\\d+")', 'Table({FullMatch:"1",StartMatch:2},{FullMatch:"22",StartMatch:4})']],
      parameters: {
        regular_expression: 'A regular expression, or members of Match joined with & and texts.',
        options: 'Members of MatchOptions, joined with &.',
      },
    },
  },
};

addMessages(regexMessages);

type Made = Matcher | { readonly code: string; readonly found: string };

const known = new Map<string, Made>();

/** A matcher for a pattern, made once. */
function matcherOf(pattern: string, options: string, legacy: boolean): Made {
  const key = `${legacy ? 'legacy' : ''} ${options} ${pattern}`;
  let made = known.get(key);
  if (made === undefined) {
    // Patterns are few, but before V1 options can be computed.
    if (known.size >= 200) known.clear();
    known.set(key, (made = makeMatcher(pattern, options, legacy)));
  }
  return made;
}

const isMatcher = (made: Made): made is Matcher => !isFault(made as never);

// ---- Checking -----------------------------------------------------------------------------------------------------------------------

const isLegacy = (call: CallShape): boolean => !call.features.PowerFxV1CompatibilityRules;

/** The matcher of a call; reports what is wrong with its pattern or options. */
function checked(call: CallShape, standard: string): Matcher | undefined {
  const pattern = constantAt(call, 1);
  if (pattern === undefined) {
    call.error(1, 'ErrVariableRegEx');
    return undefined;
  }
  const given = call.args.length > 2 ? constantAt(call, 2) : standard;
  if (given === undefined && !isLegacy(call)) {
    call.error(2, 'ErrVariableRegExOptions');
    return undefined;
  }
  if (isLegacy(call) && /[sx]/.test(given ?? '')) {
    call.error(2, 'ErrInvalidRegExV1Options');
    return undefined;
  }
  const made = matcherOf(pattern, withStandard(given ?? '', standard), isLegacy(call));
  if (isMatcher(made)) return made;
  call.error(1, made.code, made.found);
  return undefined;
}

/** Options that do not say where a match must lie get what the function does by itself. */
const withStandard = (options: string, standard: string): string => (options.includes('c') ? options : options + standard);

const FULL = 'FullMatch';
const START = 'StartMatch';
const SUBS = 'SubMatches';

/** What a match gives: the whole, where it begins, and what groups captured. */
function matchFields(matcher: Matcher): Map<string, Type> {
  const fields = new Map<string, Type>([
    [FULL, text],
    [START, number],
  ]);
  if (matcher.numbered) fields.set(SUBS, columnOf(text));
  for (const { name } of matcher.captures) if (name !== undefined) fields.set(name, text);
  return fields;
}

// ---- Matching -----------------------------------------------------------------------------------------------------------------------

const STEPS = 4_000_000;
const STEPS_PER_CHARACTER = 20;
/** Steps of the matcher that are worth one step of a formula. */
const STEPS_PER_FUEL = 10;

const tooManySteps = formulaError(
  'Timeout',
  'Matching takes too many steps. Make the repetitions in the pattern exclude each other.',
);

/** Matches with a limit of steps, which count as steps of the formula too. */
function limited(run: Run, value: string, work: (steps: { left: number }) => Value): Value {
  const limit = STEPS + STEPS_PER_CHARACTER * value.length;
  const steps = { left: limit };
  try {
    return work(steps);
  } catch (thrown) {
    if (thrown === OUT_OF_STEPS) return tooManySteps;
    throw thrown;
  } finally {
    run.fuel -= Math.floor((limit - Math.max(0, steps.left)) / STEPS_PER_FUEL);
  }
}

function matchRow(matcher: Matcher, { index, text: whole, captures }: Hit): Row {
  const fields = new Map<string, Value>([
    [FULL, whole],
    [START, index + 1],
  ]);
  const numbered = matcher.captures.map(({ name }, i) => ({ name, value: captures[i] ?? null }));
  if (matcher.numbered) {
    // Groups without names come first, as .NET counts them.
    const order = [...numbered.filter(({ name }) => name === undefined), ...numbered.filter(({ name }) => name !== undefined)];
    fields.set(
      SUBS,
      order.map(({ value }) => ({ Value: value })),
    );
  }
  for (const { name, value } of numbered) if (name !== undefined) fields.set(name, value);
  return row(fields);
}

const first = (matcher: Matcher, value: string, run: Run): Value =>
  limited(run, value, (steps) => {
    const hit = matcher.find(value, 0, steps);
    return hit === undefined ? null : matchRow(matcher, hit);
  });

const whether = (matcher: Matcher, value: string, run: Run): Value =>
  limited(run, value, (steps) => matcher.find(value, 0, steps) !== undefined);

const all = (matcher: Matcher, value: string, run: Run): Value =>
  limited(run, value, (steps) => {
    const rows: Row[] = [];
    let from = 0;
    while (from <= value.length) {
      const hit = matcher.find(value, from, steps);
      if (hit === undefined) break;
      rows.push(matchRow(matcher, hit));
      // After an empty match the next one begins behind the next character.
      const next = (value.codePointAt(hit.index) ?? 0) > 0xffff ? 2 : 1;
      from = hit.index + (hit.text.length > 0 ? hit.text.length : next);
    }
    return rows;
  });

// ---- Functions ----------------------------------------------------------------------------------------------------------------------

const optionsText = (value: Value | undefined): string | FormulaError | undefined => {
  if (value === undefined) return undefined;
  if (value === null) return formulaError('InvalidArgument', 'The options of a match cannot be blank.');
  return value instanceof OptionValue ? String(value.value) : String(value);
};

interface Kind {
  readonly name: string;
  /** The type of a call that is refused. */
  readonly refused: Type;
  readonly result: (matcher: Matcher) => Type;
  readonly match: (matcher: Matcher, value: string, run: Run) => Value;
  /** Options where none are given, in V1 and before. */
  readonly standard: (legacy: boolean) => string;
}

const contains = (): string => 'c';

const define = ({ name, refused, result, match: matching, standard }: Kind): FunctionDefinition =>
  defineFunction({
    name,
    needs: 'regex',
    parameters: [
      param('text', text),
      maybe('regular_expression', optionType(match)),
      optional(maybe('options', optionType(matchOptions))),
    ],
    result: (call) => {
      const matcher = checked(call, standard(isLegacy(call)));
      return matcher === undefined ? refused : result(matcher);
    },
    specialize: (call) => {
      const usual = standard(isLegacy(call));
      const pattern = constantAt(call, 1) ?? '';
      const fixed = call.args.length > 2 ? constantAt(call, 2) : usual;
      return (value, _pattern, given, run) => {
        const options = fixed ?? optionsText(given) ?? usual;
        if (typeof options !== 'string') return options;
        const matcher = matcherOf(pattern, withStandard(options, usual), isLegacy(call));
        return isMatcher(matcher) ? matching(matcher, value, run) : formulaError('BadRegex', 'The pattern cannot be used.');
      };
    },
  });

export const regularExpressions: readonly FunctionDefinition[] = [
  define({
    name: 'IsMatch',
    refused: boolean,
    result: () => boolean,
    match: whether,
    standard: (legacy) => (legacy ? '^c$' : 'c'),
  }),
  define({
    name: 'Match',
    refused: types.emptyRecord,
    result: (matcher) => record(matchFields(matcher)),
    match: first,
    standard: contains,
  }),
  define({
    name: 'MatchAll',
    refused: types.emptyTable,
    result: (matcher) => types.table(matchFields(matcher)),
    match: all,
    standard: contains,
  }),
];
