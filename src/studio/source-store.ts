import type { SourceFile } from '../app/core.ts';

/** A state of an app's source that was kept. */
export interface KeptSource {
  readonly files: readonly SourceFile[];
  readonly revision: number;
  readonly savedAt: Date;
  /** Whether a later state could not be read, and this is an earlier one. */
  readonly damaged: boolean;
}

/** `other`: somebody else (another tab) has kept a state meanwhile; this one lies beside it and is not the latest. */
export type Kept = { readonly revision: number; readonly other: boolean };

interface Revision {
  readonly app: string;
  readonly revision: number;
  readonly text: string;
  readonly checksum: string;
  readonly savedAt: number;
}

const DATABASE = 'fxloom-sources';
const REVISIONS = 'revisions';
const HEADS = 'heads';
/** How many states of an app are kept. */
const KEEP = 10;

/**
 * Keeps the source of an app in the browser, so that nothing is lost when a tab or the browser ends at any moment. Each state is written
 * under a key of its own and becomes the latest in the same transaction; a promise of `save` resolves when that is on the disk. Reading
 * compares checksums and goes back to the last state that is whole.
 */
export class SourceStore {
  private readonly app: string;
  private opened: Promise<IDBDatabase> | undefined;
  /** The latest state that this store knows of. */
  private known: number | undefined;

  /** `app` keeps apps of one origin apart. */
  constructor(app: string) {
    this.app = app;
  }

  /** Keeps a state. Rejects where the browser does not keep data: it is full, or does not allow it. */
  async save(files: readonly SourceFile[]): Promise<Kept> {
    const text = JSON.stringify(files.map(({ name, text: own }) => ({ name, text: own })));
    const checksum = await checksumOf(text);
    const database = await this.open();
    const transaction = database.transaction([REVISIONS, HEADS], 'readwrite', { durability: 'strict' });
    const [revisions, heads] = [transaction.objectStore(REVISIONS), transaction.objectStore(HEADS)];
    const done = completed(transaction);
    const head = ((await answered(heads.get(this.app))) as number | undefined) ?? 0;
    const keys = (await answered(revisions.getAllKeys(this.range()))) as [string, number][];
    const revision = Math.max(head, 0, ...keys.map(([, number]) => number)) + 1;
    const other = this.known !== undefined && head !== this.known;
    revisions.put({ app: this.app, revision, text, checksum, savedAt: Date.now() } satisfies Revision);
    if (!other) heads.put(revision, this.app);
    const old = keys.filter(([, number]) => number !== head).slice(0, Math.max(0, keys.length + 1 - KEEP));
    for (const key of old) revisions.delete(key);
    await done;
    if (!other) this.known = revision;
    return { revision, other };
  }

  /** The latest state, or the last before it that is whole; undefined where nothing was kept. */
  async latest(): Promise<KeptSource | undefined> {
    const database = await this.open();
    const transaction = database.transaction([REVISIONS, HEADS], 'readonly');
    const [head, all] = await Promise.all([
      answered(transaction.objectStore(HEADS).get(this.app)) as Promise<number | undefined>,
      answered(transaction.objectStore(REVISIONS).getAll(this.range())) as Promise<unknown[]>,
    ]);
    this.known = head ?? 0;
    const candidates = all.filter(isRevision).filter(({ revision }) => head === undefined || revision <= head);
    for (const found of candidates.toSorted((a, b) => b.revision - a.revision)) {
      const files = found.checksum === (await checksumOf(found.text)) ? filesIn(found.text) : undefined;
      if (files === undefined) continue;
      const { revision, savedAt } = found;
      return { files, revision, savedAt: new Date(savedAt), damaged: revision !== head };
    }
    return undefined;
  }

  /** Takes over as the latest whatever is kept next, although somebody else has kept a state meanwhile. */
  async overrule(): Promise<void> {
    const database = await this.open();
    this.known = ((await answered(database.transaction(HEADS).objectStore(HEADS).get(this.app))) as number | undefined) ?? 0;
  }

  /** Forgets all states of the app. */
  async clear(): Promise<void> {
    const database = await this.open();
    const transaction = database.transaction([REVISIONS, HEADS], 'readwrite', { durability: 'strict' });
    transaction.objectStore(REVISIONS).delete(this.range());
    transaction.objectStore(HEADS).delete(this.app);
    await completed(transaction);
    this.known = 0;
  }

  private range(): IDBKeyRange {
    return IDBKeyRange.bound([this.app, 0], [this.app, Infinity]);
  }

  private open(): Promise<IDBDatabase> {
    this.opened ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(DATABASE, 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore(REVISIONS, { keyPath: ['app', 'revision'] });
        request.result.createObjectStore(HEADS);
      };
      request.onsuccess = () => {
        const database = request.result;
        // Another tab needs a newer form of the database, or the browser has taken it away: it is opened anew when it is needed.
        database.onversionchange = () => database.close();
        database.onclose = () => (this.opened = undefined);
        resolve(database);
      };
      request.onerror = () => reject(failureOf(request.error));
      request.onblocked = () => reject(new Error('Another tab holds the saved apps in an older form. Close it.'));
    });
    // What failed once may work the next time.
    this.opened.catch(() => (this.opened = undefined));
    return this.opened;
  }
}

const answered = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(failureOf(request.error));
  });

const completed = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(failureOf(transaction.error));
  });

function failureOf(error: DOMException | null): Error {
  if (error?.name === 'QuotaExceededError')
    return new Error('The browser has no room left to keep the app. Save it to a file, or free some room.', { cause: error });
  return new Error(`The browser does not keep the app (${error?.message ?? 'unknown reason'}). Save it to a file.`, {
    cause: error,
  });
}

async function checksumOf(text: string): Promise<string> {
  const bytes = new TextEncoder().encode(text);
  // Without a secure context there is no digest; the length at least tells what was cut.
  if (globalThis.crypto.subtle === undefined) return String(bytes.length);
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

const isRevision = (found: unknown): found is Revision => {
  const { revision, text, checksum, savedAt } = (found ?? {}) as Partial<Revision>;
  return typeof revision === 'number' && typeof text === 'string' && typeof checksum === 'string' && typeof savedAt === 'number';
};

function filesIn(text: string): readonly SourceFile[] | undefined {
  try {
    return JSON.parse(text) as readonly SourceFile[];
  } catch {
    return undefined;
  }
}
