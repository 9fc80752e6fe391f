import type { Checked, CheckedOf } from './checked.ts';
import { compileCall, compileCallAsync } from './compile-call.ts';
import { dynamicField } from './dynamic.ts';
import { FormulaError, formulaError } from './error.ts';
import { constant, constantOf, stillFrame, type Evaluate, type EvaluateAsync, type Frame } from './evaluate.ts';
import { cancelled, stopped } from './limits.ts';
import { withFactsOf } from './table-facts.ts';
import { Dynamic, isInheritedName, recordMaker, setField, type Row, type Table, type TableRow, type Value } from './value.ts';

/*
 * A checked formula as a closure. `construct` makes the closure of one node from those of its parts, and serves both forms: the
 * synchronous one, where parts are compiled formulas, and the behavior, where parts are values already awaited.
 */

/** A checked formula as a function of its surroundings; connector calls are read through `run.calls`. */
export function compile(checked: Checked): Evaluate {
  const evaluate = compileNode(checked);
  return (frame) => {
    try {
      return evaluate(frame);
    } catch (thrown) {
      return stopped(thrown);
    }
  };
}

/** A checked formula as a behavior: its parts in order, each call awaited before the next. */
export function compileBehavior(checked: Checked): EvaluateAsync {
  const evaluate = compileAsync(checked);
  return (frame) => {
    try {
      const result = evaluate(frame);
      return result instanceof Promise ? unlessCancelled(result.catch(stopped), frame.run.signal) : result;
    } catch (thrown) {
      return stopped(thrown);
    }
  };
}

/** The result, or at once that it was cancelled: what is being waited for may never come. */
function unlessCancelled(result: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  if (signal === undefined) return result;
  return new Promise((resolve) => {
    const cancel = (): void => resolve(cancelled);
    if (signal.aborted) cancel();
    signal.addEventListener('abort', cancel, { once: true });
    void result.then((value) => {
      signal.removeEventListener('abort', cancel);
      resolve(value);
    });
  });
}

/** A part of a formula as a closure: out of fuel, it throws. */
export function compileNode(node: Checked): Evaluate {
  const of: Evaluate[] = [];
  for (const part of parts(node)) of.push(compileNode(part));
  return construct(node, of);
}

/** The parts of a node that are formulas themselves; a call's depend on its parameters and are not among them. */
function parts(node: Checked): readonly Checked[] {
  switch (node.kind) {
    case 'field':
    case 'column':
      return [node.target];
    case 'operator':
      return node.operands;
    case 'record':
      return node.fields.map(([, value]) => value);
    case 'table':
      return node.rows;
    case 'coerce':
      return [node.operand];
    case 'chain':
      return node.items;
    default:
      return [];
  }
}

type Construct<K extends Checked['kind']> = (node: CheckedOf<K>, of: readonly Evaluate[]) => Evaluate;

/**
 * The closure of a node of each kind, from those of its parts. A table rather than a switch: the engine would work all kinds into one another
 * when it optimizes this recursion, which takes longer than to compile an app.
 */
const constructors: { readonly [K in Checked['kind']]: Construct<K> } = {
  literal: ({ value }) => constant(value),
  symbol:
    ({ symbol }) =>
    (frame) =>
      symbol.read(frame.run),
  row: ({ depth }) => rowAt(depth),
  field: ({ target, name }, [of]) => {
    if (target.type.kind === 'dynamic') return dynamicFieldOf(of!, name);
    if (target.kind === 'row' && target.depth === 0 && !isOwnName(name)) return rowFieldOf(name);
    return fieldOf(of!, name);
  },
  column: ({ name }, [of]) => columnOf(of!, name),
  operator: ({ operator }, of) => (of.every(isPlain) ? constant(operator.compile(of)(stillFrame())) : operator.compile(of)),
  call: (node) => compileCall(node, compileNode),
  record: ({ fields }, of) => recordMaker(fields.map(([name]) => name))(of),
  table: (_, of) => (frame) => of.map((row) => row(frame) as TableRow),
  coerce: ({ coercion: { apply } }, [of]) => {
    const operand = of!;
    return (frame) => apply(operand(frame), frame.run);
  },
  chain: (_, of) => chainOf(of),
  invalid: () => () => invalid,
};

const construct = (node: Checked, of: readonly Evaluate[]): Evaluate =>
  (constructors[node.kind] as Construct<Checked['kind']>)(node, of);

/** Whether a closure is a constant that no operator needs the surroundings for: a number, a text, true or false. */
function isPlain(part: Evaluate): boolean {
  const value = constantOf(part);
  return value !== undefined && typeof value !== 'object';
}

const invalid = formulaError('AnalysisError', 'The formula has an error and cannot be evaluated.');

function rowAt(depth: number): Evaluate {
  if (depth === 0) return (frame) => frame.row;
  if (depth === 1) return (frame) => frame.outer!.row;
  return (frame) => {
    let at: Frame = frame;
    for (let i = 0; i < depth; i++) at = at.outer!;
    return at.row;
  };
}

function fieldOf(target: Evaluate, name: string): Evaluate {
  if (isInheritedName(name)) {
    return (frame) => {
      const record = target(frame);
      if (record === null || record instanceof FormulaError) return record;
      return Object.hasOwn(record as Row, name) ? ((record as Row)[name] ?? null) : null;
    };
  }
  return (frame) => {
    const record = target(frame);
    if (record === null || record instanceof FormulaError) return record;
    return (record as Row)[name] ?? null;
  };
}

const errorNames: ReadonlySet<string> = new Set(['errors', 'kind', 'message']);

/** Whether something that is no record may have a property of this name: an error, or whatever every object inherits. */
const isOwnName = (name: string): boolean => errorNames.has(name) || isInheritedName(name);

/** A field of the innermost row: the common case in loops. What has it is a record. */
function rowFieldOf(name: string): Evaluate {
  return (frame) => {
    const record = frame.row as Row | null;
    if (record === null) return null;
    const value = record[name];
    if (value !== undefined) return value;
    return record instanceof FormulaError ? record : null;
  };
}

/** A field of a dynamic object (SEMANTICS 5.10). */
function dynamicFieldOf(target: Evaluate, name: string): Evaluate {
  return (frame) => {
    const value = target(frame);
    return value instanceof Dynamic ? dynamicField(value.json, name) : value;
  };
}

function columnOf(target: Evaluate, name: string): Evaluate {
  return (frame) => {
    const table = target(frame);
    if (table === null || table instanceof FormulaError) return table;
    const column = (table as Table).map((row) => {
      if (row === null || row instanceof FormulaError) return row;
      const result: { [field: string]: Value } = {};
      setField(result, name, Object.hasOwn(row, name) ? (row[name] ?? null) : null);
      return result;
    });
    return withFactsOf(column, table as Table);
  };
}

/** All links run, even after an error; the value is the last one's, or the errors of all (SEMANTICS 5.1). */
function chainOf(items: readonly Evaluate[]): Evaluate {
  return (frame) => {
    let result: Value = null;
    const errors: FormulaError[] = [];
    for (const item of items) {
      result = item(frame);
      if (result instanceof FormulaError) errors.push(result);
    }
    return joined(errors) ?? result;
  };
}

const joined = (errors: readonly FormulaError[]): FormulaError | undefined =>
  errors.length < 2 ? errors[0] : new FormulaError(errors.flatMap((error) => error.errors));

// ---- Behaviors ----------------------------------------------------------------------------------------------------------------------

/** A part of a behavior as a closure: out of fuel, it throws or rejects. */
export function compileAsync(node: Checked): EvaluateAsync {
  if (!node.awaits) return compileNode(node);
  if (node.kind === 'call') return compileCallAsync(node, { compileNode, compileAsync });
  const waiting = parts(node).map(compileAsync);
  // The parts' values are put here in one go, right before the node itself is evaluated.
  const values: Value[] = [];
  const evaluate = construct(
    node,
    waiting.map((_, i) => () => values[i]!),
  );
  const decides = node.kind === 'operator' ? node.operator.decides : undefined;
  return async (frame) => {
    const results: Value[] = [];
    for (const part of waiting) {
      results.push(await part(frame));
      if (decides?.(results[0]!) === true) {
        results.push(null);
        break;
      }
    }
    values.splice(0, values.length, ...results);
    return evaluate(frame);
  };
}
