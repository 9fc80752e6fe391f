import { isRow, isTable, types, type Overload, type Row, type Symbol, type Type, type Value } from '../formula/index.ts';
import type { App, AppConnector } from './app.ts';

/** What connections say of their triggers: for each, by operation, the formula that is run for an event. */
export type Reactions = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** The formulas in `"triggers": {"WhenOrderCreated": "Collect(News, Event)"}` of connections. */
export function reactionsIn(records: { readonly [connection: string]: unknown }): Reactions {
  const reactions = new Map<string, ReadonlyMap<string, string>>();
  for (const [name, record] of Object.entries(records)) {
    const triggers: unknown = (record as { readonly triggers?: unknown } | null)?.triggers;
    if (typeof triggers !== 'object' || triggers === null) continue;
    const formulas = Object.entries(triggers).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
    if (formulas.length > 0)
      reactions.set(name, new Map(formulas.map(([operation, formula]) => [operation, formula.replace(/^=/, '')])));
  }
  return reactions;
}

/** A formula that is run for the events of a trigger, with the event as `Event`. */
export class Reaction {
  /** What is wrong with the formula. */
  readonly problems: readonly string[];
  private event: Value = null;
  private readonly routine: ReturnType<App['routine']>;

  constructor(app: App, formula: string, type: Type) {
    const event: Symbol = { name: 'Event', type, read: () => this.event, summary: 'What the trigger told.' };
    this.routine = app.routine(formula, new Map([['Event', event]]));
    this.problems = this.routine.diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message);
  }

  run(row: Value): Promise<Value> {
    this.event = row;
    return this.routine.run();
  }
}

/** A trigger that an app follows. */
export interface Followed {
  /** `Shop.WhenOrderCreated`. */
  readonly name: string;
  readonly reaction: Reaction;
  /** The events as they come. */
  readonly events: ReturnType<AppConnector['start']>;
}

/** The triggers that formulas are for; a sentence for each that is none, or whose formula is wrong. */
export function followedBy(
  app: App,
  connectors: readonly AppConnector[],
  reactions: Reactions,
): { readonly followed: readonly Followed[]; readonly problems: readonly string[] } {
  const problems: string[] = [];
  const followed: Followed[] = [];
  for (const connector of connectors) {
    const { name: connection } = connector.namespace;
    for (const [operation, formula] of reactions.get(connection) ?? []) {
      const name = `${connection}.${operation}`;
      const definition = connector.namespace.functions.get(operation);
      const row = rowOf(definition?.overloads[0]?.result);
      if (definition?.remote?.stream !== true || row === undefined) {
        problems.push(
          `${name} is no trigger that can be followed. Its description needs x-ms-trigger on a GET, or a callback and a gateway.`,
        );
        continue;
      }
      const reaction = new Reaction(app, formula, row);
      problems.push(...reaction.problems.map((problem) => `${name}: ${problem}`));
      followed.push({ name, reaction, events: connector.start(definition, []) });
    }
  }
  return { followed, problems };
}

const rowOf = (result: Overload['result'] | undefined): Type | undefined =>
  typeof result === 'object' && result.kind === 'table' ? types.rowType(result) : undefined;

/**
 * Runs formulas for events for as long as a page shows the app, one event after the other. What comes while nobody looks is lost to a page; a
 * program keeps it (`fxloom run`). Gives what is wrong, and what ends it.
 */
export function reactInPage(
  app: App,
  connectors: readonly AppConnector[],
  reactions: Reactions,
): { readonly problems: readonly string[]; readonly end: () => void } {
  const { followed, problems } = followedBy(app, connectors, reactions);
  let running = Promise.resolve<unknown>(undefined);
  const subscriptions = followed.map(({ reaction, events }) => {
    const seen = new WeakSet<Row>();
    return events.subscribe((value) => {
      if (!isTable(value)) return;
      for (const row of value) {
        if (!isRow(row) || seen.has(row)) continue;
        seen.add(row);
        running = running.then(() => reaction.run(row));
      }
    });
  });
  return {
    problems,
    end: () => {
      for (const subscription of subscriptions) subscription.unsubscribe();
    },
  };
}
