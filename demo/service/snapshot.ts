import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A database that was kept under this name, if there is one. */
export async function readSnapshot(name: string): Promise<Blob | undefined> {
  try {
    return new Blob([await readFile(await pathOf(name))]);
  } catch {
    return undefined;
  }
}

/** Keeps a database in the place of older ones. A folder that cannot be written to costs time at the next start, nothing else. */
export async function writeSnapshot(name: string, data: Blob): Promise<void> {
  try {
    const path = await pathOf(name);
    const folder = dirname(path);
    await mkdir(folder, { recursive: true });
    for (const old of await readdir(folder)) await rm(join(folder, old));
    // Another process may be reading: it sees a whole file or none.
    const unfinished = `${path}.${process.pid}`;
    await writeFile(unfinished, new Uint8Array(await data.arrayBuffer()));
    await rename(unfinished, path);
  } catch {
    return;
  }
}

/** Beside the packages it belongs to, or in the temporary folder. */
async function pathOf(name: string): Promise<string> {
  const entry = createRequire(import.meta.url).resolve('@electric-sql/pglite');
  const manifest = JSON.parse(await readFile(join(dirname(entry), '../package.json'), 'utf8')) as { version: string };
  const packages = join(process.cwd(), 'node_modules');
  const folder = existsSync(packages) ? join(packages, '.cache') : tmpdir();
  return join(folder, 'fxloom-shop', `pglite-${manifest.version}-${name}.tar`);
}
