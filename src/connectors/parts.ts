/** What only some descriptions need. `connectText` loads it where a text asks for it; who binds at once has all of it. */
export interface ConnectorParts {
  /** What asks the service, and lists values. */
  readonly dynamic?: typeof import('./dynamic/parts.ts') | undefined;
  /** What writes bodies as XML. */
  readonly xml?: typeof import('./xml/xml-body.ts') | undefined;
}
