import { formulaError, type FormulaError } from '../formula/index.ts';

/** What an app keeps on the device (`SaveData`): texts by name. Failures are error values. */
export interface LocalData {
  save(name: string, text: string): Promise<FormulaError | undefined>;
  load(name: string): Promise<string | undefined | FormulaError>;
  /** Without a name, everything of the app. */
  clear(name: string | undefined): Promise<FormulaError | undefined>;
}

/** In a browser a database of the page's origin, elsewhere memory that lasts as long as the app. `app` keeps apps of one origin apart. */
export const localData = (app: string): LocalData => (typeof indexedDB === 'undefined' ? memoryData() : new BrowserData(app));

function memoryData(): LocalData {
  const texts = new Map<string, string>();
  return {
    save: async (name, text) => void texts.set(name, text),
    load: async (name) => texts.get(name),
    clear: async (name) => {
      if (name === undefined) texts.clear();
      else texts.delete(name);
      return undefined;
    },
  };
}

const DATABASE = 'fxloom';
const STORE = 'saved';

class BrowserData implements LocalData {
  private readonly app: string;

  constructor(app: string) {
    this.app = app;
  }

  async save(name: string, text: string): Promise<FormulaError | undefined> {
    return failure(await this.request('readwrite', (store) => store.put(text, this.key(name))));
  }

  async load(name: string): Promise<string | undefined | FormulaError> {
    const found = await this.request('readonly', (store) => store.get(this.key(name)) as IDBRequest<unknown>);
    return found instanceof Failed ? found.error : typeof found === 'string' ? found : undefined;
  }

  async clear(name: string | undefined): Promise<FormulaError | undefined> {
    const all = IDBKeyRange.bound([this.app], [this.app, []]);
    return failure(await this.request('readwrite', (store) => store.delete(name === undefined ? all : this.key(name))));
  }

  private key(name: string): string[] {
    return [this.app, name];
  }

  /** Opened for each request: an open connection would keep other versions of the page from changing the database. */
  private async request<T>(mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T | Failed> {
    try {
      const opening = indexedDB.open(DATABASE, 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
      const database = await settled(opening);
      try {
        const transaction = database.transaction(STORE, mode);
        const result = await settled(ask(transaction.objectStore(STORE)));
        if (mode === 'readwrite') await committed(transaction);
        return result;
      } finally {
        database.close();
      }
    } catch (error) {
      return new Failed(error);
    }
  }
}

/** Why the browser did not keep it: no room, or not allowed here. */
class Failed {
  readonly error: FormulaError;
  constructor(error: unknown) {
    const name = error instanceof Error ? error.name : '';
    this.error =
      name === 'QuotaExceededError'
        ? formulaError('QuotaExceeded', 'There is no room left on this device. Remove something with ClearData.')
        : formulaError('NotSupported', `The browser does not let this page keep data${name === '' ? '' : ` (${name})`}.`);
  }
}

const failure = (result: unknown): FormulaError | undefined => (result instanceof Failed ? result.error : undefined);

const asError = (error: DOMException | null): Error => error ?? new Error('The request failed.');

const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(asError(request.error));
  });

const committed = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(asError(transaction.error));
  });
