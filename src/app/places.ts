/** A place in a source file. Line and column count from 1, as editors do; offset counts UTF-16 units from 0. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

/** A file of an app's source. */
export interface SourceFile {
  readonly name: string;
  readonly text: string;
}

/** Line starts of a text, to turn offsets into lines and columns. */
export class Lines {
  private readonly file: string;
  private readonly starts: number[] = [0];

  constructor(file: SourceFile) {
    this.file = file.name;
    for (let at = file.text.indexOf('\n'); at >= 0; at = file.text.indexOf('\n', at + 1)) this.starts.push(at + 1);
  }

  place(offset: number): Place {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { file: this.file, line: low + 1, column: offset - this.starts[low]! + 1, offset };
  }
}

/** How YAML writes a text. */
export type ScalarStyle = 'PLAIN' | 'QUOTE_SINGLE' | 'QUOTE_DOUBLE' | 'BLOCK_LITERAL' | 'BLOCK_FOLDED';

const white = (char: string | undefined): boolean => char === ' ' || char === '\n' || char === '\r' || char === '\t';

/** The length of the escape sequence of a double-quoted scalar that begins at `at`. */
function escapeLength(raw: string, at: number): number {
  switch (raw[at + 1]) {
    case 'x':
      return 4;
    case 'u':
      return 6;
    case 'U':
      return 10;
    default:
      return 2;
  }
}

/**
 * Where each character of a scalar's value stands in its raw text: an offset per character, and one for the end. Lines that YAML folds or
 * unindents are followed; white space that it drops is skipped. For white space itself the place is near, for all else it is exact.
 */
export function alignScalar(raw: string, value: string, style: ScalarStyle): number[] {
  const block = style === 'BLOCK_LITERAL' || style === 'BLOCK_FOLDED';
  const quoted = style === 'QUOTE_SINGLE' || style === 'QUOTE_DOUBLE';
  const places: number[] = [];
  // A block begins after its header line, a quoted text after its quote.
  let at = block ? raw.indexOf('\n') + 1 : quoted ? 1 : 0;
  for (let i = 0; i < value.length; i++) {
    const char = value[i]!;
    if (style === 'QUOTE_DOUBLE' && raw[at] === '\\') {
      // An escaped line end joins two lines without a character of its own.
      while (raw[at] === '\\' && (raw[at + 1] === '\n' || raw[at + 1] === '\r')) {
        at++;
        while (white(raw[at])) at++;
      }
      if (raw[at] === '\\') {
        places.push(at);
        // A character beyond the first plane is one escape and two units.
        if (raw[at + 1] === 'U' && char.charCodeAt(0) >= 0xd800) {
          places.push(at);
          i++;
        }
        at += escapeLength(raw, at);
        continue;
      }
    }
    if (!white(char)) while (white(raw[at]) && at < raw.length) at++;
    places.push(Math.min(at, raw.length));
    if (raw[at] === char) at += style === 'QUOTE_SINGLE' && char === "'" ? 2 : 1;
  }
  places.push(Math.min(at, raw.length));
  return places;
}
