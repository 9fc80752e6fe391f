/** More than any number that waits. */
export const ANY = 2 ** 31 - 1;

/** Numbers that wait for their turn, lowest first: a bit for each. What is added during a turn takes its place among them. */
export class Queue {
  private words = new Int32Array(32);
  /** All words outside of these are empty. */
  private first = ANY;
  private last = -1;

  get isEmpty(): boolean {
    return this.first > this.last;
  }

  add(number: number): void {
    const word = number >>> 5;
    if (word >= this.words.length) this.grow(word * 2);
    this.words[word]! |= 1 << (number & 31);
    if (word < this.first) this.first = word;
    if (word > this.last) this.last = word;
  }

  /** Takes out the lowest number, of those up to `limit`; -1 where there is none. */
  take(limit: number): number {
    const { words } = this;
    for (let word = this.first; word <= this.last; word++) {
      const bits = words[word]!;
      if (bits === 0) continue;
      this.first = word;
      const lowest = bits & -bits;
      const number = (word << 5) + 31 - Math.clz32(lowest);
      if (number > limit) return -1;
      words[word] = bits ^ lowest;
      return number;
    }
    this.first = ANY;
    this.last = -1;
    return -1;
  }

  /** Takes out all numbers. */
  takeAll(): number[] {
    const numbers: number[] = [];
    for (let number = this.take(ANY); number >= 0; number = this.take(ANY)) numbers.push(number);
    return numbers;
  }

  /** Whether a number up to this one may be waiting; where it says no, there is none. */
  mayHold(limit: number): boolean {
    return this.first <= limit >>> 5;
  }

  private grow(length: number): void {
    const words = new Int32Array(length);
    words.set(this.words);
    this.words = words;
  }
}
