/** A table of records on this device, by key. Keys are lists of texts and numbers, in their order. */
export interface DeviceStore<T> {
  get(key: IDBValidKey): Promise<T | undefined>;
  /** Records whose keys begin so, in order. */
  list(prefix: readonly IDBValidKey[]): Promise<readonly T[]>;
  put(key: IDBValidKey, record: T): Promise<void>;
  delete(key: IDBValidKey): Promise<void>;
}

/** What a page keeps on its device. */
export interface DeviceStores {
  open<T>(name: StoreName): DeviceStore<T>;
  /** False where the browser does not let the page keep anything: then it is kept as long as the page is there. */
  readonly lasting: boolean;
}

export type StoreName = 'answers' | 'entries' | 'writes';

const DATABASE = 'fxloom-offline';
/** A new version drops what older ones kept, pending writes aside. */
const VERSION = 1;
const NAMES: readonly StoreName[] = ['answers', 'entries', 'writes'];

/** The database of the page's origin; memory where there is none, or where the browser refuses it. */
export async function openDeviceStores(): Promise<DeviceStores> {
  try {
    const database = await openDatabase();
    // A newer version of the page may come with another one; it must not wait for this page.
    database.onversionchange = () => database.close();
    return { lasting: true, open: (name) => inDatabase(database, name) };
  } catch {
    return memoryStores();
  }
}

function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, VERSION);
    request.onupgradeneeded = () => {
      const { result: database } = request;
      for (const name of NAMES) {
        if (database.objectStoreNames.contains(name)) {
          if (name === 'writes') continue;
          database.deleteObjectStore(name);
        }
        database.createObjectStore(name);
      }
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('refused'));
    request.onblocked = () => reject(new Error('blocked'));
  });
}

function inDatabase<T>(database: IDBDatabase, name: StoreName): DeviceStore<T> {
  const run = <R>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<R>): Promise<R> =>
    new Promise((resolve, reject) => {
      const transaction = database.transaction(name, mode);
      const request = act(transaction.objectStore(name));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error ?? new Error('aborted'));
    });
  return {
    get: async (key) => (await run('readonly', (store) => store.get(key) as IDBRequest<T | undefined>)) ?? undefined,
    list: (prefix) =>
      run('readonly', (store) => store.getAll(IDBKeyRange.bound([...prefix], [...prefix, []])) as IDBRequest<T[]>),
    put: async (key, record) => void (await run('readwrite', (store) => store.put(record, key))),
    delete: (key) => run('readwrite', (store) => store.delete(key)),
  };
}

/** As long as the page is there. */
export function memoryStores(): DeviceStores {
  const stores = new Map<StoreName, Map<string, { readonly key: readonly IDBValidKey[]; readonly record: unknown }>>();
  return {
    lasting: false,
    open<T>(name: StoreName): DeviceStore<T> {
      const records = stores.get(name) ?? new Map<string, { key: readonly IDBValidKey[]; record: unknown }>();
      stores.set(name, records);
      return {
        get: async (key) => records.get(JSON.stringify(key))?.record as T | undefined,
        list: async (prefix) =>
          [...records.values()].filter(({ key }) => prefix.every((part, i) => part === key[i])).map(({ record }) => record as T),
        put: async (key, record) => void records.set(JSON.stringify(key), { key: key as readonly IDBValidKey[], record }),
        delete: async (key) => void records.delete(JSON.stringify(key)),
      };
    },
  };
}
