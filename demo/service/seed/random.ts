/** A small generator of pseudo-random numbers: the same seed gives the same shop on every machine (mulberry32). */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** At least 0, less than 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  /** A whole number, both ends included. */
  between(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(choices: readonly T[]): T {
    const choice = choices[Math.floor(this.next() * choices.length)];
    if (choice === undefined) throw new RangeError('Nothing to pick from.');
    return choice;
  }

  /** Picks by weight: `[['New', 3], ['Packed', 1]]` gives New three times of four. */
  weighted<T>(choices: readonly (readonly [choice: T, weight: number])[]): T {
    return weights(choices)(this);
  }
}

/** A choice by weight that is made often: the sums are made once. */
export function weights<T>(choices: readonly (readonly [choice: T, weight: number])[]): (random: Random) => T {
  const sums: number[] = [];
  for (const [, weight] of choices) sums.push((sums.at(-1) ?? 0) + weight);
  return (random) => {
    const at = random.next() * (sums.at(-1) ?? 0);
    let [low, high] = [0, sums.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] ?? 0) > at) high = middle;
      else low = middle + 1;
    }
    const chosen = choices[low];
    if (chosen === undefined) throw new RangeError('Nothing to pick from.');
    return chosen[0];
  };
}
