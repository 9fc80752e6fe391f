import type { EntityProperty, EntitySet } from './entity-model.ts';
import type { ColumnKind, QueryCapabilities, QueryColumn } from './query.ts';

/*
 * What a table can be asked, from its metadata.
 */

const kinds: ReadonlyMap<string, ColumnKind> = new Map<string, ColumnKind>([
  ['Edm.String', 'text'],
  ['enum', 'choice'],
  ['Edm.Boolean', 'boolean'],
  ['Edm.Date', 'date'],
  ['Edm.DateTimeOffset', 'dateTime'],
  ['Edm.Guid', 'guid'],
  ...['Byte', 'SByte', 'Int16', 'Int32', 'Int64', 'Decimal', 'Double', 'Single'].map(
    (name) => [`Edm.${name}`, 'number'] as const,
  ),
]);

const wholes: ReadonlyMap<string, { readonly min: number; readonly max: number }> = new Map([
  ['Edm.Byte', { min: 0, max: 255 }],
  ['Edm.SByte', { min: -128, max: 127 }],
  ['Edm.Int16', { min: -32_768, max: 32_767 }],
  ['Edm.Int32', { min: -2_147_483_648, max: 2_147_483_647 }],
  ['Edm.Int64', { min: -(2 ** 63), max: 2 ** 63 - 1024 }],
]);

/** Digits that every double keeps. */
const SAFE_DIGITS = 15;

function marginOf({ type, precision }: EntityProperty): number | undefined {
  if (type === 'Edm.Single') return 1e-6;
  return type === 'Edm.Decimal' && (precision === undefined || precision > SAFE_DIGITS) ? 1e-14 : undefined;
}

/** The columns that queries know of properties, those of records inside included: `Address.City`. */
function* columnsOf(properties: readonly EntityProperty[], set: EntitySet, before: Before): Generator<QueryColumn> {
  const { notFilterable, notSortable, filter, sort, columnFunctions } = set.restrictions;
  for (const property of properties) {
    const [name, path] = [`${before.name}${property.name}`, `${before.path}${property.name}`];
    const nullable = before.nullable || property.nullable;
    if (property.collection) continue;
    if (property.properties !== undefined)
      yield* columnsOf(property.properties, set, { name: `${name}.`, path: `${path}/`, nullable });
    const kind = kinds.get(property.type);
    if (kind === undefined) continue;
    const whole = wholes.get(property.type);
    const margin = marginOf(property);
    const functions = columnFunctions?.get(path);
    yield {
      name,
      path,
      kind,
      nullable,
      filter: filter && !notFilterable.has(path),
      sort: sort && !notSortable.has(path),
      type: property.type === 'enum' ? (property.named ?? 'Edm.String') : property.type,
      ...(property.members !== undefined && { members: property.members }),
      ...(whole !== undefined && { whole }),
      ...(margin !== undefined && { margin }),
      ...(functions !== undefined && { functions }),
    };
  }
}

interface Before {
  readonly name: string;
  readonly path: string;
  readonly nullable: boolean;
}

const usual: readonly string[] = [
  ...['eq', 'ne', 'lt', 'le', 'gt', 'ge', 'and', 'or', 'not', 'add', 'sub', 'mul'],
  ...['startswith', 'endswith', 'contains', 'tolower'],
];

const aggregates: readonly string[] = ['sum', 'min', 'max', 'average'];

/** How a service of metadata differs from what OData says; a host may know better than the metadata. */
export interface AbilityHints {
  readonly texts?: 'exact' | 'insensitive';
  readonly cultureOrder?: boolean;
  readonly blanks?: QueryCapabilities['blanks'];
}

/** What a table can be asked by OData. */
export function entityAbilities(set: EntitySet, version: string, hints: AbilityHints = {}): QueryCapabilities {
  const { restrictions } = set;
  const columns = [...columnsOf(set.properties, set, { name: '', path: '', nullable: false })];
  for (const { name, many, properties } of set.relations) {
    if (!many) columns.push(...columnsOf(properties, set, { name: `${name}.`, path: `${name}/`, nullable: true }));
  }
  const functions = new Set(restrictions.functions ?? usual);
  if (restrictions.functions === undefined && version !== '4.0') functions.add('in');
  if (restrictions.apply) for (const name of aggregates) functions.add(name);
  return {
    columns: new Map(columns.map((column) => [column.name, column])),
    functions,
    texts: hints.texts ?? 'exact',
    cultureOrder: hints.cultureOrder ?? false,
    // Null is the lowest value (OData URL Conventions 4.01 section 5.1.5).
    blanks: hints.blanks ?? 'first',
    sortColumns: restrictions.sort ? 8 : 0,
    top: restrictions.top,
    skip: restrictions.skip,
    count: restrictions.count,
    distinct: restrictions.apply,
    select: restrictions.select,
    listLength: 100,
    addressLength: 8000,
    key: set.key,
  };
}
