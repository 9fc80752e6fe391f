import type { Span } from './diagnostic.ts';
import type { Expression } from './expression.ts';
import type { Fields } from './type.ts';

/** The part of an expression that the reference marks when it is wrong (SEMANTICS 3.5). */
export function mark(node: Expression): Span {
  switch (node.kind) {
    case 'member':
      return { from: node.separator.from, to: node.name.to };
    case 'binary':
    case 'unary':
      return node.operatorSpan;
    case 'as':
      return node.keyword;
    case 'paren':
      return mark(node.inner);
    default:
      return node;
  }
}

/** Where a name is a field of a record or of the rows of a table: its logical name. */
export function logicalName(
  of: { readonly fields: Fields; readonly displayNames?: ReadonlyMap<string, string> },
  name: string,
): string | undefined {
  if (of.fields.has(name)) return name;
  if (of.displayNames !== undefined) for (const [logical, display] of of.displayNames) if (display === name) return logical;
  return undefined;
}
