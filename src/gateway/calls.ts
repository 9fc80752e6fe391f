import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { Observable } from 'rxjs';
import { CallFailure, isWebhook, PATH_HEADER, type HttpResponse, type WireCall } from '../connectors/forward.ts';
import { bodyIterator } from './body-iterator.ts';
import { exposed } from './cross-origin.ts';
import type { Hooks } from './hooks.ts';
import { maskBytes, MaskedBody, maskText } from './mask.ts';
import { notFound, Refusal } from './refusal.ts';
import { readBody, type ReadRequest } from './request-reading.ts';
import type { RequestLimits } from './configuration.ts';
import type { ServiceConnection } from './service-connection.ts';
import type { Person } from './store.ts';
import { isEventStream, streamOf } from './upstream.ts';

/** Headers of a service's answer that are passed on; whatever else it sends, such as cookies, ends here. */
const passed = new Set([
  ...exposed.filter((name) => !name.startsWith('x-fxloom')),
  'cache-control',
  'content-type',
  'date',
  'expires',
  'last-modified',
  'vary',
]);

/** Where and by whom an operation is called. */
export interface Call {
  readonly connection: ServiceConnection;
  readonly person: Person;
  readonly operation: string;
}

/** The call that a path names, for a person who may make it. Throws a `Refusal` that does not tell what there is from what is not for him. */
export function callOf(path: readonly string[], connections: ReadonlyMap<string, ServiceConnection>, person: Person): Call {
  const [, name = '', operation = ''] = path;
  const connection = connections.get(name);
  if (connection === undefined || !connection.isFor(person)) throw notFound(`connection ${name}`);
  if (connection.operation(operation) === undefined) throw notFound(`operation ${operation} of ${name}`);
  return { connection, person, operation };
}

/** Makes a call for a page, and gives it the service's answer. Rejects with what `refusalOf` understands. */
export async function answerCall(
  call: Call,
  read: ReadRequest,
  response: ServerResponse,
  { limits, hooks, live }: { readonly limits: RequestLimits; readonly hooks: Hooks; readonly live: Set<ServerResponse> },
): Promise<void> {
  const { connection, person, operation: name } = call;
  const wire: WireCall = {
    path: pathOf(read),
    query: read.query,
    headers: read.headers,
    body: await readBody(read.message, limits.bodyBytes),
  };
  const operation = connection.operation(name)!;
  if (isWebhook(operation))
    return hooks.follow(connection, person, name, wire, response, read.headers.get('last-event-id') ?? '');
  const forward = await connection.forward(person);
  const request = forward.request(name, wire);
  if (typeof request === 'string') throw new Refusal(400, 'values', request);
  if (connection.throttle.length >= connection.settings.limits.waiting)
    throw new Refusal(429, 'queue', `Too many calls wait for ${connection.name}.`, connection.settings.limits.seconds ?? 60);
  let passing: Promise<void> | undefined;
  // A call holds its place in the queue until its answer has been passed on; one that goes on for ever gives it free when it begins.
  const turn = new Observable<never>((subscriber) =>
    forward.send(request, operation).subscribe({
      next: (answer) => {
        const goesOn = isLive(answer);
        if (goesOn) live.add(response);
        const maximum = goesOn ? Infinity : limits.answerBytes;
        // Asked for now: the call itself may have got a new token.
        passing = connection
          .hidden()
          .then((hidden) => write(answer, response, hidden, maximum, read, limits.timeoutMilliseconds));
        const over = goesOn ? Promise.resolve() : passing;
        over.then(
          () => subscriber.complete(),
          (error: unknown) => subscriber.error(error),
        );
      },
      error: (error: unknown) => subscriber.error(error),
    }),
  );
  await new Promise<void>((resolve, reject) => {
    const subscription = connection.throttle.run(turn).subscribe({ error: reject, complete: resolve });
    // Nobody waits any more: the service is not bothered further.
    response.on('close', () => {
      live.delete(response);
      subscription.unsubscribe();
      resolve();
    });
  });
  await passing;
}

const isLive = ({ headers }: HttpResponse): boolean => isEventStream(headers.get('content-type') ?? '');

function pathOf({ headers }: ReadRequest): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const pair of (headers.get(PATH_HEADER) ?? '').split('&')) {
    const [name = '', value = ''] = pair.split('=');
    try {
      if (pair !== '') values.set(decodeURIComponent(name), decodeURIComponent(value));
    } catch {
      throw new Refusal(400, 'path-header', `The header ${PATH_HEADER} must be escaped: id=17&name=a%20b.`);
    }
  }
  return values;
}

async function write(
  answer: HttpResponse,
  response: ServerResponse,
  hidden: readonly Buffer[],
  maximum: number,
  { id, message }: ReadRequest,
  patience: number,
): Promise<void> {
  // Who does not read must not hold a place in the queue. What goes on for ever may be silent.
  if (maximum !== Infinity) response.setTimeout(patience, () => response.destroy());
  for (const [name, value] of answer.headers) {
    if (!passed.has(name)) continue;
    // Own headers, such as Vary, are there already.
    if (name === 'vary') response.appendHeader('vary', value);
    else response.setHeader(name, maskText(value, hidden));
  }
  response.setHeader('X-Request-Id', id);
  const length = Number(answer.headers.get('content-length') ?? Infinity);
  const small = length <= Math.min(SMALL, maximum);
  // Stars are as long as what they stand for.
  if (small) response.setHeader('Content-Length', length);
  // A reason is Latin letters; what stands in the place of a secret need not be.
  response.writeHead(answer.status, maskText(answer.reason, hidden).replace(/[^\t -~]/g, '*'));
  if (maximum === Infinity) response.flushHeaders();
  const body = streamOf(answer.body) ?? Readable.from(bodyIterator(answer.body));
  if (message.method === 'HEAD' || answer.status === 204 || answer.status === 304) {
    body.destroy();
    response.end();
    return;
  }
  if (small) response.end(maskBytes(await wholeOf(body, response), hidden));
  else await pipeline(body, new MaskedBody(hidden, maximum), response);
}

/** A body of up to so many bytes is read whole before it is passed on: that costs less than streams do. */
const SMALL = 65_536;

/** A small body; rejects where it breaks off. What nobody waits for any more is not read further. */
function wholeOf(body: Readable, response: ServerResponse): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    body.on('data', (piece: Buffer) => pieces.push(piece));
    body.on('end', () => resolve(pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces)));
    body.on('error', reject);
    body.on('close', () => reject(new CallFailure('network')));
    response.on('close', () => body.destroy());
  });
}
