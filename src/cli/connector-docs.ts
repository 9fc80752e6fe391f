import { readFile, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { connectText } from '../connectors/index.ts';
import { referenceHtml, referenceMarkdown, referenceOf } from '../connectors/publish/index.ts';

const usage = 'Usage: fxloom connector docs FILE [--namespace NAME] [--out FILE.html | FILE.md]';

/**
 * `fxloom connector docs FILE [--namespace NAME] [--out FILE]`: a reference page made from a description; Markdown where the name of `--out`
 * ends in `.md`, otherwise HTML, to standard output where there is no `--out`. Exit code 2 for wrong arguments or files.
 */
export async function connectorDocs(args: readonly string[]): Promise<number> {
  const [file] = args;
  const option = (name: string): string | undefined => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);
  if (file === undefined || file.startsWith('--')) {
    console.error(usage);
    return 2;
  }
  const out = option('--out');
  try {
    const folder = basename(dirname(file));
    const namespace = option('--namespace') ?? (/^[A-Za-z]\w*$/.test(folder) ? folder : 'Connector');
    const reference = referenceOf(await connectText(await readFile(file, 'utf8'), { namespace, live: false }));
    const page = out?.endsWith('.md') === true ? referenceMarkdown(reference) : referenceHtml(reference);
    if (out === undefined) process.stdout.write(page);
    else await writeFile(out, page);
    return 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 2;
  }
}
