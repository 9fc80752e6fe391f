import type { Definition } from './definition.ts';
import { kindOf, readWith } from './definition-reader.ts';
import { readOpenApi } from './read-openapi.ts';
import { readSwagger } from './read-swagger.ts';
import type { ReadOptions, Source } from './source.ts';

/**
 * Reads a definition of any supported kind into the one model. Never throws: what is wrong is in `diagnostics`, and what is healthy is
 * in `operations`.
 */
export function readDefinition(source: Source, options: ReadOptions = {}): Definition {
  const kind = kindOf(source);
  return readWith(source.reader?.read ?? (kind.readAs === 'swagger' ? readSwagger : readOpenApi), source, kind, options);
}
