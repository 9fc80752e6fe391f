import { CallFailure } from '../transport.ts';

/** Text that waits for the end of its line. Kept in pieces: joining them at each piece would take the square of a long line's time. */
class Unfinished {
  length = 0;
  private pieces: string[] = [];
  private readonly maximum: number;

  constructor(maximum: number) {
    this.maximum = maximum;
  }

  /** All text so far with this piece; undefined where no line can end in it. Throws a `CallFailure` beyond the maximum. */
  with(text: string, ends: RegExp): string | undefined {
    const mayEnd = ends.test(text) || this.pieces.at(-1)?.endsWith('\r') === true;
    this.keep(text);
    if (!mayEnd) return undefined;
    const whole = this.pieces.join('');
    this.clear();
    return whole;
  }

  keep(text: string): void {
    if (text === '') return;
    this.pieces.push(text);
    this.length += text.length;
    if (this.length > this.maximum) throw new CallFailure('too-large');
  }

  take(): string {
    const whole = this.pieces.join('');
    this.clear();
    return whole;
  }

  clear(): void {
    this.pieces = [];
    this.length = 0;
  }
}

/** One server-sent event. */
export interface ServerEvent {
  /** `message` where the server names none. */
  readonly event: string;
  readonly data: string;
  /** The last id that the server gave, with this event or before. */
  readonly id: string;
}

/**
 * Reads a stream of server-sent events (WHATWG HTML, "Interpreting an event stream"). Text comes in pieces that may end anywhere.
 */
export class EventStreamParser {
  lastId = '';
  /** How long to wait before connecting again, in milliseconds, where the server says. */
  retry: number | undefined;
  private readonly rest: Unfinished;
  private started = false;
  private data: string[] = [];
  private event = '';
  private nextId: string | undefined;
  /** Characters of the event that is being read. */
  private length = 0;
  private readonly maximum: number;

  /** `maximum`: the characters that one event may have; a longer one throws a `CallFailure`, so that no service fills the memory. */
  constructor(maximum = Infinity) {
    this.maximum = maximum;
    this.rest = new Unfinished(maximum);
  }

  /** A new connection begins: what was left of the last one is dropped; the last id is kept. */
  begin(): void {
    this.rest.clear();
    this.started = false;
    this.data = [];
    this.event = '';
    this.nextId = undefined;
    this.length = 0;
  }

  /** The events that this piece completes. */
  push(text: string): readonly ServerEvent[] {
    let buffer = this.rest.with(text, /[\r\n]/);
    if (buffer === undefined) return [];
    if (!this.started) {
      if (buffer.startsWith('\uFEFF')) buffer = buffer.slice(1);
      this.started = true;
    }
    const events: ServerEvent[] = [];
    let start = 0;
    for (const end of buffer.matchAll(/\r\n|\n|\r(?!$)/g)) {
      this.line(buffer.slice(start, end.index), events);
      start = end.index + end[0].length;
    }
    // A final CR waits: LF may follow.
    this.rest.keep(buffer.slice(start));
    return events;
  }

  private line(line: string, events: ServerEvent[]): void {
    if (line === '') {
      this.dispatch(events);
      return;
    }
    const colon = line.indexOf(':');
    if (colon === 0) return;
    const name = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    if (name === 'data') {
      this.data.push(value);
      this.length += value.length + 1;
      if (this.length > this.maximum) throw new CallFailure('too-large');
    } else if (name === 'event') this.event = value;
    else if (name === 'id' && !value.includes('\0')) this.nextId = value;
    else if (name === 'retry' && /^\d+$/.test(value)) this.retry = Number(value);
  }

  private dispatch(events: ServerEvent[]): void {
    if (this.nextId !== undefined) this.lastId = this.nextId;
    if (this.data.length > 0)
      events.push({ event: this.event === '' ? 'message' : this.event, data: this.data.join('\n'), id: this.lastId });
    this.data = [];
    this.event = '';
    this.nextId = undefined;
    this.length = 0;
  }
}

/** Splits a stream of JSON lines (also RFC 7464 sequences) into texts; the last line may lack its end. */
export class LineParser {
  private readonly rest: Unfinished;

  /** `maximum`: the characters that one line may have; a longer one throws a `CallFailure`. */
  constructor(maximum = Infinity) {
    this.rest = new Unfinished(maximum);
  }

  push(text: string): readonly string[] {
    const whole = this.rest.with(text, /\n/);
    if (whole === undefined) return [];
    const lines = whole.split('\n');
    this.rest.keep(lines.pop() ?? '');
    return lines.map(clean).filter((line) => line !== '');
  }

  end(): readonly string[] {
    const last = clean(this.rest.take());
    return last === '' ? [] : [last];
  }
}

const clean = (line: string): string => line.replaceAll('\u001E', '').trim();
