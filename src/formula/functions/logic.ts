import { coercionTo } from '../coercion.ts';
import { equal } from '../equality.ts';
import { FormulaError } from '../error.ts';
import type { Evaluate } from '../evaluate.ts';
import type { Features } from '../features.ts';
import {
  defineFunction,
  lazy,
  param,
  raw,
  repeated,
  type CallShape,
  type Documentation,
  type FunctionDefinition,
  type RowScope,
} from '../function.ts';
import * as types from '../type.ts';
import { any, boolean, isNumeric, kindName, type Type } from '../type.ts';
import { commonType } from '../unify.ts';
import type { Value } from '../value.ts';
import { isBlank } from './information.ts';
import { range, refuseArgument, results } from './results.ts';

export const documentation: Documentation = {
  logic: {
    If: {
      summary: 'The result of the first condition that is true, or the default.',
      examples: [
        ['If(1 < 2, "yes", "no")', '"yes"'],
        ['If(false, 1, true, 2, 3)', '2'],
        ['If(false, 1)', 'Blank()'],
      ],
    },
    Switch: {
      summary: 'The result that stands behind the first value equal to the given one, or the default.',
      examples: [
        ['Switch(2, 1, "one", 2, "two", "many")', '"two"'],
        ['Switch("x", "a", 1)', 'Blank()'],
      ],
    },
    And: {
      summary: 'Whether all conditions are true.',
      examples: [['And(true, false)', 'false']],
    },
    Or: {
      summary: 'Whether one condition at least is true.',
      examples: [['Or(true, false)', 'true']],
    },
    Not: {
      summary: 'True where the condition is not.',
      examples: [['Not(true)', 'false']],
    },
    Coalesce: {
      summary: 'The first value that is neither blank nor an empty text.',
      examples: [['Coalesce(Blank(), "", "c")', '"c"']],
    },
    With: {
      summary: 'A formula in which the fields of a record are names.',
      examples: [['With({a: 2, b: 3}, a * b)', '6']],
    },
  },
  behavior: {
    Concurrent: {
      summary: 'Runs formulas at the same time, and goes on when all are done; true, or the first error.',
      examples: [['Concurrent(1 + 1, 2 + 2)', 'true']],
      remarks:
        'What formulas are started, and what they change, comes in no set order; all run to their end, also when one fails.',
    },
  },
};

type AsyncThunk = () => Promise<Value>;

/** The first branch whose test passes: tests and results alternate, a last one without partner is the default. */
async function chooseAsync(parts: readonly AsyncThunk[], passes: (test: Value) => boolean): Promise<Value> {
  for (let i = 0; i < parts.length; i += 2) {
    const test = await parts[i]!();
    if (i + 1 === parts.length || test instanceof FormulaError) return test;
    if (passes(test)) return parts[i + 1]!();
  }
  return null;
}

/** `If` as one closure: nothing is made when it is evaluated. */
export function chosen(parts: readonly Evaluate[]): Evaluate {
  const [condition, then, otherwise] = parts as readonly [Evaluate, Evaluate, Evaluate | undefined];
  if (parts.length <= 3) {
    return (frame) => {
      const test = condition(frame);
      if (test === true) return then(frame);
      if (test instanceof FormulaError) return test;
      return otherwise === undefined ? null : otherwise(frame);
    };
  }
  return (frame) => {
    for (let i = 0; i + 1 < parts.length; i += 2) {
      const test = parts[i]!(frame);
      if (test === true) return parts[i + 1]!(frame);
      if (test instanceof FormulaError) return test;
    }
    return parts.length % 2 === 0 ? null : parts.at(-1)!(frame);
  };
}

/** `Switch` as one closure. */
function switched(parts: readonly Evaluate[]): Evaluate {
  const [wanted] = parts as readonly [Evaluate];
  const last = parts.length % 2 === 0 ? parts.at(-1)! : undefined;
  const end = parts.length - 1;
  return (frame) => {
    const value = wanted(frame);
    if (value instanceof FormulaError) return value;
    for (let i = 1; i < end; i += 2) {
      const match = parts[i]!(frame);
      if (match instanceof FormulaError) return match;
      if (match === value || equal(value, match)) return parts[i + 1]!(frame);
    }
    return last === undefined ? null : last(frame);
  };
}

/** `And` and `Or` as one closure: the first condition that is `decisive` settles it. */
const junction =
  (decisive: boolean) =>
  (conditions: readonly Evaluate[]): Evaluate =>
  (frame) => {
    for (const condition of conditions) {
      const value = condition(frame);
      if (value instanceof FormulaError) return value;
      if ((value === true) === decisive) return decisive;
    }
    return !decisive;
  };

/** `Coalesce` as one closure. */
const coalesced =
  (values: readonly Evaluate[]): Evaluate =>
  (frame) => {
    for (const value of values) {
      const found = value(frame);
      if (!isBlank(found)) return found;
    }
    return null;
  };

/** Whether `Switch` takes a value beside the one it looks for: of its own type, since neither is converted. */
function comparable(wanted: Type, match: Type, features: Features): boolean {
  if (wanted.kind === 'blank' || match.kind === 'blank') return true;
  if (wanted.kind === 'option' || match.kind === 'option' || (isNumeric(wanted) && isNumeric(match)))
    return commonType(wanted, match, features) !== undefined;
  return coercionTo(match, wanted, features) === 'same' || coercionTo(wanted, match, features) === 'same';
}

const isTrue = (value: Value): boolean => value === true;

export const logic: readonly FunctionDefinition[] = [
  defineFunction({
    name: 'If',
    parameters: [lazy('logical_test', boolean), lazy('true_value', any), repeated(lazy('condition or default', any))],
    result: (call) => {
      const count = call.args.length;
      for (const i of range(2, count - 1, 2)) {
        if (call.types[i]!.kind === 'void' || !call.coerce(i, boolean))
          call.error(i, 'ErrBadType_ExpectedType_ProvidedType', 'Boolean', kindName(call.types[i]!), '');
      }
      return results(call, [...range(1, count, 2), ...(count % 2 === 1 ? [count - 1] : [])]);
    },
    compile: chosen,
    evaluateAsync: async (...args: readonly never[]) => {
      const [condition, then, rest] = args as unknown as [AsyncThunk, AsyncThunk, readonly AsyncThunk[]];
      return chooseAsync([condition, then, ...rest], isTrue);
    },
  }),
  defineFunction({
    name: 'Switch',
    parameters: [
      raw('switch_value', any),
      lazy('match_value', any),
      lazy('match_result', any),
      repeated(lazy('match or default', any)),
    ],
    result: (call) => {
      const count = call.args.length;
      const wanted = call.types[0]!;
      for (const i of range(1, count - 1, 2)) {
        if (!comparable(wanted, call.types[i]!, call.features)) {
          call.error(i, 'ErrBadType_ExpectedType_ProvidedType', kindName(wanted), kindName(call.types[i]!), '');
        } else if (wanted.kind !== 'blank') call.coerce(i, wanted);
      }
      return results(call, [...range(2, count, 2), ...(count % 2 === 0 ? [count - 1] : [])]);
    },
    compile: switched,
    evaluateAsync: async (...args: readonly never[]) => {
      const [value, match, result, rest] = args as unknown as [Value, AsyncThunk, AsyncThunk, readonly AsyncThunk[]];
      return value instanceof FormulaError ? value : chooseAsync([match, result, ...rest], (test) => equal(value, test));
    },
  }),
  ...(['And', 'Or'] as const).map((name) =>
    defineFunction({
      name,
      parameters: [repeated(lazy('logical', boolean))],
      result: boolean,
      compile: junction(name === 'Or'),
      evaluateAsync: async (...args: readonly never[]) => {
        const [conditions] = args as unknown as [readonly AsyncThunk[]];
        for (const condition of conditions) {
          const value = await condition();
          if (value instanceof FormulaError) return value;
          if ((value === true) === (name === 'Or')) return name === 'Or';
        }
        return name === 'And';
      },
    }),
  ),
  defineFunction({
    name: 'Not',
    parameters: [param('logical', boolean)],
    result: boolean,
    evaluate: (condition) => !condition,
  }),
  defineFunction({
    name: 'Coalesce',
    parameters: [lazy('value', any), repeated(lazy('value', any))],
    result: (call) => results(call, range(0, call.args.length, 1), refuseArgument),
    compile: coalesced,
    evaluateAsync: async (...args: readonly never[]) => {
      const [first, rest] = args as unknown as [AsyncThunk, readonly AsyncThunk[]];
      for (const value of [first, ...rest]) {
        const found = await value();
        if (!isBlank(found)) return found;
      }
      return null;
    },
  }),
  defineFunction({
    name: 'Concurrent',
    behavior: true,
    parameters: [lazy('formula', any), repeated(lazy('formula', any))],
    result: boolean,
    evaluate: (first, rest) => together([first, ...rest].map((formula) => formula())),
    evaluateAsync: async (...args: readonly never[]) => {
      const [first, rest] = args as unknown as [AsyncThunk, readonly AsyncThunk[]];
      return together(await Promise.all([first, ...rest].map((formula) => formula())));
    },
  }),
  defineFunction({
    name: 'With',
    parameters: [raw('scope', types.emptyRecord, { aliased: true }), lazy('formula', any, { scope: withScope })],
    result: (call) => call.types[1] ?? types.unknown,
    evaluate: (scope, formula) =>
      scope === null || scope instanceof FormulaError ? scope : (formula as unknown as (scope: Value) => Value)(scope),
    evaluateAsync: async (...args: readonly never[]) => {
      const [scope, formula] = args as unknown as [Value, (scope: Value) => Promise<Value>];
      return scope === null || scope instanceof FormulaError ? scope : formula(scope);
    },
  }),
];

/** What all of some formulas gave: the first error, or true. */
const together = (values: readonly Value[]): Value => values.find((value) => value instanceof FormulaError) ?? true;

function withScope(call: CallShape): RowScope {
  const type = call.types[0];
  const alias = call.aliases[0];
  return {
    fields: type?.kind === 'record' ? type.fields : new Map(),
    ...(type?.kind === 'record' && type.displayNames && { displayNames: type.displayNames }),
    ...(alias !== undefined && { aliases: [alias], aliasOnly: true }),
  };
}
