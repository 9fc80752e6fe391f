import type { Decimal } from './decimal.ts';
import type { FormulaError } from './error.ts';
import { quoteName } from './names.ts';
import type { OptionSet, OptionValue } from './option-set.ts';
import type {
  BlobValue,
  Color,
  DateTimeValue,
  DateValue,
  Dynamic,
  Guid,
  Reference,
  Row,
  Table,
  TimeValue,
  Value,
  Void,
} from './value.ts';

/** Kinds of types without parts. `image`, `media` and `hyperlink` are texts (addresses) that some controls ask for. */
export type SimpleKind =
  | 'blank'
  | 'boolean'
  | 'number'
  | 'decimal'
  | 'text'
  | 'date'
  | 'dateTime'
  | 'time'
  | 'guid'
  | 'color'
  | 'blob'
  | 'image'
  | 'media'
  | 'hyperlink'
  | 'dynamic'
  | 'void'
  /** What no rule could give a type to: a diagnostic has been reported, and nothing more is said about it. */
  | 'unknown'
  /** Any value at all; only a parameter has this type. */
  | 'any'
  /** A number or a decimal, whichever the arguments of a call are; only parameters and results of functions have this type. */
  | 'numeric';

export type Fields = ReadonlyMap<string, Type>;

export interface SimpleType<K extends SimpleKind = SimpleKind> {
  readonly kind: K;
}

export interface RecordType {
  readonly kind: 'record';
  readonly fields: Fields;
  /** Display names by logical name, where they differ. Both resolve in a formula. */
  readonly displayNames?: ReadonlyMap<string, string>;
  /** The language's own, which may get further fields: none are added or renamed (rules of V1). */
  readonly sealed?: true;
}

export interface TableType {
  readonly kind: 'table';
  readonly fields: Fields;
  readonly displayNames?: ReadonlyMap<string, string>;
  readonly sealed?: true;
}

/** A member of an enum or of a set of choices. */
export interface OptionType {
  readonly kind: 'option';
  readonly set: OptionSet;
}

/** A control or screen, as a reference; its properties are its fields. */
export interface ControlType {
  readonly kind: 'control';
  /** The kind of control, `Label`. */
  readonly name: string;
  readonly fields: Fields;
}

/** A type as an argument: `Type({a: Number})`. */
export interface TypeType {
  readonly kind: 'type';
  readonly of: Type;
}

export type Type = SimpleType | RecordType | TableType | OptionType | ControlType | TypeType;

const simple = <K extends SimpleKind>(kind: K): SimpleType<K> => ({ kind });

export const blank = simple('blank');
export const boolean = simple('boolean');
export const number = simple('number');
export const decimal = simple('decimal');
export const text = simple('text');
export const date = simple('date');
export const dateTime = simple('dateTime');
export const time = simple('time');
export const guid = simple('guid');
export const color = simple('color');
export const blob = simple('blob');
export const image = simple('image');
export const media = simple('media');
export const hyperlink = simple('hyperlink');
export const dynamic = simple('dynamic');
export const voidType = simple('void');
export const unknown = simple('unknown');
export const any = simple('any');
export const numeric = simple('numeric');

const asFields = (fields: Fields | { readonly [name: string]: Type }): Fields =>
  fields instanceof Map ? (fields as Fields) : new Map(Object.entries(fields as { readonly [name: string]: Type }));

/** `record({Name: text})`, or from a map where names come from outside. */
export const record = (fields: Fields | { readonly [name: string]: Type }): RecordType => ({
  kind: 'record',
  fields: asFields(fields),
});

/** `table({Name: text})`, or from a map where names come from outside. */
export const table = (fields: Fields | { readonly [name: string]: Type }): TableType => ({
  kind: 'table',
  fields: asFields(fields),
});

export const optionType = (set: OptionSet): OptionType => ({ kind: 'option', set });

export const emptyRecord: RecordType = record({});
export const emptyTable: TableType = table({});

/** The column that a table of plain values has: `[1, 2]`. */
export const VALUE = 'Value';
export const columnOf = (type: Type): TableType => table({ [VALUE]: type });

/** The type of a table's rows. */
export const rowType = (type: TableType): RecordType => ({ ...type, kind: 'record' });

/** The type of a table whose rows are such records. */
export const tableOf = (type: RecordType | ControlType): TableType =>
  type.kind === 'control' ? { kind: 'table', fields: type.fields } : { ...type, kind: 'table' };

export type Aggregate = RecordType | TableType;
export const isAggregate = (type: Type): type is Aggregate => type.kind === 'record' || type.kind === 'table';

const numbers: ReadonlySet<string> = new Set(['number', 'decimal']);
export const isNumeric = (type: Type): boolean => numbers.has(type.kind);

const dates: ReadonlySet<string> = new Set(['date', 'dateTime', 'time']);
export const isDateLike = (type: Type): boolean => dates.has(type.kind);

const textLike: ReadonlySet<string> = new Set(['text', 'hyperlink', 'image', 'media']);
/** Text, and what is an address in text form. */
export const isTextLike = (type: Type): boolean => textLike.has(type.kind);

/** Whether two types are the same, part by part. */
export function sameType(a: Type, b: Type): boolean {
  if (a === b) return true;
  if (a.kind !== b.kind) return false;
  switch (a.kind) {
    case 'record':
    case 'table':
    case 'control':
      return sameFields(a.fields, (b as RecordType).fields);
    case 'option':
      return a.set === (b as OptionType).set;
    case 'type':
      return sameType(a.of, (b as TypeType).of);
    default:
      return true;
  }
}

function sameFields(a: Fields, b: Fields): boolean {
  if (a.size !== b.size) return false;
  for (const [name, type] of a) {
    const other = b.get(name);
    if (other === undefined || !sameType(type, other)) return false;
  }
  return true;
}

const kindNames: { readonly [K in SimpleKind]: string } = {
  blank: 'Blank',
  boolean: 'Boolean',
  number: 'Number',
  decimal: 'Decimal',
  text: 'Text',
  date: 'Date',
  dateTime: 'DateTime',
  time: 'Time',
  guid: 'GUID',
  color: 'Color',
  blob: 'Blob',
  image: 'Image',
  media: 'Media',
  hyperlink: 'Hyperlink',
  dynamic: 'Dynamic',
  void: 'Void',
  unknown: 'Unknown',
  any: 'Any',
  numeric: 'Number',
};

/** The kind as people read it: `Number`, `Table`, `Enum (StartOfWeek)`. */
export function kindName(type: Type): string {
  switch (type.kind) {
    case 'record':
      return 'Record';
    case 'table':
      return 'Table';
    case 'option':
      return type.set.source === 'enum' ? `Enum (${type.set.name})` : `OptionSetValue (${type.set.name})`;
    case 'control':
      return type.name;
    case 'type':
      return 'Type';
    default:
      return kindNames[type.kind];
  }
}

/** The type as a person reads it: `Table({Name: Text, Price: Number})`. `depth` limits how far records are opened. */
export function printType(type: Type, depth = 3): string {
  if (type.kind !== 'record' && type.kind !== 'table') return kindName(type);
  const fields =
    depth <= 0 && type.fields.size > 0
      ? '…'
      : [...type.fields].map(([name, of]) => `${quoteName(name)}: ${printType(of, depth - 1)}`).join(', ');
  return type.kind === 'record' ? `{${fields}}` : `Table({${fields}})`;
}

interface KindValues {
  blank: null;
  boolean: boolean;
  number: number;
  decimal: Decimal;
  numeric: number | Decimal;
  text: string;
  date: DateValue;
  dateTime: DateTimeValue;
  time: TimeValue;
  guid: Guid;
  color: Color;
  blob: BlobValue;
  image: string | BlobValue;
  media: string | BlobValue;
  hyperlink: string;
  dynamic: Dynamic;
  void: Void;
  option: OptionValue;
  record: Row;
  table: Table;
  control: Reference;
  type: Type;
}

/** The TypeScript type of a value of a formula type; errors aside. */
export type ValueOf<T extends Type> = T['kind'] extends keyof KindValues ? KindValues[T['kind']] : Exclude<Value, FormulaError>;

export { quoteName };
