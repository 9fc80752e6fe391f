import type { Diagnostic } from '../diagnostic.ts';
import { canvas, type Features } from '../features.ts';
import type { FunctionDefinition } from '../function.ts';
import type { Scope, Symbol } from '../scope.ts';
import type { Type } from '../type.ts';
import { Findings } from './findings.ts';
import { NamedFormulas } from './named-formulas.ts';
import type { DefinitionSource, FormulaSource, FunctionSource, TypeSource } from './read-definitions.ts';
import { resolveTypes } from './resolve-types.ts';
import { UserFunctions } from './user-functions.ts';
import { withNames } from './with-names.ts';

export interface CheckDefinitionsOptions {
  readonly features?: Features;
  /** Another number whenever something that formulas read may have changed; their values are kept meanwhile. Never kept unless given. */
  readonly version?: () => number;
}

/** Definitions that have been checked: names for formulas to use. */
export interface Definitions {
  readonly types: ReadonlyMap<string, Type>;
  readonly functions: ReadonlyMap<string, FunctionDefinition>;
  readonly formulas: ReadonlyMap<string, Symbol>;
  /** What is wrong with the meaning of a definition; what is wrong with its grammar has been reported when it was read. */
  diagnosticsOf(source: DefinitionSource): readonly Diagnostic[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Checks definitions, which may use one another in any order: types first, then functions by their signatures, then formulas and bodies.
 * One with a mistake is reported, and the others hold all the same.
 */
export function checkDefinitions(
  sources: readonly DefinitionSource[],
  scope: Scope,
  options: CheckDefinitionsOptions = {},
): Definitions {
  const { features = canvas, version } = options;
  let reading = 0;
  const findings = new Findings();
  const ofKind = <K extends DefinitionSource>(kind: K['kind']): K[] =>
    sources.filter((source): source is K => source.kind === kind);
  const types = resolveTypes(ofKind<TypeSource>('type'), scope, features, findings);
  const typed = withNames(scope, { types });
  const functions = new UserFunctions(ofKind<FunctionSource>('function'), typed, features, findings);
  const formulas = new NamedFormulas(ofKind<FormulaSource>('formula'), typed, features, version ?? (() => ++reading), findings);
  const all = withNames(typed, { functions: functions.definitions, symbols: formulas.symbols });
  for (const [source, result] of functions.check(all, () => formulas.see(all))) findings.add(source, result.diagnostics);
  formulas.see(all);
  formulas.check(all, findings);
  return {
    types,
    functions: functions.definitions,
    formulas: formulas.symbols,
    diagnosticsOf: (source) => findings.of(source),
    diagnostics: findings.all(),
  };
}
