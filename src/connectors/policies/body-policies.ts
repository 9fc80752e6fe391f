import { isObject, member, textMember } from '../json.ts';
import type { Policy } from './policy.ts';
import { at, bodySteps, valueOf, withAt, type PolicyScope } from './policy-template.ts';
import { pathSteps } from './policy-expression.ts';

/** A change to a body in JSON. */
type BodyPolicy = (body: unknown, policy: Policy, scope: PolicyScope) => unknown;

/** The templates that change bodies, of requests and answers alike. */
export const bodyPolicies: ReadonlyMap<string, BodyPolicy> = new Map<string, BodyPolicy>([
  ['setproperty', setProperty],
  [
    'stringreplace',
    (body, policy) =>
      eachProperty(body, policy, (text) => text.replaceAll(policy.text('sourceString'), policy.text('replacementString'))),
  ],
  ['encodepropertyvalue', (body, policy) => eachProperty(body, policy, encodeURIComponent)],
  ['stringtoarray', stringToArray],
  ['convertarraytoobject', arrayToObject],
  ['convertobjecttoarray', objectToArray],
  ['moveproperties', moveProperties],
]);

function setProperty(body: unknown, policy: Policy, scope: PolicyScope): unknown {
  const parent = bodySteps(policy.text('newPropertyParentPathTemplate'));
  const name = pathSteps(policy.text('newPropertySubPathTemplate'));
  if (parent === undefined || name.length === 0) return body;
  const value = valueOf(policy.text('propertyValuePathTemplate'), { ...scope, body: () => body });
  const owner = at(body, parent);
  // Where the parent is a list or a dictionary, each of its records gets the property.
  return withAt(body, parent, withAt(owner ?? {}, name, value));
}

/** The steps to the property that a policy reads: `null` for a sub path means the parent itself. */
function sourceSteps(policy: Policy): readonly string[] | undefined {
  const parent = bodySteps(policy.text('propertyParentPath'));
  const own = policy.text('propertySubPath');
  return parent === undefined ? undefined : own === 'null' ? parent : [...parent, ...pathSteps(own)];
}

/** Changes a text property of the record, or of each record of the list or dictionary, at the parent path. */
function eachProperty(body: unknown, policy: Policy, change: (text: string) => string): unknown {
  const parent = bodySteps(policy.text('propertyParentPath'));
  const name = policy.text('propertySubPath');
  if (parent === undefined || name === '') return body;
  const changed = (record: unknown): unknown => {
    const text = textMember(record, name);
    return text === undefined ? record : withAt(record, [name], change(text));
  };
  const owner = at(body, parent);
  if (owner === undefined) return body;
  return withAt(body, parent, Array.isArray(owner) ? owner.map(changed) : changed(owner));
}

function stringToArray(body: unknown, policy: Policy): unknown {
  const source = sourceSteps(policy);
  const text = source === undefined ? undefined : at(body, source);
  if (typeof text !== 'string') return body;
  const delimiters = new Set(policy.text('delimiterList'));
  const pieces: string[] = [''];
  for (const character of text) {
    if (delimiters.has(character)) pieces.push('');
    else pieces[pieces.length - 1] += character;
  }
  const name = policy.text('childPropertyName');
  const items = pieces.map((piece) => piece.trim()).filter((piece) => piece !== '');
  return withAt(body, targetSteps(policy, source!), name === '' ? items : items.map((item) => ({ [name]: item })));
}

const targetSteps = (policy: Policy, otherwise: readonly string[]): readonly string[] =>
  bodySteps(policy.text('newPropertyPath')) ?? otherwise;

function arrayToObject(body: unknown, policy: Policy): unknown {
  const source = sourceSteps(policy);
  const list = source === undefined ? undefined : at(body, source);
  if (!Array.isArray(list)) return body;
  const key = policy.text('keyWithinCollectionPath');
  const entries = list.flatMap((item: unknown): (readonly [string, unknown])[] => {
    const name = member(item, key);
    if (typeof name !== 'string' && typeof name !== 'number') return [];
    return [[String(name), policy.flag('retainKey') ? item : withAt(item, [key], undefined)]];
  });
  return withAt(body, targetSteps(policy, source!), Object.fromEntries(entries));
}

function objectToArray(body: unknown, policy: Policy): unknown {
  const source = sourceSteps(policy);
  const dictionary = source === undefined ? undefined : at(body, source);
  if (!isObject(dictionary)) return body;
  const [key, value] = [policy.text('keyName'), policy.text('valueName')];
  const items = Object.entries(dictionary).map(([name, of]) =>
    Object.fromEntries([
      [key, name],
      [value, of],
    ]),
  );
  return withAt(body, targetSteps(policy, source!), items);
}

function moveProperties(body: unknown, policy: Policy): unknown {
  const steps = (side: 'src' | 'dst'): readonly string[] | undefined => {
    const parent = bodySteps(policy.text(`${side}ParentPath`));
    const own = policy.text(`${side}SubPath`);
    return parent === undefined ? undefined : own === 'null' || own === '' ? parent : [...parent, ...pathSteps(own)];
  };
  const [source, target] = [steps('src'), steps('dst')];
  const moved = source === undefined ? undefined : at(body, source);
  if (source === undefined || target === undefined || moved === undefined) return body;
  const rest = withAt(body, source, undefined);
  if (!policy.flag('copyOnlySubProperties') || !isObject(moved)) return withAt(rest, target, moved);
  return Object.entries(moved).reduce((result: unknown, [name, of]) => withAt(result, [...target, name], of), rest);
}
