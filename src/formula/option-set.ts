import type { Color } from './value.ts';

export type OptionBacking = number | string | boolean | Color;

/**
 * An enumeration: a built-in enum (`StartOfWeek`) or a set of choices that a data source brings. Members are kept in order of declaration.
 * What a member converts to and from is data here (SEMANTICS 4 and 5.12).
 */
export interface OptionSet {
  readonly name: string;
  readonly backing: 'number' | 'text' | 'boolean' | 'color';
  readonly members: ReadonlyMap<string, OptionBacking>;
  /** Names shown to people, where they differ from the members' own. */
  readonly displayNames?: ReadonlyMap<string, string>;
  /** What its members stood for before V1, where that differs. */
  readonly legacy?: OptionSet;
  /** `enum` for the language's own, `choices` for a data source's. */
  readonly source: 'enum' | 'choices';
  /** A backing value is accepted where a member is expected. */
  readonly acceptsBacking?: boolean;
  /** A member is accepted where its backing type is expected. */
  readonly coercesToBacking?: boolean;
  /** Members can be ordered and computed with as numbers. */
  readonly comparesNumerically?: boolean;
  /** `&` of two members gives a member (`MatchOptions.Contains & MatchOptions.IgnoreCase`). */
  readonly concatenates?: boolean;
}

/** One member of an option set. */
export class OptionValue {
  readonly set: OptionSet;
  readonly name: string;
  readonly value: OptionBacking;
  constructor(set: OptionSet, name: string, value: OptionBacking) {
    this.set = set;
    this.name = name;
    this.value = value;
  }
}

/** The name of a member that was made by joining or converting. */
export const CALCULATED = 'CalculatedOptionSetValue';

/** The member of a set that a value stands for: one of its own where just one has this value, otherwise one made for the purpose. */
export function memberOf(set: OptionSet, value: OptionBacking): OptionValue {
  if (set.backing === 'boolean') for (const [name, backing] of set.members) if (backing === value) return option(set, name)!;
  return new OptionValue(set, CALCULATED, value);
}

/** The member of a text-backed set that texts joined make. */
export function joinedMember(set: OptionSet, text: string): OptionValue {
  for (const [name, backing] of set.members) if (backing === text) return option(set, name)!;
  return new OptionValue(set, CALCULATED, text);
}

const members = new WeakMap<OptionSet, Map<string, OptionValue>>();

/** The member of a name, the same object each time; undefined where the set has no such member. */
export function option(set: OptionSet, name: string): OptionValue | undefined {
  let known = members.get(set);
  if (known === undefined) members.set(set, (known = new Map<string, OptionValue>()));
  let value = known.get(name);
  if (value === undefined) {
    const backing = set.members.get(name);
    if (backing === undefined) return undefined;
    known.set(name, (value = new OptionValue(set, name, backing)));
  }
  return value;
}
