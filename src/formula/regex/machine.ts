import { boundaryCharacters, has, lineEnds, type CharSet } from './char-set.ts';
import { charactersOf } from './part-sets.ts';
import type { Part } from './pattern.ts';
import type { TranslateOptions } from './translate.ts';

/*
 * A matcher that counts its steps, for patterns that JavaScript's own engine could take for ever with. The pattern becomes a list of
 * instructions; choices are kept on a stack and gone back to, in the order in which any engine of this kind tries them.
 */

type Anchor = 'start' | 'end' | 'lineStart' | 'lineEnd' | 'boundary' | 'inside';

type Instruction =
  | { readonly kind: 'set'; readonly set: CharSet }
  | { readonly kind: 'anchor'; readonly at: Anchor }
  /** Goes on at `next`, and at `other` if that fails. */
  | { readonly kind: 'fork'; next: number; other: number }
  | { readonly kind: 'jump'; to: number }
  | { readonly kind: 'save'; readonly slot: number }
  /** Fails where a round of a loop has matched nothing. */
  | { readonly kind: 'progress'; readonly slot: number }
  | { readonly kind: 'back'; readonly capture: number }
  | {
      readonly kind: 'look';
      readonly program: Program;
      readonly behind: boolean;
      readonly negated: boolean;
      readonly min: number;
      readonly max: number;
    }
  | { readonly kind: 'match' };

type Program = readonly Instruction[];

export interface Machine {
  readonly program: Program;
  readonly captures: number;
  readonly slots: number;
  readonly ignoreCase: boolean;
}

const MAX_INSTRUCTIONS = 50_000;

/** The program for a pattern; undefined where its counted repetitions make it too long. */
export function makeMachine(body: Part, captures: number, options: TranslateOptions): Machine | undefined {
  const writer = new ProgramWriter(options, captures);
  const program = writer.whole(body);
  return program === undefined ? undefined : { program, captures, slots: writer.slots, ignoreCase: options.ignoreCase };
}

class TooLong extends Error {}

class ProgramWriter {
  private readonly options: TranslateOptions;
  private code: Instruction[] = [];
  slots: number;
  private total = 0;

  constructor(options: TranslateOptions, captures: number) {
    this.options = options;
    this.slots = 2 * (captures + 1);
  }

  whole(body: Part): Program | undefined {
    const { multiline, begins, ends } = this.options;
    try {
      if (begins) this.emit({ kind: 'anchor', at: multiline ? 'lineStart' : 'start' });
      this.part(body);
      if (ends) this.emit({ kind: 'anchor', at: multiline ? 'lineEnd' : 'end' });
      this.emit({ kind: 'match' });
      return this.code;
    } catch (thrown) {
      if (thrown instanceof TooLong) return undefined;
      throw thrown;
    }
  }

  private emit<I extends Instruction>(instruction: I): I {
    if (++this.total > MAX_INSTRUCTIONS) throw new TooLong();
    this.code.push(instruction);
    return instruction;
  }

  private get here(): number {
    return this.code.length;
  }

  private part(part: Part): void {
    switch (part.kind) {
      case 'char':
      case 'any':
      case 'class':
        this.emit({ kind: 'set', set: charactersOf(part, this.options) });
        break;
      case 'anchor': {
        const lines = this.options.multiline;
        this.emit({
          kind: 'anchor',
          at: part.at === 'start' && lines ? 'lineStart' : part.at === 'end' && lines ? 'lineEnd' : part.at,
        });
        break;
      }
      case 'sequence':
        for (const item of part.items) this.part(item);
        break;
      case 'either':
        this.either(part.options);
        break;
      case 'group':
        if (part.capture !== undefined) this.emit({ kind: 'save', slot: 2 * part.capture });
        this.part(part.body);
        if (part.capture !== undefined) this.emit({ kind: 'save', slot: 2 * part.capture + 1 });
        break;
      case 'look':
        this.look(part);
        break;
      case 'back':
        this.emit({ kind: 'back', capture: part.capture });
        break;
      case 'repeat':
        this.repeat(part);
    }
  }

  private either(options: readonly Part[]): void {
    const jumps: { kind: 'jump'; to: number }[] = [];
    for (const [i, option] of options.entries()) {
      const last = i === options.length - 1;
      const fork = last ? undefined : this.emit({ kind: 'fork', next: this.here + 1, other: 0 });
      this.part(option);
      if (!last) jumps.push(this.emit({ kind: 'jump', to: 0 }));
      if (fork !== undefined) fork.other = this.here;
    }
    for (const jump of jumps) jump.to = this.here;
  }

  private look({ body, behind, negated, extent }: Part & { readonly kind: 'look' }): void {
    const outer = this.code;
    this.code = [];
    this.part(body);
    this.emit({ kind: 'match' });
    const program = this.code;
    this.code = outer;
    this.emit({ kind: 'look', program, behind, negated, min: extent.min, max: extent.max });
  }

  private repeat({ body, low, high, lazy }: Part & { readonly kind: 'repeat' }): void {
    for (let i = 0; i < low; i++) this.part(body);
    if (high === Infinity) this.loop(body, lazy);
    else {
      const forks: { kind: 'fork'; next: number; other: number }[] = [];
      for (let i = low; i < high; i++) {
        forks.push(this.emit({ kind: 'fork', next: 0, other: 0 }));
        this.aim(forks.at(-1)!, lazy, this.here, -1);
        this.part(body);
      }
      for (const fork of forks) this.aim(fork, lazy, -1, this.here);
    }
  }

  private loop(body: Part, lazy: boolean): void {
    const fork = this.emit({ kind: 'fork', next: 0, other: 0 });
    const begin = this.here - 1;
    this.aim(fork, lazy, this.here, -1);
    const slot = canBeEmpty(body) ? this.slots++ : undefined;
    if (slot !== undefined) this.emit({ kind: 'save', slot });
    this.part(body);
    if (slot !== undefined) this.emit({ kind: 'progress', slot });
    this.emit({ kind: 'jump', to: begin });
    this.aim(fork, lazy, -1, this.here);
  }

  /** Points a fork to another round and to what comes after; lazy ones try the latter first. */
  private aim(fork: { next: number; other: number }, lazy: boolean, round: number, after: number): void {
    if (round >= 0) fork[lazy ? 'other' : 'next'] = round;
    if (after >= 0) fork[lazy ? 'next' : 'other'] = after;
  }
}

function canBeEmpty(part: Part): boolean {
  switch (part.kind) {
    case 'char':
    case 'any':
    case 'class':
      return false;
    case 'group':
      return canBeEmpty(part.body);
    case 'repeat':
      return part.low === 0 || canBeEmpty(part.body);
    case 'sequence':
      return part.items.every(canBeEmpty);
    case 'either':
      return part.options.some(canBeEmpty);
    default:
      return true;
  }
}

// ---- Running ------------------------------------------------------------------------------------------------------------------------

export const OUT_OF_STEPS = Symbol('out of steps');

/** Steps that are left, shared by all that a call does. */
export interface Steps {
  left: number;
}

/** Begins and ends of the match and of each capture; -1 where one took no part. */
export type Found = readonly number[];

/** The first match at or after a place; undefined where there is none. Throws `OUT_OF_STEPS`. */
export function search(machine: Machine, text: string, from: number, steps: Steps): Found | undefined {
  for (let at = from; at <= text.length; at++) {
    const slots = Array.from<number>({ length: machine.slots }).fill(-1);
    const end = new Attempt(machine, text, steps, slots).run(machine.program, at);
    if (end >= 0) {
      slots[0] = at;
      slots[1] = end;
      return slots.slice(0, 2 * (machine.captures + 1));
    }
    const code = text.charCodeAt(at);
    if (code >= 0xd800 && code <= 0xdbff && isLow(text.charCodeAt(at + 1))) at++;
  }
  return undefined;
}

const isLow = (code: number): boolean => code >= 0xdc00 && code <= 0xdfff;
const isEnd = (code: number): boolean => has(lineEnds, code);

class Attempt {
  private readonly machine: Machine;
  private readonly text: string;
  private readonly steps: Steps;
  private readonly slots: number[];
  /** Choices and, marked by a negative program place, slots to be set back: triples of place, position or slot, old value. */
  private readonly trail: number[] = [];

  constructor(machine: Machine, text: string, steps: Steps, slots: number[]) {
    this.machine = machine;
    this.text = text;
    this.steps = steps;
    this.slots = slots;
  }

  /** Where a match from a place ends; -1 where there is none. `end`: where it must end. */
  run(program: Program, from: number, end?: number): number {
    const { trail } = this;
    const bottom = trail.length;
    let place = 0;
    let at = from;
    for (;;) {
      if (--this.steps.left < 0) throw OUT_OF_STEPS;
      const instruction = program[place]!;
      if (instruction.kind === 'match' && (end === undefined || at === end)) return at;
      const next = this.step(instruction, place, at);
      if (next >= 0) {
        place = this.place;
        at = next;
        continue;
      }
      const resumed = this.resume(bottom);
      if (resumed < 0) return -1;
      place = this.place;
      at = resumed;
    }
  }

  /** Where to go on after a step or a return. */
  private place = 0;

  /** Forgets the choices made since; what slots held before is kept for a return further back. */
  private commit(bottom: number): void {
    const { trail } = this;
    let kept = bottom;
    for (let i = bottom; i < trail.length; i += 3) {
      if (trail[i]! >= 0) continue;
      for (let j = 0; j < 3; j++) trail[kept + j] = trail[i + j]!;
      kept += 3;
    }
    trail.length = kept;
  }

  /** Sets slots back to what they held. */
  private undo(bottom: number): void {
    this.commit(bottom);
    while (this.resume(bottom) >= 0);
  }

  /** Back to the latest choice that is open; the position there, or -1. */
  private resume(bottom: number): number {
    const { trail, slots } = this;
    while (trail.length > bottom) {
      const old = trail.pop()!;
      const position = trail.pop()!;
      const place = trail.pop()!;
      if (place >= 0) {
        this.place = place;
        return position;
      }
      slots[position] = old;
    }
    return -1;
  }

  /** The position after an instruction, or -1 where it fails. */
  private step(instruction: Instruction, place: number, at: number): number {
    const { text, trail, slots } = this;
    this.place = place + 1;
    switch (instruction.kind) {
      case 'set': {
        const code = text.codePointAt(at);
        return code !== undefined && has(instruction.set, code) ? at + (code > 0xffff ? 2 : 1) : -1;
      }
      case 'anchor':
        return this.holds(instruction.at, at) ? at : -1;
      case 'fork':
        trail.push(instruction.other, at, 0);
        this.place = instruction.next;
        return at;
      case 'jump':
        this.place = instruction.to;
        return at;
      case 'save':
        trail.push(-1, instruction.slot, slots[instruction.slot]!);
        slots[instruction.slot] = at;
        return at;
      case 'progress':
        return slots[instruction.slot] === at ? -1 : at;
      case 'back':
        return this.back(instruction.capture, at);
      case 'look':
        return this.looks(instruction, at) === instruction.negated ? -1 : at;
      case 'match':
        return -1;
    }
  }

  private back(capture: number, at: number): number {
    const [begin, end] = [this.slots[2 * capture]!, this.slots[2 * capture + 1]!];
    if (begin < 0 || end < 0) return at;
    const wanted = this.text.slice(begin, end);
    const found = this.text.slice(at, at + wanted.length);
    const same = this.machine.ignoreCase ? found.toLowerCase() === wanted.toLowerCase() : found === wanted;
    this.steps.left -= wanted.length;
    return same ? at + wanted.length : -1;
  }

  private looks({ program, behind, negated, min, max }: Instruction & { readonly kind: 'look' }, at: number): boolean {
    const bottom = this.trail.length;
    const { place } = this;
    let found = !behind && this.run(program, at) >= 0;
    if (behind)
      for (let from = at - min; !found && from >= Math.max(0, at - 2 * max); from--) found = this.run(program, from, at) >= 0;
    if (negated) this.undo(bottom);
    else this.commit(bottom);
    this.place = place;
    return found;
  }

  private holds(anchor: Anchor, at: number): boolean {
    const { text } = this;
    const before = text.charCodeAt(at - 1);
    const after = text.charCodeAt(at);
    const between = before === 0x0d && after === 0x0a;
    switch (anchor) {
      case 'start':
        return at === 0;
      case 'lineStart':
        return at === 0 || (isEnd(before) && !between);
      case 'lineEnd':
        return at === text.length || (isEnd(after) && !between);
      case 'end':
        if (between) return false;
        return (
          at === text.length ||
          (isEnd(after) && at + (after === 0x0d && text.charCodeAt(at + 1) === 0x0a ? 2 : 1) === text.length)
        );
      default: {
        const word = boundaryCharacters();
        const edge = (at > 0 && has(word, before)) !== (at < text.length && has(word, after));
        return edge === (anchor === 'boundary');
      }
    }
  }
}
