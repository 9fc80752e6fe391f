/** What the places of a gallery's rows follow from, in pixels. */
export interface GalleryMeasures {
  /** Size of a row along the direction of scrolling. */
  readonly size: number;
  readonly padding: number;
  /** Rows side by side. */
  readonly wrap: number;
  /** Room across the direction of scrolling. */
  readonly breadth: number;
  /** Room along it. */
  readonly window: number;
}

/** Rows kept ready before and after those in sight. */
const SPARE = 3;
/** Rows that exist at most, however small they are and however large the gallery is. */
export const MOST_ROWS = 60;

/** Where the rows of a gallery are: in lines of `wrap` rows, one line every `pitch` pixels. */
export class GalleryLayout {
  readonly wrap: number;
  readonly padding: number;
  /** Size of a row along the direction. */
  readonly along: number;
  /** Size of a row across it. */
  readonly across: number;
  readonly pitch: number;
  readonly window: number;

  constructor({ size, padding, wrap, breadth, window }: GalleryMeasures) {
    this.wrap = Math.max(1, Math.floor(wrap));
    this.padding = Math.max(0, padding);
    this.along = Math.max(1, size);
    this.across = Math.max(0, (breadth - this.padding * (this.wrap + 1)) / this.wrap);
    this.pitch = this.along + this.padding;
    this.window = window;
  }

  /** Height of all rows together. */
  whole(count: number): number {
    return count === 0 ? 0 : Math.ceil(count / this.wrap) * this.pitch + this.padding;
  }

  /** How many rows a page up or down moves by. */
  get page(): number {
    return Math.max(1, Math.floor(this.window / this.pitch)) * this.wrap;
  }

  /** The first row in sight when the window is at a place. */
  firstRow(place: number): number {
    return Math.floor(place / this.pitch) * this.wrap;
  }

  /** Where a row is: along the direction, and across it. */
  placeOf(index: number): readonly [along: number, across: number] {
    const line = Math.floor(index / this.wrap);
    return [this.padding + line * this.pitch, this.padding + (index % this.wrap) * (this.across + this.padding)];
  }

  /** Where the window must be for a row to be wholly in sight, as near as possible to where it is. */
  placeToSee(index: number, place: number): number {
    const start = Math.floor(index / this.wrap) * this.pitch;
    const end = start + this.pitch + this.padding;
    if (start < place) return start;
    return end > place + this.window ? end - this.window : place;
  }

  /** The rows in sight when the window is at a place, and some before and after them. */
  rowsAt(place: number, count: number): Set<number> {
    const rows = new Set<number>();
    if (this.window <= 0) return rows;
    const line = Math.floor(place / this.pitch);
    const first = Math.max(0, line - SPARE) * this.wrap;
    const last = (line + Math.ceil(this.window / this.pitch) + 1 + SPARE) * this.wrap;
    for (let index = first; index < Math.min(last, count, first + MOST_ROWS - 1); index++) rows.add(index);
    return rows;
  }
}
