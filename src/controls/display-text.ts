import {
  BlobValue,
  Color,
  DateTimeValue,
  DateValue,
  Dynamic,
  field,
  FormulaError,
  Guid,
  isRow,
  isTable,
  JsonNumber,
  OptionValue,
  TimeValue,
  type Decimal,
  type Row,
  type Table,
  type TableRow,
  type Value,
} from '../formula/index.ts';

/** Whether a value is a decimal number, told by its shape: a control alone does not bring the arithmetic. Rows never hold big integers. */
export const isDecimal = (value: object | Value): value is Decimal =>
  typeof value === 'object' && value !== null && typeof (value as Partial<Decimal>).coefficient === 'bigint';

const formats = new Map<string, Intl.DateTimeFormat>();

/** Formats are dear to make and are kept. Values are wall clocks, so the zone is UTC throughout. */
function format(locale: string | undefined, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  let known = formats.get(key);
  if (known === undefined) formats.set(key, (known = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' })));
  return known;
}

/** A value as a person reads it in a list, a label, a cell. Blank and errors are empty. `locale` is a BCP 47 tag; the page's if absent. */
export function displayText(value: Value, locale?: string): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'boolean':
      return String(value);
    default:
      return value === null ? '' : displayObject(value, locale);
  }
}

function displayObject(value: object, locale: string | undefined): string {
  if (value instanceof OptionValue) return value.set.displayNames?.get(value.name) ?? optionText(value);
  if (value instanceof DateValue) return format(locale, { dateStyle: 'short' }).format(value.wall);
  if (value instanceof DateTimeValue) return format(locale, { dateStyle: 'short', timeStyle: 'short' }).format(value.wall);
  if (value instanceof TimeValue) return format(locale, { timeStyle: 'short' }).format(value.milliseconds);
  if (isDecimal(value)) return value.toString();
  if (value instanceof Guid) return value.text;
  if (value instanceof Color) return cssColor(value);
  if (value instanceof Dynamic) return typeof value.json === 'object' ? dynamicText(value) : String(value.json);
  if (value instanceof FormulaError || value instanceof BlobValue || Array.isArray(value)) return '';
  return isRow(value as Value) ? rowText(value as Row, locale) : '';
}

const dynamicText = ({ json }: Dynamic): string => (json instanceof JsonNumber ? json.text : '');
const backingText = ({ value }: OptionValue): string => (value instanceof Color ? cssColor(value) : String(value));
const optionText = (value: OptionValue): string => (value.set.source === 'choices' ? value.name : backingText(value));

const shownColumns = ['Value', 'DisplayName', 'Title', 'Name', 'Label', 'Text', 'FullName', 'Description'];

/**
 * The text that stands for a row in a list: the column asked for, else the first that is there of `Value`, `Name` and their like (in any
 * case), else the first column that holds a text, else the first at all.
 */
export function rowText(row: TableRow, locale?: string, column?: string): string {
  if (row === null || row instanceof FormulaError) return '';
  const name = column !== undefined && Object.hasOwn(row, column) ? column : shownColumn(row);
  return name === undefined ? '' : displayText(field(row, name), locale);
}

function shownColumn(row: Row): string | undefined {
  const names = Object.keys(row);
  const byName = new Map(names.map((name) => [name.toLowerCase(), name]));
  for (const wanted of shownColumns) {
    const name = byName.get(wanted.toLowerCase());
    if (name !== undefined && !isCompound(field(row, name))) return name;
  }
  return names.find((name) => typeof field(row, name) === 'string') ?? names.find((name) => !isCompound(field(row, name)));
}

const isCompound = (value: Value): boolean => isTable(value) || isRow(value) || value instanceof BlobValue;

/** A colour as style sheets write it. */
export const cssColor = ({ red, green, blue, alpha }: Color): string => `rgb(${red} ${green} ${blue} / ${alpha})`;

/** Whether two rows mean the same: the same object, or the same key, or the same values in all plain columns. */
export function sameRow(a: TableRow, b: TableRow): boolean {
  if (a === b) return true;
  if (a === null || b === null || a instanceof FormulaError || b instanceof FormulaError) return false;
  const key = keyColumn(a);
  if (key !== undefined && Object.hasOwn(b, key)) return displayText(field(a, key)) === displayText(field(b, key));
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => sameCell(field(a, name), field(b, name)));
}

const keyColumn = (row: Row): string | undefined => Object.keys(row).find((name) => /^(id|key|guid|uuid|code)$/i.test(name));

function sameCell(a: Value, b: Value): boolean {
  if (Object.is(a, b)) return true;
  if (a === null || b === null || typeof a !== typeof b || isCompound(a) || isCompound(b)) return isCompound(a) && isCompound(b);
  return typeof a === 'object' && displayText(a) === displayText(b);
}

/** The row of a table that means the same as another; undefined where there is none. */
export const rowLike = (table: Table, row: TableRow): TableRow | undefined => {
  if (row === null) return undefined;
  return table.includes(row) ? row : table.find((candidate) => sameRow(candidate, row));
};
