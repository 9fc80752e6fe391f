import type { Interceptor } from '../../connectors/index.ts';

const keyName = /^(?:x-)?idempoten(?:cy|t)-?(?:key|id|token)$/i;

/**
 * Gives the writes of an event keys that follow from the event: a run that is made once more after the program died sends the same ones in the
 * same order, so that services that look at keys do nothing twice.
 */
export class EventKeys implements Interceptor {
  private event = '';
  private readonly numbers = new Map<string, number>();

  /** The writes that come now are of this event. */
  begin(event: string): void {
    this.event = event;
    this.numbers.clear();
  }

  readonly exchange: NonNullable<Interceptor['exchange']> = (request, next) => {
    const headers = [...request.headers].map(([name, value]): [string, string] =>
      keyName.test(name) && this.event !== '' ? [name, `${this.event}-${this.numberOf(value)}`] : [name, value],
    );
    return next({ ...request, headers: new Map(headers) });
  };

  /** Attempts at one write have one key, and so one number. */
  private numberOf(key: string): number {
    let found = this.numbers.get(key);
    if (found === undefined) this.numbers.set(key, (found = this.numbers.size + 1));
    return found;
  }
}
