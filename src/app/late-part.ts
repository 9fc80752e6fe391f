/** A part of the program that pages load when something needs it, and that programs may have from the start. */
export class LatePart<T> {
  private part: T | undefined;
  private readonly importPart: () => Promise<T>;
  private readonly missing: () => Error;

  /** `missing`: what is thrown where the part is needed at once and has not been loaded. */
  constructor(importPart: () => Promise<T>, missing: () => Error) {
    this.importPart = importPart;
    this.missing = missing;
  }

  /** The part, which must have been loaded. */
  now(): T {
    if (this.part === undefined) throw this.missing();
    return this.part;
  }

  provide(part: T): void {
    this.part = part;
  }

  async load(): Promise<void> {
    this.part ??= await this.importPart();
  }
}
