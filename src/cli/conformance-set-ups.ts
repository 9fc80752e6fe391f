/*
 * What the suite's set-ups define: enums, option sets, functions and variables that its cases use (SEMANTICS 4).
 */
import type { Effects, Features, ScopeAdditions, Symbol, Type, Value } from '../formula/index.ts';

export interface SetUp {
  readonly additions: ScopeAdditions;
  readonly behavior: boolean;
  readonly effects: Effects | undefined;
  /** Brings a variable into being, blank. */
  declare(name: string, type: Type): void;
}

/** Host features by handler: the function groups that a set-up switches on. */
const groups: { readonly [handler: string]: string } = {
  RegEx: 'regex',
  EnableJsonFunctions: 'json',
  Blob: 'blob',
  TraceSetup: 'trace',
};

/** The set-up of the named handlers. */
export function setUp(handlers: readonly string[], _features: Features): SetUp {
  const symbols = new Map<string, Symbol>();
  const mutates = handlers.includes('MutationFunctionsTestSetup');
  const provides = new Set([
    ...(handlers.includes('AllEnumsSetup') ? [] : ['json']),
    ...handlers.flatMap((handler) => groups[handler] ?? []),
    ...(mutates ? ['mutation'] : []),
  ]);
  return {
    additions: { symbols, provides },
    behavior: mutates,
    effects: undefined,
    declare: (name, type) => symbols.set(name, variable(name, type)),
  };
}

function variable(name: string, type: Type): Symbol {
  let value: Value = null;
  const read = (): Value => value;
  return { name, type, read, source: name, role: 'variable', place: { name, type, read, write: (next) => void (value = next) } };
}
