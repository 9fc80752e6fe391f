import {
  DateTimeValue,
  Dynamic,
  equal,
  field,
  formulaError,
  FormulaError,
  instantOf,
  isRow,
  OptionValue,
  row,
  type ColumnFacts,
  type Json,
  type Row,
  type SourceCapabilities,
  type Table,
  type Value,
} from '../../formula/core.ts';
import type { BoundOperation } from '../functions.ts';
import type { TableCall } from '../service-table.ts';
import { plainJson } from '../value-text.ts';
import { literal, plainLiteral } from './dialects/odata.ts';
import { instantText } from './dialects/moment-text.ts';
import { operationNames } from './entity-definition.ts';
import type { EntityModel, EntityProperty, EntityRelation, EntitySet } from './entity-model.ts';
import type { QueryCapabilities, QueryColumn } from './query.ts';
import type { TableBase } from './query-table.ts';

/** The operations of a table, by their names. */
export interface EntityOperations {
  readonly bound: (name: string) => BoundOperation | undefined;
  readonly call: (name: string, wires: ReadonlyMap<string, Value>, body?: Value) => TableCall;
  readonly namespace: string;
  readonly zone: string;
  /** What says which row a call is about, by parameters; a `key` as OData writes it unless given. */
  readonly keyOf?: (record: Row) => ReadonlyMap<string, Value> | undefined;
}

/** Where a row's version stands, which a change must name to be made of that version (OData Protocol 4.01 section 11.4.1.1). */
const ETAG = '@odata.etag';

/** Adding, changing and removing rows of a table of metadata. A change of a row that somebody else changed meanwhile is a conflict. */
export class EntityTable implements TableBase {
  readonly name: string;
  readonly path: string;
  readonly capabilities: SourceCapabilities;
  private readonly model: EntityModel;
  private readonly set: EntitySet;
  private readonly abilities: QueryCapabilities;
  private readonly operations: EntityOperations;
  private readonly names: ReturnType<typeof operationNames>;
  /** Relations to many. */
  private readonly listed: readonly EntityRelation[];
  private readonly owners = new WeakMap<object, { readonly record: Row; readonly relation: EntityRelation }>();

  constructor(name: string, model: EntityModel, set: EntitySet, abilities: QueryCapabilities, operations: EntityOperations) {
    this.name = name;
    this.path = `/${set.path}`;
    this.model = model;
    this.set = set;
    this.abilities = abilities;
    this.operations = operations;
    this.names = operationNames(set);
    this.listed = set.relations.filter(({ many }) => many);
    const { insert, update, delete: remove } = set.restrictions;
    this.capabilities = { create: insert, update, remove };
  }

  create(values: Row): TableCall | FormulaError {
    if (!this.capabilities.create) return this.refused('be added to');
    const body = this.bodyOf(values, true);
    return body instanceof FormulaError ? body : this.operations.call(this.names.create, new Map(), body);
  }

  update(record: Row, changes: Row): TableCall | FormulaError {
    if (!this.capabilities.update) return this.refused('be changed in');
    const at = this.versionOf(record);
    const body = this.bodyOf(this.withoutKey(record, changes), false);
    if (at instanceof FormulaError) return at;
    return body instanceof FormulaError ? body : this.operations.call(this.names.update, at, body);
  }

  remove(record: Row): TableCall | FormulaError {
    if (!this.capabilities.remove) return this.refused('be removed from');
    const at = this.versionOf(record);
    return at instanceof FormulaError ? at : this.operations.call(this.names.remove, at);
  }

  read(record: Row): TableCall | FormulaError | undefined {
    if (this.operations.bound(this.names.read) === undefined) return undefined;
    const at = this.wiresOf(record);
    return at === undefined ? this.noKey() : this.operations.call(this.names.read, at);
  }

  /** Remembers of which rows the tables of related records are. */
  remember(rows: Value): Value {
    if (this.listed.length === 0 || !Array.isArray(rows)) return rows;
    const table: Table = rows;
    for (const item of table) {
      if (!isRow(item)) continue;
      for (const relation of this.listed) {
        const related = Object.hasOwn(item, relation.name) ? item[relation.name] : undefined;
        if (Array.isArray(related)) this.owners.set(related, { record: item, relation });
      }
    }
    return table;
  }

  relate(related: Table, record: Row, add: boolean): TableCall | FormulaError | undefined {
    const owner = this.owners.get(related);
    return owner && this.link(owner.record, owner.relation, record, add);
  }

  /** Adds a record of another table to what a row is related to, or takes it out. */
  private link(record: Row, relation: EntityRelation, other: Row, related: boolean): TableCall | FormulaError {
    const address = this.addressOf(relation, other);
    const key = this.keyText(record);
    if (key === undefined || address === undefined) return this.noKey();
    const wires = new Map<string, Value>([
      ['key', key],
      ['relation', relation.name],
    ]);
    if (related) return this.operations.call(this.names.link, wires, new Dynamic({ '@odata.id': address }));
    return this.operations.call(this.names.unlink, new Map([...wires, ['$id', address]]));
  }

  same(a: Row, b: Row): boolean {
    const key = this.keyText(a);
    return key !== undefined && key === this.keyText(b);
  }

  hasKey(record: Row): boolean {
    return this.keyText(record) !== undefined;
  }

  column(name: string): ColumnFacts | undefined {
    const property = this.set.properties.find((of) => of.name === name);
    if (property === undefined) return undefined;
    const { label, nullable, maxLength, members, readOnly } = property;
    const byDefault = defaultOf(property);
    return {
      ...(label !== undefined && { displayName: label }),
      ...(!nullable && !readOnly && property.default === undefined && !this.set.key.includes(name) && { required: true }),
      ...(maxLength !== undefined && { maxLength }),
      ...(members !== undefined && { choices: members }),
      ...(byDefault !== undefined && { default: byDefault }),
      ...(readOnly && { readOnly }),
    };
  }

  concerns(): boolean {
    return true;
  }

  // ---- Requests ----------------------------------------------------------------------------------------------------------------

  private refused(what: string): FormulaError {
    return formulaError('NotSupported', `Nothing can ${what} ${this.name}: its service says so.`);
  }

  private noKey(): FormulaError {
    return formulaError(
      'NotFound',
      `The record has no ${this.set.key.join(', ') || 'key'}, by which ${this.name} knows its rows.`,
    );
  }

  private versionOf(record: Row): ReadonlyMap<string, Value> | FormulaError {
    const at = this.wiresOf(record);
    const etag = field(record, ETAG);
    if (at === undefined) return this.noKey();
    return new Map<string, Value>([...at, ...(typeof etag === 'string' ? ([['If-Match', etag]] as const) : [])]);
  }

  private wiresOf(record: Row): ReadonlyMap<string, Value> | undefined {
    if (this.operations.keyOf !== undefined) return this.operations.keyOf(record);
    const key = this.keyText(record);
    return key === undefined ? undefined : new Map([['key', key]]);
  }

  /** `5`, `'A1'`, `Order=5,Line=1`; undefined where a part is missing. */
  private keyText(record: Row): string | undefined {
    return keyText(record, this.set.key, this.abilities.columns);
  }

  private addressOf({ set: name }: EntityRelation, other: Row): string | undefined {
    const set = this.model.sets.find((of) => of.name === name);
    const columns = new Map(set?.properties.map((property) => [property.name, plainColumn(property)]));
    const key = set && keyText(other, set.key, columns);
    return key === undefined ? undefined : `${set!.path}(${key})`;
  }

  /** Changes without what says which row it is. */
  private withoutKey(record: Row, changes: Row): Row {
    const isKey = (name: string): boolean => this.set.key.includes(name) && equal(field(record, name), field(changes, name));
    return row(Object.entries(changes).filter(([name]) => !isKey(name)));
  }

  private bodyOf(values: Row, whole: boolean): Value {
    const body: { [name: string]: Json } = {};
    const wrong: string[] = [];
    for (const [name, value] of Object.entries(values)) {
      if (name.startsWith('@') || (whole && value === null)) continue;
      const property = this.set.properties.find((of) => of.name === name);
      const relation = this.set.relations.find((of) => of.name === name && !of.many);
      const bound = relation && isRow(value) ? this.addressOf(relation, value) : undefined;
      if (property !== undefined && !property.readOnly) body[name] = this.json(value);
      else if (bound !== undefined) body[`${name}@odata.bind`] = bound;
      else if (value !== null) wrong.push(name);
    }
    if (wrong.length === 0) return new Dynamic(body);
    const message = 'This cannot be set; the service sets it.';
    return formulaError('ReadOnlyValue', `${this.name} does not take ${wrong.join(', ')}: the service sets that itself.`, {
      fields: Object.fromEntries(wrong.map((name) => [name, message])),
    });
  }

  private json(value: Value): Json {
    if (value instanceof DateTimeValue) return instantText(instantOf(value.wall, this.operations.zone));
    if (value instanceof OptionValue) return String(value.value);
    return (plainJson(value, { timeZone: this.operations.zone, booleans: 'true' }) ?? null) as Json;
  }
}

function keyText(record: Row, key: readonly string[], columns: ReadonlyMap<string, QueryColumn>): string | undefined {
  const parts = key.map((name) => {
    const [column, value] = [columns.get(name), field(record, name)];
    return column === undefined || value === null || value instanceof FormulaError
      ? undefined
      : ([name, literal(value, column)] as const);
  });
  if (parts.length === 0 || parts.includes(undefined)) return undefined;
  return parts.length === 1 ? parts[0]![1] : parts.map((part) => `${part![0]}=${part![1]}`).join(',');
}

/** The values of a key as plain texts, by name; undefined where one is missing. */
export function keyParts(
  record: Row,
  key: readonly string[],
  columns: ReadonlyMap<string, QueryColumn>,
): readonly (readonly [name: string, text: string])[] | undefined {
  const parts: (readonly [string, string])[] = [];
  for (const name of key) {
    const [column, value] = [columns.get(name), field(record, name)];
    if (column === undefined || value === null || value instanceof FormulaError) return undefined;
    parts.push([name, plainLiteral(value, column)]);
  }
  return parts.length === 0 ? undefined : parts;
}

const plainColumn = ({ name, type, nullable }: EntityProperty): QueryColumn => ({
  name,
  path: name,
  kind: type === 'Edm.Guid' ? 'guid' : 'text',
  nullable,
  filter: true,
  sort: true,
  type,
});

function defaultOf({ default: written, type }: EntityProperty): Value | undefined {
  if (written === undefined) return undefined;
  if (type === 'Edm.Boolean') return written === 'true';
  if (type === 'Edm.String' || type === 'enum') return written;
  return /^Edm\.(?:S?Byte|Int16|Int32|Decimal|Double|Single)$/.test(type) &&
    written.trim() !== '' &&
    Number.isFinite(Number(written))
    ? Number(written)
    : undefined;
}

/** Arguments of an operation from parameters by their names in the service, and a body as a whole. */
export function argumentsFor({ signature }: BoundOperation, wires: ReadonlyMap<string, Value>, body?: Value): readonly Value[] {
  const valueOf = ({ wire, place }: { readonly wire: string; readonly place: string }): Value =>
    place === 'body' ? (body ?? null) : (wires.get(wire) ?? null);
  const options = signature.optional.filter(({ wire }) => wires.has(wire));
  const args = signature.required.map(valueOf);
  if (options.length > 0) args.push(row(options.map((parameter) => [parameter.name, valueOf(parameter)])));
  return args;
}
