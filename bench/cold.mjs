/*
 * `npm run bench cold`: from nothing to the first tree. A parser as one minified file, started in a process or page of its own: until its first
 * formula is read (P3), and 2,000 formulas of an app, about 120 kB (P4). CPU time of the whole process, less that of a process that does
 * nothing; in the page, CPU time, and on a slower processor, which is simulated, the least time by the clock.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { chromium } from 'playwright-core';
import { build } from 'vite';
import { documentationApart, root } from '../scripts/build.mjs';
import { leanChevrotain } from '../scripts/lean-chevrotain.mjs';

const ROUNDS = 7;
const folder = resolve(root, '.cache/bench/cold');
mkdirSync(folder, { recursive: true });

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

/** A program as one minified file. */
async function minified(name, code, plugins = []) {
  const entry = resolve(folder, `${name}.entry.mjs`);
  writeFileSync(entry, code);
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    mode: 'production',
    plugins,
    build: {
      outDir: folder,
      emptyOutDir: false,
      minify: true,
      target: 'es2022',
      lib: { entry, formats: ['iife'], name: 'bench', fileName: () => `${name}.js` },
    },
  });
  return resolve(folder, `${name}.js`);
}

/** A parser and what is done with it, as one file: a module for Node, a script for pages. */
async function bundle(name, source) {
  const code = `import { parse } from ${JSON.stringify(resolve(root, source))};
    globalThis.begin = (formulas) => { let size = 0; for (const formula of formulas) { const tree = parse(formula); size += (tree.expression ?? tree).to; } return size; };`;
  return minified(name, code);
}

const parts = [
  (n) => `Label${n}.Y + Label${n}.Height + 8`,
  (n) => `If(total > ${n}, RGBA(56, 96, 178, 1), RGBA(0, 18, 107, 1))`,
  (n) => `"Total of " & Input${n}.Text & ": " & Text(total, "0.00")`,
  (n) => `CountRows(Filter(Orders, Status = "Open" && 'Unit Price' * Quantity > ${n}))`,
  (n) => `Set(total, total + ${n}); Patch(Orders, ThisItem, {Status: "Shipped"}); Back()`,
  (n) => `!IsBlank(Input${n}.Text) && (Len(Trim(Input${n}.Text)) >= 3 || ThisItem.IsSelected)`,
];
const app = Array.from({ length: 2000 }, (_, n) => parts[n % parts.length](n));

/** CPU milliseconds of a process that reads formulas with a parser; of one that does nothing without a file. */
function cpuOf(file, count, given = app.slice(0, count)) {
  const script = `${file === undefined ? '' : readFileSync(file, 'utf8')}
    const formulas = ${JSON.stringify(given)};
    const size = ${file === undefined ? 0 : 'begin(formulas)'};
    const { user, system } = process.cpuUsage();
    console.log(JSON.stringify({ size, milliseconds: (user + system) / 1000 }));`;
  const path = resolve(folder, `${file === undefined ? 'nothing' : file.split(/[\\/]/).at(-1)}.${count}.cjs`);
  writeFileSync(path, script);
  const { stdout } = spawnSync(process.execPath, ['--single-threaded', path], { encoding: 'utf8' });
  return JSON.parse(stdout);
}

async function page(browser, file, slower) {
  const tab = await browser.newPage();
  try {
    const session = await tab.context().newCDPSession(tab);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    const spent = async () => {
      const { metrics } = await session.send('Performance.getMetrics');
      return metrics.find(({ name }) => name === 'TaskDuration').value * 1000;
    };
    await session.send('Emulation.setCPUThrottlingRate', { rate: slower });
    const before = await spent();
    const byClock = await tab.evaluate(
      ([script, formula]) => {
        const start = performance.now();
        const element = document.createElement('script');
        element.textContent = script;
        document.head.append(element);
        globalThis.begin([formula]);
        return performance.now() - start;
      },
      [readFileSync(file, 'utf8'), app[3]],
    );
    return slower === 1 ? (await spent()) - before : byClock;
  } finally {
    await tab.close();
  }
}

/**
 * An app of 2,000 formulas from nothing to closures that run: read and checked from their texts, and read from what checking them gave. In both
 * the script is compiled as well.
 */
async function wholeBundle(name, source) {
  const formula = (file) => JSON.stringify(resolve(root, 'src/formula', file));
  const head = `import { createScope } from ${formula('whole-scope.ts')};
    import { compile } from ${formula('compile.ts')};
    import * as types from ${formula('type.ts')};
    import { canvas } from ${formula('features.ts')};
    ${source(formula)}
    const name = (name, type, more) => ({ name, type, read: () => null, ...more });
    const place = name('place', types.number, { write() {} });
    const orders = types.table({ Status: types.text, 'Unit Price': types.number, Quantity: types.number });
    const named = new Map(Object.entries({ total: name('total', types.number, { place }), Orders: name('Orders', orders, { place }) }));
    const member = (of) => name(of, of === 'Text' ? types.text : of === 'IsSelected' ? types.boolean : types.number);
    const control = (of) => name(of, of === 'ThisItem' ? types.rowType(orders) : types.unknown, { member: (part) => (part in { Text: 1, Y: 1, Height: 1, IsSelected: 1 } ? member(part) : undefined) });
    const scope = createScope({ symbol: (of) => named.get(of) ?? (/^(Label|Input)[0-9]+$|^ThisItem$/.test(of) ? control(of) : undefined) });
    const options = { behavior: true };`;
  return minified(name, head, [documentationApart, leanChevrotain]);
}

const fromText = await wholeBundle(
  'from-text',
  (formula) => `import { check } from ${formula('check.ts')};
    import { FormulaWriter } from ${formula('stored/write-formulas.ts')};
    globalThis.begin = (formulas) => formulas.filter((text) => { const { valid, formula: tree } = check(text, scope, options); if (valid) compile(tree); return valid; }).length;
    globalThis.store = (formulas) => {
      const writer = new FormulaWriter(scope);
      const nodes = formulas.map((text) => check(text, scope, options)).filter(({ valid }) => valid).map((result) => writer.node(result.formula));
      return JSON.stringify({ nodes, tables: writer.tables });
    };`,
);
const fromData = await wholeBundle(
  'from-data',
  (formula) => `import { FormulaReader } from ${formula('stored/read-formulas.ts')};
    globalThis.begin = (text) => {
      const { nodes, tables } = JSON.parse(text);
      const reader = new FormulaReader(tables, scope, canvas, () => undefined);
      for (const node of nodes) compile(reader.node(node, { scope, behavior: true }));
      return nodes.length;
    };`,
);

const own = await bundle('fxloom', 'src/formula/parser.ts');
/** The app as it is exported. */
const stored = (() => {
  const path = resolve(folder, 'store.cjs');
  writeFileSync(path, `${readFileSync(fromText, 'utf8')}\nprocess.stdout.write(globalThis.store(${JSON.stringify(app)}));`);
  return execFileSync(process.execPath, [path], { encoding: 'utf8', maxBuffer: 1e9 });
})();
const rod = await bundle('pratt', 'bench/pratt.mjs');
const found = { page: [], slowPage: [], whole: [], stored: [] };
/** CPU milliseconds by what is read and by whom, one for each round. */
const cpu = new Map();
const { path, args, env } = JSON.parse(
  execFileSync(process.execPath, [resolve(root, 'scripts/find-chromium.mjs')], { encoding: 'utf8' }),
);
const browser = await chromium.launch({ executablePath: path, args, env: { ...process.env, ...env } });
for (let round = 0; round < ROUNDS; round++) {
  for (const count of [1, app.length]) {
    const measured = { nothing: cpuOf(undefined, count), ours: cpuOf(own, count), theirs: cpuOf(rod, count) };
    const { ours, theirs } = measured;
    if (ours.size !== theirs.size) throw new Error(`Trees of ${ours.size} and of ${theirs.size}`);
    for (const [name, { milliseconds }] of Object.entries(measured)) {
      const key = `${name} ${count}`;
      cpu.set(key, [...(cpu.get(key) ?? []), milliseconds]);
    }
  }
  const source = cpuOf(fromText, app.length);
  const data = cpuOf(fromData, app.length, stored);
  if (source.size !== data.size) throw new Error(`${source.size} formulas and ${data.size}`);
  const nothing = cpuOf(undefined, app.length).milliseconds;
  found.whole.push(source.milliseconds - nothing);
  found.stored.push((data.milliseconds - nothing) / (source.milliseconds - nothing));
  found.page.push(await page(browser, own, 1));
  found.slowPage.push(await page(browser, own, 4));
}
await browser.close();

/** The least of all rounds, less that of a process that does nothing: whatever else the machine does only adds. */
const least = (name, count) => Math.min(...cpu.get(`${name} ${count}`)) - Math.min(...cpu.get(`nothing ${count}`));
found.ready = [least('ours', 1)];
found.app = [least('ours', app.length)];
found.appRatio = [least('ours', app.length) / least('theirs', app.length)];
found.slowPage = [Math.min(...found.slowPage)];

const goals = [
  ['P3 parser ready in Node, CPU ms', 'ready', 25, 40],
  ['P3 parser ready in Chromium, CPU ms', 'page', 50, 70],
  ['P3 … on a processor four times slower, ms', 'slowPage', 200, 280],
  ['P4 2,000 formulas from nothing, CPU ms', 'app', undefined, undefined],
  ['P4 … times the parser written by hand', 'appRatio', 2.2, 3],
  ['P4 … read, checked and compiled, CPU ms', 'whole', undefined, undefined],
  ['P4 … as it is exported: part of that', 'stored', 0.1, 0.2],
];
console.log(`${'goal'.padEnd(48)}${'wanted'.padStart(10)}${'floor'.padStart(10)}${'found'.padStart(10)}`);
for (const [name, key, most, floor] of goals) {
  const value = median(found[key]);
  const verdict = most === undefined ? '' : value <= most ? 'met' : value <= floor ? 'above the floor' : 'FAILS';
  if (verdict === 'FAILS') process.exitCode = 1;
  console.log(
    `${name.padEnd(48)}${(most === undefined ? '' : `≤ ${most}`).padStart(10)}${(most === undefined ? '' : `≤ ${floor}`).padStart(10)}${value.toFixed(value < 1 ? 2 : 1).padStart(10)}  ${verdict}`,
  );
}
