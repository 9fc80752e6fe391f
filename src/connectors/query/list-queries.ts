import type { FunctionDefinition, Type } from '../../formula/core.ts';
import type { Connector } from '../connector.ts';
import type { BoundOperation } from '../functions.ts';
import type { ServiceTable } from '../service-table.ts';
import type { RecordType, ServiceField } from '../service-type.ts';
import type { FunctionParameter, Signature } from '../signature.ts';
import { odata } from './dialects/odata.ts';
import { listParameters, type ListParameters } from './dialects/parameters.ts';
import { argumentsFor } from './entity-table.ts';
import { readingOf, type TableSettings } from './table-service.ts';
import { queryConnector, type QueryConnector } from './query-connector.ts';
import { QueryTable } from './query-table.ts';
import type { ColumnKind, QueryCapabilities, QueryColumn } from './query.ts';

/*
 * Tables of an OpenAPI description whose list has parameters that choose, order or cut: what is recognised is asked of the service, and
 * every row that comes is looked at again by the formula, since a description does not say what a parameter does exactly.
 */

/** The connector, its tables with parameters that are recognised answering queries. */
export function withListQueries(connector: Connector, settings: TableSettings): Connector | QueryConnector {
  const tables = new Map<string, QueryTable>();
  for (const [name, table] of connector.tables) {
    const made = queryTable(table, connector, settings);
    if (made !== undefined) tables.set(name, made);
  }
  return tables.size === 0 ? connector : queryConnector(connector, tables);
}

const kinds: ReadonlyMap<Type['kind'], ColumnKind> = new Map<Type['kind'], ColumnKind>([
  ['text', 'text'],
  ['number', 'number'],
  ['boolean', 'boolean'],
  ['date', 'date'],
  ['dateTime', 'dateTime'],
]);

function queryTable(table: ServiceTable, connector: Connector, settings: TableSettings): QueryTable | undefined {
  const { type } = table;
  const bound = boundOf(table.list().operation, connector);
  const row = bound && rowOf(bound.signature, type);
  if (type === undefined || bound === undefined || row === undefined) return undefined;
  const query = bound.signature.optional.filter(({ place }) => place === 'query');
  const recognized = query.some(({ wire }) => wire === '$filter') ? byOData(query, row) : byParameters(query, row);
  if (recognized === undefined) return undefined;
  return new QueryTable({
    base: table,
    type,
    ...recognized,
    ...readingOf(connector, settings),
    list: (parameters) => ({ operation: table.list().operation, args: argumentsFor(bound, typed(parameters, bound.signature)) }),
    rowsOf: (answer) => table.rowsOf(answer),
    relations: new Set(),
  });
}

const boundOf = (operation: FunctionDefinition, connector: Connector): BoundOperation | undefined =>
  connector.operations.get(operation.remote?.id ?? '');

/** What a row of the list is, as the service says it. */
function rowOf({ answer }: Signature, type: ServiceTable['type']): RecordType | undefined {
  const { type: of } = answer;
  if (of.kind === 'table') return of.row;
  if (of.kind !== 'record' || type === undefined) return undefined;
  for (const { type: inner } of of.fields.values()) {
    if (inner.kind === 'table' && [...type.fields.keys()].every((name) => inner.row.fields.has(name))) return inner.row;
  }
  return undefined;
}

/** Texts of parameters as values of the types that their operation has. */
const typed = (
  parameters: ReadonlyMap<string, string>,
  { optional }: Signature,
): ReadonlyMap<string, string | number | boolean> =>
  new Map(
    [...parameters].map(([name, text]) => {
      const kind = optional.find(({ wire }) => wire === name)?.type.kind;
      return [name, kind === 'number' ? Number(text) : kind === 'boolean' ? text === 'true' : text];
    }),
  );

interface Recognized {
  readonly abilities: QueryCapabilities;
  readonly dialect: ReturnType<typeof odata>;
}

function columnOf(
  { name, type, required }: ServiceField,
  functions: ReadonlySet<string>,
  sort: boolean,
): QueryColumn | undefined {
  const kind = kinds.get(type.kind as Type['kind']);
  if (kind === undefined) return undefined;
  return { name, path: name, kind, nullable: !required, filter: functions.size > 0, sort, functions };
}

const nothing: Omit<QueryCapabilities, 'columns' | 'functions'> = {
  texts: 'insensitive',
  cultureOrder: false,
  blanks: 'first',
  sortColumns: 0,
  top: false,
  skip: false,
  count: false,
  distinct: false,
  select: false,
  listLength: 100,
  addressLength: 8000,
  key: [],
};

/** The parameters of OData, of which the list takes those that are described. */
function byOData(query: readonly FunctionParameter[], row: RecordType): Recognized {
  const has = (name: string): boolean => query.some(({ wire }) => wire === name);
  const functions = new Set(['eq', 'ne', 'lt', 'le', 'gt', 'ge', 'and', 'or', 'not', 'startswith', 'endswith', 'contains']);
  const columns = [...row.fields.values()].flatMap((field) => columnOf(field, functions, has('$orderby')) ?? []);
  const abilities: QueryCapabilities = {
    ...nothing,
    columns: new Map(columns.map((column) => [column.name, column])),
    functions,
    sortColumns: has('$orderby') ? 8 : 0,
    top: has('$top'),
    skip: has('$top') && has('$skip'),
    select: has('$select'),
    key: [],
  };
  return { abilities, dialect: odata(abilities) };
}

const limitName = /^(?:limit|top|take|page_?size|per_?page)$/i;
const offsetName = /^(?:offset|skip)$/i;
const sortName = /^(?:sort(?:_?by)?|order(?:_?by)?)$/i;

/** Parameters called like columns, one for the order, and those that cut. */
function byParameters(query: readonly FunctionParameter[], row: RecordType): Recognized | undefined {
  const named = (pattern: RegExp): FunctionParameter | undefined => query.find(({ wire }) => pattern.test(wire));
  const equal = new Map<string, string>();
  for (const { name, type } of row.fields.values()) {
    const parameter = query.find(({ wire, type: of }) => wire.toLowerCase() === name.toLowerCase() && of.kind === type.kind);
    if (parameter !== undefined) equal.set(name, parameter.wire);
  }
  const sort = sortOf(named(sortName), row);
  if (equal.size === 0 && sort === undefined) return undefined;
  const [limit, offset] = [named(limitName)?.wire, named(offsetName)?.wire];
  const functions = new Set(['eq', 'and']);
  const columns = [...row.fields.values()].flatMap(
    (field) =>
      columnOf(
        field,
        equal.has(field.name) ? functions : new Set<string>(),
        sort?.up.has(field.name) === true && sort.down.has(field.name),
      ) ?? [],
  );
  const abilities: QueryCapabilities = {
    ...nothing,
    columns: new Map(columns.map((column) => [column.name, column])),
    functions,
    sortColumns: sort === undefined ? 0 : 1,
    top: limit !== undefined && offset !== undefined,
    skip: limit !== undefined && offset !== undefined,
  };
  return { abilities, dialect: listParameters({ equal, sort, limit, offset } satisfies ListParameters) };
}

/** What the parameter of the order takes, where the description lists it: `total`, `-total`, `total desc`, `total:asc`, `total_desc`. */
function sortOf(parameter: FunctionParameter | undefined, row: RecordType): ListParameters['sort'] {
  const choices = parameter?.type.kind === 'text' ? parameter.type.choices : undefined;
  if (parameter === undefined || choices === undefined) return undefined;
  const up = new Map<string, string>();
  const down = new Map<string, string>();
  for (const { value } of choices) {
    const match = /^([-+]?)(.*?)(?:[ :_.-](asc|desc))?$/i.exec(String(value));
    const column = [...row.fields.keys()].find((name) => name.toLowerCase() === match?.[2]?.toLowerCase());
    if (column === undefined || match === null) continue;
    const descending = match[1] === '-' || match[3]?.toLowerCase() === 'desc';
    (descending ? down : up).set(column, String(value));
  }
  return up.size > 0 ? { parameter: parameter.wire, up, down } : undefined;
}
