/** An object as JSON or YAML gives it. Its keys come from outside: read it with `member`, never by a bare index. */
export interface JsonObject {
  readonly [name: string]: unknown;
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An own member; undefined where there is none. Inherited names (`constructor`) are never found. */
export const member = (object: unknown, name: string): unknown =>
  isObject(object) && Object.hasOwn(object, name) ? object[name] : undefined;

/** A member that should be an object; undefined where it is missing or something else. */
export function objectMember(object: unknown, name: string): JsonObject | undefined {
  const value = member(object, name);
  return isObject(value) ? value : undefined;
}

export function textMember(object: unknown, name: string): string | undefined {
  const value = member(object, name);
  return typeof value === 'string' ? value : undefined;
}

/** A member that should be an array; empty where it is missing or something else. */
export function arrayMember(object: unknown, name: string): readonly unknown[] {
  const value = member(object, name);
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

/** The texts of a member that should be an array of texts. */
export const textsMember = (object: unknown, name: string): readonly string[] =>
  arrayMember(object, name).filter((item) => typeof item === 'string');

/** True only for `true`; some definitions write the text "true". */
export function flagMember(object: unknown, name: string): boolean | undefined {
  const value = member(object, name);
  if (typeof value === 'boolean') return value;
  return value === 'true' ? true : value === 'false' ? false : undefined;
}

/** One step of a JSON pointer (RFC 6901): `child('/paths', '/items')` is `/paths/~1items`. */
export const child = (pointer: string, key: string | number): string =>
  typeof key === 'number' || !/[~/]/.test(key)
    ? `${pointer}/${key}`
    : `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** The steps of a JSON pointer, unescaped. */
export function pointerSteps(pointer: string): readonly string[] {
  if (pointer === '') return [];
  const steps = pointer.slice(1).split('/');
  return pointer.includes('~') ? steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~')) : steps;
}

/** What a pointer names, or undefined. */
export function at(root: unknown, pointer: string): unknown {
  let value = root;
  for (const step of pointerSteps(pointer)) {
    if (Array.isArray(value)) value = (value as readonly unknown[])[/^\d+$/.test(step) ? Number(step) : -1];
    else value = member(value, step);
  }
  return value;
}

/** Percent-escapes replaced; a text that has wrong ones is left as it is. */
export function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
