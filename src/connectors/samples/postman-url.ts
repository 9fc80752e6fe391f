import { arrayMember, child, flagMember, isObject, member, textMember } from '../json.ts';
import { descriptionOf } from './postman-text.ts';
import type { SampleField } from './sample.ts';
import { isOpen, placeholders, type Variables } from './variables.ts';

/** An address as a saved request writes it. */
export interface SampleAddress {
  readonly server: string;
  readonly path: string;
  readonly inPath: readonly SampleField[];
  readonly query: readonly SampleField[];
}

/** Reads a Postman address: a text, or a record of its parts. */
export function readAddress(raw: unknown, pointer: string, variables: Variables): SampleAddress {
  const text = typeof raw === 'string' ? raw : (textMember(raw, 'raw') ?? joinedParts(raw));
  const values = new Map(
    arrayMember(raw, 'variable').map((entry, i) => [
      textMember(entry, 'key') ?? textMember(entry, 'id') ?? '',
      { entry, pointer: child(child(pointer, 'variable'), i) },
    ]),
  );
  const listed = isObject(raw) && Array.isArray(member(raw, 'query'));
  const read = readAddressText(text, pointer, variables, (name) => {
    const known = values.get(name);
    return {
      value: textMember(known?.entry, 'value'),
      description: descriptionOf(known?.entry),
      pointer: known?.pointer ?? pointer,
    };
  });
  if (!listed) return read;
  const base = child(pointer, 'query');
  const query = arrayMember(raw, 'query').flatMap((entry, i) => fieldOf(entry, child(base, i), variables) ?? []);
  return { ...read, query };
}

const joinedParts = (raw: unknown): string => {
  const list = (name: string, separator: string): string => {
    const value = member(raw, name);
    if (typeof value === 'string') return value;
    return arrayMember(raw, name)
      .map((part) => (typeof part === 'string' ? part : (textMember(part, 'value') ?? '')))
      .join(separator);
  };
  const [protocol, port] = [textMember(raw, 'protocol'), textMember(raw, 'port')];
  const host = list('host', '.');
  return `${protocol === undefined ? '' : `${protocol}://`}${host}${port === undefined ? '' : `:${port}`}/${list('path', '/').replace(/^\//, '')}`;
};

/** What a path variable is known by: its value and words. */
type Describe = (name: string) => { readonly value: string | undefined; readonly description: string; readonly pointer: string };

/** Takes the text of an address apart. `:name` and `{{name}}` as parts of the path are parameters; so is a query's every pair. */
export function readAddressText(text: string, pointer: string, variables: Variables, describe: Describe): SampleAddress {
  const [withoutFragment = ''] = text.trim().split('#', 1);
  const mark = withoutFragment.indexOf('?');
  const address = mark === -1 ? withoutFragment : withoutFragment.slice(0, mark);
  const match = /^((?:[a-z][a-z0-9+.-]*|\{\{[^{}]*\}\}):\/\/)?([^/]*)(\/.*)?$/is.exec(address);
  const [, scheme = '', host = '', rest = ''] = match ?? [];
  const server = variables.fill(scheme + host);
  const fields: SampleField[] = [];
  const parameter = (name: string, value: string | undefined): string => {
    const { description, pointer: place, value: own } = describe(name);
    const known = own === undefined || own === '' ? value : variables.fill(own);
    if (!fields.some((field) => field.name === name))
      fields.push({
        name,
        value: known === undefined || isOpen(known) ? undefined : known,
        disabled: false,
        file: false,
        description,
        pointer: place,
      });
    return `{${name}}`;
  };
  const path = rest
    .split('/')
    .map((segment) =>
      /^:[\w-]+$/.test(segment)
        ? parameter(segment.slice(1), undefined)
        : segment.replace(placeholders, (_whole, name: string) => parameter(name.trim(), variables.get(name))),
    )
    .join('/');
  const pairs =
    mark === -1
      ? []
      : withoutFragment
          .slice(mark + 1)
          .split('&')
          .filter((pair) => pair !== '');
  const query = pairs.map((pair): SampleField => {
    const equals = pair.indexOf('=');
    const name = unescape(equals === -1 ? pair : pair.slice(0, equals));
    const value = variables.fill(unescape(equals === -1 ? '' : pair.slice(equals + 1)));
    return { name, value: isOpen(value) ? undefined : value, disabled: false, file: false, description: '', pointer };
  });
  return { server: withScheme(server), path: path === '' ? '/' : path, inPath: fields, query };
}

/** Browsers call pages without a scheme by https; a machine of one's own speaks http. */
function withScheme(server: string): string {
  const plain = server.replace(/\/+$/, '').replace(placeholders, '{$1}');
  if (plain === '' || /^[a-z][a-z0-9+.-]*:\/\//i.test(plain) || plain.startsWith('{')) return plain;
  return `${/^(?:localhost|127\.|\[::1\])/i.test(plain) ? 'http' : 'https'}://${plain}`;
}

function unescape(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

/** A pair of a list `[{key, value, disabled, description}]`; undefined where it has no name. */
export function fieldOf(entry: unknown, pointer: string, variables: Variables): SampleField | undefined {
  const name = variables.fill(textMember(entry, 'key') ?? '').trim();
  if (name === '') return undefined;
  const value = variables.fill(textMember(entry, 'value') ?? '');
  return {
    name,
    value: isOpen(value) ? undefined : value,
    disabled: flagMember(entry, 'disabled') === true,
    file: textMember(entry, 'type') === 'file',
    description: descriptionOf(entry),
    pointer,
  };
}
