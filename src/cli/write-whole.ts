import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';

/** A file to write below a folder. */
export interface FileToWrite {
  /** With `/` between folders. */
  readonly name: string;
  readonly data: string | Uint8Array;
}

/** Writes a file so that it has its old content or all of the new one, whatever happens meanwhile. */
export async function writeWhole(path: string, data: string | Uint8Array): Promise<void> {
  await mkdir(dirname(resolve(path)), { recursive: true });
  const aside = `${path}.${randomUUID().slice(0, 8)}.part`;
  try {
    await writeThrough(aside, data);
    await rename(aside, path);
  } catch (error) {
    await rm(aside, { force: true });
    throw error;
  }
}

/**
 * Writes a folder so that it is there with all its files or not at all. An old folder of that name is replaced; whether that is right is for
 * the caller to know (`isFree`).
 */
export async function writeFolder(path: string, files: readonly FileToWrite[]): Promise<void> {
  const place = resolve(path);
  const aside = `${place}.${randomUUID().slice(0, 8)}.part`;
  try {
    for (const { name, data } of files) {
      const target = resolve(aside, name);
      if (!target.startsWith(aside + sep)) throw new RangeError(`${name} leads out of the folder.`);
      await mkdir(dirname(target), { recursive: true });
      await writeThrough(target, data);
    }
    const old = `${aside}.old`;
    const hadOld = await rename(place, old).then(
      () => true,
      () => false,
    );
    await rename(aside, place);
    if (hadOld) await rm(old, { recursive: true, force: true });
  } catch (error) {
    await rm(aside, { recursive: true, force: true });
    throw error;
  }
}

/** Whether nothing is at a path, or a folder with nothing in it. */
export async function isFree(path: string): Promise<boolean> {
  const found = await readdir(join(path)).catch((error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? [] : ['']));
  return found.length === 0;
}

async function writeThrough(path: string, data: string | Uint8Array): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(data);
    await file.sync();
  } finally {
    await file.close();
  }
}
