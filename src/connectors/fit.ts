import { JsonNumber, type Json } from '../formula/index.ts';
import { isObject } from './json.ts';
import type { ServiceType } from './service-type.ts';

/** Where an answer differs from its description. */
export interface Misfit {
  /** `value[3].price`; empty for the whole. */
  readonly path: string;
  readonly message: string;
}

const MOST = 100;

/** Where JSON does not fit a type: values of other types, required fields that are missing, fields that the description does not name. */
export function misfits(json: Json, type: ServiceType): readonly Misfit[] {
  const found: Misfit[] = [];
  visit(json, type, '', found);
  return found;
}

function visit(json: Json, type: ServiceType, path: string, found: Misfit[]): void {
  if (found.length >= MOST || json === null || type.kind === 'untyped') return;
  const wrong = (expected: string): void =>
    void found.push({ path, message: `is ${kindOf(json)} where ${expected} is described` });
  switch (type.kind) {
    case 'record':
      if (!isObject(json) || json instanceof JsonNumber) wrong('a record');
      else record(json, type, path, found);
      return;
    case 'table':
      if (!Array.isArray(json)) wrong('a list');
      else {
        const item = type.scalar ? type.row.fields.get('Value')!.type : type.row;
        (json as readonly Json[]).forEach((row, i) => visit(row, item, `${path}[${i}]`, found));
      }
      return;
    case 'number':
      if (typeof json !== 'number' && !(json instanceof JsonNumber)) wrong('a number');
      else if (type.format === 'integer' && typeof json === 'number' && !Number.isInteger(json)) wrong('a whole number');
      return;
    case 'boolean':
      if (typeof json !== 'boolean') wrong('true or false');
      return;
    case 'option':
      if (!type.set.members.has(String(json))) found.push({ path, message: 'is none of the choices described' });
      return;
    case 'date':
    case 'dateTime':
      if (typeof json !== 'string') wrong('a date');
      else if (json !== '' && Number.isNaN(Date.parse(json))) found.push({ path, message: 'is no date that can be read' });
      return;
    default:
      if (typeof json !== 'string') wrong(type.kind === 'blob' ? 'bytes in base64' : 'a text');
      else if (type.kind === 'text' && type.choices?.every(({ value }) => value !== json) === true && type.choices.length > 0)
        found.push({ path, message: `is "${json.slice(0, 40)}", none of the values described` });
  }
}

function record(
  json: { readonly [name: string]: unknown },
  type: Extract<ServiceType, { kind: 'record' }>,
  path: string,
  found: Misfit[],
): void {
  const at = (name: string): string => (path === '' ? name : `${path}.${name}`);
  for (const { name, type: of, required } of type.fields.values()) {
    if (Object.hasOwn(json, name)) visit(json[name] as Json, of, at(name), found);
    else if (required) found.push({ path: at(name), message: 'is missing, and described as required' });
  }
  if (type.fields.size === 0) return;
  for (const name of Object.keys(json))
    if (!type.fields.has(name) && found.length < MOST) found.push({ path: at(name), message: 'is not described' });
}

function kindOf(json: Json): string {
  if (Array.isArray(json)) return 'a list';
  if (json instanceof JsonNumber || typeof json === 'number') return 'a number';
  if (typeof json === 'string') return 'a text';
  return typeof json === 'boolean' ? 'true or false' : 'a record';
}
