import { child } from '../json.ts';

/** A member of an object or array somewhere in a document. */
export interface Member {
  readonly owner: object;
  readonly name: string;
  readonly value: unknown;
  readonly pointer: string;
}

/** Every member below a value, at any depth. An object that stands in several places (YAML's aliases) is entered once. */
export function* membersIn(value: unknown, pointer: string): Generator<Member> {
  const seen = new Set<object>();
  const stack: (readonly [unknown, string])[] = [[value, pointer]];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const [owner, at] = next;
    if (typeof owner !== 'object' || owner === null || seen.has(owner)) continue;
    seen.add(owner);
    for (const [name, of] of Object.entries<unknown>(owner as { readonly [name: string]: unknown })) {
      const place = child(at, name);
      yield { owner, name, value: of, pointer: place };
      if (typeof of === 'object') stack.push([of, place]);
    }
  }
}
