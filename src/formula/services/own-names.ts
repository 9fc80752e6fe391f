import { check, type CheckOptions, type CheckResult } from '../check.ts';
import type { ParseResult } from '../parser.ts';
import type { Scope, Symbol } from '../scope.ts';
import { blank, sameType } from '../type.ts';
import { commonType } from '../unify.ts';
import { canvas, type Features } from '../features.ts';
import { variableTable } from '../variable-table.ts';

/** Rounds after which the types of names that follow from each other are taken as they are. */
const MAX_ROUNDS = 4;

/** A formula checked, and the scope in which it was. */
export interface CheckedInScope {
  readonly scope: Scope;
  readonly result: CheckResult;
}

/**
 * Checks a formula as it is once it is part of its app: names that a behavior sets itself are variables of the app then, and the same formula
 * may read them (`Set(count, count + 1)`). It is checked again only where it sets names that the scope does not have; `observing` gives
 * the observer of each turn.
 */
export function checkWithOwnNames(
  parsed: ParseResult,
  scope: Scope,
  options: Omit<CheckOptions, 'observe'>,
  observing?: () => NonNullable<CheckOptions['observe']>,
): CheckedInScope {
  const own = new Map<string, Symbol>();
  for (let round = 0; ; round++) {
    const seen = own.size === 0 ? scope : overlaid(scope, own);
    const result = check(parsed, seen, observing === undefined ? options : { ...options, observe: observing() });
    const done = options.behavior !== true || result.valid || round === MAX_ROUNDS;
    if (done || !learn(own, result, scope, options.features ?? canvas)) return { scope: seen, result };
  }
}

/** Takes over what a formula declares that its scope does not have. Gives whether that is news. */
function learn(own: Map<string, Symbol>, { declarations }: CheckResult, scope: Scope, features: Features): boolean {
  let changed = false;
  for (const { name, type: given, scope: kind } of declarations) {
    // What follows from a name that is not known yet is blank for the first round.
    const type = given.kind === 'unknown' || given.kind === 'void' ? blank : given;
    const known = own.get(name);
    const next = known === undefined ? type : (commonType(known.type, type, features) ?? known.type);
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
  return changed;
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
