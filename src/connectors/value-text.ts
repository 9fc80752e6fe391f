import {
  BlobValue,
  DateTimeValue,
  DateValue,
  Decimal,
  Dynamic,
  Guid,
  instantOf,
  isRow,
  isTable,
  JsonNumber,
  OptionValue,
  TimeValue,
  type Value,
} from '../formula/index.ts';
import { writeJson } from './json-text.ts';
import type { ServiceType } from './service-type.ts';

/** What writing values depends on. */
export interface Writing {
  readonly timeZone: string;
  readonly booleans: 'True' | 'true';
}

const digits = (value: number, length = 2): string => String(value).padStart(length, '0');

/** `2023-12-27`, of a wall clock in milliseconds. */
export function dateText(wall: number): string {
  const date = new Date(wall);
  return Number.isNaN(date.getTime())
    ? ''
    : `${digits(date.getUTCFullYear(), 4)}-${digits(date.getUTCMonth() + 1)}-${digits(date.getUTCDate())}`;
}

const clockText = (wall: number): string => {
  const date = new Date(wall);
  return Number.isNaN(date.getTime())
    ? ''
    : `${dateText(wall)}T${digits(date.getUTCHours())}:${digits(date.getUTCMinutes())}:${digits(date.getUTCSeconds())}.${digits(date.getUTCMilliseconds(), 3)}`;
};

/** A date or date-time in the form that the type asks for: a day, universal time with `Z`, or the bare wall clock. */
export function momentText(value: DateValue | DateTimeValue, type: ServiceType, timeZone: string): string {
  if (type.kind === 'date' || (value instanceof DateValue && type.kind !== 'dateTime')) return dateText(value.wall);
  if (type.kind === 'dateTime' && type.zone === 'none') return clockText(value.wall);
  return `${clockText(instantOf(value.wall, timeZone))}Z`;
}

function timeText({ milliseconds }: TimeValue): string {
  const size = Math.abs(milliseconds);
  const text = `${digits(Math.floor(size / 3_600_000))}:${digits(Math.floor(size / 60_000) % 60)}:${digits(Math.floor(size / 1000) % 60)}`;
  return `${milliseconds < 0 ? '-' : ''}${text}${size % 1000 === 0 ? '' : `.${digits(size % 1000, 3)}`}`;
}

/** A number in plain digits: many services read no exponent outside JSON. What would be a row of zeros keeps it. */
function numberText(value: number): string {
  const text = String(value);
  const isShort = Math.abs(value) < 1e28 && Math.abs(value) > 1e-11;
  return isShort && text.includes('e') ? Decimal.parse(text)!.toString() : text;
}

/** A value as one piece of text in an address or a header. Records and tables, where no style takes them apart, are JSON. */
export function valueText(value: Value, type: ServiceType, writing: Writing): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'boolean') return writing.booleans === 'True' ? (value ? 'True' : 'False') : String(value);
  if (value instanceof DateValue || value instanceof DateTimeValue) return momentText(value, type, writing.timeZone);
  if (value instanceof Decimal) return value.toString();
  if (value instanceof Guid) return value.text;
  if (value instanceof OptionValue) return valueText(value.value, type, writing);
  if (value instanceof TimeValue) return timeText(value);
  if (value instanceof BlobValue) return base64(value.bytes);
  if (value instanceof Dynamic) {
    const { json } = value;
    if (json === null || typeof json === 'string' || typeof json === 'number' || typeof json === 'boolean')
      return valueText(json, type, writing);
    return json instanceof JsonNumber ? json.text : writeJson(json);
  }
  if (isRow(value) || isTable(value)) return writeJson(plainJson(value, writing));
  return '';
}

/** A value as JSON by what it is, where no type says more. */
export function plainJson(value: Value, writing: Writing): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (value instanceof Dynamic) return value.json;
  if (value instanceof Decimal) return new JsonNumber(value.toString());
  if (value instanceof OptionValue) return plainJson(value.value, writing);
  if (isTable(value)) {
    const scalar = value.every(
      (row) => row === null || (isRow(row) && Object.keys(row).length === 1 && Object.hasOwn(row, 'Value')),
    );
    return value.map((row) =>
      scalar && row !== null && isRow(row) ? plainJson(row['Value'] ?? null, writing) : plainJson(row, writing),
    );
  }
  if (isRow(value)) {
    const entries = Object.entries(value).filter(([, of]) => of !== null);
    return Object.fromEntries(entries.map(([name, of]) => [name, plainJson(of, writing)]));
  }
  return valueText(value, { kind: 'untyped' }, writing);
}

/** Bytes as base64, in pieces that fit a call's arguments. */
export function base64(bytes: Uint8Array): string {
  let binary = '';
  for (let i = 0; i < bytes.length; i += 0x8000) binary += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(binary);
}

/** Base64, or its form for addresses, as bytes; undefined where the text is neither. */
export function fromBase64(text: string): Uint8Array | undefined {
  try {
    const binary = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
    const bytes = new Uint8Array(binary.length);
    for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
    return bytes;
  } catch {
    return undefined;
  }
}
