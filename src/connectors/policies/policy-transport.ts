import { from, map, of, switchMap, type Observable } from 'rxjs';
import { stepsAside } from '../address.ts';
import { bodyBytes } from '../bytes.ts';
import type { ApiOperation } from '../definition.ts';
import { safeDecode } from '../json.ts';
import { writeJson, parseJson } from '../json-text.ts';
import { isJsonType } from '../media.ts';
import { pathValues } from '../path-template.ts';
import type { HttpRequest } from '../request.ts';
import { CallFailure, type HttpResponse, type Transport } from '../transport.ts';
import { bodyPolicies } from './body-policies.ts';
import { policiesOf } from './host-policy.ts';
import type { Policy } from './policy.ts';
import { at, bodySteps, expand, marked, readsCall, type PolicyScope } from './policy-template.ts';

/** What policies take from the connection. */
export interface PolicyContext {
  readonly policies: readonly Policy[];
  /** The connection's own values, by name: `region`, `token:environment`. Secrets too, so they reach requests last. */
  readonly parameters: { readonly [name: string]: string };
  /** What the paths of an operation are appended to before a policy names another host. */
  readonly base: (operation: ApiOperation) => string;
  readonly maxResponseBytes: number;
}

const none: ReadonlyMap<string, string> = new Map();

/**
 * A transport that applies a connector's policies around another one: to requests when their credentials are in place, and to answers before
 * they are read.
 */
export const withPolicies =
  (transport: Transport, context: PolicyContext): Transport =>
  (request, operation) => {
    const own = operation === undefined ? [] : policiesOf(context.policies, operation);
    if (operation === undefined || own.length === 0) return transport(request, operation);
    const requestPolicies = own.filter(({ section }) => section === 'request');
    const answerPolicies = own.filter(({ section }) => section === 'response');
    return requestPolicies
      .reduce(
        (prepared, policy) => prepared.pipe(switchMap((draft) => applyToRequest(draft, policy, operation, context, transport))),
        of(request),
      )
      .pipe(
        switchMap((prepared) => transport(prepared, operation)),
        switchMap((response) => applyToAnswer(response, answerPolicies, request, context)),
      );
  };

function applyToRequest(
  request: HttpRequest,
  policy: Policy,
  operation: ApiOperation,
  context: PolicyContext,
  transport: Transport,
): Observable<HttpRequest> {
  const scope = requestScope(request, context);
  switch (policy.template) {
    case 'dynamichosturl':
    case 'dynamicsubdomain':
      return of(rehosted(request, policy, context.base(operation), scope));
    case 'routerequesttoendpoint':
      return of(rerouted(request, policy, operation, context, scope));
    case 'setheader': {
      const headers = setHeader(request.headers, policy, scope);
      return of({ ...request, headers });
    }
    case 'setqueryparameter':
      return of(setQuery(request, policy, scope));
    case 'setvaluefromurl':
      return fetchedValue(request, policy, operation, context, transport);
    default: {
      const change = bodyPolicies.get(policy.template);
      const body = scope.body();
      if (change === undefined || body === undefined) return of(request);
      return of({ ...request, body: writeJson(change(body, policy, scope)) });
    }
  }
}

function requestScope(request: HttpRequest, { parameters }: PolicyContext): PolicyScope {
  const query = new URL(request.url).searchParams;
  return {
    parameter: (name) => (Object.hasOwn(parameters, name) ? parameters[name] : undefined),
    header: (name) => headerOf(request.headers, name),
    query: (name) => query.get(name) ?? query.get(safeDecode(name)) ?? undefined,
    body: () =>
      typeof request.body === 'string' && isJsonType(headerOf(request.headers, 'content-type') ?? '')
        ? parseJson(request.body)?.json
        : undefined,
  };
}

const headerOf = (headers: ReadonlyMap<string, string>, name: string): string | undefined =>
  [...headers].find(([own]) => own.toLowerCase() === name.toLowerCase())?.[1];

/** The request at the address that the template names; what the caller gives may choose only among hosts of the definition's own domain. */
function rehosted(request: HttpRequest, policy: Policy, base: string, scope: PolicyScope): HttpRequest {
  const template = policy.text('urlTemplate');
  const text = expand(template, scope).trim();
  const address = /^https?:\/\//i.test(text) ? text : `https://${text}`;
  let host: URL;
  try {
    host = new URL(address);
  } catch {
    throw new CallFailure('address');
  }
  if (host.username !== '' || host.password !== '' || host.search !== '' || host.hash !== '') throw new CallFailure('address');
  if (readsCall(template) && (host.protocol !== 'https:' || siteOf(host.hostname) !== siteOf(new URL(base).hostname)))
    throw new CallFailure('address');
  if (!keepsHost(host.hostname, template) || stepsAside(text.replace(/^https?:\/\//i, ''))) throw new CallFailure('address');
  return { ...request, url: `${host.origin}${host.pathname.replace(/\/+$/, '')}${request.url.slice(base.length)}` };
}

/** The part of a host name that one owner has: `example.com`, `example.co.uk`; of an address its digits. */
function siteOf(hostname: string): string {
  const labels = hostname.split('.');
  if (hostname.startsWith('[') || /^\d+$/.test(labels.at(-1)!)) return hostname;
  const [second = '', top = ''] = labels.slice(-2);
  return labels.slice(top.length === 2 && second.length <= 3 ? -3 : -2).join('.');
}

const MARK = '\u0001';

/** Whether a host name still has what the template writes around its expressions: a value chooses a part, never the whole. */
function keepsHost(hostname: string, template: string): boolean {
  const [authority = ''] = marked(template, MARK)
    .trim()
    .replace(/^https?:\/\//i, '')
    .split(/[/?#:]/, 1);
  const literals = authority.toLowerCase().split(MARK);
  return hostname.startsWith(literals[0]!) && hostname.endsWith(literals.at(-1)!) && !/^\.|\.\./.test(hostname);
}

/** The request at another path, with the same values in its placeholders; its query stays. */
function rerouted(
  request: HttpRequest,
  policy: Policy,
  operation: ApiOperation,
  context: PolicyContext,
  scope: PolicyScope,
): HttpRequest {
  const url = new URL(request.url);
  const values = pathValues(operation.path, url.pathname) ?? none;
  const method = policy.text('httpMethod');
  const path = expand(policy.text('newPath'), scope).replace(
    /\{([^{}]*)\}/g,
    (wholeText, name: string) => values.get(name) ?? wholeText,
  );
  const prefix = new URL(context.base(operation)).pathname.replace(/\/+$/, '');
  const [pathname = '', query = ''] = path.split('?', 2);
  const joined = [query, url.search.slice(1)].filter((part) => part !== '').join('&');
  const target = new URL(`${url.origin}${prefix}/${pathname.replace(/^\/+/, '')}${joined === '' ? '' : `?${joined}`}`);
  if (target.origin !== url.origin || !target.pathname.startsWith(`${prefix}/`) || stepsAside(pathname))
    throw new CallFailure('address');
  return { ...request, url: target.href, method: /^[A-Za-z]+$/.test(method) ? method.toUpperCase() : request.method };
}

/** Sets a header as `existsAction` says: `override` (default), `skip` where there is one, or `append`. */
function setHeader(headers: ReadonlyMap<string, string>, policy: Policy, scope: PolicyScope): ReadonlyMap<string, string> {
  const name = policy.text('name');
  const known = headerOf(headers, name);
  const value = expand(policy.text('value'), scope).trim();
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name) || /[\u0000-\u001F\u007F]/.test(value)) return headers;
  const rest = [...headers].filter(([own]) => own.toLowerCase() !== name.toLowerCase());
  const exists = policy.text('existsAction').toLowerCase();
  if (known !== undefined && exists === 'skip') return headers;
  const set = known !== undefined && exists === 'append' ? `${known},${value}` : value;
  return new Map(set === '' ? rest : [...rest, [name, set]]);
}

function setQuery(request: HttpRequest, policy: Policy, scope: PolicyScope): HttpRequest {
  const name = safeDecode(policy.text('name'));
  const [address = '', query = ''] = request.url.split('?', 2);
  const pairs = query === '' ? [] : query.split('&');
  const isIt = (pair: string): boolean => safeDecode(pair.split('=', 1)[0] ?? '') === name;
  const exists = policy.text('existsAction').toLowerCase();
  if (exists === 'skip' && pairs.some(isIt)) return request;
  const kept = exists === 'append' ? pairs : pairs.filter((pair) => !isIt(pair));
  const added = `${encodeURIComponent(name)}=${encodeURIComponent(expand(policy.text('value'), scope))}`;
  return { ...request, url: `${address}?${[...kept, added].join('&')}` };
}

/** Asks the service first for a value that the request needs: a token, an entity tag. */
function fetchedValue(
  request: HttpRequest,
  policy: Policy,
  operation: ApiOperation,
  context: PolicyContext,
  transport: Transport,
): Observable<HttpRequest> {
  const scope = requestScope(request, context);
  const values = pathValues(operation.path, new URL(request.url).pathname) ?? none;
  const path = expand(policy.text('parameterValueUrl'), scope).replace(
    /\{([^{}]*)\}/g,
    (_whole, name: string) => values.get(name) ?? '',
  );
  const url = new URL(path, request.url);
  if (url.origin !== new URL(request.url).origin || stepsAside(path)) throw new CallFailure('address');
  const first: HttpRequest = {
    method: policy.text('httpMethod').toUpperCase() || 'GET',
    url: url.href,
    headers: request.headers,
    body: undefined,
  };
  return transport(first, undefined).pipe(
    switchMap((response) => bodyBytes(response, context.maxResponseBytes)),
    map((bytes) => {
      const json = parseJson(new TextDecoder().decode(bytes))?.json;
      const value = at(json, bodySteps(policy.text('parameterValuePathTemplate')) ?? []);
      const header = /^@headers\('([^']+)'\)$/i.exec(policy.text('parameterTemplate'))?.[1];
      if (header === undefined || (typeof value !== 'string' && typeof value !== 'number')) return request;
      const rest = [...request.headers].filter(([own]) => own.toLowerCase() !== header.toLowerCase());
      return { ...request, headers: new Map([...rest, [header, String(value)]]) };
    }),
  );
}

function applyToAnswer(
  response: HttpResponse,
  policies: readonly Policy[],
  request: HttpRequest,
  context: PolicyContext,
): Observable<HttpResponse> {
  const signedOut = policies.some(
    (policy) =>
      policy.template === 'setconnectionstatustounauthenticated' && Number(policy.text('statusCode')) === response.status,
  );
  const scope = { ...requestScope(request, context), header: (name: string) => response.headers.get(name.toLowerCase()) };
  const headers = policies
    .filter(({ template }) => template === 'setheader')
    .reduce((known: ReadonlyMap<string, string>, policy) => setHeader(known, policy, scope), response.headers);
  const answer: HttpResponse = {
    ...response,
    ...(signedOut && { status: 401 }),
    headers: headers === response.headers ? headers : new Map([...headers].map(([name, value]) => [name.toLowerCase(), value])),
  };
  if (response.status >= 300) return of({ ...answer, body: withoutSecrets(response, context) });
  const changes = policies.filter(({ template }) => bodyPolicies.has(template));
  if (changes.length === 0) return of(answer);
  return bodyBytes(response, context.maxResponseBytes).pipe(
    map((bytes) => {
      const parsed = parseJson(new TextDecoder().decode(bytes));
      if (parsed === undefined) return { ...answer, body: of(bytes) };
      const changed = changes.reduce(
        (body: unknown, policy) => bodyPolicies.get(policy.template)!(body, policy, { ...scope, body: () => body }),
        parsed.json,
      );
      return { ...answer, body: from([new TextEncoder().encode(writeJson(changed))]) };
    }),
  );
}

/** What a service says about a failure, without the connection's own values: short ones would garble any text. */
const withoutSecrets = (response: HttpResponse, { parameters, maxResponseBytes }: PolicyContext): Observable<Uint8Array> => {
  const values = Object.values(parameters).filter((value) => value.length >= 8);
  if (values.length === 0) return response.body;
  return bodyBytes(response, maxResponseBytes).pipe(
    map((bytes) => {
      const text = new TextDecoder().decode(bytes);
      return new TextEncoder().encode(values.reduce((shown, value) => shown.replaceAll(value, '•••'), text));
    }),
  );
};
