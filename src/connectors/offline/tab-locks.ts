/** Locks that pages of one origin share. */
export interface Locks {
  /** Does something while nobody else holds the lock; with `only`, nothing (`undefined`) where somebody does. */
  hold<T>(name: string, act: () => Promise<T>, only?: boolean): Promise<T | undefined>;
}

/** Held by the page that sends a change, as long as it does. */
export const sendingLock = (id: string): string => `fxloom-sending ${id}`;

/** Web Locks, where the browser has them; else locks of this page alone. A lock ends with the page that holds it. */
export function tabLocks(): Locks {
  const { navigator } = globalThis as { readonly navigator?: { readonly locks?: LockManager } };
  const locks = navigator?.locks;
  if (locks === undefined) return pageLocks();
  return {
    hold: <T>(name: string, act: () => Promise<T>, only = false) =>
      locks.request(name, { ifAvailable: only }, async (lock) => (lock === null ? undefined : act())) as Promise<T | undefined>,
  };
}

function pageLocks(): Locks {
  const held = new Map<string, Promise<unknown>>();
  return {
    hold: async <T>(name: string, act: () => Promise<T>, only = false): Promise<T | undefined> => {
      const before = held.get(name);
      if (before !== undefined && only) return undefined;
      const run = (before ?? Promise.resolve()).then(act, act);
      held.set(name, run);
      try {
        return await run;
      } finally {
        if (held.get(name) === run) held.delete(name);
      }
    },
  };
}
