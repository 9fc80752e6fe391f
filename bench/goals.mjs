/*
 * `npm run bench`: how fast the language is, beside code written by hand and other languages of formulas. CPU time; each contender in a
 * process of its own, in rounds that take turns; the ratio is taken inside a round, and its median counts. A goal is met, its floor holds,
 * or it fails: then the command ends with 1.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const ROUNDS = 5;
const MILLISECONDS = 40;

const contenders = ['fxloom', 'javascript', 'pratt', 'cel', 'expr-eval', 'mathjs', 'jexl', 'hyperformula', 'jsonata'];

/** `least`: how many times as long the other takes; `most`: how many times as long as the other Fxloom takes. */
const goals = [
  { id: 'P1', task: 'parse rich', other: 'pratt', most: 5, floor: 7 },
  { id: 'P2', task: 'parse', other: 'hyperformula', least: 10, floor: 7 },
  { id: 'P2', task: 'parse', other: 'mathjs', least: 2.5, floor: 1.8 },
  { id: 'P2', task: 'parse', other: 'jsonata', least: 1.4, floor: 1 },
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
];

async function start(name) {
  const module =
    name === 'fxloom'
      ? new URL('../.cache/bench/fxloom.mjs', import.meta.url)
      : new URL(`contenders/${name}.mjs`, import.meta.url);
  // One thread: garbage collection and compilation are counted in full.
  const child = spawn(process.execPath, ['--single-threaded', new URL('contender.mjs', import.meta.url).pathname, module.href], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
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
const time = (ns) => (ns >= 1e6 ? `${(ns / 1e6).toFixed(2)} ms` : `${(ns / 1e3).toFixed(2)} µs`);

const tasks = [...new Set(goals.map(({ task }) => task)), 'check'];
const running = new Map();
for (const name of contenders) running.set(name, await start(name));

/** Nanoseconds by task and contender, one for each round. */
const found = new Map(tasks.map((task) => [task, new Map(contenders.map((name) => [name, []]))]));
for (const task of tasks) {
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
for (const { end } of running.values()) end();

for (const [task, by] of found) {
  console.log(`\n${task}`);
  for (const [name, times] of by) {
    if (times.length === 0) continue;
    const ratios = times.map((t, i) => t / by.get('fxloom')[i]);
    console.log(`  ${name.padEnd(16)}${time(median(times)).padStart(14)}${median(ratios).toFixed(2).padStart(10)} × Fxloom`);
  }
}

console.log(`\n${'goal'.padEnd(48)}${'wanted'.padStart(10)}${'floor'.padStart(10)}${'found'.padStart(10)}`);
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
    `${name.padEnd(48)}${`${sign} ${least ?? most}`.padStart(10)}${`${sign} ${floor}`.padStart(10)}${ratio.toFixed(2).padStart(10)}  ${verdict}`,
  );
}
process.exitCode = failed ? 1 : 0;
