import { BlobValue, Dynamic, JsonNumber, type Value } from '../formula/index.ts';
import { formText, multipart, ownType, scalarText, type FormField } from './form-body.ts';
import { writeJson } from './json-text.ts';
import type { MediaType } from './definition.ts';
import { bareType, isFormType, isJsonType, isXmlType, streamKind } from './media.ts';
import type { SchemaPlace } from './schema.ts';

/** A body as it is sent. */
export interface WrittenBody {
  readonly contentType: string;
  readonly content: string | Uint8Array<ArrayBuffer>;
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
  /** A list in a multipart body is one part with commas, as the reference writes it; otherwise each item is a part (OpenAPI 3). */
  readonly joinLists: boolean;
}

/** Bytes as they are. The type is the caller's, the blob's, or the definition's, in this order. */
export function blobBody(blob: BlobValue, declared: string, given: string | undefined): WrittenBody {
  const type =
    given ??
    (ownType(blob) ||
      (isJsonType(declared) || declared.includes('*') || bareType(declared) === 'text/plain' || isFormType(declared)
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
  const bytes = fields.length === 1 && only?.blobs?.length === 1 ? only.blobs[0] : undefined;
  if (bytes !== undefined && !isFormType(bare)) return blobBody(bytes, type, given);
  if (bare === 'application/x-www-form-urlencoded') return { contentType: utf8(type), content: formText(fields, media) };
  if (bare.startsWith('multipart/')) return multipart(fields, media, type, context);
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
      Object.entries<unknown>({ ...record }).map(([name, of]) => ({ name, json: of, blobs: undefined })),
      media,
      given,
      context,
    );
  }
  if (streamKind(bare) === 'lines' && Array.isArray(json)) return { contentType: utf8(type), content: itemLines(json, bare) };
  if (isJsonType(bare)) return jsonBody(json, bare === '*/*' ? 'application/json' : type);
  if (isXmlType(bare) && context.xml !== undefined && typeof json === 'object' && json !== null)
    return { contentType: utf8(type), content: context.xml(json, media.schema) };
  if (typeof json === 'object' && json !== null && !(value instanceof Dynamic)) return jsonBody(json, 'application/json');
  return { contentType: utf8(type), content: scalarText(json) };
}

/** Items one after the other: a line each, in JSON text sequences (RFC 7464) with a record separator before it. */
const itemLines = (items: readonly unknown[], type: string): string =>
  items.map((item) => `${type === 'application/json-seq' ? '\u001E' : ''}${writeJson(item)}\n`).join('');
