import type { Diagnostics } from './diagnostic.ts';
import type { Visibility } from './definition.ts';
import { arrayMember, at, child, isObject, member, safeDecode, textMember, type JsonObject } from './json.ts';
import { ownSchema } from './schema-object.ts';

/** A schema where it stands in the document: unread, perhaps a `$ref`. */
export interface SchemaPlace {
  readonly raw: unknown;
  readonly pointer: string;
}

export type SchemaKind = 'string' | 'number' | 'integer' | 'boolean' | 'array' | 'object' | 'file' | 'mixed' | 'none';

/** A schema with its references followed and its `allOf` merged; properties and items are still places. */
export interface Schema {
  /** The object that a reference led to: the same object for the same schema, so cycles can be seen. */
  readonly raw: JsonObject;
  readonly pointer: string;
  /** `none`: no type is said; `mixed`: one of several, so only the value can tell. */
  readonly kind: SchemaKind;
  readonly format: string;
  readonly title: string;
  readonly summary: string;
  readonly description: string;
  readonly visibility: Visibility;
  readonly enum: readonly unknown[] | undefined;
  readonly default: unknown;
  readonly properties: ReadonlyMap<string, SchemaPlace>;
  readonly required: ReadonlySet<string>;
  readonly items: SchemaPlace | undefined;
  /** Further properties: a schema for them, `true` for any, `false` or undefined for none said. */
  readonly additional: SchemaPlace | boolean | undefined;
  readonly discriminated: boolean;
}

const MAX_REFERENCES = 32;
const MAX_MERGE_DEPTH = 16;
const noSchema: JsonObject = {};

/** Reads schemas of one document, each once. References are followed inside the document only and never expanded. */
export class Schemas {
  readonly root: unknown;
  private readonly diagnostics: Diagnostics;
  /** JSON Schema 2020-12 rules (OpenAPI 3.1 and later): keywords beside `$ref` count. */
  private readonly modern: boolean;
  private readonly known = new WeakMap<JsonObject, Schema>();
  private named: ReadonlyMap<string, string> | undefined;
  private readonly targets = new Map<string, SchemaPlace | undefined>();

  constructor(root: unknown, diagnostics: Diagnostics, modern: boolean) {
    this.root = root;
    this.diagnostics = diagnostics;
    this.modern = modern;
  }

  /** Follows `$ref` from a place to what it names; also for parameters, responses, bodies. Undefined where it leads nowhere. */
  follow(place: SchemaPlace): SchemaPlace | undefined {
    let { raw, pointer } = place;
    for (let step = 0; step < MAX_REFERENCES; step++) {
      const reference = member(raw, '$ref');
      if (reference === undefined) return { raw, pointer };
      const own = typeof reference === 'string' ? this.ownPart(reference) : undefined;
      if (typeof reference !== 'string' || own === undefined) {
        this.diagnostics.warning(
          'reference-outside',
          pointer,
          `The reference ${typeof reference === 'string' ? reference.slice(0, 80) : '(no text)'} leads outside this document and is not followed. Copy what it names into the document.`,
        );
        return undefined;
      }
      const target = this.target(own);
      if (target === undefined) {
        this.diagnostics.error(
          'reference',
          pointer,
          `The reference ${reference.slice(0, 80)} names nothing in this document. Correct it, or add what it names.`,
        );
        return undefined;
      }
      ({ raw, pointer } = target);
    }
    this.diagnostics.error('reference', place.pointer, 'This reference leads in a circle. Let one of them say what is meant.');
    return undefined;
  }

  /** The object that a reference names, by what stands after its `#`; each is looked for once. */
  private target(own: string): SchemaPlace | undefined {
    if (this.targets.has(own)) return this.targets.get(own);
    const pointer = safeDecode(own === '' || own.startsWith('/') ? own : (this.anchors().get(safeDecode(own)) ?? own));
    const raw = at(this.root, pointer);
    const target = isObject(raw) ? { raw, pointer } : undefined;
    this.targets.set(own, target);
    return target;
  }

  /** What stands after `#` in a reference to this document, which may call itself by `$self` (OpenAPI 3.2); undefined for any other. */
  private ownPart(reference: string): string | undefined {
    if (reference.startsWith('#')) return reference.slice(1);
    const self = textMember(this.root, '$self');
    return self !== undefined && reference.startsWith(`${self}#`) ? reference.slice(self.length + 1) : undefined;
  }

  /** The pointers of schemas that name themselves by `$anchor` (JSON Schema 2020-12); looked for where a reference needs one. */
  private anchors(): ReadonlyMap<string, string> {
    if (this.named !== undefined) return this.named;
    const named = new Map<string, string>();
    const open: SchemaPlace[] = [{ raw: member(this.root, 'components'), pointer: '/components' }];
    for (let place = open.pop(); place !== undefined; place = open.pop()) {
      const { raw, pointer } = place;
      const name = textMember(raw, '$anchor');
      if (name !== undefined && !named.has(name)) named.set(name, pointer);
      if (typeof raw === 'object' && raw !== null)
        for (const [key, of] of Object.entries(raw)) open.push({ raw: of, pointer: child(pointer, key) });
    }
    return (this.named = named);
  }

  /** The schema of a place. A place that is no object (`true`, nothing, a broken reference) is a schema that says nothing. */
  read(place: SchemaPlace | undefined): Schema {
    return this.readMerged(place, 0);
  }

  private readMerged(place: SchemaPlace | undefined, depth: number): Schema {
    if (place === undefined) return this.readObject(noSchema, '', depth);
    const siblings = this.modern && isObject(place.raw) && Object.hasOwn(place.raw, '$ref') && Object.keys(place.raw).length > 1;
    if (siblings) return this.readObject(place.raw, place.pointer, depth);
    const target = this.follow(place);
    return target !== undefined && isObject(target.raw)
      ? this.readObject(target.raw, target.pointer, depth)
      : this.readObject(noSchema, place.pointer, depth);
  }

  private readObject(raw: JsonObject, pointer: string, depth: number): Schema {
    const known = this.known.get(raw);
    if (known !== undefined) return known;
    const own = ownSchema(raw, pointer);
    // Where merging ends, what is read is not the whole, so it is not remembered.
    if (depth >= MAX_MERGE_DEPTH) return own;
    // Known before its parts are read: a schema that is part of itself sees its own members and no more.
    this.known.set(raw, own);
    const parts = this.parts(raw, pointer, depth + 1);
    if (parts.length === 0) return own;
    const merged = mergeAll(
      own,
      parts.map((part) => this.readMerged(part, depth + 1)),
    );
    this.known.set(raw, merged);
    return merged;
  }

  /** What a schema is the sum of: `allOf`, the target of a `$ref` with siblings, the only real branch of `oneOf` or `anyOf`. */
  private parts(raw: JsonObject, pointer: string, depth: number): readonly SchemaPlace[] {
    const parts: SchemaPlace[] = arrayMember(raw, 'allOf').map((part, i) => ({
      raw: part,
      pointer: child(child(pointer, 'allOf'), i),
    }));
    const reference = member(raw, '$ref');
    if (reference !== undefined) parts.push({ raw: { $ref: reference }, pointer });
    for (const keyword of ['oneOf', 'anyOf'] as const) {
      const branches = arrayMember(raw, keyword)
        .map((branch, i) => ({ raw: branch, pointer: child(child(pointer, keyword), i) }))
        .filter((branch) => member(branch.raw, 'type') !== 'null');
      if (branches.length === 1) parts.push(branches[0]!);
      else if (branches.length > 1) parts.push({ raw: this.union(raw, branches, depth), pointer });
    }
    return parts;
  }

  /** Several branches as one schema: records give their columns, all optional; equal scalars give the scalar; anything else is mixed. */
  private union(raw: JsonObject, branches: readonly SchemaPlace[], depth: number): JsonObject {
    const read = branches.slice(0, 50).map((branch) => this.readMerged(branch, depth));
    const first = read[0]!;
    const isRecord = (schema: Schema): boolean => schema.properties.size > 0;
    if (read.every(isRecord) && !isObject(member(raw, 'discriminator'))) {
      const properties: { [name: string]: unknown } = {};
      for (const schema of read) {
        for (const [name, place] of schema.properties) {
          const same =
            !Object.hasOwn(properties, name) ||
            sameKind(this.readMerged({ raw: properties[name], pointer: '' }, depth), this.readMerged(place, depth));
          Object.defineProperty(properties, name, {
            value: same ? place.raw : {},
            enumerable: true,
            configurable: true,
            writable: true,
          });
        }
      }
      return { type: 'object', properties };
    }
    if (
      read.every(
        (schema) => schema.kind === first.kind && schema.kind !== 'object' && schema.kind !== 'array' && schema.kind !== 'none',
      )
    ) {
      return {
        type: first.kind,
        ...(read.every((schema) => schema.format === first.format) && first.format !== '' ? { format: first.format } : {}),
      };
    }
    return { type: ['object', 'string'] };
  }
}

const sameKind = (a: Schema, b: Schema): boolean =>
  a.raw === b.raw || (a.kind === b.kind && a.format === b.format && a.kind !== 'object' && a.kind !== 'array');

/** The kind that all parts agree on; parts that exclude each other cannot be typed. */
function mergedKind(parts: readonly Schema[]): SchemaKind {
  const named = new Set(parts.map((part) => part.kind).filter((kind) => kind !== 'none'));
  if (named.has('integer')) named.delete('number');
  return named.size === 0 ? 'none' : named.size === 1 ? [...named][0]! : 'mixed';
}

/** Own members win over the parts'; properties are the union, the parts' first. */
function mergeAll(own: Schema, parts: readonly Schema[]): Schema {
  const properties = new Map<string, SchemaPlace>();
  const required = new Set(own.required);
  for (const part of parts) {
    for (const [name, place] of part.properties) properties.set(name, place);
    for (const name of part.required) required.add(name);
  }
  for (const [name, place] of own.properties) properties.set(name, place);
  const pick = <T>(of: (schema: Schema) => T, missing: (value: T) => boolean): T => {
    if (!missing(of(own))) return of(own);
    const part = parts.find((schema) => !missing(of(schema)));
    return part === undefined ? of(own) : of(part);
  };
  const none = (value: unknown): boolean => value === undefined || value === '' || value === 'none';
  return {
    ...own,
    kind: properties.size > 0 ? 'object' : mergedKind([own, ...parts]),
    format: pick((schema) => schema.format, none),
    title: pick((schema) => schema.title, none),
    summary: pick((schema) => schema.summary, none),
    description: pick((schema) => schema.description, none),
    visibility: pick((schema) => schema.visibility, none),
    enum: pick((schema) => schema.enum, none),
    default: pick((schema) => schema.default, none),
    properties,
    required,
    items: pick((schema) => schema.items, none),
    additional: pick((schema) => schema.additional, none),
    // A schema made of parts is whole; only one that is itself the parent of variants is open.
    discriminated: own.discriminated,
  };
}
