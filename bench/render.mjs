/*
 * `npm run bench render [boxes | lists] [NAME...]`: what it costs to draw, beside the same written by hand and beside @lit-labs/virtualizer. Each contender in a page of
 * its own, in rounds that take turns; CPU ticks of the page's main thread (DevTools `threadTicks`: script, style, layout, painting); ratios
 * are taken inside a round, their median counts.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { resolve } from 'node:path';
import { chromium } from 'playwright-core';
import { build, defaultClientConditions } from 'vite';
import { findChromium } from '../scripts/find-chromium.mjs';

const root = resolve(import.meta.dirname, '..');
const outDir = resolve(root, '.cache/bench/render');
/** Only boxes or only lists, and of those only some, where that is asked for. */
const [, , part, ...only] = process.argv;
const ROUNDS = Number(process.env.ROUNDS ?? 5);
const BOXES = 1000;
const UPDATES = 10;
const FRAMES = 60;
const DISTANCE = 160;
const ROWS = [100_000, 1_000_000];

/** `most`: how many times as much as the other; `least`: how many times as much the other costs. */
const goals = [
  { id: 'D1', of: 'fx-label', what: 'update', other: 'elements by hand', most: 1.3, floor: 2 },
  { id: 'D1', of: 'fx-app with labels', what: 'update', other: 'elements by hand', most: 1.3, floor: 2 },
  ...ROWS.flatMap((rows) => [
    { id: 'D2', of: 'fx-gallery', rows, what: 'mount', other: 'recycling by hand', most: 1.3, floor: 2 },
    { id: 'D2', of: 'fx-gallery', rows, what: 'scroll', other: 'recycling by hand', most: 1.3, floor: 2 },
    { id: 'D2', of: 'fx-gallery', rows, what: 'scroll', other: 'lit-virtualizer', least: 1.8, floor: 1 },
  ]),
];

rmSync(outDir, { recursive: true, force: true });
mkdirSync(outDir, { recursive: true });
await build({
  configFile: false,
  root,
  logLevel: 'warn',
  mode: 'production',
  publicDir: false,
  resolve: {
    conditions: ['es2015', ...defaultClientConditions],
    alias: { '@lit-labs/virtualizer': resolve(root, 'bench/peers/node_modules/@lit-labs/virtualizer') },
  },
  build: {
    outDir,
    chunkSizeWarningLimit: 4000,
    modulePreload: false,
    rolldownOptions: {
      checks: { ineffectiveDynamicImport: false, pluginTimings: false },
      input: { page: resolve(root, 'bench/render/page.ts') },
      output: { entryFileNames: '[name].js' },
    },
  },
});

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url, 'http://localhost');
  if (pathname === '/') {
    const html =
      '<!doctype html><meta charset="utf-8"><style>body{margin:0}</style><script type="module" src="/page.js"></script>';
    response.writeHead(200, { 'content-type': 'text/html' }).end(html);
  } else {
    try {
      const text = readFileSync(resolve(outDir, `.${pathname}`));
      response.writeHead(200, { 'content-type': 'text/javascript' }).end(text);
    } catch {
      response.writeHead(404).end();
    }
  }
});
await new Promise((listening) => server.listen(0, 'localhost', listening));
const found = await findChromium();
const browser = await chromium.launch({ executablePath: found.path, args: [...found.args, '--js-flags=--single-threaded'] });

/** A page, and what its main thread spends while something is done in it, in milliseconds. */
async function open() {
  const page = await browser.newPage({ viewport: { width: 1000, height: 900 } });
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  await page.goto(`http://localhost:${server.address().port}/`);
  await page.waitForFunction(() => globalThis.bench !== undefined);
  const spent = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration').value * 1000;
  };
  const cost = async (name, ...args) => {
    const before = await spent();
    await page.evaluate(([method, given]) => globalThis.bench[method](...given), [name, args]);
    return (await spent()) - before;
  };
  return { page, cost, close: () => page.close() };
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
/** Milliseconds by what was measured and contender, one for each round. */
const times = new Map();
const note = (key, name, value) => {
  if (!times.has(key)) times.set(key, new Map());
  const by = times.get(key);
  by.set(name, [...(by.get(name) ?? []), value]);
};

const { page: first, close } = await open();
const names = await first.evaluate(() => globalThis.bench.names);
for (const [kind, all] of Object.entries(names)) names[kind] = all.filter((name) => only.length === 0 || only.includes(name));
await close();

for (let round = 0; round < ROUNDS; round++) {
  for (const name of part === 'lists' ? [] : names.boxes) {
    const { cost, close } = await open();
    note(`${BOXES} boxes: mount`, name, await cost('mountBoxes', name, BOXES));
    await cost('updateBoxes', 5);
    note(`${BOXES} boxes: update`, name, (await cost('updateBoxes', UPDATES)) / UPDATES);
    await close();
  }
  for (const rows of part === 'boxes' ? [] : ROWS) {
    const seen = new Map();
    for (const name of names.lists) {
      const { page, cost, close } = await open();
      note(`${rows} rows: mount`, name, await cost('mountList', name, rows));
      const texts = await page.evaluate(() => globalThis.bench.texts());
      seen.set(name, texts.slice(0, 5).join());
      await cost('scroll', 20, DISTANCE);
      note(`${rows} rows: scroll`, name, (await cost('scroll', FRAMES, DISTANCE)) / FRAMES);
      await close();
    }
    const [expected] = seen.values();
    for (const [name, texts] of seen) if (texts !== expected) throw new Error(`${name} shows ${texts}, not ${expected}`);
  }
}
await browser.close();
server.close();

for (const [key, by] of times) {
  console.log(`\n${key}, CPU milliseconds${key.endsWith('scroll') ? ' a frame' : ''}`);
  for (const [name, values] of by) console.log(`  ${name.padEnd(24)}${median(values).toFixed(2).padStart(10)}`);
}

console.log(`\n${'goal'.padEnd(64)}${'wanted'.padStart(10)}${'floor'.padStart(10)}${'found'.padStart(10)}`);
let failed = false;
for (const { id, of, rows, what, other, most, least, floor } of goals) {
  const by = times.get(rows === undefined ? `${BOXES} boxes: ${what}` : `${rows} rows: ${what}`);
  if (by?.has(of) !== true || !by.has(other)) continue;
  const ratio = median(by.get(of).map((own, i) => (least === undefined ? own / by.get(other)[i] : by.get(other)[i] / own)));
  const within = (bound) => (least === undefined ? ratio <= bound : ratio >= bound);
  const verdict = within(least ?? most) ? 'met' : within(floor) ? 'above the floor' : 'FAILS';
  failed ||= verdict === 'FAILS';
  const sign = least === undefined ? '≤' : '≥';
  const words = least === undefined ? `${of}: times ${other}` : `${other} takes times as long as ${of}`;
  const subject = `${id} ${rows === undefined ? '' : `${rows} rows `}${what}, ${words}`;
  console.log(
    `${subject.padEnd(64)}${`${sign} ${least ?? most}`.padStart(10)}${`${sign} ${floor}`.padStart(10)}${ratio.toFixed(2).padStart(10)}  ${verdict}`,
  );
}
process.exitCode = failed ? 1 : 0;
