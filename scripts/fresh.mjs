import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = resolve(fileURLToPath(import.meta.url), '../..');

/** Longer than any build takes: a lock of that age was left by a process that died. */
const LOCK_EXPIRES = 60_000;

/** Rebuilds `dist/cli` where a source is newer than it, so that nobody measures or runs code of yesterday. */
export async function freshCommands(build = async () => (await import('./build.mjs')).buildCommands()) {
  if (existsSync(join(root, 'src/cli'))) await fresh('dist/cli', ['src', 'scripts/build.mjs'], build);
}

/** The same for `dist/cdn`, which `fxloom export` puts into pages. */
export async function freshPages(build = async () => (await import('./build.mjs')).buildPages()) {
  await fresh('dist/cdn', ['src', 'scripts/build.mjs'], build);
}

/**
 * Builds a folder where one of its sources is newer than it. Writes nothing to standard output. Several processes may ask at once: one
 * builds and the others wait.
 *
 * @param {string} folder what is built, from the project's folder
 * @param {string[]} sources files and folders, likewise
 * @param {() => Promise<void>} build
 */
export async function fresh(folder, sources, build) {
  const stamp = join(root, folder, 'built.json');
  const lock = join(root, 'node_modules/.cache/fxloom', `${folder.replaceAll('/', '-')}.lock`);
  const stale = () => isStale(stamp, sources);
  while (stale()) {
    if (take(lock)) {
      try {
        // Another process may have built it since this one looked.
        if (!stale()) return;
        const startedAt = new Date();
        await build();
        writeFileSync(stamp, JSON.stringify({ startedAt }));
        return;
      } finally {
        rmSync(lock, { recursive: true, force: true });
      }
    }
    await sleep(50);
  }
}

function isStale(stamp, sources) {
  if (!existsSync(stamp)) return true;
  const builtAt = Date.parse(JSON.parse(readFileSync(stamp, 'utf8')).startedAt);
  return sources.flatMap((source) => [...below(join(root, source))]).some((path) => statSync(path).mtimeMs > builtAt);
}

/** Folders too: their time changes where a file is added or removed. */
function* below(path) {
  yield path;
  if (statSync(path).isDirectory()) for (const name of readdirSync(path)) yield* below(join(path, name));
}

function take(lock) {
  mkdirSync(dirname(lock), { recursive: true });
  try {
    mkdirSync(lock);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    const since = statSync(lock, { throwIfNoEntry: false })?.mtimeMs;
    if (since !== undefined && Date.now() - since > LOCK_EXPIRES) rmSync(lock, { recursive: true, force: true });
    return false;
  }
}
