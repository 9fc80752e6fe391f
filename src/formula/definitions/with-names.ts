import type { FunctionDefinition } from '../function.ts';
import type { Scope, Symbol } from '../scope.ts';
import type { Type } from '../type.ts';

/** Names beside those of a scope. The maps may fill while formulas are checked. */
export interface MoreNames {
  readonly symbols?: ReadonlyMap<string, Symbol>;
  readonly functions?: ReadonlyMap<string, FunctionDefinition>;
  readonly types?: ReadonlyMap<string, Type>;
}

/** A scope with more names, which win over its own. */
export const withNames = (scope: Scope, { symbols, functions, types }: MoreNames): Scope => ({
  symbol: (name) => symbols?.get(name) ?? scope.symbol(name),
  function: (name) => functions?.get(name) ?? scope.function(name),
  namespace: (name) => scope.namespace(name),
  optionSet: (name) => scope.optionSet(name),
  type: (name) => types?.get(name) ?? scope.type(name),
  isReserved: (name) => scope.isReserved?.(name) ?? false,
  *symbols() {
    if (symbols !== undefined) yield* symbols.values();
    yield* scope.symbols();
  },
  *functions() {
    if (functions !== undefined) yield* functions.values();
    yield* scope.functions();
  },
  plan: (result, text, behavior) => scope.plan?.(result, text, behavior) ?? result,
  namespaces: () => scope.namespaces(),
  optionSets: () => scope.optionSets(),
  *typeNames() {
    if (types !== undefined) yield* types.keys();
    yield* scope.typeNames?.() ?? [];
  },
});
