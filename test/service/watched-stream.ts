/** One server-sent event. */
export interface WatchedEvent {
  readonly event: string;
  readonly id: string;
  readonly data: string;
}

export interface WatchedStream {
  /** Waits for the next events. */
  take(count: number): Promise<readonly WatchedEvent[]>;
  close(): void;
  /** Settled when the stream has ended, whoever ended it. */
  readonly closed: Promise<void>;
}

/** Opens a stream of server-sent events. It is open, and nothing that happens from now on is missed, when the promise is fulfilled. */
export async function watch(url: string, headers: Record<string, string> = {}): Promise<WatchedStream> {
  const controller = new AbortController();
  const response = await fetch(url, { headers, signal: controller.signal });
  if (response.status !== 200 || !response.body) throw new Error(`${url}: ${response.status}`);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  // The service greets with a `retry` field once it listens.
  let rest = (await reader.read()).value ?? '';
  const events: WatchedEvent[] = [];
  let wake = () => {};
  const follow = async () => {
    for (;;) {
      const blocks = rest.split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const fields = new Map(
          block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
        );
        if (fields.has('data'))
          events.push({ event: fields.get('event') ?? '', id: fields.get('id') ?? '', data: fields.get('data') ?? '' });
      }
      wake();
      const { done, value } = await reader.read();
      if (done) return;
      rest += value;
    }
  };
  let ended = false;
  const closed = follow()
    .catch(() => undefined)
    .then(() => {
      ended = true;
      wake();
    });
  return {
    closed,
    close: () => controller.abort(),
    async take(count) {
      while (events.length < count) {
        if (ended) throw new Error(`The stream ended after ${events.length} of ${count} events.`);
        await new Promise<void>((resolve) => (wake = resolve));
      }
      return events.splice(0, count);
    },
  };
}
