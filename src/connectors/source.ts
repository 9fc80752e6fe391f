import type { DefinitionFormat } from './definition.ts';
import { Diagnostics, type DefinitionDiagnostic } from './diagnostic.ts';
import type { DefinitionParts, Reading } from './reading.ts';
import { isPostman, looksLikeCurl } from './samples/detect.ts';
import { placesIn, type Place } from './place.ts';
import { seekStrict } from './seek-json.ts';

/** A definition's document, parsed: JSON or YAML text with its places, or an object that has none. */
export interface Source {
  readonly root: unknown;
  readonly diagnostics: readonly DefinitionDiagnostic[];
  /** Line and column of each JSON pointer that has one; the nearest ancestor's where the place itself does not exist. */
  places(pointers: Iterable<string>): ReadonlyMap<string, Place>;
  /** What reads it, where that is no OpenAPI or Swagger. */
  readonly reader?: SourceReader;
}

/** Reads a document of another kind into the one model. */
export interface SourceReader {
  readonly format: DefinitionFormat;
  readonly version: string;
  readonly read: (reading: Reading, options: ReadOptions) => DefinitionParts;
}

/** What reading a definition may need beside its text. */
export interface ReadOptions {
  /** A Postman environment, parsed: values of a collection's variables. */
  readonly environment?: unknown;
}

/** Definitions beyond this many characters are refused: 20 times the largest published connector. */
export const MAX_DEFINITION_LENGTH = 20_000_000;

/** An object as a source: no places. */
export const parsedSource = (root: unknown): Source => ({ root, diagnostics: [], places: () => new Map() });

/** Whether a text is JSON in intention: its first character opens a container. Everything else is read as YAML. */
export const looksLikeJson = (text: string): boolean => /^[\s\uFEFF]*(?:[{[]|\/[/*])/.test(text);

/** JSON text as a source; undefined where it is damaged. */
export function strictSource(text: string): Source | undefined {
  if (text.length > MAX_DEFINITION_LENGTH) {
    const diagnostics = new Diagnostics();
    diagnostics.error(
      'too-large',
      '',
      `The document has ${text.length} characters; at most ${MAX_DEFINITION_LENGTH} are read. Split it into several definitions.`,
    );
    return { root: undefined, diagnostics: diagnostics.list, places: () => new Map() };
  }
  const body = withoutMark(text);
  try {
    return { root: JSON.parse(body) as unknown, diagnostics: [], places: (pointers) => placesIn(body, pointers, seekStrict) };
  } catch {
    return undefined;
  }
}

/** A text without the mark of its encoding. */
export const withoutMark = (text: string): string => (text.startsWith('\uFEFF') ? text.slice(1) : text);

/** JSON or YAML text, or cURL commands, as a source. What only some documents need is loaded when it is needed: YAML, collections, commands. */
export async function readSource(text: string): Promise<Source> {
  if (looksLikeJson(text) || text.length > MAX_DEFINITION_LENGTH) {
    const source = strictSource(text) ?? (await import('./mended-source.ts')).mendedSource(text);
    return isPostman(source.root) ? (await import('./samples/sample-source.ts')).withSampleReader(source) : source;
  }
  if (looksLikeCurl(text)) return (await import('./samples/sample-source.ts')).commandSource(text);
  const { yamlSource } = await import('./yaml-source.ts');
  return yamlSource(text);
}
