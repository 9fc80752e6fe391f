import type { Expression } from './expression.ts';
import type { FunctionDefinition } from './function.ts';
import type { Scope } from './scope.ts';

/** A callee as its parts: `Shop.ListOrders` is `['Shop', 'ListOrders']`; undefined for what is no dotted name. */
export function dotted(callee: Expression): string[] | undefined {
  if (callee.kind === 'name') return [callee.name.name];
  if (callee.kind !== 'member') return undefined;
  const before = dotted(callee.target);
  return before && [...before, callee.name.name];
}

/** The function that a callee names: the language's, or one behind a namespace. */
export function resolveFunction(scope: Scope, callee: Expression): FunctionDefinition | undefined {
  const path = dotted(callee);
  if (path === undefined) return undefined;
  if (path.length === 1) return scope.function(path[0]!);
  const namespace = scope.namespace(path.slice(0, -1).join('.'));
  return namespace?.functions.get(path.at(-1)!) ?? scope.function(path.join('.'));
}
