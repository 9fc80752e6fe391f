/** Builds a benchmark of `bench/` and runs it in a process of its own: `npm run bench [NAME]`. */
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { build } from 'vite';
import { root } from './build.mjs';

const name = process.argv[2] ?? 'language';
const outDir = resolve(root, '.cache/bench');
await build({
  configFile: false,
  root,
  logLevel: 'warn',
  mode: 'production',
  build: {
    ssr: `bench/${name}.ts`,
    outDir,
    emptyOutDir: false,
    minify: false,
    target: 'node20',
    rolldownOptions: { output: { entryFileNames: '[name].mjs' } },
  },
  ssr: { noExternal: true },
});
// One thread: garbage collection and compilation are counted in full.
const child = spawn(process.execPath, ['--single-threaded', resolve(outDir, `${name}.mjs`), ...process.argv.slice(3)], {
  stdio: 'inherit',
});
child.on('exit', (code) => (process.exitCode = code ?? 1));
