/*
 * A regular expression in its parts. Comments and, in free spacing, blanks are gone; characters are code points.
 */

export type Part =
  | { readonly kind: 'char'; readonly code: number }
  /** `.`: any character, or any but ends of lines. */
  | { readonly kind: 'any' }
  | { readonly kind: 'class'; readonly negated: boolean; readonly items: readonly ClassItem[] }
  | { readonly kind: 'anchor'; readonly at: 'start' | 'end' | 'boundary' | 'inside' }
  | { readonly kind: 'sequence'; readonly items: readonly Part[] }
  | { readonly kind: 'either'; readonly options: readonly Part[] }
  /** `capture`: its number from 1, where it captures. */
  | { readonly kind: 'group'; readonly body: Part; readonly capture?: number }
  | { readonly kind: 'look'; readonly body: Part; readonly behind: boolean; readonly negated: boolean; readonly extent: Extent }
  | { readonly kind: 'repeat'; readonly body: Part; readonly low: number; readonly high: number; readonly lazy: boolean }
  | { readonly kind: 'back'; readonly capture: number };

/** How many characters a part can match. */
export interface Extent {
  readonly min: number;
  /** Infinity where there is no limit. */
  readonly max: number;
}

export type ClassItem =
  | { readonly kind: 'range'; readonly from: number; readonly to: number }
  | { readonly kind: 'set'; readonly name: SetName; readonly negated: boolean };

/** `d`, `w`, `s`, or a general category of Unicode. */
export type SetName = string;

/** A group that captures: its name, where it has one. */
export interface Capture {
  readonly name: string | undefined;
}

export interface Pattern {
  readonly body: Part;
  /** By their numbers, from 1 on (index 0 is the first). */
  readonly captures: readonly Capture[];
  /** Letters of inline options at the begin. */
  readonly inlineOptions: string;
}

/** Why a pattern is refused: a code of the reference's, and the piece of the pattern where it was found. */
export interface Fault {
  readonly code: string;
  readonly found: string;
}

/** How a pattern is to be read. */
export interface Reading {
  /** Parentheses capture by number; names are refused. */
  readonly numbered: boolean;
  /** Blanks and `#` comments are passed over. */
  readonly freeSpacing: boolean;
  /** The rules before V1: what JavaScript and .NET both take, without the restrictions. */
  readonly legacy: boolean;
}
