import type { OfflineSpace, Outcome, PendingWrite } from '../../connectors/index.ts';
import { ErrorKind, FormulaError } from '../../formula/index.ts';
import type { App } from '../app.ts';

/** Lets an app know of its pending changes: `Connection` tells of them, and what became of them reaches the app. Returns what ends that. */
export function followOutbox(app: App, { outbox }: OfflineSpace): () => void {
  let delivered = new Set<string>();
  const count = (): void => {
    const { list } = outbox;
    const stuck = list.find(({ state }) => state === 'conflict' || state === 'refused' || state === 'unsure');
    app.connection.synced({
      waiting: list.length,
      sending: list.some(({ state }) => state === 'sending'),
      problem: stuck?.message ?? '',
    });
    // What others show of a service is asked for again when all that could be sent has been.
    if (list.some(({ state }) => state === 'sending')) return;
    const services = delivered;
    delivered = new Set();
    for (const service of services) void app.refresh(service);
  };
  const changes = outbox.changes.subscribe(count);
  const outcomes = outbox.outcomes.subscribe((outcome) => {
    const { kind, write } = outcome;
    if (kind === 'sent' || kind === 'overruled') delivered.add(write.connection);
    if (kind !== 'sent') app.refused(errorOf(outcome), `${write.connection}.${write.operation}`);
    count();
  });
  count();
  return () => {
    changes.unsubscribe();
    outcomes.unsubscribe();
  };
}

const sentences = {
  conflict: 'was not made: somebody else has changed the same since. Choose which version stays.',
  overruled: 'was given up: somebody else has changed the same since.',
  refused: 'was refused by the service.',
} as const;

/** What `App.OnError` hears: both versions stand in the details. */
function errorOf({ kind, write, error }: Outcome): FormulaError {
  const said = error?.errors[0];
  const message = `A change that waited (${write.connection}.${write.operation}) ${sentences[kind as keyof typeof sentences]} ${said?.message ?? ''}`;
  return new FormulaError([
    {
      kind: kind === 'refused' ? (said?.kind ?? ErrorKind.Unknown) : ErrorKind.Conflict,
      message: message.trim(),
      details: { ...said?.details, ...versionsOf(write) },
    },
  ]);
}

const versionsOf = ({ body, theirs }: PendingWrite): { mine?: string; theirs?: string } => ({
  ...(typeof body === 'string' && { mine: body }),
  ...(theirs !== undefined && { theirs }),
});
