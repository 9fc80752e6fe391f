import type { HttpMethod } from '../definition.ts';
import type { HttpRequest } from '../request.ts';

/**
 * How a change stands that has not reached its service: it waits its turn, is on its way, may have arrived (the connection broke, and a
 * second request could do it twice), met a newer version, or was refused.
 */
export type PendingState = 'waiting' | 'sending' | 'unsure' | 'conflict' | 'refused';

/** A change that has not reached its service. Plain data, without credentials. */
export interface PendingWrite {
  /** In the order in which they were made. */
  readonly id: string;
  /** App and user that it belongs to. */
  readonly partition: string;
  /** The connection: `Shop`. */
  readonly connection: string;
  /** The operation, as the connection's functions are called: `UpdateOrder`. */
  readonly operation: string;
  readonly method: HttpMethod;
  readonly url: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string | Uint8Array<ArrayBuffer> | undefined;
  /** A second request does no harm: the method says so, or a key that the service looks at. */
  readonly repeatable: boolean;
  /** When the user made it: milliseconds since 1970-01-01 UTC. */
  readonly created: number;
  readonly state: PendingState;
  readonly attempts: number;
  /** What the service said, or why it could not be asked. */
  readonly message?: string;
  readonly status?: number;
  /** In a conflict: what the service has now, as it answered. */
  readonly theirs?: string;
}

export const requestOf = ({ method, url, headers, body }: PendingWrite): HttpRequest => ({
  method,
  url,
  headers: new Map(headers),
  body,
});

/** The record that a change is about: changes of one record keep their order. */
export const targetOf = ({ url }: PendingWrite): string => url.replace(/[?#].*$/, '');
