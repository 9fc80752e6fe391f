import type {
  ApiBody,
  ApiParameter,
  MediaType,
  OAuthFlow,
  ParameterPlace,
  ParameterStyle,
  PartEncoding,
  SecurityScheme,
  Server,
} from './definition.ts';
import { arrayMember, child, flagMember, isObject, member, objectMember, textMember, type JsonObject } from './json.ts';
import { isFormType } from './media.ts';
import { flowUrls, parametersOf, scopesOf } from './read-parts.ts';
import { itemSchema, readOperations, readResponses, type DefinitionParts, type OperationParts, type Reading } from './reading.ts';
import type { SchemaPlace } from './schema.ts';
import { visibilityOf } from './schema-object.ts';

/** Reads OpenAPI 3.0, 3.1 and 3.2. */
export function readOpenApi(reading: Reading): DefinitionParts {
  for (const owner of ['webhooks', 'x-webhooks'])
    if (Object.keys(objectMember(reading.root, owner) ?? {}).length > 0)
      reading.diagnostics.add(
        'info',
        'webhook',
        child('', owner),
        'Webhooks are calls that the service makes, so they are no functions and are left out.',
      );
  const servers = readServers(reading, reading.root, '');
  return {
    servers: servers.length > 0 ? servers : [{ url: '', pointer: '' }],
    securitySchemes: readSecuritySchemes(reading),
    operations: readOperations(
      reading,
      (operation, item, pointer, itemPointer) => ({
        parameters: readParameters(reading, operation, item, pointer, itemPointer),
        ...readBodyAndResponses(reading, operation, pointer),
      }),
      (owner, pointer) => readServers(reading, owner, pointer),
    ),
  };
}

/** `servers`, with variables replaced by their defaults. */
function readServers({ diagnostics }: Reading, owner: JsonObject, pointer: string): readonly Server[] {
  const servers: Server[] = [];
  arrayMember(owner, 'servers').forEach((raw, i) => {
    const place = child(child(pointer, 'servers'), i);
    const url = textMember(raw, 'url');
    if (url === undefined) {
      diagnostics.error('server', place, 'A server needs a url.');
      return;
    }
    const variables = objectMember(raw, 'variables');
    const filled = url.replace(
      /\{([^{}]*)\}/g,
      (whole, name: string) => textMember(objectMember(variables, name), 'default') ?? whole,
    );
    const open = /\{([^{}]*)\}/.exec(filled)?.[1];
    if (open !== undefined)
      diagnostics.warning(
        'server',
        place,
        `The variable ${open} has no default: add one, or give the connection a base address.`,
      );
    servers.push({ url: filled, pointer: place });
  });
  return servers;
}

const places: ReadonlySet<string> = new Set(['path', 'query', 'header', 'cookie']);
const styles: ReadonlySet<string> = new Set([
  'matrix',
  'label',
  'simple',
  'form',
  'spaceDelimited',
  'pipeDelimited',
  'deepObject',
]);

function readParameters(
  reading: Reading,
  operation: JsonObject,
  item: JsonObject,
  pointer: string,
  itemPointer: string,
): readonly ApiParameter[] {
  const parameters: ApiParameter[] = [];
  for (const { raw, pointer: place } of parametersOf(reading, operation, item, pointer, itemPointer)) {
    const parameter = readParameter(reading, raw, place);
    if (parameter !== undefined) parameters.push(parameter);
  }
  return parameters;
}

function readParameter({ diagnostics }: Reading, raw: JsonObject, pointer: string): ApiParameter | undefined {
  const name = textMember(raw, 'name');
  const declaredPlace = textMember(raw, 'in') ?? '';
  const wholeQuery = declaredPlace === 'querystring';
  const where = wholeQuery ? 'query' : declaredPlace;
  if (name === undefined || name === '' || !places.has(where)) {
    diagnostics.error('parameter', pointer, 'A parameter needs a name, and in: path, query, querystring, header or cookie.');
    return undefined;
  }
  // By the specification these three are never parameters: the request's own headers say them.
  if (where === 'header' && /^(?:accept|authorization)$/i.test(name)) return undefined;
  const place = where as ParameterPlace;
  const [contentType, media] = Object.entries(objectMember(raw, 'content') ?? {})[0] ?? [];
  const schema: SchemaPlace =
    contentType === undefined
      ? { raw: member(raw, 'schema') ?? {}, pointer: child(pointer, 'schema') }
      : { raw: member(media, 'schema') ?? {}, pointer: child(child(child(pointer, 'content'), contentType), 'schema') };
  const declared = textMember(raw, 'style');
  const style =
    declared !== undefined && styles.has(declared)
      ? (declared as ParameterStyle)
      : place === 'query' || place === 'cookie'
        ? 'form'
        : 'simple';
  return {
    name,
    in: place,
    required: place === 'path' || flagMember(raw, 'required') === true,
    schema,
    style,
    explode: flagMember(raw, 'explode') ?? style === 'form',
    allowReserved: flagMember(raw, 'allowReserved') === true,
    // A whole query (OpenAPI 3.2) is a record whose fields are its names, as a form writes them.
    contentType: wholeQuery && isFormType(contentType ?? '') ? undefined : contentType,
    doubleEncoding: textMember(raw, 'x-ms-url-encoding') === 'double',
    deprecated: flagMember(raw, 'deprecated') === true,
    description: textMember(raw, 'description') ?? '',
    summary: textMember(raw, 'x-ms-summary') ?? '',
    visibility: visibilityOf(raw),
    pointer,
  };
}

function readBodyAndResponses(reading: Reading, operation: JsonObject, pointer: string): Omit<OperationParts, 'parameters'> {
  const raw = member(operation, 'requestBody');
  const body = raw === undefined ? undefined : reading.schemas.follow({ raw, pointer: child(pointer, 'requestBody') });
  return {
    body: body !== undefined && isObject(body.raw) ? readBody(reading, body.raw, body.pointer) : undefined,
    responses: readResponses(reading, operation, pointer, (response, place) => readContent(reading, response, place)),
  };
}

const readBody = (reading: Reading, raw: JsonObject, pointer: string): ApiBody => ({
  name: textMember(raw, 'x-bodyName'),
  required: flagMember(raw, 'required') === true,
  description: textMember(raw, 'description') ?? '',
  content: readContent(reading, raw, pointer),
  pointer,
});

function readContent({ schemas }: Reading, owner: JsonObject, pointer: string): readonly MediaType[] {
  const base = child(pointer, 'content');
  return Object.entries(objectMember(owner, 'content') ?? {}).map(([type, entry]) => {
    // OpenAPI 3.2 lets a media type be a reference.
    const { raw, pointer: place } = schemas.follow({ raw: entry, pointer: child(base, type) }) ?? { raw: {}, pointer: base };
    return {
      type,
      schema: placeOf(raw, 'schema', place),
      encoding: readEncoding(raw),
      itemSchema: itemSchema(raw, place),
    };
  });
}

function placeOf(owner: unknown, name: string, pointer: string): SchemaPlace | undefined {
  const raw = member(owner, name);
  return raw === undefined ? undefined : { raw, pointer: child(pointer, name) };
}

function readEncoding(media: unknown): ReadonlyMap<string, PartEncoding> {
  const parts = new Map<string, PartEncoding>();
  for (const [name, raw] of Object.entries(objectMember(media, 'encoding') ?? {})) {
    const style = textMember(raw, 'style');
    parts.set(name, {
      contentType: textMember(raw, 'contentType'),
      style: style !== undefined && styles.has(style) ? (style as ParameterStyle) : undefined,
      explode: flagMember(raw, 'explode'),
    });
  }
  return parts;
}

const flowKinds = ['authorizationCode', 'implicit', 'password', 'clientCredentials', 'deviceAuthorization'] as const;

function readSecuritySchemes({ root, schemas }: Reading): ReadonlyMap<string, SecurityScheme> {
  const schemes = new Map<string, SecurityScheme>();
  for (const [name, entry] of Object.entries(objectMember(objectMember(root, 'components'), 'securitySchemes') ?? {})) {
    const raw = schemas.follow({ raw: entry, pointer: child('/components/securitySchemes', name) })?.raw;
    if (isObject(raw)) schemes.set(name, readScheme(raw));
  }
  return schemes;
}

function readScheme(raw: JsonObject): SecurityScheme {
  const type = textMember(raw, 'type') ?? '';
  const where = textMember(raw, 'in');
  const scheme = textMember(raw, 'scheme')?.toLowerCase();
  if (type === 'apiKey' && (where === 'header' || where === 'query' || where === 'cookie'))
    return { kind: 'apiKey', in: where, name: textMember(raw, 'name') ?? '' };
  if (type === 'http' && scheme === 'basic') return { kind: 'basic' };
  if (type === 'http' && scheme === 'bearer') return { kind: 'bearer' };
  if (type !== 'oauth2') return { kind: 'other', type };
  const flows = objectMember(raw, 'flows');
  return {
    kind: 'oauth2',
    flows: flowKinds
      .filter((kind) => objectMember(flows, kind) !== undefined)
      .map((kind): OAuthFlow => ({ kind, ...flowUrls(member(flows, kind)), scopes: scopesOf(member(flows, kind)) })),
  };
}
