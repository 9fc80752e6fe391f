import type { Observable, Subscription } from 'rxjs';
import {
  FormulaError,
  formulaError,
  PENDING,
  type FunctionDefinition,
  type RemoteCalls,
  type Value,
  factsOf,
  type Table,
} from '../formula/index.ts';
import { callKey } from './call-key.ts';

/**
 * Where streams of answers meet formulas, which are plain synchronous functions.
 *
 * 1. A formula that reaches a call reads the latest answer to it. The first time, the call is made and the answer is pending.
 * 2. Each answer tells the formula to evaluate anew. Calls that the new evaluation did not reach are cancelled: this is how a changed
 *    argument cancels the call that it replaces, and why an old answer can never overwrite a newer one.
 * 3. While the call at a place of the formula is new, the answer to the previous call at that place stays: nothing flickers. `pending`
 *    tells that it is not the last word.
 * 4. The same operation with equal arguments, wherever in the app, is one call (`CallPool`).
 *
 * Services make the calls; they share, page, retry and recover, and every failure is an error value.
 */
export interface Services {
  /** The values of a call, as they come, as long as it is of interest; unsubscribing aborts it. */
  start(operation: FunctionDefinition, args: readonly Value[]): Observable<Value>;
  /** One answer, for a behavior. Never rejects. */
  call(operation: FunctionDefinition, args: readonly Value[]): Promise<Value>;
}

/** All calls that formulas of an app wait for or show the answers of. */
export class CallPool {
  private readonly calls = new Map<FunctionDefinition, Map<string, Call>>();
  private readonly services: Services;

  constructor(services: Services) {
    this.services = services;
  }

  /** The call of an operation with these arguments, made if nobody made it yet. `close` it when it is no longer wanted. */
  open(operation: FunctionDefinition, args: readonly Value[], key: string, listener: () => void): Use {
    let calls = this.calls.get(operation);
    if (calls === undefined) this.calls.set(operation, (calls = new Map<string, Call>()));
    let call = calls.get(key);
    if (call === undefined) {
      call = new Call(operation, args, () => this.services.start(operation, args));
      calls.set(key, call);
    }
    return new Use(call, listener, () => {
      calls.delete(key);
    });
  }

  /** The calls that have an answer. */
  get answered(): readonly MadeCall[] {
    return [...this.calls.values()].flatMap((made) => [...made.values()]).filter(({ value }) => value !== undefined);
  }

  /** Makes all calls anew that `wanted` names; their last answers stay until the new ones come. Ends when they have all answered. */
  async refresh(wanted: (operation: FunctionDefinition) => boolean): Promise<Value> {
    const calls = [...this.calls].filter(([operation]) => wanted(operation)).flatMap(([, made]) => [...made.values()]);
    // A stream is up to date by itself.
    const again = calls.filter((call) => !call.isStream);
    const values = await Promise.all(again.map((call) => call.again()));
    return values.find((value) => value instanceof FormulaError) ?? true;
  }

  /** The answer to a call of a behavior. Never rejects. */
  async once(operation: FunctionDefinition, args: readonly Value[]): Promise<Value> {
    try {
      return await this.services.call(operation, args);
    } catch (error) {
      return thrown(error);
    }
  }
}

const thrown = (error: unknown): FormulaError =>
  formulaError('Internal', `The call failed: ${error instanceof Error ? error.message : String(error)}`);

/** A call as those see it who ask why a value is so. */
export interface MadeCall {
  readonly operation: FunctionDefinition;
  readonly args: readonly Value[];
  /** `undefined` before the first answer. */
  readonly value: Value | undefined;
  readonly pending: boolean;
}

/** One running or answered call, shared by those who use it. */
class Call implements MadeCall {
  /** `undefined` before the first answer. */
  value: Value | undefined;
  /** A further answer is awaited: the first, or the one to a repeated call. */
  pending = true;
  readonly operation: FunctionDefinition;
  readonly args: readonly Value[];
  private readonly start: () => Observable<Value>;
  private readonly listeners = new Set<() => void>();
  private running: Subscription | undefined;
  private waiting: ((value: Value) => void)[] = [];

  constructor(operation: FunctionDefinition, args: readonly Value[], start: () => Observable<Value>) {
    this.operation = operation;
    this.args = args;
    this.start = start;
  }

  /** Whether answers go on coming by themselves. */
  get isStream(): boolean {
    const live = Array.isArray(this.value) && factsOf(this.value as Table)?.live === true;
    return live || this.operation.remote?.stream === true;
  }

  /** Whether it still costs something: it waits, it tries to recover from a failure, or it is a stream. */
  get active(): boolean {
    return this.pending || this.value instanceof FormulaError || this.isStream;
  }

  enter(listener: () => void): void {
    this.listeners.add(listener);
    if (this.listeners.size === 1) this.run();
  }

  /** Whether that was the last one; the call is then cancelled. */
  leave(listener: () => void): boolean {
    if (!this.listeners.delete(listener) || this.listeners.size > 0) return false;
    this.running?.unsubscribe();
    this.settle();
    return true;
  }

  /** Makes the call once more; the last answer stays until the next, which the promise gives. */
  again(): Promise<Value> {
    const answer = new Promise<Value>((resolve) => this.waiting.push(resolve));
    this.pending = true;
    this.tell();
    this.run();
    return answer;
  }

  private run(): void {
    this.running?.unsubscribe();
    this.running = this.start().subscribe({
      next: (value) => this.answer(value),
      error: (error: unknown) => this.answer(thrown(error)),
      complete: () => {
        if (this.pending) this.answer(this.value ?? null);
      },
    });
  }

  private answer(value: Value): void {
    this.value = value;
    this.pending = false;
    this.settle();
    this.tell();
  }

  private settle(): void {
    const waiting = this.waiting;
    this.waiting = [];
    for (const resolve of waiting) resolve(this.value ?? null);
  }

  private tell(): void {
    for (const listener of [...this.listeners]) listener();
  }
}

/** One formula's interest in a call. */
class Use {
  readonly call: Call;
  private readonly listener: () => void;
  private readonly forget: () => void;
  private open = true;
  /** Answer of the call that stood here before; shown until this one answers. */
  before: Value | undefined;

  constructor(call: Call, listener: () => void, forget: () => void) {
    this.call = call;
    this.listener = () => {
      if (this.open) listener();
    };
    this.forget = forget;
    call.enter(this.listener);
  }

  get value(): Value | undefined {
    return this.call.value === undefined ? this.before : this.call.value;
  }

  get pending(): boolean {
    return this.call.pending;
  }

  get active(): boolean {
    return this.call.active;
  }

  close(): void {
    this.open = false;
    if (this.call.leave(this.listener)) this.forget();
  }
}

/** The uses at one place of a formula, by the key of the arguments. */
interface Site {
  readonly uses: Map<string, { use: Use; evaluation: number }>;
  /** The answer last shown where the place made just one call. */
  last: Value | undefined;
}

/** The calls of one formula. */
export class FormulaCalls implements RemoteCalls {
  private readonly pool: CallPool;
  private readonly changed: () => void;
  private sites = new Map<object, Site>();
  private evaluation = 0;
  /** Evaluating now: answers that come at once are part of it. */
  private evaluating = false;
  private unanswered = false;

  /** `changed` is called after each answer: evaluate anew. */
  constructor(pool: CallPool, changed: () => void) {
    this.pool = pool;
    this.changed = changed;
  }

  /** Whether a call that the formula reached has not answered, or is being made again. */
  get pending(): boolean {
    for (const { uses } of this.sites.values()) for (const { use } of uses.values()) if (use.pending) return true;
    return false;
  }

  /** Evaluates a formula whose calls come here; then cancels the calls that it no longer reached. Pending if one has no answer at all. */
  evaluate(formula: () => Value): Value {
    this.evaluation++;
    this.evaluating = true;
    this.unanswered = false;
    let value: Value;
    try {
      value = formula();
    } finally {
      this.evaluating = false;
      this.closeUnreached();
    }
    return this.unanswered ? PENDING : value;
  }

  read(place: object, operation: FunctionDefinition, args: readonly Value[]): Value {
    let site = this.sites.get(place);
    if (site === undefined) this.sites.set(place, (site = { uses: new Map(), last: undefined }));
    const key = callKey(args);
    let entry = site.uses.get(key);
    if (entry === undefined) {
      entry = { use: this.pool.open(operation, args, key, this.answered), evaluation: this.evaluation };
      // The place made one call and still does: only its arguments are new.
      if (!this.reached(site)) entry.use.before = site.last;
      site.uses.set(key, entry);
    }
    entry.evaluation = this.evaluation;
    const value = entry.use.value;
    if (value !== undefined) return value;
    this.unanswered = true;
    return PENDING;
  }

  async start(operation: FunctionDefinition, args: readonly Value[]): Promise<Value> {
    return this.pool.once(operation, args);
  }

  /** The calls that the last evaluation reached. */
  *made(): Generator<MadeCall> {
    for (const { uses } of this.sites.values()) for (const { use } of uses.values()) yield use.call;
  }

  /** Cancels what is still going on while nobody wants to see it. `true` if the formula has to be evaluated anew when somebody does. */
  sleep(): boolean {
    let cancelled = false;
    for (const site of this.sites.values()) {
      for (const [key, { use }] of site.uses) {
        if (!use.active) continue;
        use.close();
        site.uses.delete(key);
        cancelled = true;
      }
    }
    return cancelled;
  }

  dispose(): void {
    for (const { uses } of this.sites.values()) for (const { use } of uses.values()) use.close();
    this.sites = new Map();
  }

  private readonly answered = (): void => {
    if (!this.evaluating) this.changed();
  };

  private reached(site: Site): boolean {
    for (const entry of site.uses.values()) if (entry.evaluation === this.evaluation) return true;
    return false;
  }

  private closeUnreached(): void {
    for (const [place, site] of this.sites) {
      for (const [key, { use, evaluation }] of site.uses) {
        if (evaluation === this.evaluation) continue;
        use.close();
        site.uses.delete(key);
      }
      if (site.uses.size === 0) this.sites.delete(place);
      else site.last = site.uses.size === 1 ? [...site.uses.values()][0]!.use.value : undefined;
    }
  }
}
