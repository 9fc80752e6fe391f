import type { SecurityRequirement } from '../definition.ts';
import type { Diagnostics } from '../diagnostic.ts';
import { arrayMember, child, safeDecode, textsMember } from '../json.ts';
import { parseJson } from '../json-text.ts';
import { bareType, isJsonType } from '../media.ts';
import type { DefinitionParts, Reading } from '../reading.ts';
import { curlOption, takesValue, type CurlOption } from './curl-options.ts';
import { CURL } from './curl-source.ts';
import { SchemeCollection } from './postman-auth.ts';
import { readAddressText } from './postman-url.ts';
import { headerSecurity } from './read-postman.ts';
import { withoutKeys } from './keys.ts';
import type { SampleBody, SampleField, SampleRequest } from './sample.ts';
import { sampledOperations } from './sampled-operation.ts';
import { Variables } from './variables.ts';

/** Reads cURL commands: each is a sample of an operation. */
export function readCurl({ root, diagnostics }: Reading): DefinitionParts {
  const schemes = new SchemeCollection();
  const samples = arrayMember(root, CURL).flatMap((words, i) => {
    const texts = textsMember({ words }, 'words');
    const pointer = child(child('', CURL), i);
    if (!/^(?:[$>#]|PS)$|curl(?:\.exe)?$/i.test(texts[0] ?? '')) {
      diagnostics.warning('command', pointer, `${(texts[0] ?? '').slice(0, 40)} is no cURL command and is left out.`);
      return [];
    }
    return requestsOf(texts).flatMap((range) => new CommandReader(texts, range, pointer, schemes, diagnostics).read());
  });
  const server = samples[0]?.server ?? '';
  return {
    servers: [{ url: server, pointer: samples[0]?.pointer ?? '' }],
    operations: sampledOperations(samples, server, diagnostics),
    securitySchemes: schemes.schemes,
  };
}

/** The words of each request: options before `--next` are not those after it. */
function requestsOf(words: readonly string[]): readonly (readonly [from: number, to: number])[] {
  const ends = [...words.keys()].filter((i) => words[i] === '--next' || words[i] === '-:').concat(words.length);
  const start = words.findIndex((word) => /curl(?:\.exe)?$/i.test(word)) + 1;
  return ends.map((end, i) => [i === 0 ? start : ends[i - 1]! + 1, end]);
}

interface Given {
  readonly option: CurlOption;
  readonly value: string;
  readonly pointer: string;
}

class CommandReader {
  private readonly words: readonly string[];
  private readonly range: readonly [from: number, to: number];
  private readonly pointer: string;
  private readonly schemes: SchemeCollection;
  private readonly diagnostics: Diagnostics;
  private readonly given: Given[] = [];

  constructor(
    words: readonly string[],
    range: readonly [from: number, to: number],
    pointer: string,
    schemes: SchemeCollection,
    diagnostics: Diagnostics,
  ) {
    this.words = words;
    this.range = range;
    this.pointer = pointer;
    this.schemes = schemes;
    this.diagnostics = diagnostics;
  }

  /** A request for each address, all with the same options. */
  read(): readonly SampleRequest[] {
    this.takeOptions();
    const urls = this.of('url');
    if (urls.length === 0) this.diagnostics.error('command', this.pointer, 'This command names no address. Write curl https://…');
    return urls.map((url) => withoutKeys(this.request(url), this.schemes, this.diagnostics));
  }

  private request(url: Given): SampleRequest {
    if (/\s/.test(url.value.trim()))
      this.diagnostics.warning('command', url.pointer, 'This address has blanks in it. Perhaps a quote before them is missing.');
    const headers = this.of('header').flatMap((given) => headerField(given) ?? []);
    const header = (name: string): string | undefined => headers.find((field) => field.name.toLowerCase() === name)?.value;
    const type = header('content-type');
    const asQuery = this.of('get').length > 0;
    const body = asQuery ? undefined : this.body(type);
    const method =
      this.of('method')[0]?.value.toUpperCase() ??
      (this.of('head').length > 0 ? 'HEAD' : this.of('upload').length > 0 ? 'PUT' : body === undefined ? 'GET' : 'POST');
    // What the shell or the reader of a manual would fill in is a part of the path to give: $ID, ${ID}, {id}, <id>.
    const address = readAddressText(
      url.value.replace(/(?<=[/=])(?:\$\{?([A-Za-z_]\w*)\}?|\{([\w-]+)\}|<([\w-]+)>)(?=[/?#&]|$)/g, '{{$1$2$3}}'),
      url.pointer,
      new Variables(),
      () => ({
        value: undefined,
        description: '',
        pointer: url.pointer,
      }),
    );
    const words = address.path.replace(/\{[^{}]*\}/g, '').split(/[^A-Za-z0-9]+/);
    return {
      name: [method.toLowerCase(), ...words].join(' '),
      summary: '',
      description: '',
      pointer: this.pointer,
      method,
      ...address,
      query: [...address.query, ...this.queryFields(asQuery)],
      headers: headers.filter(
        ({ name }) => !/^(?:content-type|accept|authorization|content-length|host|cookie|user-agent)$/i.test(name),
      ),
      body,
      answers: [],
      security: this.security(headers.find(({ name }) => /^authorization$/i.test(name))),
    };
  }

  private of(...options: readonly CurlOption[]): readonly Given[] {
    return this.given.filter(({ option }) => options.includes(option));
  }

  private takeOptions(): void {
    const [from, to] = this.range;
    for (let i = from; i < to; i++) {
      const word = this.words[i]!;
      const pointer = child(this.pointer, i);
      if (!word.startsWith('-') || word === '-') this.given.push({ option: 'url', value: word, pointer });
      else if (word.startsWith('--')) i = this.longOption(word, i, pointer);
      else i = this.shortOptions(word, i, pointer);
    }
  }

  private longOption(word: string, i: number, pointer: string): number {
    const equals = word.indexOf('=');
    const option = curlOption(equals === -1 ? word : word.slice(0, equals));
    if (option === undefined) this.unknown(word, pointer);
    else if (!takesValue(option)) this.given.push({ option, value: '', pointer });
    else {
      this.given.push({
        option,
        value: equals === -1 ? (this.words[i + 1] ?? '') : word.slice(equals + 1),
        pointer: equals === -1 ? child(this.pointer, i + 1) : pointer,
      });
      return equals === -1 ? i + 1 : i;
    }
    return i;
  }

  /** `-sSL`, `-XPOST`, `-d '{}'`: letters without values, then perhaps one with its value. */
  private shortOptions(word: string, i: number, pointer: string): number {
    for (let k = 1; k < word.length; k++) {
      const option = curlOption(`-${word[k]!}`);
      if (option === undefined) this.unknown(`-${word[k]!}`, pointer);
      else if (!takesValue(option)) this.given.push({ option, value: '', pointer });
      else {
        const attached = word.slice(k + 1);
        this.given.push({
          option,
          value: attached === '' ? (this.words[i + 1] ?? '') : attached,
          pointer: attached === '' ? child(this.pointer, i + 1) : pointer,
        });
        return attached === '' ? i + 1 : i;
      }
    }
    return i;
  }

  private unknown(word: string, pointer: string): void {
    this.diagnostics.warning('command', pointer, `The option ${word.slice(0, 40)} is not known here and is left out.`);
  }

  private queryFields(asQuery: boolean): readonly SampleField[] {
    const data = asQuery ? this.of('data', 'data-raw', 'data-urlencode') : [];
    return [...this.of('url-query'), ...data].flatMap(({ option, value, pointer }) =>
      pairs(value, option !== 'data-urlencode' && option !== 'url-query', pointer),
    );
  }

  private body(type: string | undefined): SampleBody | undefined {
    const parts = this.of('form', 'form-string');
    if (parts.length > 0)
      return {
        kind: 'form',
        type: 'multipart/form-data',
        fields: parts.flatMap((part) => formField(part) ?? []),
        pointer: parts[0]!.pointer,
      };
    const [upload] = this.of('upload');
    if (upload !== undefined) return { kind: 'file', type: type ?? 'application/octet-stream', pointer: upload.pointer };
    const data = this.of('data', 'data-raw', 'data-urlencode', 'json');
    const [first] = data;
    if (first === undefined) return undefined;
    if (first.value.startsWith('@') && first.option !== 'data-raw')
      return { kind: 'file', type: type ?? 'application/octet-stream', pointer: first.pointer };
    const text = data.map(({ value }) => value).join(first.option === 'json' ? '' : '&');
    const json = parseJson(text)?.json;
    const declared = type ?? (first.option === 'json' ? 'application/json' : undefined);
    if (declared === undefined && typeof json === 'object' && json !== null) {
      this.diagnostics.add(
        'info',
        'command',
        first.pointer,
        'The data are JSON although the command does not say so; they are sent as JSON.',
      );
      return { kind: 'raw', type: 'application/json', json, pointer: first.pointer };
    }
    const media = declared ?? 'application/x-www-form-urlencoded';
    if (bareType(media) === 'application/x-www-form-urlencoded')
      return {
        kind: 'form',
        type: media,
        fields: data.flatMap(({ option, value, pointer }) => pairs(value, option !== 'data-urlencode', pointer)),
        pointer: first.pointer,
      };
    if (isJsonType(media) && json === undefined)
      this.diagnostics.warning('body', first.pointer, 'The data are called JSON but are none; their type is not known.');
    return { kind: 'raw', type: media, json: isJsonType(media) ? json : text, pointer: first.pointer };
  }

  private security(authorization: SampleField | undefined): readonly SecurityRequirement[] {
    if (this.of('user').length > 0) return this.schemes.require('basic', { kind: 'basic' });
    if (this.of('token').length > 0) return this.schemes.require('bearer', { kind: 'bearer' });
    return authorization === undefined ? [] : headerSecurity(this.schemes, authorization.value);
  }
}

/** What the shell would fill in (`$NAME`, `${NAME}`) is not known. */
const field = (name: string, value: string, pointer: string, file = false): SampleField => ({
  name,
  value: /^\$(?:[A-Za-z_]\w*|\{[A-Za-z_]\w*\})$/.test(value) ? undefined : value,
  disabled: false,
  description: '',
  pointer,
  file,
});

/** `Name: value`; undefined where the command takes a header away (`Name:`). */
function headerField({ value, pointer }: Given): SampleField | undefined {
  const [, name, text = ''] = /^([^:;]+)[:;]\s*(.*)$/s.exec(value) ?? [];
  return name === undefined || text === '' ? undefined : field(name.trim(), text.trim(), pointer);
}

/** `name=value`, or a file: `name=@picture.png;type=image/png`. */
function formField({ option, value, pointer }: Given): SampleField | undefined {
  const equals = value.indexOf('=');
  if (equals < 1) return undefined;
  const text = value.slice(equals + 1);
  const file = option === 'form' && text.startsWith('@');
  return field(value.slice(0, equals), file ? '' : option === 'form' ? text.replace(/;type=[^;]*$/, '') : text, pointer, file);
}

const pairs = (text: string, encoded: boolean, pointer: string): readonly SampleField[] =>
  text.split(encoded ? '&' : /$^/).flatMap((pair) => {
    const equals = pair.indexOf('=');
    const name = equals === -1 ? pair : pair.slice(0, equals);
    if (name === '') return [];
    const value = equals === -1 ? '' : pair.slice(equals + 1);
    return [field(encoded ? safeDecode(name) : name, encoded ? safeDecode(value.replaceAll('+', ' ')) : value, pointer)];
  });
