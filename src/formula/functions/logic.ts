import { Decimal } from '../decimal.ts';
import { errorKind } from '../enums.ts';
import { equal } from '../equality.ts';
import { ErrorKind, FormulaError, Pending, formulaError, type ErrorRecord } from '../error.ts';
import type { Evaluate } from '../evaluate.ts';
import { defineFunction, lazy, overload, param, raw, repeated, type CallShape, type FunctionDefinition } from '../function.ts';
import { OptionValue, option } from '../option-set.ts';
import * as types from '../type.ts';
import { any, boolean, kindName, record, table, text, type Type } from '../type.ts';
import { commonType } from '../unify.ts';
import { VOID, field, isRow, row, type Row, type Value } from '../value.ts';

type Thunk = () => Value;
type AsyncThunk = () => Promise<Value>;

/**
 * The one type of several results: the first's, the others converted to it. Without a common type a behavior gives nothing (void), and a
 * value formula is refused.
 */
function results(call: CallShape, indexes: readonly number[]): Type {
  let type: Type = types.blank;
  for (const i of indexes) {
    const common = commonType(type, call.types[i]!, call.features);
    if (common === undefined) {
      if (call.behavior) return types.voidType;
      call.error('call', 'ErrBadType_NonBehavioralVoidExpression', kindName(type));
      return types.unknown;
    }
    type = common;
  }
  for (const i of indexes) call.coerce(i, type);
  return type;
}

const range = (from: number, to: number, step: number): number[] =>
  Array.from({ length: Math.max(0, Math.ceil((to - from) / step)) }, (_, i) => from + i * step);

/** The first branch whose test passes: tests and results alternate, a last one without partner is the default. */
function choose(parts: readonly Thunk[], passes: (test: Value) => boolean): Value {
  for (let i = 0; i < parts.length; i += 2) {
    const test = parts[i]!();
    if (i + 1 === parts.length || test instanceof FormulaError) return test;
    if (passes(test)) return parts[i + 1]!();
  }
  return null;
}

async function chooseAsync(parts: readonly AsyncThunk[], passes: (test: Value) => boolean): Promise<Value> {
  for (let i = 0; i < parts.length; i += 2) {
    const test = await parts[i]!();
    if (i + 1 === parts.length || test instanceof FormulaError) return test;
    if (passes(test)) return parts[i + 1]!();
  }
  return null;
}

/** `choose` for conditions, as one closure: nothing is made when it is evaluated. */
function chosen(parts: readonly Evaluate[]): Evaluate {
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

const isTrue = (value: Value): boolean => value === true;
const isBlank = (value: Value): boolean => value === null || value === '';

export const logic: readonly FunctionDefinition[] = [
  defineFunction({
    name: 'If',
    category: 'logic',
    summary: 'The result of the first condition that is true, or the default.',
    parameters: [lazy('condition', boolean), lazy('then', any), repeated(lazy('condition or default', any))],
    result: (call) => {
      const count = call.args.length;
      for (const i of range(2, count - 1, 2)) if (!call.coerce(i, boolean)) call.error(i, 'ErrBooleanExpected');
      return results(call, [...range(1, count, 2), ...(count % 2 === 1 ? [count - 1] : [])]);
    },
    examples: [
      ['If(1 < 2, "yes", "no")', '"yes"'],
      ['If(false, 1, true, 2, 3)', '2'],
      ['If(false, 1)', 'Blank()'],
    ],
    compile: chosen,
    evaluate: (condition, then, rest) => {
      const first = condition();
      if (first === true) return then();
      return first instanceof FormulaError ? first : choose(rest, isTrue);
    },
    evaluateAsync: async (...args: readonly never[]) => {
      const [condition, then, rest] = args as unknown as [AsyncThunk, AsyncThunk, readonly AsyncThunk[]];
      return chooseAsync([condition, then, ...rest], isTrue);
    },
  }),
  defineFunction({
    name: 'Switch',
    category: 'logic',
    summary: 'The result that stands behind the first value equal to the given one, or the default.',
    parameters: [raw('value', any), lazy('match', any), lazy('result', any), repeated(lazy('match or default', any))],
    result: (call) => {
      const count = call.args.length;
      const wanted = call.types[0]!;
      for (const i of range(1, count - 1, 2)) {
        if (commonType(wanted, call.types[i]!, call.features) === undefined) {
          call.error(i, 'ErrBadType_ExpectedType_ProvidedType', kindName(wanted), kindName(call.types[i]!), '');
        } else if (wanted.kind !== 'blank') call.coerce(i, wanted);
      }
      return results(call, [...range(2, count, 2), ...(count % 2 === 0 ? [count - 1] : [])]);
    },
    examples: [
      ['Switch(2, 1, "one", 2, "two", "many")', '"two"'],
      ['Switch("x", "a", 1)', 'Blank()'],
    ],
    evaluate: (value, match, result, rest) =>
      value instanceof FormulaError ? value : choose([match, result, ...rest] as readonly Thunk[], (test) => equal(value, test)),
    evaluateAsync: async (...args: readonly never[]) => {
      const [value, match, result, rest] = args as unknown as [Value, AsyncThunk, AsyncThunk, readonly AsyncThunk[]];
      return value instanceof FormulaError ? value : chooseAsync([match, result, ...rest], (test) => equal(value, test));
    },
  }),
  ...(['And', 'Or'] as const).map((name) =>
    defineFunction({
      name,
      category: 'logic',
      summary: name === 'And' ? 'Whether all conditions are true.' : 'Whether one condition at least is true.',
      parameters: [repeated(lazy('condition', boolean))],
      result: boolean,
      examples: [[`${name}(true, false)`, name === 'And' ? 'false' : 'true']],
      evaluate: (conditions) => {
        for (const condition of conditions) {
          const value = condition();
          if (value instanceof FormulaError) return value;
          if ((value === true) === (name === 'Or')) return name === 'Or';
        }
        return name === 'And';
      },
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
    category: 'logic',
    summary: 'True where the condition is not.',
    parameters: [param('condition', boolean)],
    result: boolean,
    examples: [['Not(true)', 'false']],
    evaluate: (condition) => !condition,
  }),
  defineFunction({
    name: 'Blank',
    category: 'information',
    summary: 'No value.',
    parameters: [],
    result: types.blank,
    examples: [['Blank()', 'Blank()']],
    evaluate: () => null,
  }),
  defineFunction({
    name: 'Coalesce',
    category: 'logic',
    summary: 'The first value that is neither blank nor an empty text.',
    parameters: [lazy('value', any), repeated(lazy('value', any))],
    result: (call) => results(call, range(0, call.args.length, 1)),
    examples: [['Coalesce(Blank(), "", "c")', '"c"']],
    evaluate: (first, rest) => {
      for (const value of [first, ...rest] as readonly Thunk[]) {
        const found = value();
        if (!isBlank(found)) return found;
      }
      return null;
    },
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
    name: 'IsBlank',
    category: 'information',
    summary: 'Whether a value is blank or an empty text.',
    parameters: [raw('value', any)],
    result: boolean,
    examples: [
      ['IsBlank("")', 'true'],
      ['IsBlank(0)', 'false'],
    ],
    evaluate: (value) => (value instanceof FormulaError ? value : isBlank(value)),
  }),
  defineFunction({
    name: 'IsError',
    category: 'information',
    summary: 'Whether a value is an error.',
    parameters: [raw('value', any)],
    result: boolean,
    examples: [['IsError(1 / 0)', 'true']],
    evaluate: (value) => value instanceof FormulaError,
  }),
  defineFunction({
    name: 'IsBlankOrError',
    category: 'information',
    summary: 'Whether a value is blank, an empty text, or an error.',
    parameters: [raw('value', any)],
    result: boolean,
    examples: [['IsBlankOrError(1 / 0)', 'true']],
    evaluate: (value) => value instanceof FormulaError || isBlank(value),
  }),
  defineFunction({
    name: 'IfError',
    category: 'logic',
    summary: 'The value, or what stands behind the first part that is an error; FirstError and AllErrors tell which.',
    parameters: [
      raw('value', any),
      lazy('fallback', any, { scope: () => errorScope }),
      repeated(lazy('value or fallback', any, { scope: () => errorScope })),
    ],
    result: (call) => {
      const count = call.args.length;
      return results(call, count === 2 ? [0, 1] : [...range(1, count, 2), ...(count % 2 === 1 ? [count - 1] : [0])]);
    },
    examples: [
      ['IfError(1 / 0, -1)', '-1'],
      ['IfError(1, 2)', '1'],
      ['IfError($"{1 / 0}", FirstError.Message)', '"The divisor is zero. Test it first, for example with If(d <> 0, n / d)."'],
    ],
    evaluate: (value, fallback, rest) => {
      const [recover, ...more] = [fallback, ...rest] as unknown as ((scope: Row) => Value)[];
      let last: Value = value;
      let handler: ((scope: Row) => Value) | undefined = recover;
      for (let i = 0; ; i += 2) {
        if (last instanceof Pending) return last;
        if (last instanceof FormulaError && handler !== undefined) return handler(errorRow(last));
        if (more[i] === undefined) return last;
        last = more[i]!(noErrors);
        handler = more[i + 1];
      }
    },
    evaluateAsync: async (...args: readonly never[]) => {
      const [value, fallback, rest] = args as unknown as [Value, AsyncThunk, readonly AsyncThunk[]];
      const [recover, ...more] = [fallback, ...rest] as unknown as ((scope: Row) => Promise<Value>)[];
      let last: Value = value;
      let handler: ((scope: Row) => Promise<Value>) | undefined = recover;
      for (let i = 0; ; i += 2) {
        if (last instanceof FormulaError && handler !== undefined) return handler(errorRow(last));
        if (more[i] === undefined) return last;
        last = await more[i]!(noErrors);
        handler = more[i + 1];
      }
    },
  }),
  {
    name: 'Error',
    category: 'logic',
    summary: 'An error to be passed on, shown, or caught by IfError.',
    examples: [['IsError(Error({Kind: ErrorKind.Validation, Message: "Too short"}))', 'true']],
    overloads: [
      overload({
        parameters: [param('message', text)],
        result: types.blank,
        evaluate: (message) => formulaError('Custom', message),
      }),
      overload({
        parameters: [param('error', any)],
        result: (call) => {
          const [type] = call.types;
          if (type === undefined || !types.isAggregate(type)) {
            call.error(0, 'ErrBadType_ExpectedType_ProvidedType', 'Record', kindName(type ?? types.unknown), '');
          } else if (!type.fields.has('Kind')) {
            call.error(0, 'ErrColumnMissing_ColName_ExpectedType', 'Kind', 'Enum (ErrorKind)');
          }
          return types.blank;
        },
        evaluate: (error) => errorFrom(error as Value),
      }),
    ],
  },
  defineFunction({
    name: 'With',
    category: 'logic',
    summary: 'A formula in which the fields of a record are names.',
    parameters: [raw('scope', types.emptyRecord), lazy('formula', any, { scope: withScope })],
    result: (call) => call.types[1] ?? types.unknown,
    examples: [['With({a: 2, b: 3}, a * b)', '6']],
    evaluate: (scope, formula) =>
      scope === null || scope instanceof FormulaError ? scope : (formula as unknown as (scope: Value) => Value)(scope),
    evaluateAsync: async (...args: readonly never[]) => {
      const [scope, formula] = args as unknown as [Value, (scope: Value) => Promise<Value>];
      return scope === null || scope instanceof FormulaError ? scope : formula(scope);
    },
  }),
];

function withScope(call: CallShape): { fields: types.Fields } {
  const type = call.types[0];
  return { fields: type?.kind === 'record' ? type.fields : new Map() };
}

// ---- Errors as records --------------------------------------------------------------------------------------------------------------

const errorFields = {
  Kind: types.optionType(errorKind),
  Message: text,
  Source: text,
  Observed: text,
  Details: record({ HttpStatusCode: types.number, HttpResponse: text, Fields: table({ Column: text, Message: text }) }),
};

const errorScope = {
  fields: new Map<string, Type>([
    ['FirstError', record(errorFields)],
    ['AllErrors', table(errorFields)],
  ]),
  aliases: [],
};

const kindOption = (kind: number): Value => {
  for (const [name, value] of errorKind.members) if (value === kind) return option(errorKind, name) ?? null;
  return new OptionValue(errorKind, String(kind), kind);
};

const asRow = ({ kind, message, source, observed, details }: ErrorRecord): Row =>
  row([
    ['Kind', kindOption(kind)],
    ['Message', message],
    ['Source', source ?? null],
    ['Observed', observed ?? null],
    [
      'Details',
      details === undefined
        ? null
        : row([
            ['HttpStatusCode', details.httpStatus ?? null],
            ['HttpResponse', details.httpResponse ?? null],
            ['Fields', Object.entries(details.fields ?? {}).map(([Column, Message]) => ({ Column, Message }))],
          ]),
    ],
  ]);

const noErrors: Row = row([]);

/** The names that a fallback sees. */
const errorRow = (error: FormulaError): Row =>
  row([
    ['FirstError', asRow(error.errors[0]!)],
    ['AllErrors', error.errors.map(asRow)],
  ]);

function errorRecordOf(value: Row): ErrorRecord {
  const kind = field(value, 'Kind');
  const plain = kind instanceof Decimal ? kind.toNumber() : kind;
  const number = plain instanceof OptionValue ? (plain.value as number) : typeof plain === 'number' ? plain : ErrorKind.Custom;
  const message = field(value, 'Message');
  return { kind: number, message: typeof message === 'string' ? message : 'An error of the app.' };
}

function errorFrom(value: Value): Value {
  if (Array.isArray(value)) return new FormulaError((value as Row[]).map(errorRecordOf));
  return isRow(value) ? new FormulaError([errorRecordOf(value)]) : VOID;
}
