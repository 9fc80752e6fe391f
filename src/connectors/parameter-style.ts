import { Dynamic, isRow, isTable, JsonNumber, type Value } from '../formula/index.ts';
import type { ApiParameter } from './definition.ts';
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
type Parts =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'record'; readonly entries: readonly (readonly [string, string])[] };

function partsOf(value: Value, type: ServiceType, writing: Writing): Parts {
  if (isTable(value)) {
    const column = type.kind === 'table' ? (type.row.fields.get('Value')?.type ?? service.untyped) : service.untyped;
    const items = value.map((row) => {
      if (row === null || !isRow(row)) return '';
      const keys = Object.keys(row);
      return keys.length === 1 ? valueText(row[keys[0]!] ?? null, column, writing) : writeJson(plainJson(row, writing));
    });
    return { kind: 'list', items };
  }
  if (isRow(value)) {
    const fields = type.kind === 'record' ? type.fields : undefined;
    const entries = Object.entries(value).filter(([, of]) => of !== null);
    return {
      kind: 'record',
      entries: entries.map(([name, of]) => [name, valueText(of, fields?.get(name)?.type ?? service.untyped, writing)]),
    };
  }
  if (value instanceof Dynamic && typeof value.json === 'object' && value.json !== null && !(value.json instanceof JsonNumber)) {
    const scalar = (json: unknown): string => (typeof json === 'string' ? json : json === null ? '' : writeJson(json));
    return Array.isArray(value.json)
      ? { kind: 'list', items: value.json.map(scalar) }
      : { kind: 'record', entries: Object.entries(value.json).map(([name, json]) => [name, scalar(json)]) };
  }
  return { kind: 'text', text: valueText(value, type, writing) };
}

const separators: { readonly [style: string]: string } = { spaceDelimited: '%20', pipeDelimited: '%7C', tabDelimited: '%09' };

/** The pieces of a query that one parameter gives: `a=1`, or several; none where a record or list is empty. */
export function queryParts(parameter: FunctionParameter, value: Value, writing: Writing): readonly string[] {
  const { style, explode, allowReserved, contentType } = source(parameter);
  const name = escapeName(parameter.wire);
  const write = allowReserved ? escapeUnreserved : escape;
  if (contentType !== undefined) return [`${name}=${escape(contentText(value, parameter, contentType, writing))}`];
  const parts = partsOf(value, parameter.type, writing);
  switch (parts.kind) {
    case 'text':
      return [`${name}=${write(parts.text)}`];
    case 'list':
      if (explode) return parts.items.map((item) => `${name}=${write(item)}`);
      return parts.items.length === 0 ? [] : [`${name}=${parts.items.map(write).join(separators[style] ?? ',')}`];
    case 'record':
      if (style === 'deepObject')
        return parts.entries.map(([key, text]) => `${escapeName(`${parameter.wire}[${key}]`)}=${write(text)}`);
      if (explode) return parts.entries.map(([key, text]) => `${escapeName(key)}=${write(text)}`);
      return parts.entries.length === 0
        ? []
        : [
            `${name}=${parts.entries
              .flat()
              .map(write)
              .join(separators[style] ?? ',')}`,
          ];
  }
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
