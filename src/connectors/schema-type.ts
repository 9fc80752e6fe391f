import type { OptionSet } from '../formula/index.ts';
import { coerceDefault } from './defaults.ts';
import { flagMember } from './json.ts';
import type { Diagnostics } from './diagnostic.ts';
import { enumHints, enumMembers, type EnumMember } from './enumeration.ts';
import type { Schema, SchemaPlace, Schemas } from './schema.ts';
import * as service from './service-type.ts';
import type { Choice, ServiceField, ServiceType } from './service-type.ts';

/** How types are read; a part of a connector's settings. */
export interface TypeRules {
  /** Fields marked internal are left out where they have no default (otherwise they are ordinary fields). */
  readonly dropInternal: boolean;
  /** Enumerations become sets of choices; otherwise text or number with suggestions. */
  readonly choices: boolean;
  /** `x-ms-enum-values` name the members. */
  readonly namedValues: boolean;
  /** Sets of choices become text or number after all, with suggestions. */
  readonly choicesAsText: boolean;
}

const MAX_DEPTH = 30;
/** Types with more parts than this are read again with less depth: mutually recursive schemas have endless many. */
const MAX_PARTS = 4000;
/** Fields that one reading at one depth may look at: those of known types, and cut ones, cost time too. */
const MAX_STEPS = 12_000;
/**
 * Fields of all readings that were given up, or that were not the first. Beyond each of these numbers readings begin with less depth: many
 * schemas hang together endlessly.
 */
const MAX_WASTED = [40_000, 80_000, 120_000] as const;
/** Stands in the chain for the schema that was asked for. */
const outside = {};
const SHALLOW_DEPTHS = [30, 8, 5, 3, 2, 1] as const;

/**
 * Turns schemas into types.
 *
 * 1. A schema that contains itself is cut where it would repeat: a field becomes untyped, a table of itself an empty table. The outermost
 *    one may stand inside itself once, as in the reference: a node's children are typed, their children are not.
 * 2. A finished type is remembered for its schema, unless a cut inside it depended on what stood above it. So a schema used in a million
 *    places is read once, and a document whose references fan out without end stays as small as its text.
 * 3. What still grows too large is read again with less depth, and remembered for its schema. Steps are counted, not time: the same
 *    document gives the same types on any machine.
 */
export class TypeReader {
  private readonly schemas: Schemas;
  private readonly rules: TypeRules;
  private readonly diagnostics: Diagnostics;
  private readonly known = new WeakMap<object, ServiceType>();
  /** The same for schemas that were asked for by themselves, which reach one turn further where they contain themselves. */
  private readonly outermost = new WeakMap<object, ServiceType>();
  private readonly chain: object[] = [];
  private parts = 0;
  private steps = 0;
  /** Steps of readings that grew too large. */
  private wasted = 0;
  private depthLimit: number = MAX_DEPTH;
  /** The outermost place in the chain that a cut referred to; `Infinity` where nothing was cut. */
  private cut = Infinity;

  constructor(schemas: Schemas, rules: TypeRules, diagnostics: Diagnostics) {
    this.schemas = schemas;
    this.rules = rules;
    this.diagnostics = diagnostics;
  }

  /** The type of a schema. `name` names a set of choices that has no name of its own. */
  read(place: SchemaPlace | undefined, name = ''): ServiceType {
    const skipped = Math.min(MAX_WASTED.filter((most) => this.wasted > most).length * 2, SHALLOW_DEPTHS.length - 1);
    for (const depth of SHALLOW_DEPTHS.slice(skipped)) {
      this.parts = 0;
      this.steps = 0;
      this.cut = Infinity;
      this.chain.length = 0;
      this.depthLimit = depth;
      const type = this.type(place, name) ?? service.untyped;
      if (this.isTooLarge || depth !== MAX_DEPTH) this.wasted += this.steps;
      if (!this.isTooLarge) {
        if (depth !== MAX_DEPTH && type.kind !== 'option') this.outermost.set(this.schemas.read(place).raw, type);
        return type;
      }
    }
    this.diagnostics.warning(
      'limit',
      place?.pointer ?? '',
      'This type has too many parts; it is taken as untyped. Describe less of it.',
    );
    return service.untyped;
  }

  private get isTooLarge(): boolean {
    return this.parts > MAX_PARTS || this.steps > MAX_STEPS;
  }

  /** Undefined where the schema stands in its own chain. */
  private type(place: SchemaPlace | undefined, name: string): ServiceType | undefined {
    const schema = this.schemas.read(place);
    const memory = this.chain.length === 0 ? this.outermost : this.known;
    const known = memory.get(schema.raw);
    if (known !== undefined) return known;
    // An array ends at its items, as a table without columns.
    if (schema.kind !== 'array' && this.repeats(schema)) return undefined;
    this.parts++;
    if (this.isTooLarge) return service.untyped;
    const depth = this.chain.length;
    if (depth > this.depthLimit) {
      this.cut = -1;
      return service.untyped;
    }
    const outerCut = this.cut;
    this.cut = Infinity;
    this.chain.push(depth === 0 ? outside : schema.raw);
    const type = this.fromSchema(schema, name);
    this.chain.pop();
    if (this.cut >= depth && !this.isTooLarge && type.kind !== 'option') memory.set(schema.raw, type);
    this.cut = Math.min(outerCut, this.cut >= depth ? Infinity : this.cut);
    return type;
  }

  /** Whether a schema stands in its own chain, where it is cut. */
  private repeats(schema: Schema): boolean {
    const above = this.chain.indexOf(schema.raw);
    if (above !== -1) this.cut = Math.min(this.cut, above);
    return above !== -1;
  }

  private fromSchema(schema: Schema, name: string): ServiceType {
    switch (schema.kind) {
      case 'string':
        return this.textType(schema, name);
      case 'number':
      case 'integer':
        return this.numberType(schema, name);
      case 'boolean':
        return service.boolean;
      case 'file':
        return service.blob;
      case 'array':
        return this.arrayType(schema, name);
      case 'object':
        return this.objectType(schema);
      case 'none':
        if (schema.format === 'binary' || schema.format === 'byte') return service.blob;
        return schema.properties.size > 0 ? this.objectType(schema) : service.untyped;
      case 'mixed':
        return service.untyped;
    }
  }

  private textType(schema: Schema, name: string): ServiceType {
    switch (schema.format.toLowerCase()) {
      case 'date':
        return service.date;
      case 'date-time':
        return service.dateTime;
      case 'date-no-tz':
        return service.wallDateTime;
      case 'byte':
      case 'binary':
        return service.blob;
      default: {
        const members = enumMembers(schema, this.rules.namedValues || this.rules.choices)?.filter(
          (member) => typeof member.value === 'string',
        );
        if (members === undefined || members.length === 0) return service.text;
        return this.optionType(schema, name, members, 'text') ?? { kind: 'text', choices: members };
      }
    }
  }

  private numberType(schema: Schema, name: string): ServiceType {
    const format = schema.format.toLowerCase();
    const plain =
      format === 'int64' || format === 'uint64'
        ? service.int64
        : schema.kind === 'integer'
          ? service.integer
          : format === 'decimal' || format === 'currency'
            ? service.decimal
            : service.double;
    const members = enumMembers(schema, this.rules.namedValues || this.rules.choices)?.filter(
      (member) => typeof member.value === 'number',
    );
    if (members === undefined || members.length === 0) return plain;
    return this.optionType(schema, name, members, 'number') ?? { ...plain, choices: members };
  }

  /** A set of choices, where the rules or the format ask for one. */
  private optionType(
    schema: Schema,
    name: string,
    members: readonly EnumMember[],
    backing: 'text' | 'number',
  ): ServiceType | undefined {
    const hints = enumHints(schema);
    const wanted = this.rules.choices || schema.format.toLowerCase() === 'enum';
    if (!wanted || this.rules.choicesAsText || hints.modelAsString) return undefined;
    return { kind: 'option', set: optionSet(hints.name ?? (name === '' ? 'Choices' : name), members, backing) };
  }

  private arrayType(schema: Schema, name: string): ServiceType {
    if (schema.items === undefined) return service.untyped;
    const items = this.schemas.read(schema.items);
    if (items.discriminated) return service.untyped;
    const type = this.repeats(items) ? undefined : this.type(schema.items, name);
    if (type === undefined) {
      this.reportCut(schema, 'a table without columns');
      return service.emptyTable;
    }
    return type.kind === 'record' ? { kind: 'table', row: type, scalar: false } : service.tableOfValues(type);
  }

  private objectType(schema: Schema): ServiceType {
    if (schema.discriminated) return service.untyped;
    if (schema.properties.size === 0) return this.dictionaryType(schema);
    const fields = new Map<string, ServiceField>();
    for (const [name, place] of schema.properties) {
      this.steps++;
      if (this.isTooLarge) break;
      const field = this.field(schema, name, place);
      if (field !== undefined) fields.set(name, field);
    }
    return { kind: 'record', fields };
  }

  /** An object without named fields: a dictionary is untyped, anything else an empty record. */
  private dictionaryType(schema: Schema): ServiceType {
    if (typeof schema.additional === 'object') {
      const values = this.schemas.read(schema.additional);
      if (values.properties.size > 0) return service.untyped;
    }
    return service.emptyRecord;
  }

  private field(owner: Schema, name: string, place: SchemaPlace): ServiceField | undefined {
    const schema = this.schemas.read(place);
    // What only the service sets is never asked of a caller.
    const required = owner.required.has(name) && flagMember(schema.raw, 'readOnly') !== true;
    const internal = schema.visibility === 'internal';
    let type = this.type(place, name);
    if (type === undefined) {
      this.reportCut(owner, 'an untyped value');
      type = service.untyped;
    }
    const fixed = schema.default === undefined || schema.default === null ? undefined : coerceDefault(type, schema.default);
    return {
      name,
      type,
      required,
      hidden: internal && (required || this.rules.dropInternal),
      // A hidden field that may be left out is not sent at all.
      default: internal && !required && this.rules.dropInternal ? undefined : fixed,
      label: labelOf(schema),
      description: schema.description,
      visibility: schema.visibility,
    };
  }

  private reportCut(schema: Schema, becomes: string): void {
    this.diagnostics.add(
      'info',
      'recursive-type',
      schema.pointer,
      `This type contains itself; inside itself it becomes ${becomes}.`,
    );
  }
}

/** The title or summary without braces; empty where there is none. */
const labelOf = (schema: Schema): string => (schema.title || schema.summary).replace(/[{}]/g, '').trim();

function optionSet(name: string, choices: readonly Choice[], backing: 'text' | 'number'): OptionSet {
  const members = new Map<string, string | number>();
  const displayNames = new Map<string, string>();
  for (const { value, label } of choices) {
    members.set(String(value), backing === 'number' ? Number(value) : String(value));
    if (label !== String(value)) displayNames.set(String(value), label);
  }
  return { name, backing, members, displayNames, source: 'choices', acceptsBacking: true, coercesToBacking: true };
}
