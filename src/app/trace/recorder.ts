import type { Value } from '../../formula/index.ts';
import type { ControlModel } from '../control-model.ts';
import type { RowContext } from '../rows.ts';

/** What hears of all that enters an app from outside. An app has none unless somebody traces or replays it. */
export interface Recorder {
  chosen(control: ControlModel, property: string, value: Value, row: RowContext | undefined): void;
  event(control: ControlModel, event: string, row: RowContext | undefined): void;
  set(name: string, value: Value): void;
  /** The time that formulas see, given that of the clock. */
  now(clock: number): number;
  /** The chance that formulas see. */
  random(chance: number): number;
}
