import type { ApiBody, ApiResponse, Definition, MediaType } from './definition.ts';

/** The media type without its parameters, in lower case. */
export const bareType = (type: string): string => (type.split(';', 1)[0] ?? '').trim().toLowerCase();
export const isJsonType = (type: string): boolean => /^(?:application\/json|text\/json|[^;]+\+json|\*\/\*)$/.test(bareType(type));
export const isXmlType = (type: string): boolean => /^(?:application\/xml|text\/xml|[^;]+\+xml)$/.test(bareType(type));
export const isFormType = (type: string): boolean =>
  /^(?:multipart\/[\w-]+|application\/x-www-form-urlencoded)$/.test(bareType(type));
export const isBinaryType = (type: string): boolean =>
  /^(?:image|audio|video)\/|octet-stream|\/(?:pdf|zip)$/.test(bareType(type));

const bodyPreference = [
  'application/json',
  'application/octet-stream',
  'application/x-www-form-urlencoded',
  'text/json',
  'multipart/form-data',
] as const;

/**
 * The media type that a body is sent in: the reference's five in its order, JSON only where the schema is an object or an array. What it
 * would drop (`text/plain` alone, `application/vnd.x+json`) is sent in the first type declared.
 */
export function chooseMedia(body: ApiBody, definition: Definition): MediaType | undefined {
  for (const type of bodyPreference) {
    const media = body.content.find((entry) => bareType(entry.type) === type);
    if (media === undefined) continue;
    const schema = definition.schemas.read(media.schema);
    const structured = schema.properties.size > 0 || schema.kind === 'object' || schema.kind === 'array';
    if (type === 'application/json' && !structured) {
      // A single text goes out bare where the reference binds it so; OpenAPI 3 says of each body what it is.
      if (schema.kind === 'string') return definition.format === 'swagger' ? { ...media, type: 'text/plain' } : media;
      continue;
    }
    if (type === 'text/json' && schema.properties.size > 0) continue;
    return media;
  }
  const ranked = (media: MediaType): number => (isJsonType(media.type) ? 0 : isFormType(media.type) ? 1 : 2);
  const media = [...body.content].sort((a, b) => ranked(a) - ranked(b))[0];
  return media !== undefined && bareType(media.type) === '*/*' ? { ...media, type: 'application/json' } : media;
}

/** The response that a successful call gets: the lowest status 2xx, else `default`, else the first. */
export function chooseResponse(responses: readonly ApiResponse[]): ApiResponse | undefined {
  const success = responses.filter(({ status }) => /^2..$/.test(status)).sort((a, b) => (a.status < b.status ? -1 : 1));
  return success[0] ?? responses.find(({ status }) => status === 'default') ?? responses[0];
}

const answerTypes: ReadonlySet<string> = new Set([
  'application/json',
  'text/plain',
  '*/*',
  'application/octet-stream',
  'text/csv',
  'text/html',
]);

export function chooseAnswerMedia(response: ApiResponse, openapi: boolean): MediaType | undefined {
  const supported = (media: MediaType): boolean => {
    const type = bareType(media.type);
    return (
      answerTypes.has(type) ||
      type.endsWith('+json') ||
      streamKind(type) !== undefined ||
      (openapi && (type === 'text/json' || isBinaryType(type)))
    );
  };
  return response.content.find(supported) ?? response.content.find(({ type }) => isXmlType(type));
}

/** What to ask for where the same answer comes in several media types: JSON, whose values have types. */
export const askedMedia = ({ content }: ApiResponse, chosen: MediaType): MediaType =>
  content.find(({ type, schema }) => bareType(type) === 'application/json' && schema?.raw === chosen.schema?.raw) ?? chosen;

/** Media types whose items stand one after the other. */
export function streamKind(type: string): 'events' | 'lines' | undefined {
  const bare = bareType(type);
  if (bare === 'text/event-stream') return 'events';
  return bare === 'application/x-ndjson' ||
    bare === 'application/jsonl' ||
    bare === 'application/json-seq' ||
    bare === 'application/x-jsonlines'
    ? 'lines'
    : undefined;
}
