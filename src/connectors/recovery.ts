import { defer, Observable, of, timer, type Subscription } from 'rxjs';
import { ErrorKind, isError, type FormulaError, type Value } from '../formula/index.ts';
import { isOnline, online } from './reachability.ts';

const passing: ReadonlySet<number> = new Set([ErrorKind.Network, ErrorKind.Timeout, ErrorKind.ServiceUnavailable]);

/** Whether a failure may pass by itself. */
export const isPassing = (error: FormulaError): boolean => passing.has(error.kind);

const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 10_000;

/**
 * A call that somebody watches does not stay failed: after a failure that may pass, the error is shown and the call is made again, after
 * pauses that double up to ten seconds, until it succeeds or nobody watches. The same error is shown once.
 */
export const recovering = (
  make: () => Observable<Value>,
  /** What is shown in the place of a failure that may pass. */
  instead: (error: FormulaError) => Observable<Value> = of,
): Observable<Value> =>
  new Observable((subscriber) => {
    let running: Subscription | undefined;
    let clock: Subscription | undefined;
    let other: Subscription | undefined;
    let pause = FIRST_PAUSE;
    let shown = '';
    const run = (): void => {
      let failed = false;
      running = make().subscribe({
        next: (value) => {
          failed = isError(value) && isPassing(value);
          other?.unsubscribe();
          if (!failed) pause = FIRST_PAUSE;
          const message = isError(value) ? value.message : '';
          if (!failed) subscriber.next(value);
          else if (message !== shown) other = instead(value as FormulaError).subscribe((one) => subscriber.next(one));
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
      other?.unsubscribe();
      running?.unsubscribe();
    };
  });
