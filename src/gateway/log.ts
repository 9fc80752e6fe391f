/** Notes what happened: a word for the event, and facts about it. Never values of calls, and never secrets. */
export type Log = (event: string, facts?: { readonly [name: string]: string | number | boolean | undefined }) => void;

/** Writes each event as a line of JSON. Lines of one turn of the event loop go out together. */
export function lineLog(write: (text: string) => void): Log & { flush(): void } {
  let waiting = '';
  const flush = (): void => {
    if (waiting !== '') write(waiting);
    waiting = '';
  };
  const log = (event: string, facts: object = {}): void => {
    if (waiting === '') setImmediate(flush);
    waiting += `${JSON.stringify({ time: new Date().toISOString(), event, ...facts })}\n`;
  };
  return Object.assign(log, { flush });
}
