import { coercionTo } from './coercion.ts';
import type { Features } from './features.ts';
import { isAggregate, isDateLike, type Aggregate, type Fields, type Type } from './type.ts';

/**
 * The type that values of two types share, as `If` and its like need one (SEMANTICS 5.2): the first, where the second can become it; records
 * and tables unite their columns. Before V1 also the second where the first can become it, and records keep the common columns. Undefined
 * where there is none.
 */
export const commonType = (a: Type, b: Type, features: Features): Type | undefined =>
  join(a, b, features, features.PowerFxV1CompatibilityRules ? union : intersection);

/** The same for the rows of one table, which have the columns of all of them by any rules. */
export const rowsType = (a: Type, b: Type, features: Features): Type | undefined => join(a, b, features, union);

type JoinFields = (a: Fields, b: Fields, features: Features) => Fields | undefined;

function join(a: Type, b: Type, features: Features, joinFields: JoinFields): Type | undefined {
  if (a.kind === 'blank') return b;
  if (b.kind === 'blank' || a === b) return a;
  if (a.kind === 'unknown' || b.kind === 'unknown') return a.kind === 'unknown' ? a : b;
  if (isAggregate(a) && isAggregate(b)) {
    if (a.kind !== b.kind) return undefined;
    const fields = joinFields(a.fields, b.fields, features);
    return fields && withFields(a, fields);
  }
  if (isAggregate(a) || isAggregate(b)) return undefined;
  if (a.kind === 'void' || b.kind === 'void') return a.kind === b.kind ? a : undefined;
  return features.PowerFxV1CompatibilityRules
    ? convertible(b, a, features)
    : (wider(a, b) ?? convertible(b, a, features) ?? convertible(a, b, features));
}

const convertible = (from: Type, to: Type, features: Features): Type | undefined =>
  coercionTo(from, to, features) === undefined ? undefined : to;

/** Of a date or time and a date-time the latter, which holds both. */
const wider = (a: Type, b: Type): Type | undefined => (isDateLike(a) && b.kind === 'dateTime' ? b : undefined);

/** Every column of both; a column in both needs a common type. */
function union(a: Fields, b: Fields, features: Features): Fields | undefined {
  const fields = new Map(a);
  for (const [name, type] of b) {
    const known = a.get(name);
    const common = known === undefined ? type : rowsType(known, type, features);
    if (common === undefined) return undefined;
    fields.set(name, common);
  }
  return fields;
}

function intersection(a: Fields, b: Fields, features: Features): Fields {
  const fields = new Map<string, Type>();
  for (const [name, type] of a) {
    const other = b.get(name);
    const common = other && commonType(type, other, features);
    if (common !== undefined) fields.set(name, common);
  }
  return fields;
}

const withFields = (type: Aggregate, fields: Fields): Aggregate =>
  type.displayNames === undefined ? { kind: type.kind, fields } : { kind: type.kind, fields, displayNames: type.displayNames };
