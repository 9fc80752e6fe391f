import { defer, Observable, timer, type Subscription } from 'rxjs';
import { ErrorKind, isError, type Value } from '../formula/index.ts';
import { isOnline, online } from './reachability.ts';

const passing: ReadonlySet<number> = new Set([ErrorKind.Network, ErrorKind.Timeout, ErrorKind.ServiceUnavailable]);
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 10_000;

/**
 * A call that somebody watches does not stay failed: after a failure that may pass, the error is shown and the call is made again, after
 * pauses that double up to ten seconds, until it succeeds or nobody watches. The same error is shown once.
 */
export const recovering = (make: () => Observable<Value>): Observable<Value> =>
  new Observable((subscriber) => {
    let running: Subscription | undefined;
    let clock: Subscription | undefined;
    let pause = FIRST_PAUSE;
    let shown = '';
    const run = (): void => {
      let failed = false;
      running = make().subscribe({
        next: (value) => {
          failed = isError(value) && passing.has(value.kind);
          if (!failed) pause = FIRST_PAUSE;
          const message = isError(value) ? value.message : '';
          if (message === '' || message !== shown) subscriber.next(value);
          shown = message;
        },
        error: (error: unknown) => subscriber.error(error),
        complete: () => {
          if (!failed) {
            subscriber.complete();
            return;
          }
          // Without a network every attempt would fail; its return is the moment to try.
          clock = defer<Observable<unknown>>(() => (isOnline() ? timer(pause * (0.75 + Math.random() / 2)) : online())).subscribe(
            run,
          );
          pause = Math.min(pause * 2, LONGEST_PAUSE);
        },
      });
    };
    run();
    return () => {
      clock?.unsubscribe();
      running?.unsubscribe();
    };
  });
