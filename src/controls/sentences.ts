/**
 * The sentences of declarations. Where the library is built, keys stand in their place (`~1k`), and `documentation.ts` brings the sentences: a page
 * that only shows controls does not load what is written about them.
 */
let kept: readonly string[] = [];

/** Called by `documentation.ts` as it was built: the sentences in the order of their keys. */
export function keepSentences(all: readonly string[]): void {
  kept = all;
}

/** A sentence of a declaration (`summary`, an event's) to show; empty where the sentences have not been loaded. */
export const sentence = (text: string): string =>
  /^~[0-9a-z]+$/.test(text) ? (kept[Number.parseInt(text.slice(1), 36)] ?? '') : text;
