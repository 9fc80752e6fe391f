import { Subject, type Observable } from 'rxjs';
import { ErrorKind, FormulaError, type Value } from '../../formula/index.ts';
import { isOnline } from '../reachability.ts';
import type { HttpRequest } from '../request.ts';
import type { DeviceStore, DeviceStores } from './device-store.ts';
import { requestOf, targetOf, type PendingWrite } from './pending-write.ts';
import { sendingLock, type Locks } from './tab-locks.ts';

/** What to do with a change that meets a newer version (409, 412). */
export type ConflictPolicy = 'ask' | 'mine' | 'theirs';

/** A connection, as the outbox sends through it. */
export interface Sender {
  readonly conflicts: ConflictPolicy;
  /** Sends once; the operation's value, or an error value. */
  send(operation: string, request: HttpRequest): Promise<Value>;
  /** Whether the service answered when it was asked last. */
  isReachable(): boolean;
  /** Whether anybody answers at an address. */
  probe(operation: string, url: string): Promise<boolean>;
  /** What the service has at an address now, as text. */
  read(operation: string, request: HttpRequest): Promise<string | undefined>;
}

/** What became of a change. */
export interface Outcome {
  readonly write: PendingWrite;
  readonly kind: 'sent' | 'conflict' | 'refused' | 'overruled';
  /** The service's words. */
  readonly error?: FormulaError;
}

const FIRST_PAUSE = 2000;
const LONGEST_PAUSE = 60_000;

/** Statuses that say that the service was not there, rather than what it thinks of the change. */
const absent: ReadonlySet<number> = new Set([401, 407, 408, 425, 429, 502, 503, 504]);

/** How far a failed attempt got. */
function reached(error: FormulaError): 'not' | 'perhaps' | 'answered' {
  const status = error.errors[0]?.details?.httpStatus;
  if (status === undefined)
    return error.kind === ErrorKind.Network || error.kind === ErrorKind.Timeout ? (isOnline() ? 'perhaps' : 'not') : 'answered';
  if (!absent.has(status)) return 'answered';
  return status === 502 || status === 504 || status === 408 ? 'perhaps' : 'not';
}

/**
 * Changes on their way to services. Each is written down before it is sent and crossed out when the service has answered, so none is lost
 * with its page. What cannot be sent waits; changes of one connection go in their order; pages of one origin share the list and never send
 * a change twice. A change that may have arrived is not repeated by itself unless that does no harm.
 */
export class Outbox {
  /** What became of changes that waited. */
  readonly outcomes: Observable<Outcome>;
  /** Comes when the list has changed, also by another page. */
  readonly changes: Observable<void>;
  private readonly told = new Subject<Outcome>();
  private readonly changed = new Subject<void>();
  private readonly store: DeviceStore<PendingWrite>;
  private readonly locks: Locks;
  private readonly partition: string;
  private readonly senders = new Map<string, Sender>();
  private readonly others: BroadcastChannel | undefined;
  private readonly turns = new Map<string, Promise<Value>>();
  private known: readonly PendingWrite[] = [];
  private pause = FIRST_PAUSE;
  private clock: ReturnType<typeof setTimeout> | undefined;
  private closed = false;

  constructor(stores: DeviceStores, locks: Locks, partition: string) {
    this.store = stores.open('writes');
    this.locks = locks;
    this.partition = partition;
    this.outcomes = this.told.asObservable();
    this.changes = this.changed.asObservable();
    if (stores.lasting && typeof BroadcastChannel === 'function') {
      this.others = new BroadcastChannel('fxloom-outbox');
      this.others.onmessage = () => void this.reload();
    }
  }

  /** The changes that have not arrived, oldest first. */
  get list(): readonly PendingWrite[] {
    return this.known;
  }

  attach(connection: string, sender: Sender): void {
    this.senders.set(connection, sender);
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.clock);
    this.others?.close();
  }

  /** Reads the list anew. What is gone without this page having crossed it out, another page has sent: what services say may have changed. */
  async reload(): Promise<void> {
    const found = await this.store.list([this.partition]);
    const left = new Set(found.map(({ id }) => id));
    const gone = this.known.filter(({ id }) => !left.has(id));
    this.known = [...found].sort((a, b) => (a.id < b.id ? -1 : 1));
    for (const write of gone) this.told.next({ write, kind: 'sent' });
    this.changed.next();
  }

  /**
   * Sends a change. Its value where the service answers at once, an error value where it refuses; blank where it has to wait, because the
   * service is not there or because earlier changes wait for it.
   */
  write(write: PendingWrite): Promise<Value> {
    // Those of this page go one after the other.
    const before = this.turns.get(write.connection) ?? Promise.resolve();
    const turn = before
      .then(() => this.locks.hold(sendingLock(write.id), () => this.writeNow(write)))
      .then((value) => value ?? null);
    this.turns.set(
      write.connection,
      turn.catch(() => null),
    );
    return turn;
  }

  private async writeNow(write: PendingWrite): Promise<Value> {
    await this.put(write);
    const sender = this.senders.get(write.connection);
    const goesNow = !this.known.some((other) => other.id < write.id && holdsUp(other, write)) && isOnline();
    // What cannot be repeated is not tried where it is known that nobody is there.
    if (!goesNow || (!write.repeatable && sender?.isReachable() === false)) {
      this.soon();
      return null;
    }
    const value = await this.send({ ...write, state: 'sending' });
    if (!(value instanceof FormulaError) || reached(value) === 'answered') {
      await this.remove(write);
      return value;
    }
    await this.postpone(write, value);
    this.soon();
    return null;
  }

  /** Sends what waits, as far as the services are there. */
  async flush(): Promise<void> {
    for (const [connection, sender] of this.senders) {
      await this.locks.hold(`fxloom-outbox ${this.partition} ${connection}`, () => this.flushOf(connection, sender));
    }
  }

  /** Sends a change again that was refused, met a conflict or may have arrived. */
  async retry(id: string): Promise<void> {
    await this.change(id, (write) => ({ ...write, state: 'waiting' }));
    await this.flush();
  }

  /** Forgets a change. */
  async discard(id: string): Promise<void> {
    const write = this.find(id);
    if (write !== undefined) await this.remove(write);
  }

  /** Ends a conflict: by the user's version, or by the service's. */
  async resolve(id: string, whose: 'mine' | 'theirs'): Promise<void> {
    const write = this.find(id);
    if (write === undefined) return;
    if (whose === 'mine') {
      await this.change(id, (one) => ({ ...unconditional(one), state: 'waiting' }));
      await this.flush();
      return;
    }
    await this.remove(write);
    this.told.next({ write, kind: 'overruled' });
  }

  /** Forgets all changes. */
  async clear(): Promise<void> {
    await Promise.all(this.known.map((write) => this.crossOut(write)));
    await this.reloadAll();
  }

  // ---- Sending -----------------------------------------------------------------------------------------------------------------

  private async flushOf(connection: string, sender: Sender): Promise<void> {
    await this.reload();
    const blocked = new Set<string>();
    for (const write of this.known.filter((one) => one.connection === connection)) {
      if (this.closed) return;
      const target = targetOf(write);
      const done = blocked.has(target) ? 'blocked' : await this.turn(write, sender);
      if (done === 'absent') return this.later();
      if (done === 'blocked') blocked.add(target);
    }
    this.pause = FIRST_PAUSE;
  }

  /** One change's turn. `blocked`: later changes of the same record have to wait for the user. */
  private async turn(write: PendingWrite, sender: Sender): Promise<'sent' | 'blocked' | 'absent'> {
    const known = write.repeatable || sender.isReachable();
    if (!isOnline() || (!known && !(await sender.probe(write.operation, write.url)))) return 'absent';
    if (write.state === 'conflict' || write.state === 'unsure' || write.state === 'refused') return 'blocked';
    const value = await this.locks.hold(
      sendingLock(write.id),
      async () => {
        const now = await this.store.get([this.partition, write.id]);
        if (now === undefined) return 'gone';
        // Its page was closed while it was on its way.
        if (now.state === 'sending' && !now.repeatable) {
          await this.put({ ...now, state: 'unsure', message: 'The page was closed while this change was on its way.' });
          return 'unsure';
        }
        if (now.state !== 'waiting' && now.state !== 'sending') return 'unsure';
        return this.send({ ...now, state: 'sending', attempts: now.attempts + 1 });
      },
      true,
    );
    // Another page sends it right now.
    if (value === undefined) return 'blocked';
    if (value === 'gone') return 'sent';
    if (value === 'unsure') return 'blocked';
    return value instanceof FormulaError ? this.failed(write, value, sender) : this.arrived(write);
  }

  private async arrived(write: PendingWrite): Promise<'sent'> {
    await this.remove(write);
    this.told.next({ write, kind: 'sent' });
    return 'sent';
  }

  private async failed(write: PendingWrite, error: FormulaError, sender: Sender): Promise<'sent' | 'blocked' | 'absent'> {
    if (reached(error) !== 'answered') return (await this.postpone(write, error)) ? 'absent' : 'blocked';
    const status = error.errors[0]?.details?.httpStatus;
    const isConflict = status === 409 || status === 412;
    const conditional = write.headers.some(([name]) => /^if-(?:none-)?match$/i.test(name));
    if (isConflict && sender.conflicts === 'mine' && conditional) {
      const again = unconditional(write);
      await this.put(again);
      return this.turn(again, sender);
    }
    if (isConflict && sender.conflicts === 'theirs') {
      await this.remove(write);
      this.told.next({ write, kind: 'overruled', error });
      return 'sent';
    }
    const theirs = isConflict ? await this.theirs(write, sender) : undefined;
    const kept: PendingWrite = {
      ...write,
      state: isConflict ? 'conflict' : 'refused',
      message: error.message,
      ...(status !== undefined && { status }),
      ...(theirs !== undefined && { theirs }),
    };
    await this.put(kept);
    this.told.next({ write: kept, kind: isConflict ? 'conflict' : 'refused', error });
    return 'blocked';
  }

  private async theirs(write: PendingWrite, sender: Sender): Promise<string | undefined> {
    const headers = new Map([['Accept', 'application/json']]);
    return sender.read(write.operation, { method: 'GET', url: write.url, headers, body: undefined }).catch(() => undefined);
  }

  private async send(write: PendingWrite): Promise<Value> {
    await this.put(write);
    const sender = this.senders.get(write.connection);
    return sender === undefined ? null : sender.send(write.operation, requestOf(write));
  }

  /** What has not arrived waits; what may have arrived waits only where a second request does no harm. Whether it waits. */
  private async postpone(write: PendingWrite, error: FormulaError): Promise<boolean> {
    const waits = write.repeatable || reached(error) === 'not';
    await this.put({ ...write, state: waits ? 'waiting' : 'unsure', message: error.message });
    return waits;
  }

  private soon(): void {
    clearTimeout(this.clock);
    this.clock = setTimeout(() => void this.flush(), FIRST_PAUSE);
  }

  private later(): void {
    clearTimeout(this.clock);
    this.clock = setTimeout(() => void this.flush(), this.pause);
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
  }

  // ---- The list ----------------------------------------------------------------------------------------------------------------

  private find(id: string): PendingWrite | undefined {
    return this.known.find((write) => write.id === id);
  }

  private async change(id: string, by: (write: PendingWrite) => PendingWrite): Promise<void> {
    const write = this.find(id);
    if (write !== undefined) await this.put(by(write));
  }

  private async put(write: PendingWrite): Promise<void> {
    await this.store.put([this.partition, write.id], write);
    await this.reloadAll();
  }

  private async remove(write: PendingWrite): Promise<void> {
    await this.crossOut(write);
    await this.reloadAll();
  }

  private async crossOut({ id }: PendingWrite): Promise<void> {
    await this.store.delete([this.partition, id]);
    this.known = this.known.filter((write) => write.id !== id);
  }

  private async reloadAll(): Promise<void> {
    await this.reload();
    if (!this.closed) this.others?.postMessage('changed');
  }
}

/** Whether a change that has not arrived keeps a later one from being sent. */
const holdsUp = (earlier: PendingWrite, later: PendingWrite): boolean =>
  earlier.connection === later.connection &&
  (earlier.state === 'waiting' || earlier.state === 'sending' || targetOf(earlier) === targetOf(later));

/**
 * The same change whatever version the service has now. `If-Match: *` rather than no condition: a record that somebody has removed meanwhile
 * does not come back by it (RFC 9110 section 13.1.1; without a condition services may add what they do not find).
 */
const unconditional = (write: PendingWrite): PendingWrite => ({
  ...write,
  headers: write.headers.flatMap(([name, value]): (readonly [string, string])[] => {
    if (/^if-none-match$/i.test(name)) return [];
    return [[name, /^if-match$/i.test(name) ? '*' : value]];
  }),
});
