/*
 * What the stages of a formula cost, as ratios against the same formulas written as JavaScript closures by hand, in one run: 300 different
 * formulas in turn, as a recalculation meets them (a formula alone would be inlined by the engine and look ten times faster). CPU time, not
 * wall time; the median of several rounds.
 */
import { Graph } from '../src/app/graph.ts';
import {
  check,
  compile,
  createRun,
  createScope,
  parse,
  rootFrame,
  types,
  type Evaluate,
  type Symbol,
  type Value,
} from '../src/formula/index.ts';

// ---- The formulas, twice ------------------------------------------------------------------------------------------------------------

const inputs = { price: 12.5, count: 3, rate: 0.19, limit: 40, name: 'Ada Lovelace', on: true };
type Inputs = typeof inputs;

interface Template {
  readonly formula: (n: number) => string;
  readonly byHand: (n: number) => (inputs: Inputs) => Value;
}

const templates: readonly Template[] = [
  { formula: (n) => `price * count + ${n}`, byHand: (n) => (x) => x.price * x.count + n },
  {
    formula: (n) => `If(price > ${n}, price * (1 - rate), price)`,
    byHand: (n) => (x) => (x.price > n ? x.price * (1 - x.rate) : x.price),
  },
  { formula: (n) => `Left(name, ${n % 9}) & "-" & count`, byHand: (n) => (x) => `${x.name.slice(0, n % 9)}-${x.count}` },
  { formula: (n) => `on && count < ${n} || price = limit`, byHand: (n) => (x) => (x.on && x.count < n) || x.price === x.limit },
  { formula: (n) => `Round(price * rate, 2) + ${n}`, byHand: (n) => (x) => Math.round(x.price * x.rate * 100) / 100 + n },
  { formula: (n) => `Len(Upper(name)) - ${n}`, byHand: (n) => (x) => x.name.toUpperCase().length - n },
  {
    formula: (n) => `Switch(count, 1, "one", 3, "three ${n}", "many")`,
    byHand: (n) => (x) => (x.count === 1 ? 'one' : x.count === 3 ? `three ${n}` : 'many'),
  },
  {
    formula: (n) => `Max(price, limit, ${n}) / (count + 1)`,
    byHand: (n) => (x) => Math.max(x.price, x.limit, n) / (x.count + 1),
  },
  { formula: (n) => `$"{name}: {count} of ${n}"`, byHand: (n) => (x) => `${x.name}: ${x.count} of ${n}` },
  { formula: (n) => `-price + count ^ 2 * ${n} - 50%`, byHand: (n) => (x) => -x.price + x.count ** 2 * n - 0.5 },
];

const COUNT = 300;
const texts = Array.from({ length: COUNT }, (_, n) => templates[n % templates.length]!.formula(n));
const byHand = Array.from({ length: COUNT }, (_, n) => templates[n % templates.length]!.byHand(n));

const symbolOf = (name: string, type: types.Type, read: () => Value): [string, Symbol] => [
  name,
  { name, type, read, source: name },
];
const scope = createScope({
  symbols: new Map([
    ...(['price', 'count', 'rate', 'limit'] as const).map((name) => symbolOf(name, types.number, () => inputs[name])),
    symbolOf('name', types.text, () => inputs.name),
    symbolOf('on', types.boolean, () => inputs.on),
  ]),
});

// ---- Measuring ----------------------------------------------------------------------------------------------------------------------

const ROUNDS = 7;

/** CPU nanoseconds of one call of `work`, over as many as fill about `milliseconds`. */
function cost(work: () => void, milliseconds = 120): number {
  let times = 1;
  for (;;) {
    const before = process.cpuUsage();
    for (let i = 0; i < times; i++) work();
    const { user, system } = process.cpuUsage(before);
    const spent = user + system;
    if (spent > milliseconds * 1000) return (spent * 1000) / times;
    times = Math.max(times * 2, Math.ceil((times * milliseconds * 1000) / Math.max(spent, 1000)));
  }
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;

interface Row {
  readonly name: string;
  /** Nanoseconds for each formula, or each node of a graph. */
  readonly nanoseconds: number;
  /** Against the baseline of the same round. */
  readonly ratio: number;
}

function compare(baseline: () => void, contenders: { readonly [name: string]: () => void }, per: number): Row[] {
  const rounds = Array.from({ length: ROUNDS }, () => {
    const base = cost(baseline);
    return { base, costs: Object.entries(contenders).map(([name, work]) => [name, cost(work)] as const) };
  });
  const rows = Object.keys(contenders).map((name, i) => ({
    name,
    nanoseconds: median(rounds.map(({ costs }) => costs[i]![1])) / per,
    ratio: median(rounds.map(({ base, costs }) => costs[i]![1] / base)),
  }));
  return [{ name: 'by hand', nanoseconds: median(rounds.map(({ base }) => base)) / per, ratio: 1 }, ...rows];
}

function print(title: string, rows: readonly Row[]): void {
  console.log(`\n${title}`);
  for (const { name, nanoseconds, ratio } of rows) {
    console.log(`  ${name.padEnd(28)}${nanoseconds.toFixed(1).padStart(12)} ns ${ratio.toFixed(2).padStart(10)} ×`);
  }
}

// ---- Formulas -----------------------------------------------------------------------------------------------------------------------

let sink: Value = null;
const run = createRun({ fuel: Number.POSITIVE_INFINITY });
const frame = rootFrame(run);
const parsed = texts.map((text) => parse(text));
const checked = parsed.map((result) => check(result, scope));
const compiled: readonly Evaluate[] = checked.map(({ formula }) => compile(formula));

for (const [i, result] of checked.entries()) {
  if (!result.valid) throw new Error(`${texts[i]}: ${result.diagnostics[0]?.message}`);
  const expected = byHand[i]!(inputs);
  const found = compiled[i]!(frame);
  const same = typeof expected === 'number' ? Math.abs(expected - (found as number)) < 1e-6 : expected === found;
  if (!same) throw new Error(`${texts[i]} gives ${String(found)}, by hand ${String(expected)}`);
}

print(
  `${COUNT} different formulas, for each formula (against evaluating the closure written by hand)`,
  compare(
    () => {
      for (const formula of byHand) sink = formula(inputs);
    },
    {
      evaluate: () => {
        for (const formula of compiled) sink = formula(frame);
      },
      compile: () => {
        for (const { formula } of checked) sink = compile(formula).length;
      },
      check: () => {
        for (const result of parsed) sink = check(result, scope).valid;
      },
      parse: () => {
        for (const text of texts) sink = parse(text).tokens.length;
      },
    },
    COUNT,
  ),
);

// ---- Graph --------------------------------------------------------------------------------------------------------------------------

/** A change of one cell, through formulas that add one: against the same additions called in order. */
function graphBenchmark(title: string, size: number, build: (graph: Graph) => { change: (n: number) => void }): void {
  const graph = new Graph();
  const { change } = build(graph);
  let n = 0;
  const additions = Array.from({ length: size }, (_, i) => (value: number) => value + (i % 2 === 0 ? 1 : 2));
  print(
    title,
    compare(
      () => {
        let value = ++n;
        for (const add of additions) value = add(value);
        sink = value;
      },
      {
        graph: () => {
          change(++n);
          graph.flush();
        },
      },
      size,
    ),
  );
}

graphBenchmark('graph: a chain of 1,000 formulas, for each formula', 1000, (graph) => {
  const cell = graph.cell(0);
  let last = graph.formula([cell], () => (cell.read() as number) + 1);
  for (let i = 1; i < 1000; i++) {
    const source = last;
    last = graph.formula([source], () => (source.read() as number) + 1);
  }
  last.watch((value) => (sink = value));
  return { change: (n) => cell.set(n) };
});

graphBenchmark('graph: one input, 1,000 watched formulas, for each formula', 1000, (graph) => {
  const cell = graph.cell(0);
  for (let i = 0; i < 1000; i++) graph.formula([cell], () => (cell.read() as number) + i).watch((value) => (sink = value));
  return { change: (n) => cell.set(n) };
});

graphBenchmark('graph: a grid of 30 × 30, each reading two, for each formula', 900, (graph) => {
  const cell = graph.cell(0);
  let row = Array.from({ length: 30 }, () => graph.formula([cell], () => (cell.read() as number) + 1));
  for (let y = 1; y < 30; y++) {
    const above = row;
    row = above.map((source, x) => {
      const beside = above[(x + 1) % 30]!;
      return graph.formula([source, beside], () => (source.read() as number) + (beside.read() as number) / 2);
    });
  }
  for (const node of row) node.watch((value) => (sink = value));
  return { change: (n) => cell.set(n) };
});

if (sink === undefined) console.log(sink);
