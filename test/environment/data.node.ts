import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The same folder as in `data.ts`, for tests that run in Node: its path, or `undefined` where it is absent. */
export function dataPath(path = ''): string | undefined {
  const named = process.env['FXLOOM_DATA'];
  const places = named === undefined ? ['../shared', '../../shared'] : [named];
  return places.map((place) => join(resolve(place), path)).find((place) => existsSync(place));
}
