import { types, type Row, type Value } from '../../formula/core.ts';
import { isObject, member, objectMember, textMember, textsMember } from '../json.ts';
import { postgrest, postgrestFunctions } from './dialects/postgrest.ts';
import { entityAbilities } from './entity-abilities.ts';
import { operationNames, rowSchema } from './entity-definition.ts';
import { EntityTable, keyParts } from './entity-table.ts';
import { unrestricted, type EntityModel, type EntityProperty, type EntitySet } from './entity-model.ts';
import { jsonAt } from './json-at.ts';
import { queryConnector } from './query-connector.ts';
import { QueryTable } from './query-table.ts';
import type { QueryCapabilities } from './query.ts';
import { tableService, type Opened, type TableSettings } from './table-service.ts';

/*
 * Tables of a service like PostgREST, which describes them at its root by an OpenAPI 2.0 document: a definition for each table, with the types of
 * the database as formats.
 */

const kinds: ReadonlyMap<string, string> = new Map([
  ...['smallint', 'integer'].map((name) => [name, 'Edm.Int32'] as const),
  ['bigint', 'Edm.Int64'],
  ['numeric', 'Edm.Decimal'],
  ['double precision', 'Edm.Double'],
  ['real', 'Edm.Single'],
  ['boolean', 'Edm.Boolean'],
  ['date', 'Edm.Date'],
  ['timestamp with time zone', 'Edm.DateTimeOffset'],
  ['uuid', 'Edm.Guid'],
  ...['text', 'character varying', 'character', 'citext'].map((name) => [name, 'Edm.String'] as const),
]);

/** The tables of a service like PostgREST. @param address of its root */
export async function openPostgrest(address: string, settings: TableSettings): Promise<Opened> {
  const base = address.replace(/[?#].*$/, '').replace(/\/+$/, '');
  return postgrestTables(await jsonAt(base, '/', settings), base, settings);
}

/** The tables that a description of that kind names. */
export function postgrestTables(described: unknown, address: string, settings: TableSettings): Opened {
  const model = postgrestModel(described, settings.namespace, address);
  return typeof model === 'string' ? { problem: model } : { connector: connectorOf(model, address, settings) };
}

/** What the description says of its tables; a sentence where it names none. */
export function postgrestModel(described: unknown, name: string, address: string): EntityModel | string {
  const definitions = objectMember(described, 'definitions');
  if (!isObject(definitions)) return `${name}: the service at ${address} does not describe its tables there (definitions).`;
  const paths = objectMember(described, 'paths');
  const sets = Object.entries(definitions).flatMap(([table, schema]) => setOf(table, schema, paths) ?? []);
  return sets.length === 0 ? `${name}: the service at ${address} has no tables.` : { version: '4.01', sets };
}

function setOf(name: string, schema: unknown, paths: unknown): EntitySet | undefined {
  const columns = objectMember(schema, 'properties');
  const operations = objectMember(paths, `/${name}`);
  if (columns === undefined || member(operations, 'get') === undefined) return undefined;
  const required = new Set(textsMember(schema, 'required'));
  const key = Object.entries(columns).flatMap(([column, of]) =>
    /<pk\/>/.test(textMember(of, 'description') ?? '') ? [column] : [],
  );
  const may = (method: string): boolean => member(operations, method) !== undefined && (method === 'post' || key.length > 0);
  return {
    name,
    path: name,
    key,
    properties: Object.entries(columns).map(([column, of]) => propertyOf(column, of, required.has(column))),
    relations: [],
    restrictions: {
      ...unrestricted,
      functions: postgrestFunctions,
      insert: may('post'),
      update: may('patch'),
      delete: may('delete'),
    },
  };
}

function propertyOf(name: string, schema: unknown, required: boolean): EntityProperty {
  const members = textsMember(schema, 'enum');
  const format = textMember(schema, 'format')?.replace(/\(.*\)$/, '') ?? '';
  const maxLength = member(schema, 'maxLength');
  const value = member(schema, 'default');
  return {
    name,
    type: members.length > 0 ? 'enum' : (kinds.get(format) ?? 'unknown'),
    collection: textMember(schema, 'type') === 'array',
    nullable: !required,
    readOnly: false,
    ...(members.length > 0 && { members }),
    ...(typeof maxLength === 'number' && { maxLength }),
    ...((typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') && { default: String(value) }),
  };
}

function connectorOf(model: EntityModel, address: string, settings: TableSettings) {
  const { connector, operations, reading } = tableService(
    postgrestDefinition(model, settings.namespace, address),
    address,
    settings,
  );
  const tables = model.sets.map((set): readonly [string, QueryTable] => {
    const abilities: QueryCapabilities = {
      ...entityAbilities(set, model.version, settings),
      blanks: 'anywhere',
      distinct: false,
    };
    const { list } = operationNames(set);
    const base = new EntityTable(set.name, model, set, abilities, {
      ...operations,
      keyOf: (record) => keyOf(record, set, abilities),
    });
    const result = connector.namespace.functions.get(list)?.overloads[0]?.result;
    return [
      set.name,
      new QueryTable({
        ...reading,
        base,
        type: typeof result === 'object' && result.kind === 'table' ? result : types.emptyTable,
        abilities,
        dialect: postgrest,
        list: (parameters) => operations.call(list, parameters),
        rowsOf: (answer: Value) => answer,
        relations: new Set(),
      }),
    ];
  });
  return queryConnector(connector, new Map(tables), new Map());
}

/** A row by parameters: `id=eq.5`. */
function keyOf(record: Row, { key }: EntitySet, { columns }: QueryCapabilities): ReadonlyMap<string, Value> | undefined {
  const parts = keyParts(record, key, columns);
  return parts && new Map(parts.map(([name, text]) => [name, `eq.${text}`]));
}

/** The document of its tables. */
export function postgrestDefinition(model: EntityModel, title: string, address: string): object {
  const parameter = (name: string, place = 'query', value?: string): object => ({
    name,
    in: place,
    schema: { type: 'string', ...(value !== undefined && { default: value }) },
  });
  const answer = (schema: object, status = 200): object => ({
    [status]: { description: 'Done.', content: { 'application/json': { schema } } },
  });
  const single = [parameter('Prefer', 'header', 'return=representation')];
  const body = { required: true, content: { 'application/json': { schema: {} } } };
  const operation = (operationId: string, more: object): object => ({ operationId, 'x-ms-visibility': 'internal', ...more });
  return {
    openapi: '3.0.3',
    info: { title, version: '1' },
    servers: [{ url: address }],
    security: [{ bearer: [] }, { basic: [] }, {}],
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' }, basic: { type: 'http', scheme: 'basic' } } },
    paths: Object.fromEntries(
      model.sets.map((set) => {
        const names = operationNames(set);
        const rows = { type: 'array', items: rowSchema(set) };
        const columns = set.properties.map(({ name }) => parameter(name));
        const keys = set.key.map((name) => parameter(name));
        const choosing = ['and', 'or', 'order', 'limit', 'offset', 'select'].map((name) => parameter(name));
        return [
          `/${set.path}`,
          {
            get: operation(names.list, { parameters: [...columns, ...choosing], responses: answer(rows) }),
            post: operation(names.create, { parameters: single, requestBody: body, responses: answer(rows, 201) }),
            patch: operation(names.update, { parameters: [...keys, ...single], requestBody: body, responses: answer(rows) }),
            delete: operation(names.remove, { parameters: [...keys, ...single], responses: answer(rows) }),
          },
        ] as const;
      }),
    ),
  };
}
