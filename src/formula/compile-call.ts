import { EPOCH } from './calendar.ts';
import type { Checked, CheckedArgument, CheckedOf } from './checked.ts';
import { Decimal } from './decimal.ts';
import { FormulaError, PENDING, Pending, formulaError, joinErrors } from './error.ts';
import { OUT_OF_FUEL, rowFrame, type Evaluate, type EvaluateAsync, type Frame } from './evaluate.ts';
import { repetition, type Named, type Parameter } from './function.ts';
import type { Assignable, Run } from './run.ts';
import type { ChoiceSource } from './choices.ts';
import type { OptionType, TableType, Type, TypeType } from './type.ts';
import { writableTable } from './variable-table.ts';
import {
  Color,
  DateTimeValue,
  DateValue,
  Dynamic,
  TimeValue,
  VOID,
  field,
  row,
  type Row,
  type Table,
  type TableRow,
  type Value,
} from './value.ts';

/*
 * Calls as closures. Each parameter becomes a slot that gives `evaluate` its argument; calls of one to three plain values, which are most,
 * have bodies of their own.
 */

type Call = CheckedOf<'call'>;
type Implementation = (...args: unknown[]) => Value;

const overflow = formulaError('Numeric', 'The result is no number that can be shown: it is too large, or has no value.');

/** Numbers that are none (NaN, infinite) never come out of a function. */
const settle = (value: Value): Value => (typeof value === 'number' && value - value !== 0 ? overflow : value);

/** The implementation; where the call's type is decimal, what it gives as a double becomes one. */
function implementationOf({ overload, type, tabular }: Call): Implementation {
  const call = overload.evaluate as unknown as Implementation;
  const result = tabular === undefined ? type : [...(type as TableType).fields.values()][0]!;
  if (result.kind !== 'decimal') return call;
  return (...args) => {
    const value = call(...args);
    return typeof value === 'number' ? Decimal.fromNumber(value) : value;
  };
}

type CompilePart = (node: Checked) => Evaluate;
type CompilePartAsync = (node: Checked) => EvaluateAsync;

/** What a call of type void gives: nothing, or the error that it met. */
const asVoid = (value: Value): Value => (value instanceof FormulaError ? value : VOID);

/** A call as a closure; `compilePart` compiles its arguments. */
export function compileCall(node: Call, compilePart: CompilePart): Evaluate {
  const call = compileValueCall(node, compilePart);
  return node.type.kind === 'void' ? (frame) => asVoid(call(frame)) : call;
}

function compileValueCall(node: Call, compilePart: CompilePart): Evaluate {
  if (node.function.remote !== undefined) return remoteRead(node, compilePart);
  if (node.overload.compile !== undefined) return node.overload.compile(node.args.map(({ node: arg }) => compilePart(arg)));
  if (node.tabular !== undefined) return rowByRow(node, compilePart);
  return callOf(
    node,
    node.args.map((argument) => slotOf(argument, compilePart)),
  );
}

// ---- Slots --------------------------------------------------------------------------------------------------------------------------

/** Gives an argument. For the modes `value` and `raw` a value that may be an error; for others what `evaluate` wants. */
type Slot = (frame: Frame) => unknown;

function slotOf(argument: CheckedArgument, compilePart: CompilePart): Slot {
  if (argument.parameter.named === true && argument.text !== undefined)
    return namedSlot(argument.text, plainSlot(argument, compilePart));
  return plainSlot(argument, compilePart);
}

const namedSlot =
  (name: string, slot: Slot): Slot =>
  (frame) =>
    ({ name, value: slot(frame) }) satisfies Named<unknown>;

function plainSlot(argument: CheckedArgument, compilePart: CompilePart): Slot {
  const { parameter, node } = argument;
  switch (parameter.mode) {
    case 'value':
    case 'raw':
      return compilePart(node);
    case 'lazy': {
      const value = compilePart(node);
      if (parameter.scope !== undefined) return (frame) => (scope: Value) => value(rowFrame(scope, frame));
      return (frame) => () => value(frame);
    }
    case 'perRow': {
      const value = compilePart(node);
      // One frame for all rows of a call: only its row changes.
      return (frame) => {
        const { run } = frame;
        const inner: { row: Value; readonly outer: Frame; readonly run: Run } = { row: null, outer: frame, run };
        return (row: Value) => {
          if (--run.fuel < 0) throw OUT_OF_FUEL;
          inner.row = row;
          return value(inner);
        };
      };
    }
    case 'column':
    case 'name': {
      const { text } = argument;
      if (text === undefined) return compilePart(node);
      return () => text;
    }
    case 'type': {
      const { of } = node.type as TypeType;
      return () => of;
    }
    case 'place':
      return placeOf(node);
    case 'choices':
      return choiceSourceOf(node);
  }
}

/** A set of choices, or a column of a table. */
function choiceSourceOf(node: Checked): (frame: Frame) => ChoiceSource {
  if (node.kind !== 'field') {
    const { set } = node.type as OptionType;
    return () => ({ set });
  }
  const table = placeOf(node.target);
  const { name: column } = node;
  return (frame) => ({ table: writableTable(table(frame)), column });
}

/** Something that can be assigned to. A field of a variable is written by replacing the record around it. */
function placeOf(node: Checked): (frame: Frame) => Assignable {
  if (node.kind === 'symbol') {
    const { place } = node.symbol;
    return () => place as Assignable;
  }
  if (node.kind === 'coerce') return placeOf(node.operand);
  if (node.kind !== 'field') throw new TypeError('Only a variable, a collection, or a field of one can be assigned to.');
  const outer = placeOf(node.target);
  const { name, type } = node;
  return (frame) => {
    const target = outer(frame);
    return {
      name: `${target.name}.${name}`,
      type,
      read: () => field((target.read() ?? {}) as Row, name),
      write: (value) => {
        const record = (target.read() ?? {}) as Row;
        target.write(
          row([
            ...Object.keys(record)
              .filter((key) => key !== name)
              .map((key) => [key, field(record, key)] as const),
            [name, value],
          ]),
        );
      },
    };
  };
}

/** What a blank stands for. */
function zeroOf(type: Type): Value {
  switch (type.kind) {
    case 'number':
      return 0;
    case 'decimal':
      return Decimal.zero;
    case 'text':
    case 'hyperlink':
    case 'image':
    case 'media':
      return '';
    case 'boolean':
      return false;
    case 'date':
      return new DateValue(EPOCH);
    case 'dateTime':
      return new DateTimeValue(EPOCH);
    case 'time':
      return new TimeValue(0);
    case 'color':
      return new Color(0, 0, 0, 0);
    case 'table':
      return [];
    case 'record':
      return {};
    default:
      return null;
  }
}

// ---- The call -----------------------------------------------------------------------------------------------------------------------

function callOf(node: Call, slots: readonly Slot[]): Evaluate {
  const { parameters } = node.overload;
  const call = implementationOf(node);
  const filled = node.args.map(({ parameter }) => parameter);
  const plain =
    slots.length === parameters.length &&
    parameters.every(({ mode, repeated, ifBlank }) => mode === 'value' && !repeated && ifBlank !== 'keep');
  if (plain && slots.length === 1) return callOne(call, slots as readonly Evaluate[], filled);
  if (plain && slots.length === 2) return callTwo(call, slots as readonly Evaluate[], filled);
  return callMany(call, slots, node.args, parameters);
}

function callOne(call: Implementation, [slot]: readonly Evaluate[], [parameter]: readonly Parameter[]): Evaluate {
  const value = slot!;
  const blankIsResult = parameter!.ifBlank === 'result';
  const zero = zeroOf(parameter!.type);
  return (frame) => {
    const a = value(frame);
    if (a === null) return blankIsResult ? null : settle(call(zero, frame.run));
    return a instanceof FormulaError ? a : settle(call(a, frame.run));
  };
}

function callTwo(call: Implementation, slots: readonly Evaluate[], parameters: readonly Parameter[]): Evaluate {
  const [first, second] = slots as readonly [Evaluate, Evaluate];
  const [one, two] = parameters as readonly [Parameter, Parameter];
  const [zeroOne, zeroTwo] = [zeroOf(one.type), zeroOf(two.type)];
  return (frame) => {
    let a = first(frame);
    let b = second(frame);
    if (a instanceof FormulaError) return b instanceof FormulaError ? joinErrors(a, b) : a;
    if (b instanceof FormulaError) return b;
    if (a === null) {
      if (one.ifBlank === 'result') return null;
      a = zeroOne;
    }
    if (b === null) {
      if (two.ifBlank === 'result') return null;
      b = zeroTwo;
    }
    return settle(call(a, b, frame.run));
  };
}

/** Any call: collects errors from left to right, then looks at blanks, then calls. */
function callMany(
  call: Implementation,
  slots: readonly Slot[],
  args: readonly CheckedArgument[],
  parameters: readonly Parameter[],
): Evaluate {
  const gather = gatherer(args, parameters);
  return (frame) => {
    const given: unknown[] = [];
    for (const slot of slots) given.push(slot(frame));
    const ready = gather(given, frame.run);
    return Array.isArray(ready) ? settle(call(...ready)) : ready;
  };
}

/**
 * Makes the arguments of `evaluate` of the given ones, the run last: an array, or the result of the call where an error or a blank decides.
 */
function gatherer(
  args: readonly CheckedArgument[],
  parameters: readonly Parameter[],
): (given: unknown[], run: Run) => unknown[] | FormulaError | null {
  const modes = args.map(({ parameter }) => parameter.mode);
  const blanks = args.map(({ parameter }) => parameter.ifBlank);
  const zeros = args.map(({ parameter }) =>
    parameter.mode === 'value' && parameter.ifBlank === 'zero' ? zeroOf(parameter.type) : null,
  );
  const { first, turns, after } = repetition(parameters);
  const count = parameters.length;
  return (given, run) => {
    let error: FormulaError | null = null;
    let blank = false;
    for (let i = 0; i < given.length; i++) {
      const value = given[i];
      const mode = modes[i];
      if (value instanceof FormulaError) {
        if (mode === 'value' || mode === 'column' || value instanceof Pending)
          error = error === null ? value : joinErrors(error, value);
      } else if (value === null && mode === 'value') {
        if (blanks[i] === 'result') blank = true;
        else given[i] = zeros[i];
      } else if (value === null && mode === 'column') {
        given[i] = '';
      }
    }
    if (error !== null) return error;
    if (blank) return null;
    if (turns === 0) {
      while (given.length < count) given.push(undefined);
    } else {
      while (given.length < first) given.push(undefined);
      const more = given.slice(first, given.length - after);
      const last = given.slice(given.length - after);
      given.length = first;
      if (turns === 1) given.push(more);
      else for (let turn = 0; turn < turns; turn++) given.push(more.filter((_, i) => i % turns === turn));
      if (after > 0) given.push(...last);
    }
    given.push(run);
    return given;
  };
}

// ---- Row by row ---------------------------------------------------------------------------------------------------------------------

const missingRow = formulaError('NotApplicable', 'The tables differ in length: there is no value for this row.');

/**
 * A scalar function over one-column tables: one result row for each row of the longest. A blank table makes the result blank, an error in
 * the place of a row takes the result row's place. A function of one value leaves blank rows as they are.
 */
function rowByRow(node: Call, compilePart: CompilePart): Evaluate {
  const values = node.args.map(({ node: arg }) => compilePart(arg));
  const current: Value[] = [];
  const call = callOf(
    node,
    values.map((_, i) => () => current[i]),
  );
  const columns = node.args.map(({ node: arg }, i) =>
    node.tabular!.includes(i) ? [...(arg.type as TableType).fields.keys()][0]! : undefined,
  );
  const [result] = [...(node.type as TableType).fields.keys()] as [string];
  const resultRow = (given: readonly Value[], index: number, frame: Frame): TableRow => {
    for (const [j, column] of columns.entries()) {
      if (column === undefined) {
        current[j] = given[j]!;
        continue;
      }
      const found = (given[j] as Table)[index];
      if (found instanceof FormulaError || (found === null && columns.length === 1)) return found;
      current[j] = found === undefined ? missingRow : found === null ? null : field(found, column);
    }
    return row([[result, call(frame)]]);
  };
  return (frame) => {
    const given = values.map((value) => value(frame));
    const tables = node.tabular!.map((i) => given[i]!);
    const error = tables.find((table) => table instanceof FormulaError);
    if (error !== undefined) return error;
    if (tables.some((table) => table === null)) return null;
    const length = Math.max(...tables.map((table) => (table as Table).length));
    const rows: TableRow[] = [];
    for (let i = 0; i < length; i++) {
      if (--frame.run.fuel < 0) throw OUT_OF_FUEL;
      rows.push(resultRow(given, i, frame));
    }
    return rows;
  };
}

// ---- Connector calls ----------------------------------------------------------------------------------------------------------------

const noCalls = formulaError('NotSupported', 'There is no connection here to call a service through.');

function remoteRead(node: Call, compilePart: CompilePart): Evaluate {
  const slots = node.args.map((argument) => slotOf(argument, compilePart) as Evaluate);
  return (frame) => {
    const args = remoteArguments(slots.map((slot) => slot(frame)));
    if (args instanceof FormulaError) return args;
    return typedAnswer(node, frame.run.calls?.read(node, node.function, args) ?? noCalls);
  };
}

/** An answer whose type only the service knew, as a value of the type that the call was checked with. */
function typedAnswer({ function: { remote }, type }: Call, value: Value): Value {
  return value instanceof Dynamic && type.kind !== 'dynamic' ? (remote?.live?.typed(value, type) ?? value) : value;
}

/** Errors among the arguments are the call's result: nothing is sent. */
function remoteArguments(values: readonly Value[]): readonly Value[] | FormulaError {
  let error: FormulaError | null = null;
  for (const value of values) if (value instanceof FormulaError) error = error === null ? value : joinErrors(error, value);
  return error ?? values;
}

async function remoteStart(node: Call, run: Run, values: readonly Value[]): Promise<Value> {
  const args = remoteArguments(values);
  if (args instanceof FormulaError) return args;
  return run.calls === undefined ? noCalls : typedAnswer(node, await run.calls.start(node.function, args));
}

// ---- Calls in behaviors -------------------------------------------------------------------------------------------------------------

/**
 * A call that awaits something: plain arguments are awaited in order. Lazy ones are given as promises to the function's own asynchronous
 * form; rows are evaluated one after the other before a function sees them, so each function's one implementation serves here too.
 */
export function compileCallAsync(
  node: Call,
  { compileNode, compileAsync }: { readonly compileNode: CompilePart; readonly compileAsync: CompilePartAsync },
): EvaluateAsync {
  if (node.function.remote !== undefined) {
    const args = node.args.map(({ node: arg }) => compileAsync(arg));
    return async (frame) => remoteStart(node, frame.run, await inOrder(args, frame));
  }
  if (node.tabular !== undefined) return rowByRowAsync(node, compileAsync);
  const lazyAwaits = node.args.some(({ parameter, node: arg }) => parameter.mode === 'lazy' && arg.awaits);
  const call = ((lazyAwaits && node.overload.evaluateAsync) || implementationOf(node)) as unknown as (
    ...args: unknown[]
  ) => Value | Promise<Value>;
  const slots = node.args.map((argument) => asyncSlot(argument, lazyAwaits, compileNode, compileAsync));
  const gather = gatherer(node.args, node.overload.parameters);
  return async (frame) => {
    const given: unknown[] = [];
    for (const slot of slots) given.push(await slot(frame, given[0] as Value));
    const ready = gather(given, frame.run);
    const value = Array.isArray(ready) ? settle(await call(...ready)) : ready;
    return node.type.kind === 'void' ? asVoid(value) : value;
  };
}

/** Tables are awaited first; their rows then take no time. */
function rowByRowAsync(node: Call, compileAsync: CompilePartAsync): EvaluateAsync {
  const waiting = node.args.map(({ node: arg }) => compileAsync(arg));
  let values: readonly Value[] = [];
  const evaluate = rowByRow(node, (part) => {
    const index = node.args.findIndex(({ node: arg }) => arg === part);
    return () => values[index]!;
  });
  return async (frame) => {
    const ready = await inOrder(waiting, frame);
    values = ready;
    return evaluate(frame);
  };
}

async function inOrder(parts: readonly EvaluateAsync[], frame: Frame): Promise<Value[]> {
  const values: Value[] = [];
  for (const part of parts) values.push(await part(frame));
  return values;
}

type AsyncSlot = (frame: Frame, first: Value) => unknown;

function asyncSlot(
  argument: CheckedArgument,
  lazyAwaits: boolean,
  compilePart: CompilePart,
  compileAsync: CompilePartAsync,
): AsyncSlot {
  const { parameter, node } = argument;
  const part = compileAsync(node);
  if (parameter.mode === 'value' || parameter.mode === 'raw') return part;
  if (parameter.mode === 'lazy' && lazyAwaits) {
    if (parameter.scope !== undefined) return (frame) => async (scope: Value) => part(rowFrame(scope, frame));
    return (frame) => async () => part(frame);
  }
  if (parameter.mode === 'perRow' && node.awaits) return rowsFirst(part);
  return slotOf(argument, compilePart);
}

/** Evaluates a row argument for every row of the table, in order, and hands the results out in the same order. */
function rowsFirst(part: EvaluateAsync): AsyncSlot {
  return async (frame, first) => {
    const results: Value[] = [];
    for (const item of Array.isArray(first) ? (first as Table) : [first]) {
      if (--frame.run.fuel < 0) throw OUT_OF_FUEL;
      results.push(await part(rowFrame(item, frame)));
    }
    let next = 0;
    return () => results[next++ % Math.max(1, results.length)] ?? PENDING;
  };
}
