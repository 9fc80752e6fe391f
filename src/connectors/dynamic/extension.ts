import { arrayMember, at, isObject, member, objectMember, textMember, type JsonObject } from '../json.ts';
import type { SchemaPlace, Schemas } from '../schema.ts';

/**
 * What a description leaves to the service: allowed values (`x-ms-dynamic-list`, `x-ms-dynamic-values`) and types
 * (`x-ms-dynamic-properties`, `x-ms-dynamic-schema`), by the "OpenAPI extensions for custom connectors" of Power Platform. The newer
 * extension of each pair goes first.
 */
export interface DynamicCall {
  /** The operation to ask, as the description names it. */
  readonly operationId: string;
  readonly arguments: readonly DynamicArgument[];
}

export interface DynamicArgument {
  /** The parameter of the asked operation, or a property of its body: `body/entityName`. */
  readonly target: readonly string[];
  readonly source: DynamicSource;
  /** Without a value nothing is asked. */
  readonly required: boolean;
}

/** A fixed value, or a parameter (perhaps a property inside it) of the call that is being written. */
export type DynamicSource =
  | { readonly kind: 'fixed'; readonly json: unknown }
  | { readonly kind: 'parameter'; readonly path: readonly string[] };

export interface DynamicValues {
  readonly call: DynamicCall;
  /** Where the answer has its list; empty: the answer itself, or its `value`. */
  readonly items: readonly string[];
  readonly value: readonly string[];
  readonly title: readonly string[];
}

export interface DynamicSchema {
  readonly call: DynamicCall;
  /** Where the answer has the schema. */
  readonly path: readonly string[];
}

/** A place whose extensions are sought: what the parameter says, then what its schema says. */
export interface ExtendedPlace {
  readonly schema: SchemaPlace | undefined;
  /** Pointer of the parameter around the schema, which may carry the extensions too. */
  readonly pointer?: string | undefined;
}

/** The steps of `a/b/c`; the empty text has none. */
export const stepsOf = (path: string | undefined): readonly string[] =>
  (path ?? '').split('/').filter((step) => step !== '' && step !== '$' && step !== '#');

export function dynamicValues(schemas: Schemas, place: ExtendedPlace): DynamicValues | undefined {
  const owners = ownersAt(schemas, place);
  const list = extension(owners, 'x-ms-dynamic-list');
  if (list !== undefined)
    return {
      call: list.call,
      items: stepsOf(textMember(list.raw, 'itemsPath')),
      value: stepsOf(textMember(list.raw, 'itemValuePath')),
      title: stepsOf(textMember(list.raw, 'itemTitlePath')),
    };
  const values = extension(owners, 'x-ms-dynamic-values');
  if (values === undefined) return undefined;
  return {
    call: values.call,
    items: stepsOf(textMember(values.raw, 'value-collection')),
    value: stepsOf(textMember(values.raw, 'value-path')),
    title: stepsOf(textMember(values.raw, 'value-title')),
  };
}

export function dynamicSchema(schemas: Schemas, place: ExtendedPlace): DynamicSchema | undefined {
  const owners = ownersAt(schemas, place);
  const found =
    extension(owners, 'x-ms-dynamic-properties', 'itemValuePath') ??
    extension(owners, 'x-ms-dynamic-schema', 'value-path') ??
    extension(owners, 'x-ms-dynamic-properties') ??
    extension(owners, 'x-ms-dynamic-schema');
  if (found === undefined) return undefined;
  const path = textMember(found.raw, 'itemValuePath') ?? textMember(found.raw, 'value-path');
  return { call: found.call, path: stepsOf(path) };
}

/** An extension that names an operation; `withPath`: only one that also says where the answer has what is sought. */
function extension(
  owners: readonly unknown[],
  name: string,
  withPath?: string,
): { readonly raw: JsonObject; readonly call: DynamicCall } | undefined {
  for (const owner of owners) {
    const raw = objectMember(owner, name);
    const operationId = textMember(raw, 'operationId');
    if (raw === undefined || operationId === undefined || operationId === '') continue;
    if (withPath !== undefined && (textMember(raw, withPath) ?? '') === '') continue;
    return { raw, call: { operationId, arguments: readArguments(objectMember(raw, 'parameters') ?? {}) } };
  }
  return undefined;
}

/** What may carry a place's extensions, those that count first. */
const ownersAt = (schemas: Schemas, { schema, pointer }: ExtendedPlace): readonly unknown[] => [
  ...(pointer === undefined ? [] : [at(schemas.root, pointer)]),
  ...(schema === undefined ? [] : ownersOf(schemas, schema, 0)),
];

/** The schema that a place leads to, and the parts that it is the sum of. */
function ownersOf(schemas: Schemas, place: SchemaPlace, depth: number): readonly unknown[] {
  const target = schemas.follow(place);
  const own = target === place ? [place.raw] : [place.raw, target?.raw];
  if (target === undefined || depth > 4) return own;
  const parts = arrayMember(target.raw, 'allOf').map((raw) => ({ raw, pointer: target.pointer }));
  return [...own, ...parts.flatMap((part) => ownersOf(schemas, part, depth + 1))];
}

const readArguments = (raw: JsonObject): readonly DynamicArgument[] =>
  Object.entries(raw).map(([name, given]) => ({
    target: stepsOf(name),
    source: readSource(given),
    required: member(given, 'required') !== false,
  }));

function readSource(given: unknown): DynamicSource {
  if (!isObject(given)) return { kind: 'fixed', json: given };
  const reference = textMember(given, 'parameterReference') ?? textMember(given, 'parameter');
  if (reference !== undefined) return { kind: 'parameter', path: stepsOf(reference) };
  return { kind: 'fixed', json: Object.hasOwn(given, 'value') ? given['value'] : given };
}
