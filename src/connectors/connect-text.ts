import { bind, type Connector } from './connector.ts';
import { readDefinition } from './read-definition.ts';
import type { ConnectorSettings } from './settings.ts';
import { readSource } from './source.ts';

/** A connector from the text of a definition of any kind, YAML too. What only some kinds need is loaded on demand. */
export const connectText = async (text: string, settings: ConnectorSettings): Promise<Connector> =>
  bind(readDefinition(await readSource(text), settings), settings);
