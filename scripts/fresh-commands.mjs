import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = resolve(fileURLToPath(import.meta.url), '../..');
const stamp = join(root, 'dist/cli/built.json');
const lock = join(root, 'node_modules/.cache/fxloom-build');

/** Longer than any build takes: a lock of that age was left by a process that died. */
const LOCK_EXPIRES = 60_000;

/**
 * Rebuilds `dist/cli` where a source is newer than it, so that nobody measures or runs code of yesterday. Writes nothing to standard
 * output. Several processes may ask at once; one builds and the others wait.
 */
export async function freshCommands() {
  while (isStale()) {
    if (take()) {
      try {
        if (isStale()) await (await import('./build.mjs')).buildCommands();
        return;
      } finally {
        rmSync(lock, { recursive: true, force: true });
      }
    }
    await sleep(50);
  }
}

function isStale() {
  if (!existsSync(join(root, 'src/cli'))) return false;
  if (!existsSync(stamp)) return true;
  const builtAt = Date.parse(JSON.parse(readFileSync(stamp, 'utf8')).startedAt);
  return [join(root, 'scripts/build.mjs'), ...below(join(root, 'src'))].some((path) => statSync(path).mtimeMs > builtAt);
}

/** Folders too: their time changes where a file is added or removed. */
function* below(folder) {
  yield folder;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* below(path);
    else yield path;
  }
}

function take() {
  mkdirSync(join(lock, '..'), { recursive: true });
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
