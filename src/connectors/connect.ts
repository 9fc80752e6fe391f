import { bind, type Connector } from './connector.ts';
import { readDefinition } from './read-definition.ts';
import type { ConnectorSettings } from './settings.ts';
import { objectSource, plainSource, readSource } from './source.ts';

export type { Connector } from './connector.ts';

/**
 * A connector from a definition: JSON text, cURL commands, or an object that has been parsed already. Never throws for what the document holds: what is
 * wrong stands in `diagnostics`, and every healthy operation is there.
 */
export const connect = (document: string | object, settings: ConnectorSettings): Connector =>
  bind(readDefinition(typeof document === 'string' ? plainSource(document) : objectSource(document), settings), settings);

/** The same for text that may also be YAML, whose reader is loaded on demand. */
export const connectText = async (text: string, settings: ConnectorSettings): Promise<Connector> =>
  bind(readDefinition(await readSource(text), settings), settings);
