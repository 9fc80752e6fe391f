import { looksLikeCurl } from './samples/detect.ts';
import { commandSource, withSampleReader } from './samples/sample-source.ts';
import { mendedSource } from './mended-source.ts';
import { parsedSource, strictSource, type Source } from './source.ts';

// What `readSource` loads on demand is here at once, for those who cannot wait.

/** JSON text, or cURL commands, as a source. */
export const jsonSource = (text: string): Source =>
  looksLikeCurl(text) ? commandSource(text) : withSampleReader(strictSource(text) ?? mendedSource(text));

/** An object as a source: no places. */
export const objectSource = (root: unknown): Source => withSampleReader(parsedSource(root));
