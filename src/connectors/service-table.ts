import {
  field,
  formulaError,
  isRow,
  row,
  type ColumnFacts,
  type FormulaError,
  type FunctionDefinition,
  type Row,
  type SourceCapabilities,
  type Table,
  type TableType,
  type Value,
  types,
} from '../formula/index.ts';
import type { MediaType } from './definition.ts';
import type { BoundOperation } from './functions.ts';
import { member } from './json.ts';
import { chooseResponse, isJsonType } from './media.ts';
import type { Schema, SchemaPlace, Schemas } from './schema.ts';
import type { FunctionParameter } from './signature.ts';
import { formulaType, type Int64As, type RecordType, type ServiceType } from './service-type.ts';
import { argumentsOf, unwritable } from './table-arguments.ts';

/*
 * Operations of one path that together are a table: `GET /orders` lists its rows, `POST /orders` adds one, and `GET`, `PATCH` or `PUT`, and
 * `DELETE` of `/orders/{id}` read, change and remove the one of a key.
 */

/** A call of an operation of the service, ready to be made. */
export interface TableCall {
  readonly operation: FunctionDefinition;
  readonly args: readonly Value[];
}

/** A table that a service offers. Nothing of it is worked out before it is asked for. */
export interface ServiceTable {
  /** After the last word of its path: `Orders`. */
  readonly name: string;
  readonly path: string;
  /** The table's columns; undefined where the path turns out to list no records. */
  readonly type: TableType | undefined;
  readonly capabilities: SourceCapabilities;
  list(): TableCall;
  /** The rows in an answer to `list`. */
  rowsOf(answer: Value): Value;
  /** A row in the answer to a change under the names of the table, where those are others. */
  rowOf?(answer: Row): Row;
  create(values: Row): TableCall | FormulaError;
  /** Changes only what is given; `unchanged`: only if nobody has changed the record since, where the service can tell. */
  update(record: Row, changes: Row, unchanged?: boolean): TableCall | FormulaError;
  remove(record: Row): TableCall | FormulaError;
  /** Asks for a row as it is now; undefined where the service gives single rows nowhere. */
  read?(record: Row): TableCall | FormulaError | undefined;
  /** Adds a record to a table of related records that stands in a row of this one, or takes it out; undefined where it stands in none. */
  relate?(related: Table, record: Row, add: boolean): TableCall | FormulaError | undefined;
  /** Whether two rows are the same one, perhaps at different times. */
  same(a: Row, b: Row): boolean;
  /** Whether a record has what the table knows rows by. */
  hasKey(record: Row): boolean;
  column(name: string): ColumnFacts | undefined;
  /** Told of names that formulas write behind a dot, before rows are asked for: those of related records bring these with each row. */
  mentions?(name: string): void;
  /** Whether an answer of this operation may be another one after the table was changed. */
  concerns(operation: FunctionDefinition): boolean;
}

/** The operations of a path and of the one below it. */
interface Operations {
  readonly list: BoundOperation;
  readonly create: BoundOperation | undefined;
  readonly read: BoundOperation | undefined;
  readonly update: BoundOperation | undefined;
  readonly remove: BoundOperation | undefined;
  /** The parameter of the path below: `id`. */
  readonly key: string | undefined;
}

const plainPath = (path: string): string => path.replace(/\/+$/, '');

/** Tables by name, in the order of the document. Paths with parameters list parts of something else and are none. */
export function serviceTables(
  operations: Iterable<BoundOperation>,
  functions: ReadonlyMap<string, FunctionDefinition>,
  schemas: Schemas,
  int64: Int64As,
): ReadonlyMap<string, ServiceTable> {
  const byPath = new Map<string, BoundOperation[]>();
  for (const bound of operations) {
    const path = plainPath(bound.operation.path);
    byPath.set(path, [...(byPath.get(path) ?? []), bound]);
  }
  const tables = new Map<string, ServiceTable>();
  for (const [path, bound] of byPath) {
    const list = bound.find(({ operation }) => operation.method === 'GET');
    const name = tableName(path);
    if (list === undefined || path.includes('{') || name === '' || tables.has(name)) continue;
    const below = [...byPath].find(
      ([other]) => other.startsWith(`${path}/{`) && /^\{[^{}/]+\}$/.test(other.slice(path.length + 1)),
    );
    const create = bound.find(({ operation }) => operation.method === 'POST');
    if (below === undefined && create === undefined) continue;
    const read = below?.[1].find(({ operation }) => operation.method === 'GET');
    const of = (...methods: readonly string[]): BoundOperation | undefined =>
      methods
        .map((method) => below?.[1].find(({ operation }) => operation.method === method))
        .find((found) => found !== undefined);
    const key = below?.[0].slice(path.length + 2, -1);
    const found: Operations = { list, create, read, update: of('PATCH', 'PUT'), remove: of('DELETE'), key };
    tables.set(name, new OperationTable(name, path, found, functions, schemas, int64));
  }
  return tables;
}

/** `/api/order-lines` → `OrderLines`. */
const tableName = (path: string): string =>
  (path.split('/').at(-1) ?? '')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => word[0]!.toUpperCase() + word.slice(1))
    .join('')
    .replace(/^(?=\d)/, '_');

class OperationTable implements ServiceTable {
  readonly name: string;
  readonly path: string;
  private readonly operations: Operations;
  private readonly functions: ReadonlyMap<string, FunctionDefinition>;
  private readonly schemas: Schemas;
  private readonly int64: Int64As;
  private found: { readonly place: string | undefined; readonly row: RecordType } | null | undefined;
  private known: ReadonlyMap<string, ColumnFacts> | undefined;
  private tagColumn: string | null | undefined;

  constructor(
    name: string,
    path: string,
    operations: Operations,
    functions: ReadonlyMap<string, FunctionDefinition>,
    schemas: Schemas,
    int64: Int64As,
  ) {
    this.name = name;
    this.path = path;
    this.operations = operations;
    this.functions = functions;
    this.schemas = schemas;
    this.int64 = int64;
  }

  get type(): TableType | undefined {
    const rows = this.rows;
    if (rows === undefined) return undefined;
    const type = formulaType(rows.row, this.int64);
    return type.kind === 'record' ? types.tableOf(type) : undefined;
  }

  get capabilities(): SourceCapabilities {
    const { create, update, remove } = this.operations;
    return { create: create !== undefined, update: update !== undefined, remove: remove !== undefined };
  }

  list(): TableCall {
    return { operation: this.functionOf(this.operations.list), args: [] };
  }

  rowsOf(answer: Value): Value {
    const place = this.rows?.place;
    return place === undefined || !isRow(answer) ? answer : field(answer, place);
  }

  create(values: Row): TableCall | FormulaError {
    return this.call(this.operations.create, 'be added to', values);
  }

  update(record: Row, changes: Row, unchanged = false): TableCall | FormulaError {
    const { update } = this.operations;
    // PUT replaces the row: what is not changed is sent as it is.
    const whole = update?.operation.method === 'PUT' ? row([...Object.entries(record), ...Object.entries(changes)]) : changes;
    return this.call(update, 'be changed in', whole, record, unchanged);
  }

  remove(record: Row): TableCall | FormulaError {
    return this.call(this.operations.remove, 'be removed from', {}, record);
  }

  read(record: Row): TableCall | FormulaError | undefined {
    const { read } = this.operations;
    return read && this.call(read, 'be read of', {}, record);
  }

  same(a: Row, b: Row): boolean {
    const key = this.keyOf(a);
    return key !== null && key === this.keyOf(b);
  }

  hasKey(record: Row): boolean {
    return this.keyOf(record) !== null;
  }

  column(name: string): ColumnFacts | undefined {
    this.known ??= this.columnFacts();
    return this.known.get(name);
  }

  concerns(operation: FunctionDefinition): boolean {
    const { remote } = operation;
    return remote?.safe === true && remote.namespace === this.list().operation.remote?.namespace;
  }

  /** Where the rows are in an answer: the answer itself, or the one column of it that holds records. */
  private get rows(): { readonly place: string | undefined; readonly row: RecordType } | undefined {
    if (this.found === undefined) this.found = this.findRows() ?? null;
    return this.found ?? undefined;
  }

  private findRows(): { readonly place: string | undefined; readonly row: RecordType } | undefined {
    const { signature } = this.operations.list;
    if (signature.required.length > 0 || signature.unsupported !== undefined) return undefined;
    const { type } = signature.answer;
    if (isRows(type)) return { place: undefined, row: type.row };
    if (type.kind !== 'record') return undefined;
    const tables = [...type.fields.values()].flatMap(({ name, type: of }) => (isRows(of) ? [{ place: name, row: of.row }] : []));
    return tables.length === 1 ? tables[0] : tables.find(({ place }) => /^(?:value|items|data|results?)$/i.test(place));
  }

  private functionOf(bound: BoundOperation): FunctionDefinition {
    return this.functions.get(bound.name)!;
  }

  private keyOf(record: Row): string | number | null {
    const column = this.keyColumn;
    const value = column === undefined ? null : field(record, column);
    return typeof value === 'string' || typeof value === 'number' ? value : null;
  }

  /** The column that the path's parameter means: of the same name, or `id`. */
  private get keyColumn(): string | undefined {
    const { key } = this.operations;
    const names = [...(this.rows?.row.fields.keys() ?? [])];
    const called = (wanted: string): string | undefined => names.find((name) => name.toLowerCase() === wanted.toLowerCase());
    return key === undefined ? undefined : (called(key) ?? called('id') ?? called(key.replace(/^.*(?=id$)/i, '')));
  }

  /**
   * The entity tag of a record (RFC 9110, 8.8.3), so that a service refuses to change one that somebody else has changed meanwhile: of a
   * column of that name, or of a version of which the definition says that it is the tag.
   */
  private tagOf(record: Row): string | null {
    this.tagColumn ??= [...(this.rows?.row.fields.keys() ?? [])].find((name) => this.isTag(name)) ?? null;
    const value = this.tagColumn === null ? null : field(record, this.tagColumn);
    if (typeof value !== 'string' && typeof value !== 'number') return null;
    return /^(?:W\/)?".*"$/.test(String(value)) ? String(value) : `"${value}"`;
  }

  private isTag(name: string): boolean {
    if (/^(?:@odata\.)?_?etag$/i.test(name)) return true;
    const place = /^(?:row_?)?version$/i.test(name) ? this.rowSchema()?.properties.get(name) : undefined;
    const said = place === undefined ? undefined : member(this.schemas.read(place).raw, 'description');
    return typeof said === 'string' && /\betag\b/i.test(said);
  }

  private call(
    bound: BoundOperation | undefined,
    what: string,
    values: Row,
    record?: Row,
    unchanged = false,
  ): TableCall | FormulaError {
    if (bound === undefined || bound.signature.unsupported !== undefined)
      return formulaError('NotSupported', `Nothing can ${what} ${this.name}: its service has no operation for that.`);
    const key = record === undefined ? null : this.keyOf(record);
    if (record !== undefined && key === null)
      return formulaError('NotFound', `The record has no ${this.keyColumn ?? 'key'}, by which ${this.name} knows its rows.`);
    const { signature } = bound;
    const fixed = new Map<string, Value>();
    if (key !== null) fixed.set(this.operations.key!, key);
    const condition = [...signature.required, ...signature.optional].find(isCondition);
    const tag = record === undefined || condition === undefined || !unchanged ? null : this.tagOf(record);
    if (tag !== null) fixed.set(condition!.wire, tag);
    const refused = unwritable(signature, values, fixed, this.name);
    if (refused !== undefined) return refused;
    return { operation: this.functionOf(bound), args: argumentsOf(signature, values, fixed) };
  }

  // ---- Columns -----------------------------------------------------------------------------------------------------------------

  private columnFacts(): ReadonlyMap<string, ColumnFacts> {
    const facts = new Map<string, ColumnFacts>();
    const shown = this.rowSchema()?.properties ?? new Map<string, SchemaPlace>();
    const added = this.bodySchema(this.operations.create);
    const changed = this.bodySchema(this.operations.update);
    for (const [name, { label, type }] of this.rows?.row.fields ?? []) {
      const limits = [shown, changed?.properties, added?.properties].map((properties) =>
        limitsOf(this.schemas, properties?.get(name)),
      );
      const writable = added?.properties.has(name) === true || changed?.properties.has(name) === true;
      facts.set(name, {
        ...(Object.assign({}, ...limits) as ColumnFacts),
        ...(label !== '' && label !== name && { displayName: label }),
        ...(added?.required.has(name) === true && { required: true }),
        ...(choicesIn(type) && { choices: choicesIn(type)! }),
        ...(!writable && { readOnly: true }),
      });
    }
    return facts;
  }

  /** The schema of a row in the answer of the list. */
  private rowSchema(): Schema | undefined {
    const response = chooseResponse(this.operations.list.operation.responses);
    const schema = this.schemas.read(jsonOf(response?.content ?? [])?.schema);
    const place = this.rows?.place;
    const list = place === undefined ? schema : this.schemas.read(schema.properties.get(place));
    return list.items === undefined ? undefined : this.schemas.read(list.items);
  }

  private bodySchema(bound: BoundOperation | undefined): Schema | undefined {
    const media = jsonOf(bound?.operation.body?.content ?? []);
    return media?.schema === undefined ? undefined : this.schemas.read(media.schema);
  }
}

/** Whether an operation is told by a parameter which state of a row it may change. */
const isCondition = ({ place, wire }: FunctionParameter): boolean => place === 'header' && wire.toLowerCase() === 'if-match';

const jsonOf = (content: readonly MediaType[]): MediaType | undefined => content.find(({ type }) => isJsonType(type));

const isRows = (type: ServiceType): type is Extract<ServiceType, { kind: 'table' }> => type.kind === 'table' && !type.scalar;

const choicesIn = (type: ServiceType): readonly Value[] | undefined =>
  (type.kind === 'text' || type.kind === 'number') && type.choices !== undefined
    ? type.choices.map(({ value }) => value)
    : undefined;

/** What a schema says about the values of a column. */
function limitsOf(schemas: Schemas, place: SchemaPlace | undefined): ColumnFacts {
  if (place === undefined) return {};
  const schema = schemas.read(place);
  const number = (keyword: string): number | undefined => {
    const value = member(schema.raw, keyword);
    return typeof value === 'number' ? value : undefined;
  };
  const [maxLength, minValue, maxValue] = [number('maxLength'), number('minimum'), number('maximum')];
  const { default: value } = schema;
  const plain = typeof value === 'number' || typeof value === 'boolean' || (typeof value === 'string' && schema.format === '');
  return {
    ...(maxLength !== undefined && { maxLength }),
    ...(minValue !== undefined && { minValue }),
    ...(maxValue !== undefined && { maxValue }),
    ...(plain && { default: value }),
  };
}
