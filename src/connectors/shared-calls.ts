import { Observable, type Subscriber, type Subscription } from 'rxjs';
import type { Value } from '../formula/index.ts';

interface Running {
  readonly subscribers: Set<Subscriber<Value>>;
  last: Value | undefined;
  subscription: Subscription | undefined;
}

/**
 * Equal calls that run at the same time are one request: who joins later gets the latest value at once. When the last subscriber goes, the
 * request is aborted; once it has ended it is forgotten, so that the next call asks anew.
 */
export class SharedCalls {
  private readonly running = new Map<string, Running>();

  share(key: string, make: () => Observable<Value>): Observable<Value> {
    return new Observable((subscriber) => {
      const known = this.running.get(key);
      const call = known ?? { subscribers: new Set(), last: undefined, subscription: undefined };
      call.subscribers.add(subscriber);
      if (known === undefined) {
        this.running.set(key, call);
        call.subscription = this.run(key, call, make());
        // A call that ended at once has nothing left to abort.
        if (call.subscribers.size === 0) call.subscription.unsubscribe();
      } else if (known.last !== undefined) subscriber.next(known.last);
      return () => {
        if (!call.subscribers.delete(subscriber) || call.subscribers.size > 0) return;
        this.forget(key, call);
        call.subscription?.unsubscribe();
      };
    });
  }

  /** How many calls run. */
  get size(): number {
    return this.running.size;
  }

  private run(key: string, call: Running, source: Observable<Value>): Subscription {
    const end = (tell: (subscriber: Subscriber<Value>) => void): void => {
      this.forget(key, call);
      const waiting = [...call.subscribers];
      call.subscribers.clear();
      waiting.forEach(tell);
    };
    return source.subscribe({
      next: (value) => {
        call.last = value;
        for (const subscriber of [...call.subscribers]) subscriber.next(value);
      },
      error: (error: unknown) => end((subscriber) => subscriber.error(error)),
      complete: () => end((subscriber) => subscriber.complete()),
    });
  }

  private forget(key: string, call: Running): void {
    if (this.running.get(key) === call) this.running.delete(key);
  }
}
