import type { ResponseDescription } from '../api/operation.ts';
import { integer, list, object, optional, text, type Schema } from '../api/schema.ts';

/** The answer of a long list. */
export const pageOf = (name: string, item: Schema): ResponseDescription => ({
  description: 'One page of the list.',
  schema: object(name, {
    value: list(item, { summary: 'Items' }),
    nextLink: optional(
      text({ format: 'uri', summary: 'Next page', description: 'Where the list goes on; not there on the last page.' }),
    ),
    count: integer({ minimum: 0, summary: 'Count', description: 'How many there are on all pages.', example: 10000 }),
  }),
  headers: ['Link', 'X-Total-Count'],
});

export const searchText = (description: string): Schema<string> =>
  text({ maxLength: 100, summary: 'Search', description, example: 'anna' });
