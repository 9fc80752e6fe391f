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
  private buffer = '';
  private started = false;
  private data: string[] = [];
  private event = '';
  private nextId: string | undefined;

  /** The events that this piece completes. */
  push(text: string): readonly ServerEvent[] {
    this.buffer += text;
    if (!this.started && this.buffer !== '') {
      if (this.buffer.startsWith('\uFEFF')) this.buffer = this.buffer.slice(1);
      this.started = true;
    }
    const events: ServerEvent[] = [];
    let start = 0;
    for (;;) {
      const end = this.lineEnd(start);
      if (end === -1) break;
      this.line(this.buffer.slice(start, end), events);
      start = this.buffer[end] === '\r' && this.buffer[end + 1] === '\n' ? end + 2 : end + 1;
    }
    this.buffer = this.buffer.slice(start);
    return events;
  }

  /** Where the line from `start` ends; -1 where its end has not come. A final CR waits: LF may follow. */
  private lineEnd(start: number): number {
    for (let i = start; i < this.buffer.length; i++) {
      const character = this.buffer[i];
      if (character === '\n') return i;
      if (character === '\r') return i + 1 < this.buffer.length ? i : -1;
    }
    return -1;
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
    if (name === 'data') this.data.push(value);
    else if (name === 'event') this.event = value;
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
  }
}

/** Splits a stream of JSON lines (also RFC 7464 sequences) into texts; the last line may lack its end. */
export class LineParser {
  private buffer = '';

  push(text: string): readonly string[] {
    this.buffer += text;
    const lines = this.buffer.split('\n');
    this.buffer = lines.pop() ?? '';
    return lines.map(clean).filter((line) => line !== '');
  }

  end(): readonly string[] {
    const rest = clean(this.buffer);
    this.buffer = '';
    return rest === '' ? [] : [rest];
  }
}

const clean = (line: string): string => line.replaceAll('\u001E', '').trim();
