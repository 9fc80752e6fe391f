/** One way to show boxes or a list, in a page of its own. */
export interface Boxes {
  /** Makes the boxes, each with a text. */
  mount(box: HTMLElement, count: number, text: string): void | Promise<void>;
  /** Gives all of them another text. */
  update(text: string): void;
}

export interface List {
  mount(box: HTMLElement, count: number): void | Promise<void>;
  /** What scrolls. */
  scroller(): HTMLElement;
  /** The texts in sight, from the top, to compare contenders. */
  texts(): string[];
}

/** When what was asked for has been drawn: the second frame after now. */
export const drawn = (): Promise<void> =>
  new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve))));
