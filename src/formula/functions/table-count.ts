import { FormulaError } from '../error.ts';
import {
  defineFunction,
  param,
  perRow,
  repeated,
  type CallShape,
  type Documentation,
  type FunctionDefinition,
} from '../function.ts';
import { Decimal } from '../decimal.ts';
import { testsFor } from '../row-formula.ts';
import { boolean, emptyTable, isNumeric, numeric, type Type } from '../type.ts';
import type { Table, Value } from '../value.ts';
import { cellOf, tableType } from './rows.ts';

export const documentation: Documentation = {
  table: {
    Count: {
      summary: 'How many numbers the one column of a table has.',
      examples: [['Count([1, 2, Blank()])', '2']],
    },
    CountA: {
      summary: 'How many values, other than blanks, the one column of a table has.',
      examples: [['CountA(["a", Blank(), "c"])', '2']],
    },
    CountIf: {
      summary: 'How many rows satisfy one condition, or all of several.',
      examples: [
        ['CountIf([1, 2, 3], Value > 1)', '2'],
        ['CountIf([1, 2, 3], Value > 1, Value < 3)', '1'],
      ],
    },
  },
};

/** The one column of a call's table; reports where there is not exactly one. */
function oneColumn(call: CallShape, name: string): readonly [string, Type] | undefined {
  const [first, second] = tableType(call).fields;
  if (first !== undefined && second === undefined) return first;
  call.error(0, 'ErrNeedTableCol_Func', name);
  return undefined;
}

/** How many values of the one column pass; the first error among the rows is the result. */
const counted =
  (passes: (value: Value) => boolean) =>
  (call: CallShape) =>
  (rows: Table): Value => {
    const [name = ''] = tableType(call).fields.keys();
    let count = 0;
    for (const item of rows) {
      const value = cellOf(item, name);
      if (value instanceof FormulaError) return value;
      if (passes(value)) count++;
    }
    return count;
  };

const isNumber = (value: Value): boolean => typeof value === 'number' || value instanceof Decimal;

export const tableCounts: readonly FunctionDefinition[] = [
  defineFunction({
    name: 'Count',
    parameters: [param('source', emptyTable)],
    result: (call) => {
      const found = oneColumn(call, 'Count');
      if (found !== undefined && !isNumeric(found[1]) && found[1].kind !== 'blank') {
        call.warning(0, 'ErrInvalidSchemaNeedTypeCol_Col', 'Number', found[0]);
        call.refuse();
      }
      return numeric;
    },
    specialize: counted(isNumber),
  }),
  defineFunction({
    name: 'CountA',
    parameters: [param('source', emptyTable)],
    result: (call) => {
      oneColumn(call, 'CountA');
      return numeric;
    },
    specialize: counted((value) => value !== null),
  }),
  defineFunction({
    name: 'CountIf',
    parameters: [
      param('source', emptyTable),
      perRow('condition', boolean, { pure: true }),
      repeated(perRow('condition', boolean, { pure: true })),
    ],
    result: numeric,
    evaluate: (rows, first, more) => {
      let count = 0;
      const verdicts = more.length === 0 ? testsFor(first, rows) : undefined;
      if (verdicts !== undefined) {
        for (const verdict of verdicts) count += verdict;
        return count;
      }
      const conditions = [first, ...more];
      for (const item of rows) {
        let verdict: Value = true;
        for (let i = 0; i < conditions.length && verdict === true; i++) verdict = conditions[i]!(item);
        if (verdict === true) count++;
        else if (verdict instanceof FormulaError) return verdict;
      }
      return count;
    },
  }),
];
