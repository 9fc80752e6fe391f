import { arrayMember, child, isObject, member, objectMember, textMember, textsMember } from '../json.ts';
import { wordRule } from './rules-operations.ts';
import { rulesFor, type Fault, type SchemaSubject } from './rule.ts';

const types: ReadonlySet<string> = new Set(['string', 'number', 'integer', 'boolean', 'array', 'object', 'file', 'null']);
const formats: { readonly [type: string]: ReadonlySet<string> } = {
  number: new Set(['float', 'double', 'decimal', 'currency', 'int32', 'int64', 'integer', 'byte', 'number']),
  integer: new Set(['int32', 'int64', 'uint64', 'byte', 'integer', 'unixtime', 'enum']),
};

/** Whether a JSON value is of a schema's type; unknown types take anything. */
function isOf(type: string | undefined, value: unknown): boolean {
  switch (type) {
    case 'string':
      return typeof value === 'string';
    case 'integer':
      return Number.isInteger(value);
    case 'number':
      return typeof value === 'number';
    case 'boolean':
      return typeof value === 'boolean';
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isObject(value);
    default:
      return true;
  }
}

const shown = (value: unknown): string => JSON.stringify(value)?.slice(0, 60) ?? 'nothing';
const typeOf = ({ raw }: SchemaSubject): string | undefined => textMember(raw, 'type');

/** Rules over one schema, a parameter of Swagger 2.0 among them. */
export const schemaRules = rulesFor<SchemaSubject>()(
  {
    id: 'type-unknown',
    level: 'error',
    remedy: `Write one of: ${[...types].join(', ')}.`,
    test: (schema) => {
      const type = typeOf(schema);
      return type === undefined || types.has(type)
        ? undefined
        : [{ pointer: child(schema.pointer, 'type'), message: `There is no type "${type}".` }];
    },
  },
  {
    id: 'type-null',
    level: 'warning',
    remedy: 'Say what the value is where it is not null, and that it may be null.',
    test: (schema) => (typeOf(schema) === 'null' ? 'The type says that there is never a value.' : undefined),
  },
  {
    id: 'format-unknown',
    level: 'warning',
    remedy: 'Use a format that goes with the type.',
    test: (schema) => {
      const type = typeOf(schema);
      const format = textMember(schema.raw, 'format');
      const allowed = type === undefined ? undefined : formats[type];
      return format === undefined || allowed === undefined || allowed.has(format.toLowerCase())
        ? undefined
        : [{ pointer: child(schema.pointer, 'format'), message: `The format "${format}" does not go with the type ${type}.` }];
    },
  },
  {
    id: 'array-items',
    level: 'error',
    remedy: 'Say what it holds: "items": {…}.',
    test: (schema) =>
      typeOf(schema) === 'array' && member(schema.raw, 'items') === undefined
        ? 'The array does not say what it holds.'
        : undefined,
  },
  {
    id: 'properties-place',
    level: 'warning',
    remedy: 'Write "type": "object", or take the properties away.',
    test: (schema) => {
      const type = typeOf(schema);
      return type !== undefined && type !== 'object' && objectMember(schema.raw, 'properties') !== undefined
        ? `A schema of type ${type} has properties.`
        : undefined;
    },
  },
  {
    id: 'default-type',
    level: 'error',
    remedy: 'Write a default of the type.',
    test: (schema) => {
      const value = member(schema.raw, 'default');
      return value === undefined || value === null || isOf(typeOf(schema), value)
        ? undefined
        : [{ pointer: child(schema.pointer, 'default'), message: `The default ${shown(value)} is no ${typeOf(schema)}.` }];
    },
  },
  {
    id: 'enum-type',
    level: 'error',
    remedy: 'Write members of the type.',
    test: (schema) => {
      const type = typeOf(schema);
      const wrong = arrayMember(schema.raw, 'enum').find((value) => value !== null && !isOf(type, value));
      return wrong === undefined
        ? undefined
        : [{ pointer: child(schema.pointer, 'enum'), message: `The member ${shown(wrong)} is no ${type}.` }];
    },
  },
  {
    id: 'enum-duplicate',
    level: 'error',
    remedy: 'Name each member once.',
    test: (schema) => {
      const members = arrayMember(schema.raw, 'enum').map(shown);
      const twice = members.find((value, i) => members.indexOf(value) !== i);
      return twice === undefined
        ? undefined
        : [{ pointer: child(schema.pointer, 'enum'), message: `The member ${twice} is there twice.` }];
    },
  },
  {
    id: 'enum-values',
    level: 'error',
    remedy: 'Give each a value of the enum and a displayName.',
    test: enumValues,
  },
  {
    id: 'required-undefined',
    level: 'error',
    remedy: 'Describe the property, or do not require it.',
    test: (schema) => {
      const { raw } = schema;
      if (schema.place === 'parameter' || ['allOf', 'anyOf', 'oneOf', '$ref'].some((word) => member(raw, word) !== undefined))
        return undefined;
      const properties = objectMember(raw, 'properties');
      const missing = textsMember(raw, 'required').filter((name) => properties === undefined || !Object.hasOwn(properties, name));
      return missing.length === 0
        ? undefined
        : [
            {
              pointer: child(schema.pointer, 'required'),
              message: `The schema requires ${missing.join(', ')}, and does not describe ${missing.length === 1 ? 'it' : 'them'}.`,
            },
          ];
    },
  },
  {
    id: 'file-schema',
    level: 'error',
    remedy: 'Use file for a whole answer or a field of a form only.',
    test: (schema) =>
      typeOf(schema) === 'file' && (schema.place === 'property' || schema.place === 'items')
        ? 'A file stands inside of another schema.'
        : undefined,
  },
  {
    id: 'notification-url-schema',
    level: 'error',
    remedy: 'Make it a required, internal text.',
    test: ({ raw, place, required }) =>
      member(raw, 'x-ms-notification-url') === true &&
      place !== 'parameter' &&
      !(textMember(raw, 'type') === 'string' && required && textMember(raw, 'x-ms-visibility')?.toLowerCase() === 'internal')
        ? 'The address of the callback could be left out or changed by callers.'
        : undefined,
  },
  wordRule('x-ms-media-kind', ['image', 'audio', 'video']),
);

function enumValues({ raw, pointer }: SchemaSubject): readonly Fault[] | undefined {
  const values = member(raw, 'x-ms-enum-values');
  if (values === undefined) return undefined;
  const place = child(pointer, 'x-ms-enum-values');
  const members = arrayMember(raw, 'x-ms-enum-values');
  if (members.some((of) => member(of, 'value') === undefined || textMember(of, 'displayName') === undefined))
    return [{ pointer: place, message: 'A named value lacks its value or its displayName.' }];
  const named = new Set(members.map((of) => shown(member(of, 'value'))));
  const missing = arrayMember(raw, 'enum').filter((value) => value !== null && !named.has(shown(value)));
  return missing.length === 0
    ? undefined
    : [{ pointer: place, message: `The member ${shown(missing[0])} of the enum has no name.` }];
}
