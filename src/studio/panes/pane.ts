import { LitElement } from 'lit';
import type { App } from '../../app/index.ts';

/** A formula that a pane wants to be shown: of a control, with the part that is meant. */
export interface FormulaPlace {
  readonly control: string;
  readonly property: string;
  /** Offsets into the formula. */
  readonly from?: number;
  readonly to?: number;
}

/** What a pane shows something about. */
export interface PaneSubject extends FormulaPlace {
  readonly app: App;
}

/**
 * What stands below the app in the studio. It shows something about the app or the chosen formula, and asks for another with `fx-choose`.
 *
 * @fires fx-choose - `FormulaPlace`: show this formula.
 */
export abstract class PaneElement extends LitElement {
  static override readonly properties = { subject: { attribute: false } };

  declare subject: PaneSubject | undefined;

  protected choose(place: FormulaPlace): void {
    this.dispatchEvent(new CustomEvent<FormulaPlace>('fx-choose', { detail: place, bubbles: true, composed: true }));
  }
}

/** A pane of the studio: its title, its element, and what defines that, loaded when the pane is opened first. */
export interface Pane {
  readonly name: string;
  readonly title: string;
  readonly tag: string;
  readonly load: () => Promise<unknown>;
}
