import { coercionTo, type Coercion } from './coercion.ts';
import { FormulaError } from './error.ts';
import type { Features } from './features.ts';
import { partialRow } from './print.ts';
import type { Run } from './run.ts';
import type { Fields, RecordType, TableType, Type } from './type.ts';
import { field, isRow, row, type Row, type Table, type TableRow, type Value } from './value.ts';

/*
 * Coercions that say more than from which type to which. `Coercion.made` tells what they are made from.
 */

/** A field of what is written into a table, and the column that it becomes. */
export type FieldName = readonly [from: string, to: string];

interface Step {
  readonly from: string;
  readonly to: string;
  readonly coercion: Coercion | 'same';
}

/**
 * Records or tables as rows of a table: those fields alone, each as its column; fields may be missing. Undefined where one is of a type that
 * does not become the column's.
 */
export function fittedRows(
  fields: Fields,
  to: RecordType | TableType,
  names: readonly FieldName[],
  features: Features,
): Coercion | undefined {
  const steps: Step[] = [];
  for (const [from, column] of names) {
    const [given, wanted] = [fields.get(from), to.fields.get(column)];
    const coercion = given && wanted && coercionTo(given, wanted, features);
    if (coercion === undefined) return undefined;
    steps.push({ from, to: column, coercion });
  }
  return { to, apply: (value, run) => written(value, steps, run), made: ['rows', names] };
}

function written(value: Value, steps: readonly Step[], run: Run): Value {
  if (value === null || value instanceof FormulaError) return value;
  if (Array.isArray(value)) return (value as Table).map((item) => written(item, steps, run) as Row);
  const record = value as Row;
  const present = steps.filter(({ from }) => Object.hasOwn(record, from));
  return row(
    present.map(({ from, to, coercion }) => {
      const found = field(record, from);
      return [to, coercion === 'same' ? found : coercion.apply(found, run)] as const;
    }),
  );
}

/** Records that lack fields of their type are printed without them. */
export const partialRows = (to: Type): Coercion => ({ to, apply: partly, made: ['partial'] });

const partly = (value: Value): Value =>
  Array.isArray(value) ? (value as Value[]).map((item) => partly(item) as TableRow) : isRow(value) ? partialRow(value) : value;
