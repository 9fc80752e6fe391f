import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError } from './configuration-error.ts';

const held = new Set<string>();

const inUse = (owner: number, folder: string): ConfigurationError =>
  new ConfigurationError(`Another process (${owner}) uses ${folder}. End it, or name another folder.`);

/**
 * Takes a folder for this process; gives what lets it go. A lock whose process has gone counts for nothing.
 *
 * @throws ConfigurationError where another process has it
 */
export function lockFolder(folder: string): () => void {
  if (held.has(folder)) throw inUse(process.pid, folder);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const lock = join(folder, 'lock');
  const own = join(folder, `lock-${process.pid}`);
  writeFileSync(own, String(process.pid));
  try {
    for (let attempt = 0; ; attempt++) {
      try {
        // A link is made whole or not at all, so a lock always says whose it is.
        linkSync(own, lock);
        held.add(folder);
        return () => {
          rmSync(lock, { force: true });
          held.delete(folder);
        };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || attempt > 3) throw error;
        const owner = Number(readFileSync(lock, 'utf8'));
        // In a container each process has the number of the one that died before.
        if (owner !== process.pid && isRunning(owner)) throw inUse(owner, folder);
        rmSync(lock, { force: true });
      }
    }
  } finally {
    rmSync(own, { force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
