import type { Visibility } from './definition.ts';
import { arrayMember, child, isObject, member, objectMember, textMember, textsMember, type JsonObject } from './json.ts';
import type { Schema, SchemaKind } from './schema.ts';

/** One schema object by itself: references and parts are not looked at. */
export function ownSchema(raw: JsonObject, pointer: string): Schema {
  const items = itemsOf(raw);
  const additional = member(raw, 'additionalProperties');
  const constant = member(raw, 'const');
  const enumeration = Array.isArray(member(raw, 'enum'))
    ? arrayMember(raw, 'enum')
    : constant === undefined
      ? undefined
      : [constant];
  return {
    raw,
    pointer,
    kind: kindOf(raw, enumeration),
    format: formatOf(raw),
    title: textMember(raw, 'title') ?? '',
    summary: textMember(raw, 'x-ms-summary') ?? '',
    description: textMember(raw, 'description') ?? '',
    visibility: visibilityOf(raw),
    enum: enumeration?.filter((value) => value !== null),
    default: member(raw, 'default') ?? constant,
    properties: propertiesOf(raw, pointer),
    required: Object.hasOwn(raw, 'required') ? new Set(textsMember(raw, 'required')) : nothing.required,
    items: items === undefined ? undefined : { raw: items, pointer: child(pointer, 'items') },
    additional: isObject(additional)
      ? { raw: additional, pointer: child(pointer, 'additionalProperties') }
      : typeof additional === 'boolean'
        ? additional
        : undefined,
    discriminated: member(raw, 'discriminator') !== undefined,
  };
}

/** What most schemas have none of. */
const nothing: Pick<Schema, 'properties' | 'required'> = { properties: new Map(), required: new Set() };

function propertiesOf(raw: JsonObject, pointer: string): Schema['properties'] {
  const own = objectMember(raw, 'properties');
  if (own === undefined) return nothing.properties;
  const base = child(pointer, 'properties');
  return new Map(Object.entries(own).map(([name, property]) => [name, { raw: property, pointer: child(base, name) }]));
}

/** The schema of an array's items. A tuple (`prefixItems`, or a list of `items` in older drafts) has items of any of its places. */
function itemsOf(raw: JsonObject): unknown {
  const items = member(raw, 'items');
  const places = Array.isArray(items) ? (items as readonly unknown[]) : arrayMember(raw, 'prefixItems');
  if (places.length === 0) return items;
  return { anyOf: isObject(items) ? [...places, items] : places };
}

const kinds: ReadonlySet<string> = new Set(['string', 'number', 'integer', 'boolean', 'array', 'object', 'file']);

function kindOf(raw: JsonObject, enumeration: readonly unknown[] | undefined): SchemaKind {
  const type = member(raw, 'type');
  if (typeof type === 'string') return kinds.has(type) ? (type as SchemaKind) : type === 'null' ? 'mixed' : 'none';
  if (Array.isArray(type)) {
    const names = type.filter((name) => name !== 'null' && kinds.has(String(name))).map(String);
    if (names.length === 1) return names[0] as SchemaKind;
    return names.length === 2 && names.includes('integer') && names.includes('number') ? 'number' : 'mixed';
  }
  const first = typeof enumeration?.[0];
  if (first === 'string' || first === 'number' || first === 'boolean')
    return enumeration!.every((value) => typeof value === first || value === null) ? first : 'mixed';
  if (member(raw, 'properties') !== undefined) return 'object';
  return 'none';
}

/** The format; JSON Schema 2020-12's encodings of binary data are named as in OpenAPI 3.0. */
function formatOf(raw: JsonObject): string {
  const encoding = textMember(raw, 'contentEncoding');
  if (encoding !== undefined) return /^base64/i.test(encoding) ? 'byte' : (textMember(raw, 'format') ?? '');
  const media = textMember(raw, 'contentMediaType');
  if (media !== undefined && /^(?:image|audio|video)\/|octet-stream|pdf|zip/i.test(media)) return 'binary';
  return textMember(raw, 'format') ?? '';
}

/** `x-ms-visibility`, in any case. */
export function visibilityOf(raw: unknown): Visibility {
  const text = textMember(raw, 'x-ms-visibility')?.toLowerCase();
  return text === 'internal' || text === 'important' || text === 'advanced' ? text : 'none';
}
