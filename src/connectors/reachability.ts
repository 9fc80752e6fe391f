import { BehaviorSubject, distinctUntilChanged, filter, map, merge, Observable, of, switchMap, take } from 'rxjs';

/** What a page tells of its network; Node tells nothing. */
const page = globalThis as {
  readonly navigator?: { readonly onLine?: boolean };
  readonly addEventListener?: unknown;
  readonly location?: { readonly origin?: string };
  readonly document?: EventTarget & { readonly visibilityState?: string };
};

/** Whether this machine has a network, as far as anybody knows. */
export const isOnline = (): boolean => page.navigator?.onLine !== false;

/** Events, as they come. RxJS's own way knows every kind of emitter, which is more than a page has to load. */
const eventsOf = (target: EventTarget, name: string): Observable<unknown> =>
  new Observable((subscriber) => {
    const tell = (event: Event): void => subscriber.next(event);
    target.addEventListener(name, tell);
    return () => target.removeEventListener(name, tell);
  });

/** Comes once the machine has a network; at once where it has. */
export const online = (): Observable<true> =>
  isOnline() || typeof page.addEventListener !== 'function'
    ? of(true)
    : eventsOf(globalThis, 'online').pipe(
        map(() => true as const),
        take(1),
      );

/** Comes once the page can be seen and there is a network; at once where it is so. */
export function attended(): Observable<unknown> {
  const { document: shown } = page;
  const hidden = (): boolean => shown?.visibilityState === 'hidden';
  const seen: Observable<unknown> =
    shown === undefined || !hidden()
      ? of(true)
      : eventsOf(shown, 'visibilitychange').pipe(
          filter(() => !hidden()),
          take(1),
        );
  return seen.pipe(switchMap(() => online()));
}

/** Whether a browser would ask the service for permission before it sends headers of ours there: it is of another origin than the page. */
export function asksPermission(url: string): boolean {
  const origin = page.location?.origin;
  return origin !== undefined && origin !== 'null' && new URL(url).origin !== origin;
}

/** Whether a service can be reached: false after a call that failed on the network or while there is none, true after any answer. */
export class Reachability {
  private readonly answered = new BehaviorSubject(true);

  /** Tells how a call went. */
  note(reached: boolean): void {
    if (this.answered.value !== reached) this.answered.next(reached);
  }

  /** Whether the last call had an answer. */
  get now(): boolean {
    return this.answered.value;
  }

  /** The state now, and each change. */
  get state(): Observable<boolean> {
    const events =
      typeof page.addEventListener === 'function' ? [eventsOf(globalThis, 'offline'), eventsOf(globalThis, 'online')] : [];
    return merge(this.answered, ...events).pipe(
      map(() => this.answered.value && isOnline()),
      distinctUntilChanged(),
    );
  }

  /** Comes when the service has been reached again. */
  get back(): Observable<boolean> {
    return this.state.pipe(filter((reached) => reached));
  }
}
