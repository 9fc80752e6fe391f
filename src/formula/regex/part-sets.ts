import {
  category,
  caseVariants,
  charSet,
  complement,
  digits,
  everything,
  lineEnds,
  spaces,
  union,
  withCaseVariants,
  wordCharacters,
  type CharSet,
} from './char-set.ts';
import type { ClassItem, Part } from './pattern.ts';

/** How single characters match. */
export interface Modes {
  readonly ignoreCase: boolean;
  /** `.` matches ends of lines. */
  readonly dotAll: boolean;
}

const cased: ReadonlySet<string> = new Set(['Lu', 'Ll', 'Lt']);

/** Without case, capital, small and title letters are one category. */
function setOf(name: string, ignoreCase: boolean): CharSet {
  if (name === 'd') return digits();
  if (name === 'w') return wordCharacters();
  if (name === 's') return spaces();
  return ignoreCase && cased.has(name) ? union(...[...cased].map(category)) : category(name);
}

function itemSet(item: ClassItem, ignoreCase: boolean): CharSet {
  if (item.kind === 'range') return [[item.from, item.to]];
  const set = setOf(item.name, ignoreCase);
  return item.negated ? complement(set) : set;
}

/** The characters that a part of one character matches. */
export function charactersOf(part: Part & { readonly kind: 'char' | 'any' | 'class' }, { ignoreCase, dotAll }: Modes): CharSet {
  if (part.kind === 'any') return dotAll ? everything : complement(lineEnds);
  if (part.kind === 'char') {
    return ignoreCase ? charSet(caseVariants(part.code).map((code) => [code, code] as const)) : [[part.code, part.code]];
  }
  const set = union(...part.items.map((item) => itemSet(item, ignoreCase)));
  const all = ignoreCase && part.items.some((item) => item.kind === 'range') ? withCaseVariants(set) : set;
  return part.negated ? complement(all) : all;
}
