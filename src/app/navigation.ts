import type { Cell, Graph } from './graph.ts';
import type { Value } from '../formula/index.ts';

/** How one screen gives way to another. */
export const TRANSITIONS = ['None', 'Fade', 'Cover', 'CoverRight', 'UnCover', 'UnCoverRight'] as const;
export type Transition = (typeof TRANSITIONS)[number];

const inverse: { readonly [T in Transition]: Transition } = {
  None: 'None',
  Fade: 'Fade',
  Cover: 'UnCover',
  CoverRight: 'UnCoverRight',
  UnCover: 'Cover',
  UnCoverRight: 'CoverRight',
};

const known = (name: string | null): Transition | undefined =>
  TRANSITIONS.find((transition) => transition.toLowerCase() === name?.toLowerCase());

/** A screen that navigation can go to. */
export interface Destination {
  readonly name: string;
  /** What formulas see as the screen. */
  readonly reference: Value;
}

export interface Move<D extends Destination> {
  readonly from: D | undefined;
  readonly to: D;
  readonly transition: Transition;
}

interface Visit<D extends Destination> {
  readonly screen: D;
  readonly transition: Transition;
}

/** Which screen is shown, and those before it. */
export class Navigation<D extends Destination = Destination> {
  /** The screen that is shown, as formulas see it: `App.ActiveScreen`. */
  readonly active: Cell;
  private readonly history: Visit<D>[] = [];
  private readonly moved: (move: Move<D>) => void;
  private current: D | undefined;

  /** `moved` is told of each move, after it happened. */
  constructor(graph: Graph, moved: (move: Move<D>) => void) {
    this.active = graph.cell(null);
    this.moved = moved;
  }

  get screen(): D | undefined {
    return this.current;
  }

  /** Whether there is a screen to go back to. */
  get canGoBack(): boolean {
    return this.history.length > 0;
  }

  /** How many screens there are to go back to. */
  get depth(): number {
    return this.history.length;
  }

  /** Shows a screen. To the screen that is shown already, nothing happens but what came with the navigation. */
  navigate(to: D, transition: string | null = null): void {
    if (to === this.current) return;
    const used = known(transition) ?? 'None';
    if (this.current !== undefined) this.history.push({ screen: this.current, transition: used });
    this.show(to, used);
  }

  /** Shows the screen before, with the inverse of the transition that led away from it. False where there is none. */
  back(transition: string | null = null): boolean {
    const visit = this.history.pop();
    if (visit === undefined) return false;
    this.show(visit.screen, known(transition) ?? inverse[visit.transition]);
    return true;
  }

  /** Puts other screens in the place of those here, after the app was built anew. */
  replace(by: (screen: D) => D | undefined): void {
    if (this.current !== undefined) {
      this.current = by(this.current);
      this.active.set(this.current?.reference ?? null);
    }
    const history = this.history.splice(0);
    for (const { screen, transition } of history) {
      const other = by(screen);
      if (other !== undefined) this.history.push({ screen: other, transition });
    }
  }

  private show(to: D, transition: Transition): void {
    const from = this.current;
    this.current = to;
    this.active.set(to.reference);
    this.moved({ from, to, transition });
  }
}
