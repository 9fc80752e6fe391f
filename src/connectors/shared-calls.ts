import { Observable, type Subscriber, type Subscription } from 'rxjs';
import type { Value } from '../formula/index.ts';

interface Entry {
  readonly make: () => Observable<Value>;
  readonly subscribers: Set<Subscriber<Value>>;
  last: Value | undefined;
  running: Subscription | undefined;
}

/**
 * Equal calls share one request while any of them is of interest: a later one gets the latest value at once. When the last subscriber goes,
 * the request is aborted and forgotten. A shared call stays open after its answer, so that `refresh` can ask again.
 */
export class SharedCalls {
  private readonly entries = new Map<string, Entry>();

  share(key: string, make: () => Observable<Value>): Observable<Value> {
    return new Observable((subscriber) => {
      let entry = this.entries.get(key);
      if (entry === undefined) this.entries.set(key, (entry = { make, subscribers: new Set(), last: undefined, running: undefined }));
      const joined = entry;
      joined.subscribers.add(subscriber);
      if (joined.last !== undefined) subscriber.next(joined.last);
      if (joined.running === undefined) this.run(joined);
      return () => {
        joined.subscribers.delete(subscriber);
        if (joined.subscribers.size > 0) return;
        joined.running?.unsubscribe();
        if (this.entries.get(key) === joined) this.entries.delete(key);
      };
    });
  }

  /** Asks again for every call whose key is wanted; the values there are stay until the new ones come. */
  refresh(wanted: (key: string) => boolean): void {
    for (const [key, entry] of [...this.entries]) if (wanted(key)) this.run(entry);
  }

  get size(): number {
    return this.entries.size;
  }

  private run(entry: Entry): void {
    entry.running?.unsubscribe();
    entry.running = entry.make().subscribe({
      next: (value) => {
        entry.last = value;
        for (const subscriber of [...entry.subscribers]) subscriber.next(value);
      },
      error: (error: unknown) => {
        for (const subscriber of [...entry.subscribers]) subscriber.error(error);
      },
    });
  }
}
