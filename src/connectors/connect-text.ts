import { bindWith, type Connector } from './connector.ts';
import type { Definition } from './definition.ts';
import { kindOf, readWith } from './definition-reader.ts';
import type { ConnectorSettings } from './settings.ts';
import { readSource, type ReadOptions, type Source } from './source.ts';

/** What a description has that leaves something to its service, or that lists the values of a parameter. */
const asksOrLists = /x-ms-|enum|const/;
/** What it has if a body may be XML: as it says, or as a caller does. */
const writesXml = /xml|content-type/i;

/** What it has if an answer may have rows. */
const listsRows = /array/;

/** A connector from the text of a definition of any kind, YAML too. What only some kinds need is loaded on demand. */
export async function connectText(text: string, settings: ConnectorSettings): Promise<Connector> {
  const dynamic = asksOrLists.test(text) ? import('./dynamic/parts.ts') : undefined;
  const xml = writesXml.test(text) ? import('./xml/xml-body.ts') : undefined;
  const guard = listsRows.test(text) ? import('./query/guard-calls.ts') : undefined;
  const definition = await readAlone(await readSource(text), settings);
  return bindWith(definition, settings, { dynamic: await dynamic, xml: await xml, guard: await guard });
}

/** Reads a definition by the one reader that it needs. */
async function readAlone(source: Source, options: ReadOptions): Promise<Definition> {
  const kind = kindOf(source);
  const { reader } = source;
  if (reader !== undefined) return readWith(reader.read, source, kind, options);
  if (kind.readAs !== 'swagger') return readWith((await import('./read-openapi.ts')).readOpenApi, source, kind, options);
  return readWith((await import('./read-swagger.ts')).readSwagger, source, kind, options);
}
