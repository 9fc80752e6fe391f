/** What connections keep on this device: answers for when their service is not there, and changes that wait for it. */
export { OfflineSpace, type OfflineOptions } from './offline-space.ts';
export type { Outcome, ConflictPolicy } from './outbox.ts';
export type { PendingState, PendingWrite } from './pending-write.ts';
