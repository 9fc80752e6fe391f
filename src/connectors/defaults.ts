import type { ServiceField, ServiceType } from './service-type.ts';

/* What is sent where a caller gives nothing: the defaults that a description names, as JSON. */

/** A default as the type wants it: texts for booleans and numbers are read; what does not fit is dropped. */
export function coerceDefault(type: ServiceType, value: unknown): unknown {
  switch (type.kind) {
    case 'boolean':
      return typeof value === 'boolean'
        ? value
        : /^true$/i.test(String(value))
          ? true
          : /^false$/i.test(String(value))
            ? false
            : undefined;
    case 'number': {
      const number =
        typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
      return Number.isNaN(number) ? undefined : number;
    }
    case 'text':
    case 'date':
    case 'dateTime':
      return typeof value === 'string'
        ? value
        : typeof value === 'number' || typeof value === 'boolean'
          ? String(value)
          : undefined;
    case 'option':
      return typeof value === 'string' || typeof value === 'number' ? value : undefined;
    case 'blob':
      return typeof value === 'string' ? value : undefined;
    case 'record':
      return typeof value === 'object' && !Array.isArray(value) ? value : undefined;
    case 'table':
      return Array.isArray(value) ? value : undefined;
    case 'untyped':
      return value;
  }
}

/**
 * What is sent for a value that the caller leaves out: its own default, or a record composed of the defaults inside it; undefined where
 * there are none.
 */
export function composedDefault(type: ServiceType, own: unknown): unknown {
  if (own !== undefined) return own;
  if (type.kind !== 'record') return undefined;
  const entries: (readonly [string, unknown])[] = [];
  for (const field of type.fields.values()) {
    const value = composedDefault(field.type, field.default);
    if (value !== undefined) entries.push([field.name, value]);
  }
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** The part of `composedDefault` that formulas do not see. */
export function hiddenDefault(type: ServiceType): unknown {
  if (type.kind !== 'record') return undefined;
  const entries: (readonly [string, unknown])[] = [];
  for (const field of type.fields.values()) {
    const value = field.hidden ? composedDefault(field.type, field.default) : hiddenDefault(field.type);
    if (value !== undefined) entries.push([field.name, value]);
  }
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** The record of hidden fields with defaults inside a type; undefined where there are none. */
export function hiddenType(type: ServiceType): ServiceType | undefined {
  if (type.kind !== 'record') return undefined;
  const fields = new Map<string, ServiceField>();
  for (const field of type.fields.values()) {
    const inner = field.hidden ? (field.default === undefined ? undefined : field.type) : hiddenType(field.type);
    if (inner !== undefined) fields.set(field.name, { ...field, type: inner, hidden: false });
  }
  return fields.size === 0 ? undefined : { kind: 'record', fields };
}
