const CONTEXT = 12;

/** Why a pattern is refused; thrown through the readers to their entry. */
export class Refusal {
  readonly code: string;
  /** The piece of the pattern where it was found. */
  readonly found: string;
  constructor(code: string, found: string) {
    this.code = code;
    this.found = found;
  }
}

/** The end of a piece of text, in whole characters. */
export function lastOf(text: string): string {
  const characters = [...text];
  return characters.length > CONTEXT ? `…${characters.slice(-CONTEXT).join('')}` : text;
}

/** The begin of a piece of text, in whole characters. */
export function firstOf(text: string): string {
  const characters = [...text];
  return characters.length > CONTEXT ? `${characters.slice(0, CONTEXT).join('')}…` : text;
}
