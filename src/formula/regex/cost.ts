import { everything, nothing, overlaps, union, type CharSet } from './char-set.ts';
import { charactersOf, type Modes } from './part-sets.ts';
import type { Part } from './pattern.ts';

/*
 * How much work an engine that backtracks may have with a pattern, at most.
 *
 * From right to left each part learns what characters may follow it, and whether anything after it can fail. A repetition is settled where
 * what may follow cannot begin as it does: going back over it fails at once, and it costs its length only. Repetitions and choices that
 * are not settled multiply: those without limit by the length of the text, others by their number; inside other repetitions there is no
 * limit. Behind what cannot fail, nothing is gone back to.
 */

export interface Cost {
  /** The search for a match takes at most about `factor` × length ^ `degree` steps. */
  readonly degree: number;
  readonly factor: number;
}

/** What a part may begin with, and whether it may match nothing. */
interface Begin {
  readonly first: CharSet;
  readonly empty: boolean;
}

/** Where a part stands. */
interface Place {
  /** The characters that may follow. */
  readonly next: CharSet;
  readonly inLoop: boolean;
  /** Nothing that can fail comes after it. */
  readonly last: boolean;
}

const SMALL = 8; // up to this count, repeated bodies are as if they stood there as often
const COUNTED = 1000; // up to this count, repetitions are a factor

/** `anchored`: matches begin at the text's begin only; `ends`: at its end. */
export function costOf(
  body: Part,
  modes: Modes,
  { anchored, ends }: { readonly anchored: boolean; readonly ends: boolean },
): Cost {
  const meter = new Meter(modes);
  meter.part(body, { next: everything, inLoop: false, last: !ends });
  // A settled repetition is run through from each character that the search begins at.
  const { degree, factor, scans } = meter;
  return { degree: degree + (scans ? 1 : 0) + (anchored ? 0 : 1), factor };
}

class Meter {
  private readonly modes: Modes;
  degree = 0;
  factor = 1;
  /** Whether a settled repetition is as long as the text. */
  scans = false;

  constructor(modes: Modes) {
    this.modes = modes;
  }

  begin(part: Part): Begin {
    switch (part.kind) {
      case 'char':
      case 'any':
      case 'class':
        return { first: charactersOf(part, this.modes), empty: false };
      case 'anchor':
      case 'look':
        return { first: nothing, empty: true };
      case 'back':
        return { first: everything, empty: true };
      case 'group':
        return this.begin(part.body);
      case 'repeat': {
        const { first, empty } = this.begin(part.body);
        return { first, empty: empty || part.low === 0 };
      }
      case 'either': {
        const options = part.options.map((option) => this.begin(option));
        return { first: union(...options.map(({ first }) => first)), empty: options.some(({ empty }) => empty) };
      }
      case 'sequence': {
        let first: CharSet = nothing;
        for (const item of part.items) {
          const begin = this.begin(item);
          first = union(first, begin.first);
          if (!begin.empty) return { first, empty: false };
        }
        return { first, empty: true };
      }
    }
  }

  part(part: Part, place: Place): void {
    switch (part.kind) {
      case 'char':
      case 'any':
      case 'class':
      case 'anchor':
        return;
      case 'group':
        return this.part(part.body, place);
      case 'look':
        // What it found is not gone back to, but it is looked for anew.
        return this.part(part.body, { ...place, next: everything, last: false });
      case 'sequence':
        return this.sequence(part.items, place);
      case 'either':
        return this.either(part.options, place);
      case 'repeat':
        return this.repeat(part, place);
      case 'back':
        this.degree++;
    }
  }

  private sequence(items: readonly Part[], place: Place): void {
    let { next, last } = place;
    for (const item of items.toReversed()) {
      this.part(item, { ...place, next, last });
      const { first, empty } = this.begin(item);
      next = empty ? union(first, next) : first;
      last &&= item.kind === 'repeat' && item.low === 0;
    }
  }

  private either(options: readonly Part[], place: Place): void {
    let seen: CharSet = nothing;
    let open = 0;
    for (const option of options) {
      this.part(option, place);
      const { first, empty } = this.begin(option);
      const begins = empty ? union(first, place.next) : first;
      if (overlaps(begins, seen)) open++;
      seen = union(seen, begins);
    }
    if (open > 0 && !place.last) this.unsettled(open + 1, place);
    this.factor += options.length - 1;
  }

  private repeat({ body, low, high }: Part & { readonly kind: 'repeat' }, place: Place): void {
    const { next, inLoop, last } = place;
    const { first, empty } = this.begin(body);
    const loops = high > 1;
    const inner: Place = { next: loops ? union(first, next) : next, inLoop: inLoop || high > SMALL, last: last && !loops };
    // A few rounds are as if the body stood there as often.
    for (let i = 0; i < (high > SMALL ? 1 : high); i++) this.part(body, inner);
    if (last && low <= 1) return;
    if ((low < high || empty) && (empty || overlaps(first, next))) this.unsettled(high - low + 1, place);
    else if (high > COUNTED) this.scans = true;
    else this.factor *= high;
  }

  private unsettled(ways: number, { inLoop }: Place): void {
    if (inLoop) this.degree = Infinity;
    else if (ways > COUNTED) this.degree++;
    else this.factor *= ways;
  }
}
