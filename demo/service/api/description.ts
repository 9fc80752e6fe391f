import { dictionary, integer, list, object, optional, text, type Schema } from './schema.ts';
import type { HeaderName, Operation } from './operation.ts';

/** What both descriptions say. */
export const INFO = {
  title: 'Shop',
  version: '1.0.0',
  description: 'A shop for home and office goods, with its products, customers and orders. Its today is 15 November 2026.',
  contact: { name: 'Fxloom' },
  license: { name: 'MIT', url: 'https://opensource.org/license/mit' },
} as const;

export const TAGS = [
  { name: 'Orders', description: 'What customers have ordered.' },
  { name: 'Products', description: 'What the shop sells.' },
  { name: 'Customers', description: 'Who orders.' },
  { name: 'Figures', description: 'Numbers about the shop.' },
] as const;

/** The header that carries the key of secured operations. */
export const KEY_HEADER = 'X-Api-Key';
export const KEY_DESCRIPTION = 'The key of the service; the demo’s is "demo-key".';

export const HEADERS: { readonly [name in HeaderName]: Schema } = {
  ETag: text({ description: 'The version of what is answered, in quotes.', example: '"3"' }),
  Link: text({ description: 'The next page, with rel="next".' }),
  Location: text({ format: 'uri', description: 'Where the new thing is.' }),
  'Retry-After': integer({ minimum: 0, description: 'Seconds to wait before asking again.' }),
  'X-Total-Count': integer({ minimum: 0, description: 'How many there are on all pages.' }),
};

/** The body of every answer that is not a success (RFC 9457). */
export const problem = object(
  'Problem',
  {
    type: text({ format: 'uri-reference', description: 'What kind of problem it is.' }),
    title: text({ summary: 'Title', example: 'Validation Failed' }),
    status: integer({ minimum: 400, maximum: 599, summary: 'Status', example: 422 }),
    detail: text({ summary: 'Detail', description: 'One sentence for people.', example: 'One field needs your attention.' }),
    errors: optional(
      dictionary(list(text(), {}), {
        description: 'Messages by field or parameter.',
        example: { 'lines[0].quantity': ['Must be at least 1.'] },
      }),
    ),
  },
  { description: 'Says what went wrong.' },
);

/** The answers of an operation that are not a success, by status. They follow from what it takes. */
export function problemsOf(operation: Operation): ReadonlyMap<number, { description: string; headers: readonly HeaderName[] }> {
  const problems = new Map<number, { description: string; headers: readonly HeaderName[] }>();
  const add = (status: number, description: string, headers: readonly HeaderName[] = []) =>
    problems.set(status, { description, headers });
  const parameters = Object.entries(operation.parameters);
  if (operation.body) add(400, 'The body is not JSON.');
  if (operation.secured) add(401, 'The key is missing or wrong.');
  if (parameters.some(([, { in: place }]) => place === 'path')) add(404, 'There is no such thing.');
  if (operation.conflicts) add(409, operation.conflicts);
  if (parameters.some(([name]) => name === 'If-Match')) add(412, 'It has changed meanwhile.', ['ETag']);
  if (operation.body) add(415, 'The body is of another type than JSON.');
  if (operation.body || parameters.length > 0) add(422, 'A field or parameter is not valid.');
  add(503, 'The service is busy.', ['Retry-After']);
  return problems;
}

/** Whether an operation answers 304 to a caller that has the current version. */
export const isConditional = (operation: Operation): boolean => 'If-None-Match' in operation.parameters;
