import { isObject, member } from '../json.ts';
import { bare, expressions, pathSteps } from './policy-expression.ts';

/** What the expressions of a policy can read. */
export interface PolicyScope {
  readonly parameter: (name: string) => string | undefined;
  readonly header: (name: string) => string | undefined;
  readonly query: (name: string) => string | undefined;
  readonly body: () => unknown;
  /** The element of a list that a policy goes through. */
  readonly item?: unknown;
}

const whole = new RegExp(`^(?:${expressions.source})$`, 'i');

/** The text of a template with its expressions replaced; what is missing is empty. */
export const expand = (template: string, scope: PolicyScope): string =>
  bare(template).replace(expressions, (...match: (string | undefined)[]) => textOf(evaluate(match, scope)));

/** The text of a template with a mark in the place of each expression. */
export const marked = (template: string, mark: string): string => bare(template).replace(expressions, mark);

/** The value of a template: what its only expression reads, the JSON that it spells, or its text. */
export function valueOf(template: string, scope: PolicyScope): unknown {
  const only = whole.exec(bare(template));
  if (only !== null) return evaluate([...only], scope);
  const text = expand(template, scope);
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** Whether a template reads what the caller of an operation gives. */
export const readsCall = (template: string): boolean => /@\{?(?:headers|queryParameters|body)\(/i.test(template);

function evaluate(match: readonly (string | undefined)[], scope: PolicyScope): unknown {
  const [, kind, name = '', fallback = '', part, path = ''] = match;
  switch (kind?.toLowerCase() ?? part?.toLowerCase()) {
    case 'connectionparameters':
      return scope.parameter(name) ?? fallback;
    case 'queryparameters':
      return scope.query(name) ?? fallback;
    case 'headers':
      return scope.header(name) ?? fallback;
    case 'item':
      return at(scope.item, pathSteps(path));
    default:
      return at(scope.body(), pathSteps(path));
  }
}

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value);

/** The steps of `@body().a.b`; undefined for anything but a path into the body. */
export const bodySteps = (path: string): readonly string[] | undefined => {
  const match = /^@body\(\)(.*)$/i.exec(path.trim());
  return match === null ? undefined : pathSteps(match[1]!);
};

/** What stands at a path. */
export function at(value: unknown, path: readonly string[]): unknown {
  let found = value;
  for (const step of path) {
    if (Array.isArray(found)) found = (found as readonly unknown[])[/^\d+$/.test(step) ? Number(step) : -1];
    else found = isObject(found) ? member(found, step) : undefined;
  }
  return found;
}

/** A copy with another value at a path; records on the way are made where they are missing. */
export function withAt(value: unknown, path: readonly string[], replacement: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return replacement;
  if (Array.isArray(value)) return value.map((item: unknown) => withAt(item, path, replacement));
  const owner = isObject(value) ? value : {};
  const others = Object.entries(owner).filter(([name]) => name !== step);
  const changed = withAt(member(owner, step), rest, replacement);
  return Object.fromEntries(changed === undefined ? others : [...others, [step, changed]]);
}
