import { pointerSteps } from './json.ts';

/** A place in a text; both count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Turns offsets of a text into lines and columns. */
export class Lines {
  private readonly starts: number[] = [0];

  constructor(text: string) {
    for (let next = text.indexOf('\n'); next !== -1; next = text.indexOf('\n', next + 1)) this.starts.push(next + 1);
  }

  place(offset: number): Place {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - this.starts[low]! + 1 };
  }
}

/** Pointers sought in a document, as a tree of their steps; a reader notes the offset of each node that it meets. */
export class SoughtPlace {
  readonly children = new Map<string, SoughtPlace>();
  offset: number | undefined;

  /** The tree of these pointers. */
  static of(pointers: Iterable<string>): SoughtPlace {
    const root = new SoughtPlace();
    for (const pointer of pointers) {
      let node = root;
      for (const step of pointerSteps(pointer)) {
        let next = node.children.get(step);
        if (next === undefined) node.children.set(step, (next = new SoughtPlace()));
        node = next;
      }
    }
    return root;
  }

  /** The offset of a pointer, or of its nearest ancestor that the document has. */
  nearest(pointer: string): number | undefined {
    let node: SoughtPlace | undefined = this.offset === undefined ? undefined : this;
    let found = node?.offset;
    for (const step of pointerSteps(pointer)) {
      node = node?.children.get(step);
      if (node?.offset === undefined) break;
      found = node.offset;
    }
    return found;
  }
}

/** Line and column of each pointer, or of its nearest ancestor; `seek` notes offsets. */
export function placesIn(
  text: string,
  pointers: Iterable<string>,
  seek: (text: string, sought: SoughtPlace) => void,
): ReadonlyMap<string, Place> {
  const wanted = [...pointers];
  const sought = SoughtPlace.of(wanted);
  seek(text, sought);
  const lines = new Lines(text);
  return new Map(
    wanted.flatMap((pointer) => {
      const offset = sought.nearest(pointer);
      return offset === undefined ? [] : [[pointer, lines.place(offset)]];
    }),
  );
}
