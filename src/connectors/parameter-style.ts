import { Dynamic, isRow, isTable, JsonNumber, type Json, type Value } from '../formula/index.ts';
import type { ApiParameter, ParameterStyle } from './definition.ts';
import { writeJson } from './json-text.ts';
import type { FunctionParameter } from './signature.ts';
import * as service from './service-type.ts';
import type { ServiceType } from './service-type.ts';
import { plainJson, valueText, type Writing } from './value-text.ts';

/** Escapes everything but RFC 3986's unreserved characters. Halves of surrogate pairs become the replacement character. */
export const escape = (text: string): string =>
  encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\uFFFD')).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** Escapes what would end a name in a query; `$select`, `filter[name]` and the like stay readable. */
export const escapeName = (name: string): string =>
  name.replace(/[^A-Za-z0-9\-._~$@:!'()*,;/[\]]/gu, (character) => escape(character));

/** A value taken apart as styles want it: one text, texts in order, or named texts. */
export type Parts =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'record'; readonly entries: readonly (readonly [string, string])[] };

function partsOf(value: Value, type: ServiceType, writing: Writing): Parts {
  if (isTable(value)) {
    const column = type.kind === 'table' ? (type.row.fields.get('Value')?.type ?? service.untyped) : service.untyped;
    const records = type.kind === 'table' && !type.scalar;
    const items = value.map((row) => {
      if (row === null || !isRow(row)) return '';
      const keys = Object.keys(row);
      return keys.length === 1 && !records
        ? valueText(row[keys[0]!] ?? null, column, writing)
        : writeJson(plainJson(row, writing));
    });
    return { kind: 'list', items };
  }
  if (isRow(value)) {
    const entries = Object.entries(value).filter(([, of]) => of !== null);
    return { kind: 'record', entries: entries.map(([name, of]) => [name, valueText(of, fieldType(type, name), writing)]) };
  }
  if (value instanceof Dynamic && isCompound(value.json)) return partsOfJson(value.json);
  return { kind: 'text', text: valueText(value, type, writing) };
}

const fieldType = (type: ServiceType, name: string): ServiceType =>
  (type.kind === 'record' ? type.fields.get(name)?.type : undefined) ?? service.untyped;

const isCompound = (json: unknown): json is object => typeof json === 'object' && json !== null && !(json instanceof JsonNumber);

/** JSON taken apart; a part that is no scalar stays JSON. */
export function partsOfJson(json: unknown): Parts {
  const scalar = (of: unknown): string => (typeof of === 'string' ? of : of === null ? '' : writeJson(of));
  if (!isCompound(json)) return { kind: 'text', text: scalar(json) };
  return Array.isArray(json)
    ? { kind: 'list', items: json.map(scalar) }
    : { kind: 'record', entries: Object.entries(json).map(([name, of]) => [name, scalar(of)]) };
}

const separators: { readonly [style: string]: string } = { spaceDelimited: '%20', pipeDelimited: '%7C', tabDelimited: '%09' };

/** How names and values are put together (OpenAPI 3.1 section 4.8.12.3). */
export interface PartStyle {
  readonly style: ParameterStyle;
  readonly explode: boolean;
}

/** The pieces `name=value` that one value gives in a query or a form; none where a record or list is empty. */
export function styledPieces(
  name: string,
  parts: Parts,
  { style, explode }: PartStyle,
  write: (text: string) => string,
  writeName: (text: string) => string,
): readonly string[] {
  const joined = (texts: readonly string[]): readonly string[] =>
    texts.length === 0 ? [] : [`${writeName(name)}=${texts.map(write).join(separators[style] ?? ',')}`];
  switch (parts.kind) {
    case 'text':
      return [`${writeName(name)}=${write(parts.text)}`];
    case 'list':
      return explode ? parts.items.map((item) => `${writeName(name)}=${write(item)}`) : joined(parts.items);
    case 'record':
      if (style === 'deepObject') return parts.entries.map(([key, text]) => `${writeName(`${name}[${key}]`)}=${write(text)}`);
      return explode ? parts.entries.map(([key, text]) => `${writeName(key)}=${write(text)}`) : joined(parts.entries.flat());
  }
}

/** The pieces of a query that one parameter gives: `a=1`, or several. */
export function queryParts(parameter: FunctionParameter, value: Value, writing: Writing): readonly string[] {
  const { style, explode, allowReserved, contentType } = source(parameter);
  const { wire, type } = parameter;
  if (contentType !== undefined) return [`${escapeName(wire)}=${escape(contentText(value, parameter, contentType, writing))}`];
  const parts = partsOf(value, type, writing);
  const whole =
    style === 'deepObject' && parts.kind === 'record' ? { ...parts, entries: deepEntries(value, type, writing) } : parts;
  return styledPieces(wire, whole, { style, explode }, allowReserved ? escapeUnreserved : escape, escapeName);
}

/**
 * A record's parts at any depth by the names that `deepObject` gives them after the parameter's: `a`, `b][c` for `q[b][c]`. The
 * specification leaves what lies deeper open; services that read this style read it so, and lists as repeated names.
 */
function deepEntries(value: Value, type: ServiceType, writing: Writing): readonly (readonly [string, string])[] {
  const entries: (readonly [string, string])[] = [];
  const add = (name: string, of: Value, as: ServiceType): void => {
    const json = of instanceof Dynamic ? of.json : undefined;
    if (of === null || json === null) return;
    const below = (key: string): string => (name === '' ? key : `${name}][${key}`);
    if (isRow(of)) for (const [key, part] of Object.entries(of)) add(below(key), part, fieldType(as, key));
    else if (isCompound(json) && !Array.isArray(json))
      for (const [key, part] of Object.entries(json)) add(below(key), new Dynamic(part as Json), service.untyped);
    else {
      const parts = partsOf(of, as, writing);
      const texts = parts.kind === 'list' ? parts.items : [valueText(of, as, writing)];
      for (const text of texts) entries.push([name, text]);
    }
  };
  add('', value, type);
  return entries;
}

/** What stands in a path for a placeholder. */
export function pathText(parameter: FunctionParameter, value: Value, writing: Writing): string {
  const { style, explode, doubleEncoding, contentType } = source(parameter);
  const write = doubleEncoding ? (text: string) => escape(escape(text)) : escape;
  if (contentType !== undefined) return write(contentText(value, parameter, contentType, writing));
  const parts = partsOf(value, parameter.type, writing);
  const pairs = (entries: readonly (readonly [string, string])[]): readonly string[] =>
    explode ? entries.map(([key, text]) => `${write(key)}=${write(text)}`) : entries.flat().map(write);
  const items =
    parts.kind === 'text' ? [write(parts.text)] : parts.kind === 'list' ? parts.items.map(write) : pairs(parts.entries);
  switch (style) {
    case 'label':
      return items.length === 0 ? '' : `.${items.join(explode ? '.' : ',')}`;
    case 'matrix': {
      const name = escapeName(parameter.wire);
      if (!explode || parts.kind === 'text') return `;${name}=${items.join(',')}`;
      return parts.kind === 'list' ? items.map((item) => `;${name}=${item}`).join('') : items.map((item) => `;${item}`).join('');
    }
    default:
      return items.join(separators[style] ?? ',');
  }
}

/** The text of a header: never escaped, lists with commas. */
export function headerText(parameter: FunctionParameter, value: Value, writing: Writing): string {
  const { explode, contentType } = source(parameter);
  if (contentType !== undefined) return contentText(value, parameter, contentType, writing);
  const parts = partsOf(value, parameter.type, writing);
  if (parts.kind === 'text') return parts.text;
  if (parts.kind === 'list') return parts.items.join(',');
  return explode ? parts.entries.map(([key, text]) => `${key}=${text}`).join(',') : parts.entries.flat().join(',');
}

const plainSource: Pick<ApiParameter, 'style' | 'explode' | 'allowReserved' | 'doubleEncoding' | 'contentType'> = {
  style: 'form',
  explode: false,
  allowReserved: false,
  doubleEncoding: false,
  contentType: undefined,
};
const source = (parameter: FunctionParameter): typeof plainSource => parameter.source ?? plainSource;

const contentText = (value: Value, parameter: FunctionParameter, contentType: string, writing: Writing): string =>
  /json/i.test(contentType) ? writeJson(plainJson(value, writing)) : valueText(value, parameter.type, writing);

/** Escapes, but leaves RFC 3986's reserved characters and finished escapes; `&`, `#` and `+` would change the query and are escaped. */
const escapeUnreserved = (text: string): string =>
  text.replace(/%[0-9A-Fa-f]{2}|[^A-Za-z0-9\-._~:/?[\]@!$'()*,;=]/gu, (piece) =>
    piece.length === 3 && piece.startsWith('%') ? piece : escape(piece),
  );
