import type { Json, Value } from '../../formula/index.ts';

/*
 * What keeps the events of triggers, so that a program that ends, however it ends, goes on where it was. Pages have none: what happened while
 * nobody looked is not shown.
 */

/** An event as it came. */
export interface KeptEvent {
  readonly id: string;
  readonly item: Json;
}

/** Where a trigger is. */
export interface TriggerState {
  /** The address that is asked next. */
  readonly next: string;
  /** Ids of events that have been told, newest last. */
  readonly seen: Iterable<string>;
  /** Events that were kept and have not ended. */
  readonly open: readonly KeptEvent[];
}

/** A source of events tells a keeper of them: triggers that are asked, and streams of events from elsewhere (a gateway that is called back). */
export interface TriggerKeeper {
  /** Where a trigger is; undefined for one that is new. */
  resume(trigger: string): TriggerState | undefined;
  /**
   * Writes events down before anything follows from them, with the address that is asked next. `known`: ids of what was there before anybody
   * listened, which is no news. Returns when they are safe.
   */
  keep(trigger: string, events: readonly KeptEvent[], next: string, known: readonly string[]): void;
  /** An event as a value of the trigger's type. In order; those that were kept and have not ended first. */
  tell(trigger: string, id: string, row: Value): void;
  /** Why a trigger could not be asked; it is asked again. */
  failed(trigger: string, message: string): void;
}

/** A short name for an event: the same for the same text (FNV-1a, twice with different beginnings). */
export function eventId(text: string): string {
  let [a, b] = [0x811c9dc5, 0x5bd1e995];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ (code + i), 0x01000193);
  }
  return [a, b].map((part) => (part >>> 0).toString(16).padStart(8, '0')).join('');
}
