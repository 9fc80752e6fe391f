import { readFile } from 'node:fs/promises';
import { AppDocument } from '../app/index.ts';

/** `fxloom app roundtrip FILE`: the file as it would be written back, on standard output, byte for byte. */
export async function roundtripCommand([file]: readonly string[]): Promise<number> {
  if (file === undefined) {
    console.error('Usage: fxloom app roundtrip FILE');
    return 2;
  }
  const text = await readFile(file, 'utf8');
  const document = new AppDocument([{ name: file, text }]);
  process.stdout.write(document.text(file) ?? text);
  return 0;
}
