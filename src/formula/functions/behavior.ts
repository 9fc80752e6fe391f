import { FormulaError, formulaError } from '../error.ts';
import type { DataSource } from '../data-source.ts';
import { equal } from '../equality.ts';
import {
  defineFunction,
  maybe,
  optional,
  overload,
  param,
  place,
  raw,
  repeated,
  type CallShape,
  type FunctionDefinition,
} from '../function.ts';
import { OptionValue } from '../option-set.ts';
import type { Effects, NotificationType, Run } from '../run.ts';
import * as types from '../type.ts';
import { commonType } from '../unify.ts';
import { any, emptyRecord, emptyTable, number, text, type Type } from '../type.ts';
import { VOID, isRow, row, type Reference, type Row, type Table, type TableRow, type Value } from '../value.ts';
import { writableTable } from '../variable-table.ts';

/*
 * Functions that change something. What they do to variables and tables goes through the places that the host gives; what they do to the
 * app goes through `run.effects`.
 */

const noApp = formulaError('NotSupported', 'There is no app here for this to act on.');

/** The effect, or an error where the formula runs without an app. */
export const onApp = (run: Run, act: (effects: Effects) => Value | Promise<Value>): Value => {
  if (run.effects === undefined) return noApp;
  return act(run.effects) as Value;
};

export const word = (value: unknown): string | null =>
  value instanceof OptionValue ? String(value.value) : typeof value === 'string' ? value : null;

const rowsOf = (value: Value): readonly Row[] =>
  Array.isArray(value)
    ? (value as Table).filter((item): item is Row => item !== null && !(item instanceof FormulaError))
    : isRow(value)
      ? [value]
      : [];

/** The rows that items add: records one each, tables all of theirs, other values as a column `Value`. */
const added = (items: readonly Value[]): Row[] | FormulaError => {
  const rows: Row[] = [];
  for (const item of items) {
    if (item instanceof FormulaError) return item;
    if (item === null) continue;
    if (Array.isArray(item) || isRow(item)) rows.push(...rowsOf(item));
    else rows.push(row([['Value', item]]));
  }
  return rows;
};

/** The type that `Collect` gives a collection: the columns of all items. */
const collected = (call: CallShape): Type => {
  const fields = new Map<string, Type>();
  const add = (name: string, of: Type): void => {
    const known = fields.get(name);
    fields.set(name, known === undefined ? of : (commonType(known, of, call.features) ?? of));
  };
  for (const type of call.types.slice(1)) {
    if (types.isAggregate(type)) for (const [name, of] of type.fields) add(name, of);
    else if (type.kind !== 'blank' && type.kind !== 'unknown') add('Value', type);
  }
  return types.table(fields);
};

const collecting = (name: 'Collect' | 'ClearCollect', summary: string): FunctionDefinition =>
  defineFunction({
    name,
    category: 'behavior',
    summary,
    behavior: true,
    awaits: true,
    parameters: [place('collection', any), raw('item', any), repeated(raw('item', any))],
    result: (call) => (call.types[0]?.kind === 'table' ? call.types[0] : collected(call)),
    declares: (call) =>
      call.names[0] === undefined ? [] : [{ scope: 'collection', name: call.names[0], type: collected(call) }],
    examples: [],
    evaluate: (target, item, more) => {
      const table = writableTable(target);
      const rows = added([item, ...more]);
      if (rows instanceof FormulaError) return rows;
      if (name === 'Collect') return table.create(rows) as Value;
      return afterwards(table.clear(), (cleared) => (cleared instanceof FormulaError ? cleared : table.create(rows)));
    },
  });

/** Goes on when a value is there, now or later. */
const afterwards = (value: Value | Promise<Value>, next: (value: Value) => Value | Promise<Value>): Value =>
  (value instanceof Promise ? value.then(next) : next(value)) as Value;

const control: Type = any;

export const behaviors: readonly FunctionDefinition[] = [
  defineFunction({
    name: 'Set',
    category: 'behavior',
    summary: 'Gives a global variable a value.',
    behavior: true,
    parameters: [place('variable', any), raw('value', any)],
    result: (call) => {
      const [variable, value] = call.types;
      if (variable !== undefined && variable.kind !== 'unknown' && value !== undefined && !call.coerce(1, variable)) {
        call.error(1, 'ErrBadType_ExpectedType_ProvidedType', types.kindName(variable), types.kindName(value), '');
      }
      return variable?.kind === 'unknown' || variable === undefined ? (value ?? types.unknown) : variable;
    },
    declares: (call) =>
      call.names[0] === undefined ? [] : [{ scope: 'variable', name: call.names[0], type: call.types[1] ?? types.unknown }],
    examples: [],
    evaluate: (variable, value) => {
      variable.write(value);
      return value;
    },
  }),
  defineFunction({
    name: 'UpdateContext',
    category: 'behavior',
    summary: 'Gives variables of the screen values.',
    behavior: true,
    parameters: [param('values', emptyRecord)],
    result: types.boolean,
    declares: (call) => contextOf(call, 0),
    examples: [],
    evaluate: (values, run) =>
      onApp(run, (effects) => {
        effects.setContext(values);
        return true;
      }),
  }),
  defineFunction({
    name: 'Navigate',
    category: 'behavior',
    summary: 'Shows another screen, with a transition and values for its context variables if given.',
    behavior: true,
    parameters: [raw('screen', control), optional(maybe('transition', any)), optional(maybe('context', emptyRecord))],
    result: types.boolean,
    declares: (call) => contextOf(call, 2),
    examples: [],
    evaluate: (screen, transition, context, run) =>
      screen instanceof FormulaError
        ? screen
        : onApp(run, (effects) => effects.navigate(screen as Reference, word(transition), context ?? null)),
  }),
  defineFunction({
    name: 'Back',
    category: 'behavior',
    summary: 'Shows the screen that was shown before.',
    behavior: true,
    parameters: [optional(maybe('transition', any))],
    result: types.boolean,
    examples: [],
    evaluate: (transition, run) => onApp(run, (effects) => effects.back(word(transition))),
  }),
  defineFunction({
    name: 'Notify',
    category: 'behavior',
    summary: 'Shows a message at the top of the app for a while (milliseconds; 10,000 unless said otherwise).',
    behavior: true,
    parameters: [param('message', text), optional(maybe('type', any)), optional(param('timeout', number))],
    result: types.boolean,
    examples: [],
    evaluate: (message, type, timeout, run) =>
      onApp(run, (effects) => {
        const kind = word(type)?.toLowerCase();
        const known = (['Error', 'Warning', 'Success', 'Information'] as const).find((name) => name.toLowerCase() === kind);
        effects.notify(message, known ?? ('Information' satisfies NotificationType), timeout ?? 10_000);
        return true;
      }),
  }),
  ...(['Reset', 'SetFocus'] as const).map((name) =>
    defineFunction({
      name,
      category: 'behavior',
      summary: { Reset: 'Puts an input back to its default.', SetFocus: 'Moves the keyboard to a control.' }[name],
      behavior: true,
      parameters: [raw('control', control)],
      result: types.boolean,
      examples: [],
      evaluate: (target, run) =>
        target instanceof FormulaError
          ? target
          : onApp(run, (effects) => {
              if (name === 'Reset') effects.reset(target as Reference);
              else effects.setFocus(target as Reference);
              return true;
            }),
    }),
  ),
  defineFunction({
    name: 'Select',
    category: 'behavior',
    summary: 'Acts as if a control had been clicked, or a row of a gallery, or a control in that row. Rows count from 1.',
    behavior: true,
    awaits: true,
    parameters: [raw('control', control), optional(param('row', number)), optional(raw('child_control', control))],
    result: types.boolean,
    examples: [],
    evaluate: (target, at, child, run) => {
      if (target instanceof FormulaError) return target;
      if (child instanceof FormulaError) return child;
      return onApp(run, (effects) =>
        effects.select(target as Reference, at, child as Reference | undefined).then((done) => done ?? true),
      );
    },
  }),
  {
    name: 'Refresh',
    category: 'behavior',
    summary: 'Asks a data source, or a connector, for its data anew.',
    behavior: true,
    awaits: true,
    examples: [],
    overloads: [
      overload({
        parameters: [place('data_source', emptyTable)],
        result: types.boolean,
        evaluate: (target) => writableTable(target).refresh() as Value,
      }),
      overload({
        parameters: [raw('connected_data_source', any)],
        result: types.boolean,
        evaluate: (source, run) =>
          source instanceof FormulaError ? source : onApp(run, (effects) => effects.refresh(source as Reference | Table)),
      }),
    ],
  },
  collecting('Collect', 'Adds rows to a collection or data source.'),
  collecting('ClearCollect', 'Replaces the rows of a collection.'),
  defineFunction({
    name: 'Clear',
    category: 'behavior',
    summary: 'Removes all rows of a collection.',
    behavior: true,
    awaits: true,
    parameters: [place('source', any)],
    result: types.voidType,
    examples: [],
    evaluate: (target) => writableTable(target).clear() as Value,
  }),
  defineFunction({
    name: 'Remove',
    category: 'behavior',
    summary: 'Removes rows from a collection or data source.',
    behavior: true,
    awaits: true,
    parameters: [place('source', emptyTable), raw('record', any), repeated(raw('record', any))],
    result: types.voidType,
    examples: [],
    evaluate: (target, first, more) => {
      const rows = added([first, ...more]);
      if (rows instanceof FormulaError) return rows;
      return afterwards(writableTable(target).remove(rows), (done) => (done instanceof FormulaError ? done : VOID));
    },
  }),
  {
    name: 'Patch',
    category: 'behavior',
    summary: 'Changes or adds a row of a data source and gives it back; or joins records, the later over the earlier.',
    behavior: true,
    awaits: true,
    examples: [],
    overloads: [
      overload({
        parameters: [
          place('source', emptyTable),
          raw('record', emptyRecord),
          param('update', emptyRecord),
          repeated(param('update', emptyRecord)),
        ],
        result: (call) => (call.types[0]?.kind === 'table' ? types.rowType(call.types[0]) : types.unknown),
        evaluate: (target, current, changes, more) => {
          const source: DataSource = writableTable(target);
          if (current instanceof FormulaError) return current;
          const all = Object.assign({}, changes, ...more) as Row;
          const record = (current ?? {}) as Row;
          const known = source.has?.(record) === true ? record : rowsOf(source.read()).find((item) => equal(item, record));
          return (
            known === undefined ? afterwards(source.create([{ ...record, ...all }]), firstRow) : source.update(known, all)
          ) as Value;
        },
      }),
      overload({
        parameters: [param('record', emptyRecord), param('update', emptyRecord), repeated(param('update', emptyRecord))],
        result: (call) => {
          const fields = new Map<string, Type>();
          for (const type of call.types) if (type.kind === 'record') for (const [name, of] of type.fields) fields.set(name, of);
          return types.record(fields);
        },
        evaluate: (first, second, more) => Object.assign({}, first, second, ...more) as Row,
      }),
    ],
  },
];

const firstRow = (value: Value): Value => (Array.isArray(value) ? ((value[0] as TableRow | undefined) ?? null) : value);

function contextOf(call: CallShape, index: number): { scope: 'context'; name: string; type: Type }[] {
  const type = call.types[index];
  return type?.kind === 'record' ? [...type.fields].map(([name, of]) => ({ scope: 'context' as const, name, type: of })) : [];
}
