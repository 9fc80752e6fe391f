import { INSTRUCTION, SHARED_PLACES, type Value } from '../formula/index.ts';
import type { Node, Watcher } from './node.ts';

// Flags of a node.
/** It must be evaluated whatever its sources say. */
export const DIRTY = 1;
/** Somebody watches it, directly or through a formula. */
export const LIVE = 2;
export const EVALUATING = 4;
export const WATCHED = 8;
/** The graph is going to tell its watchers. */
export const WAITS = 16;
export const FORMULA = 32;

// What a record begins with.
/** Where the dependents are among `edges`, and how many. */
export const EDGE = 0;
export const EDGES = 1;
/** Of a formula: how many sources, and how many integers of code; both follow, in this order. */
export const SOURCES = 2;
export const CODE = 3;
export const HEAD = 4;

const grown = <T extends Int32Array | Float64Array | Uint8Array>(array: T, length: number): T => {
  const made = new (array.constructor as new (length: number) => T)(length);
  made.set(array);
  return made;
};

/**
 * What the nodes of a graph are, by their number: an array for each property rather than an object for each node, so that a change of many
 * formulas walks through little memory. A node's sources are there before it, so their numbers are lower.
 */
export class Slots {
  /** How many numbers are taken. */
  count = 0;
  /** Values that are numbers; NaN where the value is among `others`. */
  numbers = new Float64Array(64);
  readonly others: (Value | undefined)[] = [];
  flags = new Uint8Array(64);
  /** How many watchers and live dependents need the node. */
  needs = new Int32Array(64);
  /** Version at which a formula, while not live, was last found or brought up to date. */
  verifiedAt = new Int32Array(64);
  /** What the watchers have been told: a number, or NaN and something else. */
  told = new Float64Array(64);
  readonly toldOthers: (Value | undefined)[] = [];
  /** The node itself; none for shared places and constants. */
  readonly nodes: (Node | undefined)[] = [];
  /** One watcher, or several. */
  readonly watchers: (Watcher | readonly Watcher[] | undefined)[] = [];
  readonly computes: ((() => Value) | undefined)[] = [];
  /** Where the record of each is among `records`: what is needed to evaluate it and to pass a change on, in one place. */
  recordOf = new Int32Array(64);
  records = new Int32Array(256);
  edges = new Int32Array(256);
  private recordsEnd = 0;
  private edgesEnd = 0;
  private readonly constants = new Map<number, number>();

  constructor() {
    while (this.count < SHARED_PLACES) this.add(undefined, 0);
  }

  /** A number for a node, or for something else that has a value. Of a formula: the numbers of its sources, its code, and what computes. */
  add(
    node: Node | undefined,
    value: Value | undefined,
    sources: readonly number[] = [],
    code: readonly number[] = [],
    compute?: () => Value,
  ): number {
    const slot = this.count++;
    if (slot === this.flags.length) this.grow(slot * 2);
    const isNumber = typeof value === 'number' && !Number.isNaN(value);
    this.numbers[slot] = isNumber ? value : Number.NaN;
    this.others.push(isNumber ? undefined : value);
    this.told[slot] = Number.NaN;
    this.toldOthers.push(undefined);
    this.nodes.push(node);
    this.watchers.push(undefined);
    this.computes.push(compute);
    if (compute !== undefined) this.flags[slot] = FORMULA | DIRTY;
    const record = this.recordsEnd;
    this.recordOf[slot] = record;
    this.recordsEnd += HEAD + sources.length + code.length;
    if (this.recordsEnd > this.records.length) this.records = grown(this.records, this.recordsEnd * 2);
    this.records[record + SOURCES] = sources.length;
    this.records[record + CODE] = code.length;
    this.records.set(sources, record + HEAD);
    this.records.set(code, record + HEAD + sources.length);
    for (const source of sources) this.connect(source, slot);
    return slot;
  }

  /** The place of a number that never changes. */
  constant(value: number): number {
    const key = Object.is(value, -0) ? Number.NaN : value;
    let slot = this.constants.get(key);
    if (slot === undefined) this.constants.set(key, (slot = this.add(undefined, value)));
    return slot;
  }

  valueOf(slot: number): Value {
    const number = this.numbers[slot]!;
    return Number.isNaN(number) ? (this.others[slot] ?? null) : number;
  }

  /** Stores a value; whether it is another one. */
  store(slot: number, value: Value): boolean {
    if (typeof value === 'number' && !Number.isNaN(value)) return this.storeNumber(slot, value);
    const { numbers, others } = this;
    if (Number.isNaN(numbers[slot]) && Object.is(others[slot], value)) return false;
    numbers[slot] = Number.NaN;
    others[slot] = value;
    return true;
  }

  /** The same for what is a number. */
  storeNumber(slot: number, value: number): boolean {
    const before = this.numbers[slot]!;
    if (before === value && (value !== 0 || Object.is(before, value))) return false;
    this.numbers[slot] = value;
    if (Number.isNaN(before)) this.others[slot] = undefined;
    return true;
  }

  /** Whether watchers were told something else than the value; it is noted as told. */
  untold(slot: number): boolean {
    const { numbers, told, toldOthers } = this;
    const number = numbers[slot]!;
    const before = told[slot]!;
    if (!Number.isNaN(number)) {
      told[slot] = number;
      return before !== number;
    }
    const other = this.valueOf(slot);
    if (Number.isNaN(before) && Object.is(toldOthers[slot], other)) return false;
    told[slot] = Number.NaN;
    toldOthers[slot] = other;
    return true;
  }

  /** Ends a formula: it keeps its value. */
  end(slot: number): void {
    const { edges, records } = this;
    for (const source of this.sourcesOf(slot)) {
      const record = this.recordOf[source]!;
      const first = records[record + EDGE]!;
      edges[edges.indexOf(slot, first)] = edges[first + --records[record + EDGES]!]!;
    }
    const record = this.recordOf[slot]!;
    records[record + SOURCES] = 0;
    records[record + CODE] = 0;
    this.needs[slot] = 0;
    this.flags[slot]! &= ~(LIVE | DIRTY);
  }

  sourcesOf(slot: number): Int32Array {
    const record = this.recordOf[slot]!;
    return this.records.subarray(record + HEAD, record + HEAD + this.records[record + SOURCES]!);
  }

  dependentsOf(slot: number): Int32Array {
    const record = this.recordOf[slot]!;
    const first = this.records[record + EDGE]!;
    return this.edges.subarray(first, first + this.records[record + EDGES]!);
  }

  /** The same without the nodes that are `gone`, under new numbers in the same order, by the numbers from before; -1 for what is gone. */
  without(gone: ReadonlySet<number>): { readonly slots: Slots; readonly now: Int32Array } {
    const slots = new Slots();
    const now = new Int32Array(this.count).fill(-1);
    for (const slot of this.constants.values()) now[slot] = slots.constant(this.numbers[slot]!);
    for (let slot = 0; slot < this.count; slot++) {
      if (slot < SHARED_PLACES) now[slot] = slot;
      if (now[slot]! >= 0 || gone.has(slot)) continue;
      const sources = Array.from(this.sourcesOf(slot), (source) => now[source]!).filter((source) => source >= 0);
      const moved = slots.add(this.nodes[slot], this.valueOf(slot), sources, this.codeOf(slot, now), this.computes[slot]);
      now[slot] = moved;
      // Kept as it is: a formula that was never evaluated has no value, not even a blank one.
      slots.others[moved] = this.others[slot];
      slots.flags[moved] = this.flags[slot]!;
      slots.needs[moved] = this.needs[slot]!;
      slots.verifiedAt[moved] = this.verifiedAt[slot]!;
      slots.told[moved] = this.told[slot]!;
      slots.toldOthers[moved] = this.toldOthers[slot];
      slots.watchers[moved] = this.watchers[slot];
    }
    return { slots, now };
  }

  /** The code of a formula over other places; none where one of them is gone. */
  private codeOf(slot: number, now: Int32Array): readonly number[] {
    const record = this.recordOf[slot]!;
    const from = record + HEAD + this.records[record + SOURCES]!;
    const code = [...this.records.subarray(from, from + this.records[record + CODE]!)];
    const moved = code.map((word, i) => (i % INSTRUCTION === 0 ? word : now[word]!));
    return moved.every((word, i) => i % INSTRUCTION === 0 || word >= 0) ? moved : [];
  }

  private connect(source: number, dependent: number): void {
    const { records } = this;
    const record = this.recordOf[source]!;
    const count = records[record + EDGES]!++;
    // There is room for a power of two: full, or a place for the first.
    if ((count & (count - 1)) === 0) {
      const first = records[record + EDGE]!;
      const at = this.edgesEnd;
      records[record + EDGE] = at;
      this.edgesEnd += count === 0 ? 1 : count * 2;
      if (this.edgesEnd > this.edges.length) this.edges = grown(this.edges, this.edgesEnd * 2);
      this.edges.copyWithin(at, first, first + count);
    }
    this.edges[records[record + EDGE]! + count] = dependent;
  }

  private grow(length: number): void {
    this.numbers = grown(this.numbers, length);
    this.told = grown(this.told, length);
    this.flags = grown(this.flags, length);
    this.needs = grown(this.needs, length);
    this.verifiedAt = grown(this.verifiedAt, length);
    this.recordOf = grown(this.recordOf, length);
  }
}
