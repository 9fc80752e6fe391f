import { Observable, type Subscription } from 'rxjs';
import { formulaError, isTable, row, withFacts, type FormulaError, type TableRow, type Value } from '../formula/index.ts';
import type { AuthorizedResponse } from './credentials.ts';
import type { Decoder } from './decode.ts';
import { EventStreamParser, LineParser, type ServerEvent } from './event-stream.ts';
import { parseJson } from './json-text.ts';
import type { TableType } from './service-type.ts';

/** What following a stream takes from the connector. */
export interface StreamContext {
  /** `Shop.OrderEvents`. */
  readonly source: string;
  readonly kind: 'events' | 'lines';
  readonly type: TableType;
  readonly decoder: Decoder;
  /** The newest rows that are kept. */
  readonly maxRows: number;
  /** Connects; `lastId` names the last event received. */
  readonly connect: (lastId: string) => Observable<AuthorizedResponse>;
  /** The error value of an answer that is no success. */
  readonly refused: (response: AuthorizedResponse) => Observable<FormulaError>;
  readonly failed: (error: unknown) => FormulaError;
}

const FIRST_PAUSE = 3000;
const MAX_PAUSE = 30_000;

/**
 * A table that grows by a row for each event or line. It is empty once the service has answered; each piece that arrives gives a longer
 * table. Event streams connect again when they end, and go on after the last event received; lines end the table. A break is a fact of
 * the table (`problem`); only a service that refuses at the first attempt gives an error.
 */
export const growingTable = (context: StreamContext): Observable<Value> =>
  new Observable((subscriber) => {
    const events = new EventStreamParser();
    const lines = new LineParser();
    let rows: readonly TableRow[] = [];
    let opened = false;
    let failures = 0;
    let connection: Subscription | undefined;
    let clock: ReturnType<typeof setTimeout> | undefined;

    const emit = (live: boolean, problem?: FormulaError): void => {
      const complete = !live && problem === undefined;
      subscriber.next(
        withFacts([...rows], { complete, live, source: context.source, received: Date.now(), ...(problem && { problem }) }),
      );
    };
    const add = (added: readonly TableRow[]): void => {
      if (added.length === 0) return;
      rows = [...rows, ...added].slice(-context.maxRows);
      emit(true);
    };
    const broken = (problem: FormulaError, final: boolean): void => {
      if (opened) emit(!final && context.kind === 'events', problem);
      else subscriber.next(problem);
      if (final || context.kind === 'lines') subscriber.complete();
      else again();
    };
    const again = (): void => {
      const pause = Math.min(events.retry ?? FIRST_PAUSE * 2 ** Math.min(failures, 5), MAX_PAUSE);
      failures++;
      clock = setTimeout(open, pause);
    };
    const ended = (): void => {
      if (context.kind === 'events') {
        again();
        return;
      }
      add(lineRows(lines.end(), context));
      emit(false);
      subscriber.complete();
    };
    const open = (): void => {
      connection = context.connect(events.lastId).subscribe({
        next: (response) => {
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
            const decode = new TextDecoder();
            connection = response.body.subscribe({
              next: (piece) => {
                const text = decode.decode(piece, { stream: true });
                add(context.kind === 'events' ? eventRows(events.push(text), context) : lineRows(lines.push(text), context));
              },
              error: (error: unknown) => broken(context.failed(error), false),
              complete: ended,
            });
          }
        },
        error: (error: unknown) => broken(context.failed(error), false),
      });
    };
    open();
    return () => {
      clearTimeout(clock);
      connection?.unsubscribe();
    };
  });

/** Whether the description's rows are the events themselves rather than their data. */
const describesEvents = ({ row: { fields } }: TableType): boolean =>
  fields.has('data') && (fields.has('event') || fields.has('id'));

function eventRows(events: readonly ServerEvent[], context: StreamContext): readonly TableRow[] {
  if (!describesEvents(context.type)) return events.map(({ data }) => itemRow(data, context));
  return events.map(({ event, data, id }) => {
    const column = context.type.row.fields.get('data')!.type;
    const json = column.kind === 'text' ? data : (parseJson(data)?.json ?? data);
    return row([
      ['event', event],
      ['id', id],
      ['data', context.decoder.decode(json, column)],
    ]);
  });
}

const lineRows = (lines: readonly string[], context: StreamContext): readonly TableRow[] =>
  lines.map((line) => itemRow(line, context));

/** One item as a row; text that is no JSON is a text, or an error where a record is described. */
function itemRow(text: string, { type, decoder, source }: StreamContext): TableRow {
  const parsed = parseJson(text);
  if (parsed === undefined && !type.scalar) return formulaError('InvalidJSON', `${source}: an item of the stream is no JSON.`);
  const rows = decoder.decode([parsed?.json ?? text], type);
  return isTable(rows)
    ? (rows[0] ?? null)
    : formulaError('InvalidArgument', `${source}: an item of the stream is not as described.`);
}
