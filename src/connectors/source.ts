import { Diagnostics, type DefinitionDiagnostic } from './diagnostic.ts';
import { curlSource } from './samples/curl-source.ts';
import { looksLikeCurl } from './samples/curl-words.ts';
import { scanJson, seekJson } from './json-scanner.ts';
import { Lines, SoughtPlace, type Place } from './place.ts';

/** A definition's document, parsed: JSON or YAML text with its places, or an object that has none. */
export interface Source {
  readonly root: unknown;
  readonly diagnostics: readonly DefinitionDiagnostic[];
  /** Line and column of each JSON pointer that has one; the nearest ancestor's where the place itself does not exist. */
  places(pointers: Iterable<string>): ReadonlyMap<string, Place>;
}

/** Definitions beyond this many characters are refused: 20 times the largest published connector. */
export const MAX_DEFINITION_LENGTH = 20_000_000;

/** An object as a source: no places. */
export const objectSource = (root: unknown): Source => ({ root, diagnostics: [], places: () => new Map() });

/** Whether a text is JSON in intention: its first character opens a container. Everything else is read as YAML. */
export const looksLikeJson = (text: string): boolean => /^[\s\uFEFF]*(?:[{[]|\/[/*])/.test(text);

/** JSON text as a source. What is damaged is mended and reported; nothing is thrown. */
export function jsonSource(text: string): Source {
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

/** JSON text or cURL commands as a source. */
export const plainSource = (text: string): Source => (looksLikeCurl(text) ? curlSource(text) : jsonSource(text));

/** JSON or YAML text, or cURL commands, as a source. The YAML reader is loaded only when a document needs it. */
export async function readSource(text: string): Promise<Source> {
  if (looksLikeJson(text) || looksLikeCurl(text) || text.length > MAX_DEFINITION_LENGTH) return plainSource(text);
  const { yamlSource } = await import('./yaml-source.ts');
  return yamlSource(text);
}
