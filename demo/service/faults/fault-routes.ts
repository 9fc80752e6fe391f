import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context, Hono, MiddlewareHandler } from 'hono';
import { Problem, invalid } from '../api/problem.ts';
import { respondProblem } from '../api/router.ts';
import type { ValueOf } from '../api/schema.ts';
import { checkOf } from '../api/validate.ts';
import { takeFault, type Fault } from './fault.ts';
import { faultScript, type FaultScripts } from './fault-script.ts';
import { cutByService, type RequestLog } from './request-log.ts';

/** Faults on request, and a log of what was asked: what tests need of a service, and no part of its description. */
export class Faults {
  readonly #scripts: FaultScripts;
  readonly #log: RequestLog;
  readonly #latency: number;
  readonly #ahead = new WeakMap<IncomingMessage, Fault>();

  constructor(scripts: FaultScripts, log: RequestLog, latency: number) {
    this.#scripts = scripts;
    this.#log = log;
    this.#latency = latency;
  }

  /** Decides, before anything else sees a request, what is to go wrong with it. */
  receive(request: IncomingMessage, response: ServerResponse): void {
    const { method = '' } = request;
    const asked = takeFault(request);
    const path = new URL(request.url ?? '/', 'http://service').pathname;
    // What a browser asks before it asks is no call.
    if (method === 'OPTIONS' || path === '/faults' || path.startsWith('/faults/')) return;
    const operation = this.#log.operationOf(method, path);
    this.#log.follow(request, response, operation);
    this.#ahead.set(request, { delay: this.#latency, ...this.#scripts.next(method, path, operation), ...asked });
  }

  /** Makes happen what was decided. */
  readonly middleware: MiddlewareHandler = async (context, next) => {
    const { incoming, outgoing } = context.env as HttpBindings;
    const fault = this.#ahead.get(incoming) ?? {};
    if (fault.reset === 'before') return reset(outgoing);
    if (fault.status === undefined) await next();
    else context.res = statusAnswer(fault.status, fault.retryAfter);
    await pause(fault.delay ?? 0, outgoing);
    if (fault.reset === 'after') replace(context, reset(outgoing));
    else if (fault.truncate !== undefined) replace(context, await truncated(context.res, fault.truncate, outgoing));
    else if (fault.shorten !== undefined) replace(context, await shortened(context.res, fault.shorten));
    return undefined;
  };

  /** `POST /faults` scripts the next answers, `GET /faults/log` tells what was asked, `DELETE /faults` forgets both. */
  addRoutes(app: Hono): void {
    const check = checkOf(faultScript);
    app.post('/faults', async (context) => {
      const script: unknown = await context.req.json().catch(() => undefined);
      const errors = check(script);
      if (errors.size > 0) throw invalid(errors);
      return context.json({ answers: this.#scripts.add(script as ValueOf<typeof faultScript>) }, 201);
    });
    app.get('/faults/log', (context) => context.json(this.#log.toJSON() as object));
    app.delete('/faults', (context) => {
      this.#scripts.clear();
      this.#log.clear();
      return context.body(null, 204);
    });
  }
}

/** Puts another answer in the place of one that is there: Hono would keep the first one's headers. */
function replace(context: Context, answer: Response): void {
  context.res = undefined;
  context.res = answer;
}

function statusAnswer(status: number, retryAfter: number | undefined): Response {
  const wait = retryAfter ?? (status === 429 || status === 503 ? 1 : undefined);
  const headers = wait === undefined ? {} : { 'Retry-After': String(wait) };
  return respondProblem(new Problem(status, 'Fault', `The service was asked to answer ${status}.`, { headers }));
}

/** Waits, but not for a client that is gone. */
function pause(milliseconds: number, outgoing: HttpBindings['outgoing']): Promise<void> {
  if (milliseconds === 0) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      outgoing.off('close', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    outgoing.once('close', done);
  });
}

function reset(outgoing: HttpBindings['outgoing']): Response {
  const { socket } = outgoing;
  if (socket) cutByService.add(socket);
  socket?.resetAndDestroy();
  return RESPONSE_ALREADY_SENT;
}

/** Promises the whole body and sends its beginning. */
async function truncated(answer: Response, length: number, outgoing: HttpBindings['outgoing']): Promise<Response> {
  const body = new Uint8Array(await answer.arrayBuffer());
  const { socket } = outgoing;
  if (socket) cutByService.add(socket);
  outgoing.writeHead(answer.status, { ...Object.fromEntries(answer.headers), 'Content-Length': body.length });
  outgoing.write(body.subarray(0, Math.min(length, body.length - 1)), () => socket?.destroy());
  return RESPONSE_ALREADY_SENT;
}

async function shortened(answer: Response, length: number): Promise<Response> {
  const body = new Uint8Array(await answer.arrayBuffer());
  const headers = new Headers(answer.headers);
  headers.delete('Content-Length');
  return new Response(body.subarray(0, length), { status: answer.status, headers });
}
