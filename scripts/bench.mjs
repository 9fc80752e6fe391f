/**
 * `npm run bench [GOAL...]`: the goals of speed (`P2`; all unless named), beside code written by hand and other languages of formulas
 * (installed into `bench/peers` first).
 * `npm run bench NAME ARGUMENT...` builds the benchmark `bench/NAME.ts` and runs it in a process of its own.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { build } from 'vite';
import { root } from './build.mjs';

const outDir = resolve(root, '.cache/bench');
const compile = (ssr) =>
  build({
    configFile: false,
    root,
    logLevel: 'warn',
    mode: 'production',
    build: {
      ssr,
      outDir,
      emptyOutDir: false,
      minify: false,
      target: 'node20',
      rolldownOptions: { checks: { ineffectiveDynamicImport: false }, output: { entryFileNames: '[name].mjs' } },
    },
    // The database brings files of its own.
    ssr: { noExternal: true, external: ['@electric-sql/pglite'] },
  });

/** One thread: garbage collection and compilation are counted in full. */
function run(...args) {
  const child = spawn(process.execPath, ['--single-threaded', '--expose-gc', ...args], { stdio: 'inherit' });
  child.on('exit', (code) => (process.exitCode = code ?? 1));
}

function installPeers() {
  const peers = resolve(root, 'bench/peers');
  if (existsSync(resolve(peers, 'node_modules'))) return;
  console.log('Installing what to compare with into bench/peers …');
  spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: peers, stdio: 'inherit' });
}

const [, , name, ...rest] = process.argv;
if (name !== undefined && existsSync(resolve(root, `bench/${name}.mjs`))) {
  installPeers();
  run(resolve(root, `bench/${name}.mjs`), ...rest);
} else if (name !== undefined && !/^[A-Z]\d$/.test(name)) {
  await compile(`bench/${name}.ts`);
  run(resolve(outDir, `${name}.mjs`), ...rest);
} else {
  installPeers();
  await compile('bench/contenders/fxloom.ts');
  run(resolve(root, 'bench/goals.mjs'), ...process.argv.slice(2));
}
