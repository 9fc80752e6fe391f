import type { SecurityRequirement } from '../definition.ts';
import type { Diagnostics } from '../diagnostic.ts';
import { arrayMember, child, isObject, member, objectMember, textMember, type JsonObject } from '../json.ts';
import { parseJson } from '../json-text.ts';
import { scanJson } from '../json-scanner.ts';
import { bareType, isJsonType } from '../media.ts';
import type { DefinitionParts, Reading } from '../reading.ts';
import { collectionOf } from './detect.ts';
import type { ReadOptions } from '../source.ts';
import { readAuth, SchemeCollection } from './postman-auth.ts';
import { descriptionOf } from './postman-text.ts';
import { fieldOf, readAddress } from './postman-url.ts';
import { withoutKeys } from './keys.ts';
import type { SampleAnswer, SampleBody, SampleField, SampleRequest } from './sample.ts';
import { sampledOperations } from './sampled-operation.ts';
import { Variables } from './variables.ts';

const MAX_REQUESTS = 20_000;
const MAX_FOLDERS = 50;
/** A saved body beyond this many characters tells no more of its type. */
const MAX_SAMPLE = 2_000_000;

/** Reads a Postman collection: each saved request is a sample of an operation. `environment` is a Postman environment, parsed. */
export function readPostman({ root, diagnostics }: Reading, { environment }: ReadOptions): DefinitionParts {
  const reader = new CollectionReader(diagnostics, environment);
  const collection = collectionOf(root);
  reader.folder(collection, collection === root ? '' : '/collection', { names: [], variables: new Variables(), security: [] });
  const { samples } = reader;
  const counts = new Map<string, number>();
  for (const { server } of samples) counts.set(server, (counts.get(server) ?? 0) + 1);
  const [server = ''] = [...counts].sort((a, b) => b[1] - a[1]).map(([url]) => url);
  for (const [url] of counts) {
    const names = [...url.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name!);
    if (names.length > 0)
      diagnostics.warning(
        'server',
        samples.find((sample) => sample.server === url)!.pointer,
        `The variable ${names.join(', ')} has no value here: read the collection with its environment, or give the connection a base address.`,
      );
  }
  return {
    servers: [{ url: server, pointer: samples.find((sample) => sample.server === server)?.pointer ?? '' }],
    operations: sampledOperations(samples, server, diagnostics),
    securitySchemes: reader.schemes.schemes,
  };
}

/** What a folder hands down. */
interface Inherited {
  readonly names: readonly string[];
  readonly variables: Variables;
  readonly security: readonly SecurityRequirement[];
}

class CollectionReader {
  readonly samples: SampleRequest[] = [];
  readonly schemes = new SchemeCollection();
  private readonly diagnostics: Diagnostics;
  private readonly environment: unknown;

  constructor(diagnostics: Diagnostics, environment: unknown) {
    this.diagnostics = diagnostics;
    this.environment = environment;
  }

  folder(raw: JsonObject, pointer: string, inherited: Inherited): void {
    const own = inherited.variables.under(arrayMember(raw, 'variable'));
    const variables = own.withEnvironment(this.environment);
    const down = { ...inherited, variables: own, security: readAuth(raw, this.schemes, variables) ?? inherited.security };
    arrayMember(raw, 'item').forEach((item, i) => {
      const place = child(child(pointer, 'item'), i);
      if (!isObject(item)) {
        this.diagnostics.error('path', place, 'An item must be a folder with item, or a request.');
        return;
      }
      const name = textMember(item, 'name') ?? '';
      if (Array.isArray(member(item, 'item'))) {
        if (down.names.length >= MAX_FOLDERS)
          this.diagnostics.error('limit', place, `Folders deeper than ${MAX_FOLDERS} are not read. Move what is in them up.`);
        else this.folder(item, place, { ...down, names: [...down.names, name] });
      } else if (Object.hasOwn(item, 'request')) this.request(item, name, place, down);
      else
        this.diagnostics.warning(
          'path',
          place,
          `${name === '' ? 'This item' : name} has neither requests nor folders, and is left out.`,
        );
    });
  }

  private request(item: JsonObject, name: string, pointer: string, inherited: Inherited): void {
    if (this.samples.length >= MAX_REQUESTS) {
      this.diagnostics.error('limit', '', `Only the first ${MAX_REQUESTS} requests are read. Split the collection.`);
      return;
    }
    const given = member(item, 'request');
    const raw: JsonObject = isObject(given) ? given : { url: given };
    const place = child(pointer, 'request');
    if (raw['url'] === undefined || (typeof raw['url'] !== 'string' && !isObject(raw['url']))) {
      this.diagnostics.error('path', place, `The request ${name} has no url.`);
      return;
    }
    const variables = inherited.variables.under(arrayMember(item, 'variable')).withEnvironment(this.environment);
    const method = (textMember(raw, 'method') ?? 'GET').toUpperCase();
    const address = readAddress(raw['url'], child(place, 'url'), variables);
    const headers = this.headers(raw, place, variables);
    const type = headers.find((field) => /^content-type$/i.test(field.name) && !field.disabled)?.value;
    const authorization = headers.find((field) => /^authorization$/i.test(field.name) && !field.disabled);
    const sample: SampleRequest = {
      name: [...inherited.names, name === '' ? `${method} ${address.path}` : name].join(' '),
      summary: name,
      description: descriptionOf(raw) || descriptionOf(item),
      pointer: place,
      method,
      ...address,
      headers: headers.filter(
        (field) => !/^(?:content-type|accept|authorization|content-length|host|cookie|user-agent)$/i.test(field.name),
      ),
      body: this.body(raw, place, type, variables),
      answers: readAnswers(item, pointer),
      security:
        authorization === undefined
          ? (readAuth(raw, this.schemes, variables) ?? inherited.security)
          : headerSecurity(this.schemes, authorization.value),
    };
    this.samples.push(withoutKeys(sample, this.schemes, this.diagnostics));
  }

  private headers(raw: JsonObject, pointer: string, variables: Variables): readonly SampleField[] {
    const base = child(pointer, 'header');
    const header = member(raw, 'header');
    // Format 2.0 may write all headers as one text.
    const list =
      typeof header === 'string'
        ? header.split(/\r?\n/).flatMap((line) => {
            const [, key, value] = /^([^:]+):\s*(.*)$/.exec(line) ?? [];
            return key === undefined ? [] : [{ key, value }];
          })
        : arrayMember(raw, 'header');
    return list.flatMap((entry, i) => fieldOf(entry, typeof header === 'string' ? base : child(base, i), variables) ?? []);
  }

  private body(raw: JsonObject, pointer: string, type: string | undefined, variables: Variables): SampleBody | undefined {
    const body = objectMember(raw, 'body');
    const mode = textMember(body, 'mode');
    const place = child(child(pointer, 'body'), mode ?? '');
    if (body === undefined || mode === undefined || member(body, 'disabled') === true) return undefined;
    switch (mode) {
      case 'urlencoded':
      case 'formdata':
        return {
          kind: 'form',
          type: mode === 'formdata' ? 'multipart/form-data' : 'application/x-www-form-urlencoded',
          fields: arrayMember(body, mode).flatMap((entry, i) => fieldOf(entry, child(place, i), variables) ?? []),
          pointer: place,
        };
      case 'file':
        return { kind: 'file', type: type ?? 'application/octet-stream', pointer: place };
      case 'graphql': {
        const graphql = objectMember(body, 'graphql');
        const given = member(graphql, 'variables');
        const parsed = typeof given === 'string' ? parseJson(filled(given, variables))?.json : given;
        return { kind: 'graphql', query: textMember(graphql, 'query') ?? '', variables: parsed, pointer: place };
      }
      case 'raw':
        return this.rawBody(textMember(body, 'raw') ?? '', body, place, type, variables);
      default:
        this.diagnostics.warning(
          'body',
          child(pointer, 'body'),
          `A body of the mode ${mode} is not known; the request is read without it.`,
        );
        return undefined;
    }
  }

  private rawBody(
    text: string,
    body: JsonObject,
    pointer: string,
    type: string | undefined,
    variables: Variables,
  ): SampleBody | undefined {
    if (text.trim() === '') return undefined;
    const language = textMember(objectMember(objectMember(body, 'options'), 'raw'), 'language');
    const looksLikeJson = /^\s*[[{]/.test(text);
    const media = type ?? languages.get(language ?? '') ?? (looksLikeJson ? 'application/json' : 'text/plain');
    if (!isJsonType(media) || bareType(media) === '*/*') return { kind: 'raw', type: media, json: text, pointer };
    const sample = filled(text.slice(0, MAX_SAMPLE), variables);
    const parsed = parseJson(sample);
    if (parsed !== undefined) return { kind: 'raw', type: media, json: parsed.json, pointer };
    const { root, repairs } = scanJson(sample);
    const problem = repairs.find(({ message }) => !message.includes('comment'));
    if (problem !== undefined)
      this.diagnostics.warning('body', pointer, `The saved body is not JSON, and is read as far as it goes: ${problem.message}`);
    return { kind: 'raw', type: media, json: root, pointer };
  }
}

const languages: ReadonlyMap<string, string> = new Map([
  ['json', 'application/json'],
  ['xml', 'application/xml'],
  ['html', 'text/html'],
  ['text', 'text/plain'],
  ['javascript', 'application/javascript'],
]);

/** A JSON text with its variables replaced. One without a value outside quotes would be no JSON: it is anything. */
const filled = (text: string, variables: Variables): string => {
  const known = variables.fill(text);
  return parseJson(known) === undefined
    ? known.replace(/("(?:[^"\\]|\\.)*")|\{\{[^{}]*\}\}/g, (_whole, quoted?: string) => quoted ?? 'null')
    : known;
};

/** What an `Authorization` header says of the scheme; its secret is not read. */
export function headerSecurity(schemes: SchemeCollection, value: string | undefined): readonly SecurityRequirement[] {
  if (value !== undefined && /^basic\b/i.test(value)) return schemes.require('basic', { kind: 'basic' });
  if (value === undefined || /^bearer\b/i.test(value)) return schemes.require('bearer', { kind: 'bearer' });
  return schemes.require('apiKey', { kind: 'apiKey', in: 'header', name: 'Authorization' });
}

/** Saved answers; their bodies are samples of what the operation gives. */
function readAnswers(item: JsonObject, pointer: string): readonly SampleAnswer[] {
  return arrayMember(item, 'response').flatMap((raw, i): readonly SampleAnswer[] => {
    const code = member(raw, 'code');
    if (typeof code !== 'number') return [];
    const text = textMember(raw, 'body') ?? '';
    const declared = arrayMember(raw, 'header').find((header) => /^content-type$/i.test(textMember(header, 'key') ?? ''));
    const parsed = text === '' || text.length > MAX_SAMPLE ? undefined : parseJson(text);
    const type =
      textMember(declared, 'value') ?? (parsed === undefined ? (text === '' ? undefined : 'text/plain') : 'application/json');
    return [
      {
        status: String(code),
        type: type === undefined ? undefined : bareType(type),
        json: text === '' ? undefined : (parsed?.json ?? text),
        description: textMember(raw, 'name') ?? '',
        pointer: child(child(pointer, 'response'), i),
      },
    ];
  });
}
