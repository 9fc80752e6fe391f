import type { FunctionParameter, Signature } from './signature.ts';
import type { Choice, ServiceField, ServiceType } from './service-type.ts';

/** A JSON Schema (2020-12), as plain data. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

const MAX_DEPTH = 12;

/** The schema of a value of a type. */
export function jsonSchema(type: ServiceType, depth = 0): JsonSchema {
  if (depth > MAX_DEPTH) return {};
  switch (type.kind) {
    case 'boolean':
      return { type: 'boolean' };
    case 'number':
      return {
        type: type.format === 'integer' || type.format === 'int64' ? 'integer' : 'number',
        ...choicesOf(type.choices),
      };
    case 'date':
      return { type: 'string', format: 'date' };
    case 'dateTime':
      return { type: 'string', format: 'date-time' };
    case 'blob':
      return { type: 'string', contentEncoding: 'base64' };
    case 'option':
      return { type: 'string', enum: [...type.set.members.keys()] };
    case 'record':
      return objectSchema(
        [...type.fields.values()].filter(({ hidden }) => !hidden),
        depth,
      );
    case 'table':
      return { type: 'array', items: jsonSchema(type.scalar ? type.row.fields.get('Value')!.type : type.row, depth + 1) };
    case 'text':
      return { type: 'string', ...choicesOf(type.choices) };
    case 'untyped':
      return {};
  }
}

/** The schema of an operation's arguments, by name. */
export const parameterSchema = ({ required, optional }: Signature): JsonSchema => ({
  ...objectSchema([...required, ...optional], 0),
  additionalProperties: false,
});

function objectSchema(fields: readonly (FunctionParameter | ServiceField)[], depth: number): JsonSchema {
  const required = fields.filter((field) => field.required).map(({ name }) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map((field) => [field.name, described(field, depth)])),
    ...(required.length > 0 && { required }),
  };
}

function described({ type, description, label, default: fallback }: FunctionParameter | ServiceField, depth: number): JsonSchema {
  const text = description || label;
  return {
    ...jsonSchema(type, depth + 1),
    ...(text !== '' && { description: text }),
    ...(fallback !== undefined && typeof fallback !== 'object' && { default: fallback }),
  };
}

/** Named values are suggestions, not a limit: a service may take others. */
const choicesOf = (choices: readonly Choice[] | undefined): JsonSchema =>
  choices === undefined || choices.length === 0 ? {} : { examples: choices.map(({ value }) => value) };
