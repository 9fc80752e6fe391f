import type { Connector } from './connector.ts';
import type { Opened, TableSettings } from './query/table-service.ts';
import type { TabularSettings } from './query/open-tabular.ts';
import type { QueryConnector } from './query/query-connector.ts';

/*
 * The way to tables that answer queries. What they need is loaded where a page has such a table.
 */

/** The tables of an OData service, or a sentence that says why it could not be opened. Never rejects for what the service says. */
export async function openOData(address: string, settings: TableSettings): Promise<Opened> {
  return (await import('./query/open-odata.ts')).openOData(address, settings);
}

/** The tables of a tabular connector (datasets, tables, items), by what their own metadata says that they can be asked. */
export async function openTabular(address: string, settings: TabularSettings): Promise<Opened> {
  return (await import('./query/open-tabular.ts')).openTabular(address, settings);
}

/** The tables of a service like PostgREST, which describes them at its root. */
export async function openPostgrest(address: string, settings: TableSettings): Promise<Opened> {
  return (await import('./query/open-postgrest.ts')).openPostgrest(address, settings);
}

/** The tables of a document that a gateway made of a service's metadata; undefined where the document is another. */
export async function openDescribed(text: string, settings: TableSettings): Promise<Opened | undefined> {
  if (!text.includes('"x-fxloom-tables"')) return undefined;
  return (await import('./query/described-tables.ts')).openDescribed(text, settings);
}

/** Parameters by which lists are narrowed, put in order or cut. */
const chooses = /^\$?(?:filter|order_?by|sort(?:_?by)?|order|limit|top|take)$/i;

/** A connector whose tables answer queries, as far as parameters of their lists can say them; the connector itself where none has such. */
export async function withQueries(connector: Connector, settings: TableSettings): Promise<Connector | QueryConnector> {
  const recognized = [...connector.operations.values()].some(
    ({ operation: { method, parameters } }) =>
      method === 'GET' && parameters.some(({ in: place, name }) => place === 'query' && chooses.test(name)),
  );
  if (!recognized || connector.tables.size === 0) return connector;
  return (await import('./query/list-queries.ts')).withListQueries(connector, settings);
}
