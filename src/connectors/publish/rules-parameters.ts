import { child, flagMember, member, textMember } from '../json.ts';
import { wordRule } from './rules-operations.ts';
import { rulesFor, type ParameterSubject } from './rule.ts';
import { parameterSchema } from './subjects.ts';

const isInternal = ({ raw }: ParameterSubject): boolean => textMember(raw, 'x-ms-visibility')?.toLowerCase() === 'internal';
const isShown = (parameter: ParameterSubject): boolean => !isInternal(parameter) && parameter.where !== 'body';
const isRequired = ({ raw, where }: ParameterSubject): boolean => where === 'path' || flagMember(raw, 'required') === true;

/** Rules over one parameter. */
export const parameterRules = rulesFor<ParameterSubject>()(
  {
    id: 'path-required',
    level: 'error',
    remedy: 'Write "required": true.',
    test: ({ where, raw, name }) =>
      where === 'path' && flagMember(raw, 'required') !== true
        ? `The parameter ${name} is in the path and not required.`
        : undefined,
  },
  {
    id: 'connection-id',
    level: 'error',
    remedy: 'Give it another name: the platform fills connectionId itself.',
    test: (parameter) =>
      parameter.name.toLowerCase() === 'connectionid' && !isInternal(parameter)
        ? 'The name connectionId is reserved.'
        : undefined,
  },
  {
    id: 'file-place',
    level: 'error',
    remedy: 'Send files as formData.',
    test: ({ where, raw, name }) =>
      textMember(raw, 'type') === 'file' && where !== 'formData' ? `The parameter ${name} is a file in ${where}.` : undefined,
  },
  {
    id: 'internal-default',
    level: 'error',
    remedy: 'Give it a default, which is sent, or let callers see it.',
    test: (parameter) =>
      isInternal(parameter) &&
      isRequired(parameter) &&
      parameter.where !== 'body' &&
      parameter.name !== 'connectionId' &&
      member(parameterSchema(parameter), 'default') === undefined
        ? `The parameter ${parameter.name} is required and internal, and has no default.`
        : undefined,
  },
  {
    id: 'internal-ignored',
    level: 'warning',
    remedy: 'Make it required, so that the default is sent, or take it away.',
    test: (parameter) =>
      isInternal(parameter) && !isRequired(parameter) && member(parameterSchema(parameter), 'default') !== undefined
        ? `The parameter ${parameter.name} is internal and optional: its default is ignored.`
        : undefined,
  },
  {
    id: 'parameter-summary',
    level: 'warning',
    remedy: 'Write x-ms-summary: the name that makers see, at most 80 characters.',
    test: (parameter) => {
      const summary = textMember(parameter.raw, 'x-ms-summary')?.trim() ?? '';
      if (!isShown(parameter) || (summary !== '' && summary.length <= 80)) return undefined;
      return summary === ''
        ? `The parameter ${parameter.name} has no x-ms-summary.`
        : `The x-ms-summary of ${parameter.name} is too long.`;
    },
  },
  {
    id: 'parameter-description',
    level: 'warning',
    remedy: 'Describe it in a sentence.',
    test: (parameter) =>
      isShown(parameter) && (textMember(parameter.raw, 'description')?.trim() ?? '') === ''
        ? `The parameter ${parameter.name} has no description.`
        : undefined,
  },
  {
    id: 'url-encoding-missing',
    level: 'warning',
    remedy: 'Write "x-ms-url-encoding": "single", or "double" where the service decodes twice.',
    test: (parameter) =>
      parameter.where === 'path' && !isInternal(parameter) && member(parameter.raw, 'x-ms-url-encoding') === undefined
        ? `The path parameter ${parameter.name} does not say how it is encoded.`
        : undefined,
  },
  {
    id: 'url-encoding-place',
    level: 'warning',
    remedy: 'Take x-ms-url-encoding away: it is for parameters of the path.',
    test: ({ where, raw, name }) =>
      where !== 'path' && member(raw, 'x-ms-url-encoding') !== undefined ? `The parameter ${name} is in ${where}.` : undefined,
  },
  {
    id: 'collection-format',
    level: 'warning',
    remedy: 'Take collectionFormat away, or make the parameter an array.',
    test: ({ raw, name }) =>
      member(raw, 'collectionFormat') !== undefined && textMember(raw, 'type') !== 'array'
        ? `The parameter ${name} has a collectionFormat and is no array.`
        : undefined,
  },
  {
    id: 'notification-url-place',
    level: 'error',
    remedy: 'Put the address of the callback into the body, internal and required.',
    test: ({ raw, where, name, pointer }) =>
      member(raw, 'x-ms-notification-url') === true && where !== 'body'
        ? [
            {
              pointer: child(pointer, 'x-ms-notification-url'),
              message: `The parameter ${name} takes the address of the callback, in ${where}.`,
            },
          ]
        : undefined,
  },
  wordRule('x-ms-url-encoding', ['single', 'double']),
);
