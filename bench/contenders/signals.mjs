import { changing, kinds, opening, shown } from '../shapes.mjs';

/** Chains of more overflow the stack of these libraries. */
const possible = ['chain of 1,000', 'fan-out of 10,000', 'grid of 100 × 100', 'app of 50,000'];

/**
 * Tasks of a library of signals, with an effect for each formula that is shown; they are given functions, so they parse nothing. `read` and `write` are how
 * it does that.
 */
export function signalTasks({ signal, computed, effect, read, write }) {
  let told = 0;
  const build = (formulas, inputs) => {
    const cells = Array.from({ length: inputs }, (_, i) => signal(i + 1));
    const nodes = [];
    const reader = (source) => {
      const from = source < 0 ? cells[-1 - source] : nodes[source];
      return () => read(from);
    };
    const seen = shown(formulas);
    for (const [i, { kind, a, b }] of formulas.entries()) {
      const node = computed(kinds[kind].by(reader(a), reader(b)));
      nodes.push(node);
      if (!seen[i]) continue;
      effect(() => {
        told += read(node);
      });
    }
    return { set: (input, value) => write(cells[input], value), get: (formula) => read(nodes[formula]) };
  };
  return { ...changing(build, possible), ...opening(build) };
}
