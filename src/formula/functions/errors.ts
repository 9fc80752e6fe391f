import { ErrorKind, FormulaError, Pending, formulaError, type ErrorRecord } from '../error.ts';
import { kindMessage } from '../error-messages.ts';
import {
  defineFunction,
  lazy,
  maybe,
  overload,
  raw,
  repeated,
  type CallShape,
  type Documentation,
  type FunctionDefinition,
} from '../function.ts';
import * as types from '../type.ts';
import { any, number, record, table, text, type Type } from '../type.ts';
import { field, isRow, row, type Row, type Table, type Value } from '../value.ts';
import { range, results } from './results.ts';

export const documentation: Documentation = {
  logic: {
    IfError: {
      summary: 'The value, or what stands behind the first part that is an error; FirstError and AllErrors tell which.',
      examples: [
        ['IfError(1 / 0, -1)', '-1'],
        ['IfError(1, 2)', '1'],
        ['IfError($"{1 / 0}", FirstError.Message)', '"The divisor is zero. Test it first, for example with If(d <> 0, n / d)."'],
      ],
    },
    Error: {
      summary: 'An error to be passed on, shown, or caught by IfError.',
      examples: [['IsError(Error({Kind: ErrorKind.Validation, Message: "Too short"}))', 'true']],
    },
  },
};

type AsyncThunk = () => Promise<Value>;

export const errors: readonly FunctionDefinition[] = [
  defineFunction({
    name: 'IfError',
    parameters: [
      raw('value', any, { voids: true }),
      lazy('fallback', any, { scope: () => errorScope }),
      repeated(
        lazy('value or fallback', any, {
          scope: ({ args }) => (args.length % 2 === 1 ? errorScope : { fields: new Map(), aliases: [] }),
        }),
      ),
    ],
    result: (call) => {
      const count = call.args.length;
      // The value that comes last, or what takes its place, and every fallback.
      const last = count % 2 === 0 ? count - 2 : count - 1;
      return results(call, [last, ...range(1, count, 2)]);
    },
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
    overloads: [
      overload({
        parameters: [maybe('error_information', text)],
        result: types.blank,
        evaluate: (message) => (message === null ? false : formulaError('Custom', message)),
      }),
      overload({
        parameters: [maybe('error_information', any)],
        result: (call) => {
          checkErrorRecord(call);
          return types.blank;
        },
        evaluate: (error) => (error === null ? false : errorFrom(error as Value)),
      }),
    ],
  },
];

// ---- Errors as records --------------------------------------------------------------------------------------------------------------

const errorFields: { readonly [name: string]: Type } = {
  Kind: number,
  Message: text,
  Source: text,
  Observed: text,
  Details: record({ HttpStatusCode: number, HttpResponse: text, Fields: table({ Column: text, Message: text }) }),
};

/** An argument of `Error`: a record, or a table of records, with a kind; fields are converted, others refused. */
function checkErrorRecord(call: CallShape): void {
  const [type] = call.types;
  if (type === undefined || !types.isAggregate(type)) {
    call.error(0, 'ErrBadType');
    return;
  }
  if (!type.fields.has('Kind')) {
    call.error(0, 'ErrBadSchema_ExpectedType', 'Record');
    call.error(0, 'ErrColumnMissing_ColName_ExpectedType', 'Kind', 'ErrorKind');
    return;
  }
  const wanted = new Map<string, Type>();
  for (const name of type.fields.keys()) {
    if (Object.hasOwn(errorFields, name)) wanted.set(name, errorFields[name]!);
    else call.error(0, 'ErrErrorIrrelevantField', name);
  }
  if (!call.failed && !call.coerce(0, { kind: type.kind, fields: wanted })) call.error(0, 'ErrBadType');
}

const errorScope = {
  fields: new Map<string, Type>([
    ['FirstError', { ...record(errorFields), sealed: true }],
    ['AllErrors', { ...table(errorFields), sealed: true }],
    ['ErrorResult', types.blank],
  ]),
  aliases: [],
};

const asRow = ({ kind, message, source, observed, details }: ErrorRecord): Row =>
  row([
    ['Kind', kind],
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

/** The error that a record describes; where its fields are errors themselves, those. */
function errorRecords(value: Row): readonly ErrorRecord[] {
  const kind = field(value, 'Kind');
  const message = field(value, 'Message');
  for (const part of [kind, message]) if (part instanceof FormulaError) return part.errors;
  const known = typeof kind === 'number' ? kind : ErrorKind.None;
  const source = field(value, 'Source');
  const observed = field(value, 'Observed');
  return [
    {
      kind: known,
      message: typeof message === 'string' && message !== '' ? message : kindMessage(known),
      ...(typeof source === 'string' && { source }),
      ...(typeof observed === 'string' && { observed }),
    },
  ];
}

function errorFrom(value: Value): Value {
  const rows = Array.isArray(value) ? (value as Table) : [value];
  const found = rows.flatMap((item) => (item instanceof FormulaError ? item.errors : isRow(item) ? errorRecords(item) : []));
  return found.length === 0 ? null : new FormulaError(found);
}
