import { Observable, Subscription, switchMap, timer, type Observer } from 'rxjs';
import { formulaError, isTable, withFacts, type FormulaError, type Json, type Value } from '../../formula/index.ts';
import type { Decoder } from '../decode.ts';
import type { Answer } from '../exchange.ts';
import { parseJson } from '../json-text.ts';
import type { Policy } from '../policies/policy.ts';
import { at } from '../policies/policy-template.ts';
import { attended } from '../reachability.ts';
import type { HttpRequest } from '../request.ts';
import { retryAfter } from '../retry-after.ts';
import type { TableType } from '../service-type.ts';
import { foldOf } from './fold.ts';
import type { StreamPlan } from './plan.ts';
import { eventId, type KeptEvent, type TriggerKeeper } from './keeper.ts';
import { triggerPath } from './trigger.ts';

/** What asking a service again and again takes from the connector. */
export interface PollContext {
  /** `Shop.WhenOrderCreated`. */
  readonly source: string;
  readonly plan: StreamPlan;
  readonly type: TableType;
  readonly decoder: Decoder;
  readonly maxRows: number;
  /** The first request. */
  readonly request: HttpRequest;
  /** The policy `pollingtrigger` of the operation, where it has one. */
  readonly policy: Policy | undefined;
  /** Milliseconds between requests where the service says nothing. */
  readonly every: number;
  /** Whether the whole answer is an item, instead of a list of them. */
  readonly single: boolean;
  readonly send: (request: HttpRequest) => Observable<Answer>;
  /** Whether an address is one of this service. */
  readonly allowed: (url: string) => boolean;
  /** The error value of an answer that is no success. */
  readonly refused: (answer: Answer) => FormulaError;
  readonly failed: (error: unknown) => FormulaError;
  /** Keeps events beyond the life of the program. */
  readonly keeper: TriggerKeeper | undefined;
}

/** What goes on now. Each thing may begin the next before `subscribe` has returned, so what is followed last is noted before it begins. */
class Latest {
  private current = new Subscription();
  private ended = false;

  follow<T>(source: Observable<T>, observer: Partial<Observer<T>>): void {
    if (this.ended) return;
    const followed = new Subscription();
    this.current = followed;
    followed.add(source.subscribe(observer));
  }

  end(): void {
    this.ended = true;
    this.current.unsubscribe();
  }
}

const MAX_PAUSE = 300_000;
/** Answers that are remembered, so that the same item is one row. */
const MAX_SEEN = 10_000;

/**
 * A table that grows by what a polling trigger finds (Microsoft's "Create a polling trigger"): the operation is asked again and again.
 *
 * 1. 202 means that there is nothing new; 200 has new items. `Location` is where to ask next, `Retry-After` when.
 * 2. A policy `pollingtrigger` says which parameters the next request takes from the last answer that had items; what the first answer
 *    has was there before, and gives no rows.
 * 3. A service that says neither is asked the same again, and what it has told before is no news.
 * 4. With a keeper the trigger goes on where an earlier program was. An event is written down before it is told, together with what is asked
 *    next, so it is neither lost nor told twice. What a service that keeps no state has at the very beginning was there before.
 * 5. Nobody is asked while there is no network or the page is hidden. After failures the pauses double.
 */
export const poll = (context: PollContext): Observable<Value> =>
  new Observable((subscriber) => {
    const { policy, request, plan, keeper, source } = context;
    const trigger = `${source} ${request.url}`;
    const before = keeper?.resume(trigger);
    const fold = foldOf(plan, plan.keep ?? context.maxRows);
    const seen = new Set<string>(before?.seen);
    let next = before === undefined ? request : { ...request, url: before.next };
    let first = before === undefined;
    let failures = 0;
    let keptUrl = next.url;
    const running = new Latest();

    const emit = (problem?: FormulaError): void => {
      const rows = fold.value();
      if (rows === undefined || rows === null || !isTable(rows)) return;
      subscriber.next(
        withFacts(rows, { complete: false, live: true, source, received: Date.now(), ...(problem && { problem }) }),
      );
    };
    const wait = (milliseconds: number): void => {
      running.follow(timer(milliseconds).pipe(switchMap(() => attended())), { next: ask });
    };
    const failed = (problem: FormulaError): void => {
      keeper?.failed(trigger, problem.message);
      if (first) subscriber.next(problem);
      else emit(problem);
      wait(Math.min(context.every * 2 ** Math.min(failures++, 6), MAX_PAUSE));
    };
    const received = (answer: Answer): void => {
      if (answer.status >= 300) {
        failed(context.refused(answer));
        return;
      }
      failures = 0;
      const body = bodyOf(answer);
      const items = answer.status === 202 ? [] : itemsOf(body, context);
      const news = items.map((item) => ({ id: eventId(JSON.stringify(item)), item })).filter(({ id }) => isNew(id));
      // Before the items are read, which changes them.
      next = followUp(answer, body, items.length > 0);
      // What a policy starts from was there before, and what a service without state has when a program begins to keep its events.
      const known = first && (policy !== undefined || (keeper !== undefined && !answer.headers.has('location')));
      if (keeper !== undefined) keep(known ? [] : news, known ? news.map(({ id }) => id) : []);
      if (!known) for (const event of news) add(event);
      if (first || news.length > 0) emit();
      first = false;
      wait(retryAfter(answer.headers.get('retry-after'), Date.now()) ?? context.every);
    };
    const keep = (events: readonly KeptEvent[], known: readonly string[]): void => {
      // Without any event, only where something else follows from it.
      if (first || events.length > 0 || next.url !== keptUrl) keeper!.keep(trigger, events, next.url, known);
      keptUrl = next.url;
    };
    const add = ({ id, item }: KeptEvent): void => {
      // Reading changes what is read.
      keeper?.tell(trigger, id, rowOf(structuredClone(item), context));
      fold.add(item, (json) => rowOf(json, context));
    };
    const isNew = (id: string): boolean => {
      if (seen.has(id)) return false;
      seen.add(id);
      if (seen.size > MAX_SEEN) seen.delete(seen.values().next().value!);
      return true;
    };
    const followUp = (answer: Answer, body: unknown, found: boolean): HttpRequest => {
      const location = answer.headers.get('location');
      const url = location === undefined || !URL.canParse(location, next.url) ? undefined : new URL(location, next.url).href;
      if (url !== undefined && context.allowed(url)) return { ...next, url };
      return policy === undefined || !found ? next : withState(next, policy, body);
    };
    const ask = (): void => {
      running.follow(context.send(next), { next: received, error: (error: unknown) => failed(context.failed(error)) });
    };
    for (const event of before?.open ?? []) add(event);
    ask();
    return () => running.end();
  });

const bodyOf = ({ bytes }: Answer): Json => parseJson(new TextDecoder().decode(bytes))?.json ?? null;

/** `@{triggerBody().value[0].id}` within a text. */
const expressions = /@\{triggerBody\(\)[^}]*\}|@triggerBody\(\)(?:\.[\w$@-]+|\['[^']*'\]|\[\d+\])*/gi;

/** The items of an answer: where the policy says, the root, or its only list. */
function itemsOf(body: Json, { policy, single, type }: PollContext): readonly Json[] {
  if (single) return body === null ? [] : [body];
  const path = triggerPath(policy?.text('triggerDataPath') ?? '');
  const said = path === undefined ? undefined : at(body, path);
  if (said !== undefined) return Array.isArray(said) ? (said as Json[]) : [said as Json];
  if (Array.isArray(body)) return body as Json[];
  const lists = typeof body === 'object' && body !== null ? Object.entries(body).filter(([, of]) => Array.isArray(of)) : [];
  const list = lists.find(([name]) => name === 'value') ?? (lists.length === 1 ? lists[0] : undefined);
  if (list !== undefined) return list[1] as Json[];
  return body === null || type.scalar ? [] : [body];
}

function rowOf(json: Json, { decoder, type, source }: PollContext): Value {
  const rows = decoder.decode([json], type);
  return Array.isArray(rows) ? (rows[0] as Value) : formulaError('InvalidArgument', `${source}: an item is not as described.`);
}

/** The request with the query parameters that the policy takes from an answer. */
function withState(request: HttpRequest, policy: Policy, body: unknown): HttpRequest {
  const address = new URL(request.url);
  for (const [name, template] of policy.entries('triggerConfig')) {
    const text = template.replace(expressions, (expression) => textOf(at(body, triggerPath(expression) ?? [])));
    address.searchParams.set(name, text);
  }
  return { ...request, url: address.href };
}

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value);
