import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { OPENAPI, SchemaPrinter } from './json-schema.ts';
import type { Parameter } from './operation.ts';
import type { FieldErrors } from './problem.ts';
import type { Schema } from './schema.ts';

/** Says what is wrong with a value, by field; an empty map when nothing is. */
export type Check = (value: unknown) => FieldErrors;

/** A check made from a schema of ours. */
export function checkOf(schema: Schema): Check {
  let validate: ValidateFunction | undefined;
  return (value) => {
    // Compiled when it is first needed: a start need not wait for it.
    validate ??= compiled(schema);
    return validate(value) ? new Map() : messages(validate.errors ?? []);
  };
}

/** The value of a parameter as it arrives, as text, read as its schema's type. What cannot be read stays text, and fails the check. */
export function readParameter({ schema }: Parameter, text: string): unknown {
  if ((schema.type === 'integer' || schema.type === 'number') && /^[+-]?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (schema.type === 'boolean' && /^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  return text;
}

function compiled(schema: Schema): ValidateFunction {
  const printer = new SchemaPrinter({ ...OPENAPI, root: '#/$defs/' });
  const root = printer.printWhole(schema);
  const ajv = new Ajv2020({ allErrors: true, verbose: true, strict: false, multipleOfPrecision: 6, ownProperties: true });
  addFormats(ajv);
  ajv.addFormat('decimal', true);
  return ajv.compile({ ...root, $defs: Object.fromEntries(printer.named) });
}

function messages(errors: readonly ErrorObject[]): FieldErrors {
  const byField = new Map<string, string[]>();
  // Where the type is wrong, what else is wrong says nothing new.
  const mistyped = new Set(errors.filter(({ keyword }) => keyword === 'type').map(fieldOf));
  for (const error of errors) {
    const field = fieldOf(error);
    if (mistyped.has(field) && error.keyword !== 'type') continue;
    byField.set(field, [...(byField.get(field) ?? []), messageOf(error)]);
  }
  return byField;
}

/** `/lines/0/quantity` → `lines[0].quantity`; a field that is missing or unknown is the field's own problem, not its parent's. */
function fieldOf({ instancePath, keyword, params }: ErrorObject): string {
  const parts = instancePath.split('/').slice(1);
  if (keyword === 'required') parts.push(String(params.missingProperty));
  if (keyword === 'additionalProperties') parts.push(String(params.additionalProperty));
  return parts
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part, index) => (/^\d+$/.test(part) && index > 0 ? `[${part}]` : index > 0 ? `.${part}` : part))
    .join('');
}

const TYPES = new Map([
  ['string', 'text'],
  ['integer', 'a whole number'],
  ['number', 'a number'],
  ['boolean', 'true or false'],
  ['array', 'a list'],
  ['object', 'an object'],
  ['null', 'null'],
]);

const FORMATS = new Map([
  ['date', 'a date such as 2026-11-15'],
  ['date-time', 'a date and time such as 2026-11-15T09:30:00Z'],
  ['int32', 'a number of at most nine digits'],
  ['email', 'an e-mail address such as name@company.com'],
]);

/** One sentence for people, to be shown at the field. */
function messageOf({ keyword, params, schema, parentSchema }: ErrorObject): string {
  const limit = Number(params.limit);
  switch (keyword) {
    case 'required':
      return 'Is required.';
    case 'additionalProperties':
      return 'There is no such field.';
    case 'type':
      return `Must be ${[params.type]
        .flat()
        .map((type) => TYPES.get(String(type)) ?? String(type))
        .join(' or ')}.`;
    case 'enum':
      return `Must be one of ${(schema as readonly string[]).join(', ')}.`;
    case 'format':
      return `Must be ${FORMATS.get(String(params.format)) ?? `a valid ${String(params.format)}`}.`;
    case 'minimum':
      return `Must be at least ${limit}.`;
    case 'maximum':
      return `Must be at most ${limit}.`;
    case 'minLength':
      return limit === 1 ? 'Must not be empty.' : `Must have at least ${limit} characters.`;
    case 'maxLength':
      return `Must have at most ${limit} characters.`;
    case 'minItems':
      return `Must have at least ${limit} ${limit === 1 ? 'entry' : 'entries'}.`;
    case 'maxItems':
      return `Must have at most ${limit} entries.`;
    case 'minProperties':
      return 'Must change something.';
    case 'multipleOf':
      return 'Must have at most two decimals.';
    case 'pattern':
      return (parentSchema as { 'x-hint'?: string } | undefined)?.['x-hint'] ?? 'Has the wrong form.';
    default:
      return 'Is not valid.';
  }
}
