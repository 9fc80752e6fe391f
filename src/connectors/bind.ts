import { bindWith, type Connector } from './connector.ts';
import type { Definition } from './definition.ts';
import * as dynamic from './dynamic/parts.ts';
import type { ConnectorSettings } from './settings.ts';
import * as guard from './query/guard-calls.ts';
import * as xml from './xml/xml-body.ts';

/** Binds a definition that has been read. */
export const bind = (definition: Definition, settings: ConnectorSettings): Connector =>
  bindWith(definition, settings, { dynamic, xml, guard });
