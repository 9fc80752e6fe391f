import { at, child, isObject, member, objectMember, textMember } from '../json.ts';
import { membersIn } from './members.ts';
import { stepsOf } from '../dynamic/extension.ts';
import type { DocumentSubject, Fault, OperationSubject, Rule } from './rule.ts';

/** A dynamic extension where it stands. */
interface DynamicSubject {
  readonly name: string;
  readonly raw: { readonly [name: string]: unknown };
  readonly pointer: string;
  readonly document: DocumentSubject;
  readonly target: OperationSubject | undefined;
}

const extensions = ['x-ms-dynamic-values', 'x-ms-dynamic-list', 'x-ms-dynamic-schema', 'x-ms-dynamic-properties'] as const;

/** Rules over one `x-ms-dynamic-*`. */
export const dynamicRules: readonly Rule<DynamicSubject>[] = [
  {
    id: 'dynamic-operation',
    level: 'error',
    remedy: 'Name the operationId of an operation of this definition.',
    test: ({ raw, target, name }) => {
      if (target !== undefined || member(raw, 'capability') !== undefined || member(raw, 'builtInOperation') !== undefined)
        return undefined;
      const id = textMember(raw, 'operationId');
      return id === undefined ? `${name} names no operation.` : `There is no operation ${id}.`;
    },
  },
  {
    id: 'dynamic-parameter-missing',
    level: 'error',
    remedy: 'Give it a value, or refer to a parameter.',
    test: ({ raw, target }) => {
      const given = new Set(Object.keys(objectMember(raw, 'parameters') ?? {}).map((key) => stepsOf(key).at(-1)?.toLowerCase()));
      const missing = (target?.parameters ?? []).filter(
        (parameter) =>
          (parameter.where === 'path' || member(parameter.raw, 'required') === true) &&
          parameter.where !== 'body' &&
          parameter.name !== 'connectionId' &&
          member(parameter.raw, 'default') === undefined &&
          !given.has(parameter.name.toLowerCase()),
      );
      return missing.length === 0
        ? undefined
        : `The operation ${textMember(raw, 'operationId')} needs ${missing.map((parameter) => parameter.name).join(', ')}.`;
    },
  },
  {
    id: 'dynamic-parameter-unknown',
    level: 'warning',
    remedy: 'Name a parameter of the operation; this one is not sent.',
    test: ({ raw, target, pointer }) => {
      if (target === undefined) return undefined;
      const known = new Set(target.parameters.map((parameter) => parameter.name.toLowerCase()));
      const hasBody = target.parameters.some(({ where }) => where === 'body') || member(target.raw, 'requestBody') !== undefined;
      return Object.keys(objectMember(raw, 'parameters') ?? {})
        .filter((key) => !known.has(key.toLowerCase()) && !hasBody)
        .map((key): Fault => ({
          pointer: child(child(pointer, 'parameters'), key),
          message: `The operation ${textMember(raw, 'operationId')} has no parameter ${key}.`,
        }));
    },
  },
  {
    id: 'dynamic-path',
    level: 'warning',
    remedy: 'Say where the answer has what is sought.',
    test: ({ name, raw, target }) => {
      if (target === undefined) return undefined;
      const wanted = { 'x-ms-dynamic-values': 'value-path', 'x-ms-dynamic-list': 'itemValuePath' }[name];
      return wanted === undefined || textMember(raw, wanted) !== undefined ? undefined : `${name} has no ${wanted}.`;
    },
  },
  {
    id: 'dynamic-successor',
    level: 'info',
    remedy: 'Add x-ms-dynamic-list (or -properties), which can tell a body’s property from a parameter.',
    test: ({ name, raw, pointer, document }) => {
      const successor = { 'x-ms-dynamic-values': 'x-ms-dynamic-list', 'x-ms-dynamic-schema': 'x-ms-dynamic-properties' }[name];
      if (
        successor === undefined ||
        member(at(document.root, pointer.slice(0, pointer.lastIndexOf('/'))), successor) !== undefined ||
        document.definition.format !== 'swagger'
      )
        return undefined;
      const references = Object.values(objectMember(raw, 'parameters') ?? {}).map((of) => textMember(of, 'parameter') ?? '');
      return references.some((of) => of.includes('/'))
        ? [{ pointer, message: `${name} refers to a property inside another.` }]
        : undefined;
    },
  },
];

/** Every dynamic extension of a document. */
export function dynamicSubjects(document: DocumentSubject): readonly DynamicSubject[] {
  const parts = ['components', 'responses', 'parameters', 'definitions', 'paths'];
  const found: DynamicSubject[] = [];
  for (const part of parts) {
    for (const { name, value: raw, pointer } of membersIn(member(document.root, part), child('', part))) {
      if (!isObject(raw) || !extensions.some((extension) => extension === name)) continue;
      const id = textMember(raw, 'operationId');
      found.push({ name, raw, pointer, document, target: id === undefined ? undefined : document.operationOf(id) });
    }
  }
  return found;
}
