import type * as Whole from './yaml-whole.ts';

type Library = typeof Whole;

let library: Library | undefined;

/** Thrown where a file is written in a way that only the YAML library reads, and that has not been loaded. */
export class YamlNeeded extends Error {
  constructor() {
    super(
      'This file needs the YAML library, or is to be edited. Open it with AppDocument.open, or import fxloom/app, which has the library.',
    );
  }
}

/** The YAML library and what edits by it; throws `YamlNeeded` where it has not been loaded. */
export function yamlLibrary(): Library {
  if (library === undefined) throw new YamlNeeded();
  return library;
}

/** Gives programs that import everything the library from the start. */
export function provideYaml(given: Library): void {
  library = given;
}

export async function loadYaml(): Promise<void> {
  library ??= await import('./yaml-whole.ts');
}
