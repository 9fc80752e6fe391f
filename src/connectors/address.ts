import { formulaError, type FormulaError } from '../formula/index.ts';
import type { Definition, Server } from './definition.ts';
import type { ConnectorSettings } from './settings.ts';

/** The longest address that is sent. */
const MAX_LENGTH = 32_000;

/**
 * The address that paths are appended to, without a trailing slash; undefined where there is none. The settings' own wins; otherwise the
 * first https server, else the first; a relative one counts from the document's address.
 */
export function baseAddress(definition: Definition, own: readonly Server[], settings: ConnectorSettings): string | undefined {
  if (settings.baseUrl !== undefined) return absolute(settings.baseUrl, settings.documentUrl);
  const servers = own.length > 0 ? own : definition.servers;
  const addresses = servers
    .map((server) => absolute(server.url, settings.documentUrl))
    .filter((address) => address !== undefined);
  return addresses.find((address) => address.startsWith('https:')) ?? addresses[0];
}

function absolute(url: string, documentUrl: string | undefined): string | undefined {
  // A WebSocket begins as a request (RFC 6455 section 3). A variable without a value: browsers would take the braces for a part of the name.
  if (/[{}]/.test(url)) return undefined;
  try {
    const http = url.replace(/^ws(s?:)/i, 'http$1');
    const address = documentUrl === undefined ? new URL(http) : new URL(http === '' ? '/' : http, documentUrl);
    if (address.protocol !== 'https:' && address.protocol !== 'http:') return undefined;
    if (address.username !== '' || address.password !== '') return undefined;
    return `${address.origin}${address.pathname.replace(/\/+$/, '')}`;
  } catch {
    return undefined;
  }
}

/** What a value must not do to a path: be empty, name this or the parent folder, hide control characters. Gives what is wrong with it. */
export function pathValueProblem(value: string): string | undefined {
  if (value === '') return 'needs a value: an empty one would lead to another address';
  if (value === '.' || value.split(/[/\\]/).some((piece) => /^\.\.(?:;|$)/.test(piece.replace(/%2e/gi, '.'))))
    return 'must not contain .. as a part of a path: it would lead to another address';
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  return /[\u0000-\u001F\u007F]/.test(value) ? 'must not contain control characters' : undefined;
}

/** Appends path and query to the base. An error where the result is not below the base, whatever the definition or the values said. */
export function joinAddress(base: string, path: string, query: readonly string[]): string | FormulaError {
  // What stands after a # is never sent, and values are escaped: it is the description's own, to tell operations of one path apart.
  const rooted = (path.startsWith('/') ? path : `/${path}`).replace(/#.*/s, '');
  const separator = rooted.includes('?') ? '&' : '?';
  const text = `${base}${rooted}${query.length === 0 ? '' : `${separator}${query.join('&')}`}`;
  if (text.length > MAX_LENGTH)
    return formulaError(
      'InvalidArgument',
      `The address would have ${text.length} characters; services take at most about ${MAX_LENGTH}. Give shorter values.`,
    );
  return isBelow(text, base) && !stepsAside(rooted)
    ? text
    : formulaError('InvalidArgument', 'The values given lead outside the address of this connection.');
}

/** Whether a path has a segment that means this or the parent folder, escaped or not: what is sent would not be what is written. */
export const stepsAside = (path: string): boolean =>
  (path.split(/[?#]/, 1)[0] ?? '').split(/[/\\]/).some((segment) => /^(?:\.|%2e){1,2}$/i.test(segment));

/** Whether an address, once a browser has normalised it, stays below the base: same origin, same path prefix. */
export function isBelow(text: string, base: string): boolean {
  try {
    const address = new URL(text);
    const root = new URL(base);
    if (address.origin !== root.origin || address.username !== '' || address.password !== '') return false;
    const prefix = root.pathname.replace(/\/+$/, '');
    return address.pathname === prefix || address.pathname.startsWith(`${prefix}/`);
  } catch {
    return false;
  }
}
