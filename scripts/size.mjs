/**
 * `npm run size`: what a page loads, minified and gzipped, beside the budgets. Ends with 1 where one is exceeded. `--parts`: what they are made of.
 *
 * - `language`: what parses, checks and evaluates any formula, with every function, as one file; services of editors and documentation aside
 * - `language at first`: the same with the functions that nearly every app uses; the groups below it come when a formula names one of theirs
 * - `player`: all that `dist/cdn/fxloom.js` needs before an app can start: the language at first, connectors, `<fx-app>` and ten kinds of controls
 * - `player of exported apps`: all that `dist/cdn/fxloom-player.js` needs at first: no parser, no checker, no connectors; ten kinds of controls.
 *   `core of that player`: the same without controls and Lit; `with connectors`: for an app that calls a service
 * - `the player for …`: from the first byte to the running app, with the functions and kinds of controls that this app names
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { bundle, neededChunks, root } from './build.mjs';

/** In kB (1,000 bytes), gzipped. */
const budgets = {
  language: 75,
  'connectors without the language': 45,
  player: 140,
  'player of exported apps': 90,
  'core of that player': 60,
  'a control alone': 25,
  'a further control': 5,
  'formula bar without the language': 120,
  'formula bar with the language': 195,
};

let exceeded = false;

/** What must be there before the code runs; what it imports later does not count, unless it is to be one file. */
async function measure(code, { external, split = true } = {}) {
  const [{ output }] = [await bundle('size', code, { write: false, split, external })].flat();
  const chunks = neededChunks(output, 'size.js');
  const texts = chunks.map((chunk) => chunk.code);
  const modules = chunks.flatMap((chunk) => Object.entries(chunk.modules));
  return {
    parts: modules.map(([id, { code: text }]) => [id, text ?? '']),
    minified: texts.reduce((sum, text) => sum + text.length, 0) / 1000,
    gzipped: texts.reduce((sum, text) => sum + gzipSync(text, { level: 9 }).length, 0) / 1000,
  };
}

/** A line; without a budget it only tells. */
function print(name, { gzipped, minified }, budget) {
  const over = gzipped > budget;
  exceeded ||= over;
  const figure = (value) => value.toFixed(1).padStart(8);
  console.log(
    `${name.padEnd(40)}${figure(minified)}${figure(gzipped)}${String(budget ?? '').padStart(8)}${over ? '  over' : ''}`,
  );
}

/** What is loaded for something beside what is there. */
const beyond = (both, there) => ({ gzipped: both.gzipped - there.gzipped, minified: both.minified - there.minified });

/**
 * With `--parts`: what a bundle is made of, by folder or package, the greatest first. Each is gzipped alone and not minified, so only the
 * proportions count.
 */
function printParts(title, parts) {
  if (!process.argv.includes('--parts')) return;
  const groups = new Map();
  for (const [id, text] of parts) {
    const [, kept] = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(id) ?? /\/(src\/[^/]+(?:\/[^/]+(?=\/))?)/.exec(id) ?? [];
    const name = kept ?? 'other';
    groups.set(name, `${groups.get(name) ?? ''}${text}`);
  }
  const sizes = [...groups].map(([name, text]) => [name, gzipSync(text, { level: 9 }).length / 1000]);
  const all = sizes.reduce((sum, [, size]) => sum + size, 0);
  for (const [name, size] of sizes.sort((a, b) => b[1] - a[1]).slice(0, 16))
    console.log(`  ${`${title}: ${name}`.padEnd(46)}${((100 * size) / all).toFixed(1).padStart(6)} %`);
}

const has = (path) => existsSync(join(root, path));

/** The files of the kinds of controls, as the catalogue lists them. */
const controls = () => [...new Set(catalogue.map(([, , file]) => file))];

console.log(`${'kB'.padEnd(40)}${'min'.padStart(8)}${'gzip'.padStart(8)}${'budget'.padStart(8)}`);

const core = "export * from '/src/formula/core.ts';";
const whole = `${core} export { createScope, library } from '/src/formula/index.ts';`;
const language = await measure(whole, { split: false });
print('language', language, budgets.language);
printParts('language', language.parts);
const atFirst = await measure(core);
print('language at first', atFirst);
const groups = [
  ...readFileSync(join(root, 'src/formula/functions/groups.ts'), 'utf8').matchAll(/\['([^']+)', [^\n]*import\('\.\/([^']+)'\)/g),
];
for (const [, names, file] of groups) {
  const both = await measure(`${core} export * as group from '/src/formula/functions/${file}';`);
  const [first] = names.split(' ');
  print(`  ${first} and ${names.split(' ').length - 1} more`, beyond(both, atFirst));
}
const everything = await measure("export * from '/src/formula/index.ts';", { split: false });
print('language, services and documentation', everything);

// A page needs the reader of one kind of descriptions; this is the larger.
const reader = "export { readOpenApi } from '/src/connectors/read-openapi.ts';";
const connectors = await measure(`export { connectText } from '/src/connectors/index.ts'; ${reader}`, {
  external: (id) => /[\\/]src[\\/]formula[\\/]/.test(id),
});
print('connectors without the language', connectors, budgets['connectors without the language']);

const page = "export * from '/src/player.ts';";
const player = await measure(page);
print('player', player, budgets.player);
printParts('player', player.parts);

const exported = "export * from '/src/exported-player.ts';";
const without = await measure(exported);
print('player of exported apps', without, budgets['player of exported apps']);
printParts('exported', without.parts);
print(
  'core of that player',
  await measure("export * from '/src/app/element.ts'; export * from '/src/app/stored/read-app.ts';", {
    external: (id) => /[\\/]src[\\/]controls[\\/]|[\\/](?:lit|lit-html|lit-element|@lit)[\\/]/.test(id),
  }),
  budgets['core of that player'],
);
print('player of exported apps with connectors', await measure(`${exported} export * from '/src/app/connections.ts';`));

/** The demo's app, as a page that shows it loads it. */
const shop = join(root, 'demo/public/apps/shop');
const app = readdirSync(shop)
  .filter((name) => name.endsWith('.pa.yaml'))
  .map((name) => readFileSync(join(shop, name), 'utf8'))
  .join('\n');
const called = new Set([...app.matchAll(/([\w.]+)\(/g)].map(([, name]) => name));
const kinds = new Set([...app.matchAll(/Control: ([\w/]+)/g)].map(([, kind]) => kind));
const catalogue = [
  ...readFileSync(join(root, 'src/controls/catalogue.ts'), 'utf8').matchAll(/\['([^']+)', \(\) => import\('\.\/([\w-]+\.ts)'\)/g),
];
const named = [
  ...groups
    .filter(([, names]) => names.split(' ').some((name) => called.has(name)))
    .map(([, , file]) => `formula/functions/${file}`),
  ...catalogue.filter(([, names]) => names.split(' ').some((name) => kinds.has(name))).map(([, , file]) => `controls/${file}`),
];
print(
  'the player for the demo of orders',
  await measure(`${page} ${named.map((file, i) => `export * as part${i} from '/src/${file}';`).join(' ')}`),
);

const load = (...files) => files.map((file) => `import '/src/controls/${file}';`).join('\n');
const common = 'label.ts';
const found = controls();
const beside = found.length === 0 ? undefined : await measure(load(common));
for (const file of found) {
  const alone = await measure(load(file));
  print(`${file} alone`, alone, budgets['a control alone']);
  if (file === common) continue;
  const both = await measure(load(common, file));
  print(`${file} beside ${common}`, beyond(both, beside), budgets['a further control']);
}

if (has('src/studio/formula-bar.ts')) {
  const bar = "import '/src/studio/formula-bar.ts';";
  const without = await measure(bar, { external: (id) => /[\\/]src[\\/]formula[\\/]/.test(id) });
  print('formula bar without the language', without, budgets['formula bar without the language']);
  const together = await measure(bar);
  print('formula bar with the language', together, budgets['formula bar with the language']);
}

process.exitCode = exceeded ? 1 : 0;
