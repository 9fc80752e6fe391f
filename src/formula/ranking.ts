/*
 * Rows in order, by numbers that stand for what they are sorted by. Sorting is stable: rows with equal numbers keep their order.
 */

/** Below this, comparing is faster than distributing. */
const FEW = 256;
const DIGIT = 11;
const DIGITS = Math.ceil(64 / DIGIT);
const BUCKETS = 1 << DIGIT;

/** The numbers 0 to `count`, for a first order. */
export function inOrder(count: number): Uint32Array {
  const order = new Uint32Array(count);
  for (let i = 0; i < count; i++) order[i] = i;
  return order;
}

/**
 * Puts `order` (numbers of rows) into the order of their ranks. NaN is no rank: such rows come last, whatever the direction.
 */
export function sortByRank(order: Uint32Array, ranks: Float64Array, descending: boolean): Uint32Array {
  const ranked = ranks.some(Number.isNaN) ? order.filter((index) => !Number.isNaN(ranks[index])) : order;
  const sorted =
    ranked.length < FEW
      ? ranked.sort(descending ? (a, b) => ranks[b]! - ranks[a]! : (a, b) => ranks[a]! - ranks[b]!)
      : distribute(ranked, sortableBits(ranked, ranks, descending));
  if (ranked.length === order.length) return sorted;
  const result = new Uint32Array(order.length);
  result.set(sorted);
  result.set(
    order.filter((index) => Number.isNaN(ranks[index])),
    sorted.length,
  );
  return result;
}

/** For each row two words, low and high, that have the order of the doubles when read as whole numbers without a sign. */
function sortableBits(order: Uint32Array, ranks: Float64Array, descending: boolean): Uint32Array {
  // Adding zero makes of -0 a 0, which it equals.
  const doubles = new Float64Array(order.length);
  for (let i = 0; i < order.length; i++) doubles[i] = ranks[order[i]!]! + 0;
  const words = new Uint32Array(doubles.buffer);
  for (let i = 0; i < words.length; i += 2) {
    const negative = words[i + 1]! >>> 31 === 1;
    // Negative numbers are larger the smaller their bits; others come after all of them.
    const flip = negative === descending ? 0 : 0xffffffff;
    words[i] = words[i]! ^ flip;
    words[i + 1] = words[i + 1]! ^ (flip & 0x7fffffff) ^ (descending ? 0 : 0x80000000);
  }
  return words;
}

/** Radix sort from the lowest digit on; digits that all share cost nothing. */
function distribute(order: Uint32Array, words: Uint32Array): Uint32Array {
  const count = order.length;
  let from: Uint32Array = inOrder(count);
  let to: Uint32Array = new Uint32Array(count);
  for (let digit = 0; digit < DIGITS; digit++) {
    const shift = (digit % 3) * DIGIT;
    const word = digit < 3 ? 0 : 1;
    const starts = new Uint32Array(BUCKETS);
    for (let i = 0; i < count; i++) starts[(words[2 * i + word]! >>> shift) & (BUCKETS - 1)]!++;
    if (starts[(words[word]! >>> shift) & (BUCKETS - 1)] === count) continue;
    let start = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      const size = starts[bucket]!;
      starts[bucket] = start;
      start += size;
    }
    for (let i = 0; i < count; i++) {
      const index = from[i]!;
      to[starts[(words[2 * index + word]! >>> shift) & (BUCKETS - 1)]!++] = index;
    }
    [from, to] = [to, from];
  }
  for (let i = 0; i < count; i++) to[i] = order[from[i]!]!;
  return to;
}
