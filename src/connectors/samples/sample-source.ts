import { isObject, objectMember, textMember } from '../json.ts';
import type { Source } from '../source.ts';
import { collectionOf, isPostman } from './detect.ts';
import { curlSource } from './curl-source.ts';
import { readCurl } from './read-curl.ts';
import { readPostman } from './read-postman.ts';

/** cURL commands as a source. */
export const commandSource = (text: string): Source => ({
  ...curlSource(text),
  reader: { format: 'curl', version: '', read: readCurl },
});

/** A source that may be a Postman collection, with what reads it. */
export function withSampleReader(source: Source): Source {
  const { root } = source;
  if (!isObject(root) || !isPostman(root)) return source;
  const schema = textMember(objectMember(collectionOf(root), 'info'), 'schema') ?? '';
  return { ...source, reader: { format: 'postman', version: /v(\d+\.\d+)/.exec(schema)?.[1] ?? '2.1', read: readPostman } };
}
