import type { ApiOperation, MediaType } from './definition.ts';
import { askedMedia, chooseAnswerMedia, chooseResponse, isBinaryType, streamKind } from './media.ts';
import type { SchemaPlace } from './schema.ts';
import * as service from './service-type.ts';
import type { ServiceType } from './service-type.ts';
import type { Signing } from './signature.ts';
import { streamPlan, type StreamPlan } from './streams/plan.ts';
import { isPolling, triggerRows } from './streams/trigger.ts';
import { isSubscription } from './streams/webhook.ts';

/** How an answer is read. */
export interface AnswerPlan {
  readonly type: ServiceType;
  /** What the type was made of, for answers in XML. */
  readonly schema: SchemaPlace | undefined;
  /** The body is text whatever it looks like: the definition gives no schema. */
  readonly raw: boolean;
  /** What the request asks for. */
  readonly mediaType: string | undefined;
  /** The answer goes on: what its items make together. */
  readonly stream: StreamPlan | undefined;
  /** Why no answer can be read; undefined where it can. */
  readonly refused?: string;
}

const plain = { raw: false, schema: undefined, mediaType: undefined, stream: undefined };

/** How the answer of an operation is read: by the response that a successful call gets, and its first media type that is understood. */
export function answerPlan(signing: Signing, operation: ApiOperation): AnswerPlan {
  const { definition, settings, types } = signing;
  if (isSubscription(operation, settings)) {
    const media = { type: 'text/event-stream', schema: operation.notification, itemSchema: undefined, encoding: new Map() };
    return streamed(signing, operation, media, streamPlan(operation, [], 'events')!);
  }
  const response = chooseResponse(operation.responses);
  if (response === undefined) return { ...plain, type: service.untyped, ...bareStream(signing, operation) };
  if (response.content.length === 0) return { ...plain, type: service.text, raw: true, ...bareStream(signing, operation) };
  const isSwagger = definition.format === 'swagger';
  const media = chooseAnswerMedia(response, !isSwagger);
  if (media === undefined) {
    const refused = `its answer is ${response.content.map(({ type }) => type).join(', ')}, which is not supported`;
    return { ...plain, type: service.untyped, refused };
  }
  const polls = settings.triggers === true && isPolling(operation);
  const stream = streamPlan(operation, definition.servers, polls ? 'polls' : streamKind(media.type));
  if (stream !== undefined) return streamed(signing, operation, media, stream);
  if (media.schema === undefined) {
    const binary = !isSwagger && isBinaryType(media.type);
    return { ...plain, type: binary ? service.blob : service.text, raw: !binary, mediaType: media.type };
  }
  const type = types.read(media.schema, 'result');
  return { ...plain, type, schema: media.schema, mediaType: askedMedia(response, media).type };
}

const streamed = (signing: Signing, operation: ApiOperation, media: MediaType, stream: StreamPlan): AnswerPlan => ({
  ...plain,
  type: streamType(signing, operation, media, stream),
  mediaType: media.type,
  stream,
});

/** A WebSocket whose messages are not described. */
function bareStream({ definition }: Signing, operation: ApiOperation): Pick<AnswerPlan, 'type' | 'raw' | 'stream'> | undefined {
  const stream = streamPlan(operation, definition.servers, undefined);
  if (stream === undefined) return undefined;
  return { stream, raw: false, type: stream.value === 'newest' ? service.untyped : service.tableOfValues(service.untyped) };
}

/** The newest item, or rows of items: of the item schema, the items of an array schema, or the schema. */
function streamType(
  { types, definition, settings }: Signing,
  operation: ApiOperation,
  media: MediaType,
  { kind, value }: StreamPlan,
): ServiceType {
  if (kind === 'polls') return triggerRows(types.read(media.schema, 'item'), operation, settings);
  if (value === 'newest') return types.read(media.itemSchema ?? media.schema, 'item');
  const whole = definition.schemas.read(media.schema);
  const place = media.itemSchema ?? (whole.kind === 'array' ? whole.items : media.schema);
  const item = place === undefined ? service.untyped : types.read(place, 'item');
  if (item.kind === 'record' && item.fields.size > 0) return { kind: 'table', row: item, scalar: false };
  return service.tableOfValues(item.kind === 'record' ? service.untyped : item);
}
