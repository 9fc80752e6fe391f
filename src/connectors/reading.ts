import type {
  ApiOperation,
  ApiResponse,
  Definition,
  HttpMethod,
  MediaType,
  Paging,
  SecurityRequirement,
  Server,
} from './definition.ts';
import type { Diagnostics } from './diagnostic.ts';
import {
  arrayMember,
  child,
  flagMember,
  isObject,
  member,
  objectMember,
  textMember,
  textsMember,
  type JsonObject,
} from './json.ts';
import { readStreamHints } from './streams/plan.ts';
import type { SchemaPlace, Schemas } from './schema.ts';
import { visibilityOf } from './schema-object.ts';

/** What both readers work with. */
export interface Reading {
  readonly root: JsonObject;
  readonly schemas: Schemas;
  readonly diagnostics: Diagnostics;
}

const methods: ReadonlyMap<string, HttpMethod> = new Map([
  ['get', 'GET'],
  ['put', 'PUT'],
  ['post', 'POST'],
  ['delete', 'DELETE'],
  ['options', 'OPTIONS'],
  ['head', 'HEAD'],
  ['patch', 'PATCH'],
  ['trace', 'TRACE'],
  ['query', 'QUERY'],
]);

/** A token (RFC 9110 section 5.6.2), without those that neither browsers nor Node send. */
const methodName = /^(?!(?:CONNECT|TRACK)$)[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** Operations beyond this number are left out, with a diagnostic. */
const MAX_OPERATIONS = 20_000;

/** What each reader brings to the one model. */
export type DefinitionParts = Pick<Definition, 'servers' | 'operations' | 'securitySchemes'>;

/** The parts of an operation that cost time; each reader brings its own. */
export type OperationParts = Pick<ApiOperation, 'parameters' | 'body' | 'responses'>;
export type ReadParts = (operation: JsonObject, item: JsonObject, pointer: string, itemPointer: string) => OperationParts;

/** Every operation of `paths`, in the document's order. Parameters, body and responses are read when first asked for. */
export function readOperations(
  reading: Reading,
  readParts: ReadParts,
  readServers: (owner: JsonObject, pointer: string) => readonly Server[],
): readonly ApiOperation[] {
  const { root, diagnostics } = reading;
  const operations: ApiOperation[] = [];
  const paths = member(root, 'paths');
  if (paths === undefined) return operations;
  if (!isObject(paths)) {
    diagnostics.error('paths', '/paths', 'paths must be an object whose names are paths: {"/items": {"get": …}}.');
    return operations;
  }
  for (const [path, rawItem] of Object.entries(paths)) {
    if (path.startsWith('x-')) continue;
    const pointer = child('/paths', path);
    const place = reading.schemas.follow({ raw: rawItem, pointer });
    if (place === undefined) continue;
    if (!isObject(place.raw)) {
      diagnostics.error('path', pointer, `The path ${path} must be an object of operations.`);
      continue;
    }
    if (!path.startsWith('/')) diagnostics.warning('path', pointer, `The path ${path} should begin with /.`);
    for (const { method, operation, pointer: own } of operationsOf(place.raw, place.pointer)) {
      if (!isObject(operation)) {
        diagnostics.error('path', own, `${method} ${path} must be an object.`);
        continue;
      }
      if (operations.length >= MAX_OPERATIONS) {
        diagnostics.error('limit', pointer, `Only the first ${MAX_OPERATIONS} operations are read. Split the definition.`);
        return operations;
      }
      operations.push(
        readOperation(reading, readParts, readServers, {
          method,
          path,
          item: place.raw,
          itemPointer: place.pointer,
          operation,
          pointer: own,
        }),
      );
    }
  }
  return operations;
}

/** The operations of a path: those of the usual methods, and OpenAPI 3.2's `additionalOperations` of any other. */
function operationsOf(
  item: JsonObject,
  pointer: string,
): readonly { readonly method: HttpMethod; readonly operation: unknown; readonly pointer: string }[] {
  const usual = Object.entries(item).flatMap(([name, operation]) => {
    const method = methods.get(name.toLowerCase());
    return method === undefined ? [] : [{ method, operation, pointer: child(pointer, name) }];
  });
  const base = child(pointer, 'additionalOperations');
  const further = Object.entries(objectMember(item, 'additionalOperations') ?? {})
    .filter(([name]) => methodName.test(name) && !methods.has(name.toLowerCase()))
    .map(([name, operation]) => ({ method: name, operation, pointer: child(base, name) }));
  return [...usual, ...further];
}

interface OperationPlace {
  readonly method: HttpMethod;
  readonly path: string;
  readonly item: JsonObject;
  readonly itemPointer: string;
  readonly operation: JsonObject;
  readonly pointer: string;
}

function readOperation(
  reading: Reading,
  readParts: ReadParts,
  readServers: (owner: JsonObject, pointer: string) => readonly Server[],
  place: OperationPlace,
): ApiOperation {
  const { operation, item, pointer, itemPointer } = place;
  let parts: OperationParts | undefined;
  const once = (): OperationParts => (parts ??= readParts(operation, item, pointer, itemPointer));
  const own = readServers(operation, pointer);
  return {
    id: textMember(operation, 'operationId'),
    method: place.method,
    path: place.path,
    pointer,
    summary: textMember(operation, 'summary') ?? '',
    description: textMember(operation, 'description') ?? '',
    deprecated: flagMember(operation, 'deprecated') ?? false,
    visibility: visibilityOf(operation),
    trigger: readTrigger(operation),
    webhook: objectMember(item, NOTIFICATION) !== undefined,
    notification: readNotification(item, itemPointer),
    pages: readPaging(operation),
    longRunning: flagMember(operation, 'x-ms-long-running-operation') === true,
    stream: readStreamHints(operation, pointer, reading.diagnostics),
    security: readSecurity(Object.hasOwn(operation, 'security') ? operation : reading.root),
    servers: own.length > 0 ? own : readServers(item, itemPointer),
    get parameters() {
      return once().parameters;
    },
    get body() {
      return once().body;
    },
    get responses() {
      return once().responses;
    },
  };
}

const NOTIFICATION = 'x-ms-notification-content';

function readNotification(item: JsonObject, pointer: string): SchemaPlace | undefined {
  const schema = member(objectMember(item, NOTIFICATION), 'schema');
  return schema === undefined ? undefined : { raw: schema, pointer: child(child(pointer, NOTIFICATION), 'schema') };
}

function readTrigger(operation: JsonObject): 'single' | 'batch' | undefined {
  const trigger = textMember(operation, 'x-ms-trigger')?.toLowerCase();
  return trigger === 'single' || trigger === 'batch' ? trigger : undefined;
}

function readPaging(operation: JsonObject): Paging | undefined {
  const pageable = objectMember(operation, 'x-ms-pageable');
  const nextLink = textMember(pageable, 'nextLinkName');
  return nextLink === undefined || nextLink === '' ? undefined : { nextLink, items: textMember(pageable, 'itemName') };
}

/** The responses of an operation, references followed; what each can contain the reader says. */
export function readResponses(
  { schemas, diagnostics }: Reading,
  operation: JsonObject,
  pointer: string,
  readContent: (response: JsonObject, pointer: string) => readonly MediaType[],
): readonly ApiResponse[] {
  const responses = objectMember(operation, 'responses');
  if (responses === undefined) {
    diagnostics.warning(
      'response',
      pointer,
      'This operation says nothing about its responses; its result is untyped. Add responses with a schema.',
    );
    return [];
  }
  const base = child(pointer, 'responses');
  const read: ApiResponse[] = [];
  for (const [status, raw] of Object.entries(responses)) {
    if (status.startsWith('x-')) continue;
    const place = schemas.follow({ raw, pointer: child(base, status) });
    if (place === undefined || !isObject(place.raw)) continue;
    const content = readContent(place.raw, place.pointer);
    read.push({ status, description: textMember(place.raw, 'description') ?? '', content, pointer: place.pointer });
  }
  return read;
}

/** `security`: alternatives of scheme names with scopes. */
export function readSecurity(owner: JsonObject): readonly SecurityRequirement[] {
  return arrayMember(owner, 'security')
    .filter(isObject)
    .map((requirement) => new Map(Object.keys(requirement).map((name) => [name, textsMember(requirement, name)])));
}

/**
 * The schema of one item of a stream: OpenAPI 3.2's `itemSchema`, or `x-event-schema`, which gives one for each kind of event. Of several
 * kinds a row has the fields of all.
 */
export function itemSchema(media: unknown, pointer: string): SchemaPlace | undefined {
  const own = member(media, 'itemSchema');
  if (own !== undefined) return { raw: own, pointer: child(pointer, 'itemSchema') };
  const kinds = Object.entries(objectMember(media, 'x-event-schema') ?? {});
  const [first] = kinds;
  if (first === undefined) return undefined;
  const base = child(pointer, 'x-event-schema');
  return kinds.length === 1
    ? { raw: first[1], pointer: child(base, first[0]) }
    : { raw: { oneOf: kinds.map(([, schema]) => schema) }, pointer: base };
}
