import type { OrderEvent } from './order-events.ts';

/** How long the line may be silent, in milliseconds: proxies cut what says nothing. */
const SILENCE = 15_000;
/** How long a client that lost the stream waits before it comes back, in milliseconds. */
const RETRY = 2000;

/**
 * Events in the wire format of server-sent events.
 *
 * @param subscribe begins to send; answers how to end that
 * @param ended called once, when the client is gone
 */
export function eventStream(
  subscribe: (send: (id: number, event: OrderEvent) => void) => () => void,
  ended: () => void,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let stop = () => undefined as void;
  return new ReadableStream({
    start(controller) {
      const send = (text: string) => controller.enqueue(encoder.encode(text));
      send(`retry: ${RETRY}\n\n`);
      const heartbeat = setInterval(() => send(': still here\n\n'), SILENCE);
      const unsubscribe = subscribe((id, event) => send(`event: order\nid: ${id}\ndata: ${JSON.stringify(event)}\n\n`));
      stop = () => {
        clearInterval(heartbeat);
        unsubscribe();
        ended();
      };
    },
    cancel() {
      stop();
    },
  });
}
