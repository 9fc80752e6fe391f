import type { DefinitionFormat } from './definition.ts';
import { Diagnostics, type DefinitionDiagnostic } from './diagnostic.ts';
import type { DefinitionParts, Reading } from './reading.ts';
import { isPostman, looksLikeCurl } from './samples/detect.ts';
import { scanJson, seekJson } from './json-scanner.ts';
import { Lines, SoughtPlace, type Place } from './place.ts';

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

/** JSON text as a source. What is damaged is mended and reported; nothing is thrown. */
export function jsonText(text: string): Source {
  const diagnostics = new Diagnostics();
  if (text.length > MAX_DEFINITION_LENGTH) {
    diagnostics.error(
      'too-large',
      '',
      `The document has ${text.length} characters; at most ${MAX_DEFINITION_LENGTH} are read. Split it into several definitions.`,
    );
    return { root: undefined, diagnostics: diagnostics.list, places: () => new Map() };
  }
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text;
  let root: unknown;
  try {
    root = JSON.parse(body);
  } catch {
    const scanned = scanJson(body);
    root = scanned.root;
    const lines = new Lines(body);
    for (const { offset, message, code } of scanned.repairs) {
      const severity = code === 'duplicate-key' ? 'warning' : 'error';
      diagnostics.addAt({ severity, code, message, pointer: '', ...lines.place(offset) });
    }
    if (root === undefined && scanned.repairs.length === 0) {
      diagnostics.addAt({
        severity: 'error',
        code: 'syntax',
        message: 'The document is empty.',
        pointer: '',
        line: 1,
        column: 1,
      });
    }
  }
  return {
    root,
    diagnostics: diagnostics.list,
    places: (pointers) => {
      const wanted = [...pointers];
      const sought = SoughtPlace.of(wanted);
      seekJson(body, sought);
      const lines = new Lines(body);
      return new Map(
        wanted.flatMap((pointer) => {
          const offset = sought.nearest(pointer);
          return offset === undefined ? [] : [[pointer, lines.place(offset)]];
        }),
      );
    },
  };
}

/** JSON or YAML text, or cURL commands, as a source. What only some documents need is loaded when it is needed: YAML, collections, commands. */
export async function readSource(text: string): Promise<Source> {
  if (looksLikeJson(text) || text.length > MAX_DEFINITION_LENGTH) {
    const source = jsonText(text);
    return isPostman(source.root) ? (await import('./samples/sample-source.ts')).withSampleReader(source) : source;
  }
  if (looksLikeCurl(text)) return (await import('./samples/sample-source.ts')).commandSource(text);
  const { yamlSource } = await import('./yaml-source.ts');
  return yamlSource(text);
}
