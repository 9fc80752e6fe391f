import type { Database } from '../database.ts';
import type { Activity } from '../shop/activity.ts';
import type { OrderEvents } from '../shop/order-events.ts';
import type { Schema } from './schema.ts';

/** A value that a request carries outside its body. */
export interface Parameter<T = unknown> {
  readonly in: 'path' | 'query' | 'header';
  readonly schema: Schema<T>;
  readonly required: boolean;
  /** How prominently a designer shows it. */
  readonly visibility?: 'important' | 'advanced';
  /** An operation that lists the possible values, and the columns of its items that hold the value and what people read. */
  readonly values?: { readonly operation: string; readonly value: string; readonly title: string };
}

export interface Parameters {
  readonly [name: string]: Parameter;
}

/** What a handler gets: path parameters and those with a default are there, the others may be missing. */
export type ParametersOf<P> = { readonly [K in keyof P]: P[K] extends Parameter<infer T> ? T : never };

/** What one request brings to its handler, already checked. */
export interface Call<P, B> {
  readonly parameters: ParametersOf<P>;
  readonly body: B;
  readonly shop: Shop;
  /** The address of the service as the client sees it, without a slash at the end. */
  readonly baseUrl: string;
  /** The path and query as the client sent them. */
  readonly url: URL;
  /** Aborted when the client goes away. */
  readonly signal: AbortSignal;
}

/** What handlers work on. */
export interface Shop {
  readonly database: Database;
  readonly events: OrderEvents;
  readonly activity: Activity;
  /** The shop's time: it begins at the reference date, so that what is shown does not depend on the day it is run. */
  readonly now: () => Date;
}

/** What a handler answers. */
export interface Answer {
  /** 200 unless given. */
  readonly status?: number;
  /** Sent as JSON, unless it is text or a stream of bytes and `type` says what. */
  readonly body?: unknown;
  readonly type?: string;
  readonly headers?: { readonly [name: string]: string };
}

export interface ResponseDescription {
  readonly description: string;
  readonly schema?: Schema;
  /** JSON unless given. */
  readonly type?: string;
  /** For a stream of events: the names of the events and what their `data` holds. */
  readonly events?: { readonly [name: string]: Schema };
  readonly headers?: readonly HeaderName[];
}

/** Headers of answers, described once in `headers.ts`. */
export type HeaderName = 'ETag' | 'Link' | 'Location' | 'Retry-After' | 'X-Total-Count';

/** One operation: its description, what it takes, and what it does. */
export interface Operation<P = Parameters, B = unknown> {
  readonly id: string;
  readonly method: 'get' | 'post' | 'patch' | 'delete';
  /** With `{name}` for path parameters. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description: string;
  readonly parameters: P;
  readonly body?: Schema<B>;
  readonly responses: { readonly [status: number]: ResponseDescription };
  /** When the answer is 409. */
  readonly conflicts?: string;
  /** Whether a request must bring the service's key. */
  readonly secured?: boolean;
  /** The property that holds the address of the next page. */
  readonly nextLinkName?: string;
  // A method, so that operations of different parameters fit in one list.
  handle(call: Call<P, B>): Promise<Answer>;
}

/** Checks an operation's handler against its parameters and body. */
export const operation = <const P extends Parameters, B = undefined>(record: Operation<P, B>): Operation => record;

export const inPath = <T>(schema: Schema<T>): Parameter<T> => ({ in: 'path', schema, required: true });

/** A query parameter; with a default it is always there. */
export function inQuery<T>(schema: Schema<T> & { readonly default: T }, visibility?: 'important' | 'advanced'): Parameter<T>;
export function inQuery<T>(schema: Schema<T>, visibility?: 'important' | 'advanced'): Parameter<T | undefined>;
export function inQuery(schema: Schema, visibility?: 'important' | 'advanced'): Parameter {
  return { in: 'query', schema, required: false, ...(visibility && { visibility }) };
}

export const inHeader = <T>(schema: Schema<T>): Parameter<T | undefined> => ({
  in: 'header',
  schema,
  required: false,
  visibility: 'advanced',
});
