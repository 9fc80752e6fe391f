import { child, isObject, member, objectMember, textMember } from '../json.ts';
import { bareType } from '../media.ts';
import { rulesFor, type OperationSubject, type ResponseSubject } from './rule.ts';
import { responseSchemas } from './subjects.ts';

const text = ({ raw }: OperationSubject, name: string): string => textMember(raw, name)?.trim() ?? '';
const isInternal = ({ raw }: OperationSubject): boolean => textMember(raw, 'x-ms-visibility')?.toLowerCase() === 'internal';
const isSuccess = ({ status }: ResponseSubject): boolean => /^2|^default$/i.test(status);

/** An extension whose value must be one of a few words. */
export const wordRule = (
  name: string,
  words: readonly string[],
): { id: string; level: 'error'; remedy: string; test: WordTest } => ({
  id: `${name.replace('x-ms-', '')}-value`,
  level: 'error',
  remedy: `Write one of: ${words.join(', ')}.`,
  test: ({ raw, pointer }) => {
    const value = member(raw, name);
    return value === undefined || (typeof value === 'string' && words.includes(value.toLowerCase()))
      ? undefined
      : [{ pointer: child(pointer, name), message: `${name} is ${JSON.stringify(value)?.slice(0, 60)}.` }];
  },
});
type WordTest = (subject: {
  readonly raw: object;
  readonly pointer: string;
}) => readonly { pointer: string; message: string }[] | undefined;

/** Rules over one operation. */
export const operationRules = rulesFor<OperationSubject>()(
  {
    id: 'operation-id-missing',
    level: 'error',
    remedy: 'Give it an operationId: it is the name that formulas call.',
    test: (operation) =>
      text(operation, 'operationId') === '' ? `${operation.method} ${operation.path} has no operationId.` : undefined,
  },
  {
    id: 'operation-id-duplicate',
    level: 'error',
    remedy: 'Give each operation an operationId of its own; signs do not count.',
    test: (operation) => {
      const id = text(operation, 'operationId');
      const first = id === '' ? undefined : operation.document.operationOf(id);
      return first === undefined || first === operation
        ? undefined
        : `${first.method} ${first.path} has the operationId ${id} already.`;
    },
  },
  {
    id: 'operation-id-form',
    level: 'warning',
    remedy: 'Use letters and digits, each word with a capital: GetItems.',
    test: (operation) => {
      const id = text(operation, 'operationId');
      return id === '' || /^[A-Z][A-Za-z0-9]*$/.test(id)
        ? undefined
        : [{ pointer: child(operation.pointer, 'operationId'), message: `The operationId ${id} is not in Pascal case.` }];
    },
  },
  {
    id: 'success-response',
    level: 'error',
    remedy: 'Describe the response of success, such as 200, with its schema.',
    test: (operation) =>
      operation.responses.some(isSuccess) ? undefined : `${operation.method} ${operation.path} describes no response of success.`,
  },
  {
    id: 'response-schemas',
    level: 'warning',
    remedy: 'Give one response of success a schema; callers can be given one type.',
    test: (operation) => {
      const schemas = operation.responses.filter(
        (response) => response.status.startsWith('2') && responseSchemas(response).length > 0,
      );
      return schemas.length > 1 ? `The responses ${schemas.map(({ status }) => status).join(', ')} have schemas.` : undefined;
    },
  },
  {
    id: 'body-on-get',
    level: 'error',
    remedy: 'Send the values as parameters of the query, or use POST.',
    test: ({ method, raw, parameters }) => {
      if (method !== 'GET' && method !== 'HEAD') return undefined;
      const body = parameters.find(({ where }) => where === 'body' || where === 'formData');
      return body !== undefined || member(raw, 'requestBody') !== undefined ? `${method} cannot have a body.` : undefined;
    },
  },
  {
    id: 'summary-missing',
    level: 'warning',
    remedy: 'Say in a few words what it does; makers choose it by this.',
    test: (operation) =>
      isInternal(operation) || text(operation, 'summary') !== '' ? undefined : 'The operation has no summary.',
  },
  {
    id: 'summary-form',
    level: 'warning',
    remedy: 'Use at most 80 characters, no /, and end with a letter or digit.',
    test: (operation) => {
      const summary = text(operation, 'summary');
      const wrong = summary.length > 80 || summary.includes('/') || /[^\p{L}\p{N})]$/u.test(summary);
      return wrong
        ? [{ pointer: child(operation.pointer, 'summary'), message: `The summary "${summary.slice(0, 90)}" is not in form.` }]
        : undefined;
    },
  },
  {
    id: 'description-missing',
    level: 'warning',
    remedy: 'Describe it in a sentence.',
    test: (operation) =>
      isInternal(operation) || text(operation, 'description') !== '' ? undefined : 'The operation has no description.',
  },
  {
    id: 'description-form',
    level: 'warning',
    remedy: 'Write a whole sentence that says more than the summary.',
    test: (operation) => {
      const description = text(operation, 'description');
      if (description === '') return undefined;
      const pointer = child(operation.pointer, 'description');
      if (description === text(operation, 'summary')) return [{ pointer, message: 'The description only repeats the summary.' }];
      return /[.!?:)]$/.test(description)
        ? undefined
        : [{ pointer, message: 'The description does not end as a sentence does.' }];
    },
  },
  {
    id: 'trigger-words',
    level: 'warning',
    remedy: 'Begin the summary with "When a …" and the description with "This operation triggers when …".',
    test: (operation) => {
      if (!operation.trigger || isInternal(operation)) return undefined;
      return /^When /i.test(text(operation, 'summary')) && /^This operation triggers when /i.test(text(operation, 'description'))
        ? undefined
        : 'The trigger is not described as one.';
    },
  },
  {
    id: 'deprecated-replacement',
    level: 'info',
    remedy: 'Say in the description what to use instead.',
    test: (operation) =>
      member(operation.raw, 'deprecated') === true &&
      !/\b(?:use|instead|replaced|superseded)\b/i.test(text(operation, 'description'))
        ? 'The operation is deprecated, and does not say what to use instead.'
        : undefined,
  },
  {
    id: 'annotation-revision',
    level: 'warning',
    remedy: 'Write {"status": "Production", "family": "GetItem", "revision": 2}.',
    test: ({ raw, pointer }) => {
      const annotation = objectMember(raw, 'x-ms-api-annotation');
      if (annotation === undefined || (annotation['family'] === undefined && annotation['revision'] === undefined))
        return undefined;
      return typeof annotation['family'] === 'string' && Number.isInteger(annotation['revision'])
        ? undefined
        : [
            {
              pointer: child(pointer, 'x-ms-api-annotation'),
              message: 'A revision needs a family, and a family a whole number as revision.',
            },
          ];
    },
  },
  {
    id: 'page-link',
    level: 'error',
    remedy: 'Name the field nextLink or @odata.nextLink.',
    test: ({ raw, pointer }) => {
      const pageable = objectMember(raw, 'x-ms-pageable');
      const name = textMember(pageable, 'nextLinkName');
      return pageable === undefined || name === 'nextLink' || name === '@odata.nextLink'
        ? undefined
        : [
            {
              pointer: child(pointer, 'x-ms-pageable'),
              message: `Further pages are looked for in ${name ?? 'no field'}, which is not supported.`,
            },
          ];
    },
  },
  {
    id: 'notification-content',
    level: 'error',
    remedy: 'Describe what is sent to the callback: x-ms-notification-content, beside the operation.',
    test: ({ raw, item, trigger, method }) =>
      trigger &&
      method !== 'GET' &&
      !isObject(item['x-ms-notification-content']) &&
      !isObject(raw['x-ms-notification-content']) &&
      textMember(raw, 'x-ms-trigger') === 'single'
        ? 'The trigger registers a callback whose content is not described.'
        : undefined,
  },
  wordRule('x-ms-visibility', ['important', 'advanced', 'internal', 'none', '']),
  wordRule('x-ms-trigger', ['single', 'batch']),
);

/** Rules over one response. */
export const responseRules = rulesFor<ResponseSubject>()(
  {
    id: 'default-response-schema',
    level: 'warning',
    remedy: 'Take the schema away from default, and give it to the response of success.',
    test: (response) =>
      response.status === 'default' && responseSchemas(response).length > 0 ? 'The default response has a schema.' : undefined,
  },
  {
    id: 'response-empty-schema',
    level: 'warning',
    remedy: 'Describe what comes back, so that formulas can name its fields.',
    test: (response) =>
      response.status.startsWith('2') &&
      responseSchemas(response).some((schema) => isObject(schema) && Object.keys(schema).length === 0)
        ? `The schema of the response ${response.status} says nothing.`
        : undefined,
  },
  {
    id: 'response-description',
    level: 'warning',
    remedy: 'Write a description, such as "OK": OpenAPI requires one.',
    test: ({ raw, status }) =>
      textMember(raw, 'description') === undefined ? `The response ${status} has no description.` : undefined,
  },
  {
    id: 'response-media',
    level: 'info',
    remedy: 'Offer application/json where the service can.',
    test: ({ raw, status }) => {
      const types = Object.keys(objectMember(raw, 'content') ?? {});
      return status.startsWith('2') && types.length > 0 && types.every((type) => /xml/.test(bareType(type)))
        ? 'The answer is XML only.'
        : undefined;
    },
  },
);
