import type { Definition, DefinitionFormat } from './definition.ts';
import { Diagnostics, type DefinitionDiagnostic } from './diagnostic.ts';
import { isObject, member, objectMember, textMember, type JsonObject } from './json.ts';
import type { Place } from './place.ts';
import { readOpenApi } from './read-openapi.ts';
import { readSwagger } from './read-swagger.ts';
import type { Reading } from './reading.ts';
import { Schemas } from './schema.ts';
import type { ReadOptions, Source } from './source.ts';

/**
 * Reads a definition of any supported kind into the one model. Never throws: what is wrong is in `diagnostics`, and what is healthy is
 * in `operations`.
 */
export function readDefinition(source: Source, options: ReadOptions = {}): Definition {
  const diagnostics = new Diagnostics();
  const places = new Map<string, Place | undefined>();
  const root: JsonObject = isObject(source.root) ? source.root : {};
  const { format, version } = source.reader ?? versionOf(root);
  const known = format !== 'unknown' || Object.hasOwn(root, 'paths');
  if (!isObject(source.root) || !known) {
    diagnostics.error(
      'not-a-definition',
      '',
      'This document is no API description. It should begin with "swagger": "2.0" or "openapi": "3.1.0", and have paths; or be a Postman collection, or a cURL command.',
    );
  } else if (format === 'unknown') {
    diagnostics.error(
      'version',
      '',
      `The version ${version === '' ? 'is missing' : `${version} is not known`}; write "swagger": "2.0" or "openapi": "3.1.0". It is read as well as possible.`,
    );
  }
  const likely = Object.hasOwn(root, 'swagger') || Object.hasOwn(root, 'definitions') ? 'swagger' : 'openapi';
  const readAs = format === 'unknown' ? likely : format;
  const schemas = new Schemas(root, diagnostics, readAs !== 'swagger' && !version.startsWith('3.0'));
  const reading: Reading = { root, schemas, diagnostics };
  const parts = (source.reader?.read ?? (readAs === 'swagger' ? readSwagger : readOpenApi))(reading, options);
  const info = objectMember(root, 'info') ?? objectMember(objectMember(root, 'collection'), 'info');
  return {
    format: readAs,
    version,
    title: textMember(info, 'title') ?? textMember(info, 'name') ?? '',
    description: textMember(info, 'description') ?? '',
    schemas,
    report: diagnostics,
    ...parts,
    get diagnostics() {
      return [...source.diagnostics, ...placed(diagnostics.list, source, places)];
    },
  };
}

/** Diagnostics with line and column; what has been looked up once is kept. */
function placed(
  list: readonly DefinitionDiagnostic[],
  source: Source,
  known: Map<string, Place | undefined>,
): readonly DefinitionDiagnostic[] {
  const wanted = list.map(({ pointer }) => pointer).filter((pointer) => !known.has(pointer));
  if (wanted.length > 0) {
    const found = source.places(wanted);
    for (const pointer of wanted) known.set(pointer, found.get(pointer));
  }
  return list.map((diagnostic) => ({ ...diagnostic, ...known.get(diagnostic.pointer) }));
}

function versionOf(root: JsonObject): { readonly format: DefinitionFormat | 'unknown'; readonly version: string } {
  const swagger = member(root, 'swagger');
  const openapi = member(root, 'openapi');
  const said = openapi ?? swagger;
  const version = typeof said === 'string' || typeof said === 'number' ? String(said) : '';
  if (openapi !== undefined && /^3\.[0-2](?:\.|$)/.test(version)) return { format: 'openapi', version };
  if (swagger !== undefined && /^2(?:\.0)?$/.test(version)) return { format: 'swagger', version };
  return { format: 'unknown', version };
}
