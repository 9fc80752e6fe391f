import { coercionTo, type Coercion } from '../coercion.ts';
import { FormulaError } from '../error.ts';
import type { CallShape } from '../function.ts';
import { fittedRows } from '../made-coercion.ts';
import { logicalName } from '../marks.ts';
import * as types from '../type.ts';
import { isAggregate, isTextLike, kindName, type Fields, type Type } from '../type.ts';
import { isRow, row, type Row, type Value } from '../value.ts';

/*
 * What may be written into a table: records and tables whose columns the table has, each of a type that becomes the column's. Texts are
 * never read as something else on the way: that could fail row by row.
 */

/** A field of what is written, and how it becomes the column of that name. */
interface Step {
  readonly from: string;
  readonly to: string;
  readonly coercion: Coercion | 'same';
}

/**
 * Checks an argument against the columns of the first one, a table, and converts it to them. Fields may be missing; one that the table
 * lacks, or of another type, is reported. With `values`, a plain value is taken as a record with a column `Value`.
 */
export function fitRows(call: CallShape, index: number, values = false): void {
  const table = call.types[0];
  const type = call.types[index];
  if (table?.kind !== 'table' || type === undefined || type.kind === 'blank' || type.kind === 'unknown') return;
  if (!isAggregate(type)) {
    if (values) fitValue(call, index, table, type);
    return;
  }
  const steps = stepsOf(call, index, type.fields, table);
  if (steps === undefined || steps.every(({ from, to, coercion }) => from === to && coercion === 'same')) return;
  const fields = new Map(steps.map(({ to }) => [to, table.fields.get(to)!]));
  const names = steps.map(({ from, to }) => [from, to] as const);
  const coercion = fittedRows(type.fields, { kind: type.kind, fields }, names, call.features);
  if (coercion !== undefined) call.convert(index, coercion);
}

function fitValue(call: CallShape, index: number, table: types.TableType, type: Type): void {
  const [step] = stepsOf(call, index, new Map([[types.VALUE, type]]), table) ?? [];
  if (step !== undefined && step.coercion !== 'same') call.convert(index, step.coercion);
}

/** How each field becomes a column; undefined where one cannot. Only the first mistake is reported, in order of names. */
function stepsOf(call: CallShape, index: number, fields: Fields, table: types.TableType): readonly Step[] | undefined {
  const steps: Step[] = [];
  for (const from of [...fields.keys()].toSorted()) {
    const type = fields.get(from)!;
    const to = logicalName(table, from);
    if (to === undefined) {
      call.missing(
        index,
        from,
        [...table.fields.keys()].map((name) => table.displayNames?.get(name) ?? name),
      );
      return undefined;
    }
    const column = table.fields.get(to)!;
    const coercion = safely(type, column) ? coercionTo(type, column, call.features) : undefined;
    if (coercion === undefined) {
      call.error(index, 'ErrTypeError_Arg_Expected_Found', from, kindName(column), kindName(type));
      return undefined;
    }
    steps.push({ from, to, coercion });
  }
  return steps;
}

/** Whether a conversion cannot fail: a text is only ever read as a text. */
const safely = (from: Type, to: Type): boolean =>
  !isTextLike(from) || isTextLike(to) || to.kind === 'option' || to.kind === 'any';

/** The rows that an item adds, up to the first error among them: a record, those of a table, or a value as a column `Value`. */
export function rowsOf(items: readonly Value[]): { readonly rows: Row[]; readonly error: FormulaError | undefined } {
  const rows: Row[] = [];
  for (const item of items.flatMap((given) => (Array.isArray(given) ? (given as Value[]) : [given]))) {
    if (item instanceof FormulaError) return { rows, error: item };
    if (item !== null) rows.push(isRow(item) ? item : row([[types.VALUE, item]]));
  }
  return { rows, error: undefined };
}
