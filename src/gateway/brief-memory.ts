/** Answers that are remembered for so short a time that what was taken back counts no longer soon: by key, a second unless it is said. */
export class BriefMemory<T> {
  private readonly milliseconds: number;
  private readonly kept = new Map<string, { readonly answer: Promise<T>; readonly until: number }>();

  constructor(milliseconds = 1000) {
    this.milliseconds = milliseconds;
  }

  get(key: string, ask: () => Promise<T>): Promise<T> {
    const now = performance.now();
    const known = this.kept.get(key);
    if (known !== undefined && known.until > now) return known.answer;
    // Keys come from callers: old ones go, so that they cannot fill the memory.
    if (this.kept.size > 10_000) this.kept.clear();
    const answer = ask();
    this.kept.set(key, { answer, until: now + this.milliseconds });
    answer.catch(() => this.kept.delete(key));
    return answer;
  }

  clear(): void {
    this.kept.clear();
  }
}
