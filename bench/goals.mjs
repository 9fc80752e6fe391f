/*
 * `npm run bench [GOAL...]`: how fast the language is, beside code written by hand and other languages of formulas. CPU time; each contender in a
 * process of its own, in rounds that take turns; the ratio is taken inside a round, and its median counts. A goal is met, its floor holds,
 * or it fails: then the command ends with 1.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const ROUNDS = 5;
const MILLISECONDS = 40;

const contenders = [
  'fxloom', 'javascript', 'pratt', 'cel', 'expr-eval', 'mathjs', 'jexl', 'hyperformula', 'jsonata', 'fast-formula-parser', 'acorn',
  'alien-signals', 'preact-signals',
]; // prettier-ignore

/** `least`: how many times as long the other takes; `most`: how many times as long as the other Fxloom takes. */
const allGoals = [
  { id: 'P1', task: 'parse rich', other: 'pratt', most: 5, floor: 7 },
  { id: 'P2', task: 'parse', other: 'hyperformula', least: 10, floor: 7 },
  { id: 'P2', task: 'parse', other: 'mathjs', least: 2.5, floor: 1.8 },
  { id: 'P2', task: 'parse', other: 'jsonata', least: 1.4, floor: 1 },
  { id: 'P2', task: 'parse', other: 'fast-formula-parser', least: 2.5, floor: 2 },
  { id: 'P2', task: 'parse', other: 'acorn', most: 1.1, floor: 1.5 },
  { id: 'E1', task: 'evaluate', other: 'cel', least: 4, floor: 3 },
  { id: 'E1', task: 'evaluate', other: 'mathjs', least: 20, floor: 12 },
  { id: 'E1', task: 'evaluate', other: 'hyperformula', least: 25, floor: 15 },
  { id: 'E1', task: 'evaluate', other: 'jsonata', least: 100, floor: 60 },
  { id: 'E2', task: 'evaluate', other: 'javascript', most: 8, floor: 12 },
  { id: 'T1', task: 'filter', other: 'javascript', most: 0.75, floor: 1.5 },
  { id: 'T1', task: 'filter', other: 'hyperformula', least: 100, floor: 50 },
  { id: 'T1', task: 'filter', other: 'jsonata', least: 500, floor: 200 },
  { id: 'T2', task: 'filter, sort, sum', other: 'javascript', most: 0.35, floor: 1 },
  { id: 'T3', task: 'records', other: 'javascript', most: 1.2, floor: 1.8 },
  { id: 'T3', task: 'concat', other: 'javascript', most: 1.1, floor: 1.5 },
  { id: 'T4', task: 'look-up', other: 'javascript', most: 0.05, floor: 0.2 },
  { id: 'T4', task: 'look-up of texts', other: 'javascript', most: 0.05, floor: 0.2 },
  ...['chain of 10,000', 'fan-out of 10,000', 'grid of 100 × 100', 'app of 50,000'].map((shape) => ({
    id: 'R1',
    task: `change: ${shape}`,
    other: 'hyperformula',
    least: 40,
    floor: 20,
  })),
  ...['chain of 1,000', 'fan-out of 10,000', 'grid of 100 × 100', 'app of 50,000'].flatMap((shape) =>
    ['alien-signals', 'preact-signals'].map((other) => ({ id: 'R2', task: `change: ${shape}`, other, most: 1, floor: 1 })),
  ),
  { id: 'R3', task: 'open: app of 50,000', other: 'hyperformula', least: 2, floor: 1 },
  { id: 'R3', task: 'memory: app of 50,000', other: 'hyperformula', most: 0.5, floor: 1 },
];
const wanted = process.argv.slice(2);
const goals = allGoals.filter(({ id }) => wanted.length === 0 || wanted.includes(id));
if (goals.length === 0) throw new Error(`Goals are ${[...new Set(allGoals.map(({ id }) => id))].join(', ')}.`);

async function start(name) {
  const module =
    name === 'fxloom'
      ? new URL('../.cache/bench/fxloom.mjs', import.meta.url)
      : new URL(`contenders/${name}.mjs`, import.meta.url);
  // One thread: garbage collection and compilation are counted in full.
  const child = spawn(
    process.execPath,
    ['--single-threaded', '--expose-gc', new URL('contender.mjs', import.meta.url).pathname, module.href],
    {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    },
  );
  await once(child, 'message');
  return {
    ask: async (task) => {
      child.send({ task, milliseconds: MILLISECONDS });
      const [answer] = await once(child, 'message');
      return answer;
    },
    end: () => child.kill(),
  };
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
const amount = (task, found) => (task.startsWith('memory') ? `${(found / 2 ** 20).toFixed(1)} MB` : time(found));
const time = (ns) => (ns >= 1e6 ? `${(ns / 1e6).toFixed(2)} ms` : `${(ns / 1e3).toFixed(2)} µs`);

const tasks = [...new Set(goals.map(({ task }) => task)), ...(wanted.length === 0 ? ['check'] : [])];

/** Nanoseconds by task and contender, one for each round. */
const found = new Map(tasks.map((task) => [task, new Map(contenders.map((name) => [name, []]))]));
let running = new Map();
const endAll = () => {
  for (const { end } of running.values()) end();
  running = new Map();
};
/** Large graphs would burden the collection of garbage in other tasks: those are measured in processes of their own. */
const area = (task) => (/^(change|open|memory)/.test(task) ? 'graphs' : 'formulas');
let before;
for (const task of tasks) {
  if (before !== area(task)) {
    endAll();
    for (const name of contenders) running.set(name, await start(name));
    before = area(task);
  }
  const results = new Map();
  for (let round = 0; round < ROUNDS; round++) {
    for (const name of contenders) {
      const { nanoseconds, result } = await running.get(name).ask(task);
      if (nanoseconds === undefined) continue;
      found.get(task).get(name).push(nanoseconds);
      if (typeof result === 'number' && task !== 'parse' && task !== 'check') results.set(name, result);
    }
  }
  const [expected] = results.values();
  for (const [name, result] of results)
    if (Math.abs(result - expected) > Math.abs(expected) * 1e-6)
      throw new Error(`${task}: ${name} gives ${result}, not ${expected}`);
}
endAll();

for (const [task, by] of found) {
  console.log(`\n${task}`);
  for (const [name, times] of by) {
    if (times.length === 0) continue;
    const ratios = times.map((t, i) => t / by.get('fxloom')[i]);
    console.log(
      `  ${name.padEnd(16)}${amount(task, median(times)).padStart(14)}${median(ratios).toFixed(2).padStart(10)} × Fxloom`,
    );
  }
}

console.log(`\n${'goal'.padEnd(64)}${'wanted'.padStart(10)}${'floor'.padStart(10)}${'found'.padStart(10)}`);
let failed = false;
for (const { id, task, other, least, most, floor } of goals) {
  const own = found.get(task).get('fxloom');
  const theirs = found.get(task).get(other);
  const ratio = median(own.map((t, i) => (least === undefined ? t / theirs[i] : theirs[i] / t)));
  const within = (bound) => (least === undefined ? ratio <= bound : ratio >= bound);
  const verdict = within(least ?? most) ? 'met' : within(floor) ? 'above the floor' : 'FAILS';
  failed ||= verdict === 'FAILS';
  const sign = least === undefined ? '≤' : '≥';
  const name = `${id} ${task}: ${least === undefined ? `times ${other}` : `${other} takes times as long`}`;
  console.log(
    `${name.padEnd(64)}${`${sign} ${least ?? most}`.padStart(10)}${`${sign} ${floor}`.padStart(10)}${ratio.toFixed(2).padStart(10)}  ${verdict}`,
  );
}
process.exitCode = failed ? 1 : 0;
