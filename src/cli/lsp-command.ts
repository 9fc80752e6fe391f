import { readFile, readdir } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import type { SourceFile } from '../app/index.ts';
import { loadDocumentation } from '../formula/index.ts';
import { serve } from '../lsp/index.ts';

/** `fxloom lsp`: a language server on standard input and output. Ends when the editor closes the connection. */
export async function lspCommand(): Promise<number> {
  await loadDocumentation();
  const connection = createConnection(ProposedFeatures.all, process.stdin, process.stdout);
  serve(connection, siblings);
  return new Promise((resolve) => {
    connection.onShutdown(() => undefined);
    process.stdin.once('close', () => resolve(0));
  });
}

/** The files of the app that a file belongs to: those beside it. */
async function siblings(uri: string): Promise<readonly SourceFile[]> {
  if (!uri.startsWith('file:')) return [];
  const folder = new URL('.', uri);
  try {
    const names = (await readdir(fileURLToPath(folder))).filter((name) => /\.(?:pa|fx)\.ya?ml$/i.test(name));
    return await Promise.all(
      names.map(async (name) => {
        const path = new URL(encodeURIComponent(name), folder);
        return { name: pathToFileURL(fileURLToPath(path)).href, text: await readFile(path, 'utf8') };
      }),
    );
  } catch {
    // A folder that cannot be read has no other files.
    return [];
  }
}
