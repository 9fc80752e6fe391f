import type {
  ApiBody,
  ApiParameter,
  MediaType,
  OAuthFlow,
  ParameterStyle,
  PartEncoding,
  SecurityScheme,
  Server,
} from './definition.ts';
import { child, flagMember, member, objectMember, textMember, textsMember, type JsonObject } from './json.ts';
import { itemSchema, readOperations, readResponses, type DefinitionParts, type OperationParts, type Reading } from './reading.ts';
import { flowUrls, parametersOf, scopesOf } from './read-parts.ts';
import type { SchemaPlace } from './schema.ts';
import { visibilityOf } from './schema-object.ts';

/** Reads Swagger 2.0. */
export function readSwagger(reading: Reading): DefinitionParts {
  return {
    servers: readServers(reading),
    securitySchemes: readSecuritySchemes(reading.root),
    operations: readOperations(
      reading,
      (operation, item, pointer, itemPointer) => readParts(reading, operation, item, pointer, itemPointer),
      () => [],
    ),
  };
}

/** The protocols of Swagger 2.0, the better ones first. */
const known = ['https', 'http', 'wss', 'ws'];

function readServers({ root, diagnostics }: Reading): readonly Server[] {
  const host = textMember(root, 'host');
  const basePath = textMember(root, 'basePath') ?? '';
  const path = basePath === '' || basePath.startsWith('/') ? basePath : `/${basePath}`;
  if (host === undefined || host === '') return [{ url: path, pointer: '/basePath' }];
  if (!/^[^{}/ :\\@?#]+(?::\d+)?$/.test(host)) {
    diagnostics.error(
      'server',
      '/host',
      `The host ${host.slice(0, 80)} is not a bare host name. Write the name alone, the path in basePath and the protocol in schemes; until then set the base address yourself.`,
    );
    return [];
  }
  const schemes = textsMember(root, 'schemes').filter((scheme) => known.includes(scheme));
  const ordered = schemes.length === 0 ? ['https'] : [...new Set(schemes)].sort((a, b) => known.indexOf(a) - known.indexOf(b));
  return ordered.map((scheme) => ({ url: `${scheme}://${host}${path}`, pointer: '/host' }));
}

function readParts(
  reading: Reading,
  operation: JsonObject,
  item: JsonObject,
  pointer: string,
  itemPointer: string,
): OperationParts {
  const { root, diagnostics } = reading;
  const parameters: ApiParameter[] = [];
  const fields: { raw: JsonObject; pointer: string }[] = [];
  let body: ApiBody | undefined;
  for (const { raw, pointer: place } of parametersOf(reading, operation, item, pointer, itemPointer)) {
    const where = textMember(raw, 'in');
    if (where === 'body') {
      if (body !== undefined)
        diagnostics.error('body', place, 'An operation can have only one parameter in: body; this one is ignored.');
      else body = readBody(reading, raw, place, mediaTypes(operation, root, 'consumes', ['application/json']));
    } else if (where === 'formData') fields.push({ raw, pointer: place });
    else {
      const parameter = readParameter(reading, raw, place);
      if (parameter !== undefined) parameters.push(parameter);
    }
  }
  if (fields.length > 0) {
    if (body !== undefined)
      diagnostics.error('body', pointer, 'An operation cannot have both a body and form data; the form data is ignored.');
    else body = readForm(fields, mediaTypes(operation, root, 'consumes', []), pointer);
  }
  const produced = mediaTypes(operation, root, 'produces', ['application/octet-stream']);
  const responses = readResponses(reading, operation, pointer, (response, place) => readContent(response, place, produced));
  return { parameters, body, responses };
}

const collectionStyles: ReadonlyMap<string, readonly [ParameterStyle, boolean]> = new Map([
  ['csv', ['simple', false]],
  ['ssv', ['spaceDelimited', false]],
  ['tsv', ['tabDelimited', false]],
  ['pipes', ['pipeDelimited', false]],
  ['multi', ['form', true]],
]);

function readParameter({ diagnostics }: Reading, raw: JsonObject, pointer: string): ApiParameter | undefined {
  const name = textMember(raw, 'name');
  const where = textMember(raw, 'in');
  if (name === undefined || name === '') {
    diagnostics.error('parameter', pointer, 'A parameter needs a name.');
    return undefined;
  }
  if (where !== 'path' && where !== 'query' && where !== 'header') {
    diagnostics.error('parameter', pointer, `The parameter ${name} must say in: path, query, header, body or formData.`);
    return undefined;
  }
  const [style, explode] = collectionStyles.get(textMember(raw, 'collectionFormat') ?? 'csv') ?? ['simple', false];
  return {
    name,
    in: where,
    required: where === 'path' || flagMember(raw, 'required') === true,
    // The parameter is its own schema: type, format, items, enum and default stand in it.
    schema: { raw: Object.hasOwn(raw, 'schema') && !Object.hasOwn(raw, 'type') ? raw.schema : raw, pointer },
    style: style === 'simple' && where === 'query' ? 'form' : style,
    explode,
    allowReserved: false,
    contentType: undefined,
    doubleEncoding: textMember(raw, 'x-ms-url-encoding') === 'double',
    deprecated: false,
    description: textMember(raw, 'description') ?? '',
    summary: textMember(raw, 'x-ms-summary') ?? '',
    visibility: visibilityOf(raw),
    pointer,
  };
}

function readBody(reading: Reading, raw: JsonObject, pointer: string, types: readonly string[]): ApiBody {
  const schema: SchemaPlace = { raw: member(raw, 'schema') ?? {}, pointer: child(pointer, 'schema') };
  if (!Object.hasOwn(raw, 'schema'))
    reading.diagnostics.warning('body', pointer, 'This body has no schema; it is taken as untyped. Add one.');
  return {
    name: textMember(raw, 'name'),
    required: flagMember(raw, 'required') === true,
    description: textMember(raw, 'description') ?? '',
    content: types.map((type) => ({ type, schema, encoding: new Map(), itemSchema: undefined })),
    pointer,
  };
}

/** Form fields as one object schema. */
function readForm(
  fields: readonly { readonly raw: JsonObject; readonly pointer: string }[],
  declared: readonly string[],
  pointer: string,
): ApiBody {
  const properties: { [name: string]: unknown } = {};
  const required: string[] = [];
  const encoding = new Map<string, PartEncoding>();
  for (const { raw } of fields) {
    const name = textMember(raw, 'name');
    if (name === undefined || name === '') continue;
    const [style, explode] = collectionStyles.get(textMember(raw, 'collectionFormat') ?? '') ?? [];
    if (style !== undefined) encoding.set(name, { contentType: undefined, style, explode });
    Object.defineProperty(properties, name, {
      value: { ...raw, required: [] },
      enumerable: true,
      configurable: true,
      writable: true,
    });
    if (flagMember(raw, 'required') === true) required.push(name);
  }
  const file = fields.some(({ raw }) => textMember(raw, 'type') === 'file');
  const usable = declared.filter((type) => /^(?:multipart\/form-data|application\/x-www-form-urlencoded)/i.test(type));
  const multipart = usable.find((type) => /^multipart/i.test(type));
  const type = file ? 'multipart/form-data' : (usable[0] ?? multipart ?? 'application/x-www-form-urlencoded');
  const schema: SchemaPlace = { raw: { type: 'object', properties, required }, pointer };
  return {
    name: undefined,
    required: false,
    description: '',
    content: [{ type, schema, encoding, itemSchema: undefined }],
    pointer,
  };
}

function mediaTypes(
  operation: JsonObject,
  root: JsonObject,
  name: 'consumes' | 'produces',
  fallback: readonly string[],
): readonly string[] {
  // An empty list says as much as none.
  const own = [textsMember(operation, name), textsMember(root, name)].find((list) => list.length > 0);
  return own === undefined ? fallback : [...new Set(own)];
}

/** The one schema of a response, in each media type that the operation produces. */
function readContent(response: JsonObject, pointer: string, types: readonly string[]): readonly MediaType[] {
  const raw = member(response, 'schema');
  const schema = raw === undefined ? undefined : { raw, pointer: child(pointer, 'schema') };
  const item = itemSchema(response, pointer);
  return types.map((type) => ({ type, schema, encoding: new Map(), itemSchema: item }));
}

const flowKinds: ReadonlyMap<string, OAuthFlow['kind']> = new Map([
  ['accessCode', 'authorizationCode'],
  ['implicit', 'implicit'],
  ['password', 'password'],
  ['application', 'clientCredentials'],
]);

function readSecuritySchemes(root: JsonObject): ReadonlyMap<string, SecurityScheme> {
  const schemes = new Map<string, SecurityScheme>();
  for (const [name, raw] of Object.entries(objectMember(root, 'securityDefinitions') ?? {})) {
    const type = textMember(raw, 'type') ?? '';
    const where = textMember(raw, 'in');
    if (type === 'basic') schemes.set(name, { kind: 'basic' });
    else if (type === 'apiKey' && (where === 'header' || where === 'query'))
      schemes.set(name, { kind: 'apiKey', in: where, name: textMember(raw, 'name') ?? '' });
    else if (type === 'oauth2') {
      const kind = flowKinds.get(textMember(raw, 'flow') ?? '') ?? 'authorizationCode';
      schemes.set(name, { kind: 'oauth2', flows: [{ kind, ...flowUrls(raw), scopes: scopesOf(raw) }] });
    } else schemes.set(name, { kind: 'other', type });
  }
  return schemes;
}
