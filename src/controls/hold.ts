import {
  BlobValue,
  Color,
  DateTimeValue,
  DateValue,
  isRow,
  isTable,
  OptionValue,
  type OptionSet,
  type Table,
  type Type,
  type Value,
} from '../formula/index.ts';
import { displayText, isDecimal } from './display-text.ts';

/**
 * A value as an element holds it (`Held`). Formulas deliver the right type; pages and older apps may deliver a text for a number or the
 * name of a member for an option, and blank for anything. What cannot be understood is blank.
 */
export function hold(type: Type, value: Value): Value {
  switch (type.kind) {
    case 'text':
    case 'hyperlink':
      return typeof value === 'string' ? value : displayText(value);
    case 'boolean':
      return holdBoolean(value);
    case 'number':
      return holdNumber(value);
    case 'option':
      return holdOption(type.set, value);
    case 'color':
      return value instanceof Color ? value : null;
    case 'date':
    case 'dateTime':
      return value instanceof DateValue || value instanceof DateTimeValue ? value : null;
    case 'image':
    case 'media':
      return typeof value === 'string' || value instanceof BlobValue ? value : null;
    case 'table':
      return isTable(value) ? value : emptyTable;
    case 'record':
      return isRow(value) ? value : null;
    default:
      return value;
  }
}

const emptyTable: Table = [];

function holdBoolean(value: Value): boolean {
  if (value instanceof OptionValue) return value.value === true;
  return (
    value === true || (typeof value === 'string' && value.toLowerCase() === 'true') || (typeof value === 'number' && value !== 0)
  );
}

function holdNumber(value: Value): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (isDecimal(value)) return value.toNumber();
  if (value instanceof OptionValue) return typeof value.value === 'number' ? value.value : null;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value !== 'string' || value.trim() === '') return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

/** The text of a member. A text that is no member's name or worth is kept: fonts and icons are open sets. */
function holdOption(set: OptionSet, value: Value): string {
  if (value instanceof OptionValue) return displayText(value.value);
  if (typeof value !== 'string') return value === null ? '' : displayText(value);
  const wanted = value.toLowerCase();
  for (const [name, worth] of set.members) {
    if (typeof worth === 'string' && (name.toLowerCase() === wanted || worth.toLowerCase() === wanted)) return worth;
  }
  return value;
}

/** A property from the text of an attribute; null where the attribute is absent or its text makes no sense for the type. */
export function fromAttribute(type: Type, text: string | null): Value {
  if (text === null) return null;
  switch (type.kind) {
    case 'boolean':
      return text !== 'false';
    case 'number':
      return holdNumber(text);
    case 'color':
      return colorFromText(text);
    case 'date':
    case 'dateTime':
      return dateFromText(type.kind, text);
    case 'table':
      return /^\s*\[/.test(text) ? fromJson(text) : tableOfValues(text.split(',').map((part) => part.trim()));
    case 'record':
      return fromJson(text);
    default:
      return text;
  }
}

/** `#rgb`, `#rrggbb`, `#rrggbbaa`, `rgb(1 2 3 / 0.5)` and `rgba(1, 2, 3, 0.5)`. */
export function colorFromText(text: string): Color | null {
  const hex = /^#([\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})$/i.exec(text.trim())?.[1];
  if (hex !== undefined) {
    const digits = hex.length < 6 ? hex.replaceAll(/./g, '$&$&') : hex;
    const channel = (at: number): number => Number.parseInt(digits.slice(at, at + 2), 16);
    return new Color(channel(0), channel(2), channel(4), digits.length === 8 ? channel(6) / 255 : 1);
  }
  const channels = /^rgba?\(([\d.,/\s%]+)\)$/i
    .exec(text.trim())?.[1]
    ?.match(/[\d.]+/g)
    ?.map(Number);
  const [red, green, blue, alpha = 1] = channels ?? [];
  return red === undefined || green === undefined || blue === undefined ? null : new Color(red, green, blue, alpha);
}

function dateFromText(kind: 'date' | 'dateTime', text: string): Value {
  const wall = Date.parse(/[zZ]|[+-]\d\d:?\d\d$/.test(text) || !text.includes('T') ? text : `${text}Z`);
  if (Number.isNaN(wall)) return null;
  return kind === 'date' ? new DateValue(wall) : new DateTimeValue(wall);
}

/** Rows from JSON, as people write them in an attribute: `["Open", "Closed"]` becomes rows with a column `Value`. */
function fromJson(text: string): Value {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null;
  }
  return Array.isArray(parsed) ? tableOfValues(parsed) : (parsed as Value);
}

/** Rows of plain values: `tableOfValues(['Open', 'Closed'])` is what `["Open", "Closed"]` is in a formula. */
export const tableOfValues = (values: readonly unknown[]): Table =>
  values.map((value) => (typeof value === 'object' ? (value as Table[number]) : { Value: value as Value }));
