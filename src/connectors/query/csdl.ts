import { member } from '../json.ts';
import { csdlOfXml } from './csdl-xml.ts';
import {
  unrestricted,
  type EntityModel,
  type EntityProperty,
  type EntityRelation,
  type EntitySet,
  type Restrictions,
} from './entity-model.ts';

type Json = { readonly [name: string]: unknown };

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const numberOf = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

/** Types inside types are followed this far. */
const DEEPEST = 4;

/** The tables that metadata tells of, written in XML or JSON; a sentence that says what is wrong with it otherwise. */
export function readCsdl(text: string): EntityModel | string {
  const trimmed = text.replace(/^\uFEFF/, '').trimStart();
  const document = trimmed.startsWith('{') ? jsonOf(trimmed) : csdlOfXml(trimmed);
  if (document === undefined) return 'The metadata is neither XML nor JSON of the OData Common Schema Definition Language.';
  const model = new Csdl(document).model();
  if (/^[123](?:\.|$)/.test(model.version)) return `The service speaks OData ${model.version}; this reads OData 4.`;
  return model.sets.length === 0 ? 'The metadata names no entity sets.' : model;
}

function jsonOf(text: string): Json | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return isJson(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

class Csdl {
  private readonly document: Json;
  private readonly types = new Map<string, Json>();
  private readonly sets = new Map<string, { readonly container: string; readonly json: Json }>();
  private readonly annotations = new Map<string, Json>();
  private readonly aliases = new Map<string, string>();

  constructor(document: Json) {
    this.document = document;
    for (const [namespace, schema] of Object.entries(document)) {
      if (namespace.startsWith('$') || !isJson(schema)) continue;
      const alias = textOf(member(schema, '$Alias'));
      if (alias !== undefined) this.aliases.set(alias, namespace);
      const annotations = member(schema, '$Annotations');
      this.annotate(annotations);
      for (const [name, of] of Object.entries(schema)) if (isJson(of)) this.note(namespace, name, of);
    }
    this.annotate(member(document, '$Annotations'));
  }

  private annotate(annotations: unknown): void {
    if (!isJson(annotations)) return;
    for (const [target, terms] of Object.entries(annotations)) if (isJson(terms)) this.annotations.set(this.full(target), terms);
  }

  private note(namespace: string, name: string, json: Json): void {
    const kind = member(json, '$Kind');
    if (kind !== 'EntityContainer') {
      this.types.set(`${namespace}.${name}`, json);
      return;
    }
    for (const [set, of] of Object.entries(json)) {
      if (!set.startsWith('$') && isJson(of) && member(of, '$Collection') === true)
        this.sets.set(set, { container: `${namespace}.${name}`, json: of });
    }
  }

  /** A name with its namespace instead of the alias. */
  private full(name: string): string {
    for (const [alias, namespace] of this.aliases)
      if (name.startsWith(`${alias}.`)) return `${namespace}${name.slice(alias.length)}`;
    return name;
  }

  model(): EntityModel {
    const sets: EntitySet[] = [];
    for (const [name, { container, json }] of this.sets) {
      const type = this.full(textOf(member(json, '$Type')) ?? '');
      const restrictions = this.restrictions([json, this.annotations.get(`${container}/${name}`) ?? {}]);
      const key = this.keyOf(type);
      sets.push({
        name,
        path: name,
        key,
        properties: this.properties(type, 0),
        relations: this.relations(type),
        restrictions,
      });
    }
    return { version: textOf(member(this.document, '$Version')) ?? '4.0', sets };
  }

  /** A type's own members and those of the types that it is based on, theirs first. */
  private *members(type: string, seen = new Set<string>()): Generator<readonly [string, Json]> {
    const json = this.types.get(type);
    if (json === undefined || seen.has(type)) return;
    seen.add(type);
    const base = textOf(member(json, '$BaseType'));
    if (base !== undefined) yield* this.members(this.full(base), seen);
    for (const [name, of] of Object.entries(json)) if (!/^[$@]/.test(name) && isJson(of)) yield [name, of];
  }

  private keyOf(type: string, depth = 0): readonly string[] {
    const json = this.types.get(type);
    if (json === undefined || depth > DEEPEST * 4) return [];
    const key = member(json, '$Key');
    if (Array.isArray(key)) return key.filter((name): name is string => typeof name === 'string');
    return this.keyOf(this.full(textOf(member(json, '$BaseType')) ?? ''), depth + 1);
  }

  private properties(type: string, depth: number): readonly EntityProperty[] {
    const found: EntityProperty[] = [];
    for (const [name, json] of this.members(type)) {
      if (member(json, '$Kind') !== 'NavigationProperty') found.push(this.property(type, name, json, depth));
    }
    return found;
  }

  private property(owner: string, name: string, json: Json, depth: number): EntityProperty {
    const terms = [json, this.annotations.get(`${owner}/${name}`) ?? {}];
    let type = this.full(textOf(member(json, '$Type')) ?? 'Edm.String');
    let definition = this.types.get(type);
    if (member(definition, '$Kind') === 'TypeDefinition') {
      type = textOf(member(definition, '$UnderlyingType')) ?? 'Edm.String';
      definition = undefined;
    }
    const kind = member(definition, '$Kind');
    const label =
      textOf(term(terms, 'Org.OData.Core.V1.Description')) ?? textOf(term(terms, 'com.sap.vocabularies.Common.v1.Label'));
    const members = kind === 'EnumType' ? Object.keys(definition!).filter((key) => !/[$@]/.test(key)) : undefined;
    const flags = member(definition, '$IsFlags') === true;
    const written = json['$DefaultValue'];
    return {
      name,
      type:
        members !== undefined
          ? flags
            ? 'flags'
            : 'enum'
          : definition === undefined
            ? type.startsWith('Edm.')
              ? type
              : 'unknown'
            : 'record',
      ...(definition !== undefined && { named: type }),
      ...(label !== undefined && label.length <= 60 && { label }),
      collection: member(json, '$Collection') === true,
      nullable: member(json, '$Nullable') === true,
      ...(numberOf(member(json, '$MaxLength')) !== undefined && { maxLength: numberOf(member(json, '$MaxLength'))! }),
      ...(numberOf(member(json, '$Precision')) !== undefined && { precision: numberOf(member(json, '$Precision'))! }),
      ...((typeof written === 'string' || typeof written === 'number' || typeof written === 'boolean') && {
        default: String(written),
      }),
      ...(members !== undefined && !flags && { members }),
      ...(definition !== undefined &&
        members === undefined && { properties: depth < DEEPEST ? this.properties(type, depth + 1) : [] }),
      readOnly: isTrue(term(terms, 'Org.OData.Core.V1.Computed')) || isTrue(term(terms, 'Org.OData.Core.V1.Immutable')),
    };
  }

  private relations(type: string): readonly EntityRelation[] {
    const found: EntityRelation[] = [];
    for (const [name, json] of this.members(type)) {
      if (member(json, '$Kind') !== 'NavigationProperty') continue;
      const target = this.full(textOf(member(json, '$Type')) ?? '');
      const set = [...this.sets].find(([, of]) => this.full(textOf(member(of.json, '$Type')) ?? '') === target)?.[0];
      const many = member(json, '$Collection') === true;
      const properties = this.properties(target, 1).filter((property) => property.properties === undefined);
      found.push({ name, many, ...(set !== undefined && { set }), properties });
    }
    return found;
  }

  /** The vocabularies of capabilities and aggregation. */
  private restrictions(terms: readonly Json[]): Restrictions {
    const of = (name: string): unknown => term(terms, `Org.OData.Capabilities.V1.${name}`);
    const flag = (name: string, field: string): boolean => part(of(name), field) !== false;
    const paths = (name: string, field: string): ReadonlySet<string> => {
      const list = part(of(name), field);
      return new Set(Array.isArray(list) ? list.map((item) => textOf(item) ?? textOf(member(item, '$PropertyPath')) ?? '') : []);
    };
    const functions = of('FilterFunctions');
    return {
      ...unrestricted,
      filter: flag('FilterRestrictions', 'Filterable'),
      notFilterable: paths('FilterRestrictions', 'NonFilterableProperties'),
      sort: flag('SortRestrictions', 'Sortable'),
      notSortable: paths('SortRestrictions', 'NonSortableProperties'),
      top: of('TopSupported') !== false,
      skip: of('SkipSupported') !== false,
      count: flag('CountRestrictions', 'Countable'),
      select: flag('SelectSupport', 'Supported'),
      apply: term(terms, 'Org.OData.Aggregation.V1.ApplySupported') !== undefined,
      insert: flag('InsertRestrictions', 'Insertable'),
      update: flag('UpdateRestrictions', 'Updatable'),
      delete: flag('DeleteRestrictions', 'Deletable'),
      ...(Array.isArray(functions) && { functions: new Set(functions.map((name) => String(name).toLowerCase())) }),
    };
  }
}

/** What a term says, wherever it stands; vocabularies may be named by their alias. */
function term(places: readonly Json[], name: string): unknown {
  const short = `.${name.split('.').at(-1)!}`;
  for (const place of places) {
    for (const [key, value] of Object.entries(place)) {
      if (key === `@${name}` || (key.startsWith('@') && key.endsWith(short) && !key.includes('#') && key.split('.').length <= 2))
        return value;
    }
  }
  return undefined;
}

const part = (value: unknown, name: string): unknown => (isJson(value) ? member(value, name) : undefined);
const isTrue = (value: unknown): boolean => value === true;
