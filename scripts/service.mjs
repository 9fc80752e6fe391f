/**
 * The demo's service as a process of its own. Run as a script (`node scripts/service.mjs [port]`) it prints its address as its first
 * line and serves until it is told to stop. `DATABASE_URL` puts the shop on a PostgreSQL server; without it, it is in memory.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { fresh } from './fresh.mjs';

const self = fileURLToPath(import.meta.url);
const root = resolve(self, '../..');
const source = resolve(root, 'demo/service/main.ts');
const outDir = resolve(root, '.cache/service');

/** Whether this checkout has a service. */
export const hasService = () => existsSync(source);

/** Bundles the service's TypeScript for this Node, where a source is newer; packages stay outside. */
const freshService = () =>
  fresh('.cache/service', ['demo/service'], async () => {
    const { build } = await import('vite');
    await build({
      configFile: false,
      root,
      publicDir: false,
      logLevel: 'warn',
      build: {
        ssr: true,
        target: 'esnext',
        minify: false,
        sourcemap: true,
        outDir,
        emptyOutDir: true,
        rolldownOptions: { input: { main: source }, output: { entryFileNames: '[name].js' }, checks: { pluginTimings: false } },
      },
    });
  });

/**
 * Starts the service in a process of its own.
 *
 * @param {number} [port] 0 for a free one
 * @returns {Promise<{url: string, port: number, stop: () => Promise<void>}>}
 */
export async function spawnService(port = 0) {
  const child = spawn(process.execPath, ['--enable-source-maps', self, String(port)], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const gone = new Promise((done) => child.once('exit', done));
  const url = await new Promise((resolveUrl, reject) => {
    createInterface({ input: child.stdout }).once('line', resolveUrl);
    void gone.then((code) => reject(new Error(`The demo's service ended with code ${code} before it listened.`)));
  });
  const stop = async () => {
    child.kill('SIGKILL');
    await gone;
  };
  return { url, port: Number(new URL(url).port), stop };
}

async function serve(port) {
  const { databaseOptions, startService } = await import(pathToFileURL(resolve(outDir, 'main.js')).href);
  const { url, close } = await startService({ ...databaseOptions(), port });
  console.log(url);
  const leave = () => void close().finally(() => process.exit(0));
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, leave);
  // The process that started this one is gone, however it went.
  process.once('disconnect', leave);
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === self) {
  await freshService();
  await serve(Number(process.argv[2] ?? 0));
}
