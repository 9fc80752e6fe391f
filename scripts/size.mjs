/** `npm run size`: what a page pays, minified and gzipped, beside the budgets. Ends with 1 where one is exceeded. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { bundle, player, root } from './build.mjs';

/** In kB (1,000 bytes), gzipped. */
const budgets = {
  language: 75,
  player: 140,
  'a control alone': 25,
  'a further control': 5,
  'formula bar without the language': 120,
  'formula bar with the language': 195,
};

let exceeded = false;

async function measure(code, external) {
  const [{ output }] = [await bundle('size', code, { write: false, external })].flat();
  const text = output.map((chunk) => chunk.code ?? '').join('');
  return { minified: text.length / 1000, gzipped: gzipSync(text, { level: 9 }).length / 1000 };
}

function print(name, gzipped, minified, budget) {
  const over = gzipped > budget;
  exceeded ||= over;
  const figure = (value) => (value === undefined ? '' : value.toFixed(1)).padStart(8);
  console.log(`${name.padEnd(40)}${figure(minified)}${figure(gzipped)}${String(budget).padStart(8)}${over ? '  over' : ''}`);
}

const has = (path) => existsSync(join(root, path));

/** The files of controls, by their tag. */
function controls() {
  if (!has('src/controls')) return [];
  const files = readdirSync(join(root, 'src/controls')).filter((file) => file.endsWith('.ts'));
  return files.filter((file) => /\btag: 'fx-/.test(readFileSync(join(root, 'src/controls', file), 'utf8')));
}

console.log(`${'kB'.padEnd(40)}${'min'.padStart(8)}${'gzip'.padStart(8)}${'budget'.padStart(8)}`);

const language = await measure("export * from '/src/formula/index.ts';");
print('language', language.gzipped, language.minified, budgets.language);

if (has('src/app/index.ts')) {
  const whole = await measure(player());
  print('player', whole.gzipped, whole.minified, budgets.player);
}

const load = (...files) => files.map((file) => `import '/src/controls/${file}';`).join('\n');
const found = controls();
const first = found[0] === undefined ? undefined : await measure(load(found[0]));
for (const file of found) {
  const alone = await measure(load(file));
  print(`${file} alone`, alone.gzipped, alone.minified, budgets['a control alone']);
  if (file === found[0]) continue;
  const both = await measure(load(found[0], file));
  print(`${file} beside another`, both.gzipped - first.gzipped, both.minified - first.minified, budgets['a further control']);
}

if (has('src/studio/formula-bar.ts')) {
  const bar = "import '/src/studio/formula-bar.ts';";
  const without = await measure(bar, (id) => /[\\/]src[\\/]formula[\\/]/.test(id));
  print('formula bar without the language', without.gzipped, without.minified, budgets['formula bar without the language']);
  const together = await measure(bar);
  print('formula bar with the language', together.gzipped, together.minified, budgets['formula bar with the language']);
}

process.exitCode = exceeded ? 1 : 0;
