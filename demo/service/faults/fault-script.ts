import { boolean, integer, list, object, optional, text, type ValueOf } from '../api/schema.ts';
import type { Fault } from './fault.ts';

const numbers = optional(list(integer({ minimum: 0 }), { maxItems: 10_000 }));

/** What is to happen to the next answers of some requests. The first of each list is for the first answer, and so on. */
export const faultScript = object('FaultScript', {
  /** A path in which `*` stands for one segment, or the id of an operation. */
  match: text({ minLength: 1 }),
  method: optional(text({ pattern: '^[A-Z]+$' })),
  delays: numbers,
  /** A status below 400 is no fault: `[503, 503, 200]`. */
  statuses: numbers,
  retryAfter: optional(integer({ minimum: 0 })),
  truncates: numbers,
  shortens: numbers,
  resets: optional(list(boolean(), { maxItems: 10_000 })),
});

type FaultScript = ValueOf<typeof faultScript>;

/** The scripts that are not used up, oldest first. */
export class FaultScripts {
  #running: { readonly script: FaultScript; readonly length: number; used: number }[] = [];

  /** Adds a script and answers for how many requests it is. */
  add(script: FaultScript): number {
    const lists = [script.delays, script.statuses, script.truncates, script.shortens, script.resets];
    const length = Math.max(...lists.map((each) => each?.length ?? 0));
    if (length > 0) this.#running.push({ script, length, used: 0 });
    return length;
  }

  clear(): void {
    this.#running = [];
  }

  /** The fault for a request: that of the oldest script which it matches. */
  next(method: string, path: string, operation: string | undefined): Fault {
    const found = this.#running.find(({ script }) => isMeant(script, method, path, operation));
    if (found === undefined) return {};
    const fault = faultAt(found.script, found.used++);
    this.#running = this.#running.filter(({ length, used }) => used < length);
    return fault;
  }
}

function isMeant({ match, method: wanted }: FaultScript, method: string, path: string, operation: string | undefined): boolean {
  if (wanted !== undefined && wanted !== method) return false;
  if (match === operation) return true;
  const parts = match.split('/');
  const actual = path.split('/');
  return parts.length === actual.length && parts.every((part, index) => part === '*' || part === actual[index]);
}

function faultAt(script: FaultScript, index: number): Fault {
  const { delays, statuses, retryAfter, truncates, shortens, resets } = script;
  const [delay, status, truncate, shorten] = [delays, statuses, truncates, shortens].map((each) => each?.[index]);
  return {
    ...(delay !== undefined && { delay }),
    ...(status !== undefined && status >= 400 && { status }),
    ...(retryAfter !== undefined && { retryAfter }),
    ...(truncate !== undefined && { truncate }),
    ...(shorten !== undefined && { shorten }),
    ...(resets?.[index] === true && { reset: 'after' as const }),
  };
}
