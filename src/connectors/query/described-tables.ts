import { isObject, member, textMember } from '../json.ts';
import { parseJson } from '../json-text.ts';
import { readCsdl } from './csdl.ts';
import { entityDefinition } from './entity-definition.ts';
import { odataTables } from './open-odata.ts';
import { postgrestDefinition, postgrestModel, postgrestTables } from './open-postgrest.ts';
import type { Opened, TableSettings } from './table-service.ts';

/*
 * Services of tables as documents, for those who call operations by name (a gateway, tools for agents). The metadata stays in the document,
 * so that whoever gets it can open the tables without asking the service.
 */

/** How a service describes its tables: by OData metadata (`$metadata`), or as PostgREST does at its root. */
export type TableKind = 'odata' | 'postgrest';

export const tableKinds: readonly TableKind[] = ['odata', 'postgrest'];

const MEMBER = 'x-fxloom-tables';

/** An OpenAPI document of the tables that metadata describes; a sentence where it describes none. */
export function describeTables(
  kind: TableKind,
  metadata: string,
  title: string,
  address: string,
): { readonly document: object } | { readonly problem: string } {
  const made = kind === 'odata' ? readCsdl(metadata) : postgrestModel(parseJson(metadata)?.json, title, address);
  if (typeof made === 'string') return { problem: made };
  const document =
    kind === 'odata' ? entityDefinition(made, title, address, 'parentheses') : postgrestDefinition(made, title, address);
  return { document: { ...document, [MEMBER]: { kind, metadata } } };
}

/** The tables of such a document; undefined where it is another. */
export function openDescribed(text: string, settings: TableSettings): Opened | undefined {
  const document = parseJson(text)?.json;
  const tables = member(document, MEMBER);
  const servers = member(document, 'servers');
  const address = Array.isArray(servers) ? textMember(servers[0], 'url') : undefined;
  const metadata = textMember(tables, 'metadata');
  const kind = textMember(tables, 'kind');
  if (!isObject(tables) || metadata === undefined || address === undefined) return undefined;
  if (kind === 'odata') return odataTables(metadata, address, settings);
  return kind === 'postgrest' ? postgrestTables(parseJson(metadata)?.json, address, settings) : undefined;
}
