/*
 * `npm run bench app`: how an app of the size of the largest real ones opens and follows its inputs, and one ten times as large. CPU time; the
 * median of several rounds for opening, the 95th percentile for updates. Made of real app files where `FXLOOM_DATA` or `../shared` has them.
 */
import '../src/controls/index.ts';
import { allControls, App, AppDocument, type ControlSource } from '../src/app/index.ts';
import type { ControlModel } from '../src/app/control-model.ts';
import type { Node } from '../src/app/graph.ts';
import { large, largeApp } from './large-app.ts';

const milliseconds = (work: () => void): number => {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};
const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);
const percentile = (values: readonly number[], share: number): number =>
  sorted(values)[Math.floor((values.length - 1) * share)] ?? 0;
const print = (name: string, value: string): void => console.log(`  ${name.padEnd(56)}${value.padStart(14)}`);
/** Prints a figure that has a goal; the command ends with 1 where it is missed. */
function goal(name: string, value: number, most: number | undefined): void {
  if (most === undefined) {
    print(name, ms(value));
    return;
  }
  const met = value <= most;
  if (!met) process.exitCode = 1;
  console.log(`  ${name.padEnd(56)}${ms(value).padStart(14)}${`≤ ${ms(most)}`.padStart(14)}  ${met ? 'met' : 'FAILS'}`);
}
const ms = (value: number): string => `${value.toFixed(value < 10 ? 2 : 0)} ms`;

/** Makes the formulas of the screen with most controls live, as a page does that shows it. */
function liveScreen(app: App): void {
  const sizes = new Map<ControlModel, ControlModel[]>();
  for (const control of app.program.model.all()) {
    if (control.screen !== undefined) sizes.set(control.screen, [...(sizes.get(control.screen) ?? []), control]);
  }
  const [largest] = [...sizes.values()].toSorted((a, b) => b.length - a.length);
  for (const control of largest ?? []) {
    for (const property of control.formulas) property.node.watch(() => undefined);
  }
  app.graph.flush();
}

function ofSize(times: number): void {
  const files = largeApp({ controls: large.controls * times, formulas: large.formulas * times });
  const characters = files.reduce((sum, { text }) => sum + text.length, 0);
  let document = new AppDocument([]);
  let app = new App(document);
  const rounds = times === 1 ? 3 : 1;
  const read: number[] = [];
  const build: number[] = [];
  const show: number[] = [];
  const check: number[] = [];
  let heap = 0;
  for (let round = 0; round < rounds; round++) {
    app.dispose();
    globalThis.gc?.();
    const before = process.memoryUsage().heapUsed;
    read.push(milliseconds(() => void (document = new AppDocument(files))));
    build.push(milliseconds(() => void (app = new App(document))));
    show.push(milliseconds(() => liveScreen(app)));
    check.push(milliseconds(() => void app.diagnostics.length));
    globalThis.gc?.();
    heap = process.memoryUsage().heapUsed - before;
  }
  const controls = [...app.program.model.all()];
  const sources = [...allControls([...document.screens, ...document.components.map((one) => one as ControlSource)])];
  const formulas = sources.reduce((sum, { properties }) => sum + properties.size, 0);
  console.log(
    `\nAn app of ${sources.length} controls and ${formulas} formulas (${files.length} files, ${Math.round(characters / 1024)} kB)`,
  );
  print('reads its files', ms(percentile(read, 0.5)));
  print('builds', ms(percentile(build, 0.5)));
  print('evaluates its largest screen', ms(percentile(show, 0.5)));
  const opens = percentile(read, 0.5) + percentile(build, 0.5) + percentile(show, 0.5);
  goal('opens: files, app and screen', opens, times === 1 ? 1000 : undefined);
  print('finds all that is wrong', ms(percentile(check, 0.5)));
  const nodes: Node[] = [];
  const make = milliseconds(() => {
    for (const control of controls) {
      for (const property of control.formulas) if (control.gallery === undefined) nodes.push(property.node);
    }
    for (const node of nodes) node.watch(() => undefined);
    app.graph.flush();
  });
  print('evaluates every formula once', ms(make));
  print('memory for each formula: source, checked, on the screen', `${Math.round(heap / formulas)} bytes`);
  const updates: number[] = [];
  const before = app.graph.evaluations;
  let inputs = 0;
  const { variables } = app.program.model;
  const change = (work: () => void): void => {
    inputs++;
    updates.push(
      milliseconds(() => {
        work();
        app.graph.flush();
      }),
    );
  };
  for (let round = 0; round < 3; round++) {
    change(() => app.choose(app.program.model.app, 'Width', 1000 + round, undefined));
    change(() => app.choose(app.program.model.app, 'Height', 700 + round, undefined));
    for (const control of controls) {
      if (control.gallery !== undefined || control.isPrototype || control.component !== undefined) continue;
      const name = ['Text', 'Value', 'Checked'].find((one) => control.property(one)?.isOutput);
      if (name === undefined) continue;
      const value = control.property(name)!.definition!.type.kind === 'number' ? round : `typed ${round}`;
      change(() => app.choose(control, name, value, undefined));
    }
    for (const variable of variables.values())
      change(() => app.set(variable.name, variable.type.kind === 'number' ? round : null));
  }
  const spent = app.graph.evaluations - before;
  print(`updates after one of ${inputs} changes: median`, ms(percentile(updates, 0.5)));
  goal('  95th percentile', percentile(updates, 0.95), times === 1 ? 4 : 50);
  print('  largest', ms(Math.max(...updates)));
  print('  formulas evaluated for each', (spent / inputs).toFixed(1));
  const [first] = document.screens[0]!.children;
  if (first !== undefined) {
    const edits = Array.from({ length: times === 1 ? 20 : 5 }, (_, i) =>
      milliseconds(() => app.edit(first.name, 'X', String(i))),
    );
    print('edit of one formula: median', ms(percentile(edits, 0.5)));
  }
  app.dispose();
}

ofSize(1);
ofSize(10);
