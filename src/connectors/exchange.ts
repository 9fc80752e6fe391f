import { catchError, defer, from, map, Observable, of, retry, switchMap, tap, throwError, throwIfEmpty, timer } from 'rxjs';
import { formulaError, type FormulaError } from '../formula/index.ts';
import { bodyBytes } from './bytes.ts';
import type { CallLog } from './call-log.ts';
import type { Authorizer, AuthorizedResponse } from './credentials.ts';
import type { ApiOperation } from './definition.ts';
import type { HttpRequest } from './request.ts';
import { asksPermission, isOnline, type Reachability } from './reachability.ts';
import { retryAfter } from './retry-after.ts';
import type { Revalidation } from './revalidation.ts';
import type { Throttle } from './throttle.ts';
import type { Signature } from './signature.ts';
import type { Trace } from './trace.ts';
import { CallFailure } from './transport.ts';

/** A whole answer. */
export interface Answer {
  readonly status: number;
  readonly reason: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly redact: (text: string) => string;
  /** It was kept on this device, and came from the service then: milliseconds since 1970-01-01 UTC. */
  readonly stored?: number;
}

/** How patient calls are. */
export interface Patience {
  readonly timeoutMilliseconds: number;
  readonly retries: number;
  readonly maxResponseBytes: number;
}

/** Statuses that may pass by themselves. */
const passing: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);
/** A service that wants a longer pause than this is not waited for. */
const MAX_PAUSE = 30_000;
const FIRST_PAUSE = 300;

/** A failed answer that is worth another attempt. */
class Again extends Error {
  readonly answer: Answer;
  constructor(answer: Answer) {
    super('again');
    this.answer = answer;
  }
}

/** Sends a request once and gives its whole answer. */
export type Send = (request: HttpRequest) => Observable<Answer>;

/** What looks at the exchanges of a connector, and may answer in the service's place: recorders, stores of answers. */
export interface Interceptor {
  /** One attempt at a whole answer. */
  readonly exchange?: (request: HttpRequest, next: Send, operation: ApiOperation) => Observable<Answer>;
  /** The beginning of a stream. */
  readonly stream?: (
    request: HttpRequest,
    next: (request: HttpRequest) => Observable<AuthorizedResponse>,
    operation: ApiOperation,
  ) => Observable<AuthorizedResponse>;
}

/** What lies between a connector and its service. */
export interface Line {
  /** The first is the first to see a request. */
  readonly interceptors: Set<Interceptor>;
  readonly log: CallLog;
  readonly authorizer: Authorizer;
  readonly patience: Patience;
  readonly throttle: Throttle;
  readonly revalidation: Revalidation;
  readonly reachability: Reachability;
  readonly trace: Trace | undefined;
}

let calls = 0;

/** How a call is made. */
export interface Asked {
  /** A second request does no harm. */
  readonly repeatable: boolean;
  /** What the call is known by in the log. */
  readonly key: string;
}

/** Notes how each attempt went. */
function logged(send: Send, log: CallLog, key: string): Send {
  let attempt = 0;
  return (request) =>
    defer(() => {
      const started = Date.now();
      const begin = performance.now();
      attempt++;
      const note = (answer: Answer | undefined): void => {
        const { method, url } = request;
        log.note(key, {
          method,
          url,
          started,
          attempt,
          milliseconds: performance.now() - begin,
          status: answer?.status,
          bytes: answer?.bytes.length ?? 0,
          ...(answer?.stored !== undefined && { stored: answer.stored }),
        });
      };
      return send(request).pipe(tap({ next: (answer) => note(answer), error: () => note(undefined) }));
    });
}

/** Whether 202 is not the last word of an operation: it says so, or describes another success beside it. */
export function answersLater({ operation }: Signature): boolean {
  // Of a trigger it means that there is nothing new.
  if (operation.trigger !== undefined) return false;
  if (operation.longRunning) return true;
  const success = operation.responses.map(({ status }) => status).filter((status) => status.startsWith('2'));
  return success.includes('202') && success.length > 1;
}

/**
 * Sends a request and gives its whole answer; failures are `CallFailure`. It waits its turn; a read whose answer is known asks only
 * whether that has changed; what 202 promises is waited for. Where a second request does no harm (the method says so, or a key that the
 * service looks at), a failure that may pass gets further attempts, after random pauses or as long as `Retry-After` says.
 * Unsubscribing aborts at any point.
 */
export function exchange(
  signature: Signature,
  name: string,
  request: HttpRequest,
  line: Line,
  { repeatable, key }: Asked,
): Observable<Answer> {
  const { authorizer, patience, throttle, reachability, trace } = line;
  const call = ++calls;
  let attempt = 0;
  const wire: Send = (asked) =>
    defer(() => {
      const sent = within(
        authorizer.send(asked, signature.operation).pipe(switchMap((response) => collect(response, patience.maxResponseBytes))),
        patience.timeoutMilliseconds,
      ).pipe(
        // A transport that ends without an answer has not reached anybody.
        throwIfEmpty(() => new CallFailure('network')),
        tap({
          next: () => reachability.note(true),
          error: (error: unknown) => {
            if (error instanceof CallFailure && error.reason === 'network') reachability.note(false);
          },
        }),
      );
      return throttle.run(trace === undefined ? sent : traced(sent, { call, name, attempt: ++attempt, request: asked }, trace));
    });
  let send: Send = (asked) =>
    asked.method === 'GET' && !asksPermission(asked.url) ? line.revalidation.run(asked, wire) : wire(asked);
  for (const { exchange: seen } of [...line.interceptors].reverse()) {
    const next = send;
    if (seen !== undefined) send = (asked) => seen(asked, next, signature.operation);
  }
  const asking = logged(send, line.log, key);
  const first = asking(request);
  const once = answersLater(signature)
    ? first.pipe(
        switchMap((answer) =>
          answer.status === 202
            ? from(import('./accepted.ts')).pipe(switchMap(({ whenDone }) => whenDone(answer, request, asking)))
            : of(answer),
        ),
      )
    : first;
  if (!repeatable) return once;
  return once.pipe(
    switchMap((answer) => (passing.has(answer.status) ? throwError(() => new Again(answer)) : of(answer))),
    retry({ count: patience.retries, delay: (error: unknown, count) => pause(error, count) }),
    catchError((error: unknown) => (error instanceof Again ? of(error.answer) : throwError(() => error))),
  );
}

function pause(error: unknown, count: number): Observable<unknown> {
  // Any pause up to the longest: clients that failed together come back apart.
  const own = Math.random() * FIRST_PAUSE * 2 ** count;
  if (error instanceof Again) {
    const asked = retryAfter(error.answer.headers.get('retry-after'), Date.now());
    if (asked !== undefined && asked > MAX_PAUSE) return throwError(() => error);
    // A little later than asked, each client by another amount, so that they do not all come back at once.
    return timer(asked === undefined ? own : asked + Math.random() * Math.min(asked * 0.1, 1000));
  }
  const transient = error instanceof CallFailure && error.reason === 'network' && isOnline();
  return transient ? timer(own) : throwError(() => error);
}

/** Fails with a time-out where the source has not given its first value in time. */
export const within = <T>(source: Observable<T>, milliseconds: number): Observable<T> =>
  new Observable((subscriber) => {
    const clock = setTimeout(() => subscriber.error(new CallFailure('timeout')), milliseconds);
    const subscription = source.subscribe({
      next: (value) => {
        clearTimeout(clock);
        subscriber.next(value);
      },
      error: (error: unknown) => subscriber.error(error),
      complete: () => subscriber.complete(),
    });
    return () => {
      clearTimeout(clock);
      subscription.unsubscribe();
    };
  });

/** The whole answer; a failure where its body is larger than allowed. */
const collect = (response: AuthorizedResponse, maximum: number): Observable<Answer> =>
  bodyBytes(response, maximum).pipe(
    map((bytes) => ({
      status: response.status,
      reason: response.reason,
      headers: response.headers,
      bytes,
      redact: response.redact,
    })),
  );

function traced(
  source: Observable<Answer>,
  told: { readonly call: number; readonly name: string; readonly attempt: number; readonly request: HttpRequest },
  trace: Trace,
): Observable<Answer> {
  const { call, name } = told;
  const start = performance.now();
  const milliseconds = (): number => performance.now() - start;
  let ended = false;
  trace({ kind: 'request', ...told });
  return source.pipe(
    tap({
      next: (answer) => {
        ended = true;
        trace({ kind: 'answer', call, name, status: answer.status, milliseconds: milliseconds() });
      },
      error: (error: unknown) => {
        ended = true;
        trace({ kind: 'failure', call, name, error: failureValue(name, error), milliseconds: milliseconds() });
      },
      unsubscribe: () => {
        if (!ended) trace({ kind: 'cancel', call, name, milliseconds: milliseconds() });
      },
    }),
  );
}

/** A failure as an error value: what happened, and what to do. */
export function failureValue(name: string, error: unknown): FormulaError {
  switch (error instanceof CallFailure ? error.reason : 'unknown') {
    case 'network':
      if (!isOnline())
        return formulaError('Network', `${name} failed: there is no network. The call is made again when it is back.`);
      return formulaError(
        'Network',
        `${name} failed: the service could not be reached, or the connection broke. Check the network, and that the service allows calls from this page.`,
      );
    case 'timeout':
      return formulaError('Timeout', `${name} failed: the service did not answer in time. Try again.`);
    case 'too-large':
      return formulaError(
        'InsufficientMemory',
        `${name} failed: the answer is larger than this connection takes. Ask for less at once.`,
      );
    case 'redirect':
      return formulaError('Network', `${name} failed: the service sent the call elsewhere; check the connection’s address.`);
    case 'not-recorded':
      return formulaError('Network', `${name} failed: there is no recorded answer to this call. Record one first.`);
    case 'no-socket':
      return formulaError(
        'NotSupported',
        `${name} failed: it needs a WebSocket, which there is none of here. Use a browser, or Node 22.`,
      );
    case 'socket-header':
      return formulaError(
        'NotSupported',
        `${name} failed: it goes over a WebSocket, which cannot carry headers. Let the service take the value or key in the query.`,
      );
    case 'wrong-host':
      return formulaError(
        'Network',
        `${name} was not sent: its credentials are for another address than the call would go to. Check the connection’s address.`,
      );
    case 'address':
      return formulaError(
        'InvalidArgument',
        `${name} failed: the address made from the connection's settings and the values given is none of this service. Check them.`,
      );
    default:
      return formulaError('Internal', `${name} failed: something went wrong in this page while calling the service.`);
  }
}
