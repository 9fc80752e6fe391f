import { FormulaError, formulaError, type ErrorDetails, type Value } from '../formula/index.ts';
import { arrayMember, isObject, member, objectMember, textMember } from './json.ts';
import type { HttpRequest } from './request.ts';
import { parseJson } from './json-text.ts';

/** A failed call, as far as its error needs to know it. */
export interface FailedCall {
  /** `Shop.UpdateOrder`. */
  readonly name: string;
  readonly method: string;
}

/** A failed answer. */
export interface FailedAnswer {
  readonly status: number;
  readonly reason: string;
  readonly contentType: string;
  readonly text: string;
}

type Kind = Parameters<typeof formulaError>[0];

const MAX_BODY = 4000;

const permissions: ReadonlyMap<string, Kind> = new Map([
  ['POST', 'CreatePermission'],
  ['PUT', 'EditPermissions'],
  ['PATCH', 'EditPermissions'],
  ['DELETE', 'DeletePermissions'],
]);

/** Statuses with a kind of their own, and what a person can do about each. */
const statuses: ReadonlyMap<number, readonly [kind: Kind, remedy: string]> = new Map([
  [400, ['InvalidArgument', 'Check the values given.']],
  [401, ['ReadPermission', 'Sign in to the connection, or renew its key.']],
  [404, ['NotFound', 'Check the id or name given; it may have been deleted.']],
  [405, ['NotSupported', 'The service does not offer this operation here.']],
  [406, ['NotSupported', 'The service cannot answer in the form described.']],
  [408, ['Timeout', 'Try again.']],
  [409, ['Conflict', 'Somebody else may have changed it; refresh and try again.']],
  [410, ['NotFound', 'It has been deleted.']],
  [412, ['Conflict', 'Somebody else has changed it; refresh and try again.']],
  [413, ['InvalidArgument', 'Send less at once.']],
  [415, ['NotSupported', 'The service does not take this kind of content.']],
  [422, ['Validation', 'Correct the values and try again.']],
  [423, ['Conflict', 'It is locked; try again later.']],
  [428, ['Conflict', 'Refresh and try again.']],
  [429, ['QuotaExceeded', 'Too many calls; try again later.']],
  [431, ['InvalidArgument', 'Give shorter values.']],
  [501, ['NotSupported', 'The service does not offer this operation.']],
  [504, ['Timeout', 'Try again later.']],
]);

/**
 * The error value of an answer that is no success: a kind by status, one sentence with the service's own words, and in the details the
 * status, the body (shortened) and messages by field. `distinct: false` gives every one the kind Network, as Power Apps does.
 */
export function statusFailure(call: FailedCall, answer: FailedAnswer, distinct: boolean): FormulaError {
  const { status, reason, text } = answer;
  const json = parseJson(text)?.json;
  const fields = fieldMessages(json);
  const said = serviceMessage(json);
  const [kind, remedy] = kindOf(call.method, status, fields.size > 0);
  const words = said ?? (fields.size > 0 ? [...fields.values()].join(' ') : undefined);
  const code = `${status}${reason === '' ? '' : ` (${reason})`}`;
  const message = `${call.name} failed: the service answered ${code}${words === undefined ? '.' : `: ${sentence(words)}`}${words === undefined && remedy !== '' ? ` ${remedy}` : ''}`;
  const details: ErrorDetails = {
    httpStatus: status,
    httpResponse: text.slice(0, MAX_BODY),
    ...(fields.size > 0 && { fields: Object.fromEntries(fields) }),
  };
  return formulaError(distinct ? kind : 'Network', message, details);
}

/** An error with the request that it is about, for whoever looks for its cause. */
export const aboutRequest = (value: Value, { method, url }: HttpRequest): Value =>
  value instanceof FormulaError
    ? new FormulaError(
        value.errors.map((error) => ({ ...error, details: { ...error.details, httpRequest: `${method} ${url}` } })),
      )
    : value;

function kindOf(method: string, status: number, withFields: boolean): readonly [Kind, string] {
  if (status === 400 && withFields) return ['Validation', 'Correct the values and try again.'];
  const known = statuses.get(status);
  if (known !== undefined) return known;
  if (status === 402 || status === 403 || status === 451)
    return [
      permissions.get(method) ?? 'ReadPermission',
      'The connection has no permission for this; ask for it, or sign in as somebody else.',
    ];
  if (status >= 500) return ['ServiceUnavailable', 'The service has a problem; try again later.'];
  if (status >= 400) return ['InvalidArgument', 'Check the values given.'];
  return ['Network', status < 400 ? 'The service sent the call elsewhere; check the connection’s address.' : ''];
}

const sentence = (words: string): string => {
  const trimmed = words.replace(/\s+/g, ' ').trim().slice(0, 300);
  return /[.!?…]$/.test(trimmed) ? trimmed : `${trimmed}.`;
};

/** What the service says in words: RFC 9457 problem details, OData, and the usual shapes of others. */
function serviceMessage(json: unknown): string | undefined {
  if (!isObject(json)) return undefined;
  const error = member(json, 'error') ?? member(json, 'Error');
  const candidates = [
    textMember(json, 'detail'),
    textMember(objectMember(error, 'message'), 'value'),
    textMember(error, 'message'),
    textMember(json, 'message'),
    textMember(json, 'Message'),
    textMember(json, 'error_description'),
    typeof error === 'string' ? error : undefined,
    textMember(json, 'title'),
  ];
  return candidates.find((text) => text !== undefined && text.trim() !== '');
}

/** Messages by field, of the shapes that services answer a refused value with. */
function fieldMessages(json: unknown): ReadonlyMap<string, string> {
  const messages = new Map<string, string>();
  const add = (name: string | undefined, message: unknown): void => {
    const text =
      typeof message === 'string'
        ? message
        : Array.isArray(message)
          ? message.filter((item) => typeof item === 'string').join(' ')
          : (textMember(message, 'message') ?? '');
    if (name === undefined || name === '' || text === '') return;
    const known = messages.get(name);
    if (known === undefined) messages.set(name, text);
    else if (!known.includes(text)) messages.set(name, `${known} ${text}`);
  };
  const holders = [json, objectMember(json, 'error')];
  for (const holder of holders) {
    for (const key of [
      'errors',
      'fields',
      'ModelState',
      'fieldErrors',
      'invalid-params',
      'invalidParams',
      'details',
      'detail',
      'violations',
    ] as const) {
      const list = member(holder, key);
      if (Array.isArray(list))
        for (const item of arrayMember(holder, key))
          add(
            fieldName(item),
            textMember(item, 'message') ??
              textMember(item, 'msg') ??
              textMember(item, 'detail') ??
              textMember(item, 'reason') ??
              textMember(item, 'description'),
          );
      else if (isObject(list)) for (const [name, message] of Object.entries(list)) add(name.replace(/^\$\./, ''), message);
    }
  }
  return messages;
}

function fieldName(item: unknown): string | undefined {
  const source = objectMember(item, 'source');
  const path =
    textMember(source, 'pointer') ??
    textMember(source, 'parameter') ??
    textMember(item, 'field') ??
    textMember(item, 'name') ??
    textMember(item, 'path') ??
    textMember(item, 'pointer') ??
    textMember(item, 'target') ??
    textMember(item, 'property') ??
    textMember(item, 'propertyPath');
  if (path !== undefined)
    return (
      path
        .split(/[/#]/)
        .filter((step) => step !== '' && step !== 'data' && step !== 'attributes')
        .join('.') || undefined
    );
  const steps = arrayMember(item, 'loc').length > 0 ? arrayMember(item, 'loc') : arrayMember(item, 'path');
  const named = steps.filter((step) => step !== 'body' && step !== 'query' && step !== 'path');
  return named.length === 0 ? undefined : named.join('.');
}
