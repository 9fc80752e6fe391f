/** Traces of sessions, and their replay. */
export { replay, type Replay, type ReplayDifference } from './replay.ts';
export { SessionTrace, type TraceOptions } from './session-trace.ts';
export type { TraceLine, TraceStart } from './lines.ts';
