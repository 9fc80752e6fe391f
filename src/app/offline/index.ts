/** What an app does when its services are not there. */
export { followOutbox } from './follow.ts';
export { PendingPanel } from './pending-panel.ts';
