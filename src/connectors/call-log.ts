import type { HttpRequest } from './request.ts';

/** One exchange with the service, as far as people ask about it afterwards. */
export interface ExchangeFacts {
  readonly method: string;
  /** Without credentials. */
  readonly url: string;
  /** When it was sent: milliseconds since 1970-01-01 UTC. */
  readonly started: number;
  /** Until the answer was whole. */
  readonly milliseconds: number;
  /** Undefined where no answer came. */
  readonly status: number | undefined;
  /** Size of the answer's body. */
  readonly bytes: number;
  /** From 1; beyond that the call was tried again. */
  readonly attempt: number;
  /** The answer was kept on this device, and came from the service then: milliseconds since 1970-01-01 UTC. */
  readonly stored?: number;
}

const MAX_CALLS = 200;
const MAX_EXCHANGES = 20;

/** The same for equal requests. */
export const requestKey = ({ method, url, headers, body }: HttpRequest): string =>
  JSON.stringify([method, url, [...headers], typeof body === 'object' ? [...body] : body]);

/** The latest exchanges of the latest calls; of a call with pages, those of all its pages. */
export class CallLog {
  private readonly calls = new Map<string, ExchangeFacts[]>();

  note(key: string, facts: ExchangeFacts): void {
    const known = this.calls.get(key) ?? [];
    // The newest calls stand last.
    this.calls.delete(key);
    this.calls.set(key, [...known, facts].slice(-MAX_EXCHANGES));
    if (this.calls.size > MAX_CALLS) this.calls.delete(this.calls.keys().next().value!);
  }

  of(key: string): readonly ExchangeFacts[] {
    return this.calls.get(key) ?? [];
  }
}
