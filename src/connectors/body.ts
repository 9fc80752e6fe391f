import { BlobValue, Dynamic, JsonNumber, type Value } from '../formula/index.ts';
import { joinBytes } from './bytes.ts';
import type { MediaType } from './definition.ts';
import { writeJson } from './json-text.ts';
import { bareType, isFormType, isJsonType, isXmlType } from './media.ts';
import type { SchemaPlace } from './schema.ts';

/** A body as it is sent. */
export interface WrittenBody {
  readonly contentType: string;
  readonly content: string | Uint8Array<ArrayBuffer>;
}

/** One named part of a form: JSON of its type, or bytes. */
export interface FormField {
  readonly name: string;
  readonly json: unknown;
  readonly blob: BlobValue | undefined;
}

const utf8 = (type: string): string => (/charset=/i.test(type) ? type : `${type}; charset=utf-8`);

/** JSON in the given media type; `text/json` and `application/merge-patch+json` included. */
export const jsonBody = (json: unknown, type: string): WrittenBody => ({ contentType: utf8(type), content: writeJson(json) });

/** What writing a body takes from the connection. */
export interface BodyContext {
  /** XML as a schema describes it; undefined where no body of the connection can be XML. */
  readonly xml: ((json: unknown, schema: SchemaPlace | undefined) => string) | undefined;
  /** A text that stands in no part of a multipart body; new for each request. */
  readonly boundary: () => string;
}

const token = String.raw`[!#$%&'*+\-.^_\`|~0-9A-Za-z]+`;
const mediaType = new RegExp(`^${token}/${token}(?: *; *${token}=(?:${token}|"[^"\\\\\\x00-\\x1F]*"))*$`);

/** The media type that bytes came with; empty where that is none (RFC 9110 section 8.3.1): it may be what a service wrote in a text. */
const ownType = (blob: BlobValue): string => (mediaType.test(blob.mediaType) ? blob.mediaType : '');

/** Bytes as they are. The type is the caller's, the blob's, or the definition's, in this order. */
export function blobBody(blob: BlobValue, declared: string, given: string | undefined): WrittenBody {
  const type =
    given ??
    (ownType(blob) ||
      (isJsonType(declared) || bareType(declared) === 'text/plain' || isFormType(declared)
        ? 'application/octet-stream'
        : declared));
  return { contentType: type, content: blob.bytes.slice() };
}

/** A body with named parts in the media type that the definition or the caller asks for. */
export function fieldsBody(
  fields: readonly FormField[],
  media: MediaType,
  given: string | undefined,
  context: BodyContext,
): WrittenBody {
  const type = given ?? media.type;
  const bare = bareType(type);
  const only = fields[0];
  if (fields.length === 1 && only?.blob !== undefined && !isFormType(bare)) return blobBody(only.blob, type, given);
  if (bare === 'application/x-www-form-urlencoded') return { contentType: utf8(type), content: formText(fields) };
  if (bare.startsWith('multipart/')) return multipart(fields, media, type, context.boundary());
  if (bare === 'text/plain') return { contentType: utf8(type), content: fields.map((field) => scalarText(field.json)).join('') };
  const record = Object.fromEntries(fields.map((field) => [field.name, field.json]));
  if (isXmlType(bare) && context.xml !== undefined)
    return { contentType: utf8(type), content: context.xml(record, media.schema) };
  return jsonBody(record, isJsonType(bare) && bare !== '*/*' ? type : 'application/json');
}

/** A whole body that is no record: text, bytes, or JSON. */
export function wholeBody(
  value: Value,
  json: unknown,
  media: MediaType,
  given: string | undefined,
  context: BodyContext,
): WrittenBody {
  const type = given ?? media.type;
  const bare = bareType(type);
  if (value instanceof BlobValue && !isFormType(bare)) return blobBody(value, media.type, given);
  if (isFormType(bare)) {
    const record =
      typeof json === 'object' && json !== null && !Array.isArray(json) && !(json instanceof JsonNumber) ? json : { body: json };
    return fieldsBody(
      Object.entries<unknown>({ ...record }).map(([name, of]) => ({ name, json: of, blob: undefined })),
      media,
      given,
      context,
    );
  }
  if (isJsonType(bare)) return jsonBody(json, bare === '*/*' ? 'application/json' : type);
  if (isXmlType(bare) && context.xml !== undefined && typeof json === 'object' && json !== null)
    return { contentType: utf8(type), content: context.xml(json, media.schema) };
  if (typeof json === 'object' && json !== null && !(value instanceof Dynamic)) return jsonBody(json, 'application/json');
  return { contentType: utf8(type), content: scalarText(json) };
}

/** A scalar as text, anything else as JSON. */
const scalarText = (json: unknown): string =>
  json === undefined || json === null ? '' : typeof json === 'string' ? json : writeJson(json);

/** `a=1&b.c=2&d=3&d=4`: records with dots, lists repeated. */
function formText(fields: readonly FormField[]): string {
  const pairs: string[] = [];
  const encode = (text: string): string => new URLSearchParams([['', text]]).toString().slice(1);
  const add = (name: string, json: unknown): void => {
    if (json === undefined || json === null) return;
    if (Array.isArray(json)) for (const item of json as readonly unknown[]) add(name, item);
    else if (typeof json === 'object' && !(json instanceof JsonNumber))
      for (const [key, of] of Object.entries(json)) add(`${name}.${key}`, of);
    else pairs.push(`${encode(name)}=${encode(scalarText(json))}`);
  };
  for (const field of fields) add(field.name, field.json);
  return pairs.join('&');
}

const lineEnd = '\r\n';
/** As browsers write names in multipart headers: what could end the quoted text is escaped. */
const quoted = (name: string): string => name.replace(/\r\n|\r|\n/g, '%0D%0A').replaceAll('"', '%22');

/** `multipart/form-data` by RFC 7578. The boundary is new for each body and stands in none of its parts. */
function multipart(fields: readonly FormField[], media: MediaType, type: string, boundary: string): WrittenBody {
  const encoder = new TextEncoder();
  const chunks: Uint8Array[] = [];
  const write = (text: string): void => void chunks.push(encoder.encode(text));
  for (const { name, json, blob } of fields) {
    if (blob === undefined && (json === undefined || json === null)) continue;
    const declared = media.encoding.get(name)?.contentType?.split(',')[0]?.trim();
    const partType = declared !== undefined && mediaType.test(declared) ? declared : undefined;
    write(`--${boundary}${lineEnd}Content-Disposition: form-data; name="${quoted(name)}"`);
    if (blob !== undefined) {
      write(
        `; filename="${quoted(name)}"${lineEnd}Content-Type: ${ownType(blob) || partType || 'application/octet-stream'}${lineEnd}${lineEnd}`,
      );
      chunks.push(blob.bytes);
    } else {
      const list = Array.isArray(json) && json.every((item) => typeof item !== 'object' || item === null);
      const isJson = typeof json === 'object' && !list && !(json instanceof JsonNumber);
      const contentType = partType ?? (isJson ? 'application/json' : undefined);
      write(
        `${contentType === undefined ? '' : `${lineEnd}Content-Type: ${contentType}`}${lineEnd}${lineEnd}${list ? (json as readonly unknown[]).map(scalarText).join(',') : scalarText(json)}`,
      );
    }
    write(lineEnd);
  }
  write(`--${boundary}--${lineEnd}`);
  return { contentType: `${bareType(type)}; boundary=${boundary}`, content: joinBytes(chunks) };
}
