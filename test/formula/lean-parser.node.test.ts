import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, describe, it } from 'node:test';

import { parse } from '../../src/formula/parser.ts';

// oxfmt-ignore
const pieces = [
  'If(', 'a', 'b ', 'Sum', '1', '2.5', '"x"', '"', '$"', '{', '}', '(', ')', '[', ']', ',', ';', '.', '!', '@', ':', '+', '-', '*', '/', '^', '%',
  '&', '&&', '||', '<', '<=', '<>', '>=', '=', ' And ', ' Or ', 'Not ', ' in ', ' exactin ', ' As ', 'true', '// c\n', '/* c */', '/*', "'n m'", "'",
  ' ', 'é', '#', '|', '{{', '""', 'Parent', 'blank',
];

/** Texts of pieces in an order that is the same each time: most of them are mistakes. */
function textsOfPieces(count: number): string[] {
  let seed = 1;
  const below = (limit: number): number => (seed = (seed * 48_271) % 2_147_483_647) % limit;
  return Array.from({ length: count }, () => Array.from({ length: 1 + below(14) }, () => pieces[below(pieces.length)]).join(''));
}

const folder = mkdtempSync(join(tmpdir(), 'fxloom-parser-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** The parser as pages have it: Chevrotain without its analysis of the grammar. Built aside: the build finds its sources by its own place. */
async function builtParser(): Promise<{ readonly parse: typeof parse }> {
  const script = `
    import { bundle } from './scripts/build.mjs';
    const built = [await bundle('parser', "export { parse } from '/src/formula/parser.ts';", { write: false })].flat();
    process.stdout.write(built[0].output[0].code);`;
  const file = join(folder, 'parser.mjs');
  writeFileSync(file, execFileSync(process.execPath, ['--input-type=module', '-e', script]));
  return (await import(pathToFileURL(file).href)) as { readonly parse: typeof parse };
}

describe('the parser of pages', () => {
  it('makes the same tree of any text, and finds the same mistakes', async () => {
    const { parse: lean } = await builtParser();
    for (const text of textsOfPieces(4000)) {
      const expected = parse(text);
      const { expression, diagnostics } = lean(text);
      assert.deepEqual({ expression, diagnostics }, { expression: expected.expression, diagnostics: expected.diagnostics }, text);
    }
  });
});
