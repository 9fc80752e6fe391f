import { EPOCH } from './calendar.ts';
import type { CheckedArgument, CheckedOf } from './checked.ts';
import { Decimal } from './decimal.ts';
import { FormulaError, Pending, formulaError, joinErrors } from './error.ts';
import type { Evaluate, Frame } from './evaluate.ts';
import { repetition, type Parameter } from './function.ts';
import { grownTable, grownText } from './limits.ts';
import type { Run } from './run.ts';
import type { TableType, Type } from './type.ts';
import { Color, DateTimeValue, DateValue, TimeValue, type Table, type Value } from './value.ts';

/*
 * From what the arguments of a call give to what its function gets. Errors are collected from left to right, then blanks are looked at, then
 * the function is called. Numbers, texts and truth values are neither: a call of one to three of them makes nothing but its result.
 */

type Call = CheckedOf<'call'>;
export type Implementation = (...args: unknown[]) => Value;

/** Gives an argument. For the modes `value` and `raw` a value that may be an error; for others what `evaluate` wants. */
export type Slot = (frame: Frame) => unknown;

const overflow = formulaError('Numeric', 'The result is no number that can be shown: it is too large, or has no value.');

/** Numbers that are none (NaN, infinite) never come out of a function, nor tables and texts beyond the limits of the run. */
export function settle(value: Value, run: Run): Value {
  if (typeof value === 'number') return value - value === 0 ? value : overflow;
  if (typeof value === 'string') return grownText(value, run);
  return Array.isArray(value) ? (grownTable(value as Table, run) ?? value) : value;
}

/** The implementation; where the call's type is decimal, what it gives as a double becomes one. */
export function implementationOf({ overload, type, tabular }: Call): Implementation {
  const call = overload.evaluate as unknown as Implementation;
  const result = tabular === undefined ? type : [...(type as TableType).fields.values()][0]!;
  if (result.kind !== 'decimal') return call;
  return (...args) => {
    const value = call(...args);
    return typeof value === 'number' ? Decimal.fromNumber(value) : value;
  };
}

/** A call of which the arguments are given by `slots`. */
export function callOf(node: Call, slots: readonly Slot[]): Evaluate {
  const call = implementationOf(node);
  const { parameters } = node.overload;
  const decide = decider(node.args);
  if (slots.length === parameters.length && repetition(parameters).turns === 0) {
    if (slots.length === 1) return callOne(call, slots, decide);
    if (slots.length === 2) return callTwo(call, slots, decide);
    if (slots.length === 3) return callThree(call, slots, decide);
  }
  const invoke = invoker(call, parameters);
  return (frame) => {
    const given: unknown[] = [];
    for (const slot of slots) given.push(slot(frame));
    const decided = decide(given);
    return decided === undefined ? settle(invoke(given, frame.run), frame.run) : decided;
  };
}

/** Whether a value cannot decide a call: it is neither blank nor an error. */
const isGiven = (value: unknown): boolean => typeof value !== 'object' || Array.isArray(value);

function callOne(call: Implementation, slots: readonly Slot[], decide: Decide): Evaluate {
  const [first] = slots as readonly [Slot];
  return (frame) => {
    const a = first(frame);
    if (isGiven(a)) return settle(call(a, frame.run), frame.run);
    const given = [a];
    const decided = decide(given);
    return decided === undefined ? settle(call(given[0], frame.run), frame.run) : decided;
  };
}

function callTwo(call: Implementation, slots: readonly Slot[], decide: Decide): Evaluate {
  const [first, second] = slots as readonly [Slot, Slot];
  return (frame) => {
    const a = first(frame);
    const b = second(frame);
    if (isGiven(a) && isGiven(b)) return settle(call(a, b, frame.run), frame.run);
    const given = [a, b];
    const decided = decide(given);
    return decided === undefined ? settle(call(given[0], given[1], frame.run), frame.run) : decided;
  };
}

function callThree(call: Implementation, slots: readonly Slot[], decide: Decide): Evaluate {
  const [first, second, third] = slots as readonly [Slot, Slot, Slot];
  return (frame) => {
    const a = first(frame);
    const b = second(frame);
    const c = third(frame);
    if (isGiven(a) && isGiven(b) && isGiven(c)) return settle(call(a, b, c, frame.run), frame.run);
    const given = [a, b, c];
    const decided = decide(given);
    return decided === undefined ? settle(call(given[0], given[1], given[2], frame.run), frame.run) : decided;
  };
}

/** Modes of arguments in which an error is the result of the call. */
const decisive: ReadonlySet<string> = new Set(['value', 'column', 'place', 'choices']);

/** The result of the call where an error or a blank decides it; undefined where the call goes on, blanks then replaced in place. */
type Decide = (given: unknown[]) => FormulaError | null | undefined;

/** What decides, for each argument: its mode, what a blank does, and what it stands for. */
interface Rules {
  readonly modes: readonly Parameter['mode'][];
  readonly blanks: readonly Parameter['ifBlank'][];
  readonly zeros: readonly Value[];
}

function rulesOf(args: readonly CheckedArgument[]): Rules {
  const parameters = args.map(({ parameter }) => parameter);
  return {
    modes: parameters.map(({ mode }) => mode),
    blanks: parameters.map(({ ifBlank }) => ifBlank),
    zeros: parameters.map(({ mode, ifBlank, type }) => (mode === 'value' && ifBlank === 'zero' ? zeroOf(type) : null)),
  };
}

export function decider(args: readonly CheckedArgument[]): Decide {
  // Most calls never meet a blank or an error.
  let rules: Rules | undefined;
  return (given) => {
    const { modes, blanks, zeros } = (rules ??= rulesOf(args));
    let error: FormulaError | undefined;
    let blank = false;
    for (let i = 0; i < given.length; i++) {
      const value = given[i];
      if (typeof value !== 'object') continue;
      const mode = modes[i];
      if (value === null) {
        if (mode === 'value') {
          if (blanks[i] === 'result') blank = true;
          else given[i] = zeros[i];
        } else if (mode === 'column') given[i] = '';
        else if (mode === 'place' || mode === 'choices') blank = true;
      } else if (value instanceof FormulaError && (decisive.has(mode!) || value instanceof Pending)) {
        error = error === undefined ? value : joinErrors(error, value);
      }
    }
    return error ?? (blank ? null : undefined);
  };
}

/** Calls with one argument for each parameter: missing ones undefined, repeated ones as arrays, the run last. */
export function invoker<R>(call: (...args: unknown[]) => R, parameters: readonly Parameter[]): (given: unknown[], run: Run) => R {
  const { first, turns, after } = repetition(parameters);
  const count = parameters.length;
  if (turns === 0) {
    if (count === 2) return (given, run) => call(given[0], given[1], run);
    if (count === 3) return (given, run) => call(given[0], given[1], given[2], run);
    return (given, run) => {
      while (given.length < count) given.push(undefined);
      return call(...given, run);
    };
  }
  if (turns === 1 && after === 0) {
    if (first === 0) return (given, run) => call(given, run);
    if (first === 1) return (given, run) => call(given[0], given.slice(1), run);
    if (first === 2) return (given, run) => call(given[0], given[1], given.slice(2), run);
  }
  return (given, run) => {
    while (given.length < first) given.push(undefined);
    const more = given.slice(first, given.length - after);
    const last = given.slice(given.length - after);
    const repeated =
      turns === 1 ? [more] : Array.from({ length: turns }, (_, turn) => more.filter((_item, i) => i % turns === turn));
    return call(...given.slice(0, first), ...repeated, ...(after > 0 ? last : []), run);
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
