/**
 * Scrolling over more than a browser can scroll: elements have a greatest height (17 to 33 million pixels), and a million rows need more.
 *
 * 1. The scrolled element is as high as `real`, at most `LIMIT`; what it stands for is as high as `whole`.
 * 2. `whole` is cut into pages. Page p is shown at a shift of `p * step`: a place y of the whole lies at `y - shift` of the element.
 * 3. A short scroll (less than the window) moves by exactly as many pixels; where it enters another page, the shift changes and the
 *    element's scroll position is put right, so nothing jumps.
 * 4. A long scroll (the thumb was dragged) goes to the page at the same fraction of the whole.
 *
 * Where the whole fits, the shift is always 0.
 */
export class ScrollSpace {
  /** Height of the scrolled element. */
  real = 0;
  /** What is to be added to a place in the element to have the place in the whole. */
  shift = 0;
  #whole = 0;
  #window = 0;
  #pages = 1;
  #page = 0;
  #step = 0;
  #last = 0;

  /** How high everything is, and how much of it is seen at once. Keeps the place, as far as there is one. */
  resize(whole: number, window: number): void {
    this.#whole = whole;
    this.#window = window;
    this.real = Math.min(whole, LIMIT);
    this.#page = this.real / PAGES;
    this.#pages = whole <= LIMIT ? 1 : Math.floor(whole / this.#page);
    this.#step = this.#pages === 1 ? 0 : (whole - this.real) / (this.#pages - 1);
    this.shift = this.#shiftAt(this.#last + this.shift);
  }

  /**
   * The element was scrolled to a position by the user. Answers with the place in the whole, and with the position that the element
   * should have, which differs where the page changed.
   */
  scrolled(position: number): { readonly place: number; readonly position: number } {
    const distance = Math.abs(position - this.#last);
    if (distance < this.#window || this.#pages === 1) return this.goTo(position + this.shift);
    const fraction = this.real <= this.#window ? 0 : position / (this.real - this.#window);
    const page = Math.min(this.#pages - 1, Math.floor((fraction * (this.#whole - this.#window)) / this.#page));
    this.shift = Math.round(page * this.#step);
    this.#last = position;
    return { place: this.#clamp(position + this.shift), position };
  }

  /** The position of the element that shows a place of the whole at the top of the window. */
  goTo(place: number): { readonly place: number; readonly position: number } {
    const inside = this.#clamp(place);
    this.shift = this.#shiftAt(inside);
    this.#last = inside - this.shift;
    return { place: inside, position: this.#last };
  }

  #shiftAt(place: number): number {
    if (this.#pages === 1) return 0;
    return Math.round(Math.min(this.#pages - 1, Math.floor(place / this.#page)) * this.#step);
  }

  #clamp(place: number): number {
    return Math.max(0, Math.min(place, this.#whole - this.#window));
  }
}

/** Well under what any browser can do. */
const LIMIT = 8_000_000;
const PAGES = 100;
