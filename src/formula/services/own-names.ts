import { check, type CheckOptions, type CheckResult, type Declaration } from '../check.ts';
import type { ParseResult } from '../parser.ts';
import type { Scope, Symbol } from '../scope.ts';
import { blank, sameType, type Type } from '../type.ts';
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
 * may read them (`Set(count, count + 1)`). They are learned while the formula is checked, so it is checked again only where something read
 * a name before it was set, or as another type; `observing` gives the observer of each turn.
 */
export function checkWithOwnNames(
  parsed: ParseResult,
  scope: Scope,
  options: Omit<CheckOptions, 'observe' | 'declared'>,
  observing?: () => NonNullable<CheckOptions['observe']>,
): CheckedInScope {
  if (options.behavior !== true) {
    return { scope, result: check(parsed, scope, observing === undefined ? options : { ...options, observe: observing() }) };
  }
  const own = new OwnNames(scope, options.features ?? canvas);
  for (let round = 1; ; round++) {
    const seen = own.begin();
    const declared = (declarations: readonly Declaration[]): void => own.learn(declarations);
    const result = check(parsed, seen, { ...options, declared, ...(observing !== undefined && { observe: observing() }) });
    own.learn(result.declarations);
    if (result.valid || round === MAX_ROUNDS || !own.isNews()) return { scope: own.isEmpty ? scope : seen, result };
  }
}

/** The names that a formula sets and its scope does not have. */
class OwnNames {
  private readonly scope: Scope;
  private readonly features: Features;
  private readonly known = new Map<string, Symbol>();
  /** What the formula was told of each name that it read, and of each that was not there. */
  private readonly told = new Map<string, Type | undefined>();

  constructor(scope: Scope, features: Features) {
    this.scope = scope;
    this.features = features;
  }

  get isEmpty(): boolean {
    return this.known.size === 0;
  }

  /** The scope with these names before its own, as a check begins. */
  begin(): Scope {
    this.told.clear();
    return overlaid(this.scope, this.known, (name) => {
      const found = this.known.get(name) ?? this.scope.symbol(name);
      if (found === undefined || this.known.has(name)) this.told.set(name, found?.type);
      return found;
    });
  }

  /** Whether the formula was told something else of a name than what is known by now. */
  isNews(): boolean {
    return [...this.known].some(([name, { type }]) => {
      const told = this.told.get(name);
      return this.told.has(name) && (told === undefined || !sameType(told, type));
    });
  }

  /** Takes over what a formula declares that its scope does not have. */
  learn(declarations: readonly Declaration[]): void {
    for (const { name, type: given, scope: kind } of declarations) {
      if (this.scope.symbol(name) !== undefined) continue;
      // What follows from a name that is not known yet is blank for the first round.
      const type = given.kind === 'unknown' || given.kind === 'void' ? blank : given;
      const known = this.known.get(name);
      const next = known === undefined ? type : (commonType(known.type, type, this.features) ?? known.type);
      if (known !== undefined && sameType(known.type, next)) continue;
      const place = { name, type: next, read: () => null, write: () => undefined };
      const isTable = kind === 'collection';
      this.known.set(name, {
        name,
        type: next,
        read: () => null,
        role: isTable ? 'collection' : 'variable',
        place: isTable ? variableTable(place) : place,
      });
    }
  }
}

/** A scope with further names before its own. */
const overlaid = (scope: Scope, own: ReadonlyMap<string, Symbol>, symbol: Scope['symbol']): Scope => ({
  symbol,
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
