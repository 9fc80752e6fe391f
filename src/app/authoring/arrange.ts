import type { App } from '../app.ts';
import type { ControlModel } from '../control-model.ts';
import { AppDocument } from '../document.ts';

/** A box on a screen, in pixels of the app. */
export interface Box {
  readonly X: number;
  readonly Y: number;
  readonly Width: number;
  readonly Height: number;
}

const sides = ['X', 'Y', 'Width', 'Height'] as const;

/** Whether a control lies where its X and Y say. */
const isPlacedByHand = (control: ControlModel): boolean =>
  control.role === 'control' && control.container !== undefined && placesByHand(control.container);

/** Whether what is directly in a control or screen lies where its X and Y say. */
export function placesByHand({ source, role }: ControlModel): boolean {
  return role === 'screen' || source.control === 'DataCard' || /manual/i.test(source.variant ?? '');
}

/**
 * The sides of a control's box that are numbers, or not set, and so can be changed by hand; a formula that follows other controls is left
 * alone. None for controls that their container places.
 */
export function freeSides(control: ControlModel): ReadonlySet<keyof Box> {
  const { properties } = control.source;
  const free = sides.filter((side) => /^-?\d+(?:\.\d+)?$/.test(properties.get(side)?.formula.trim() ?? '0'));
  return new Set(isPlacedByHand(control) ? free : []);
}

/**
 * Moves or sizes a control while the app runs, in one step: whole pixels, no size below 1. Sides whose formulas follow other controls stay as
 * they are. Gives whether anything changed.
 */
export function arrange(app: App, name: string, by: Partial<Box>): boolean {
  const { document } = app;
  const control = app.control(name);
  const moved = sides.filter((side) => Math.round(by[side] ?? 0) !== 0 && freeSides(control).has(side));
  if (document === undefined || moved.length === 0) return false;
  const edited = new AppDocument(document.files);
  for (const side of moved) {
    const { value } = app.evaluate(`Self.${side}`, control);
    const next = Math.round(typeof value === 'number' ? value : 0) + Math.round(by[side]!);
    edited.edit(edited.find(name)!, side, String(side === 'X' || side === 'Y' ? next : Math.max(1, next)));
  }
  app.replaceFiles(edited.files);
  return true;
}
