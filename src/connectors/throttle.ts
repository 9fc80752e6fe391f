import { Observable, type Subscription } from 'rxjs';

/** How many calls a service bears. */
export interface CallLimits {
  /** At the same time; 10 by default. */
  readonly parallel?: number;
  /** In any span of `seconds`; no limit by default. */
  readonly calls?: number;
  /** 60 by default. */
  readonly seconds?: number;
}

interface Waiting {
  readonly start: () => void;
  cancelled: boolean;
}

const DEFAULT_PARALLEL = 10;

/**
 * A queue before a service: calls start in the order in which they were asked for, as soon as the limits allow. One that nobody waits for
 * any more leaves the queue; an ended or aborted one makes room at once.
 */
export class Throttle {
  private readonly parallel: number;
  private readonly calls: number;
  private readonly milliseconds: number;
  private readonly now: () => number;
  /** When the latest calls started: at most as many as may start in one span, oldest first. */
  private readonly starts: number[] = [];
  private queue: Waiting[] = [];
  private head = 0;
  private running = 0;
  private pumping = false;
  private clock: ReturnType<typeof setTimeout> | undefined;

  constructor(limits: CallLimits = {}, now: () => number = () => performance.now()) {
    this.parallel = Math.max(1, limits.parallel ?? DEFAULT_PARALLEL);
    this.calls = Math.max(1, limits.calls ?? Infinity);
    this.milliseconds = (limits.seconds ?? 60) * 1000;
    this.now = now;
  }

  /** The same source, subscribed to when its turn comes. */
  run<T>(source: Observable<T>): Observable<T> {
    return new Observable((subscriber) => {
      let subscription: Subscription | undefined;
      let started = false;
      let ended = false;
      const end = (): void => {
        if (!started || ended) return;
        ended = true;
        this.running--;
        this.pump();
      };
      const waiting: Waiting = {
        cancelled: false,
        start: () => {
          started = true;
          subscription = source.subscribe({
            next: (value) => subscriber.next(value),
            // Room first: what the subscriber does next may be another call.
            error: (error: unknown) => {
              end();
              subscriber.error(error);
            },
            complete: () => {
              end();
              subscriber.complete();
            },
          });
          if (subscriber.closed) subscription.unsubscribe();
        },
      };
      this.queue.push(waiting);
      this.pump();
      return () => {
        waiting.cancelled = true;
        subscription?.unsubscribe();
        end();
      };
    });
  }

  /** How many calls wait for their turn. */
  get length(): number {
    return this.queue.slice(this.head).filter(({ cancelled }) => !cancelled).length;
  }

  private pump(): void {
    // A call that ends while it starts is noticed by the loop that started it.
    if (this.pumping) return;
    this.pumping = true;
    while (this.running < this.parallel && this.head < this.queue.length) {
      if (this.queue[this.head]!.cancelled) {
        this.head++;
        continue;
      }
      const pause = this.pause();
      if (pause > 0) {
        this.wakeAfter(pause);
        break;
      }
      const next = this.queue[this.head++]!;
      this.running++;
      if (this.calls !== Infinity) this.starts.push(this.now());
      next.start();
    }
    if (this.head === this.queue.length || this.head > 1000) {
      this.queue = this.queue.slice(this.head);
      this.head = 0;
    }
    this.pumping = false;
  }

  /** How long until another call may start. */
  private pause(): number {
    if (this.starts.length < this.calls) return 0;
    const pause = this.starts[0]! + this.milliseconds - this.now();
    if (pause > 0) return pause;
    this.starts.shift();
    return 0;
  }

  private wakeAfter(milliseconds: number): void {
    if (this.clock !== undefined) return;
    this.clock = setTimeout(() => {
      this.clock = undefined;
      this.pump();
    }, Math.ceil(milliseconds));
  }
}
