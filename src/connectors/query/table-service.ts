import { connect } from '../connect.ts';
import type { Connector } from '../connector.ts';
import type { ConnectorSettings } from '../settings.ts';
import type { AbilityHints } from './entity-abilities.ts';
import { argumentsFor, type EntityOperations } from './entity-table.ts';
import type { QueryConnector } from './query-connector.ts';
import type { QueryTableParts } from './query-table.ts';

/** A source of tables that was opened, or a sentence that says why it could not be. */
export type Opened = { readonly connector: QueryConnector } | { readonly problem: string };

/** How a source of tables is opened: as a connector is, and how much is fetched of it. */
export interface TableSettings extends ConnectorSettings, AbilityHints {
  /** Rows of the first page of a list; later pages have more. 100 by default. */
  readonly pageRows?: number;
}

const PAGE_ROWS = 100;
const MOST_ROWS = 100_000;

/** What all tables of a service are read by. */
export type Reading = Pick<QueryTableParts, 'namespace' | 'zone' | 'start' | 'call' | 'pageRows' | 'maxRows'>;

export function readingOf(connector: Connector, settings: TableSettings): Reading {
  return {
    namespace: connector.name,
    zone: settings.timeZone ?? 'UTC',
    start: (operation, args) => connector.start(operation, args),
    call: (operation, args) => connector.call(operation, args),
    pageRows: settings.pageRows ?? PAGE_ROWS,
    maxRows: settings.maxRows ?? MOST_ROWS,
  };
}

/** A service of tables: the connector that its description was made for, and what its tables are read and changed by. */
export interface TableService {
  readonly connector: Connector;
  readonly operations: EntityOperations;
  readonly reading: Reading;
}

/** Binds the description that was made of a service's metadata. */
export function tableService(definition: object, address: string, settings: TableSettings): TableService {
  const connector = connect(definition, {
    ...settings,
    baseUrl: address,
    includeInternal: true,
    int64: settings.int64 ?? 'decimal',
    maxRows: 1_000_000,
    pages: 'onDemand',
  });
  const reading = readingOf(connector, settings);
  return { connector, operations: operationsOf(connector, reading.zone), reading };
}

/** The operations of a connector by their names. */
function operationsOf(connector: Connector, zone: string): EntityOperations {
  const bound = (name: string) => connector.operations.get(name)!;
  return {
    bound,
    call: (name, wires, body) => ({
      operation: connector.namespace.functions.get(name)!,
      args: argumentsFor(bound(name), wires, body),
    }),
    namespace: connector.name,
    zone,
  };
}
