import { coercionTo } from './coercion.ts';
import type { Features } from './features.ts';
import { isAggregate, kindName, type Type } from './type.ts';

/** Why a record or table cannot stand for one of a declared type: a field that the type lacks, or one of another type. */
export type SchemaProblem =
  | { readonly kind: 'additional'; readonly name: string }
  | { readonly kind: 'column'; readonly name: string; readonly expected: string; readonly found: string };

/**
 * What is wrong with the fields of a record or table where one of a declared type is wanted. Fields may be missing, but none may be added:
 * it would be a misspelt name. Undefined where the fields fit, or where the two are not records or tables alike.
 */
export function schemaProblem(from: Type, to: Type, features: Features): SchemaProblem | undefined {
  if (!isAggregate(from) || !isAggregate(to) || from.kind !== to.kind) return undefined;
  for (const [name, type] of from.fields) {
    const wanted = to.fields.get(name);
    if (wanted === undefined) return { kind: 'additional', name };
    const inner = schemaProblem(type, wanted, features);
    if (inner !== undefined) return inner;
    if (coercionTo(type, wanted, features) === undefined) {
      return { kind: 'column', name, expected: kindName(wanted), found: kindName(type) };
    }
  }
  return undefined;
}
