import { Dynamic, FormulaError, formulaError, type Json, type Value } from '../../formula/index.ts';
import type { HttpRequest } from '../request.ts';

/** What is known of an answer: it is on its way, it has come, or it failed. */
export type KnownAnswer =
  | { readonly state: 'waiting'; readonly done: Promise<void> }
  | { readonly state: 'known'; readonly json: Json; readonly at: number }
  | { readonly state: 'failed'; readonly error: FormulaError; readonly at: number };

/** Answers are asked for anew after this time; types are kept, so that what was checked with them stays right. */
const VALUES_AGE = 300_000;
/** A failure is not tried again before this time, however often an editor asks. */
const FAILURE_AGE = 15_000;
const MAX_ANSWERS = 500;

/**
 * Answers of the operations that tell allowed values and types. Each request is made once, however many ask for it at the same time; the
 * listeners hear of every answer.
 */
export class DynamicAnswers {
  private readonly answers = new Map<string, KnownAnswer>();
  private readonly listeners = new Set<() => void>();
  private readonly now: () => number;

  constructor(now: () => number = Date.now) {
    this.now = now;
  }

  /** The answer to a request; asked for where it is not known. `lasting`: however old it is. */
  get(request: HttpRequest, fetch: () => Promise<Value>, lasting: boolean): KnownAnswer {
    const key = `${request.method} ${request.url} ${JSON.stringify([...request.headers].filter(([name]) => !/idempotency/i.test(name)))} ${typeof request.body === 'string' ? request.body : ''}`;
    const known = this.answers.get(key);
    if (known !== undefined && (known.state === 'waiting' || this.fresh(known, lasting))) return known;
    const asked: KnownAnswer = { state: 'waiting', done: this.ask(key, fetch) };
    this.answers.set(key, asked);
    if (this.answers.size > MAX_ANSWERS) this.answers.delete(this.answers.keys().next().value!);
    return asked;
  }

  /** Calls back after each answer. Gives what stops it. */
  changed(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** Forgets everything: the connection's credentials or the service's data have changed. */
  clear(): void {
    this.answers.clear();
  }

  private fresh(known: Exclude<KnownAnswer, { state: 'waiting' }>, lasting: boolean): boolean {
    const age = this.now() - known.at;
    return known.state === 'failed' ? age < FAILURE_AGE : lasting || age < VALUES_AGE;
  }

  private async ask(key: string, fetch: () => Promise<Value>): Promise<void> {
    const value = await fetch();
    const at = this.now();
    if (value instanceof FormulaError) this.answers.set(key, { state: 'failed', error: value, at });
    else if (value === null || value instanceof Dynamic)
      this.answers.set(key, { state: 'known', json: value === null ? null : value.json, at });
    else this.answers.set(key, { state: 'failed', error: formulaError('InvalidJSON', 'The answer is no JSON.'), at });
    for (const listener of [...this.listeners]) listener();
  }
}
