/** Milliseconds without typing after which a valid formula is put into the running app. */
const PAUSE = 300;

/** A formula where it belongs. */
export interface PlacedFormula {
  readonly control: string;
  readonly property: string;
  readonly formula: string;
}

/** What is typed and not in the app yet. It is put there after a pause where it is right, and as it stands when it is settled. */
export class Draft {
  private typed: PlacedFormula | undefined;
  private pause: ReturnType<typeof setTimeout> | undefined;
  private readonly put: (formula: PlacedFormula) => void;

  constructor(put: (formula: PlacedFormula) => void) {
    this.put = put;
  }

  /** Something was typed: `differs` from what the app has, and may go there by itself once it is `ready`. */
  type(formula: PlacedFormula, { differs, ready }: { readonly differs: boolean; readonly ready: boolean }): void {
    this.forget();
    if (differs) this.typed = formula;
    if (ready) this.pause = setTimeout(() => this.settle(), PAUSE);
  }

  settle(): void {
    const { typed } = this;
    this.forget();
    if (typed !== undefined) this.put(typed);
  }

  forget(): void {
    clearTimeout(this.pause);
    this.typed = undefined;
  }
}
