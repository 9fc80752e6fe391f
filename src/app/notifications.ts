import type { NotificationType } from '../formula/index.ts';

/** A message to the user of an app. */
export interface Notification {
  readonly id: number;
  readonly message: string;
  readonly type: NotificationType;
  /** Milliseconds after which it goes by itself; 0 for never. */
  readonly timeout: number;
}

/** More than this many at a time are too many to read; the oldest go. */
const LIMIT = 5;

/** What an app tells its user, newest last. */
export class Notifications {
  private list: readonly Notification[] = [];
  private readonly listeners = new Set<(list: readonly Notification[]) => void>();
  private count = 0;

  get current(): readonly Notification[] {
    return this.list;
  }

  notify(message: string, type: NotificationType, timeout: number): void {
    // The same message again is the same message, shown anew.
    const others = this.list.filter((other) => other.message !== message || other.type !== type);
    this.change([...others, { id: ++this.count, message, type, timeout }].slice(-LIMIT));
  }

  dismiss(id: number): void {
    this.change(this.list.filter((other) => other.id !== id));
  }

  /** Calls back with all messages after each change, until the returned function is called. */
  subscribe(listener: (list: readonly Notification[]) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private change(list: readonly Notification[]): void {
    this.list = list;
    for (const listener of [...this.listeners]) listener(list);
  }
}
