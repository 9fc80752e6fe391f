import type { Definition } from '../definition.ts';
import { Diagnostics } from '../diagnostic.ts';
import { child, isObject, member, objectMember, textMember, textsMember, type JsonObject } from '../json.ts';
import { parametersOf } from '../read-parts.ts';
import { callableName } from '../signature.ts';
import type { DocumentSubject, OperationSubject, ParameterSubject, PathSubject, ResponseSubject, SchemaSubject } from './rule.ts';

const methods: ReadonlySet<string> = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query']);

/** A definition as the rules see it. */
export function documentSubject(definition: Definition, length: number): DocumentSubject {
  const root: JsonObject = isObject(definition.schemas.root) ? definition.schemas.root : {};
  const operations: OperationSubject[] = [];
  const paths: PathSubject[] = [];
  const byName = new Map<string, OperationSubject>();
  const document: DocumentSubject = {
    pointer: '',
    root,
    definition,
    length,
    paths,
    operations,
    operationOf: (id) => byName.get(callableName(id)),
  };
  for (const [path, raw] of Object.entries(objectMember(root, 'paths') ?? {})) {
    const pointer = child('/paths', path);
    const place = definition.schemas.follow({ raw, pointer });
    if (path.startsWith('x-') || place === undefined || !isObject(place.raw)) continue;
    paths.push({ path, item: place.raw, pointer, document });
    for (const [method, operation] of Object.entries(place.raw)) {
      if (!methods.has(method.toLowerCase()) || !isObject(operation)) continue;
      const made = operationSubject(document, path, place.raw, place.pointer, method, operation);
      operations.push(made);
      const id = callableName(textMember(operation, 'operationId') ?? '');
      if (id !== '' && !byName.has(id)) byName.set(id, made);
    }
  }
  return document;
}

function operationSubject(
  document: DocumentSubject,
  path: string,
  item: JsonObject,
  itemPointer: string,
  method: string,
  raw: JsonObject,
): OperationSubject {
  const { schemas } = document.definition;
  const pointer = child(itemPointer, method);
  const reading = { root: document.root, schemas, diagnostics: new Diagnostics() };
  const operation = { raw, method: method.toUpperCase(), path };
  const parameters = parametersOf(reading, raw, item, pointer, itemPointer).map((parameter): ParameterSubject => ({
    ...parameter,
    name: textMember(parameter.raw, 'name') ?? '',
    where: textMember(parameter.raw, 'in') ?? '',
    operation,
    document,
  }));
  const responses = Object.entries(objectMember(raw, 'responses') ?? {}).flatMap(([status, response]): ResponseSubject[] => {
    const place = schemas.follow({ raw: response, pointer: child(child(pointer, 'responses'), status) });
    return place === undefined || !isObject(place.raw) || status.startsWith('x-')
      ? []
      : [{ raw: place.raw, pointer: place.pointer, status, document }];
  });
  return { ...operation, item, pointer, document, parameters, responses, trigger: member(raw, 'x-ms-trigger') !== undefined };
}

/** Every schema of a document, each where it stands, once. */
export function schemaSubjects(document: DocumentSubject): readonly SchemaSubject[] {
  const seen = new Set<unknown>();
  const found: SchemaSubject[] = [];
  const visit = (raw: unknown, pointer: string, place: SchemaSubject['place'], inResponse: boolean, required = false): void => {
    const stack: [unknown, string, SchemaSubject['place'], boolean][] = [[raw, pointer, place, required]];
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      const [schema, at, where, wanted] = next;
      if (!isObject(schema) || seen.has(schema)) continue;
      seen.add(schema);
      found.push({ raw: schema, pointer: at, place: where, inResponse, required: wanted, document });
      const needed = new Set(textsMember(schema, 'required'));
      for (const [name, property] of Object.entries(objectMember(schema, 'properties') ?? {}))
        stack.push([property, child(child(at, 'properties'), name), 'property', needed.has(name)]);
      stack.push([member(schema, 'items'), child(at, 'items'), 'items', false]);
      stack.push([member(schema, 'additionalProperties'), child(at, 'additionalProperties'), 'items', false]);
      for (const word of ['allOf', 'anyOf', 'oneOf'] as const) {
        const parts = member(schema, word);
        if (Array.isArray(parts)) parts.forEach((part, i) => stack.push([part, child(child(at, word), i), 'root', false]));
      }
    }
  };
  const { root } = document;
  for (const [base, schemas] of [
    ['/definitions', objectMember(root, 'definitions')],
    ['/components/schemas', objectMember(objectMember(root, 'components'), 'schemas')],
  ] as const)
    for (const [name, schema] of Object.entries(schemas ?? {})) visit(schema, child(base, name), 'root', false);
  for (const operation of document.operations) {
    for (const { raw, pointer, where } of operation.parameters) {
      if (isObject(raw['schema'])) visit(raw['schema'], child(pointer, 'schema'), where === 'body' ? 'root' : 'parameter', false);
      else visit(raw, pointer, 'parameter', false);
    }
    const body = objectMember(operation.raw, 'requestBody');
    visitContent(body, child(operation.pointer, 'requestBody'), (schema, at) => visit(schema, at, 'root', false));
    for (const { raw, pointer } of operation.responses) {
      visit(raw['schema'], child(pointer, 'schema'), 'root', true);
      visitContent(raw, pointer, (schema, at) => visit(schema, at, 'root', true));
    }
  }
  return found;
}

function visitContent(owner: unknown, pointer: string, visit: (schema: unknown, pointer: string) => void): void {
  for (const [type, media] of Object.entries(objectMember(owner, 'content') ?? {}))
    visit(member(media, 'schema'), child(child(child(pointer, 'content'), type), 'schema'));
}

/** The schemas that a response has, one for each media type. */
export const responseSchemas = ({ raw }: ResponseSubject): readonly unknown[] =>
  raw['schema'] === undefined
    ? Object.values(objectMember(raw, 'content') ?? {}).flatMap((media) => {
        const schema = member(media, 'schema');
        return schema === undefined ? [] : [schema];
      })
    : [raw['schema']];

/** The schema of a parameter: itself in Swagger 2.0. */
export const parameterSchema = ({ raw }: ParameterSubject): JsonObject => objectMember(raw, 'schema') ?? raw;
