import { Observable, timer, type Subscription } from 'rxjs';
import { formulaError, isTable, row, withFacts, type FormulaError, type Json, type Value } from '../../formula/index.ts';
import type { AuthorizedResponse } from '../credentials.ts';
import type { Decoder } from '../decode.ts';
import { parseJson } from '../json-text.ts';
import { isOnline, online } from '../reachability.ts';
import type { ServiceType, TableType } from '../service-type.ts';
import { CallFailure } from '../transport.ts';
import { EventStreamParser, LineParser, type ServerEvent } from './event-stream.ts';
import { foldOf } from './fold.ts';
import type { StreamPlan } from './plan.ts';

/** What following a stream takes from the connector. */
export interface StreamContext {
  /** `Shop.OrderEvents`. */
  readonly source: string;
  readonly plan: StreamPlan;
  /** The type of the answer: a table of items, or an item. */
  readonly type: ServiceType;
  readonly decoder: Decoder;
  /** The newest rows that are kept. */
  readonly maxRows: number;
  /** Characters of one item; what is longer ends the connection. */
  readonly maxItem: number;
  /** Connects; `lastId` names the last event received. */
  readonly connect: (lastId: string) => Observable<AuthorizedResponse>;
  /** The error value of an answer that is no success. */
  readonly refused: (response: AuthorizedResponse) => Observable<FormulaError>;
  readonly failed: (error: unknown) => FormulaError;
}

const FIRST_PAUSE = { events: 3000, messages: 1000 };
const MAX_PAUSE = 30_000;

/**
 * The value of a stream as its items arrive: a table that is empty once the service has answered and grows, or the newest item.
 *
 * 1. Event streams and WebSockets connect again when they break, after pauses that double; an event stream says which event it had last.
 * 2. Lines end the value, and so does a service that says there is no more: 204, or a WebSocket closed as done (1000).
 * 3. A break is a fact of the table (`problem`), and the rows stay; only a service that refuses at the first attempt gives an error.
 */
export const follow = (context: StreamContext): Observable<Value> =>
  new Observable((subscriber) => {
    const { plan } = context;
    const reader = itemReader(context);
    const fold = foldOf(plan, plan.keep ?? context.maxRows);
    let opened = false;
    let failures = 0;
    let connection: Subscription | undefined;
    let clock: Subscription | undefined;

    const emit = (live: boolean, problem?: FormulaError): void => {
      const value = fold.value();
      if (value === undefined || subscriber.closed) return;
      const complete = !live && problem === undefined;
      subscriber.next(
        isTable(value)
          ? withFacts(value, { complete, live, source: context.source, received: Date.now(), ...(problem && { problem }) })
          : value,
      );
    };
    const add = (items: readonly Item[]): void => {
      for (const { json, read } of items) fold.add(json, read);
      if (items.length > 0) emit(true);
    };
    const broken = (problem: FormulaError, final: boolean): void => {
      if (opened) emit(!final && plan.kind !== 'lines', problem);
      else subscriber.next(problem);
      if (final || plan.kind === 'lines') subscriber.complete();
      else again();
    };
    const again = (): void => {
      const first = plan.kind === 'messages' ? FIRST_PAUSE.messages : FIRST_PAUSE.events;
      // Clients that were cut off together come back apart.
      const own = Math.min(first * 2 ** Math.min(failures, 5), MAX_PAUSE) * (0.75 + Math.random() / 4);
      failures++;
      const pause: Observable<unknown> = isOnline() ? timer(reader.retry() ?? own) : online();
      clock = pause.subscribe(open);
    };
    const ended = (): void => {
      if (plan.kind === 'events') {
        again();
        return;
      }
      add(reader.end());
      emit(false);
      subscriber.complete();
    };
    const take = (piece: Uint8Array): void => {
      try {
        add(reader.push(piece));
      } catch (error) {
        connection?.unsubscribe();
        broken(context.failed(error), true);
      }
    };
    const received = (response: AuthorizedResponse): void => {
      if (response.status === 204) {
        emit(false);
        subscriber.complete();
      } else if (response.status >= 300) {
        const passing = response.status >= 500 || response.status === 429 || response.status === 408;
        connection = context.refused(response).subscribe({
          next: (error) => broken(error, !passing),
          error: (error: unknown) => broken(context.failed(error), !passing),
        });
      } else {
        failures = 0;
        if (!opened) {
          opened = true;
          emit(true);
        }
        reader.begin();
        connection = response.body.subscribe({
          next: take,
          error: (error: unknown) => broken(context.failed(error), false),
          complete: ended,
        });
      }
    };
    const open = (): void => {
      connection = context.connect(reader.lastId()).subscribe({
        next: received,
        error: (error: unknown) => broken(context.failed(error), isHopeless(error)),
      });
    };
    open();
    return () => {
      clock?.unsubscribe();
      connection?.unsubscribe();
    };
  });

/** Whether another attempt would fail in the same way. */
const isHopeless = (error: unknown): boolean =>
  error instanceof CallFailure && error.reason !== 'network' && error.reason !== 'timeout';

/** An item that has arrived: its JSON, and how its value is made of it. */
interface Item {
  readonly json: Json;
  readonly read: (json: Json) => Value;
}

/** Takes the pieces of connections apart. */
interface ItemReader {
  /** A connection begins. */
  begin(): void;
  push(piece: Uint8Array): readonly Item[];
  /** What was left when the connection ended. */
  end(): readonly Item[];
  lastId(): string;
  /** How long to wait before connecting again, in milliseconds, where the service says. */
  retry(): number | undefined;
}

function itemReader(context: StreamContext): ItemReader {
  const { plan, maxItem } = context;
  const events = new EventStreamParser(maxItem);
  const lines = new LineParser(maxItem);
  let decoder = new TextDecoder();
  const items = (texts: readonly string[]): readonly Item[] => texts.flatMap((text) => itemsOf(text, context));
  return {
    begin: () => {
      decoder = new TextDecoder();
      events.begin();
    },
    push: (piece) => {
      // Each message is whole.
      if (plan.kind === 'messages') return items([new TextDecoder().decode(piece)]);
      const text = decoder.decode(piece, { stream: true });
      return plan.kind === 'events'
        ? events.push(text).flatMap((event) => itemsOfEvent(event, context))
        : items(lines.push(text));
    },
    end: () => (plan.kind === 'lines' ? items(lines.end()) : []),
    lastId: () => events.lastId,
    retry: () => events.retry,
  };
}

const rowsOf = ({ plan, type }: StreamContext): TableType | undefined =>
  plan.value !== 'newest' && type.kind === 'table' ? type : undefined;

/** Whether the description's rows are the events themselves rather than their data. */
const describesEvents = ({ row: { fields } }: TableType): boolean =>
  fields.has('data') && (fields.has('event') || fields.has('id'));

function itemsOfEvent({ event, data, id }: ServerEvent, context: StreamContext): readonly Item[] {
  const table = rowsOf(context);
  if (table === undefined || !describesEvents(table)) return itemsOf(data, context);
  const column = table.row.fields.get('data')!.type;
  const json = column.kind === 'text' ? data : (parseJson(data)?.json ?? data);
  const read = (): Value =>
    row([
      ['event', event],
      ['id', id],
      ['data', context.decoder.decode(json, column)],
    ]);
  return [{ json: { event, id, data: json }, read }];
}

/** The items of one text: a list is several, where an item itself is no list. Text that is no JSON is a text, or an error where data is described. */
function itemsOf(text: string, context: StreamContext): readonly Item[] {
  const { source, decoder, type } = context;
  const table = rowsOf(context);
  const wanted = table === undefined ? type : table.scalar ? table.row.fields.get('Value')!.type : table.row;
  const parsed = parseJson(text);
  if (parsed === undefined && wanted.kind !== 'text' && wanted.kind !== 'untyped')
    return [{ json: text, read: () => formulaError('InvalidJSON', `${source}: an item of the stream is no JSON.`) }];
  const json: Json = parsed?.json ?? text;
  const several = Array.isArray(json) && wanted.kind !== 'table' && wanted.kind !== 'untyped';
  const read = (item: Json): Value => {
    if (table === undefined) return decoder.decode(item, type);
    const rows = decoder.decode([item], table);
    return isTable(rows)
      ? (rows[0] ?? null)
      : formulaError('InvalidArgument', `${source}: an item of the stream is not as described.`);
  };
  return (several ? (json as Json[]) : [json]).map((item) => ({ json: item, read }));
}
