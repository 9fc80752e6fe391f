import { LatePart } from './late-part.ts';
import type * as Library from './yaml-whole.ts';

/** Thrown where a file is written in a way that only the YAML library reads, and that has not been loaded. */
export class YamlNeeded extends Error {
  constructor() {
    super(
      'This file needs the YAML library, or is to be edited. Open it with AppDocument.open, or import fxloom/app, which has the library.',
    );
  }
}

const library = new LatePart<typeof Library>(
  () => import('./yaml-whole.ts'),
  () => new YamlNeeded(),
);

/** The YAML library and what edits by it; throws `YamlNeeded` where it has not been loaded. */
export const yamlLibrary = (): typeof Library => library.now();

/** Gives programs that import everything the library from the start. */
export const provideYaml = (given: typeof Library): void => library.provide(given);

export const loadYaml = (): Promise<void> => library.load();
