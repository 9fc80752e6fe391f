import { bind } from './bind.ts';
import type { Connector } from './connector.ts';
import { readDefinition } from './read-definition.ts';
import type { ConnectorSettings } from './settings.ts';
import { jsonSource, objectSource } from './sync-source.ts';

/**
 * A connector from a definition: JSON text, cURL commands, or an object that has been parsed already. Never throws for what the document
 * holds: what is wrong stands in `diagnostics`, and every healthy operation is there.
 */
export const connect = (document: string | object, settings: ConnectorSettings): Connector =>
  bind(readDefinition(typeof document === 'string' ? jsonSource(document) : objectSource(document), settings), settings);
