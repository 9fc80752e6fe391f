import { map, of, type Observable } from 'rxjs';
import { formulaError, type Value } from '../../formula/index.ts';
import { isBelow } from '../address.ts';
import { failedAnswer, type AnswerReading } from '../answer.ts';
import { bodyBytes } from '../bytes.ts';
import type { AuthorizedResponse } from '../credentials.ts';
import { exchange, failureValue, within, type Line } from '../exchange.ts';
import type { HttpRequest } from '../request.ts';
import type { ConnectorSettings } from '../settings.ts';
import type { Signature } from '../signature.ts';
import { follow } from './follow.ts';
import type { StreamPlan } from './plan.ts';
import { poll } from './poll.ts';
import { triggerPolicy } from './trigger.ts';

/** A call whose answer is a stream, and what it takes from its connector. */
export interface StreamCall {
  /** `Shop.Orders`. */
  readonly source: string;
  readonly settings: ConnectorSettings;
  readonly line: Line;
  readonly reading: AnswerReading;
  readonly signature: Signature;
  readonly request: HttpRequest;
  /** The address of the connection, where it is known. */
  readonly base: string | undefined;
  readonly open: (request: HttpRequest) => Observable<AuthorizedResponse>;
}

/** The rows of a stream, as they come. */
export function startStream(call: StreamCall, plan: StreamPlan): Observable<Value> {
  if (plan.kind === 'polls') return polled(call, plan);
  const { source, settings, line, reading, signature, request, open } = call;
  const { timeoutMilliseconds, maxResponseBytes } = line.patience;
  return follow({
    source,
    plan,
    type: signature.answer.type,
    decoder: reading.decoder,
    maxRows: settings.maxRows ?? 1000,
    maxItem: maxResponseBytes,
    connect: (lastId) => {
      const headers = new Map([...request.headers, ...connectionHeaders(signature.answer.mediaType, plan, lastId)]);
      return within(open({ ...request, headers }), timeoutMilliseconds);
    },
    refused: (response) =>
      bodyBytes(response, maxResponseBytes).pipe(
        map((bytes) => failedAnswer(signature, source, { ...response, bytes }, reading.distinctErrors)),
      ),
    failed: (error) => failureValue(source, error),
  });
}

function polled({ source, settings, line, reading, signature, request, base }: StreamCall, plan: StreamPlan): Observable<Value> {
  const { operation, answer } = signature;
  const { type } = answer;
  if (type.kind !== 'table')
    return of<Value>(formulaError('NotSupported', `${source} cannot be called: it does not say what its news are.`));
  return poll({
    source,
    plan,
    type,
    request,
    decoder: reading.decoder,
    maxRows: settings.maxRows ?? 1000,
    policy: triggerPolicy(operation, settings),
    every: settings.pollMilliseconds ?? 60_000,
    single: operation.trigger === 'single',
    send: (asked) => exchange(signature, source, asked, line, { repeatable: true, key: '' }),
    allowed: (url) => isBelow(url, base ?? request.url),
    refused: (refused) => failedAnswer(signature, source, refused, reading.distinctErrors),
    failed: (error) => failureValue(source, error),
    keeper: settings.keeper,
  });
}

/** What a connection of a stream asks for. */
function connectionHeaders(
  mediaType: string | undefined,
  { kind, protocol }: StreamPlan,
  lastId: string,
): readonly (readonly [string, string])[] {
  const headers: [string, string][] = [['Accept', mediaType ?? '*/*']];
  if (lastId !== '') headers.push(['Last-Event-ID', lastId]);
  if (kind === 'messages') headers.push(['Upgrade', 'websocket']);
  if (kind === 'messages' && protocol !== '') headers.push(['Sec-WebSocket-Protocol', protocol]);
  return headers;
}
