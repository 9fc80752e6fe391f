import { field, type FormulaError, isRow, type Row, type TableType, type Value } from '../../formula/core.ts';
import type { Connector } from '../connector.ts';
import type { ConnectorSettings } from '../settings.ts';
import { readCsdl } from './csdl.ts';
import { odata } from './dialects/odata.ts';
import { entityAbilities } from './entity-abilities.ts';
import { entityDefinition, operationNames, type RowAddress } from './entity-definition.ts';
import type { EntityModel, EntitySet } from './entity-model.ts';
import { EntityTable, keyParts } from './entity-table.ts';
import { textAt } from './json-at.ts';
import { queryConnector, type QueryConnector } from './query-connector.ts';
import type { QueryCapabilities } from './query.ts';
import { QueryTable } from './query-table.ts';
import { tableService, type Opened, type TableService, type TableSettings } from './table-service.ts';

/**
 * The tables of an OData 4 service, or the one table at its address.
 *
 * @param address of the service (`https://shop.example/odata`), or of a table in it (`https://shop.example/odata/Orders`): that table is
 * then called like the connection
 */
export async function openOData(address: string, settings: TableSettings): Promise<Opened> {
  const plain = address.replace(/[?#].*$/, '').replace(/\/+$/, '');
  const own = await metadataAt(plain, settings);
  if (typeof own === 'string') return odataTables(own, plain, settings);
  // A table's own address has no metadata; its service's has.
  const cut = plain.lastIndexOf('/');
  const above = own.errors[0]?.details?.httpStatus === undefined ? undefined : await metadataAt(plain.slice(0, cut), settings);
  if (typeof above === 'string') return odataTables(above, plain.slice(0, cut), settings, plain.slice(cut + 1));
  return { problem: `The metadata of ${settings.namespace} cannot be read at ${plain}/$metadata: ${own.message}` };
}

/** The metadata of a service as text. */
const metadataAt = (address: string, settings: ConnectorSettings): Promise<string | FormulaError> =>
  textAt(address, '/$metadata', settings);

/** The tables that metadata describes. */
export function odataTables(metadata: string, address: string, settings: TableSettings, only?: string): Opened {
  const model = readCsdl(metadata);
  if (typeof model === 'string') return { problem: `${settings.namespace}: ${model}` };
  if (only === undefined) return { connector: entityConnector(model, address, settings, 'parentheses') };
  const set = model.sets.find(({ name }) => name === decodeURIComponent(only));
  if (set === undefined) return { problem: `${settings.namespace}: the service at ${address} has no table ${only}.` };
  return { connector: entityConnector(model, address, settings, 'parentheses', new Map([[settings.namespace, set]])) };
}

/** A connector over the tables of metadata; `named` are those that formulas see, by name: all unless given. */
export function entityConnector(
  model: EntityModel,
  address: string,
  settings: TableSettings,
  rows: RowAddress,
  named: ReadonlyMap<string, EntitySet> = new Map(model.sets.map((set) => [set.name, set])),
): QueryConnector {
  const service = tableService(entityDefinition(model, settings.namespace, address, rows), address, settings);
  const keys = rows === 'segment' ? segmentOf : undefined;
  const tables = [...named].map(([name, set]) => [name, tableOf(name, set, model, service, settings, keys)] as const);
  return queryConnector(service.connector, new Map(tables), new Map());
}

function tableOf(
  name: string,
  set: EntitySet,
  model: EntityModel,
  { connector, operations, reading }: TableService,
  settings: TableSettings,
  keys?: KeyWires,
): QueryTable {
  const abilities = entityAbilities(set, model.version, settings);
  const base = new EntityTable(name, model, set, abilities, {
    ...operations,
    ...(keys !== undefined && { keyOf: (record: Row) => keys(record, set, abilities) }),
  });
  const list = operationNames(set).list;
  return new QueryTable({
    ...reading,
    base,
    type: rowsType(connector, list),
    abilities,
    dialect: odata(abilities),
    list: (parameters) => operations.call(list, parameters),
    rowsOf: (answer: Value) => base.remember(isRow(answer) ? field(answer, 'value') : answer),
    relations: new Set(set.relations.map((relation) => relation.name)),
  });
}

type KeyWires = (record: Row, set: EntitySet, abilities: QueryCapabilities) => ReadonlyMap<string, Value> | undefined;

/** A row's key as a part of the path: `5`, `A1`. */
const segmentOf: KeyWires = (record, { key }, { columns }) => {
  const parts = keyParts(record, key, columns);
  return parts && new Map([['key', parts.map(([, text]) => text).join(',')]]);
};

/** The table that a list gives, as formulas see it. */
function rowsType(connector: Connector, list: string): TableType {
  const result = connector.namespace.functions.get(list)?.overloads[0]?.result;
  const value = typeof result === 'object' && result.kind === 'record' ? result.fields.get('value') : undefined;
  if (value?.kind !== 'table') throw new Error(`${list} lists no rows.`);
  const fields = new Map([...value.fields].filter(([name]) => !name.startsWith('@')));
  return { ...value, fields };
}
