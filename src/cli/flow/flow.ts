import { createApp, followedBy, type App, type Reaction, type Reactions } from '../../app/index.ts';
import { eventId, type Connector, type KeptEvent, type TriggerKeeper, type TriggerState } from '../../connectors/index.ts';
import { ErrorKind, FormulaError, type Value } from '../../formula/index.ts';
import { mediaOf, type AppFolder } from '../app-folder.ts';
import { EventKeys } from './event-keys.ts';
import { Journal } from './journal.ts';

interface Waiting {
  readonly trigger: string;
  readonly id: string;
  readonly row: Value;
}

/** Failures that may pass: the event is run again after a while. */
const passing: ReadonlySet<number> = new Set([
  ErrorKind.Network,
  ErrorKind.Timeout,
  ErrorKind.ServiceUnavailable,
  ErrorKind.QuotaExceeded,
]);
const PAUSES = [1000, 4000, 16_000];

/** Keeps events in a journal, and hands them on. */
export class JournalKeeper implements TriggerKeeper {
  readonly journal: Journal;
  /** Told of each event, and of failures to ask. */
  told: (event: Waiting) => void = () => undefined;
  troubled: (trigger: string, message: string) => void = () => undefined;

  constructor(folder: string) {
    this.journal = new Journal(folder);
  }

  resume(trigger: string): TriggerState | undefined {
    return this.journal.state(trigger);
  }

  keep(trigger: string, events: readonly KeptEvent[], next: string, known: readonly string[]): void {
    this.journal.came(trigger, events, next, known);
  }

  tell(trigger: string, id: string, row: Value): void {
    this.told({ trigger, id, row });
  }

  failed(trigger: string, message: string): void {
    this.troubled(trigger, message);
  }
}

/** An app without a page that runs formulas when its services tell of something, one event after the other. */
export class Flow {
  readonly app: App;
  private readonly keeper: JournalKeeper;
  private readonly log: (text: string) => void;
  private readonly reactions = new Map<string, Reaction>();
  private readonly queue: Waiting[] = [];
  private readonly keys = new EventKeys();
  private readonly subscriptions: { unsubscribe(): void }[] = [];
  private running: Promise<void> = Promise.resolve();
  private busy = false;
  private ended = false;

  constructor(folder: AppFolder, keeper: JournalKeeper, log: (text: string) => void) {
    this.keeper = keeper;
    this.log = log;
    this.app = createApp(folder.document, { connectors: folder.connectors, media: mediaOf(folder), problems: folder.problems });
    for (const connector of folder.connectors) (connector as Partial<Connector>).intercept?.(this.keys);
  }

  /** Follows the triggers; gives what is wrong with the formulas instead where something is. */
  async start(connectors: AppFolder['connectors'], reactions: Reactions): Promise<readonly string[]> {
    await this.app.start();
    const { followed, problems } = followedBy(this.app, connectors, reactions);
    if (problems.length > 0) return problems;
    this.keeper.told = (event) => this.take(event);
    this.keeper.troubled = (trigger, message) => this.log(`${nameOf(trigger)}: ${message}`);
    for (const { name, reaction } of followed) this.reactions.set(name, reaction);
    for (const { events } of followed) this.subscriptions.push(events.subscribe());
    return [];
  }

  /** Lets the event that is being run come to its end, and stops. */
  async close(): Promise<void> {
    this.ended = true;
    for (const subscription of this.subscriptions) subscription.unsubscribe();
    await this.running;
    this.app.dispose();
    this.keeper.journal.close();
  }

  private take(event: Waiting): void {
    this.queue.push(event);
    if (!this.busy) this.running = this.work();
  }

  private async work(): Promise<void> {
    this.busy = true;
    for (let event = this.queue.shift(); event !== undefined && !this.ended; event = this.queue.shift()) await this.run(event);
    this.busy = false;
  }

  private async run({ trigger, id, row }: Waiting): Promise<void> {
    const { journal } = this.keeper;
    const name = nameOf(trigger);
    const attempt = journal.began(trigger, id);
    const start = Date.now();
    let value: Value = null;
    for (const pause of [...PAUSES, 0]) {
      this.keys.begin(eventId(`${journal.flow} ${trigger} ${id}`));
      value = await this.reactions.get(name)!.run(row);
      if (!(value instanceof FormulaError) || !passing.has(value.kind) || pause === 0 || this.ended) break;
      this.log(`${name} ${id} failed and is tried again in ${pause / 1000} s: ${value.message}`);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
    const milliseconds = Date.now() - start;
    const failed = value instanceof FormulaError ? value.message : undefined;
    journal.ended({
      trigger,
      event: id,
      attempt,
      ok: failed === undefined,
      milliseconds,
      ...(failed !== undefined && { message: failed }),
    });
    this.log(
      `${name} ${id} ${failed === undefined ? `done in ${milliseconds} ms` : `failed: ${failed}`}${attempt > 1 ? ` (begun ${attempt} times)` : ''}`,
    );
  }
}

/** `Shop.NewOrders https://…` without the address. */
const nameOf = (trigger: string): string => trigger.split(' ', 1)[0]!;
