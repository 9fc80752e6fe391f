import type { Definition, DefinitionFormat } from './definition.ts';
import { Diagnostics, type DefinitionDiagnostic } from './diagnostic.ts';
import { isObject, member, objectMember, textMember, type JsonObject } from './json.ts';
import type { Place } from './place.ts';
import { Schemas } from './schema.ts';
import type { ReadOptions, Source, SourceReader } from './source.ts';

/** What a document says that it is. */
export interface DefinitionKind {
  readonly format: DefinitionFormat | 'unknown';
  readonly version: string;
  /** What it is read as. */
  readonly readAs: DefinitionFormat;
}

export function kindOf({ root, reader }: Source): DefinitionKind {
  const object: JsonObject = isObject(root) ? root : {};
  const { format, version } = reader ?? versionOf(object);
  const likely = Object.hasOwn(object, 'swagger') || Object.hasOwn(object, 'definitions') ? 'swagger' : 'openapi';
  return { format, version, readAs: format === 'unknown' ? likely : format };
}

/** Reads a definition with the reader for what it is read as. */
export function readWith(
  read: SourceReader['read'],
  source: Source,
  { format, version, readAs }: DefinitionKind,
  options: ReadOptions,
): Definition {
  const diagnostics = new Diagnostics();
  const places = new Map<string, Place | undefined>();
  const root: JsonObject = isObject(source.root) ? source.root : {};
  const known = format !== 'unknown' || Object.hasOwn(root, 'paths');
  if (!isObject(source.root) || !known) {
    diagnostics.error('not-a-definition', '', notADefinition(source.root));
  } else if (format === 'unknown') {
    diagnostics.error(
      'version',
      '',
      `The version ${version === '' ? 'is missing' : `${version} is not known`}; write "swagger": "2.0" or "openapi": "3.1.0". It is read as well as possible.`,
    );
  }
  if (known && source.reader === undefined && !Object.hasOwn(root, 'paths'))
    diagnostics.warning('paths', '', 'There are no paths, so there are no functions. Add paths: {"/items": {"get": …}}.');
  const schemas = new Schemas(root, diagnostics, readAs !== 'swagger' && !version.startsWith('3.0'));
  const parts = read({ root, schemas, diagnostics }, options);
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

/** Documents that people take for descriptions, by a member that they have. */
const others: readonly (readonly [member: string, advice: string])[] = [
  ['_postman_variable_scope', 'It is a Postman environment: give the collection, this beside it.'],
  ['requests', 'It is a Postman collection of format 1: export it as v2.1.'],
  ['asyncapi', 'It is an AsyncAPI document: describe the service in OpenAPI.'],
];

function notADefinition(root: unknown): string {
  const known =
    typeof root === 'string' && root.trimStart().startsWith('<')
      ? 'It is a web page or XML: perhaps the address is that of a page about it.'
      : others.find(([name]) => member(root, name) !== undefined)?.[1];
  return `This document is no API description. ${known ?? 'It should begin with "swagger": "2.0" or "openapi": "3.1.0", and have paths; or be a Postman collection, or a cURL command.'}`;
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
