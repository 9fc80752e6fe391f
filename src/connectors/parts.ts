import type * as dynamicParts from './dynamic/parts.ts';
import type * as guardedCalls from './query/guard-calls.ts';
import type * as xmlBody from './xml/xml-body.ts';

/** What only some descriptions need. `connectText` loads it where a text asks for it; who binds at once has all of it. */
export interface ConnectorParts {
  /** What asks the service, and lists values. */
  readonly dynamic?: typeof dynamicParts | undefined;
  /** What writes bodies as XML. */
  readonly xml?: typeof xmlBody | undefined;
  /** What keeps formulas from taking a page for the whole. */
  readonly guard?: typeof guardedCalls | undefined;
}
