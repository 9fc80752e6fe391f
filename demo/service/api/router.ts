import type { Context, Hono } from 'hono';
import type { Operation, Answer, Shop } from './operation.ts';
import { KEY_HEADER } from './description.ts';
import { matches } from './etag.ts';
import { Problem, invalid } from './problem.ts';
import { checkOf, readParameter, type Check } from './validate.ts';
import { optional, type Schema } from './schema.ts';

/** The largest body that is read, in bytes. */
const BODY_LIMIT = 1_000_000;

/** Adds a route for each operation. */
export function addRoutes(app: Hono, operations: readonly Operation[], shop: Shop, apiKey: string): void {
  const methods = new Map<string, string[]>();
  for (const operation of operations) {
    const route = operation.path.replace(/\{(\w+)\}/g, ':$1');
    const answer = answerer(operation, shop, apiKey);
    app.on(operation.method.toUpperCase(), route, async (context) => respond(await answer(context)));
    methods.set(route, [...(methods.get(route) ?? []), operation.method.toUpperCase()]);
  }
  for (const [route, allowed] of methods)
    app.all(route, () => {
      throw new Problem(405, 'Method Not Allowed', `This path takes ${allowed.join(', ')}.`, {
        headers: { Allow: allowed.join(', ') },
      });
    });
}

/** Reads and checks a request, lets the operation do its work, and answers 304 where the caller has the current version. */
function answerer(operation: Operation, shop: Shop, apiKey: string): (context: Context) => Promise<Answer> {
  const readParameters = parameterReader(operation);
  const readBody = operation.body && bodyReader(operation.body);
  return async (context) => {
    if (operation.secured && context.req.header(KEY_HEADER) !== apiKey)
      throw new Problem(401, 'Unauthorized', `Send the service's key in the header ${KEY_HEADER}.`);
    const parameters = readParameters(context);
    const body = readBody && (await readBody(context));
    const url = new URL(context.req.url);
    const answer = await operation.handle({
      parameters,
      body,
      shop,
      baseUrl: baseUrlOf(context),
      url,
      signal: context.req.raw.signal,
    });
    const known = context.req.header('if-none-match');
    const etag = answer.headers?.ETag;
    const unchanged = operation.method === 'get' && known !== undefined && etag !== undefined && matches(known, etag);
    return unchanged ? { status: 304, headers: { ETag: etag } } : answer;
  };
}

function parameterReader({ parameters }: Operation): (context: Context) => { [name: string]: unknown } {
  const entries = Object.entries(parameters);
  const inQuery = new Set(entries.filter(([, { in: place }]) => place === 'query').map(([name]) => name));
  const check = checkOf({
    type: 'object',
    properties: Object.fromEntries(entries.map(([name, { schema }]) => [name, optional(schema)])),
  });
  return (context) => {
    const query = new URL(context.req.url).searchParams;
    const values: { [name: string]: unknown } = {};
    for (const [name, parameter] of entries) {
      const text = textOf(context, query, name, parameter.in);
      // An empty field of a form is none.
      const missing = text === undefined || (text === '' && parameter.in === 'query');
      values[name] = missing ? parameter.schema.default : readParameter(parameter, text);
    }
    const errors = new Map(check(values));
    for (const name of query.keys()) if (!inQuery.has(name)) errors.set(name, ['There is no such parameter.']);
    if (errors.size > 0) throw invalid(errors);
    return values;
  };
}

function textOf(context: Context, query: URLSearchParams, name: string, place: 'path' | 'query' | 'header'): string | undefined {
  if (place === 'query') return query.get(name) ?? undefined;
  return place === 'path' ? context.req.param(name) : context.req.header(name);
}

function bodyReader(schema: Schema): (context: Context) => Promise<unknown> {
  const check: Check = checkOf(schema);
  return async (context) => {
    if (!/^application\/([\w.-]+\+)?json\b/i.test(context.req.header('content-type') ?? 'application/json'))
      throw new Problem(415, 'Unsupported Media Type', 'Send the body as application/json.');
    const text = await context.req.text();
    if (text.length > BODY_LIMIT) throw new Problem(413, 'Content Too Large', 'The body is larger than 1 MB.');
    const body = parsed(text);
    const errors = check(body);
    if (errors.size > 0) throw invalid(errors);
    return body;
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Problem(400, 'Malformed JSON', `The body is not JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

/** The address that the client knows, also behind a proxy that tells it. */
export function baseUrlOf(context: Context): string {
  const url = new URL(context.req.url);
  const first = (name: string): string | undefined => context.req.header(name)?.split(',')[0]?.trim() || undefined;
  const host = first('x-forwarded-host') ?? url.host;
  const prefix = first('x-forwarded-prefix')?.replace(/\/+$/, '') ?? '';
  return `${first('x-forwarded-proto') ?? url.protocol.replace(':', '')}://${host}${prefix}`;
}

function respond({ status = 200, body, type, headers = {} }: Answer): Response {
  const empty = body === undefined || status === 204 || status === 304;
  const sent = empty ? null : type === undefined ? JSON.stringify(body) : (body as string | ReadableStream<Uint8Array>);
  return new Response(sent, {
    status,
    headers: {
      'Cache-Control': headers.ETag === undefined ? 'no-store' : 'no-cache',
      ...headers,
      ...(!empty && { 'Content-Type': type ?? 'application/json' }),
    },
  });
}

/** A problem as an answer. */
export const respondProblem = (problem: Problem): Response =>
  new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: { 'Cache-Control': 'no-store', ...problem.headers, 'Content-Type': 'application/problem+json' },
  });
