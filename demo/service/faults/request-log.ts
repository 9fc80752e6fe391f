import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Operation } from '../api/operation.ts';

interface Entry {
  /** The id of the operation, or nothing for other paths. */
  readonly operation: string | undefined;
  readonly method: string;
  readonly url: string;
  /** 0 until there is an answer. */
  status: number;
  /** Whether the client closed the connection before the answer was whole. */
  aborted: boolean;
  done: boolean;
}

/** How often an operation was called and what became of it. A stream that its client closes is neither answered nor aborted. */
interface Counts {
  calls: number;
  answered: number;
  aborted: number;
}

/** How many requests are listed; the counts go on. */
const LENGTH = 2000;

/** What has been asked of the service: tests read here what a client really sent. */
export class RequestLog {
  readonly #routes: readonly { readonly id: string; readonly method: string; readonly path: RegExp; readonly stream: boolean }[];
  #entries: Entry[] = [];
  #counts = new Map<string, Counts>();
  #running = 0;

  constructor(operations: readonly Operation[]) {
    this.#routes = operations.map(({ id, method, path, responses }) => ({
      id,
      method: method.toUpperCase(),
      path: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`),
      stream: responses[200]?.events !== undefined,
    }));
  }

  /** The id of the operation that a request is for. */
  operationOf(method: string, path: string): string | undefined {
    return this.#routes.find((route) => route.method === method && route.path.test(path))?.id;
  }

  /** Follows a request to its end. */
  follow(request: IncomingMessage, response: ServerResponse, operation: string | undefined): void {
    const entry = { operation, method: request.method ?? '', url: request.url ?? '', status: 0, aborted: false, done: false };
    this.#entries.push(entry);
    if (this.#entries.length > LENGTH) this.#entries.shift();
    const counts = this.#countsOf(operation ?? '');
    counts.calls++;
    this.#running++;
    const { socket } = request;
    response.once('close', () => {
      this.#running--;
      entry.done = true;
      entry.status = response.headersSent ? response.statusCode : 0;
      const isStream = this.#routes.some(({ id, stream }) => stream && id === operation);
      if (response.writableFinished) counts.answered++;
      else if (!isStream && !cutByService.has(socket)) {
        entry.aborted = true;
        counts.aborted++;
      }
    });
  }

  clear(): void {
    this.#entries = [];
    this.#counts = new Map();
  }

  toJSON(): unknown {
    return { running: this.#running, operations: Object.fromEntries(this.#counts), log: this.#entries };
  }

  #countsOf(operation: string): Counts {
    const counts = this.#counts.get(operation) ?? { calls: 0, answered: 0, aborted: 0 };
    this.#counts.set(operation, counts);
    return counts;
  }
}

/** Sockets that a fault has closed: their requests were not aborted by the client. */
export const cutByService = new WeakSet<object>();
