import { arrayMember, flagMember, member, objectMember, textMember } from './json.ts';
import type { Schema } from './schema.ts';

/** Values of an enumeration as `x-ms-enum-values` or `enum` say them, with names for people. */
export interface EnumMember {
  readonly value: string | number | boolean;
  readonly label: string;
}

/** The members of an enumeration: `x-ms-enum-values` first, else `enum`; undefined where the schema has none. */
export function enumMembers(schema: Schema, useValues: boolean): readonly EnumMember[] | undefined {
  const scalar = (value: unknown): value is string | number | boolean =>
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  const named = arrayMember(schema.raw, 'x-ms-enum-values');
  if (useValues && named.length > 0) {
    const members: EnumMember[] = [];
    for (const item of named) {
      const value = member(item, 'value');
      if (scalar(value)) members.push({ value, label: textMember(item, 'displayName') ?? String(value) });
    }
    if (members.length > 0) return members;
  }
  return schema.enum?.filter(scalar).map((value) => ({ value, label: String(value) }));
}

/** What `x-ms-enum` says: the set's name, and whether other texts are allowed. */
export function enumHints(schema: Schema): { readonly name: string | undefined; readonly modelAsString: boolean } {
  const hints = objectMember(schema.raw, 'x-ms-enum');
  return { name: textMember(hints, 'name'), modelAsString: flagMember(hints, 'modelAsString') ?? false };
}
