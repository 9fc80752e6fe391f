import { option, types, type OptionSet, type Symbol, type Value } from '../formula/index.ts';
import type { Graph, Node } from './graph.ts';

/** How the device and the service stand (Power Fx reference, signals: `Connection.Sync`). */
export const connectionSync: OptionSet = {
  name: 'ConnectionSync',
  backing: 'number',
  source: 'enum',
  members: new Map(
    [
      'NotConnected',
      'NotConnectedWithWarning',
      'NotConnectedPendingUpsync',
      'NotConnectedSyncError',
      'Connected',
      'ConnectedWithWarning',
      'ConnectedPendingUpsync',
      'ConnectedError',
      'ConnectedRefresh',
    ].map((name, i) => [name, i]),
  ),
};

type Page = {
  readonly navigator?: { readonly onLine?: boolean; readonly connection?: { readonly saveData?: boolean } };
  addEventListener?(type: string, listener: () => void): void;
  removeEventListener?(type: string, listener: () => void): void;
};

const page = globalThis as unknown as Page;
const events = ['online', 'offline'] as const;

/** What is known of changes that wait for their service. */
export interface SyncState {
  readonly waiting: number;
  readonly sending: boolean;
  /** Why the last attempt to send failed; empty where it did not. */
  readonly problem: string;
}

/** `Connection`: whether the device has a network and whether the services can be reached, for formulas. */
export class ConnectionSignal implements Symbol {
  readonly name = 'Connection';
  readonly summary = 'Whether the device is connected, and whether changes wait to be sent.';
  readonly type = types.record({
    Connected: types.boolean,
    Metered: types.boolean,
    Sync: types.optionType(connectionSync),
    LastSyncMessage: types.text,
  });
  readonly nodes: readonly Node[];
  private readonly cell;
  private readonly down = new Set<string>();
  private state: SyncState = { waiting: 0, sending: false, problem: '' };
  private readonly update = (): void => this.cell.set(this.value());

  constructor(graph: Graph) {
    this.cell = graph.cell(this.value());
    this.nodes = [this.cell];
    for (const event of events) page.addEventListener?.(event, this.update);
  }

  read(): Value {
    return this.cell.read();
  }

  /** Whether a service can be reached. */
  reached(service: string, reachable: boolean): void {
    if (reachable) this.down.delete(service);
    else this.down.add(service);
    this.update();
  }

  synced(state: SyncState): void {
    this.state = state;
    this.update();
  }

  dispose(): void {
    for (const event of events) page.removeEventListener?.(event, this.update);
  }

  private value(): Value {
    const { navigator } = page;
    const { waiting, sending, problem } = this.state;
    const connected = navigator?.onLine !== false && this.down.size === 0;
    const suffix = problem !== '' ? (connected ? 'Error' : 'SyncError') : waiting > 0 ? 'PendingUpsync' : '';
    const sync = connected && sending ? 'ConnectedRefresh' : `${connected ? 'Connected' : 'NotConnected'}${suffix}`;
    return {
      Connected: connected,
      Metered: navigator?.connection?.saveData === true,
      Sync: option(connectionSync, sync)!,
      LastSyncMessage: problem,
    };
  }
}
