import { DAY, partsOf } from './calendar.ts';
import { Decimal } from './decimal.ts';
import { FormulaError, joinErrors } from './error.ts';
import { invariantNumber } from './number-text.ts';
import { OptionValue } from './option-set.ts';
import { rowType, VALUE, type Fields, type Type } from './type.ts';
import {
  BlobValue,
  Color,
  DateTimeValue,
  DateValue,
  Dynamic,
  Guid,
  JsonNumber,
  TimeValue,
  Void,
  field,
  isRow,
  type Json,
  type Table,
  type Value,
} from './value.ts';
import { instantOf } from './zone.ts';

/*
 * A value as JSON text (SEMANTICS 5.10): fields by name, dates as ISO 8601, moments in UTC. Errors anywhere inside are collected.
 */

export interface JsonOptions {
  readonly timeZone: string;
  /** Each field and element on a line of its own, four blanks deeper than what is around it. */
  readonly indented?: boolean;
  /** Tables with the one column `Value` as arrays of plain values. */
  readonly flat?: boolean;
  /** Bytes as base64; otherwise such fields are left out. */
  readonly binary?: boolean;
}

/** A value as JSON text, or the errors inside it. `type` says which fields there are. */
export function writeJson(value: Value, type: Type, options: JsonOptions): string | FormulaError {
  const writer = new Writer(options);
  const text = writer.value(value, type, '\n');
  return writer.error ?? text;
}

class Writer {
  error: FormulaError | null = null;
  private readonly options: JsonOptions;

  constructor(options: JsonOptions) {
    this.options = options;
  }

  /** `line` is what begins a line at this depth. */
  value(value: Value, type: Type | undefined, line: string): string {
    if (value === null || value instanceof Void) return 'null';
    if (value instanceof FormulaError) {
      this.error = this.error === null ? value : joinErrors(this.error, value);
      return 'null';
    }
    if (Array.isArray(value)) return this.table(value as Table, type, line);
    if (value instanceof Dynamic) return this.json(value.json, line);
    if (isRow(value)) {
      const fields = fieldsOf(type);
      const names = fields === undefined ? Object.keys(value) : [...fields.keys()];
      return this.object(
        names.map((name) => [name, field(value, name), fields?.get(name)] as const),
        line,
      );
    }
    return this.plain(value);
  }

  private plain(value: Value): string {
    if (typeof value === 'boolean') return String(value);
    if (typeof value === 'number') return invariantNumber(value);
    if (value instanceof Decimal) return value.toString();
    if (typeof value === 'string') return quoteJson(value);
    if (value instanceof OptionValue) return this.option(value);
    return quoteJson(textOf(value, this.options.timeZone));
  }

  /** A member of an enum as its value; of a data source's choices as its name. */
  private option({ set, name, value }: OptionValue): string {
    if (set.source === 'choices') return quoteJson(name);
    if (typeof value === 'number') return invariantNumber(value);
    if (typeof value === 'boolean') return quoteJson(value ? 'True' : 'False');
    return this.plain(value);
  }

  private table(rows: Table, type: Type | undefined, line: string): string {
    const row = type?.kind === 'table' ? rowType(type) : undefined;
    const [only, second] = row?.fields ?? [];
    const flat = this.options.flat === true && only?.[0] === VALUE && second === undefined;
    return this.list(
      rows.map((item) =>
        flat && isRow(item)
          ? this.value(field(item, VALUE), only[1], this.deeper(line))
          : this.value(item, row, this.deeper(line)),
      ),
      line,
    );
  }

  private object(fields: readonly (readonly [string, Value, Type | undefined])[], line: string): string {
    const parts: string[] = [];
    const space = this.options.indented === true ? ' ' : '';
    for (const [name, value, type] of [...fields].sort(([a], [b]) => (a < b ? -1 : 1))) {
      if (value instanceof BlobValue && this.options.binary !== true) continue;
      parts.push(`${quoteJson(name)}:${space}${this.value(value, type, this.deeper(line))}`);
    }
    return this.enclosed('{', parts, '}', line);
  }

  private json(json: Json, line: string): string {
    if (json === null || typeof json === 'boolean') return String(json);
    if (typeof json === 'number') return invariantNumber(json);
    if (json instanceof JsonNumber) return json.text;
    if (typeof json === 'string') return quoteJson(json);
    const inner = this.deeper(line);
    if (Array.isArray(json))
      return this.list(
        (json as readonly Json[]).map((item) => this.json(item, inner)),
        line,
      );
    const space = this.options.indented === true ? ' ' : '';
    return this.enclosed(
      '{',
      Object.entries(json).map(([name, item]) => `${quoteJson(name)}:${space}${this.json(item, inner)}`),
      '}',
      line,
    );
  }

  private readonly list = (items: readonly string[], line: string): string => this.enclosed('[', items, ']', line);

  private enclosed(open: string, parts: readonly string[], close: string, line: string): string {
    if (this.options.indented !== true || parts.length === 0) return `${open}${parts.join(',')}${close}`;
    const inner = this.deeper(line);
    return `${open}${inner}${parts.join(`,${inner}`)}${line}${close}`;
  }

  private deeper(line: string): string {
    return `${line}    `;
  }
}

const fieldsOf = (type: Type | undefined): Fields | undefined =>
  (type?.kind === 'record' || type?.kind === 'table') && type.fields.size > 0 ? type.fields : undefined;

const digits = (value: number, length: number): string => String(value).padStart(length, '0');

function textOf(value: Value, timeZone: string): string {
  if (value instanceof DateTimeValue) return `${isoMoment(instantOf(value.wall, timeZone))}Z`;
  if (value instanceof DateValue) return isoMoment(value.wall).slice(0, 10);
  if (value instanceof TimeValue) return isoMoment(((value.milliseconds % DAY) + DAY) % DAY).slice(11);
  if (value instanceof Guid) return value.text;
  if (value instanceof Color) return hexColor(value);
  if (value instanceof BlobValue) return base64(value.bytes);
  return '';
}

function isoMoment(milliseconds: number): string {
  const { year, month, day, hour, minute, second, millisecond } = partsOf(milliseconds);
  const date = `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}`;
  return `${date}T${digits(hour, 2)}:${digits(minute, 2)}:${digits(second, 2)}.${digits(millisecond, 3)}`;
}

const hexColor = ({ red, green, blue, alpha }: Color): string =>
  `#${[red, green, blue, Math.round(alpha * 255)].map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;

function base64(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 0x8000) text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(text);
}

/** What .NET's relaxed encoder writes as escapes: quotes, controls, other blanks, what is unassigned, and all beyond the basic plane. */
const escaped = /["\\]|[\p{Cc}\p{Co}\p{Cn}\p{Zl}\p{Zp}]|(?! )\p{Zs}|[\u{10000}-\u{10ffff}]|\p{Cs}/gu;
const short = new Map([
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['\b', '\\b'],
  ['\t', '\\t'],
  ['\n', '\\n'],
  ['\f', '\\f'],
  ['\r', '\\r'],
]);

/** A text as a JSON string. */
function quoteJson(text: string): string {
  return `"${text.replace(escaped, (character) => short.get(character) ?? unicodeEscape(character))}"`;
}

const unicodeEscape = (character: string): string =>
  Array.from(
    { length: character.length },
    (_, i) => `\\u${character.charCodeAt(i).toString(16).toUpperCase().padStart(4, '0')}`,
  ).join('');
