import { traceOptions, traceSeverity } from '../enums.ts';
import { FormulaError, formulaError } from '../error.ts';
import {
  defineFunction,
  maybe,
  optional,
  perRow,
  place,
  raw,
  repeated,
  type Documentation,
  type FunctionDefinition,
} from '../function.ts';
import { OptionValue } from '../option-set.ts';
import * as types from '../type.ts';
import { boolean, emptyRecord, emptyTable, text } from '../type.ts';
import { isRow, row, type Row, type Table, type TableRow, type Value } from '../value.ts';
import { writableTable } from '../variable-table.ts';
import { fitRows } from './fit-rows.ts';
import { constantAt } from './results.ts';
import { currentRows, inOrderVoid } from './writable.ts';

/*
 * Functions that change the rows of a collection for which a condition holds, and `Trace`.
 */

export const documentation: Documentation = {
  behavior: {
    RemoveIf: {
      summary: 'Removes the rows for which all conditions hold from a collection or data source.',
      examples: [['RemoveIf(Orders, City = "Rome"); CountRows(Orders)', '1']],
    },
    UpdateIf: {
      summary: 'Changes the rows of a collection or data source for which a condition holds, by a record for each of them.',
      examples: [['UpdateIf(Orders, Id = 2, {City: "Roma"}); Last(Orders).City', '"Roma"']],
    },
    Trace: {
      summary: 'Notes a message for whoever watches the app, with a severity and a record if given.',
      examples: [['Trace("Opened", TraceSeverity.Information, {id: 1})', 'true']],
    },
  },
};

/** The rows for which a condition holds, or the first error that it meets. */
function matching(rows: Table, condition: (item: TableRow) => Value): Row[] | FormulaError {
  const found: Row[] = [];
  for (const item of rows) {
    const verdict = condition(item);
    if (verdict instanceof FormulaError) return verdict;
    if (verdict === true && isRow(item)) found.push(item);
  }
  return found;
}

const noSeverity = formulaError('InvalidArgument', 'The severity is blank. Choose one of TraceSeverity.');

export const mutations: readonly FunctionDefinition[] = [
  defineFunction({
    name: 'RemoveIf',
    behavior: true,
    awaits: true,
    parameters: [
      place('source', emptyTable),
      perRow('condition', boolean, { pure: true }),
      repeated(perRow('condition', boolean, { pure: true })),
    ],
    result: types.voidType,
    evaluate: (target, first, more) => {
      const found = matching(currentRows(target), (item) => {
        for (const test of [first, ...more]) {
          const verdict = test(item);
          if (verdict !== true) return verdict;
        }
        return true;
      });
      if (found instanceof FormulaError) return found;
      return inOrderVoid(found.length === 0 ? [] : [() => writableTable(target).remove(found)]);
    },
  }),
  defineFunction({
    name: 'UpdateIf',
    behavior: true,
    awaits: true,
    parameters: [
      place('source', emptyTable),
      repeated(perRow('condition', boolean, { pure: true })),
      repeated(perRow('changes', emptyRecord)),
    ],
    arity: (count) =>
      count < 3
        ? ['ErrBadArityMinimum', String(count), '3', 'arguments']
        : count % 2 === 0
          ? ['ErrBadArityOdd', String(count)]
          : undefined,
    result: (call) => {
      for (let i = 2; i < call.args.length; i += 2) fitRows(call, i);
      return types.voidType;
    },
    evaluate: (target, conditions, records) => {
      const changes: (() => Value | Promise<Value>)[] = [];
      for (const item of currentRows(target)) {
        const changed: Row[] = [];
        for (const [i, condition] of conditions.entries()) {
          const verdict = condition(item);
          if (verdict instanceof FormulaError) return verdict;
          const record = verdict === true ? records[i]!(item) : null;
          if (record instanceof FormulaError) return record;
          if (isRow(record)) changed.push(record);
        }
        if (changed.length > 0 && isRow(item))
          changes.push(() => writableTable(target).update(item, row(changed.flatMap((record) => Object.entries(record)))));
      }
      return inOrderVoid(changes);
    },
  }),
  defineFunction({
    name: 'Trace',
    behavior: true,
    parameters: [
      maybe('message', text),
      optional(maybe('severity', types.optionType(traceSeverity))),
      optional(maybe('custom_record', emptyRecord)),
      optional(raw('trace_options', types.optionType(traceOptions))),
    ],
    result: (call) => {
      if (call.args.length > 3 && call.types[3]!.kind !== 'unknown' && constantAt(call, 3) === undefined)
        call.error(3, 'ErrFunctionArg2ParamMustBeConstant', 'Trace', 'trace_options');
      return boolean;
    },
    evaluate: (message, severity, record, _options, run) => {
      if (severity === null) return noSeverity;
      const level = severity instanceof OptionValue ? severity.value : 3;
      return (run.effects?.perform('Trace', [message ?? '', level, record ?? {}]) ?? true) as Value;
    },
  }),
];

/** A literal, perhaps converted. */
