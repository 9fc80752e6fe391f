import { map, Observable, of, tap, throwError } from 'rxjs';
import { joinBytes } from './bytes.ts';
import type { Definition } from './definition.ts';
import { isObject, member, textMember, arrayMember } from './json.ts';
import type { HttpRequest } from './request.ts';
import { withoutSecrets } from './secret-guard.ts';
import { CallFailure, type HttpResponse, type Transport } from './transport.ts';
import { base64, fromBase64 } from './value-text.ts';

/** A request and its answer, recorded: what a test or a demo replays offline. Without credentials, and without headers that may hold some. */
export interface RecordedExchange {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  /** The body, where it is text. */
  readonly sent?: string;
  readonly status: number;
  readonly reason: string;
  readonly headers: { readonly [name: string]: string };
  /** The answer's body as text, or as base64 where it is none. */
  readonly body?: string;
  readonly base64?: string;
}

/** Headers of answers that are worth keeping: what they are, and where to go on. */
const kept: ReadonlySet<string> = new Set(['content-type', 'etag', 'link', 'location', 'retry-after', 'last-modified']);

/** Path and query of a request without API keys, and the secrets that it carries. */
function open(
  request: HttpRequest,
  { securitySchemes }: Definition,
): { readonly path: string; readonly secrets: readonly string[] } {
  const address = new URL(request.url);
  const secrets: string[] = [];
  const names = new Set(['authorization', 'cookie', 'proxy-authorization']);
  for (const scheme of securitySchemes.values()) {
    if (scheme.kind !== 'apiKey') continue;
    if (scheme.in === 'query') {
      secrets.push(...address.searchParams.getAll(scheme.name));
      address.searchParams.delete(scheme.name);
    } else names.add(scheme.name.toLowerCase());
  }
  for (const [name, value] of request.headers)
    if (names.has(name.toLowerCase())) secrets.push(value, ...value.split(' ').slice(1), ...passwordIn(value));
  return { path: `${address.pathname}${address.search}`, secrets };
}

/** The password of basic authentication. */
function passwordIn(header: string): readonly string[] {
  const bytes = /^Basic /i.test(header) ? fromBase64(header.slice(6)) : undefined;
  const pair = bytes === undefined ? '' : new TextDecoder().decode(bytes);
  return pair.includes(':') ? [pair.slice(pair.indexOf(':') + 1)] : [];
}

/**
 * Records what passes a transport; `record` is told of each exchange once its answer is whole. `further`: values of the connection that
 * policies put into requests, which may be secret.
 */
export const recording =
  (
    transport: Transport,
    definition: Definition,
    record: (exchange: RecordedExchange) => void,
    further: readonly string[] = [],
  ): Transport =>
  (request, operation) => {
    const opened = open(request, definition);
    const secrets = [...opened.secrets, ...further];
    const path = withoutSecrets(opened.path, further);
    return transport(request, operation).pipe(
      map((response) => {
        const pieces: Uint8Array[] = [];
        const done = (): void => {
          const raw = joinBytes(pieces);
          const text = textOf(raw);
          record({
            method: request.method,
            path,
            ...(typeof request.body === 'string' && { sent: withoutSecrets(request.body, secrets) }),
            status: response.status,
            reason: withoutSecrets(response.reason, secrets),
            headers: Object.fromEntries(
              [...response.headers]
                .filter(([name]) => kept.has(name))
                .map(([name, value]) => [name, withoutSecrets(value, secrets)]),
            ),
            ...(text === undefined ? { base64: base64(raw) } : { body: withoutSecrets(text, secrets) }),
          });
        };
        return { ...response, body: response.body.pipe(tap({ next: (piece) => pieces.push(piece), complete: done })) };
      }),
    );
  };

/** Bytes as text where they are UTF-8 without control characters. */
function textOf(raw: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(raw);
    // oxlint-disable-next-line no-control-regex -- control characters tell bytes from text
    return /[\u0000-\u0008\u000E-\u001F]/.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

/** Answers from recorded exchanges, offline. The same request recorded several times is answered in turn, the last answer from then on. */
export function replaying(exchanges: readonly RecordedExchange[], definition: Definition): Transport {
  const used = new Map<string, number>();
  return (request) => {
    const { path } = open(request, definition);
    const body = typeof request.body === 'string' ? request.body : undefined;
    const asked = exchanges.filter((of) => of.method === request.method);
    const exact = asked.filter((of) => of.path === path);
    // Recorded below another base address.
    const same = exact.length > 0 ? exact : asked.filter((of) => of.path.endsWith(path));
    const fitting = same.filter(({ sent }) => sent === body);
    const all = fitting.length > 0 ? fitting : same;
    const key = `${request.method} ${path} ${body ?? ''}`;
    const n = used.get(key) ?? 0;
    used.set(key, n + 1);
    const found = all[Math.min(n, all.length - 1)];
    return found === undefined ? throwError(() => new CallFailure('not-recorded')) : of(responseOf(found));
  };
}

const responseOf = ({ status, reason, headers, body, base64: encoded }: RecordedExchange): HttpResponse => ({
  status,
  reason,
  headers: new Map(Object.entries(headers)),
  body: new Observable((subscriber) => {
    subscriber.next(
      encoded === undefined ? new TextEncoder().encode(body ?? '') : Uint8Array.from(atob(encoded), (c) => c.charCodeAt(0)),
    );
    subscriber.complete();
  }),
});

/** Recorded exchanges as the text of a file. */
export const writeFixture = (exchanges: readonly RecordedExchange[]): string =>
  `${JSON.stringify({ fixture: 1, exchanges }, null, 2)}\n`;

/** Recorded exchanges of a file's text. Throws a `TypeError` that says what is wrong with it. */
export function readFixture(text: string): readonly RecordedExchange[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new TypeError(`The file of recorded answers is no JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
  if (member(json, 'fixture') !== 1)
    throw new TypeError('The file holds no recorded answers: it should begin with {"fixture": 1, "exchanges": […]}.');
  return arrayMember(json, 'exchanges').map((raw, i) => {
    const status = member(raw, 'status');
    const method = textMember(raw, 'method');
    const path = textMember(raw, 'path');
    if (typeof status !== 'number' || method === undefined || path === undefined)
      throw new TypeError(`The recorded answer ${i + 1} needs a method, a path and a status.`);
    const headers = member(raw, 'headers');
    return {
      ...(raw as RecordedExchange),
      reason: textMember(raw, 'reason') ?? '',
      headers: isObject(headers) ? (headers as { [name: string]: string }) : {},
    };
  });
}
