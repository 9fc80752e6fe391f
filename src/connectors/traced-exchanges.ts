import { defer, from, map, of, switchMap, tap, type Observable } from 'rxjs';
import type { Value } from '../formula/index.ts';
import type { ApiOperation } from './definition.ts';
import type { Answer, Interceptor } from './exchange.ts';
import type { HttpRequest } from './request.ts';
import { CallFailure, type FailureReason } from './transport.ts';

/** An answer as a trace has it: without what could hold credentials. */
export interface TracedAnswer {
  readonly status?: number;
  readonly reason?: string;
  readonly headers?: { readonly [name: string]: string };
  readonly body?: string;
  /** Why there was none. */
  readonly failure?: FailureReason;
}

/** Headers of answers that say what they are, and where to go on. */
const kept: ReadonlySet<string> = new Set(['content-type', 'etag', 'link', 'location', 'retry-after', 'last-modified']);

/** Tells of whole exchanges: of each request, and then of what came. Streams are not among them. */
export const tracing = (told: (request: HttpRequest) => (answer: TracedAnswer) => void): Interceptor => ({
  exchange: (request, next) =>
    defer(() => {
      if (request.from === 'store') return next(request);
      const answered = told(request);
      return next(request).pipe(
        tap({
          next: ({ status, reason, headers, bytes, redact }) =>
            answered({
              status,
              reason,
              headers: Object.fromEntries([...headers].filter(([name]) => kept.has(name))),
              body: redact(new TextDecoder().decode(bytes)),
            }),
          error: (error: unknown) => answered({ failure: error instanceof CallFailure ? error.reason : 'network' }),
        }),
      );
    }),
});

/** A value that is there already, as the values of a call. */
export const known = (value: Value): Observable<Value> => of(value);

/** Answers in the service's place. */
export const answering = (answer: (request: HttpRequest, operation: ApiOperation) => Promise<TracedAnswer>): Interceptor => ({
  exchange: (request, _next, operation) => defer(() => from(answer(request, operation))).pipe(map(answerOf)),
  stream: (request, _next, operation) =>
    defer(() => from(answer(request, operation))).pipe(
      switchMap((): Observable<never> => {
        throw new CallFailure('not-recorded');
      }),
    ),
});

function answerOf({ status, reason = '', headers = {}, body = '', failure }: TracedAnswer): Answer {
  if (status === undefined) throw new CallFailure(failure ?? 'network');
  const bytes = new TextEncoder().encode(body);
  return { status, reason, headers: new Map(Object.entries(headers)), bytes, redact: (text) => text };
}
