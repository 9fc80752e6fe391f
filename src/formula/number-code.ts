import type { Checked, CheckedOf } from './checked.ts';
import { and, arithmetic, comparison, equality, not, or, type Operator } from './operators.ts';
import { chosen } from './functions/logic.ts';
import type { Symbol } from './scope.ts';
import type { Value } from './value.ts';

/*
 * Formulas of numbers as code for a small machine: for graphs of many formulas, where closures would be spread over the memory. An
 * instruction is three integers: what to do, with the place of the result or the distance of a jump above it, and two places of operands.
 * All places are in one array of numbers, in which NaN stands for whatever is none. As soon as something is none, or would be an error, the
 * code gives up and the formula is evaluated as any other.
 */

/** Places from 0 on that formulas share for what they compute; the result is put in the first. */
export const SHARED_PLACES = 16;
/** Integers of an instruction. */
export const INSTRUCTION = 3;
/** Bits of its first integer that say what to do. */
const OPERATION_BITS = 5;
const OPERATION_MASK = (1 << OPERATION_BITS) - 1;

const ADD = 0;
const SUBTRACT = 1;
const MULTIPLY = 2;
const DIVIDE = 3;
const RAISE = 4;
const NEGATE = 5;
const PERCENT = 6;
const COPY = 7;
/** From here on instructions jump, or do not, and have no result. */
const JUMP = 8;
/** Jump unless the first is less, at most, equal, or not equal. */
const UNLESS_LESS = 9;
const UNLESS_AT_MOST = 10;
const UNLESS_EQUAL = 11;
const UNLESS_DIFFERENT = 12;
/** Jump unless, or if, a truth value is true. */
const UNLESS_TRUE = 13;
const IF_TRUE = 14;
const GIVE_UP = 15;

/** Where values are: of names that are read, and of constants. */
export interface Places {
  /** The place of a name's value; undefined where it has none of its own. */
  of(symbol: Symbol): number | undefined;
  constant(value: number): number;
}

/**
 * Runs code from one index to another over numbers and, by the same places, what is no number. Whether there is a result, in place 0.
 */
export function runNumberCode(
  code: Int32Array,
  from: number,
  to: number,
  numbers: Float64Array,
  others: readonly (Value | undefined)[],
): boolean {
  let at = from;
  while (at < to) {
    const head = code[at]!;
    const x = numbers[code[at + 1]!]!;
    const y = numbers[code[at + 2]!]!;
    at += INSTRUCTION;
    let result: number;
    switch (head & OPERATION_MASK) {
      case ADD:
        result = x + y;
        break;
      case SUBTRACT:
        result = x - y;
        break;
      case MULTIPLY:
        result = x * y;
        break;
      case DIVIDE:
        result = x / y;
        break;
      case RAISE:
        // What is no number to the power of 0 would be 1.
        result = Number.isNaN(x) ? x : x ** y;
        break;
      case NEGATE:
        result = -x;
        break;
      case PERCENT:
        result = x / 100;
        break;
      case COPY:
        result = x;
        break;
      case JUMP:
        at += head >> OPERATION_BITS;
        continue;
      case UNLESS_LESS:
        if (x < y) continue;
        if (!(x >= y)) return false;
        at += head >> OPERATION_BITS;
        continue;
      case UNLESS_AT_MOST:
        if (x <= y) continue;
        if (!(x > y)) return false;
        at += head >> OPERATION_BITS;
        continue;
      case UNLESS_EQUAL:
        if (x === y) continue;
        if (Number.isNaN(x + y)) return false;
        at += head >> OPERATION_BITS;
        continue;
      case UNLESS_DIFFERENT:
        if (Number.isNaN(x + y)) return false;
        if (x !== y) continue;
        at += head >> OPERATION_BITS;
        continue;
      case UNLESS_TRUE:
      case IF_TRUE: {
        const other = others[code[at - 2]!];
        if (typeof other !== 'boolean') return false;
        if (other === ((head & OPERATION_MASK) === IF_TRUE)) at += head >> OPERATION_BITS;
        continue;
      }
      default:
        return false;
    }
    // Infinite, or no number: an error, or an operand that is none.
    if (result - result !== 0) return false;
    numbers[head >> OPERATION_BITS] = result;
  }
  return true;
}

/** A formula as code; undefined where it is more than arithmetic, comparisons and `If` over numbers that have places. */
export function numberCode(formula: Checked, places: Places): number[] | undefined {
  const writer = new Writer(places);
  return writer.put(formula, 0) ? writer.code : undefined;
}

const arithmeticOf: ReadonlyMap<Operator, number> = new Map<Operator, number>([
  [arithmetic.number.add, ADD],
  [arithmetic.number.subtract, SUBTRACT],
  [arithmetic.number.multiply, MULTIPLY],
  [arithmetic.number.divide, DIVIDE],
  [arithmetic.number.raise, RAISE],
  [arithmetic.number.negate, NEGATE],
  [arithmetic.number.percent, PERCENT],
]);

/** For a comparison: the jump taken where it does not hold, the jump taken where it does, and whether this one takes the operands in turn. */
const jumps: ReadonlyMap<Operator | undefined, readonly [unless: number, when: number, swapped: boolean]> = new Map<
  Operator | undefined,
  readonly [number, number, boolean]
>([
  [comparison['<'], [UNLESS_LESS, UNLESS_AT_MOST, false]],
  [comparison['>'], [UNLESS_LESS, UNLESS_AT_MOST, true]],
  [comparison['<='], [UNLESS_AT_MOST, UNLESS_LESS, false]],
  [comparison['>='], [UNLESS_AT_MOST, UNLESS_LESS, true]],
  [equality['='], [UNLESS_EQUAL, UNLESS_DIFFERENT, false]],
  [equality['<>'], [UNLESS_DIFFERENT, UNLESS_EQUAL, false]],
]);

class Writer {
  readonly code: number[] = [];
  private readonly places: Places;

  constructor(places: Places) {
    this.places = places;
  }

  /** Writes what puts a value in a shared place, using those after it; whether that can be written. */
  put(node: Checked, to: number): boolean {
    if (node.kind === 'call') return this.choose(node, to);
    if (node.kind !== 'operator') {
      const place = this.placeOf(node);
      return place !== undefined && this.add(COPY, to, place, place);
    }
    const operation = arithmeticOf.get(node.operator);
    const [left, right = left] = node.operands as readonly [Checked, Checked?];
    if (operation === undefined) return false;
    const a = this.value(left, to);
    const b = a === undefined || right === left ? a : this.value(right, a === to ? to + 1 : to);
    return a !== undefined && b !== undefined && this.add(operation, to, a, b);
  }

  /** The place of a value: its own, or a shared one where it was put. */
  private value(node: Checked, free: number): number | undefined {
    return this.placeOf(node) ?? (free < SHARED_PLACES && this.put(node, free) ? free : undefined);
  }

  private placeOf(node: Checked): number | undefined {
    if (node.kind === 'literal') return typeof node.value === 'number' ? this.places.constant(node.value) : undefined;
    return node.kind === 'symbol' && node.type.kind === 'number' ? this.places.of(node.symbol) : undefined;
  }

  private add(operation: number, to: number, a: number, b: number): true {
    this.code.push((to << OPERATION_BITS) | operation, a, b);
    return true;
  }

  /** Adds a jump that is still to be told where it goes. */
  private jump(operation: number, a: number, b: number): number {
    this.add(operation, 0, a, b);
    return this.code.length;
  }

  private land(jumps: readonly number[]): void {
    for (const from of jumps) this.code[from - INSTRUCTION]! |= (this.code.length - from) << OPERATION_BITS;
  }

  private choose({ overload, args }: CheckedOf<'call'>, to: number): boolean {
    if (overload.compile !== chosen) return false;
    const ends: number[] = [];
    for (let i = 0; i + 1 < args.length; i += 2) {
      const others: number[] = [];
      if (!this.test(args[i]!.node, false, others, to) || !this.put(args[i + 1]!.node, to)) return false;
      ends.push(this.jump(JUMP, 0, 0));
      this.land(others);
    }
    // Without a default the result is blank, which is no number.
    if (args.length % 2 === 0) this.add(GIVE_UP, 0, 0, 0);
    else if (!this.put(args.at(-1)!.node, to)) return false;
    this.land(ends);
    return true;
  }

  /** Writes a jump, added to `taken`, for when a condition is `when`. */
  private test(node: Checked, when: boolean, taken: number[], free: number): boolean {
    if (node.kind === 'symbol') {
      const place = node.type.kind === 'boolean' ? this.places.of(node.symbol) : undefined;
      if (place !== undefined) taken.push(this.jump(when ? IF_TRUE : UNLESS_TRUE, place, place));
      return place !== undefined;
    }
    if (node.kind !== 'operator') return false;
    const { operator, operands } = node;
    const [left, right] = operands as readonly [Checked, Checked];
    if (operator === not) return this.test(left, !when, taken, free);
    if (operator === and || operator === or) {
      // The first decides alone where it is what the operator looks for.
      const decisive = operator === or;
      if (when === decisive) return this.test(left, when, taken, free) && this.test(right, when, taken, free);
      const past: number[] = [];
      if (!this.test(left, decisive, past, free) || !this.test(right, when, taken, free)) return false;
      this.land(past);
      return true;
    }
    const jump = jumps.get(operator);
    const a = jump && this.value(left, free);
    const b = a === undefined ? undefined : this.value(right, a === free ? free + 1 : free);
    if (jump === undefined || a === undefined || b === undefined) return false;
    const [unless, opposite, swapped] = jump;
    // Where a comparison holds, its opposite does not, the operands in turn for those that order.
    const turned = swapped !== (when && unless !== UNLESS_EQUAL && unless !== UNLESS_DIFFERENT);
    taken.push(this.jump(when ? opposite : unless, turned ? b : a, turned ? a : b));
    return true;
  }
}
