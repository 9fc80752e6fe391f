import { arrayMember, flagMember, isObject, member, objectMember, textMember } from '../json.ts';

const MAX_DEPTH = 10;
const MAX_LENGTH = 100_000;

/**
 * Values of `{{names}}`: a folder's over its collection's, an environment's over both. Names that Postman makes up for each request
 * (`{{$guid}}`) have none.
 */
export class Variables {
  private readonly values: ReadonlyMap<string, string>;

  constructor(values: ReadonlyMap<string, string> = new Map()) {
    this.values = values;
  }

  /** With those of a list `[{key, value}]` over these. */
  under(list: readonly unknown[]): Variables {
    if (list.length === 0) return this;
    const values = new Map(this.values);
    for (const entry of list) {
      const name = textMember(entry, 'key') ?? textMember(entry, 'id');
      const value = member(entry, 'value');
      if (name === undefined || flagMember(entry, 'disabled') === true || flagMember(entry, 'enabled') === false) continue;
      if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') values.set(name, String(value));
    }
    return new Variables(values);
  }

  /** These, with an environment's over them. Its secrets stay out: they are no part of a definition. */
  withEnvironment(environment: unknown): Variables {
    const list = isObject(environment) ? arrayMember(environment, 'values') : [];
    const open = list.filter((entry) => textMember(entry, 'type') !== 'secret');
    const plain = Object.entries(objectMember(environment, 'values') ?? {}).map(([key, value]) => ({ key, value }));
    return this.under([...open, ...plain]);
  }

  /** A variable's value; undefined where it has none, or an empty one. */
  get(name: string): string | undefined {
    const value = this.values.get(name.trim());
    return value === undefined || value === '' ? undefined : this.fill(value);
  }

  /** A text with its variables replaced; those without a value stay. */
  fill(text: string, depth = 0): string {
    if (!text.includes('{{') || depth > MAX_DEPTH || text.length > MAX_LENGTH) return text.slice(0, MAX_LENGTH);
    return text.replace(placeholders, (whole, name: string) => {
      const value = this.values.get(name.trim());
      return value === undefined || value === '' ? whole : this.fill(value, depth + 1);
    });
  }
}

/** `{{name}}`. */
export const placeholders = /\{\{([^{}]*)\}\}/g;

/** Whether a text still has a variable. */
export const isOpen = (text: string): boolean => text.includes('{{') && /\{\{[^{}]*\}\}/.test(text);
