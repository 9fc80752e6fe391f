import type { EntityModel, EntityProperty, EntityRelation, EntitySet } from './entity-model.ts';

/*
 * Tables of metadata as an OpenAPI document, so that requests, credentials, retries, pages and decoding are those of every connector.
 */

type Json = { readonly [name: string]: unknown };

const schemas: ReadonlyMap<string, Json> = new Map<string, Json>([
  ['Edm.Boolean', { type: 'boolean' }],
  ['Edm.Date', { type: 'string', format: 'date' }],
  ['Edm.DateTimeOffset', { type: 'string', format: 'date-time' }],
  ['Edm.Guid', { type: 'string', format: 'uuid' }],
  ['Edm.Int64', { type: 'integer', format: 'int64' }],
  ...['Byte', 'SByte', 'Int16', 'Int32'].map((name) => [`Edm.${name}`, { type: 'integer', format: 'int32' }] as const),
  ['Edm.Decimal', { type: 'number' }],
  ...['Double', 'Single'].map((name) => [`Edm.${name}`, { type: 'number', format: 'double' }] as const),
  ['Edm.Binary', { type: 'string', format: 'byte' }],
  ['unknown', {}],
]);

function schemaOf(property: EntityProperty): Json {
  const { type, members, properties, label, collection } = property;
  const own: Json =
    members !== undefined
      ? { type: 'string', enum: members }
      : properties !== undefined
        ? recordOf(properties)
        : (schemas.get(type) ?? (type.startsWith('Edm.Geo') ? {} : { type: 'string' }));
  const titled = label === undefined || collection ? own : { ...own, title: label };
  return collection ? { type: 'array', items: titled, ...(label !== undefined && { title: label }) } : titled;
}

const recordOf = (properties: readonly EntityProperty[], more: readonly (readonly [string, Json])[] = []): Json => ({
  type: 'object',
  properties: Object.fromEntries([...properties.map((property) => [property.name, schemaOf(property)] as const), ...more]),
});

/** The rows of a table. */
export const rowSchema = (set: EntitySet): Json =>
  recordOf(set.properties, [
    ...set.relations.map(relationOf),
    ['@odata.etag', { type: 'string', 'x-ms-visibility': 'internal' }],
  ]);

const relationOf = ({ name, many, properties }: EntityRelation): readonly [string, Json] => [
  name,
  many ? { type: 'array', items: recordOf(properties) } : recordOf(properties),
];

const text = (name: string, where: 'query' | 'header' | 'path' = 'query'): Json => ({
  name,
  in: where,
  required: where === 'path',
  schema: { type: 'string' },
});

const options = ['$filter', '$orderby', '$top', '$skip', '$select', '$expand', '$count', '$apply', '$search'];

/** Answers to changes bring the row that came of it, where the service will. */
const returned: Json = { ...text('Prefer', 'header'), schema: { type: 'string', default: 'return=representation' } };

/** Names of the operations of a table. */
export const operationNames = (set: EntitySet) => {
  const name = set.name.replace(/[^A-Za-z0-9]/g, '');
  return {
    list: `List${name}`,
    read: `Read${name}`,
    create: `Create${name}`,
    update: `Update${name}`,
    remove: `Remove${name}`,
    link: `Link${name}`,
    unlink: `Unlink${name}`,
  };
};

/** How a row is addressed below its table: `/Orders({key})`, or `/Orders/{key}`. */
export type RowAddress = 'parentheses' | 'segment';

/** The document of a service's tables. */
export function entityDefinition(model: EntityModel, title: string, address: string, rows: RowAddress): Json {
  const security = { bearer: { type: 'http', scheme: 'bearer' }, basic: { type: 'http', scheme: 'basic' } };
  return {
    openapi: '3.0.3',
    info: { title, version: model.version },
    servers: [{ url: address }],
    security: [{ bearer: [] }, { basic: [] }, {}],
    components: { securitySchemes: security },
    paths: Object.fromEntries(model.sets.flatMap((set) => pathsOf(set, rows))),
  };
}

function pathsOf(set: EntitySet, rows: RowAddress): readonly (readonly [string, Json])[] {
  const names = operationNames(set);
  const row = rowSchema(set);
  const answer = (schema: Json): Json => ({ description: 'Done.', content: { 'application/json': { schema } } });
  const list = {
    type: 'object',
    properties: {
      '@odata.count': { type: 'integer' },
      value: { type: 'array', items: row },
      '@odata.nextLink': { type: 'string' },
      nextLink: { type: 'string' },
    },
  };
  const anything = { required: true, content: { 'application/json': { schema: {} } } };
  const below = rows === 'parentheses' ? `/${set.path}({key})` : `/${set.path}/{key}`;
  const operation = (operationId: string, more: Json): Json => ({ operationId, 'x-ms-visibility': 'internal', ...more });
  const ifMatch = text('If-Match', 'header');
  return [
    [
      `/${set.path}`,
      {
        get: operation(names.list, { parameters: options.map((name) => text(name)), responses: { 200: answer(list) } }),
        post: operation(names.create, { parameters: [returned], requestBody: anything, responses: { 201: answer(row) } }),
      },
    ],
    [
      below,
      {
        get: operation(names.read, { parameters: [text('key', 'path')], responses: { 200: answer(row) } }),
        patch: operation(names.update, {
          parameters: [text('key', 'path'), ifMatch, returned],
          requestBody: anything,
          responses: { 200: answer(row) },
        }),
        delete: operation(names.remove, {
          parameters: [text('key', 'path'), ifMatch],
          responses: { 204: { description: 'Done.' } },
        }),
      },
    ],
    ...(set.relations.some(({ many }) => many)
      ? [
          [
            `${below}/{relation}/$ref`,
            {
              post: operation(names.link, {
                parameters: [text('key', 'path'), text('relation', 'path')],
                requestBody: anything,
                responses: { 204: { description: 'Done.' } },
              }),
              delete: operation(names.unlink, {
                parameters: [text('key', 'path'), text('relation', 'path'), text('$id')],
                responses: { 204: { description: 'Done.' } },
              }),
            },
          ] as const,
        ]
      : []),
  ];
}
