/*
 * What tracing costs a change of an app while nobody traces, and while somebody does: as ratios within one run. `plain` sets a cell of the
 * graph, behind everything that could be traced; `off` is the way that a user's change takes. CPU time, rounds that take turns, medians.
 */
import '../src/controls/index.ts';
import { App } from '../src/app/app.ts';
import { AppDocument } from '../src/app/document.ts';

const LABELS = 2000;
const CHANGES = 30;
const ROUNDS = 41;

const labels = Array.from(
  { length: LABELS },
  (_, i) =>
    `      - L${i}:\n          Control: Label\n          Properties:\n            Text: =${i === 0 ? 'In.Value' : `L${i - 1}.Text`} & ""`,
).join('\n');
const text = `Screens:\n  Home:\n    Children:\n      - In:\n          Control: Slider\n          Properties:\n            Default: =1\n${labels}\n`;

const app = new App(new AppDocument([{ name: 'app.pa.yaml', text }]));
await app.start();
const input = app.control('In');
app.watch(`L${LABELS - 1}.Text`, () => undefined);
app.graph.flush();
let value = 0;

const changes = {
  plain: () => input.choices.set('Value', ++value % 100, app.program.assignedNode(input.property('Value')!)?.read()),
  off: () => app.choose(input, 'Value', ++value % 100, undefined),
};

function cpu(change: () => void): number {
  const before = process.cpuUsage();
  for (let i = 0; i < CHANGES; i++) {
    change();
    app.graph.flush();
  }
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;
const ratios = (one: () => number, other: () => number): number => {
  const found: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const turns = round % 2 === 0 ? [one(), other()] : [other(), one()].reverse();
    found.push(turns[0]! / turns[1]!);
  }
  return median(found);
};

for (let i = 0; i < 5; i++) for (const change of Object.values(changes)) cpu(change);
const print = (name: string, ratio: number): void => console.log(`  ${name.padEnd(60)}${ratio.toFixed(3).padStart(8)}`);
console.log(`A change that ${LABELS} formulas follow`);
print(
  'no trace, beside a change behind all that is traced',
  ratios(
    () => cpu(changes.off),
    () => cpu(changes.plain),
  ),
);
const before = app.graph.evaluations;
const trace = await app.trace();
for (let i = 0; i < 5; i++) cpu(changes.off);
const traced: number[] = [];
for (let i = 0; i < 9; i++) traced.push(cpu(changes.off) / cpu(changes.plain));
print('traced, beside a change that is not written down', median(traced));
trace.stop();
console.log(`  ${app.graph.evaluations - before} evaluations`);
app.dispose();
