import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Writes a document that is made from something else; with the argument `--check` it only says whether the file is what that gives. */
export function writeOrCheck(path: string, text: string, holds: string, source: string): void {
  if (!process.argv.includes('--check')) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    console.log(`${path}: ${holds}`);
  } else if (!existsSync(path) || readFileSync(path, 'utf8') !== text) {
    console.error(`${path} is not what ${source} give. Run: npm run docs`);
    process.exitCode = 1;
  }
}
