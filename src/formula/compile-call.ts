import { callOf, decider, implementationOf, invoker, settle, type Slot } from './call-arguments.ts';
import type { Checked, CheckedArgument, CheckedOf } from './checked.ts';
import { FormulaError, PENDING, formulaError, joinErrors } from './error.ts';
import { rowFrame, type Evaluate, type EvaluateAsync, type Frame } from './evaluate.ts';
import type { Named } from './function.ts';
import { look, step } from './limits.ts';
import { wholeOf, type RowFormula, type Whole } from './row-formula.ts';
import type { Assignable, Run } from './run.ts';
import type { ChoiceSource } from './choices.ts';
import type { OptionType, TableType, Type, TypeType } from './type.ts';
import { writableTable } from './variable-table.ts';
import { Dynamic, VOID, field, row, type Row, type Table, type TableRow, type Value } from './value.ts';

/*
 * Calls as closures: each argument becomes a slot by its parameter's mode.
 */

type Call = CheckedOf<'call'>;
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
  if (node.overload.compile !== undefined) {
    const parts: Evaluate[] = [];
    for (const argument of node.args) parts.push(compilePart(argument.node));
    return node.overload.compile(parts);
  }
  if (node.tabular !== undefined) return rowByRow(node, compilePart);
  const slots: Slot[] = [];
  for (const argument of node.args) slots.push(slotOf(argument, compilePart));
  return callOf(node, slots);
}

// ---- Slots --------------------------------------------------------------------------------------------------------------------------

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
  return slots[argument.parameter.mode](argument, compilePart);
}

type MakeSlot = (argument: CheckedArgument, compilePart: CompilePart) => Slot;

const given: MakeSlot = ({ node }, compilePart) => compilePart(node);

const named: MakeSlot = ({ node, text }, compilePart) => (text === undefined ? compilePart(node) : () => text);

/** What is made of an argument, by the mode of its parameter. A table for the same reason as that of `constructors`. */
const slots: { readonly [M in CheckedArgument['parameter']['mode']]: MakeSlot } = {
  value: given,
  raw: given,
  lazy: ({ parameter, node }, compilePart) => {
    const value = compilePart(node);
    if (parameter.scope !== undefined) return (frame) => (scope: Value) => value(rowFrame(scope, frame));
    return (frame) => () => value(frame);
  },
  perRow: ({ node }, compilePart) => perRowSlot(node, compilePart),
  column: named,
  name: named,
  type: ({ node }) => {
    const { of } = node.type as TypeType;
    return () => of;
  },
  place: ({ node }, compilePart) => placeOf(node, compilePart),
  choices: ({ node }, compilePart) => choiceSourceOf(node, compilePart),
};

/** One frame for all rows of a call: only its row changes. */
function perRowSlot(node: Checked, compilePart: CompilePart): Slot {
  const value = compilePart(node);
  // Worked out for the first table that is large enough: most are not, and an app has thousands of these.
  let known: Whole | null | undefined;
  const whole = (): Whole | undefined =>
    (known === undefined ? (known = wholeOf(node, compilePart) ?? null) : known) ?? undefined;
  // In a loop the frame around a call is the same each time, and so can be what is made for it.
  let around: Frame | undefined;
  let last: RowFormula;
  return (frame) => {
    if (frame === around) return last;
    const { run } = frame;
    const inner: { row: Value; readonly outer: Frame; readonly run: Run } = { row: null, outer: frame, run };
    const each: RowFormula = (row) => {
      step(run);
      inner.row = row;
      return value(inner);
    };
    each.whole = whole;
    // Parts that are the same for all rows are written for the frame of a row.
    each.frame = inner;
    last = each;
    // Not at the top, so that nothing is kept beyond a loop.
    around = frame.outer && frame;
    return each;
  };
}

/** A set of choices, or a column of a table. */
function choiceSourceOf(node: Checked, compilePart: CompilePart): (frame: Frame) => ChoiceSource | FormulaError | null {
  if (node.kind !== 'field') {
    const { set } = node.type as OptionType;
    return () => ({ set });
  }
  const place = placeOf(node.target, compilePart);
  const { name: column } = node;
  return (frame) => {
    const table = place(frame);
    return table === null || table instanceof FormulaError ? table : { table: writableTable(table), column };
  };
}

/** Something that can be assigned to. A part of a variable is written by replacing what is around it. */
function placeOf(node: Checked, compilePart: CompilePart): (frame: Frame) => Assignable | FormulaError | null {
  switch (node.kind) {
    case 'symbol': {
      const { place } = node.symbol;
      if (place === undefined) return nowhere;
      return ({ run }) => {
        run.touch?.(place);
        return place;
      };
    }
    case 'coerce':
      return placeOf(node.operand, compilePart);
    case 'field':
      return fieldPlace(placeOf(node.target, compilePart), node.name, node.type);
    case 'call':
      return node.overload.row === undefined ? nowhere : rowPlace(node, compilePart);
    default:
      return nowhere;
  }
}

type PlaceSlot = ReturnType<typeof placeOf>;

/** What is blank can stand where a place should: nothing is changed then. */
const nowhere = (): null => null;

const fieldPlace =
  (outer: PlaceSlot, name: string, type: Type): PlaceSlot =>
  (frame) => {
    const target = outer(frame);
    if (target === null || target instanceof FormulaError) return target;
    const record = target.read();
    if (record === null || record instanceof FormulaError) return record;
    return {
      name: `${target.name}.${name}`,
      type,
      read: () => field(target.read() as Row, name),
      write: (value) => {
        const around = target.read() as Row;
        const others = Object.keys(around).filter((key) => key !== name);
        target.write(row([...others.map((key) => [key, field(around, key)] as const), [name, value]]));
      },
    };
  };

/** A row of a table that can be assigned to, by its number. */
function rowPlace(node: Call, compilePart: CompilePart): PlaceSlot {
  const outer = placeOf(node.args[0]!.node, compilePart);
  const others = node.args.slice(1).map(({ node: arg }) => compilePart(arg));
  return (frame) => {
    const target = outer(frame);
    if (target === null || target instanceof FormulaError) return target;
    const table = target.read();
    if (!Array.isArray(table)) return table as FormulaError | null;
    const given = others.map((other) => other(frame));
    const error = given.find((value) => value instanceof FormulaError);
    if (error !== undefined) return error;
    const index = node.overload.row!(table as Table, ...given);
    const found = (table as Table)[index];
    if (found === undefined) return noSuchRow;
    if (found === null || found instanceof FormulaError) return found;
    return {
      name: target.name,
      type: node.type,
      read: () => (target.read() as Table)[index] ?? null,
      write: (value) => target.write((target.read() as Table).map((item, i) => (i === index ? (value as TableRow) : item))),
    };
  };
}

const noSuchRow = formulaError('InvalidArgument', 'The table has no such row.');

// ---- Row by row ---------------------------------------------------------------------------------------------------------------------

const missingRow = formulaError('NotApplicable', 'The tables differ in length: there is no value for this row.');

/**
 * A scalar function over one-column tables: one result row for each row of the longest, an error where another one is shorter. A blank
 * table makes the result blank, an error in the place of a row takes the result row's place. A function of one value leaves blank rows as
 * they are.
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
      const found = (given[j] as Table)[index]!;
      if (found instanceof FormulaError || (found === null && columns.length === 1)) return found;
      current[j] = found === null ? null : field(found, column);
    }
    return row([[result, call(frame)]]);
  };
  return (frame) => {
    const given = values.map((value) => value(frame));
    const tables = node.tabular!.map((i) => given[i]!);
    const error = tables.find((table) => table instanceof FormulaError);
    if (error !== undefined) return error;
    if (tables.some((table) => table === null)) return null;
    const lengths = tables.map((table) => (table as Table).length);
    const [shortest, longest] = [Math.min(...lengths), Math.max(...lengths)];
    const rows: TableRow[] = [];
    for (let i = 0; i < longest; i++) {
      step(frame.run);
      rows.push(i < shortest ? resultRow(given, i, frame) : row([[result, missingRow]]));
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
  if (!lazyAwaits && node.overload.compile !== undefined) {
    return choiceAsync(node, node.overload.compile, { compileNode, compileAsync });
  }
  const waits = lazyAwaits || node.function.awaits === true;
  const call = ((waits && node.overload.evaluateAsync) || implementationOf(node)) as unknown as (
    ...args: unknown[]
  ) => Value | Promise<Value>;
  const slots = node.args.map((argument) => asyncSlot(argument, lazyAwaits, compileNode, compileAsync));
  const overRows = node.args.filter(({ parameter, node: arg }) => parameter.mode === 'perRow' && arg.awaits);
  const inRows = rowsFirst(overRows.map(({ node: arg }) => compileAsync(arg)));
  const decide = decider(node.args);
  const invoke = invoker(call, node.overload.parameters);
  return async (frame) => {
    const given: unknown[] = [];
    let rows: readonly unknown[] | undefined;
    for (const [i, slot] of slots.entries()) {
      const at = overRows.indexOf(node.args[i]!);
      if (at < 0) given.push(await slot(frame));
      else given.push((rows ??= await inRows(frame, given[0] as Value))[at]);
    }
    look(frame.run);
    const decided = decide(given);
    const value = decided === undefined ? settle(await invoke(given, frame.run), frame.run) : decided;
    return node.type.kind === 'void' ? asVoid(value) : value;
  };
}

/** A call whose plain arguments await, and whose lazy ones do not: those are awaited, and then it is as any other. */
function choiceAsync(
  node: Call,
  compile: NonNullable<Call['overload']['compile']>,
  { compileNode, compileAsync }: { readonly compileNode: CompilePart; readonly compileAsync: CompilePartAsync },
): EvaluateAsync {
  const waiting = node.args.map(({ node: arg }) => (arg.awaits ? compileAsync(arg) : () => null));
  let values: readonly Value[] = [];
  const evaluate = compile(node.args.map(({ node: arg }, i) => (arg.awaits ? () => values[i]! : compileNode(arg))));
  return async (frame) => {
    const ready = await inOrder(waiting, frame);
    values = ready;
    const value = evaluate(frame);
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
  for (const part of parts) {
    look(frame.run);
    values.push(await part(frame));
  }
  return values;
}

type AsyncSlot = (frame: Frame) => unknown;

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
  return slotOf(argument, compilePart);
}

/**
 * Evaluates the arguments of a call that are for rows: for each row of the table all of them, in order. What each gave is then handed out
 * in the same order.
 */
function rowsFirst(parts: readonly EvaluateAsync[]): (frame: Frame, table: Value) => Promise<readonly (() => Value)[]> {
  return async (frame, table) => {
    const results = parts.map((): Value[] => []);
    for (const item of Array.isArray(table) ? (table as Table) : [table]) {
      const row = rowFrame(item, frame);
      for (const [i, part] of parts.entries()) {
        step(frame.run);
        results[i]!.push(await part(row));
      }
    }
    return results.map((values) => {
      let next = 0;
      return () => values[next++ % Math.max(1, values.length)] ?? PENDING;
    });
  };
}
