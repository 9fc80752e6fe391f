/*
 * Graphs of formulas that all contenders build: each formula reads one or two earlier ones, or inputs. `a` and `b` are numbers of formulas,
 * or of inputs where they are negative (-1 is the first).
 */

let seed = 1;
const chance = (below) => Math.floor(((seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648) * below);

const byNumber = (count, make) => Array.from({ length: count }, (_, i) => make(i));

/** What formulas compute: text of a dialect, and a function. */
export const kinds = {
  next: { fx: (a) => `${a} + 1`, by: (a) => () => a() + 1 },
  mean: { fx: (a, b) => `(${a} + ${b}) / 2 + 1`, by: (a, b) => () => (a() + b()) / 2 + 1 },
  choice: {
    fx: (a, b) => `If(${a} > ${b}, ${a} - ${b} / 2, ${b} - ${a} / 2)`,
    by: (a, b) => () => (a() > b() ? a() - b() / 2 : b() - a() / 2),
  },
};

const chain = (count) => byNumber(count, (i) => ({ kind: 'next', a: i - 1, b: i - 1 }));

/** Formulas of an app: half of what they read is typed or chosen by people. */
function app(count, inputs) {
  seed = 1;
  const source = (i) => (i < 10 || chance(100) < 45 ? -1 - chance(inputs) : chance(i));
  return byNumber(count, (i) => ({ kind: ['next', 'mean', 'choice'][chance(3)], a: source(i), b: source(i) }));
}

export const shapes = {
  'chain of 10,000': { inputs: 1, formulas: () => chain(10_000) },
  'chain of 1,000': { inputs: 1, formulas: () => chain(1000) },
  'chain of 100,000': { inputs: 1, formulas: () => chain(100_000) },
  'fan-out of 10,000': { inputs: 1, formulas: () => byNumber(10_000, () => ({ kind: 'next', a: -1, b: -1 })) },
  'grid of 100 × 100': {
    inputs: 1,
    formulas: () =>
      byNumber(10_000, (i) =>
        i < 100 ? { kind: 'next', a: -1, b: -1 } : { kind: 'mean', a: i - 100, b: i % 100 === 99 ? i - 199 : i - 99 },
      ),
  },
  'app of 50,000': { inputs: 1000, formulas: () => app(50_000, 1000) },
};

/** Whether each formula is shown to somebody: those are that no other formula reads. */
export function shown(formulas) {
  const all = formulas.map(() => true);
  for (const { a, b } of formulas) {
    if (a >= 0) all[a] = false;
    if (b >= 0) all[b] = false;
  }
  return all;
}

/** The formulas that are looked at after a change. */
export const looked = (count) => byNumber(20, (i) => count - 1 - Math.floor((i * count) / 20));

/**
 * Tasks for a contender: for each shape one that builds it and changes inputs in turn. `build` gives `set(input, value)`, which computes all
 * that changes, and `get(formula)`.
 */
export function changing(build, names = Object.keys(shapes)) {
  return Object.fromEntries(
    names.map((name) => [
      `change: ${name}`,
      () => {
        const { inputs, formulas } = shapes[name];
        const all = formulas();
        const { set, get } = build(all, inputs);
        const at = looked(all.length);
        let turn = 0;
        return () => {
          turn++;
          // Each change is another value; every round ends with the same.
          set(turn % Math.min(inputs, 50), (turn % 1000) + 10);
          return turn === 1 ? at.reduce((sum, formula) => sum + get(formula), 0) : undefined;
        };
      },
    ]),
  );
}

/** A task that builds all formulas from their source. */
export const opening = (build) => ({
  'open: app of 50,000': () => {
    const { inputs, formulas } = shapes['app of 50,000'];
    const all = formulas();
    return () => {
      const { get } = build(all, inputs);
      return looked(all.length).reduce((sum, formula) => sum + get(formula), 0);
    };
  },
});

/** What is measured in bytes: gives what is to be kept. */
export const holding = (build) => ({
  'memory: app of 50,000': () => {
    const { inputs, formulas } = shapes['app of 50,000'];
    const all = formulas();
    return () => build(all, inputs);
  },
});
