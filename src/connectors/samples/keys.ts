import type { SecurityRequirement } from '../definition.ts';
import type { Diagnostics } from '../diagnostic.ts';
import type { SchemeCollection } from './postman-auth.ts';
import type { SampleField, SampleRequest } from './sample.ts';

/** Names that keys go by wherever they stand. */
const keyName =
  /(?:^|[-_])(?:api[-_]?key|auth[-_]?token|access[-_]?token|(?:subscription|functions)[-_]?key|private[-_]?token|client[-_]?secret)$/i;
/** Names that may be a key's; the value tells. */
const perhaps = /^(?:key|token|secret|sig|x-token)$/i;
const looksRandom = (value: string): boolean => /^(?=.*\d)(?=.*[A-Za-z])[\w.~+/=-]{16,}$/.test(value);

const isKey = ({ name, value }: SampleField): boolean =>
  keyName.test(name) || (perhaps.test(name) && value !== undefined && looksRandom(value));

/** A saved request without the keys in its headers and its query: the connection has them, a definition never. */
export function withoutKeys(sample: SampleRequest, schemes: SchemeCollection, diagnostics: Diagnostics): SampleRequest {
  const found = [
    ...sample.headers.filter(isKey).map((field) => ({ field, place: 'header' as const })),
    ...sample.query.filter(isKey).map((field) => ({ field, place: 'query' as const })),
  ];
  if (found.length === 0) return sample;
  let security: readonly SecurityRequirement[] = sample.security;
  for (const { field, place } of found) {
    const [own] = schemes.require('apiKey', { kind: 'apiKey', in: place, name: field.name });
    security = security.length === 0 ? [own!] : security.map((requirement) => new Map([...requirement, ...own!]));
    if (field.value !== undefined && field.value !== '')
      diagnostics.add(
        'info',
        'security',
        field.pointer,
        `${field.name} is taken for the key of the service, and its value is not kept: give it to the connection.`,
      );
  }
  const rest = (fields: readonly SampleField[]): readonly SampleField[] => fields.filter((field) => !isKey(field));
  return { ...sample, headers: rest(sample.headers), query: rest(sample.query), security };
}
