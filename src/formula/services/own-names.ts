import { check, type CheckOptions } from '../check.ts';
import type { ParseResult } from '../parser.ts';
import type { Scope, Symbol } from '../scope.ts';
import { blank, sameType } from '../type.ts';
import { commonType } from '../unify.ts';
import { canvas } from '../features.ts';
import { variableTable } from '../variable-table.ts';

/** Rounds after which the types of names that follow from each other are taken as they are. */
const MAX_ROUNDS = 4;

/**
 * What a behavior sees once it is part of its app: names that it sets itself are variables of the app then, and the same formula may read
 * them (`Set(count, count + 1)`). The scope itself where the formula needs no such name.
 */
export function withOwnNames(parsed: ParseResult, scope: Scope, options: Omit<CheckOptions, 'observe'>): Scope {
  const own = new Map<string, Symbol>();
  if (options.behavior !== true) return scope;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const { valid, declarations } = check(parsed, own.size === 0 ? scope : overlaid(scope, own), options);
    if (valid) break;
    let changed = false;
    for (const { name, type: given, scope: kind } of declarations) {
      // What follows from a name that is not known yet is blank for the first round.
      const type = given.kind === 'unknown' || given.kind === 'void' ? blank : given;
      const known = own.get(name);
      const next = known === undefined ? type : (commonType(known.type, type, options.features ?? canvas) ?? known.type);
      if (scope.symbol(name) !== undefined || (known !== undefined && sameType(known.type, next))) continue;
      const place = { name, type: next, read: () => null, write: () => undefined };
      const isTable = kind === 'collection';
      own.set(name, {
        name,
        type: next,
        read: () => null,
        role: isTable ? 'collection' : 'variable',
        place: isTable ? variableTable(place) : place,
      });
      changed = true;
    }
    if (!changed) break;
  }
  return own.size === 0 ? scope : overlaid(scope, own);
}

/** A scope with further names before its own. */
const overlaid = (scope: Scope, own: ReadonlyMap<string, Symbol>): Scope => ({
  symbol: (name) => own.get(name) ?? scope.symbol(name),
  function: (name) => scope.function(name),
  namespace: (name) => scope.namespace(name),
  optionSet: (name) => scope.optionSet(name),
  type: (name) => scope.type(name),
  isReserved: (name) => scope.isReserved?.(name) ?? false,
  *symbols() {
    yield* own.values();
    yield* scope.symbols();
  },
  functions: () => scope.functions(),
  namespaces: () => scope.namespaces(),
  optionSets: () => scope.optionSets(),
  typeNames: () => scope.typeNames?.() ?? [],
  ...(scope.plan && { plan: (result, text, behavior) => scope.plan!(result, text, behavior) }),
});
