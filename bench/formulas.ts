/*
 * What real formulas cost: each formula of a `.jsonl` file (`{"formula", "property"}` a line) parsed and checked once, after all of them
 * have been met once, in CPU time. `npm run bench formulas [FILE]`; without FILE the formulas of `FXLOOM_DATA` (`../shared`).
 */
import { check, createScope, parse } from '../src/formula/index.ts';
import { formulaLines, type FormulaLine } from './formula-lines.ts';

/** No formula may take longer, in milliseconds. */
const LIMIT = 50;

const lines = formulaLines(process.argv[2]);
const scope = createScope();

interface Cost {
  readonly formula: string;
  readonly parse: number;
  readonly check: number;
}

const milliseconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

function measure({ formula, property }: FormulaLine): Cost {
  const begin = milliseconds();
  const parsed = parse(formula);
  const middle = milliseconds();
  check(parsed, scope, { behavior: /^On[A-Z]/.test(property ?? '') });
  return { formula, parse: middle - begin, check: milliseconds() - middle };
}

// The least of three rounds, so that a collection of garbage is not charged to the formula that it met.
const rounds = Array.from({ length: 3 }, () => lines.map(measure));
const least = (i: number, part: 'parse' | 'check'): number => Math.min(...rounds.map((round) => round[i]![part]));
const costs = lines.map(({ formula }, i): Cost => ({ formula, parse: least(i, 'parse'), check: least(i, 'check') }));

const total = ({ parse: reading, check: checking }: Cost): number => reading + checking;
const sorted = costs.toSorted((a, b) => total(b) - total(a));
const percentile = (p: number, of: (cost: Cost) => number): string =>
  costs
    .map(of)
    .sort((a, b) => a - b)
    [Math.min(costs.length - 1, Math.floor((p / 100) * costs.length))]!.toFixed(2)
    .padStart(8);

const characters = lines.reduce((sum, { formula }) => sum + formula.length, 0);
const sum = (of: (cost: Cost) => number): number => costs.reduce((all, cost) => all + of(cost), 0);
console.log(`${lines.length} formulas, ${characters} characters; milliseconds of CPU time`);
console.log(`${''.padEnd(8)}${['all', 'p50', 'p90', 'p99', 'p99.9', 'most'].map((name) => name.padStart(8)).join('')}`);
for (const [name, of] of [
  ['parse', (cost: Cost) => cost.parse],
  ['check', (cost: Cost) => cost.check],
  ['both', total],
] as const) {
  console.log(
    `${name.padEnd(8)}${sum(of).toFixed(0).padStart(8)}${[50, 90, 99, 99.9, 100].map((p) => percentile(p, of)).join('')}`,
  );
}
console.log('\nslowest   length  formula');
for (const cost of sorted.slice(0, 10)) {
  const text = cost.formula.replace(/\s+/g, ' ').slice(0, 90);
  console.log(`${total(cost).toFixed(2).padStart(7)}${String(cost.formula.length).padStart(9)}  ${text}`);
}
const slow = costs.filter((cost) => total(cost) > LIMIT).length;
console.log(`\n${slow} over ${LIMIT} ms`);
process.exitCode = slow > 0 ? 1 : 0;
