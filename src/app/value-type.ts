import {
  BlobValue,
  Color,
  commonType,
  canvas,
  DateTimeValue,
  DateValue,
  Decimal,
  Dynamic,
  FormulaError,
  Guid,
  isRow,
  isTable,
  OptionValue,
  TimeValue,
  types,
  type Row,
  type Type,
  type Value,
} from '../formula/index.ts';

/** The type of a value that comes from outside a formula. Tables have the columns of all their rows. */
export function typeOfValue(value: Value): Type {
  switch (typeof value) {
    case 'string':
      return types.text;
    case 'number':
      return types.number;
    case 'boolean':
      return types.boolean;
    default:
      return value === null ? types.blank : typeOfObject(value);
  }
}

const classes: readonly (readonly [new (...args: never[]) => object, Type])[] = [
  [DateValue, types.date],
  [DateTimeValue, types.dateTime],
  [TimeValue, types.time],
  [Guid, types.guid],
  [Color, types.color],
  [BlobValue, types.blob],
  [Dynamic, types.dynamic],
  [FormulaError, types.blank],
];

function typeOfObject(value: object & Value): Type {
  if (isTable(value)) {
    let type: Type = types.emptyRecord;
    for (const row of value) if (isRow(row)) type = commonType(type, typeOfRow(row), canvas) ?? type;
    return type.kind === 'record' ? types.tableOf(type) : types.emptyTable;
  }
  if (isRow(value)) return typeOfRow(value);
  if (value instanceof Decimal) return types.decimal;
  if (value instanceof OptionValue) return types.optionType(value.set);
  return classes.find(([kind]) => value instanceof kind)?.[1] ?? types.unknown;
}

const typeOfRow = (row: Row): Type =>
  types.record(new Map(Object.entries(row).map(([name, value]) => [name, typeOfValue(value)])));
