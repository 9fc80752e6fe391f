/** `npm run size`: what a page loads at first, minified and gzipped, beside the budgets. Ends with 1 where one is exceeded. `--parts`: what they are made of. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { bundle, root } from './build.mjs';

/** In kB (1,000 bytes), gzipped. */
const budgets = {
  language: 75,
  'connectors without the language': 45,
  player: 140,
  'a control alone': 25,
  'a further control': 5,
  'formula bar without the language': 120,
  'formula bar with the language': 195,
};

let exceeded = false;

/** What must be there before the code runs; what it imports later does not count. */
async function measure(code, external) {
  const [{ output }] = [await bundle('size', code, { write: false, split: true, external })].flat();
  const chunks = new Map(output.map((chunk) => [chunk.fileName, chunk]));
  const needed = new Set(['size.js']);
  for (const name of needed)
    for (const imported of chunks.get(name)?.imports ?? []) if (chunks.has(imported)) needed.add(imported);
  const texts = [...needed].map((name) => chunks.get(name).code);
  const modules = [...needed].flatMap((name) => Object.entries(chunks.get(name).modules));
  return {
    parts: modules.map(([id, { code: text }]) => [id, text ?? '']),
    minified: texts.reduce((sum, text) => sum + text.length, 0) / 1000,
    gzipped: texts.reduce((sum, text) => sum + gzipSync(text, { level: 9 }).length, 0) / 1000,
  };
}

function print(name, gzipped, minified, budget) {
  const over = gzipped > budget;
  exceeded ||= over;
  const figure = (value) => (value === undefined ? '' : value.toFixed(1)).padStart(8);
  console.log(`${name.padEnd(40)}${figure(minified)}${figure(gzipped)}${String(budget).padStart(8)}${over ? '  over' : ''}`);
}

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
const controls = () =>
  [...readFileSync(join(root, 'src/controls/catalogue.ts'), 'utf8').matchAll(/import\('\.\/([\w-]+\.ts)'\)/g)].map(
    ([, file]) => file,
  );

console.log(`${'kB'.padEnd(40)}${'min'.padStart(8)}${'gzip'.padStart(8)}${'budget'.padStart(8)}`);

const language = await measure("export * from '/src/formula/index.ts';");
print('language', language.gzipped, language.minified, budgets.language);
printParts('language', language.parts);

if (has('src/connectors/index.ts')) {
  const connectors = "export { connectText } from '/src/connectors/index.ts';";
  const without = await measure(connectors, (id) => /[\\/]src[\\/]formula[\\/]/.test(id));
  print('connectors without the language', without.gzipped, without.minified, budgets['connectors without the language']);
}

if (has('src/app/index.ts')) {
  const whole = await measure("import '/src/player.ts';");
  print('player', whole.gzipped, whole.minified, budgets.player);
  printParts('player', whole.parts);
}

const load = (...files) => files.map((file) => `import '/src/controls/${file}';`).join('\n');
const common = 'label.ts';
const found = controls();
const beside = found.length === 0 ? undefined : await measure(load(common));
for (const file of found) {
  const alone = await measure(load(file));
  print(`${file} alone`, alone.gzipped, alone.minified, budgets['a control alone']);
  if (file === common) continue;
  const both = await measure(load(common, file));
  print(`${file} beside ${common}`, both.gzipped - beside.gzipped, both.minified - beside.minified, budgets['a further control']);
}

if (has('src/studio/formula-bar.ts')) {
  const bar = "import '/src/studio/formula-bar.ts';";
  const without = await measure(bar, (id) => /[\\/]src[\\/]formula[\\/]/.test(id));
  print('formula bar without the language', without.gzipped, without.minified, budgets['formula bar without the language']);
  const together = await measure(bar);
  print('formula bar with the language', together.gzipped, together.minified, budgets['formula bar with the language']);
}

process.exitCode = exceeded ? 1 : 0;
