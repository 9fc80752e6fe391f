import { randomUUID } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fdatasyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Json } from '../../formula/index.ts';
import { lockFolder } from '../../gateway/index.ts';
import type { KeptEvent, TriggerState } from '../../connectors/index.ts';

/** How often a run was begun, and how it ended. */
export interface RunLine {
  readonly trigger: string;
  readonly event: string;
  readonly attempt: number;
  readonly ok: boolean;
  readonly milliseconds: number;
  readonly message?: string;
}

type Line =
  /** The first: what tells this flow apart from all others. */
  | { readonly kind: 'flow'; readonly flow: string }
  /** Events that came, and what is asked next. */
  | {
      readonly kind: 'came';
      readonly trigger: string;
      readonly next: string;
      readonly events: readonly KeptEvent[];
      readonly seen?: readonly string[];
    }
  | { readonly kind: 'began'; readonly trigger: string; readonly event: string }
  | ({ readonly kind: 'ended'; readonly at: string } & RunLine);

class Kept implements TriggerState {
  next = '';
  readonly seen = new Set<string>();
  /** Not ended, with how often each was begun. */
  readonly waiting = new Map<string, { readonly item: Json; attempts: number }>();

  get open(): readonly KeptEvent[] {
    return [...this.waiting].map(([id, { item }]) => ({ id, item }));
  }
}

/** Ids that are remembered of a trigger. */
const MAX_SEEN = 10_000;
/** Lines after which the journal is written anew, when it is opened. */
const MAX_LINES = 20_000;

/**
 * What a program that follows triggers has to know after it died: a file of lines, each written and flushed to the disk before anything follows
 * from it. A last line that was not written to its end is cut off: nothing has followed from it.
 */
export class Journal {
  private readonly triggers = new Map<string, Kept>();
  private readonly unlock: () => void;
  private name = '';
  private readonly file: number;

  /** @throws ConfigurationError where another process has the folder */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.unlock = lockFolder(folder);
    const path = join(folder, 'journal.ndjson');
    const { lines, whole } = read(path);
    for (const line of lines) this.apply(line);
    if (lines.length > MAX_LINES) this.rewrite(path);
    this.file = openSync(path, 'a');
    if (lines.length <= MAX_LINES) ftruncateSync(this.file, whole);
    if (this.name === '') this.write({ kind: 'flow', flow: randomUUID() });
  }

  /** What tells this flow apart from all others, however often it is started. */
  get flow(): string {
    return this.name;
  }

  state(trigger: string): TriggerState | undefined {
    return this.triggers.get(trigger);
  }

  came(trigger: string, events: readonly KeptEvent[], next: string, seen: readonly string[]): void {
    this.write({ kind: 'came', trigger, next, events, ...(seen.length > 0 && { seen }) });
  }

  /** An event is going to be run; gives how often that was so. */
  began(trigger: string, event: string): number {
    this.write({ kind: 'began', trigger, event });
    return this.triggers.get(trigger)?.waiting.get(event)?.attempts ?? 1;
  }

  ended(run: RunLine): void {
    this.write({ kind: 'ended', at: new Date().toISOString(), ...run });
  }

  close(): void {
    closeSync(this.file);
    this.unlock();
  }

  private write(line: Line): void {
    writeSync(this.file, `${JSON.stringify(line)}\n`);
    fdatasyncSync(this.file);
    this.apply(line);
  }

  private apply(line: Line): void {
    if (line.kind === 'flow') {
      this.name = line.flow;
      return;
    }
    let kept = this.triggers.get(line.trigger);
    if (kept === undefined) this.triggers.set(line.trigger, (kept = new Kept()));
    if (line.kind === 'ended') kept.waiting.delete(line.event);
    else if (line.kind === 'began') {
      const event = kept.waiting.get(line.event);
      if (event !== undefined) event.attempts++;
    } else {
      kept.next = line.next;
      for (const id of line.seen ?? []) kept.seen.add(id);
      for (const { id, item } of line.events) {
        kept.seen.add(id);
        kept.waiting.set(id, { item, attempts: 0 });
      }
      for (const id of kept.seen) {
        if (kept.seen.size <= MAX_SEEN) break;
        kept.seen.delete(id);
      }
    }
  }

  /** The same knowledge in as few lines as it takes, put into the place of the old file in one step. */
  private rewrite(path: string): void {
    const kept = [...this.triggers].map(([trigger, { next, seen, open }]): Line => ({
      kind: 'came',
      trigger,
      next,
      events: open,
      seen: [...seen],
    }));
    const fresh = openSync(`${path}.new`, 'w');
    writeSync(fresh, [{ kind: 'flow', flow: this.name }, ...kept].map((line) => `${JSON.stringify(line)}\n`).join(''));
    fdatasyncSync(fresh);
    closeSync(fresh);
    renameSync(`${path}.new`, path);
  }
}

/** The whole lines of a journal, and how many bytes they take. */
function read(path: string): { readonly lines: readonly Line[]; readonly whole: number } {
  const lines: Line[] = [];
  let whole = 0;
  const bytes = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
  for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, whole)) {
    try {
      lines.push(JSON.parse(bytes.subarray(whole, end).toString('utf8')) as Line);
    } catch {
      break;
    }
    whole = end + 1;
  }
  return { lines, whole };
}
