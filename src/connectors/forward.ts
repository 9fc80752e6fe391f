import type { Observable } from 'rxjs';
import { baseAddress, joinAddress, pathValueProblem } from './address.ts';
import type { Authorizer, AuthorizedResponse } from './credentials.ts';
import type { ApiOperation, Definition } from './definition.ts';
import { misfits } from './fit.ts';
import { bindOperations, bindTriggers } from './functions.ts';
import { operationName } from './gateway.ts';
import { safeDecode } from './json.ts';
import { parseJson } from './json-text.ts';
import { isJsonType } from './media.ts';
import { readPolicies } from './policies/policy.ts';
import { forbiddenHeader, UNSAID, type HttpRequest } from './request.ts';
import { authorizerOf } from './service-line.ts';
import type { ServiceType } from './service-type.ts';
import type { ConnectorSettings } from './settings.ts';
import type { FunctionParameter, Signature } from './signature.ts';
import { notificationPath, withValueAt } from './streams/webhook.ts';

/** A call as it reaches a gateway: values as they go on the wire, and no address. */
export interface WireCall {
  /** By placeholder, escaped as in an address. */
  readonly path: ReadonlyMap<string, string>;
  /** As in an address, without `?`. */
  readonly query: string;
  /** By lower-case name. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Uint8Array<ArrayBuffer> | undefined;
}

export interface ForwardSettings extends ConnectorSettings {
  /** Whether values are held against the types of the description (default); names always are. */
  readonly check?: boolean;
}

/** Headers of a request that every operation may have. */
const usual: ReadonlySet<string> = new Set([
  'accept',
  'accept-language',
  'content-language',
  'content-type',
  'idempotency-key',
  'if-match',
  'if-modified-since',
  'if-none-match',
  'if-unmodified-since',
  'last-event-id',
  'prefer',
  'x-request-id',
]);

/** The operations of a service, called for somebody else: what they give is held against the description, and what it does not name is refused. */
export class Forward {
  readonly definition: Definition;
  readonly operations: ReadonlyMap<string, { readonly operation: ApiOperation; readonly signature: Signature }>;
  private readonly settings: ForwardSettings;
  private readonly authorizer: Authorizer;

  constructor(definition: Definition, settings: ForwardSettings) {
    this.definition = definition;
    this.settings = settings;
    const everything = { ...settings, includeInternal: true, includeUnsupported: true, includeWebhooks: true };
    const bound = [...bindOperations(definition, everything), ...bindTriggers(definition, everything)];
    const names = bound.map(({ operation }) => operationName(operation));
    // A name that two operations have stands for neither.
    this.operations = new Map(
      bound
        .filter((_, i) => names.indexOf(names[i]!) === names.lastIndexOf(names[i]!))
        .map((of) => [operationName(of.operation), of]),
    );
    this.authorizer = authorizerOf(definition, settings);
  }

  /** The origins that calls go to by the description and the settings. */
  get origins(): readonly string[] {
    const bases = [...this.operations.values()].map(({ operation }) => this.base(operation));
    return [...new Set(bases.filter((base) => base !== undefined).map((base) => new URL(base).origin))];
  }

  /** The request of a call; a sentence where it cannot be one. */
  request(name: string, call: WireCall): HttpRequest | string {
    const bound = this.operations.get(name);
    if (bound === undefined) return `There is no operation ${name}.`;
    const { operation, signature } = bound;
    const check = this.settings.check !== false;
    const path = pathOf(signature, call.path, check);
    const problem = path.problem ?? this.queryProblem(signature, call.query) ?? bodyProblem(signature, call, check);
    if (problem !== undefined) return problem;
    const headers = this.headersOf(signature, call.headers);
    if (typeof headers === 'string') return headers;
    const base = this.base(operation) ?? (readPolicies(this.settings.apiProperties).length > 0 ? UNSAID : undefined);
    if (base === undefined) return 'The description does not say where the service is. Give the connection a baseUrl.';
    const url = joinAddress(base, path.text, call.query === '' ? [] : [call.query]);
    // What would be read in another way than it is written is not sent.
    if (
      typeof url !== 'string' ||
      steps(new URL(url).pathname) !== steps(`${new URL(base).pathname.replace(/\/$/, '')}${path.text}`)
    )
      return 'The values given lead outside the address of this connection.';
    return { method: operation.method, url, headers, body: call.body };
  }

  /** A call that registers a callback, with the address to call; undefined where the description has no place for one. */
  withCallback(name: string, call: WireCall, address: string): WireCall | undefined {
    const { operation } = this.operations.get(name) ?? {};
    const path = operation && notificationPath(operation, this.definition.schemas);
    if (path === undefined) return undefined;
    const given = call.body === undefined ? {} : parseJson(new TextDecoder().decode(call.body))?.json;
    const body = new TextEncoder().encode(JSON.stringify(withValueAt(given, path, address)));
    return { ...call, body, headers: new Map([...call.headers, ['content-type', 'application/json']]) };
  }

  /** Sends a request with its credentials. */
  send(request: HttpRequest, operation: ApiOperation): Observable<AuthorizedResponse> {
    return this.authorizer.send(request, operation);
  }

  private base({ servers }: ApiOperation): string | undefined {
    return baseAddress(this.definition, servers, this.settings);
  }

  private queryProblem({ operation, sent }: Signature, query: string): string | undefined {
    // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
    if (/[\u0000- #\\]/.test(query)) return 'The query has characters that must be escaped.';
    const known = sent.filter(({ place }) => place === 'query');
    const keys = [...this.definition.securitySchemes.values()].flatMap((scheme) =>
      scheme.kind === 'apiKey' && scheme.in === 'query' ? [scheme.name.toLowerCase()] : [],
    );
    for (const pair of query === '' ? [] : query.split('&')) {
      const [rawName = '', ...rest] = pair.split('=');
      const name = safeDecode(rawName.replaceAll('+', ' '));
      if (keys.includes(name.toLowerCase())) return `The query parameter ${name} is the gateway’s to set.`;
      const parameter = known.find(
        ({ wire, type }) => wire === name || name.startsWith(`${wire}[`) || (type.kind === 'record' && type.fields.has(name)),
      );
      // A link to the next page has parameters of the service's own.
      if (parameter === undefined && operation.pages === undefined) return `There is no query parameter ${name}.`;
      if (parameter?.wire === name && this.settings.check !== false) {
        const problem = valueProblem(parameter, safeDecode(rest.join('=').replaceAll('+', ' ')));
        if (problem !== undefined) return problem;
      }
    }
    return undefined;
  }

  private headersOf({ sent }: Signature, given: ReadonlyMap<string, string>): ReadonlyMap<string, string> | string {
    const headers = new Map<string, string>();
    const keys = [...this.definition.securitySchemes.values()].flatMap((scheme) =>
      scheme.kind === 'apiKey' && scheme.in === 'header' ? [scheme.name.toLowerCase()] : [],
    );
    for (const [name, value] of given) {
      const parameter = sent.find(({ place, wire }) => place === 'header' && wire.toLowerCase() === name);
      if (
        forbiddenHeader.test(name) ||
        name === 'authorization' ||
        keys.includes(name) ||
        (parameter === undefined && !usual.has(name))
      )
        continue;
      const problem = parameter && this.settings.check !== false ? valueProblem(parameter, value) : undefined;
      if (problem !== undefined) return problem;
      headers.set(name, value);
    }
    return headers;
  }
}

const steps = (path: string): number => path.split('?', 1)[0]!.split('/').length;

/** The path with the values in it. */
function pathOf(
  { operation, sent }: Signature,
  given: ReadonlyMap<string, string>,
  check: boolean,
): { readonly text: string; readonly problem?: string } {
  let problem: string | undefined;
  const names = new Set<string>();
  const text = operation.path.replace(/\{([^{}]*)\}/g, (_whole, name: string) => {
    names.add(name);
    const piece = given.get(name) ?? '';
    const parameter = sent.find(({ place, wire }) => place === 'path' && wire === name);
    const value = safeDecode(piece);
    const wrong = pathValueProblem(value) ?? pathValueProblem(safeDecode(value) || '-');
    if (wrong !== undefined) problem ??= `The value of ${name} ${wrong}.`;
    else if (!/^(?:[\w\-.~!$&'()*+,;=:@]|%[0-9A-Fa-f]{2})+$/.test(piece)) problem ??= `The value of ${name} must be escaped.`;
    else if (parameter !== undefined && check) problem ??= valueProblem(parameter, value);
    return piece;
  });
  const unknown = [...given.keys()].find((name) => !names.has(name));
  if (unknown !== undefined) problem ??= `The path has no place for ${unknown}.`;
  return problem === undefined ? { text } : { text, problem };
}

/** What is wrong with a value outside the body; lists and records are left to the service. */
function valueProblem({ name, type }: FunctionParameter, text: string): string | undefined {
  if (text === '') return undefined;
  const fits =
    type.kind === 'number'
      ? (type.format === 'integer' || type.format === 'int64' ? /^-?\d+$/ : /^-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i).test(text)
      : type.kind === 'boolean'
        ? /^(?:true|false|0|1)$/i.test(text)
        : type.kind === 'date' || type.kind === 'dateTime'
          ? !Number.isNaN(Date.parse(text))
          : type.kind !== 'option' ||
            [...type.set.members.values()].some((member) => String(member) === text) ||
            type.set.members.has(text);
  return fits ? undefined : `${name} must be ${wanted[type.kind] ?? 'another value'}.`;
}

const wanted: { readonly [kind: string]: string } = {
  number: 'a number',
  boolean: 'true or false',
  date: 'a date',
  dateTime: 'a date and time',
  option: 'one of the choices that the description names',
};

/** JSON deeper than this is taken apart by nobody. */
const MAX_DEPTH = 64;

function bodyProblem({ body, operation }: Signature, call: WireCall, check: boolean): string | undefined {
  if (call.body === undefined || call.body.length === 0)
    return operation.body?.required === true && body !== undefined ? 'This operation needs a body.' : undefined;
  if (body === undefined) return 'This operation takes no body.';
  const media = call.headers.get('content-type') ?? '';
  if (!/^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(?:\s*;\s*[\w-]+=(?:"[^"\\]*"|[\w'()+,./:=?-]+))*$/.test(media))
    return 'The body needs a Content-Type.';
  if (!isJsonType(media)) return undefined;
  const text = new TextDecoder().decode(call.body);
  if (depthOf(text) > MAX_DEPTH) return `The body is nested deeper than ${MAX_DEPTH} levels.`;
  const parsed = parseJson(text);
  if (parsed === undefined) return 'The body is no JSON.';
  const [first] = !check ? [] : misfits(parsed.json, bodyType(body));
  return first && `${first.path === '' ? 'The body' : first.path} ${first.message}.`;
}

const bodyType = (body: NonNullable<Signature['body']>): ServiceType =>
  body.kind === 'whole'
    ? body.parameter.type
    : {
        kind: 'record',
        fields: new Map(
          body.parameters.map(({ wire, type, required, description, visibility, label, default: fallback }) => [
            wire,
            { name: wire, type, required, hidden: false, default: fallback, label, description, visibility },
          ]),
        ),
      };

/** How deep the brackets of a JSON text go, counted without taking it apart. */
export function depthOf(text: string): number {
  let [depth, most] = [0, 0];
  for (const [bracket] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[{\]}]/g)) {
    if (bracket === '[' || bracket === '{') most = Math.max(most, ++depth);
    else if (bracket === ']' || bracket === '}') depth--;
  }
  return most;
}

// What a server that forwards calls needs beside.
export { isRepeatable, isSafe, type ApiOperation, type Definition } from './definition.ts';
export { GATEWAY_HEADER, operationName, PATH_HEADER } from './gateway.ts';
export { connectText } from './connect-text.ts';
export { readDefinition } from './read-definition.ts';
export { readSource } from './source.ts';
export { describeTables, tableKinds, type TableKind } from './query/described-tables.ts';
export { Throttle } from './throttle.ts';
export { CallFailure, type HttpResponse, type Transport } from './transport.ts';
export { OAuthCredentials, SignInError, type OAuthState, type OAuthStore } from './oauth.ts';
export type { Credential, CredentialRequest, Credentials } from './credentials.ts';
export type { ConnectorSettings } from './settings.ts';
export type { HttpRequest } from './request.ts';
export { isWebhook } from './streams/webhook.ts';
