import type { Observable } from 'rxjs';

/** The pieces of a body that was made anew, one after the other. */
export async function* bodyIterator(body: Observable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const waiting: Uint8Array[] = [];
  let ended = false;
  let failure: unknown;
  let wake: () => void = () => undefined;
  const subscription = body.subscribe({
    next: (piece) => {
      waiting.push(piece);
      wake();
    },
    error: (error: unknown) => {
      failure = error;
      ended = true;
      wake();
    },
    complete: () => {
      ended = true;
      wake();
    },
  });
  try {
    for (;;) {
      const piece = waiting.shift();
      if (piece !== undefined) yield piece;
      else if (failure !== undefined) throw failure;
      else if (ended) return;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    subscription.unsubscribe();
  }
}
