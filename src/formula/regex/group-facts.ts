import type { Extent } from './pattern.ts';

/*
 * What is known of a group while a pattern is read: how much it can match, and whether it may be repeated. Repeated groups that can be empty,
 * or that hold captures which take part in some rounds only, come out differently from engine to engine; such patterns are refused.
 */

/** What a quantifier stands behind. */
export interface Target extends Extent {
  readonly group?: GroupFacts;
}

export class GroupFacts {
  readonly parent: GroupFacts | undefined;
  readonly captures: boolean;
  readonly look: boolean;
  /** In which option of its parent the group stands. */
  private readonly place: number;
  private option = 0;
  closed = false;
  private min = 0;
  private max = 0;
  /** Over the options that are complete. */
  private options: Extent | undefined;
  private ambiguous = false;
  private holdsLook = false;
  private holdsCapture = false;
  private optional = false;

  constructor(parent: GroupFacts | undefined, captures: boolean, look: boolean) {
    this.parent = parent;
    this.captures = captures;
    this.look = look;
    this.place = parent?.option ?? 0;
  }

  get extent(): Extent {
    return { min: this.min, max: this.max };
  }

  add({ min, max }: Extent): void {
    this.min += min;
    this.max += max;
  }

  nextOption(): void {
    const { min, max, options } = this;
    this.options = { min: Math.min(min, options?.min ?? Infinity), max: Math.max(max, options?.max ?? 0) };
    this.min = this.max = 0;
    this.option++;
  }

  private settleOptions(): void {
    if (this.options === undefined) return;
    this.nextOption();
    ({ min: this.min, max: this.max } = this.options);
    // A capture in one option is missing where another one matches.
    if (this.holdsCapture) this.ambiguous = true;
  }

  /** The end of the group; tells those around it. */
  close(): void {
    this.settleOptions();
    this.closed = true;
    if (this.min === 0) this.ambiguous = true;
    if (this.look) this.holdsLook = true;
    const { parent } = this;
    if (parent === undefined) return;
    parent.ambiguous ||= this.ambiguous;
    parent.holdsLook ||= this.holdsLook;
    parent.holdsCapture ||= this.captures;
    if (!this.look) parent.add(this.extent);
  }

  /** A quantifier behind the last part of this group; the code of what is wrong with it. */
  repeat(target: Target, low: number, high: number): string | undefined {
    if (high < low) return 'ErrInvalidRegExLowHighQuantifierFlip';
    const { group } = target;
    if (group !== undefined) {
      if (group.holdsLook) return 'ErrInvalidRegExQuantifierOursideLookAround';
      if (group.ambiguous) return 'ErrInvalidRegExQuantifiedCapture';
      group.optional = low === 0;
      if ((low === 0 || group.min === 0 || group.holdsCapture) && (group.captures || group.holdsCapture)) this.ambiguous = true;
    }
    this.max = target.max === Infinity || high === Infinity ? Infinity : this.max + target.max * (high - 1);
    this.min += target.min * (low - 1);
    return undefined;
  }

  /**
   * Why a back reference to this group may find nothing. Groups around count from the inside out, up to the option of `from` that is being
   * read; all of them without it.
   */
  refusedReference(from?: GroupFacts): string | undefined {
    return this.optional || this.min === 0 ? 'ErrInvalidRegExBackRefToZeroCapture' : this.refusedAround(from);
  }

  private refusedAround(from: GroupFacts | undefined): string | undefined {
    const { parent } = this;
    if (parent === undefined || (parent === from && this.place === parent.option)) return undefined;
    if (parent.optional || parent.options !== undefined || parent.min === 0) return 'ErrInvalidRegExBackRefToZeroCapture';
    return parent.look ? 'ErrInvalidRegExBackRefToCaptureInLookaround' : parent.refusedAround(from);
  }

  /** Whether a reference in the option of `here` that is being read is only reached where this group has matched. */
  precedes(here: GroupFacts): boolean {
    let around: GroupFacts | undefined = this.parent;
    while (around !== undefined && around !== here) around = around.parent;
    return around !== undefined && this.refusedReference(here) === undefined;
  }
}
