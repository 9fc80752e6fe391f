import { isObject, member, objectMember, textMember } from '../json.ts';
import type { EntityProperty, EntitySet, Restrictions } from './entity-model.ts';

/*
 * The metadata of a table of a tabular connector (Microsoft's custom connector documentation, "Tabular connectors"): a JSON schema of its rows
 * with `x-ms-capabilities` on the table and on its columns.
 */

const types: ReadonlyMap<string, string> = new Map([
  ['string', 'Edm.String'],
  ['string date', 'Edm.Date'],
  ['string date-time', 'Edm.DateTimeOffset'],
  ['string uuid', 'Edm.Guid'],
  ['string guid', 'Edm.Guid'],
  ['string byte', 'Edm.Binary'],
  ['string binary', 'Edm.Binary'],
  // A wall clock without a zone cannot be compared with an instant.
  ['string date-no-tz', 'Edm.Other'],
  ['integer', 'Edm.Int64'],
  ['integer int32', 'Edm.Int32'],
  ['number', 'Edm.Double'],
  ['number decimal', 'Edm.Decimal'],
  ['boolean', 'Edm.Boolean'],
]);

const names = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((name): name is string => typeof name === 'string') : [];

const isFalse = (object: unknown, name: string): boolean => member(object, name) === false;

/** A table of metadata at a path below the service's address; a sentence that says what is wrong where it is none. */
export function readTabular(metadata: unknown, name: string, path: string): EntitySet | string {
  const schema = objectMember(objectMember(metadata, 'schema'), 'items');
  const columns = objectMember(schema, 'properties');
  if (!isObject(columns)) return `the metadata of ${name} describes no columns.`;
  const required = new Set(names(member(schema, 'required')));
  const properties = Object.entries(columns).flatMap(([column, of]) => propertyOf(column, of, required) ?? []);
  const keys = Object.entries(columns)
    .filter(([, of]) => textMember(of, 'x-ms-keyType') === 'primary')
    .toSorted(([, a], [, b]) => Number(member(a, 'x-ms-keyOrder') ?? 0) - Number(member(b, 'x-ms-keyOrder') ?? 0))
    .map(([column]) => column);
  const mayWrite = !/read-only/i.test(textMember(metadata, 'x-ms-permission') ?? '');
  const restrictions = restrictionsOf(objectMember(metadata, 'x-ms-capabilities'), columns, mayWrite && keys.length > 0);
  return { name, path, key: keys, properties, relations: [], restrictions };
}

function propertyOf(name: string, schema: unknown, required: ReadonlySet<string>): EntityProperty | undefined {
  if (!isObject(schema)) return undefined;
  const [kind, format] = [textMember(schema, 'type') ?? '', textMember(schema, 'format') ?? ''];
  const label = textMember(schema, 'title');
  const inner = objectMember(schema, 'properties');
  const members = names(member(schema, 'enum'));
  const maxLength = member(schema, 'maxLength');
  const known = types.get(`${kind} ${format}`.trim()) ?? types.get(kind);
  const isKey = textMember(schema, 'x-ms-keyType') === 'primary';
  return {
    name,
    type: members.length > 0 ? 'enum' : inner !== undefined ? 'record' : (known ?? 'unknown'),
    collection: kind === 'array',
    nullable: !required.has(name) && !isKey,
    readOnly: /read-only/i.test(textMember(schema, 'x-ms-permission') ?? ''),
    ...(label !== undefined && label !== name && { label }),
    ...(members.length > 0 && { members }),
    ...(typeof maxLength === 'number' && maxLength > 0 && { maxLength }),
    ...(isObject(inner) && {
      properties: Object.entries(inner).flatMap(([column, of]) => propertyOf(column, of, new Set()) ?? []),
    }),
  };
}

/** What `x-ms-capabilities` says; a table without them can be listed and nothing else. */
export function restrictionsOf(said: unknown, columns: { readonly [name: string]: unknown }, mayWrite: boolean): Restrictions {
  const [filter, sort] = [objectMember(said, 'filterRestrictions'), objectMember(said, 'sortRestrictions')];
  const functions = new Set(names(member(said, 'filterFunctionSupport')).map((name) => name.toLowerCase()));
  const paging = names(member(said, 'serverPagingOptions')).map((option) => option.replace('$', '').toLowerCase());
  const ownPages = member(said, 'isOnlyServerPagable') === true;
  const columnFunctions = new Map<string, ReadonlySet<string>>();
  const notSortable = new Set([
    ...names(member(sort, 'unsortableProperties')),
    ...names(member(sort, 'ascendingOnlyProperties')),
  ]);
  for (const [name, schema] of Object.entries(columns)) {
    const own = member(objectMember(schema, 'x-ms-capabilities'), 'filterFunctions');
    if (Array.isArray(own)) columnFunctions.set(name, new Set(names(own).map((one) => one.toLowerCase())));
    const sorts = textMember(schema, 'x-ms-sort');
    if (sorts !== undefined && !/desc/i.test(sorts)) notSortable.add(name);
  }
  return {
    filter: filter !== undefined && !isFalse(filter, 'filterable') && functions.size > 0,
    notFilterable: new Set(names(member(filter, 'nonFilterableProperties'))),
    sort: sort !== undefined && !isFalse(sort, 'sortable'),
    notSortable,
    top: !ownPages && (paging.includes('top') || said !== undefined),
    skip: !ownPages && paging.includes('skip'),
    count: member(objectMember(said, 'countRestrictions'), 'countable') === true || functions.has('count'),
    select: member(objectMember(said, 'selectRestrictions'), 'selectable') === true,
    // Groups are not asked for; single figures are, where they are among the functions.
    apply: false,
    insert: mayWrite,
    update: mayWrite,
    delete: mayWrite,
    functions,
    columnFunctions,
  };
}
