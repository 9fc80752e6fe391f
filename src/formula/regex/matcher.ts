import { costOf, type Cost } from './cost.ts';
import { OUT_OF_STEPS, makeMachine, search, type Machine, type Steps } from './machine.ts';
import { isFault, readPattern } from './read-pattern.ts';
import type { Capture, Fault, Part, Pattern } from './pattern.ts';
import { translate, type TranslateOptions } from './translate.ts';

/*
 * A pattern with its options, ready to be matched. JavaScript's own engine does it where the work it may have is known to be small;
 * otherwise a matcher that counts its steps.
 */

export interface Hit {
  /** From 0. */
  readonly index: number;
  readonly text: string;
  /** By the captures' numbers; undefined where one took no part. */
  readonly captures: readonly (string | undefined)[];
}

export interface Matcher {
  readonly captures: readonly Capture[];
  readonly numbered: boolean;
  /** The first match at or after a place. Throws `OUT_OF_STEPS`. */
  find(text: string, from: number, steps: Steps): Hit | undefined;
}

export { OUT_OF_STEPS, type Steps };

/** Up to so many steps JavaScript's engine is let run: a few milliseconds. */
const FEW = 1_000_000;
/** As many of its steps take about as long as one that is counted. */
const NATIVE_STEPS = 16;

/** A matcher for a pattern with options (`i`, `m`, `s`, `x`, `N`, `^c$` …), or why the pattern is refused. */
export function makeMatcher(text: string, options: string, legacy: boolean): Matcher | Fault {
  const numbered = options.includes('N') || legacy;
  const pattern = readPattern(text, { numbered, freeSpacing: options.includes('x'), legacy });
  if (isFault(pattern)) return pattern;
  const all = options + pattern.inlineOptions;
  const modes: TranslateOptions = {
    ignoreCase: all.includes('i'),
    multiline: all.includes('m'),
    dotAll: all.includes('s'),
    begins: options.includes('^'),
    ends: options.includes('$'),
  };
  return matcherFor(pattern, modes, numbered) ?? { code: 'ErrInvalidRegEx', found: text.slice(0, 12) };
}

function matcherFor(pattern: Pattern, modes: TranslateOptions, numbered: boolean): Matcher | undefined {
  const { source, flags } = translate(pattern.body, modes);
  let expression: RegExp;
  try {
    expression = new RegExp(source, `${flags}g`);
  } catch {
    // Only what is too large for the engine gets here.
    return undefined;
  }
  const cost = costOf(pattern.body, modes, { anchored: isAnchored(pattern.body, modes), ends: modes.ends });
  let machine: Machine | undefined;
  return {
    captures: pattern.captures,
    numbered,
    find(text, from, steps) {
      const most = stepsFor(cost, text.length - from);
      if (most <= FEW) return findNatively(expression, text, from, most, steps);
      machine ??= makeMachine(pattern.body, pattern.captures.length, modes);
      if (machine === undefined) throw OUT_OF_STEPS;
      return findCounted(machine, text, from, steps);
    },
  };
}

const stepsFor = ({ degree, factor }: Cost, length: number): number => factor * Math.max(length, 2) ** degree;

function isAnchored(body: Part, { multiline, begins }: TranslateOptions): boolean {
  if (multiline) return false;
  const first = body.kind === 'sequence' ? body.items[0] : body;
  return begins ? body.kind !== 'either' : first?.kind === 'anchor' && first.at === 'start';
}

/** `most`: the steps for the rest of the text, of which the part up to the match is counted. */
function findNatively(expression: RegExp, text: string, from: number, most: number, steps: Steps): Hit | undefined {
  expression.lastIndex = from;
  const found = expression.exec(text);
  const end = found === null ? text.length : found.index + found[0].length;
  steps.left -= Math.ceil(((most / NATIVE_STEPS) * (end - from + 1)) / (text.length - from + 1));
  return found === null ? undefined : { index: found.index, text: found[0], captures: found.slice(1) };
}

function findCounted(machine: Machine, text: string, from: number, steps: Steps): Hit | undefined {
  const found = search(machine, text, from, steps);
  if (found === undefined) return undefined;
  const part = (i: number): string | undefined =>
    found[2 * i]! < 0 || found[2 * i + 1]! < 0 ? undefined : text.slice(found[2 * i], found[2 * i + 1]);
  return { index: found[0]!, text: part(0)!, captures: Array.from({ length: machine.captures }, (_, i) => part(i + 1)) };
}
