import type { ApiBody, ApiOperation, ApiParameter, ApiResponse, MediaType, ParameterPlace } from '../definition.ts';
import type { Diagnostics } from '../diagnostic.ts';
import { isJsonType } from '../media.ts';
import type { SchemaPlace } from '../schema.ts';
import { inferSchema, inferTextSchema } from './infer-schema.ts';
import type { SampleAnswer, SampleBody, SampleField, SampleRequest } from './sample.ts';

/**
 * Operations from saved requests. Requests of one verb and address are samples of one operation: what each gives is known of it, and its
 * types are what all of them have in common. `server` is the document's own; requests to others name theirs.
 */
export function sampledOperations(
  samples: readonly SampleRequest[],
  server: string,
  diagnostics: Diagnostics,
): readonly ApiOperation[] {
  const groups = new Map<string, SampleRequest[]>();
  for (const sample of samples) {
    const key = JSON.stringify([
      sample.method,
      sample.server,
      sample.path,
      sample.body?.kind === 'graphql' ? sample.body.query : '',
    ]);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [sample]);
    else {
      known.push(sample);
      diagnostics.add(
        'info',
        'duplicate-path',
        sample.pointer,
        `${sample.summary || sample.name} has the verb and address of ${known[0]!.summary || known[0]!.name}; both together make one function.`,
      );
    }
  }
  const names = new Set<string>();
  return [...groups.values()].map((group) => {
    const plain = identifier(group[0]!.name);
    let id = plain;
    for (let i = 2; names.has(id); i++) id = `${plain}${i}`;
    names.add(id);
    return operation(group, id, server);
  });
}

/** `Orders / list open` as a name: `OrdersListOpen`. */
const identifier = (words: string): string =>
  words
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

function operation(group: readonly SampleRequest[], id: string, server: string): ApiOperation {
  const first = group[0]!;
  const parameters = [
    ...parametersOf(
      group.map(({ inPath }) => inPath),
      'path',
    ),
    ...parametersOf(
      group.map(({ query }) => query),
      'query',
    ),
    ...parametersOf(
      group.map(({ headers }) => headers),
      'header',
    ),
  ];
  return {
    id,
    method: first.method,
    path: first.path,
    pointer: first.pointer,
    summary: first.summary,
    description: first.description,
    deprecated: false,
    visibility: 'none',
    trigger: undefined,
    webhook: false,
    notification: undefined,
    parameters,
    body: bodyOf(group),
    responses: responsesOf(
      group.flatMap(({ answers }) => answers),
      first.pointer,
    ),
    pages: undefined,
    longRunning: false,
    stream: undefined,
    security: first.security,
    servers: first.server === server ? [] : [{ url: first.server, pointer: first.pointer }],
  };
}

/**
 * What is saved is the default, so that a call without arguments sends what was saved. What every request has without a known value must
 * be given; so must every part of the path. What is switched off may be given.
 */
function parametersOf(lists: readonly (readonly SampleField[])[], place: ParameterPlace): readonly ApiParameter[] {
  const key = (name: string): string => (place === 'header' ? name.toLowerCase() : name);
  const names = new Map(lists.flat().map(({ name }) => [key(name), name]));
  return [...names].map(([own, name]): ApiParameter => {
    const fields = lists.map((list) => list.filter((field) => key(field.name) === own));
    const all = fields.flat();
    const sent = all.filter((field) => !field.disabled);
    const values = [...new Set(all.flatMap(({ value }) => (value === undefined ? [] : [value])))];
    const saved = sent.find(({ value }) => value !== undefined && value !== '')?.value;
    const everywhere = fields.every((found) => found.some((field) => !field.disabled));
    const several = place === 'query' && fields.some((found) => found.filter((field) => !field.disabled).length > 1);
    const schema =
      place === 'path'
        ? { type: 'string' }
        : several
          ? { type: 'array', items: inferTextSchema(values) }
          : inferTextSchema(values);
    const fixed = several ? [...new Set(sent.flatMap(({ value }) => value ?? []))] : saved;
    return {
      name,
      in: place,
      required: place === 'path' || (everywhere && values.length === 0),
      schema: { raw: { ...schema, ...(saved !== undefined && { default: fixed }) }, pointer: all[0]!.pointer },
      style: place === 'query' ? 'form' : 'simple',
      explode: place === 'query',
      allowReserved: false,
      contentType: undefined,
      doubleEncoding: false,
      deprecated: false,
      description: all.find(({ description }) => description !== '')?.description ?? '',
      summary: '',
      visibility: 'none',
      pointer: all[0]!.pointer,
    };
  });
}

function bodyOf(group: readonly SampleRequest[]): ApiBody | undefined {
  const bodies = group.flatMap(({ body }) => body ?? []);
  const [first] = bodies;
  if (first === undefined) return undefined;
  const alike = bodies.filter(({ kind }) => kind === first.kind);
  const types = [...new Set(alike.map((body) => ('type' in body ? body.type : 'application/json')))];
  const schema: SchemaPlace = { raw: bodySchema(first, alike), pointer: first.pointer };
  return {
    name: undefined,
    // A body of fixed and optional parts is sent by itself; one that the caller gives whole is asked for.
    required: bodies.length === group.length && first.kind !== 'graphql',
    description: '',
    content: types.map((type) => mediaType(type, schema)),
    pointer: first.pointer,
  };
}

function bodySchema(first: SampleBody, alike: readonly SampleBody[]): object {
  switch (first.kind) {
    case 'raw':
      return isJsonType(first.type)
        ? inferSchema(alike.map((body) => (body.kind === 'raw' ? body.json : undefined)))
        : { type: 'string' };
    case 'form':
      return formSchema(alike.map((body) => (body.kind === 'form' ? body.fields : [])));
    case 'file':
      return { type: 'string', format: 'binary' };
    case 'graphql':
      return {
        type: 'object',
        required: ['query'],
        properties: {
          query: { type: 'string', default: first.query, 'x-ms-visibility': 'internal' },
          variables: inferSchema(alike.map((body) => (body.kind === 'graphql' ? body.variables : undefined))),
        },
      };
  }
}

function formSchema(lists: readonly (readonly SampleField[])[]): object {
  const names = [...new Set(lists.flat().map(({ name }) => name))];
  const of = (list: readonly SampleField[], name: string): readonly SampleField[] => list.filter((field) => field.name === name);
  return {
    type: 'object',
    required: names.filter((name) => lists.every((list) => of(list, name).some(({ disabled }) => !disabled))),
    properties: Object.fromEntries(
      names.map((name) => {
        const fields = lists.flatMap((list) => of(list, name));
        const value = fields.some(({ file }) => file)
          ? { type: 'string', format: 'binary' }
          : inferTextSchema(fields.flatMap((field) => field.value ?? []));
        const several = lists.some((list) => of(list, name).filter(({ disabled }) => !disabled).length > 1);
        const description = fields.find((field) => field.description !== '')?.description;
        return [
          name,
          { ...(several ? { type: 'array', items: value } : value), ...(description !== undefined && { description }) },
        ];
      }),
    ),
  };
}

/** Saved answers by status; without any, an answer may be anything. */
function responsesOf(answers: readonly SampleAnswer[], pointer: string): readonly ApiResponse[] {
  const success = answers.filter(({ status }) => status.startsWith('2'));
  if (success.length === 0)
    return [{ status: '200', description: '', content: [mediaType('*/*', { raw: {}, pointer })], pointer }];
  return [...new Set(success.map(({ status }) => status))].map((status) => {
    const own = success.filter((answer) => answer.status === status && answer.json !== undefined);
    const type = own[0]?.type ?? 'application/json';
    const schema = isJsonType(type) ? inferSchema(own.map(({ json }) => json)) : { type: 'string' };
    return {
      status,
      description: own[0]?.description ?? '',
      content: own.length === 0 ? [] : [mediaType(type, { raw: schema, pointer: own[0]!.pointer })],
      pointer: own[0]?.pointer ?? pointer,
    };
  });
}

const mediaType = (type: string, schema: SchemaPlace): MediaType => ({
  type,
  schema,
  encoding: new Map(),
  itemSchema: undefined,
});
