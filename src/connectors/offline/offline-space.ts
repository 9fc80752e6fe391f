import {
  catchError,
  concat,
  filter,
  firstValueFrom,
  from,
  fromEvent,
  map,
  of,
  switchMap,
  take,
  tap,
  throwError,
  type Observable,
  type Subscription,
} from 'rxjs';
import { isError, type FormulaError, type Value } from '../../formula/index.ts';
import { bodyBytes } from '../bytes.ts';
import { isSafe } from '../definition.ts';
import type { Interceptor } from '../exchange.ts';
import { isPassing, recovering } from '../recovery.ts';
import type { HttpRequest } from '../request.ts';
import type { OfflineCalls, OfflineConnection, OfflinePolicy } from '../settings.ts';
import { CallFailure } from '../transport.ts';
import { AnswerStore } from './answer-store.ts';
import { memoryStores, openDeviceStores, type DeviceStores } from './device-store.ts';
import { Outbox, type Sender } from './outbox.ts';
import { tabLocks } from './tab-locks.ts';

export interface OfflineOptions {
  /** Tells apps of one origin apart. */
  readonly app: string;
  /**
   * Who uses the app: what one user's service answered is never shown to another. `undefined`: nobody is known; connections with credentials
   * then keep nothing beyond the page.
   */
  readonly user: string | undefined;
  /** Size of all answers that the origin keeps; 50 MB by default. */
  readonly maxBytes?: number;
}

const MAX_BYTES = 50_000_000;

/** What an app and a user have on this device. */
export class OfflineSpace {
  readonly outbox: Outbox;
  /** Whether it outlasts the page. */
  readonly lasting: boolean;
  private readonly answers: AnswerStore;
  /** For connections with credentials of somebody unknown. */
  private readonly fleeting: AnswerStore | undefined;
  private readonly partition: string;
  private readonly returning: Subscription | undefined;

  private constructor(stores: DeviceStores, { app, user, maxBytes = MAX_BYTES }: OfflineOptions) {
    const locks = tabLocks();
    this.partition = JSON.stringify([app, user ?? '']);
    this.lasting = stores.lasting;
    this.answers = new AnswerStore(stores, maxBytes);
    this.outbox = new Outbox(stores, locks, this.partition);
    if (user === undefined) this.fleeting = new AnswerStore(memoryStores(), maxBytes);
    const page = globalThis as { readonly addEventListener?: unknown };
    if (typeof page.addEventListener === 'function')
      this.returning = fromEvent(globalThis as unknown as EventTarget, 'online').subscribe(() => void this.outbox.flush());
  }

  /** Never rejects: where the browser keeps nothing, the page does, as long as it is there. */
  static async open(options: OfflineOptions): Promise<OfflineSpace> {
    const space = new OfflineSpace(await openDeviceStores(), options);
    await space.outbox.reload();
    return space;
  }

  /** Forgets the answers of this user; with `writes`, changes that have not been sent as well. For signing out. */
  async clear({ writes = false }: { readonly writes?: boolean } = {}): Promise<void> {
    await this.answers.clear(this.partition);
    if (writes) await this.outbox.clear();
  }

  /** A text of the page's own (the definition of a service): as it is fetched, and where it cannot be, as it was last time. */
  async text(address: string, fetched: string | undefined): Promise<string | undefined> {
    const request: HttpRequest = { method: 'GET', url: address, headers: new Map([['Accept', 'definition']]), body: undefined };
    if (fetched === undefined) {
      const known = await this.answers.find(this.partition, request).catch(() => undefined);
      return known && new TextDecoder().decode(known.bytes);
    }
    const bytes = new TextEncoder().encode(fetched);
    await this.answers.keep(this.partition, request, {
      status: 200,
      reason: '',
      headers: new Map(),
      bytes,
      redact: (text) => text,
    });
    return fetched;
  }

  close(): void {
    this.returning?.unsubscribe();
    this.outbox.close();
  }

  /** What a connection does with it. */
  bind(policy: OfflinePolicy, connection: OfflineConnection): OfflineCalls {
    const { outbox, partition } = this;
    const answers = connection.signedIn ? (this.fleeting ?? this.answers) : this.answers;
    if (policy.writes === 'queue') {
      outbox.attach(connection.name, { ...connection, ...asking(connection), conflicts: policy.conflicts ?? 'ask' });
      connection.back.subscribe(() => void outbox.flush());
      void outbox.flush();
    }
    const interceptor: Interceptor = {
      exchange: (request, next, operation) => {
        if (request.from !== 'store')
          return next(request).pipe(
            tap((answer) => {
              if (isSafe(operation.method)) void answers.keep(partition, request, answer);
            }),
          );
        const found = from(answers.find(partition, request));
        return found.pipe(
          switchMap((answer) => (answer === undefined ? throwError(() => new CallFailure('not-recorded')) : of(answer))),
        );
      },
    };
    const reads = policy.reads ?? 'none';
    if (reads === 'none')
      return {
        interceptor: undefined,
        watch: recovering,
        once: (make) => firstValueFrom(make()),
        ...this.writes(policy, connection),
      };
    const stored = (make: (source?: 'store') => Observable<Value>, error: FormulaError): Observable<Value> =>
      make('store').pipe(
        take(1),
        map((value) => (isError(value) ? error : value)),
      );
    return {
      interceptor,
      watch: (make) => {
        const live = recovering(make, (error) => stored(make, error));
        if (reads === 'offline') return live;
        const known = make('store').pipe(
          take(1),
          filter((value) => !isError(value)),
        );
        return concat(known, live);
      },
      once: async (make) => {
        const value = await firstValueFrom(make());
        return isError(value) && isPassing(value) ? firstValueFrom(stored(make, value)) : value;
      },
      ...this.writes(policy, connection),
    };
  }

  private writes(policy: OfflinePolicy, { name }: OfflineConnection): Pick<OfflineCalls, 'write'> {
    if (policy.writes !== 'queue') return { write: undefined };
    return {
      write: ({ operation, request, repeatable }) =>
        this.outbox.write({
          id: nextId(),
          partition: this.partition,
          connection: name,
          operation,
          method: request.method,
          url: request.url,
          headers: [...request.headers],
          body: request.body,
          repeatable,
          created: Date.now(),
          state: 'waiting',
          attempts: 0,
        }),
    };
  }
}

let made = 0;

/** Later ones are greater, also among pages. */
const nextId = (): string =>
  `${String(Date.now()).padStart(15, '0')}-${String(made++).padStart(6, '0')}-${crypto.randomUUID().slice(0, 8)}`;

/** What the queue asks a service beside sending: whether it is there, and the present state of what is to be changed. */
const asking = (connection: OfflineConnection): Pick<Sender, 'probe' | 'read'> => ({
  probe: (operation, url) => {
    const request: HttpRequest = { method: 'HEAD', url, headers: new Map(), body: undefined };
    const answered = connection.open(operation, request).pipe(map(() => true));
    return firstValueFrom(answered.pipe(catchError(() => of(false))), { defaultValue: false });
  },
  read: async (operation, request) => {
    const response = await firstValueFrom(connection.open(operation, request));
    const bytes = await firstValueFrom(bodyBytes(response, connection.maxBytes));
    return response.status === 200 ? response.redact(new TextDecoder().decode(bytes)) : undefined;
  },
});
