import { formulaError, type FormulaError } from './error.ts';
import type { Run } from './run.ts';
import type { Value } from './value.ts';

/*
 * What one evaluation may take: steps, time, rows and characters (`Run`). Whatever a formula says, it ends within them. Steps and time run
 * out anywhere, so they end the evaluation at once, by a throw that `compile` turns into the evaluation's value; a table or text that has
 * grown too large is an error in its place, as any other.
 *
 * Kinds: `Timeout` for steps, time and cancellation, `InsufficientMemory` for sizes and for formulas that call themselves without end.
 */

/** Steps that one evaluation may take by default. A step is a row that a formula is evaluated for, a call; making a row takes two. */
export const DEFAULT_FUEL = 20_000_000;
/** Rows of one table, by default. */
export const DEFAULT_ROWS = 2_000_000;
/** Characters (UTF-16 units) of one text, by default. */
export const DEFAULT_TEXT_LENGTH = 10_000_000;

/** Thrown through a formula that must not go on; caught where the formula was entered. */
export class Stop {
  readonly error: FormulaError;
  constructor(error: FormulaError) {
    this.error = error;
  }
}

const outOfSteps = formulaError(
  'Timeout',
  'The formula takes too many steps. Work on fewer rows, or let the service filter them.',
);
const outOfTime = formulaError('Timeout', 'The formula takes too long. Work on fewer rows, or let the service filter them.');
/** What an evaluation gives that was cancelled by its signal. */
export const cancelled = formulaError('Timeout', 'The evaluation was cancelled.');
const tooLarge = formulaError('InsufficientMemory', 'The result is too large.');
const tooDeep = formulaError('InsufficientMemory', 'The formula calls itself too deeply. Let it end earlier.');
const tooManyRows = formulaError('InsufficientMemory', 'The table has too many rows. Work on fewer of them.');
const tooLong = formulaError('InsufficientMemory', 'The text is too long. Join fewer or shorter texts.');

/** The clock and the signal are looked at whenever so many steps have been taken (a power of two). */
const BETWEEN_LOOKS = 1 << 14;

/** Takes a step, for each row of a loop. */
export function step(run: Run): void {
  if ((--run.fuel & (BETWEEN_LOOKS - 1)) === 0 || run.fuel < 0) look(run);
}

/** Takes many steps at once. */
export function steps(run: Run, count: number): void {
  run.fuel -= count;
  if (count >= BETWEEN_LOOKS || run.fuel < 0) look(run);
}

/** Ends the evaluation where its steps or its time are over, or where it was cancelled. */
export function look(run: Run): void {
  if (run.fuel < 0) throw new Stop(outOfSteps);
  if (run.signal?.aborted === true) throw new Stop(cancelled);
  if (run.deadline !== undefined && Date.now() > run.deadline) throw new Stop(outOfTime);
}

/** What was thrown through a formula, as its value: a limit of the run, or the JavaScript engine's own of stack and size. */
export function stopped(thrown: unknown): FormulaError {
  if (thrown instanceof Stop) return thrown.error;
  // Firefox reports a full stack by an error of its own.
  const { name, message } = thrown instanceof Error ? thrown : { name: '', message: '' };
  if (name === 'InternalError' || (name === 'RangeError' && /call stack/i.test(message))) return tooDeep;
  if (name === 'RangeError') return tooLarge;
  throw thrown;
}

/** Texts up to this length are not worth a look. */
const SHORT = 1000;
const CHARACTERS_A_STEP = 32;

/** A text that an operator or a function made, or the error that it is too long. */
export const grownText = (text: string, run: Run): string | FormulaError => (text.length <= SHORT ? text : longText(text, run));

function longText(text: string, run: Run): string | FormulaError {
  const refused = exceeds(text.length, run);
  if (refused === undefined) steps(run, Math.ceil(text.length / CHARACTERS_A_STEP));
  return refused ?? text;
}

/** The error for a text that would be so long, before it is made. */
export const exceeds = (length: number, run: Run): FormulaError | undefined =>
  length > (run.maxTextLength ?? DEFAULT_TEXT_LENGTH) ? tooLong : undefined;

/** A table that a function made, or the error that it has too many rows. Each row takes two steps. */
export function grownTable(table: readonly Value[], run: Run): FormulaError | undefined {
  steps(run, 2 * table.length);
  return table.length > (run.maxRows ?? DEFAULT_ROWS) ? tooManyRows : undefined;
}
