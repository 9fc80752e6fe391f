import { EMPTY, expand, last, of, switchMap, takeWhile, throwError, timer, type Observable } from 'rxjs';
import type { Answer, Send } from './exchange.ts';
import type { HttpRequest } from './request.ts';
import { retryAfter } from './retry-after.ts';
import { CallFailure } from './transport.ts';

const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 30_000;
/** What takes longer than this is given up: nobody waits for it any more. */
const MAX_MILLISECONDS = 600_000;

/**
 * The answer that 202 promises: what its `Location` gives once that is no 202 itself, asked for as often as `Retry-After` says
 * (RFC 9110 section 15.3.3). The address must be of the same service.
 */
export function whenDone(first: Answer, request: HttpRequest, send: Send): Observable<Answer> {
  const start = Date.now();
  let address = statusAddress(first, request.url);
  let polls = 0;
  if (address === undefined) return of(first);
  return of(first).pipe(
    expand((answer) => {
      if (answer.status !== 202) return EMPTY;
      if (Date.now() - start > MAX_MILLISECONDS) return throwError(() => new CallFailure('timeout'));
      address = statusAddress(answer, request.url) ?? address!;
      const pause = retryAfter(answer.headers.get('retry-after'), Date.now()) ?? FIRST_PAUSE * 2 ** Math.min(polls++, 5);
      const headers = new Map([...request.headers].filter(([name]) => !/^(?:content-type|idempotency-key)$/i.test(name)));
      const poll: HttpRequest = { method: 'GET', url: address, headers, body: undefined };
      return timer(Math.min(pause, LONGEST_PAUSE)).pipe(switchMap(() => send(poll)));
    }),
    takeWhile((answer) => answer.status === 202, true),
    last(),
  );
}

function statusAddress({ headers }: Answer, url: string): string | undefined {
  const location = headers.get('location');
  if (location === undefined || !URL.canParse(location, url)) return undefined;
  const target = new URL(location, url);
  return target.origin === new URL(url).origin && target.username === '' && target.password === '' ? target.href : undefined;
}
