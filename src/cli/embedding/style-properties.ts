import { colors, type ControlElement, type ControlKind } from '../../controls/index.ts';

/** A custom property that a page can set for a kind. */
export interface StyleProperty {
  readonly name: string;
  /** What holds where the page sets nothing. */
  readonly initial: string;
  readonly summary: string;
}

/** What is set for one control by its own properties, or between a control and what is in it. */
const inner = /^--(fx-own-|fx-default-|_)/;

/** The custom properties that the style sheets of a kind read, with their fallbacks, by name. */
export function styleProperties(kind: ControlKind): StyleProperty[] {
  const text = sheetText(kind);
  const found = new Map<string, string>();
  for (const match of text.matchAll(/var\(\s*(--[\w-]+)\s*/g)) {
    const name = match[1]!;
    if (!inner.test(name) && !found.has(name)) found.set(name, fallback(text, match.index + match[0].length));
  }
  return [...found]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, initial]) => ({ name, initial, summary: sentence(name) }));
}

function sheetText(kind: ControlKind): string {
  // Asking for the attributes is what makes Lit read the styles.
  const { elementStyles } = kind as unknown as typeof ControlElement & { observedAttributes: readonly string[] };
  return elementStyles.map((sheet) => ('cssText' in sheet ? sheet.cssText : '')).join('\n');
}

/** The text from a comma to the bracket that closes `var(`; empty where there is none. */
function fallback(text: string, from: number): string {
  if (text[from] !== ',') return '';
  let depth = 1;
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')' && --depth === 0) return text.slice(from + 1, at).trim();
  }
  return '';
}

function sentence(name: string): string {
  const token = /^--fx-color-(.*)$/.exec(name)?.[1];
  if (token !== undefined && token in colors) return `The colour “${token}” of the theme.`;
  return sentences[name] ?? `What ${name.slice('--fx-'.length).replaceAll('-', ' ')} looks like, for all controls of the kind.`;
}

const sentences: { readonly [name: string]: string } = {
  '--fx-control-height': 'Height of fields and buttons.',
  '--fx-space-8': 'Distance between things that belong together.',
  '--fx-radius-4': 'Radius of the corners of fields and buttons.',
  '--fx-radius-8': 'Radius of the corners of larger boxes.',
  '--fx-text-size': 'Size of text where no formula sets one.',
  '--fx-text-size-small': 'Size of what is said beside.',
  '--fx-line-height': 'Height of a line of text.',
  '--fx-shadow-4': 'The shadow under what is raised a little.',
  '--fx-shadow-16': 'The shadow under what floats.',
  '--fx-button-fill': 'The background of primary buttons.',
  '--fx-button-text': 'The text on primary buttons.',
  '--fx-field-fill': 'The background of fields.',
};
