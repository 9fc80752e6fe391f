import { JsonNumber, type BlobValue } from '../formula/index.ts';
import type { BodyContext, WrittenBody } from './body.ts';
import { joinBytes } from './bytes.ts';
import type { MediaType, PartEncoding } from './definition.ts';
import { writeJson } from './json-text.ts';
import { bareType, isJsonType } from './media.ts';
import { partsOfJson, styledPieces } from './parameter-style.ts';

/** One named part of a form: JSON of its type, or bytes, each of which is a part. */
export interface FormField {
  readonly name: string;
  readonly json: unknown;
  readonly blobs: readonly BlobValue[] | undefined;
}

const token = String.raw`[!#$%&'*+\-.^_\`|~0-9A-Za-z]+`;
const mediaType = new RegExp(`^${token}/${token}(?: *; *${token}=(?:${token}|"[^"\\\\\\x00-\\x1F]*"))*$`);

/** The media type that bytes came with; empty where that is none (RFC 9110 section 8.3.1): it may be what a service wrote in a text. */
export const ownType = (blob: BlobValue): string => (mediaType.test(blob.mediaType) ? blob.mediaType : '');

/** A scalar as text, anything else as JSON. */
export const scalarText = (json: unknown): string =>
  json === undefined || json === null ? '' : typeof json === 'string' ? json : writeJson(json);

/** `a=1&b.c=2&d=3&d=4`: records with dots, lists repeated, unless the definition gives a field a style or a type of its own. */
export function formText(fields: readonly FormField[], { encoding }: MediaType): string {
  const pairs: string[] = [];
  const encode = (text: string): string => new URLSearchParams([['', text]]).toString().slice(1);
  const add = (name: string, json: unknown): void => {
    if (json === undefined || json === null) return;
    if (Array.isArray(json)) for (const item of json as readonly unknown[]) add(name, item);
    else if (typeof json === 'object' && !(json instanceof JsonNumber))
      for (const [key, of] of Object.entries(json)) add(`${name}.${key}`, of);
    else pairs.push(`${encode(name)}=${encode(scalarText(json))}`);
  };
  for (const { name, json } of fields) {
    const own = encoding.get(name);
    if (json === undefined || json === null || own === undefined) add(name, json);
    else if (own.style !== undefined || own.explode !== undefined) {
      const style = own.style ?? 'form';
      pairs.push(...styledPieces(name, partsOfJson(json), { style, explode: own.explode ?? style === 'form' }, encode, encode));
    } else add(name, own.contentType !== undefined && isJsonType(own.contentType) ? writeJson(json) : json);
  }
  return pairs.join('&');
}

const lineEnd = '\r\n';
/** As browsers write names in multipart headers: what could end the quoted text is escaped. */
const quoted = (name: string): string => name.replace(/\r\n|\r|\n/g, '%0D%0A').replaceAll('"', '%22');

/** `multipart/form-data` by RFC 7578. The boundary is new for each body and stands in none of its parts. */
export function multipart(
  fields: readonly FormField[],
  media: MediaType,
  type: string,
  context: Pick<BodyContext, 'boundary' | 'joinLists'>,
): WrittenBody {
  const encoder = new TextEncoder();
  const boundary = context.boundary();
  const chunks: Uint8Array[] = [];
  const write = (text: string): void => void chunks.push(encoder.encode(text));
  const part = (name: string, contentType: string | undefined, content: string | Uint8Array): void => {
    const file = typeof content === 'string' ? '' : `; filename="${quoted(name)}"`;
    const typed = contentType === undefined ? '' : `${lineEnd}Content-Type: ${contentType}`;
    write(`--${boundary}${lineEnd}Content-Disposition: form-data; name="${quoted(name)}"${file}${typed}${lineEnd}${lineEnd}`);
    chunks.push(typeof content === 'string' ? encoder.encode(content) : content);
    write(lineEnd);
  };
  for (const { name, json, blobs } of fields) {
    const own = media.encoding.get(name);
    const declared = partType(own);
    if (blobs !== undefined)
      for (const blob of blobs) part(name, ownType(blob) || declared || 'application/octet-stream', blob.bytes);
    else if (json !== undefined && json !== null)
      for (const item of partsIn(json, own, context.joinLists)) {
        const isJson = typeof item === 'object' && item !== null && !(item instanceof JsonNumber);
        part(name, isJson ? jsonTypeOf(declared) : declared, scalarText(item));
      }
  }
  write(`--${boundary}--${lineEnd}`);
  return { contentType: `${bareType(type)}; boundary=${boundary}`, content: joinBytes(chunks) };
}

/** What becomes a part of its own: the items of a list, unless they are put together by commas. */
function partsIn(json: unknown, own: PartEncoding | undefined, joinLists: boolean): readonly unknown[] {
  if (!Array.isArray(json)) return [json];
  const items = json as readonly unknown[];
  const scalars = items.every((item) => typeof item !== 'object' || item === null || item instanceof JsonNumber);
  if (own?.contentType !== undefined && isJsonType(own.contentType)) return [json];
  if (own?.explode ?? !joinLists) return items;
  return [scalars ? items.map(scalarText).join(',') : json];
}

/** The media type that the definition gives a part: the first of those it names. */
function partType(own: PartEncoding | undefined): string | undefined {
  const declared = own?.contentType?.split(',')[0]?.trim();
  return declared !== undefined && !declared.includes('*') && mediaType.test(declared) ? declared : undefined;
}

const jsonTypeOf = (declared: string | undefined): string =>
  declared !== undefined && isJsonType(declared) ? declared : 'application/json';
