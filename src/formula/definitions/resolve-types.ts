import { Checker } from '../check.ts';
import { children, type Expression } from '../expression.ts';
import type { Features } from '../features.ts';
import type { Scope } from '../scope.ts';
import type { Type } from '../type.ts';
import { readType } from '../type-expression.ts';
import type { Findings } from './findings.ts';
import type { TypeSource } from './read-definitions.ts';
import { withNames } from './with-names.ts';

/** Names of types that mean something else in Power Fx and cannot be defined. */
const restricted: ReadonlySet<string> = new Set(['Record', 'Table', 'Currency', 'Void', 'None', 'Blank', 'Type']);

/**
 * The types of a list of definitions, which may name one another in any order. One that names itself, directly or through others, is
 * reported, and so is one that is there already.
 */
export function resolveTypes(
  sources: readonly TypeSource[],
  scope: Scope,
  features: Features,
  findings: Findings,
): ReadonlyMap<string, Type> {
  const resolved = new Map<string, Type>();
  const names = withNames(scope, { types: resolved });
  const byName = new Map<string, TypeSource>();
  const refuse = (source: TypeSource, code: string): void => {
    const checker = new Checker(scope, features, false, source.body.text);
    checker.error(source.name, code, source.name.name);
    findings.add(source, checker.diagnostics);
  };
  for (const source of sources) {
    const { name } = source.name;
    if (restricted.has(name)) refuse(source, 'ErrNamedType_InvalidTypeName');
    else if (byName.has(name) || scope.type(name) !== undefined) refuse(source, 'ErrNamedType_TypeAlreadyDefined');
    else byName.set(name, source);
  }
  const state = new Map<string, 'working' | 'done'>();
  const circular = new Set<string>();
  const visit = (name: string, path: readonly string[]): void => {
    const source = byName.get(name);
    if (source === undefined || state.get(name) === 'done') return;
    if (state.get(name) === 'working') {
      for (const member of path.slice(path.indexOf(name))) circular.add(member);
      return;
    }
    state.set(name, 'working');
    for (const other of namesIn(source.of)) visit(other, [...path, name]);
    state.set(name, 'done');
    if (circular.has(name)) return;
    const checker = new Checker(names, features, false, source.body.text);
    const type = readType(checker, source.of);
    // After a mistake of grammar the types in what is left of the text are no news.
    if (source.body.diagnostics.length === 0) findings.add(source, checker.diagnostics);
    if (type !== undefined) resolved.set(name, type);
  };
  for (const name of byName.keys()) visit(name, []);
  for (const name of circular) refuse(byName.get(name)!, 'ErrNamedType_InvalidCycles');
  return resolved;
}

/** The names in an expression. */
function* namesIn(expression: Expression): Generator<string> {
  if (expression.kind === 'name') yield expression.name.name;
  for (const child of children(expression)) yield* namesIn(child);
}
