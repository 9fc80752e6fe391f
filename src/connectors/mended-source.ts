import { Diagnostics } from './diagnostic.ts';
import { scanJson, seekJson } from './json-scanner.ts';
import { Lines, placesIn } from './place.ts';
import { withoutMark, type Source } from './source.ts';

/** Damaged JSON as a source: mended as far as it goes, and reported; nothing is thrown. */
export function mendedSource(text: string): Source {
  const diagnostics = new Diagnostics();
  const body = withoutMark(text);
  const { root, repairs } = scanJson(body);
  const lines = new Lines(body);
  for (const { offset, message, code } of repairs) {
    const severity = code === 'duplicate-key' ? 'warning' : 'error';
    diagnostics.addAt({ severity, code, message, pointer: '', ...lines.place(offset) });
  }
  if (root === undefined && repairs.length === 0) {
    diagnostics.addAt({
      severity: 'error',
      code: 'syntax',
      message: 'The document is empty.',
      pointer: '',
      line: 1,
      column: 1,
    });
  }
  return { root, diagnostics: diagnostics.list, places: (pointers) => placesIn(body, pointers, seekJson) };
}
