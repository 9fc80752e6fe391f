import type { Type } from '../../formula/index.ts';

/** The worth of each member of an option, as a property holds it and an attribute gives it; none for other types. */
export const optionValues = (type: Type): string[] =>
  type.kind === 'option' ? [...type.set.members.values()].filter((worth) => typeof worth === 'string') : [];

/** The type of an element's property in TypeScript, names from `fxloom/formula`. The same as `Held`, but with the members of options. */
export function propertyType(type: Type): string {
  switch (type.kind) {
    case 'text':
    case 'hyperlink':
      return 'string';
    case 'option':
      return openUnion(optionValues(type));
    case 'boolean':
      return 'boolean';
    case 'number':
      return 'number | null';
    case 'color':
      return 'Color | null';
    case 'date':
    case 'dateTime':
      return 'DateValue | DateTimeValue | null';
    case 'image':
    case 'media':
      return 'string | BlobValue | null';
    case 'table':
      return 'Table';
    case 'record':
      return 'Row | null';
    default:
      return 'Value';
  }
}

/** The type of an attribute where frameworks write it: tables and records are JSON. */
export function attributeType(type: Type): string {
  switch (type.kind) {
    case 'option':
      return openUnion(optionValues(type));
    case 'boolean':
      return 'boolean | string';
    case 'number':
      return 'number | string';
    default:
      return 'string';
  }
}

/** Members are suggested and any other text is taken: fonts and icons are open sets, and a formula may stand there. */
const openUnion = (values: readonly string[]): string =>
  [...new Set(values)].map((value) => JSON.stringify(value)).join(' | ') + (values.length === 0 ? 'string' : ' | (string & {})');

/** The names of the formula's types in a text of types. */
export const namesIn = (texts: Iterable<string>): string[] => {
  const all = new Set(
    [...texts].flatMap((text) => text.match(/\b(Color|DateValue|DateTimeValue|BlobValue|Table|Row|Value)\b/g) ?? []),
  );
  return [...all].toSorted();
};
