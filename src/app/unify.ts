import { commonType, types, type Features, type Type } from '../formula/index.ts';

/** A type that a mention gives a name, and the mention. */
export interface Contribution<M> {
  readonly type: Type;
  readonly mention: M;
}

/** The type of a name that is set in several places, and the mentions that do not fit it. */
export interface Unified<M> {
  readonly type: Type;
  readonly conflicts: readonly Contribution<M>[];
}

/**
 * The one type of a name from all that set it: blank adds nothing, records and tables unite their columns, a number and a text do not go
 * together. The first mention decides; later ones that cannot become its type are conflicts.
 */
export function unify<M>(contributions: readonly Contribution<M>[], features: Features): Unified<M> {
  let type: Type = types.blank;
  const conflicts: Contribution<M>[] = [];
  for (const contribution of contributions) {
    const { kind } = contribution.type;
    if (kind === 'blank' || kind === 'unknown' || kind === 'void') continue;
    const common = commonType(type, contribution.type, features);
    if (common === undefined) conflicts.push(contribution);
    else type = common;
  }
  return { type, conflicts };
}
